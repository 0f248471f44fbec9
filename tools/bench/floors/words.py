"""The floor of completing an outcome: a fixed list."""

import typer

app = typer.Typer(pretty_exceptions_enable=False)
_WORDS = (
    ("soft-no", "not interested: an objection, not a verdict"),
    ("hard-no", "final by its tone: ask for permission to call again"),
    ("callback", "they named a time: --at is needed"),
    ("no-answer", "it rang, nobody took it"),
)


def _complete(incomplete: str) -> list[tuple[str, str]]:
    return [(word, meaning) for word, meaning in _WORDS if word.startswith(incomplete)]


@app.command()
def log(outcome: str = typer.Argument(autocompletion=_complete)) -> None:
    """Does nothing: it is only completed."""
    typer.echo(outcome)


def run() -> None:
    """Starts it."""
    app(prog_name="floor")
