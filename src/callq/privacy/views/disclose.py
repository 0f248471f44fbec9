"""The data report as text and JSON."""

import json
from datetime import datetime, tzinfo
from typing import Any

from callq.engine.words import in_words, iso, plural
from callq.privacy.disclose import DataReport
from callq.privacy.subject_access import Rows, Value
from callq.privacy.views.record import suppressed_json
from callq.terminal.safe import safe

SCHEMA = "callq.disclose/1"
_TITLES = {
    "prospect": "The person",
    "phone": "Phone numbers",
    "email": "Emails",
    "name_word": "Search words for the name",
    "call": "Calls and other contacts, including undone ones",
    "dnc": "Do-not-call entries",
    "consent": "Consents and relationships",
    "lease": "The rep who is calling them now",
    "skip": "Skipped by a rep",
    "research": "Research notes",
    "not_duplicates": "Kept apart from",
    "named in": "Calls with others that named them",
    "change": "Old values, kept for undo",
    "command": "Commands about them",
}


def as_json(report: DataReport) -> dict[str, Any]:
    """The documented object."""
    return {
        "schema": SCHEMA,
        "made_at": iso(report.now),
        "id": report.who.id,
        "name": report.who.name,
        "ids": list(report.ids),
        "data": [
            {"table": table, "meaning": _title(table), "rows": rows}
            for table, rows in _in_order(report.held)
        ],
        "named_in": list(report.named_in),
        "suppressed": [suppressed_json(entry) for entry in report.suppressed],
    }


def as_text(report: DataReport, home: tzinfo) -> str:
    """The report as text. Empty values are left out."""
    lines = [
        f"Everything we hold on {safe(report.who.name)}",
        f"as of {in_words(report.now, home)}",
    ]
    for table, rows in _in_order(report.held):
        lines += ["", f"{_title(table)} ({len(rows)})", ""]
        for i, row in enumerate(rows):
            lines += [""] if i else []
            lines += _lines(row, home)
    if report.named_in:
        ids = ", ".join(map(str, report.named_in))
        count = plural(len(report.named_in), "other person", "other people")
        lines += ["", f"Named in notes about {count}: {ids}."]
    for entry in report.suppressed:
        since = in_words(entry.requested_at, home)
        lines += ["", f"Kept as a keyed hash since {since}, to never import or call them again."]
    return "\n".join(lines) + "\n"


def _in_order(held: dict[str, Rows]) -> list[tuple[str, Rows]]:
    known = list(_TITLES)
    return sorted(held.items(), key=lambda item: known.index(item[0]) if item[0] in known else 99)


def _joined(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _title(table: str) -> str:
    return _TITLES.get(table, table)


def _lines(row: dict[str, Value], home: tzinfo) -> list[str]:
    shown = {column: _shown(value, home) for column, value in row.items() if _has_value(value)}
    width = max((len(column) for column in shown), default=0)
    return [f"  {column:<{width}}  {text}" for column, text in shown.items()]


def _has_value(value: Value) -> bool:
    return value not in (None, "", "{}", 0, 0.0)


def _shown(value: Value, home: tzinfo) -> str:
    text = str(value)
    if isinstance(value, str) and text.endswith("Z") and len(text) == len("2026-03-11T14:15:00Z"):
        try:
            return in_words(datetime.fromisoformat(text), home)
        except ValueError:
            return safe(text)
    if text.startswith("{"):
        pairs = json.loads(text).items()
        text = "; ".join(f"{key}: {_joined(inner)}" for key, inner in pairs)
    return safe(text)
