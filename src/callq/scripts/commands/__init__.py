"""The commands of `scripts`: options in, verb, view out."""
