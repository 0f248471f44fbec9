"""The rulebook: show, check, compare, apply.

Begin with rules.py. May import: the rooms above it in docs/architecture.md.
"""
