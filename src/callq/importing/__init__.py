"""Any file in: readers by format, columns to fields, history, matching, rejects.

Begin with run.py. May import: the rooms above it in docs/architecture.md.
"""
