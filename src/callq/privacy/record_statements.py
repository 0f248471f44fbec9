"""Read calls with what was checked, and do-not-call entries, for the compliance record."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from callq.named_tuple import NamedTuple
from callq.records.consents import Consent
from callq.storage.db import Db
from callq.storage.moments import seconds
from callq.storage.rows import Columns


class Record(NamedTuple):
    """A logged call, with the person and what was checked."""

    id: int
    at: datetime
    logged_at: datetime
    agent: str
    channel: str
    number: str
    number_mac: str
    outcome: str
    reason: str
    duration: int | None
    imported: bool
    voided_at: datetime | None
    voided_by: str
    violations: str
    checked: str
    prospect_id: int
    name: str
    company: str
    list_name: str
    zones: str
    """Their possible time zones as stored now, if nothing was checked for the call."""


_RECORD = Columns(
    Record, "c", prospect_id="p.id", name="p.name", company="p.company", list_name="p.list_name",
    zones="CASE WHEN c.checked <> '' THEN '' WHEN p.zone <> '' THEN p.zone "
    "ELSE COALESCE((SELECT f.zones FROM phone f WHERE f.prospect_id = p.id AND f.zones <> '' "
    "AND f.e164 = c.number LIMIT 1), (SELECT f.zones FROM phone f WHERE f.prospect_id = p.id "
    "AND f.zones <> '' ORDER BY f.position LIMIT 1), '') END",
)  # fmt: skip


class DoNotCall(NamedTuple):
    """A do-not-call entry."""

    number: str
    since: datetime
    source: str
    reason: str
    by_agent: str
    call_id: int | None
    lifted_at: datetime | None
    lifted_reason: str


_DO_NOT_CALL = Columns(DoNotCall)


class Given(NamedTuple):
    """A consent or a relationship, and whose it is."""

    prospect_id: int
    name: str
    consent: Consent


_CONSENT = Columns(Consent, "c")


class Asked(NamedTuple):
    """Which calls to read."""

    start: datetime
    end: datetime
    ids: tuple[int, ...] = ()
    """Only these prospects; everyone if empty."""
    mac: str = ""
    """Or calls to this number, by its keyed hash."""
    violations: bool = False
    """Only calls in violation."""


def calls(db: Db, asked: Asked) -> Iterator[Record]:
    """Every call of a period, voided ones too, oldest first."""
    where = ["c.at >= :start AND c.at < :end"]
    if asked.ids or asked.mac:
        where.append(f"(c.prospect_id IN ({_listed(asked.ids)}) OR c.number_mac = :mac)")
    if asked.violations:
        where.append("c.violations <> ''")
    sql = (
        f"SELECT {_RECORD.sql} FROM call c JOIN prospect p ON p.id = c.prospect_id "
        f"WHERE {' AND '.join(where)} ORDER BY c.at, c.id"
    )
    mac = asked.mac or "-"
    params: dict[str, object] = {"start": seconds(asked.start), "end": seconds(asked.end)}
    if asked.ids or asked.mac:
        params["mac"] = mac
    return _RECORD.read_all(db.stream(sql, params))


def do_not_call(db: Db, asked: Asked, numbers: Sequence[str]) -> list[DoNotCall]:
    """The do-not-call entries of a period, or all entries of some numbers.

    None if only calls in violation are asked for.
    """
    if asked.violations:
        return []
    entries = f"SELECT {_DO_NOT_CALL.sql} FROM dnc"
    if asked.ids or asked.mac:
        rows = [
            row
            for number in dict.fromkeys(numbers)
            for row in db.rows(f"{entries} WHERE number = :number ORDER BY id", {"number": number})
        ]
    else:
        rows = db.rows(
            f"{entries} WHERE since >= :start AND since < :end ORDER BY since, id",
            {"start": seconds(asked.start), "end": seconds(asked.end)},
        )
    return list(_DO_NOT_CALL.read_all(rows))


def consents(db: Db, asked: Asked) -> list[Given]:
    """The consents and relationships recorded in a period, or all of some people.

    None if only calls in violation are asked for.
    """
    if asked.violations:
        return []
    which, params = "c.recorded_at >= :start AND c.recorded_at < :end", {}
    if asked.ids or asked.mac:
        which = f"c.prospect_id IN ({_listed(asked.ids)})"
    else:
        params = {"start": seconds(asked.start), "end": seconds(asked.end)}
    rows = db.rows(
        f"SELECT p.id, p.name, {_CONSENT.sql} FROM consent c JOIN prospect p ON "
        f"p.id = c.prospect_id WHERE {which} ORDER BY c.since, c.id",
        params,
    )
    return [Given(row[0], row[1], _CONSENT.read(row[2:])) for row in rows]


def _listed(ids: Sequence[int]) -> str:
    return ", ".join(str(int(id_)) for id_ in ids) or "0"
