"""The commands of `queue`: options in, verb, view out."""
