"""The command line: options in, app call, render out."""
