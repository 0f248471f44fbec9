"""Results of `scripts` as tables, text and JSON."""
