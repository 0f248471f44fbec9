"""People: add, edit, find, match, merge, dedupe.

Begin with add.py. May import: the rooms above it in docs/architecture.md.
"""
