"""Consents and business relationships: rows that are withdrawn, never deleted."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, tzinfo

from callq.engine.spans import Span, add_span
from callq.named_tuple import NamedTuple
from callq.storage.db import Db, Row
from callq.storage.moments import seconds
from callq.storage.rows import Columns, integer

CONSENT, PURCHASE, INQUIRY = "consent", "purchase", "inquiry"
ALL, CALLS = "all", "calls"
SCOPES = (ALL, CALLS, "texts", "emails")
FOREVER = datetime.max.replace(tzinfo=UTC)
_INSERT = (
    "INSERT INTO consent (id, prospect_id, kind, scope, number, written, seller, source, note, "
    "since, until, recorded_at, by_agent, command_id, withdrawn_by, withdrawn_reason) VALUES "
    "((SELECT COALESCE(MAX(id), 0) + 1 FROM consent), :prospect_id, :kind, :scope, :number, "
    ":written, :seller, :source, :note, :since, :until, :recorded_at, :by_agent, "
    ":command_id, '', '')"
)


class NewConsent(NamedTuple):
    """A consent or relationship to record."""

    prospect_id: int
    kind: str
    """`consent`, `purchase` or `inquiry`."""
    source: str
    scope: str = "all"
    note: str = ""
    since: datetime | None = None
    """None: now."""
    until: datetime | None = None
    """None: until withdrawn."""
    number: str = ""
    """The one number it's for, E.164; empty for all their numbers."""
    written: bool = False
    """Whether they agreed in writing."""
    seller: str = ""
    """Whose calls it allows, if not your company's."""


class Consent(NamedTuple):
    """A consent or relationship on record."""

    id: int
    prospect_id: int
    kind: str
    scope: str
    number: str
    """The one number it's for, E.164; empty for all their numbers."""
    written: bool
    seller: str
    """Whose calls it allows, if not your company's."""
    source: str
    note: str
    since: datetime
    until: datetime | None
    recorded_at: datetime
    by_agent: str
    withdrawn_at: datetime | None
    withdrawn_by: str
    withdrawn_reason: str

    def allows_until(self, customer: Span | None, *, in_writing: bool = False) -> datetime | None:
        """Until when it counts as a consent to your calls; None if it doesn't.

        Args:
            customer: How long a purchase counts as consent; None: it doesn't.
            in_writing: Whether only a written consent counts.
        """
        if self.kind == CONSENT:
            counts = self.scope in (ALL, CALLS) and not self.seller
            counts = counts and (self.written or not in_writing)
            until = self.until or FOREVER if counts else None
        elif self.kind == PURCHASE and customer:
            until = min(add_span(self.since, customer, UTC), self.until or FOREVER)
        else:
            return None
        return until and min(until, self.withdrawn_at or FOREVER)

    def exempts_until(self, spans: Mapping[str, Span], home: tzinfo) -> datetime | None:
        """Until when it overrides a registry; None if it doesn't.

        Args:
            spans: How long each kind of relationship does; kinds left out don't.
            home: The time zone to count days in.
        """
        if self.kind == CONSENT:
            return self.allows_until(None)
        if self.kind not in spans:
            return None
        ends = add_span(self.since, spans[self.kind], home), self.until, self.withdrawn_at
        return min(end for end in ends if end)

    def is_for(self, number: str) -> bool:
        """Whether it's for a number (E.164)."""
        return self.number in ("", number)

    def is_active(self, at: datetime) -> bool:
        """Whether it counts at a moment."""
        return (
            self.since <= at
            and (self.until is None or at < self.until)
            and (self.withdrawn_at is None or at < self.withdrawn_at)
        )


_CONSENT = Columns(Consent)
from_row = _CONSENT.read
"""A consent from its columns, as `stream` has them."""


def insert(db: Db, new: NewConsent, agent: str, command_id: int, now: datetime) -> int:
    """Inserts a row, inside a write transaction; returns its id."""
    values = new._asdict() | {
        "since": seconds(new.since or now),
        "until": seconds(new.until),
        "recorded_at": seconds(now),
        "by_agent": agent,
        "command_id": command_id,
        "written": int(new.written),
    }
    return integer(db, f"{_INSERT} RETURNING id", values)


def of_prospect(db: Db, prospect_id: int) -> list[Consent]:
    """A prospect's, newest first, withdrawn ones included."""
    rows = db.rows(
        f"SELECT {_CONSENT.sql} FROM consent WHERE prospect_id = :id ORDER BY since DESC, id DESC",
        {"id": prospect_id},
    )
    return list(_CONSENT.read_all(rows))


def stream(db: Db) -> Iterator[Row]:
    """All of them by prospect id: that id, then the columns."""
    return db.stream(f"SELECT prospect_id, {_CONSENT.sql} FROM consent ORDER BY prospect_id, id")


def withdraw(db: Db, ids: Iterable[int], agent: str, why: str, now: datetime) -> None:
    """Withdraws some now; they stay on record."""
    db.many(
        "UPDATE consent SET withdrawn_at = :at, withdrawn_by = :agent, withdrawn_reason = :why "
        "WHERE id = :id",
        [{"id": id_, "at": seconds(now), "agent": agent, "why": why} for id_ in ids],
    )
