"""Readers and writers of the files that reps have."""
