"""People out: CSV, XLSX, vCard, iCalendar, tasks, JSON Lines.

Begin with export.py. May import: the rooms above it in docs/architecture.md.
"""
