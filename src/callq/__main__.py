"""Lets `python -m callq` do what `callq` does."""

from callq.cli.main import run

if __name__ == "__main__":
    run()
