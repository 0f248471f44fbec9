"""Results of `metrics` as tables, text and JSON."""
