"""The commands of `planning`: options in, verb, view out."""
