"""The commands of `compliance`: options in, verb, view out."""
