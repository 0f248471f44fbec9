"""Reads a table of jurisdictions and finds every mistake in it at once, each with its line."""

import re
from collections.abc import Mapping
from typing import Any

from callq.engine.calling import BUSINESS, GRADES, KINDS, read_hours
from callq.engine.toml_check import Checker
from callq.engine.toml_lines import Mistake, Path, read_toml

_KEYS = (
    "name", "hours", "clock", "holidays", "calendars", "caps", "silence", "refusal", "consent",
    "customer", "lists", "relationship", "business", "only", "grade", "grades", "source", "note",
)  # fmt: skip
_LISTS = ("honour", "keep", "age")
_RELATIONSHIPS = ("purchase", "inquiry")
_SPANS = ("silence", "refusal", "customer")
_TEXTS = ("name", "source", "note")
_WORDS = {
    "holidays": ("none", "avoid", "allowed"),
    "consent": ("consumer",),
    "business": ("applies", "hours", "exempt"),
    "only": KINDS,
}
_GRADES = tuple(grade for grade in GRADES if grade != "own")
_ID = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,6})?")


def check(text: str) -> tuple[dict[str, Any] | None, tuple[Mistake, ...]]:
    """Reads a table and finds all its mistakes.

    Args:
        text: A TOML file with a version and rows.

    Returns:
        The data for `callq.engine.calling.build`, None when there is any mistake; and the mistakes
        by line.
    """
    found = read_toml(text)
    if isinstance(found, Mistake):
        return None, (found,)
    data, lines = found
    checker = Checker(data, lines)
    checker.keys((), data, ("version", "rows"), "section")
    checker.need((), data, "version", "rows")
    checker.text(("version",), data.get("version", "-"))
    check_rows(checker, ("rows",), checker.table(("rows",)))
    mistakes = tuple(sorted(set(checker.mistakes)))
    return (None if mistakes else data), mistakes


def check_rows(checker: Checker, path: Path, rows: Mapping[str, Any], *, own: bool = False) -> None:
    """Notes the mistakes in rows.

    Args:
        checker: Gathers them.
        path: Where the rows stand.
        rows: The rows by id.
        own: A team's own rows: they say no grade.
    """
    for row_id, row in rows.items():
        here = (*path, row_id)
        if not _ID.fullmatch(row_id):
            checker.say(here, "is no country or state; write e.g. US, or US-FL")
        elif isinstance(row, dict):
            _check_row(checker, here, row, own=own)
        else:
            checker.say(here, f"must be a table: [{path[0]}.{row_id}]")


def _check_row(checker: Checker, path: Path, row: Mapping[str, Any], *, own: bool) -> None:
    checker.keys(path, row, _KEYS)
    checker.need(path, row, "name", "source", *(() if own else ("grade",)))
    for key in _TEXTS:
        if key in row:
            checker.text((*path, key), row[key])
    for key, known in _WORDS.items():
        if key in row:
            checker.one_of((*path, key), row[key], known)
    for key in _SPANS:
        if key in row:
            checker.span((*path, key), row[key], some=True)
    if "grade" in row:
        checker.one_of((*path, "grade"), row["grade"], _GRADES)
    _check_tables(checker, path, row)
    _check_hours(checker, path, row)
    _check_caps(checker, (*path, "caps"), row.get("caps", []))
    if row.get("only") == BUSINESS and row.get("business", "applies") != "applies":
        checker.say((*path, "business"), "a row only for business applies to it")


def _check_tables(checker: Checker, path: Path, row: Mapping[str, Any]) -> None:
    for key, known in (("lists", _LISTS), ("relationship", _RELATIONSHIPS), ("grades", _KEYS)):
        table = row.get(key, {})
        here = (*path, key)
        if not isinstance(table, dict):
            checker.say(here, "must be a table: { ... }")
            continue
        checker.keys(here, table, known)
        for name, value in table.items():
            there = (*here, name)
            if key == "grades":
                checker.one_of(there, value, _GRADES)
            elif key == "relationship" or name == "age":
                checker.span(there, value, some=True)
            else:
                checker.text(there, value)


def _check_hours(checker: Checker, path: Path, row: Mapping[str, Any]) -> None:
    hours = row.get("hours")
    if hours is not None:
        here = (*path, "hours")
        if not isinstance(hours, dict) or not all(isinstance(v, str) for v in hours.values()):
            checker.say(here, 'must be hours by day, e.g. { mon-fri = "08:00-20:00" }')
        else:
            try:
                read_hours(hours)
            except ValueError as error:
                checker.say(here, str(error))
    if "clock" in row:
        _check_clock(checker, (*path, "clock"), row["clock"])
        if hours is None:
            checker.say((*path, "clock"), "is of no use without hours")
    calendars = row.get("calendars", [])
    if not isinstance(calendars, list) or not all(
        isinstance(c, str) and (c == "own" or _ID.fullmatch(c)) for c in calendars
    ):
        checker.say((*path, "calendars"), 'must be a list, e.g. ["US-AL"] or ["own"]')


def _check_clock(checker: Checker, path: Path, value: object) -> None:
    from zoneinfo import ZoneInfo

    name = checker.text(path, value)
    if name is None:
        return
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        checker.say(path, f'"{name}" is no time zone; write e.g. "America/Chicago"')


def _check_caps(checker: Checker, path: Path, caps: object) -> None:
    if not isinstance(caps, list):
        checker.say(path, 'must be a list: [{ max = 3, within = "24h" }]')
        return
    for index, cap in enumerate(caps):
        here = (*path, index)
        if not isinstance(cap, dict):
            checker.say(here, 'must be a table: { max = 3, within = "24h" }')
            continue
        checker.keys(here, cap, ("max", "within"))
        checker.need(here, cap, "max", "within")
        if "max" in cap:
            checker.count((*here, "max"), cap["max"])
        if "within" in cap:
            checker.span((*here, "within"), cap["within"], some=True)
