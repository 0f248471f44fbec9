"""Rows that several subjects share: people, calls, do-not-call, consents, queue status.

Begin with projection.py. May import: engine, storage, places.
"""
