"""What is really on a not-interested list.

Begin with purge_check.py. May import: the rooms above it in docs/architecture.md.
"""
