"""The floor of `next` with its card: the writing of `log`, and as many lines through rich."""

import typer

from floors.write import write

app = typer.Typer(pretty_exceptions_enable=False)


@app.command()
def take(store: str, who: int, now: int, lines: int) -> None:
    """Writes and prints."""
    from rich.console import Console
    from rich.text import Text

    name = write(store, who, now)
    out = Console()
    for _ in range(lines):
        out.print(Text(name))


def run() -> None:
    """Starts it."""
    app(prog_name="floor")
