"""How likely each person is to say yes by what was learned, and how far the log has been learned.

Until then the rulebook alone says it.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from callq.engine.ranking import rule_chance
from callq.engine.rulebook import Rulebook
from callq.named_tuple import NamedTuple
from callq.storage import meta
from callq.storage.db import Db, among

if TYPE_CHECKING:
    from callq.engine.chance import Facts, Learned, Part, Priors, Scorer
    from callq.engine.facts import Before, OfRecord
    from callq.engine.status import Status
    from callq.records.contacts import Ready


BLOCK = 50
"""Calls are learned in blocks of this many; see `engine.chance.BATCH`."""

OF_A_CALL = 2000
"""How many calls, and people, a command for one call learns from and renews: 0.2 seconds."""
OF_A_FILE = 50_000
"""The same of a command for a file: some seconds."""


class RecordRow(NamedTuple):
    """The columns of a person that can tell how likely they are to say yes."""

    id: int
    list_name: str
    zone: str
    title: str
    tags: str
    custom: str
    line: str | None
    """Of their first number; None without one."""
    zones: str | None


RECORD_COLUMNS = "p.id, p.list_name, p.zone, p.title, p.tags, p.custom, first.line, first.zones"
RECORD_TABLES = (
    "prospect p LEFT JOIN phone first ON first.id = (SELECT f.id FROM phone f "
    "WHERE f.prospect_id = p.id ORDER BY f.position, f.id LIMIT 1)"
)
_OF_SOME = f"SELECT {RECORD_COLUMNS} FROM {RECORD_TABLES} WHERE p.id IN (:these)"


class Explained(NamedTuple):
    """How likely a person is to say yes, and why."""

    times: float
    """How many times the average of everyone who was due at the last renewal."""
    parts: "tuple[Part, ...]"
    """The facts it follows from, the strongest first."""


class Likelihood:
    """The chances of people, by a state that was learned; see `callq.engine.chance`."""

    def __init__(self, db: Db, rulebook: Rulebook, stored: str = "") -> None:
        """See `Likelihood`.

        Args:
            db: The store.
            rulebook: Its `[chance]`.
            stored: The state as JSON; empty while nothing was learned.
        """
        self._db = db
        self._rulebook = rulebook
        self._stored = stored

    @property
    def is_learned(self) -> bool:
        """Whether anything was."""
        return bool(self._stored)

    @cached_property
    def learned(self) -> "Learned":
        """The state."""
        from callq.engine.chance import load

        return load(self._stored)

    @cached_property
    def scorer(self) -> "Scorer":
        """Scores people by the state."""
        from callq.engine.chance import Scorer

        return Scorer(self.learned, priors_of(self._rulebook))

    def of_all(self, statuses: "Mapping[int, Status]") -> dict[int, float]:
        """The log multiples of the average chance of some people, by their statuses."""
        if not self._stored:
            return {id_: self._unlearned(status) for id_, status in statuses.items()}
        records = of_records(self._db, statuses)
        return {
            id_: self.scorer.score(facts_of(records[id_], self._before(status)))
            if id_ in records else self._unlearned(status)
            for id_, status in statuses.items()
        }  # fmt: skip

    def of_newcomer(self, one: "Ready") -> float:
        """The same of a person about to be stored, without calls; only where any was learned."""
        from callq.engine.facts import Before

        own, phone = one.own, one.phones[0] if one.phones else None
        row = RecordRow(
            0, own.list_name, own.zone, own.title, own.tags, own.custom,
            phone.line if phone else None, phone.zones if phone else None,
        )  # fmt: skip
        return self.scorer.score(facts_of(read_record(row), Before()))

    def facts(self, id_: int, status: "Status") -> "Facts":
        """All facts on a person before their next call."""
        records = of_records(self._db, [id_])
        return facts_of(records[id_], self._before(status)) if id_ in records else ()

    def explained(self, id_: int, status: "Status", average: Sequence[float]) -> Explained | None:
        """How likely a person is, and why; None while there's not enough evidence to say so.

        Args:
            id_: Of the person.
            status: Theirs.
            average: What they are compared with; see `engine.chance.Average`.
        """
        from callq.engine.chance import Average, chance, times_average
        from callq.engine.evidence import State

        if not self._stored or self.learned.guard.state is not State.SURE:
            return None
        score, parts = chance(self.learned, priors_of(self._rulebook), self.facts(id_, status))
        return Explained(times_average(self.learned, score, Average(*average)), parts)

    def _unlearned(self, status: "Status") -> float:
        last = status.last_conversation
        return round(rule_chance(last.outcome if last else "", status.misses, self._rulebook), 4)

    def _before(self, status: "Status") -> "Before":
        word, last, due = status.last_conversation, status.last, status.due_at
        since = (due - last.at).total_seconds() if last and due else None
        return before_call(
            self._rulebook, word.outcome if word else "", word.reason if word else "",
            status.misses, None if since is None else int(since),
        )  # fmt: skip


def before_call(
    rulebook: Rulebook, outcome: str, reason: str, misses: int, since: int | None
) -> "Before":
    """Our calls with someone, as the engine sees them; the outcome of the last conversation."""
    from callq.engine.facts import Before

    last = rulebook.outcome(outcome)
    words = (last.canonical, outcome) if outcome else ()
    return Before(words, reason, misses, since)


def facts_of(record: "OfRecord", before: "Before") -> "Facts":
    """All facts on someone before a call."""
    from callq.engine.facts import known_before

    return known_before(record, before)


def read_record(row: RecordRow) -> "OfRecord":
    """What a record says, apart from our own calls."""
    from callq.engine.facts import of_record

    return of_record(_columns(row), filter(None, row.tags.split(",")), row.line or "")


def _columns(row: RecordRow) -> Iterator[tuple[str, str]]:
    yield "list", row.list_name
    yield "zone", row.zone or (row.zones or "").split(",")[0]
    yield "title", row.title
    if len(row.custom) > len("{}"):
        for column, cell in json.loads(row.custom).items():
            if isinstance(cell, str):
                yield column, cell


def stored(db: Db, ids: Iterable[int]) -> list[RecordRow]:
    """The records of some people."""
    return [RecordRow._make(row) for row in among(db, _OF_SOME, ids)]


def of_records(db: Db, ids: Iterable[int]) -> "dict[int, OfRecord]":
    """What the records of some people say."""
    return {row.id: read_record(row) for row in stored(db, ids)}


def priors_of(rulebook: Rulebook) -> "Priors":
    """What the rulebook believes before anything is learned."""
    from callq.engine.chance import HISTORY

    after, tries = rulebook.chance.after, rulebook.chance.tries
    return {
        **{(HISTORY, word): times for word, times in after.items()},
        **{("tries", str(n)): times for n, times in tries.items()},
    }


class Place(NamedTuple):
    """How far the log has been learned."""

    at: int = 0
    id: int = 0
    """The moment and id of the last call learned."""
    calls: int = 0
    renewed: int = 0
    """How many calls are learned, and how many were when everyone was last renewed."""
    looked: int = 0
    waiting: int = 0
    """The highest call id when the log was last read, and how many calls fell short of a block."""
    is_stale: bool = False
    """Whether a call before the place was added or voided since."""
    average: tuple[float, ...] = (0.0, 0.0)
    """See `engine.chance.Average`."""

    @property
    def is_due(self) -> bool:
        """Whether `callq rules learn` has anything to do."""
        return self.is_stale or self.calls != self.renewed

    def covers(self, call: tuple[int, int] | None) -> bool:
        """Whether a call, by its moment and id, is before the place."""
        return call is not None and self.calls > 0 and call <= (self.at, self.id)

    def may_fill_a_block(self, last_call: int) -> bool:
        """Whether enough calls were logged since the log was last read."""
        return last_call - self.looked + self.waiting >= BLOCK


def parse_place(text: str | None) -> Place:
    """A place from its JSON."""
    data = json.loads(text) if text else {}
    return Place(**{**data, "average": tuple(data["average"])}) if data else Place()


def read_place(db: Db) -> Place:
    """The place of a store."""
    return parse_place(meta.read(db, meta.CHANCE_PLACE))
