"""Lets `python -m callq` do what `callq` does."""

from callq.cli import run

if __name__ == "__main__":
    run()
