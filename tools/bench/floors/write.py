"""The floor of `log` and `next`: a select, an update and an insert that survive a power cut."""

import sqlite3

import typer

app = typer.Typer(pretty_exceptions_enable=False)
_UPDATE = (
    "UPDATE prospect SET state = 'retry', ready = 0, due_at = :due, transition_at = :due, "
    "last_at = :now, last_outcome = 'no-answer' WHERE id = :who"
)
_INSERT = (
    "INSERT INTO call (prospect_id, at, logged_at, agent, channel, number, outcome, written, "
    "reason, note, imported, voided_by, violations, checked, number_mac, tier, explored) VALUES "
    "(:who, :now, :now, 'bench', 'call', '', 'no-answer', 'na', '', '', 0, '', '', '', '', '', '')"
)


@app.command()
def log(store: str, who: int, now: int) -> None:
    """Logs a call."""
    typer.echo(f"{write(store, who, now)}: no answer.")


def write(store: str, who: int, now: int) -> str:
    """Writes it; whose it is."""
    db = sqlite3.connect(store, timeout=30, isolation_level=None)
    db.executescript("PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA cache_size=-65536;")
    values = {"who": who, "now": now, "due": now + 14_400}
    db.execute("BEGIN IMMEDIATE")
    (name,) = db.execute("SELECT name FROM prospect WHERE id = :who", values).fetchone()
    db.execute(_UPDATE, values)
    db.execute(_INSERT, values)
    db.execute("COMMIT")
    return str(name)


def run() -> None:
    """Starts it."""
    app(prog_name="floor")
