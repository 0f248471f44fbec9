"""Exports people: to files of other programs, or complete to callq's own JSON Lines."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import PurePath
from typing import BinaryIO
from zoneinfo import ZoneInfo

from callq import __version__
from callq.engine.filters import Filter
from callq.engine.hours import opens_at
from callq.engine.model import Action, State
from callq.engine.words import in_words
from callq.errors import CallqError
from callq.exporting import (
    calendar as calendar_out,
)
from callq.exporting import (
    foreign as foreign_out,
)
from callq.exporting import (
    sheets as sheets_out,
)
from callq.exporting import (
    tasks as tasks_out,
)
from callq.exporting import (
    vcards as vcards_out,
)
from callq.exporting.model import OutCall, OutPerson, OutPhone
from callq.exporting.sheets import Width
from callq.named_tuple import NamedTuple
from callq.plugins import EXPORTERS, Plugin, find
from callq.prospects.find import EVERYBODY, ids_of
from callq.records import calls as calls_records
from callq.records import codec, groups
from callq.records import full as full_records
from callq.records.full import Record, Whole
from callq.records.status_reason import status_reason
from callq.storage.moments import maybe_moment, moment
from callq.workspace import Workspace, refuse_rep

_EVERY = 500
_CANCELLED_FOR = timedelta(days=14)
"""So long after its time a dropped callback is written as cancelled."""


class Format(NamedTuple):
    """A file format that callq can write."""

    name: str
    endings: tuple[str, ...]
    what: str
    binary: bool = False
    """Whether a terminal can't show it."""
    exporter: Plugin | None = None
    """Of another package; None: callq's own."""


