"""May we call them: hours, do-not-call, consent, and the check of each call.

Begin with check.py. May import: the rooms above it in docs/architecture.md.
"""
