"""A sample store with a year of made-up calls.

Begin with demo.py. May import: the rooms above it in docs/architecture.md.
"""
