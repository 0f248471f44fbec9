"""Read how a team keeps people from being called: opt-outs, copies of registries, who called."""

from datetime import datetime

from callq.engine.period import Period
from callq.named_tuple import NamedTuple
from callq.storage.db import Db
from callq.storage.moments import seconds
from callq.storage.rows import Columns

_WITHIN = "c.at >= :start AND c.at < :end AND c.voided_at IS NULL"


class OptOut(NamedTuple):
    """A person's request not to be called, and when callq blocked them."""

    requested_at: datetime
    blocked_at: datetime


class Access(NamedTuple):
    """A copy of a registry as it was imported; its areas together."""

    series: str
    first_dated: str
    """The date of its oldest area, ISO."""
    last_dated: str
    numbers: int
    imported_at: datetime
    by_agent: str


_OPT_OUT = Columns(OptOut, requested_at="c.at", blocked_at="c.logged_at")
_ACCESS = Columns(
    Access, "l", first_dated="MIN(l.dated)", last_dated="MAX(l.dated)", numbers="SUM(l.entries)"
)


def opt_outs(db: Db, period: Period) -> list[OptOut]:
    """The requests of a period that say when they were made, whatever was lifted since."""
    rows = db.rows(
        f"SELECT {_OPT_OUT.sql} FROM call c WHERE {_WITHIN} AND c.imported = 0 "
        "AND EXISTS (SELECT 1 FROM dnc d WHERE d.call_id = c.id) ORDER BY c.at, c.id",
        _params(period),
    )
    return list(_OPT_OUT.read_all(rows))


def undated(db: Db, period: Period) -> int:
    """How many do-not-call entries of a period don't say when the person asked.

    Letters and imports: all that's known is when they were entered.
    """
    row = db.one(
        "SELECT COUNT(*) FROM dnc d LEFT JOIN call c ON c.id = d.call_id "
        "WHERE d.since >= :start AND d.since < :end AND d.because_of = '' "
        "AND (d.call_id IS NULL OR c.imported = 1) "
        "AND (d.lifted_at IS NULL OR d.consent_by <> '')",
        _params(period),
    )
    return 0 if row is None else row[0]


def accesses(db: Db, period: Period) -> list[Access]:
    """The copies of registries imported in a period, or still in use then."""
    rows = db.rows(
        f"SELECT {_ACCESS.sql} FROM number_list l WHERE l.kind <> 'own' AND l.imported_at < :end "
        "AND (l.ended_at IS NULL OR l.ended_at >= :start) AND l.ended_reason <> 'undone' "
        "GROUP BY l.series, l.imported_at, l.by_agent ORDER BY l.imported_at, l.series",
        _params(period),
    )
    return list(_ACCESS.read_all(rows))


def reps(db: Db, period: Period) -> list[str]:
    """Who made calls in a period, by name."""
    rows = db.rows(
        f"SELECT DISTINCT c.agent FROM call c WHERE {_WITHIN} AND c.imported = 0 "
        "AND c.channel = 'call' AND c.agent <> '' ORDER BY c.agent",
        _params(period),
    )
    return [row[0] for row in rows]


def _params(period: Period) -> dict[str, object]:
    return {"start": seconds(period.start), "end": seconds(period.end)}
