"""Results of `compliance` as tables, text and JSON."""
