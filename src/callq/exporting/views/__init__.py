"""Results of `exporting` as tables, text and JSON."""
