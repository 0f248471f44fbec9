"""Readers of do-not-call lists, by content: numbers and changes, a block at a time, no database."""
