"""What other weights would have done: the order they'd have given the calls that were offered."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta

from callq.engine.parts import part_of
from callq.engine.ranking import terms
from callq.engine.rulebook import Rulebook
from callq.engine.shares import POOL
from callq.engine.spans import local_time
from callq.engine.status import assess
from callq.metrics.ordering import Offered
from callq.records.evaluation import EvaluationInput
from callq.rulebooks import statements
from callq.workspace import Workspace

_EPOCH = date(1970, 1, 1).toordinal()
DAYS = 90
"""How far back calls are weighed again."""


def offers(ws: Workspace) -> Mapping[int, float]:
    """The recent calls that the chance ranked, by id, each with the chance recorded then."""
    since = ws.now - timedelta(days=DAYS)
    return statements.offered(ws.db, since, [tier.word for tier in POOL])


def weighed(
    ws: Workspace, known: EvaluationInput, edited: Rulebook, offered: Mapping[int, float]
) -> Iterator[Offered]:
    """A person's offered calls, with the score that other weights would have given, and today's.

    The terms are those of the moment of the call, by the rules in force; only weights differ.
    """
    zone = known.prospect.zone
    for call in known.calls:
        if call.id not in offered:
            continue
        before = [one for one in known.calls if (one.at, one.id) < (call.at, call.id)]
        status = assess(known.prospect, before, ws.rulebook, call.at, in_words=False)
        part = part_of(call.at, zone, ws.rulebook.parts)
        chance = offered[call.id]
        scores = tuple(
            sum(t.points for t in terms(known.prospect, status, book, part, chance))
            for book in (edited, ws.rulebook)
        )
        yield Offered(_day(ws, call.at), ws.rulebook.outcome(call.outcome).yes, scores)


def _day(ws: Workspace, at: datetime) -> int:
    return local_time(at, ws.home).date().toordinal() - _EPOCH
