"""The commands of `rulebooks`: options in, verb, view out."""
