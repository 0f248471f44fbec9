"""The commands of `metrics`: options in, verb, view out."""
