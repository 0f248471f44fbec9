"""What happened on a call, and what comes next: log, undo, next, note, show, why.

Begin with log.py. May import: the rooms above it in docs/architecture.md.
"""
