"""Results of `calls` as tables, text and JSON."""
