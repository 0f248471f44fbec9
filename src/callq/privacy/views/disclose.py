"""A dossier as text that a person can read, and as JSON."""

import json
from datetime import datetime, tzinfo
from typing import Any

from callq.engine.words import in_words, iso, plural
from callq.privacy.disclose import Dossier
from callq.privacy.subject_access import Rows, Value
from callq.privacy.views.record import suppressed_json
from callq.terminal.safe import safe

SCHEMA = "callq.dossier/1"
_TITLES = {
    "prospect": "The person",
    "phone": "Telephone numbers",
    "email": "E-mail addresses",
    "word": "Words by which the name is found",
    "call": "Calls and other touches, those taken back included",
    "dnc": "Do-not-call entries",
    "consent": "Consents and relationships",
    "lease": "Who has them on the line",
    "skip": "Put back by a rep",
    "homework": "Homework before a call",
    "apart": "Decided to be somebody else than",
    "named in": "Calls with others in which they were named",
    "change": "Former values, kept so that a command can be taken back",
    "command": "Commands that concerned them",
}


def as_json(dossier: Dossier) -> dict[str, Any]:
    """The documented object."""
    return {
        "schema": SCHEMA,
        "made_at": iso(dossier.now),
        "id": dossier.who.id,
        "name": dossier.who.name,
        "ids": list(dossier.ids),
        "held": [
            {"table": table, "meaning": _title(table), "rows": rows}
            for table, rows in _in_order(dossier.held)
        ],
        "named_in": list(dossier.named_in),
        "suppressed": [suppressed_json(entry) for entry in dossier.suppressed],
    }


def as_text(dossier: Dossier, home: tzinfo) -> str:
    """The same for reading: what is empty is left out."""
    lines = [
        f"All that is held of {safe(dossier.who.name)}",
        f"as of {in_words(dossier.now, home)}",
    ]
    for table, rows in _in_order(dossier.held):
        lines += ["", f"{_title(table)} ({len(rows)})", ""]
        for i, row in enumerate(rows):
            lines += [""] if i else []
            lines += _lines(row, home)
    if dossier.named_in:
        ids = ", ".join(map(str, dossier.named_in))
        count = plural(len(dossier.named_in), "other person", "other people")
        lines += ["", f"Named in what is written about {count}: {ids}."]
    for entry in dossier.suppressed:
        since = in_words(entry.requested_at, home)
        lines += ["", f"Known by a keyed hash since {since}: never to be taken in or called."]
    return "\n".join(lines) + "\n"


def _in_order(held: dict[str, Rows]) -> list[tuple[str, Rows]]:
    known = list(_TITLES)
    return sorted(held.items(), key=lambda item: known.index(item[0]) if item[0] in known else 99)


def _joined(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _title(table: str) -> str:
    return _TITLES.get(table, table)


def _lines(row: dict[str, Value], home: tzinfo) -> list[str]:
    told = {column: _told(value, home) for column, value in row.items() if _tells(value)}
    width = max((len(column) for column in told), default=0)
    return [f"  {column:<{width}}  {text}" for column, text in told.items()]


def _tells(value: Value) -> bool:
    return value not in (None, "", "{}", 0, 0.0)


def _told(value: Value, home: tzinfo) -> str:
    text = str(value)
    if isinstance(value, str) and text.endswith("Z") and len(text) == len("2026-03-11T14:15:00Z"):
        try:
            return in_words(datetime.fromisoformat(text), home)
        except ValueError:
            return safe(text)
    if text.startswith("{"):
        told = json.loads(text).items()
        text = "; ".join(f"{key}: {_joined(inner)}" for key, inner in told)
    return safe(text)
