"""Who to call today, in what order, and why.

Begin with today.py. May import: the rooms above it in docs/architecture.md.
"""
