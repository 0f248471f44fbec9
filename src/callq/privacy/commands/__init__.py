"""The commands of `privacy`: options in, verb, view out."""
