"""Write and read a complete store as JSON Lines, callq's own export format."""

import json
import math
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from callq.errors import CallqError, Exit
from callq.named_tuple import NamedTuple
from callq.records import full as carrying
from callq.records.full import Column, Record, Whole

SCHEMA = "callq-lines/1"
_NAMES = {"phone": "phones", "email": "emails", "call": "calls", "consent": "consents"}
_PLACES = frozenset({"position"})
"""Columns that follow from the order of a list."""
_BARE = frozenset({"phone", "email", "consent", "research"})
"""Tables whose rows nothing refers to: they're exported without ids."""
_STATUS = ("state", "action", "due_at", "callback_at", "hold")
_LARGEST = 2**53
_YEARS = (
    datetime(1900, 1, 1, tzinfo=UTC).timestamp(),
    datetime(9999, 12, 30, tzinfo=UTC).timestamp(),
)


class Line(NamedTuple):
    """A line: exactly one of these."""

    person: Whole | None = None
    entry: Record | None = None
    """A do-not-call entry."""
    not_duplicates: Record | None = None


def header(now: datetime, version: str, rulebook: str) -> str:
    """The first line, which names the format."""
    facts = {
        "schema": SCHEMA, "kind": "callq", "at": _iso(int(now.timestamp())),
        "version": version, "rulebook": rulebook,
    }  # fmt: skip
    return json.dumps(facts, ensure_ascii=False)


def person_line(person: Whole) -> str:
    """A person with everything that belongs to them."""
    kinds = {column.name: column.kind for column in carrying.columns("prospect")}
    line: Record = {"kind": "person"}
    line |= {name: _plain(value, kinds[name]) for name, value in person.own.items()}
    for table in carrying.tables():
        line[_name(table)] = [_row(table, row) for row in person.rows.get(table, ())]
    line["merged_records"] = person.former
    moments = ("due_at", "callback_at")
    line["status"] = {
        name: _iso(person.status[name]) if name in moments else person.status[name]
        for name in _STATUS
    }
    return json.dumps(line, ensure_ascii=False)


def entry_line(entry: Record) -> str:
    """A do-not-call entry."""
    return json.dumps({"kind": "do-not-call", **_row("dnc", entry)}, ensure_ascii=False)


def not_duplicates_line(pair: Record) -> str:
    """Two people that a rep said aren't the same person."""
    return json.dumps(
        {"kind": "not-duplicates", **_row("not_duplicates", pair)}, ensure_ascii=False
    )


def read_line(text: str, where: str) -> Line | None:
    """Read a line; None for one to skip, like the first line, or one from a newer callq.

    Args:
        text: The line.
        where: What to call it in messages.

    Raises:
        CallqError: It's damaged, or callq didn't write it.
    """
    try:
        line = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _broken(where, "isn't JSON") from error
    if not isinstance(line, dict):
        raise _broken(where, "isn't a JSON object")
    kind = line.get("kind")
    if kind == "person":
        return Line(person=_person(line, where))
    if kind == "do-not-call":
        return Line(entry=_record("dnc", line, where))
    if kind == "not-duplicates":
        return Line(not_duplicates=_record("not_duplicates", line, where))
    return None


def _person(line: Record, where: str) -> Whole:
    own: Record = {}
    for column in carrying.columns("prospect"):
        value = line.get(column.name)
        if column.name == "custom":
            own["custom"] = _texts_by_name(value, where)
        elif column.name == "tags":
            own["tags"] = _texts(value, "tags", where)
        else:
            own[column.name] = _read(column, value, where)
    if not own["name"].strip():
        raise _broken(where, "has no name")
    rows = {}
    for table in carrying.tables():
        given = line.get(_name(table), [])
        if not isinstance(given, list):
            raise _broken(where, f"needs a list in {_name(table)}")
        rows[table] = [
            _record(table, each if isinstance(each, dict) else {"address": each}, where)
            | ({"position": place} if table in ("phone", "email") else {})
            for place, each in enumerate(given)
        ]
    former = [
        {key: _text(each.get(key, ""), key, where) for key in ("name", "company", "external_id")}
        for each in line.get("merged_records", [])
        if isinstance(each, dict)
    ]
    return Whole(own, {}, rows, former)


def _record(table: str, given: Mapping[str, Any], where: str) -> Record:
    return {
        column.name: _read(column, given.get(column.name), where)
        for column in carrying.columns(table)
        if column.name not in _PLACES and not (column.name == "id" and table in _BARE)
    }


def _read(column: Column, value: Any, where: str) -> Any:
    if value is None:
        return _missing(column, where)
    if column.kind == "text":
        return _text(value, column.name, where)
    if column.kind == "moment":
        return _moment(value, column.name, where)
    if column.kind == "number" and isinstance(value, int | float) and math.isfinite(value):
        return float(value)
    whole = isinstance(value, int) and abs(value) < _LARGEST
    if column.kind == "whole" and whole and (column.name != "id" or value > 0):
        return int(value)
    raise _broken(where, f'has "{str(value)[:40]}" in {column.name}')


def _missing(column: Column, where: str) -> Any:
    """The value of a field that a line doesn't have, e.g. one from an older callq."""
    blank = {"text": "", "whole": 0}.get(column.kind)
    if column.nullable:
        return None
    if blank is None or column.name == "id":
        raise _broken(where, f"is missing {column.name}")
    return blank


def _text(value: Any, name: str, where: str) -> str:
    # Some databases end a text at a NUL, and can't store half of a surrogate pair.
    if isinstance(value, str) and "\x00" not in value:
        try:
            value.encode()
        except UnicodeEncodeError as error:
            raise _broken(where, f"needs text in {name}") from error
        return value
    raise _broken(where, f"needs text in {name}")


def _texts(value: Any, name: str, where: str) -> list[str]:
    if value is None:
        return []
    if isinstance(value, list):
        return [_text(each, name, where) for each in value]
    raise _broken(where, f"needs a list in {name}")


def _texts_by_name(value: Any, where: str) -> dict[str, str]:
    if value is None:
        return {}
    if isinstance(value, dict):
        return {_text(k, "custom", where): _text(v, "custom", where) for k, v in value.items()}
    raise _broken(where, "needs an object in custom")


def _moment(value: Any, name: str, where: str) -> int:
    try:
        at = datetime.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise _broken(
            where, f'has "{str(value)[:40]}" in {name}, which isn\'t a date and time'
        ) from error
    if at.tzinfo is None:
        raise _broken(where, f'has "{value}" in {name}, without a UTC offset')
    found = at.timestamp() if _YEARS[0] < at.replace(tzinfo=UTC).timestamp() < _YEARS[1] else None
    if found is None:
        raise _broken(where, f'has "{value}" in {name}')
    return int(found)


def _broken(where: str, what: str) -> CallqError:
    return CallqError(
        f"{where} {what}.",
        hint="Nothing was imported. Export again, or fix that line.",
        code=Exit.BAD_FILE,
        name="bad-export-line",
    )


def _row(table: str, row: Record) -> Record:
    left_out = _PLACES | ({"id"} if table in _BARE else frozenset())
    return {
        column.name: _plain(row[column.name], column.kind)
        for column in carrying.columns(table)
        if column.name not in left_out
    }


def _plain(value: Any, kind: str) -> Any:
    return _iso(value) if kind == "moment" else value


def _iso(seconds: int | None) -> str | None:
    if seconds is None:
        return None
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%SZ}"


def _name(table: str) -> str:
    return _NAMES.get(table, table)
