"""Reads all calls, person by person, in flat memory."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby
from operator import itemgetter

from callq.metrics.counting import Logged
from callq.named_tuple import NamedTuple
from callq.records.queue import EVERYONE, Condition
from callq.storage.db import Db
from callq.storage.moments import seconds

_CALLS = (
    "SELECT prospect_id, at, outcome, reason, channel, imported, agent FROM call "
    # The plus keeps SQLite from reading by the moment, and sorting by the person afterwards.
    "WHERE voided_at IS NULL AND +at >= :since AND +at < :until"
)
# A person's clock is the zone recorded for them, else that of their first number that tells one.
_PEOPLE = (
    "SELECT p.id, p.list_name, CASE WHEN p.zone <> '' THEN p.zone ELSE COALESCE((SELECT f.zones "
    "FROM phone f WHERE f.prospect_id = p.id AND f.zones <> '' ORDER BY f.position, f.id LIMIT 1),"
    " '') END FROM prospect p"
)


class Called(NamedTuple):
    """A person and their calls, in the order of the log."""

    list_name: str
    zones: str
    """Their possible time zones, most likely first, separated by commas; empty if unknown."""
    calls: list[Logged]


class Scope(NamedTuple):
    """Whose calls: of a list, or of an owner's people; everyone's if empty."""

    list_name: str = ""
    owner: str = ""
    only: Condition = EVERYONE
    """Who else is left out."""
    words: str = ""
    """The same as it's typed."""

    @property
    def params(self) -> dict[str, object]:
        """The parameters of its conditions."""
        return {"list_name": self.list_name, "owner": self.owner, **self.only.params}


def called(db: Db, scope: Scope, since: datetime, until: datetime) -> Iterator[Called]:
    """Everyone with calls in a span of time, without voided ones."""
    params = {"since": seconds(since), "until": seconds(until), **scope.params}
    which, whose = _conditions(scope)
    calls = db.stream(f"{_CALLS}{whose} ORDER BY prospect_id, at, id", params)
    people = db.stream(f"{_PEOPLE} {which} ORDER BY p.id", scope.params)
    for prospect_id, theirs in groupby(calls, itemgetter(0)):
        person = next(person for person in people if person[0] == prospect_id)
        yield Called(person[1], person[2], list(theirs))  # type: ignore[arg-type]


def reps(db: Db, scope: Scope, since: datetime, until: datetime) -> list[str]:
    """The reps who called in a span of time."""
    params = {"since": seconds(since), "until": seconds(until), **scope.params}
    rows = db.rows(
        "SELECT DISTINCT agent FROM call WHERE voided_at IS NULL AND imported = 0 AND agent <> '' "
        f"AND channel = 'call' AND at >= :since AND at < :until{_conditions(scope)[1]} "
        "ORDER BY agent",
        params,
    )
    return [rep for (rep,) in rows]


def offered(
    db: Db, scope: Scope, since: datetime, until: datetime, tiers: Sequence[str]
) -> Iterator[tuple[int, str, float, float]]:
    """Calls by phone that were made from the queue in some classes: when, outcome, both chances."""
    named = {f"tier{place}": tier for place, tier in enumerate(tiers)}
    params = {"since": seconds(since), "until": seconds(until), **scope.params, **named}
    rows = db.stream(
        "SELECT at, outcome, chance, rule_chance FROM call WHERE voided_at IS NULL "
        f"AND channel = 'call' AND tier IN ({', '.join(f':{name}' for name in named)}) "
        f"AND chance IS NOT NULL AND at >= :since AND at < :until{_conditions(scope)[1]} "
        "ORDER BY at, id",
        params,
    )
    return ((at, outcome, chance, rule_chance) for at, outcome, chance, rule_chance in rows)


def _conditions(scope: Scope) -> tuple[str, str]:
    """Conditions on a prospect, and on the prospect of a call."""
    named = {"list_name": scope.list_name, "owner": scope.owner}
    parts = [f"p.{name} = :{name}" for name, value in named.items() if value]
    wanted = " AND ".join(parts or ["1 = 1"]) + scope.only.sql
    if not (parts or scope.only.sql):
        return "", ""
    return f"WHERE {wanted}", f" AND prospect_id IN (SELECT p.id FROM prospect p WHERE {wanted})"
