"""The commands of `audit`: options in, verb, view out."""
