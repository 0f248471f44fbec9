"""The rules of the trade: pure functions over facts, no clock, no files, no database."""
