"""Keep the data safe: backup, restore, check, settings.

Begin with check.py. May import: the rooms above it in docs/architecture.md.
"""
