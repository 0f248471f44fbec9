"""The floor of `purge-check` and `rules apply`: every call with its person, read once in order."""

import sqlite3
import sys

_SQL = (
    "SELECT p.id, p.name, p.company, p.owner, p.list_name, p.zone, p.created_at, c.id, c.at, "
    "c.outcome, c.reason, c.channel, c.number, c.permission, c.given_at, c.duration, c.note, "
    "c.agent, c.imported FROM prospect p JOIN call c ON c.prospect_id = p.id "
    "ORDER BY p.id, c.at"
)


def run() -> None:
    """Reads them and keeps nothing."""
    count = 0
    for _row in sqlite3.connect(sys.argv[1]).execute(_SQL):
        count += 1
    sys.stdout.write(f"{count}\n")
