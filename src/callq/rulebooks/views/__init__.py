"""Results of `rulebooks` as tables, text and JSON."""
