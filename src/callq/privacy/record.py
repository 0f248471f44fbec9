"""Build the compliance record: each call with rep, seller, time and what was checked."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from callq.engine.period import Period
from callq.errors import CallqError, Exit
from callq.metrics.stats import period_asked_for
from callq.named_tuple import NamedTuple
from callq.privacy import erasure
from callq.privacy import record_statements as store
from callq.privacy.record_statements import Asked, DoNotCall, Given, Record
from callq.prospects.who import find_held, number_in
from callq.storage.suppression import Suppressed, SuppressionCheck
from callq.workspace import Workspace


class RecordedCall(NamedTuple):
    """A call and what was checked when it was logged."""

    call: Record
    checked: dict[str, Any]
    zone: tzinfo
    """The time zone that was checked; the rep's if none was."""
    violations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ComplianceRecord:
    """The calls, do-not-call entries and consents of a period or a person."""

    period: Period
    about: str
    """The person it's about; empty for everyone."""
    calls: Iterator[RecordedCall]
    """Oldest first. Can be read once."""
    do_not_call: tuple[DoNotCall, ...]
    consents: tuple[Given, ...]
    """Withdrawn ones, too."""
    suppressed: tuple[Suppressed, ...]
    """Their hashes, if they were erased."""


def gather(
    ws: Workspace, who: str | None, start: str, end: str, *, violations: bool = False
) -> ComplianceRecord:
    """Build the compliance record of a person or a period.

    Args:
        ws: An open workspace.
        who: WHO, the random name of an erased person, or an erased number; None for everyone.
        start: The first day, as typed; if empty, the first call's.
        end: The last day; if empty, today.
        violations: Only calls in violation.

    Raises:
        CallqError: WHO matches no one or several, or the days are wrong.
    """
    period = period_asked_for(ws, "" if start or end else "all", start, end)
    asked = Asked(period.start, period.end, violations=violations)
    numbers: tuple[str, ...] = ()
    suppressed: tuple[Suppressed, ...] = ()
    about = ""
    if who is not None:
        check = SuppressionCheck(ws.db)
        try:
            found = find_held(ws, who)
        except CallqError as error:
            number = number_in(ws, who) or (who.strip().lower() if "@" in who else "")
            entry = check.entry(number)
            if error.code is not Exit.NOT_FOUND or entry is None:
                raise
            asked, numbers, suppressed = asked._replace(mac=entry.mac), (number,), (entry,)
            about = number
        else:
            traces = erasure.traces(ws.db, found.id)
            entries = (check.entry(text) for text in (*traces.numbers, *traces.emails))
            suppressed = tuple(entry for entry in entries if entry)
            asked, numbers, about = asked._replace(ids=traces.ids), traces.numbers, found.name
    return ComplianceRecord(
        period,
        about,
        (_recorded(row, ws.home) for row in store.calls(ws.db, asked)),
        tuple(store.do_not_call(ws.db, asked, numbers)),
        tuple(store.consents(ws.db, asked)),
        suppressed,
    )


def _recorded(call: Record, home: tzinfo) -> RecordedCall:
    checked = json.loads(call.checked) if call.checked else {}
    zones = checked.get("zones") or tuple(filter(None, call.zones.split(",")))
    zone = ZoneInfo(zones[0]) if zones else home
    return RecordedCall(call, checked, zone, tuple(filter(None, call.violations.split(","))))


def local_iso(at: datetime, zone: tzinfo) -> str:
    """A local time with its UTC offset, e.g. `2026-03-11T10:15:00-04:00`."""
    return at.astimezone(UTC).astimezone(zone).isoformat(timespec="seconds")
