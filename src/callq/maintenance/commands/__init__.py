"""The commands of `maintenance`: options in, verb, view out."""
