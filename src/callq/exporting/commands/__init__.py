"""The commands of `exporting`: options in, verb, view out."""
