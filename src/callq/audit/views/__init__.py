"""Results of `audit` as tables, text and JSON."""
