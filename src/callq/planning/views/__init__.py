"""Results of `planning` as tables, text and JSON."""
