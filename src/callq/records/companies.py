"""Which companies were called a moment ago, for teams that leave a gap between two calls to one."""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta, tzinfo

from callq.engine.model import Action, Tier
from callq.engine.rulebook import Rulebook
from callq.engine.spans import add_span
from callq.named_tuple import NamedTuple
from callq.records.contacts import words_of
from callq.storage.db import Db
from callq.storage.moments import moment, seconds

_CALLS = (
    "SELECT c.prospect_id, p.company, c.at, c.outcome FROM call c "
    "JOIN prospect p ON p.id = c.prospect_id WHERE c.at > :since AND c.at <= :now "
    "AND p.company <> '' AND c.voided_at IS NULL AND c.channel = 'call' AND c.imported = 0 "
    "ORDER BY c.at"
)
_LEASES = (
    "SELECT l.prospect_id, p.company FROM lease l JOIN prospect p ON p.id = l.prospect_id "
    "WHERE l.until > :now AND l.agent <> :agent AND p.company <> '' AND p.removed_at IS NULL"
)
_READY = (
    "SELECT p.id, p.company, p.list_name, p.owner, p.tier, p.hours_id FROM name_word w "
    "JOIN prospect p ON p.id = w.prospect_id WHERE w.word = :word AND p.ready = 1 "
    "AND p.hold = '' AND p.removed_at IS NULL AND p.action IN (:call, :check_in)"
)
_PROMISED = (Tier.CALLBACK, Tier.OVERDUE_CALLBACK)

Company = tuple[str, ...]
"""The words of a company's name: `Acme, Inc.` is `ACME Inc`."""


class Waiting(NamedTuple):
    """Someone who is due but isn't offered while the gap of their company lasts."""

    id: int
    list_name: str
    owner: str
    tier: int
    hours_id: int


def called(db: Db, rulebook: Rulebook, now: datetime, home: tzinfo) -> dict[Company, datetime]:
    """The companies called so recently that the gap isn't over, and when they were called last.

    Empty without a gap. A call on a wrong number rang another company.
    """
    gap = rulebook.company_gap
    if not gap.amount:
        return {}
    since = now - timedelta(days=gap.most_days + 1)
    found: dict[Company, datetime] = {}
    for _, company, at, word in db.rows(_CALLS, {"since": seconds(since), "now": seconds(now)}):
        outcome = rulebook.outcome(word)
        rang = not (outcome.kills_number or outcome.clears_email)
        if rang and add_span(moment(at), gap, home) > now:
            found[words_of(company)] = moment(at)
    return found


def last_called(
    db: Db, rulebook: Rulebook, company: str, now: datetime, home: tzinfo
) -> datetime | None:
    """When a company was called last, if the gap isn't over."""
    key = words_of(company) if company and rulebook.company_gap.amount else ()
    return called(db, rulebook, now, home).get(key) if key else None


def waiting(db: Db, companies: Collection[Company]) -> Iterator[Waiting]:
    """Everyone of some companies who is ready for a call they weren't promised."""
    for company in companies:
        # The longest word is usually the rarest.
        word = max(company, key=len, default="")
        params = {"word": word, "call": str(Action.CALL), "check_in": str(Action.CHECK_IN)}
        for id_, name, *row in db.rows(_READY, params):
            if words_of(name) == company and row[2] not in _PROMISED:
                yield Waiting(id_, *row)


def leased(db: Db, agent: str, now: datetime) -> dict[int, Company]:
    """The people other reps are working on, and their companies."""
    rows = db.rows(_LEASES, {"agent": agent, "now": seconds(now)})
    return {id_: words_of(company) for id_, company in rows}
