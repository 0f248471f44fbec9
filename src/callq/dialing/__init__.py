"""Dial a checked number with the rep's own phone, and say who is calling.

Begin with dial.py. May import: the rooms above it in docs/architecture.md.
"""
