"""Learns from the call log in blocks of 50, and renews everyone's chance after.

The state is a function of the log: learning as calls are logged gives the same as learning anew. A
call that is logged, voided or imported before the place learned up to leaves it to `learn_anew`.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby, islice
from operator import itemgetter

from callq.engine.chance import (
    BATCH,
    Average,
    Finished,
    Learned,
    Scorer,
    average_of,
    dump,
    learn,
    load,
)
from callq.engine.evidence import State
from callq.engine.facts import Before
from callq.engine.ranking import Ranked, rank_line
from callq.engine.rulebook import Rulebook
from callq.named_tuple import NamedTuple
from callq.records.likelihood import (
    RECORD_COLUMNS,
    RECORD_TABLES,
    Place,
    RecordRow,
    before_call,
    facts_of,
    of_records,
    priors_of,
    read_place,
    read_record,
)
from callq.storage import meta
from callq.storage.db import Db, Row, among

_CHUNK = 10 * BATCH
"""How many calls are read at a time."""
_PEOPLE = 2000
"""How many people are renewed at a time."""
_MANY = 20_000
"""From this many people on, the indexes are built again after."""
_FINISHED = "voided_at IS NULL AND channel = 'call' AND outcome <> 'emailed'"
_CALLS = (
    f"SELECT id, prospect_id, at, outcome FROM call WHERE {_FINISHED} AND at >= :at "
    "AND (at > :at OR id > :id) ORDER BY at, id"
)
_HISTORIES = (
    "SELECT prospect_id, id, at, outcome, reason FROM call WHERE voided_at IS NULL "
    "AND prospect_id IN (:these) ORDER BY prospect_id, at, id"
)
_EVERYONE = (
    "SELECT p.conversation_outcome, p.conversation_reason, p.misses, p.last_at, p.callback_at, "
    "p.due_at, p.created_at, p.value, p.list_name, p.rank, p.chance, p.ready, "
    f"{RECORD_COLUMNS} FROM {RECORD_TABLES} WHERE p.removed_at IS NULL "
    "AND p.state NOT IN ('closed', 'do-not-call') ORDER BY p.id"
)
_RENEW = "UPDATE prospect SET rank = :rank, chance = :chance WHERE id = :id"
_RANKED = ("ready", "ready_by_list", "ready_by_owner")


class _Call(NamedTuple):
    """A finished call, to be learned from."""

    id: int
    prospect_id: int
    at: int
    outcome: str


class _Person(NamedTuple):
    """What the rank and chance of a person follow from, and what they are now."""

    outcome: str
    reason: str
    misses: int
    last_at: int | None
    due_at: int | None
    ranked: Ranked
    rank: float
    chance: float
    ready: int
    record: RecordRow


class Lesson(NamedTuple):
    """What was learned, and who was renewed."""

    calls: int
    people: int
    state: State
    """Whether the ranking has been shown to work."""


def keep_up(
    db: Db, rulebook: Rulebook, most: int, changed: tuple[datetime, int] | None = None
) -> Lesson:
    """Learns from the calls finished since, and renews everyone if that's little enough.

    Args:
        db: Inside a write transaction.
        rulebook: The rules in force.
        most: How many calls, and people, are little enough.
        changed: The moment and id of the earliest call that was added or voided.
    """
    place = read_place(db)
    at_id = (int(changed[0].timestamp()), changed[1]) if changed else None
    place = place._replace(is_stale=place.is_stale or place.covers(at_id))
    learned = load(meta.read(db, meta.CHANCE))
    if place.is_stale and learned.calls <= most:
        place, learned = Place(), Learned()
    before = learned.calls
    learned, place = _learn_on(db, rulebook, learned, place, most, lambda _: None)
    people = _renew_if_few(db, rulebook, learned, place, most)
    return Lesson(learned.calls - before, people, learned.guard.state)


def learn_anew(
    db: Db, rulebook: Rulebook, on_progress: Callable[[int], None] = lambda _: None
) -> Lesson:
    """Learns from the whole log and renews everyone; inside a write transaction."""
    learned, place = _learn_on(db, rulebook, Learned(), Place(), None, on_progress)
    people = _renew(db, rulebook, learned, place, on_progress)
    return Lesson(learned.calls, people, learned.guard.state)


def relearn(db: Db, rulebook: Rulebook) -> str:
    """Learns from the whole log, without renewing anyone; the state as JSON, empty for none."""
    learned, place = _learn_on(db, rulebook, Learned(), Place(), None, lambda _: None)
    _keep(db, learned, place)
    return dump(learned) if learned.calls else ""


def renew(db: Db, rulebook: Rulebook) -> int:
    """Renews everyone by the state as it is; how many changed."""
    return _renew(db, rulebook, load(meta.read(db, meta.CHANCE)), read_place(db), lambda _: None)


def _learn_on(
    db: Db, rulebook: Rulebook, learned: Learned, place: Place, most: int | None,
    on_progress: Callable[[int], None],
) -> tuple[Learned, Place]:  # fmt: skip
    """Learns from whole blocks after a place."""
    priors, left = priors_of(rulebook), most
    rows = db.stream(_CALLS, {"at": place.at, "id": place.id})
    calls = map(_Call._make, rows)
    while chunk := list(islice(calls, _CHUNK if left is None else min(_CHUNK, left))):
        whole = len(chunk) - len(chunk) % BATCH
        finished = list(_finished(db, rulebook, chunk[:whole]))
        for start in range(0, whole, BATCH):
            learned = learn(learned, priors, finished[start : start + BATCH])
        if whole:
            place = place._replace(at=chunk[whole - 1].at, id=chunk[whole - 1].id)
        on_progress(whole)
        if whole < len(chunk):
            place = place._replace(waiting=len(chunk) - whole)
            break
        place = place._replace(waiting=0)
        left = None if left is None else left - whole
    return learned, place._replace(calls=learned.calls, looked=_last_id(db))


def _finished(db: Db, rulebook: Rulebook, calls: Sequence[_Call]) -> Iterator[Finished]:
    """Calls with what was known before each."""
    people = {call.prospect_id for call in calls}
    records = of_records(db, people)
    wanted = {call.id for call in calls}
    before: dict[int, Before] = {}
    for _, history in groupby(among(db, _HISTORIES, people), itemgetter(0)):
        before |= _before_each(rulebook, history, wanted)
    for call in calls:
        known = facts_of(records[call.prospect_id], before[call.id])
        yield Finished(known, rulebook.is_win(call.outcome))


def _before_each(rulebook: Rulebook, history: Iterable[Row], wanted: set[int]) -> dict[int, Before]:
    """What was known before each of the wanted calls of one person."""
    found: dict[int, Before] = {}
    last, why, misses, last_at = "", "", 0, 0
    for _, id_, at, outcome, reason in history:
        if id_ in wanted:
            since = at - last_at if last_at else None
            found[id_] = before_call(rulebook, last, why, misses, since)
        flags, last_at = rulebook.outcome(outcome), at
        if flags.miss:
            misses += 1
        elif not (flags.kills_number or flags.clears_email):
            last, why, misses = outcome, reason, 0
    return found


def _renew_if_few(db: Db, rulebook: Rulebook, learned: Learned, place: Place, most: int) -> int:
    few = db.one("SELECT COALESCE(MAX(id), 0) FROM prospect")
    if place.calls == place.renewed or (few and few[0] > most):
        _keep(db, learned, place)
        return 0
    return _renew(db, rulebook, learned, place, lambda _: None)


def _renew(
    db: Db, rulebook: Rulebook, learned: Learned, place: Place,
    on_progress: Callable[[int], None],
) -> int:  # fmt: skip
    """Everyone's chance and rank by a state; how many changed."""
    scorer = Scorer(learned, priors_of(rulebook))
    scores: dict[float, int] = {}
    many = db.one("SELECT COALESCE(MAX(id), 0) FROM prospect")
    make = db.defer_indexes(_RANKED) if many and many[0] > _MANY else None
    changed = 0
    people = map(_person, db.stream(_EVERYONE))
    while batch := list(islice(people, _PEOPLE)):
        rows = []
        for one in batch:
            since = one.due_at - one.last_at if one.last_at and one.due_at else None
            before = before_call(rulebook, one.outcome, one.reason, one.misses, since)
            score = scorer.score(facts_of(read_record(one.record), before))
            rank = rank_line(one.ranked, rulebook, score)
            if one.ready:
                scores[round(score, 1)] = scores.get(round(score, 1), 0) + 1
            if (score, rank) != (one.chance, one.rank):
                rows.append({"id": one.record.id, "rank": rank, "chance": score})
        db.many(_RENEW, rows)
        changed += len(rows)
        on_progress(len(batch))
    if make:
        make(False)
    average = average_of(learned, scores)
    _keep(db, learned, place._replace(renewed=place.calls, average=tuple(average)))
    return changed


def _person(row: Row) -> _Person:
    outcome, reason, misses, last_at, callback_at, due_at, created_at, value = row[:8]
    list_name, rank, chance, ready = row[8:12]
    ranked = Ranked(callback_at, due_at, created_at, value, list_name)
    record = RecordRow._make(row[12:])
    return _Person(outcome, reason, misses, last_at, due_at, ranked, rank, chance, ready, record)


def _keep(db: Db, learned: Learned, place: Place) -> None:
    meta.write(db, meta.CHANCE, dump(learned) if learned.calls else "")
    meta.write(db, meta.CHANCE_PLACE, json.dumps(place._asdict()))


def _last_id(db: Db) -> int:
    row = db.one("SELECT COALESCE(MAX(id), 0) FROM call")
    return int(row[0]) if row else 0


def average(place: Place) -> Average:
    """The average of the people who were due at the last renewal."""
    return Average(*place.average)
