"""The floor of `today`: a rich table of 25 rows, read by an index."""

import sqlite3

import typer

app = typer.Typer(pretty_exceptions_enable=False)
_COLUMNS = ("#", "Who", "Company", "Number", "Local", "Why now", "Last word")
_SQL = (
    "SELECT p.name, p.company, f.shown, f.zones, p.last_outcome, p.last_note FROM prospect p "
    "LEFT JOIN phone f ON f.id = p.phone_id WHERE p.ready = 1 AND p.hold = '' "
    "ORDER BY p.tier, p.hours_id, p.part_mask, p.rank DESC, p.id LIMIT 25"
)


@app.command()
def today(store: str) -> None:
    """Prints 25 people."""
    from rich.console import Console
    from rich.table import Table

    table = Table()
    for column in _COLUMNS:
        table.add_column(column, no_wrap=True)
    db = sqlite3.connect(store)
    for rank, row in enumerate(db.execute(_SQL), 1):
        table.add_row(str(rank), *(cell or "" for cell in row))
    Console().print(table)


def run() -> None:
    """Starts it."""
    app(prog_name="floor")
