"""Learns when people answer, from retries at a time drawn at random, and keeps it."""

from collections import Counter
from datetime import datetime

from callq.engine.answering import Effect, Tried, dump, effects
from callq.engine.parts import Part
from callq.engine.rulebook import Rulebook
from callq.records.calls import LEARNED_EVERY
from callq.storage import meta
from callq.storage.db import Db
from callq.storage.moments import seconds

_TRIED = (
    "SELECT c.explored, c.outcome, COALESCE((SELECT MAX(f.line) FROM phone f "
    "WHERE f.prospect_id = c.prospect_id AND f.e164 = c.number), ''), COUNT(*) FROM call c "
    "WHERE c.explored <> '' AND c.voided_at IS NULL AND c.channel = 'call' AND c.imported = 0 "
    "AND c.at >= :since AND c.id <= :last GROUP BY 1, 2, 3"
)


def tried(db: Db, rulebook: Rulebook, last: int) -> list[Tried]:
    """The calls up to an id whose part of the day was drawn, since the parts are what they are."""
    since = int(meta.read(db, meta.EXPLORED_SINCE) or 0)
    calls: Counter[tuple[str, str]] = Counter()
    answered: Counter[tuple[str, str]] = Counter()
    for part, word, kind, n in db.rows(_TRIED, {"since": since, "last": last}):
        outcome = rulebook.outcome(word)
        if not outcome.clears_email:
            calls[kind, part] += n
            answered[kind, part] += n * outcome.human
    return [Tried(kind, part, n, answered[kind, part]) for (kind, part), n in calls.items()]


def effects_until(db: Db, rulebook: Rulebook, last: int) -> tuple[Effect, ...]:
    """How often people answer by part of the day, from the calls up to an id."""
    names = [rulebook.parts[place - 1].name for place in rulebook.explored_parts]
    return effects(tried(db, rulebook, last), names)


def renew(db: Db, rulebook: Rulebook, last: int) -> dict[str, str]:
    """Learns from the whole batches of calls up to an id; inside a write transaction.

    Returns:
        What the store knows of it now, to go on with.
    """
    text = ""
    if db.one("SELECT 1 FROM call WHERE explored <> '' LIMIT 1") is not None:
        text = dump(effects_until(db, rulebook, last // LEARNED_EVERY * LEARNED_EVERY))
    if text or meta.read(db, meta.ANSWERING):
        meta.write(db, meta.ANSWERING, text)
    return {meta.ANSWERING: text}


def begin_anew(db: Db, before: Rulebook | None, after: Rulebook, now: datetime) -> None:
    """Leaves out earlier calls if a new rulebook draws from other parts; inside a transaction.

    A draw from other parts had other chances, so they can't be counted together. None: the one
    before can't be read.
    """
    if before is None or _drawn_from(before) != _drawn_from(after):
        meta.write(db, meta.EXPLORED_SINCE, str(seconds(now)))


def _drawn_from(rulebook: Rulebook) -> list[Part]:
    return [rulebook.parts[place - 1] for place in rulebook.explored_parts]
