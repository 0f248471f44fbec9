"""The floor of completing a name: one select."""

import os
import sqlite3

import typer

app = typer.Typer(pretty_exceptions_enable=False)
_SQL = (
    "SELECT name, company FROM prospect WHERE id IN "
    "(SELECT prospect_id FROM name_word WHERE word >= ? AND word < ? LIMIT 30)"
)


def _complete(incomplete: str) -> list[tuple[str, str]]:
    db = sqlite3.connect(os.environ["FLOOR_DB"])
    return db.execute(_SQL, (incomplete, f"{incomplete}\uffff")).fetchall()


@app.command()
def show(who: str = typer.Argument(autocompletion=_complete)) -> None:
    """Does nothing: it is only completed."""
    typer.echo(who)


def run() -> None:
    """Starts it."""
    app(prog_name="floor")
