"""Results of `queue` as tables, text and JSON."""
