"""The floor of `show` and `why`: as many lines as they print, of one person, through rich."""

import sqlite3
from itertools import cycle, islice

import typer

app = typer.Typer(pretty_exceptions_enable=False)
_CALLS = "SELECT at, outcome, agent, note FROM call WHERE prospect_id = ? ORDER BY at DESC"


@app.command()
def show(store: str, who: int, lines: int) -> None:
    """Prints what is stored of someone."""
    from rich.console import Console
    from rich.text import Text

    db = sqlite3.connect(store)
    person = db.execute("SELECT name, company, rule, owner FROM prospect WHERE id = ?", (who,))
    phones = db.execute("SELECT shown, label FROM phone WHERE prospect_id = ?", (who,))
    rows = [*person, *phones, *db.execute(_CALLS, (who,))]
    out = Console()
    for row in islice(cycle(rows), lines):
        out.print(Text("  ".join(str(cell) for cell in row)))


def run() -> None:
    """Starts it."""
    app(prog_name="floor")
