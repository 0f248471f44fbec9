"""The commands of `dialing`: options in, verb, view out."""