FORMATS = (
    Format("csv", (".csv",), "a row for each person, for spreadsheets and other programs"),
    Format("xlsx", (".xlsx",), "a workbook of people and of their calls", binary=True),
    Format("jsonl", (".jsonl", ".ndjson"), "everything, to import elsewhere without loss"),
    Format("vcf", (".vcf",), "vCard 4.0, for phones and address books"),
    Format("ics", (".ics",), "iCalendar: callbacks and due calls, with alarms"),
    Format("task", (".tasks.json", ".task"), "JSON for `task import` of Taskwarrior"),
)


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written."""

    format: str
    people: int
    """How many people, events or tasks."""
    left_out: int
    """How many of the selected people have no place in the format."""


Progress = Callable[[int, int], None]


def format_of(name: str, file: str) -> Format:
    """The named format, or the one that the file's name ends with; callq's own, or a plug-in's.

    Raises:
        CallqError: Unknown name, or no known ending; or a plug-in that can't be loaded.
    """
    wanted = name.lower().lstrip(".")
    for format_ in FORMATS:
        if wanted in (format_.name, *(e.lstrip(".") for e in format_.endings)):
            return format_
    if not wanted:
        for format_ in FORMATS:
            if file.lower().endswith(format_.endings):
                return format_
    ending = wanted or PurePath(file).suffix.lower().lstrip(".")
    if exporter := find(EXPORTERS, ending):
        return Format(ending, (f".{ending}",), exporter.named, binary=True, exporter=exporter)
    known = ", ".join(format_.name for format_ in FORMATS)
    raise CallqError(
        f'Unknown format "{name}".' if name else f'Can\'t tell the format from the name "{file}".',
        hint=f"Add --format, one of {known}.",
        name="unknown-format",
    )


def export(
    ws: Workspace,
    wanted: Filter,
    format_: Format,
    out: BinaryIO,
    on_progress: Progress = lambda _done, _total: None,
) -> Exported:
    """Writes people to a stream, all as they are at one moment.

    Args:
        ws: An open workspace.
        wanted: Which people; all by default.
        format_: How.
        out: Where to.
        on_progress: Called with how many are written, and how many there are.

    Raises:
        CallqError: A rep wants more than the people they own, on a server.
    """
    if wanted.owner != ws.agent:
        refuse_rep(ws, "An export of other reps' people")
    ws.turn()
    with ws.db.read():
        ids = None if wanted == EVERYBODY else set(ids_of(ws, wanted))
        if format_.name == "jsonl":
            count = _lines(ws, ids, out, on_progress)
            return Exported(format_.name, count, 0)
        dropped = _dropped(ws) if format_.name == "ics" else {}
        only_dropped = _only_dropped(ws, wanted, ids or set()) & dropped.keys()
        ids = None if ids is None else ids | only_dropped
        asked = 0

        def counted() -> Iterator[OutPerson]:
            nonlocal asked
            for found in _people(ws, ids, timed=format_.name in ("ics", "task")):
                person = found._replace(dropped_at=dropped.get(found.id))
                if person.id in only_dropped:
                    yield person._replace(callable_at=None)
                    continue
                asked += 1
                if not asked % _EVERY:
                    on_progress(asked, 0)
                yield person

        count = _write(ws, format_, ids, counted(), out)
    return Exported(format_.name, count, asked - count)


def _dropped(ws: Workspace) -> dict[int, datetime]:
    """When each callback was to be that was agreed on and isn't any more, of the last days.

    Without those who have one now, at whatever time.
    """
    words = [word for word, outcome in ws.rulebook.outcomes.items() if outcome.needs_time]
    return calls_records.times_named(ws.db, words, ws.now - _CANCELLED_FOR)


def _only_dropped(ws: Workspace, wanted: Filter, ids: set[int]) -> set[int]:
    """Who a calendar of callbacks left since: others than those who are in it now."""
    if wanted.state != State.CALLBACK:
        return set()
    return set(ids_of(ws, wanted._replace(state="", due=""))) - ids


def _write(
    ws: Workspace, format_: Format, ids: set[int] | None, people: Iterable[OutPerson], out: BinaryIO
) -> int:
    if format_.exporter:
        width, ending = _width(ws, ids), format_.endings[0]
        return foreign_out.write(people, width, format_.exporter, ending, out)
    if format_.name == "csv":
        return sheets_out.write_csv(people, _width(ws, ids), out)
    if format_.name == "xlsx":
        return sheets_out.write_xlsx(people, _width(ws, ids), out)
    if format_.name == "vcf":
        return vcards_out.write(people, ws.known_as, out)
    if format_.name == "ics":
        return calendar_out.write(people, ws.known_as, ws.now, out)
    return tasks_out.write(people, ws.known_as, ws.now, out)


def _lines(ws: Workspace, ids: set[int] | None, out: BinaryIO, on_progress: Progress) -> int:
    out.write(f"{codec.header(ws.now, __version__, ws.rulebook.version)}\n".encode())
    numbers: set[str] = set()
    calls: set[int] = set()
    count = 0
    for person in _chosen(ws, ids):
        out.write(f"{codec.person_line(person)}\n".encode())
        if ids is not None:
            numbers.update(row["e164"] for row in person.rows["phone"])
            calls.update(row["id"] for row in person.rows["call"])
        count += 1
        if not count % _EVERY:
            on_progress(count, 0)
    for entry in full_records.entries(ws.db):
        if ids is None or entry["number"] in numbers or entry["call_id"] in calls:
            out.write(f"{codec.entry_line(entry)}\n".encode())
    for pair in full_records.not_duplicates(ws.db):
        if ids is None or {pair["one_id"], pair["other_id"]} <= ids:
            out.write(f"{codec.not_duplicates_line(pair)}\n".encode())
    return count


def _chosen(ws: Workspace, ids: set[int] | None) -> Iterator[Whole]:
    for person in full_records.everybody(ws.db):
        if ids is None or person.own["id"] in ids:
            yield person


def _width(ws: Workspace, ids: set[int] | None) -> Width:
    if ids is None:
        most = full_records.most_of(ws.db, "phone"), full_records.most_of(ws.db, "email")
        return Width(*most, full_records.custom_fields(ws.db))
    phones = emails = 1
    fields: dict[str, None] = {}
    for person in _chosen(ws, ids):
        phones = max(phones, len(person.rows["phone"]))
        emails = max(emails, len(person.rows["email"]))
        fields |= dict.fromkeys(person.own["custom"])
    return Width(phones, emails, tuple(fields))


def _people(ws: Workspace, ids: set[int] | None, *, timed: bool) -> Iterator[OutPerson]:
    blocked = full_records.blocked(ws.db)
    schedules = {id_: group.schedule() for id_, group in groups.read_all(ws.db).items()}

    @lru_cache(maxsize=1 << 16)
    def opens(at: datetime, group: int) -> datetime | None:
        return opens_at(at, schedules[group]) if group in schedules else None

    for person in _chosen(ws, ids):
        yield _out(ws, person, blocked, opens if timed else None)


_Opens = Callable[[datetime, int], datetime | None]


def _out(ws: Workspace, person: Whole, blocked: frozenset[str], opens: _Opens | None) -> OutPerson:
    own, now = person.own, person.status
    phones = tuple(_phone(row, blocked) for row in person.rows["phone"])
    calls = [row for row in person.rows["call"] if row["voided_at"] is None]
    outcome = ws.rulebook.outcomes.get
    outcomes = (outcome(row["outcome"]) for row in calls)
    spoken = now["conversation_outcome"]
    zones = _zones(person, now["phone_id"])
    callable_at = _callable_at(ws, now, opens) if opens else None
    clock = ZoneInfo(zones[0]) if zones else None
    meant = maybe_moment(now["callback_at"]) if now["state"] == "callback" else callable_at
    return OutPerson(
        id=own["id"], name=own["name"], company=own["company"], title=own["title"],
        phones=phones, emails=tuple(row["address"] for row in person.rows["email"]),
        owner=own["owner"], list_name=own["list_name"], zone=own["zone"], country=own["country"],
        region=own.get("region", ""), postal=own.get("postal", ""), value=own["value"],
        tags=tuple(own["tags"]), note=own["note"], custom=tuple(own["custom"].items()),
        external_id=own["external_id"], state=now["state"], action=now["action"],
        explanation=_explanation(now), hold=now["hold"], due_at=maybe_moment(now["due_at"]),
        callback_at=maybe_moment(now["callback_at"]), callable_at=callable_at,
        local=in_words(meant, clock) if clock and meant else "", clock=zones[0] if zones else "",
        opted_out=any(one is not None and one.opts_out for one in outcomes),
        last_outcome=spoken or now["last_outcome"], last_reason=now["conversation_reason"],
        last_at=maybe_moment(now["conversation_at"] if spoken else now["last_at"]),
        last_note=now["last_note"], attempts=len(calls), created_at=moment(own["created_at"]),
        calls=tuple(_call(row) for row in calls),
        changes=2 * len(person.rows["call"]) - len(calls),
    )  # fmt: skip


def _explanation(now: Record) -> str:
    reason = status_reason(
        State(now["state"]), Action(now["action"]), now["conversation_outcome"],
        now["conversation_reason"], now["last_outcome"],
    )  # fmt: skip
    return reason.words


def _phone(row: Record, blocked: frozenset[str]) -> OutPhone:
    return OutPhone(
        row["label"], row["shown"] or row["written"], row["e164"], row["extension"],
        row["e164"] in blocked,
    )  # fmt: skip


def _call(row: Record) -> OutCall:
    return OutCall(
        moment(row["at"]), row["agent"], row["channel"], row["number"], row["outcome"],
        row["reason"], row["duration"], row["note"],
    )  # fmt: skip


def _zones(person: Whole, phone_id: int | None) -> tuple[str, ...]:
    if person.own["zone"]:
        return (person.own["zone"],)
    dialed = next((row for row in person.rows["phone"] if row["id"] == phone_id), None)
    return tuple(dialed["zones"].split(",")) if dialed and dialed["zones"] else ()


def _callable_at(ws: Workspace, now: Record, opens: _Opens) -> datetime | None:
    due = maybe_moment(now["due_at"])
    if due is None or now["hold"]:
        return None
    start = max(due, ws.now)
    return start if now["action"] in ("reply", "propose") else opens(start, now["hours_id"])
