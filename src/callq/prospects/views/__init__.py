"""Results of `prospects` as tables, text and JSON."""
