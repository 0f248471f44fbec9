"""One reader per file format; each returns a table of named columns.

Begin with open.py. May import: the rooms above it in docs/architecture.md.
"""
