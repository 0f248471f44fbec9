"""The commands of `prospects`: options in, verb, view out."""
