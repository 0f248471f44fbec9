"""Results of `maintenance` as tables, text and JSON."""
