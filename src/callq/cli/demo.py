"""`callq demo`."""

import typer

app = typer.Typer(add_completion=False)


@app.command()
def demo() -> None:
    """A sample folder with a year of calls, in a store of its own, and a tour."""
