"""Results of `dialing` as text and JSON."""
