"""The rules engine: history in, status out. Pure: no clock, no files, no database.

Begin with status.py. May import: nothing of ours but errors and named tuples.
"""
