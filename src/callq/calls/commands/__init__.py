"""The commands of `calls`: options in, verb, view out."""
