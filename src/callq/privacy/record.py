"""Shows what the log can prove: every call with who, for whom, when, and what was checked."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from callq.engine.period import Period
from callq.errors import CallqError, Exit
from callq.metrics.stats import period_asked_for
from callq.privacy import erasure
from callq.privacy import record_statements as store
from callq.privacy.record_statements import Asked, Record, Wish
from callq.prospects.who import find_held, number_in
from callq.storage.suppression import Door, Suppressed
from callq.workspace import Workspace


class Proof(NamedTuple):
    """A call, with what was kept of its making."""

    call: Record
    checked: dict[str, Any]
    zone: tzinfo
    """The clock that was checked; the rep's where none was."""
    breach: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """The log of a period, or of somebody."""

    period: Period
    about: str
    """Whom it is about; empty: everybody."""
    calls: Iterator[Proof]
    """In the order in which they were made; read once, in flat memory."""
    wishes: tuple[Wish, ...]
    suppressed: tuple[Suppressed, ...]
    """What stands against them by keyed hash, where they were forgotten."""


def gather(
    ws: Workspace, who: str | None, start: str, end: str, *, breaches: bool = False
) -> Evidence:
    """What the log says of somebody, or of a period.

    Args:
        ws: An open workspace.
        who: As WHO, the pseudonym of somebody forgotten, or a forgotten number; None: everybody.
        start: The first day, as typed; the first call when empty.
        end: The last day; today when empty.
        breaches: Only calls that were made against a gate.

    Raises:
        CallqError: Nobody is meant, or the days make no period.
    """
    period = period_asked_for(ws, "" if start or end else "all", start, end)
    asked = Asked(period.start, period.end, breaches=breaches)
    numbers: tuple[str, ...] = ()
    suppressed: tuple[Suppressed, ...] = ()
    about = ""
    if who is not None:
        door = Door(ws.db)
        try:
            found = find_held(ws, who)
        except CallqError as error:
            number = number_in(ws, who) or (who.strip().lower() if "@" in who else "")
            entry = door.entry(number)
            if error.code is not Exit.NOT_FOUND or entry is None:
                raise
            asked, numbers, suppressed = asked._replace(mac=entry.mac), (number,), (entry,)
            about = number
        else:
            traces = erasure.traces(ws.db, found.id)
            entries = (door.entry(text) for text in (*traces.numbers, *traces.emails))
            suppressed = tuple(entry for entry in entries if entry)
            asked, numbers, about = asked._replace(ids=traces.ids), traces.numbers, found.name
    return Evidence(
        period,
        about,
        (_proof(row, ws.home) for row in store.calls(ws.db, asked)),
        tuple(store.wishes(ws.db, asked, numbers)),
        suppressed,
    )


def _proof(call: Record, home: tzinfo) -> Proof:
    checked = json.loads(call.checked) if call.checked else {}
    zones = checked.get("zones") or tuple(filter(None, call.zones.split(",")))
    zone = ZoneInfo(zones[0]) if zones else home
    return Proof(call, checked, zone, tuple(filter(None, call.breach.split(","))))


def local_iso(at: datetime, zone: tzinfo) -> str:
    """A moment on a clock, with that clock's offset: `2026-03-11T10:15:00-04:00`."""
    return at.astimezone(UTC).astimezone(zone).isoformat(timespec="seconds")
