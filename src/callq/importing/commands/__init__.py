"""The commands of `importing`: options in, verb, view out."""
