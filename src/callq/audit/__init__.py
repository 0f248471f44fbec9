"""Audits the not-interested list: who to call again, who to delete, what went wrong.

Begin with purge_check.py. May import: the rooms above it in docs/architecture.md.
"""
