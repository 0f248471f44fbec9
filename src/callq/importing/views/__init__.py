"""Results of `importing` as tables, text and JSON."""
