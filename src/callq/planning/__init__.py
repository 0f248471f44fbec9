"""The rep's own days: call blocks and goals, time off, days off.

Begin with goals.py. May import: the rooms above it in docs/architecture.md.
"""
