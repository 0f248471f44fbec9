"""What callq holds on a person: disclose it, prove it, erase it.

Begin with erase.py. May import: the rooms above it in docs/architecture.md.
"""
