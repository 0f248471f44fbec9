"""Results of `privacy` as tables, text and JSON."""
