"""One screen to call from all day: a card, its script and one key a call.

Begin with session.py. May import: the rooms above it in docs/architecture.md.
"""
