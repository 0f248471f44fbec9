"""Results to tables, plain text, CSV and JSON."""
