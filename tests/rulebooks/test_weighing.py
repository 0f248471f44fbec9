"""What other weights would have done to the calls that were offered."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from callq.engine.rulebook import build
from callq.records import evaluation
from callq.records.rulebooks import read_rulebook, shipped_text
from callq.rulebooks import weighing
from helpers import Callq, Office

NUMBERS = ("+12125550134", "+12125550135")
ADDED, CALLED = "2026-03-01T10:00-05:00", "2026-03-10T10:15-04:00"


@pytest.fixture
def pair(office: Office) -> Office:
    """Two people who were called on one day: Ann, worth much, said yes."""
    for name, number, value in (("Ron Smith", NUMBERS[0], None), ("Ann Lee", NUMBERS[1], 9000.0)):
        office.add(name, number, value=value, now=ADDED)
    office.log(1, "no-answer", now=CALLED)
    office.log(2, "interested", now=CALLED)
    return office


@pytest.fixture
def edited(pair: Office) -> Path:
    text = shipped_text()
    assert "\nvalue = 0.0" in text
    return pair.file(text.replace("\nvalue = 0.0", "\nvalue = 2.0"), "edited.toml")


def weigh(office: Office, edited: Path, now: str = "") -> Iterator[Any]:
    with office.workspace(now=now) as ws:
        book, offered = build(read_rulebook(edited)[1]), weighing.offers(ws)
        for known in evaluation.of_everyone(ws.db, ws.context):
            yield from weighing.weighed(ws, known, book, offered)


def test_each_call_has_both_scores_of_its_own_moment(pair: Office, edited: Path) -> None:
    ron, ann = weigh(pair, edited)
    assert (ron.won, ann.won) == (False, True)
    assert ron.day == ann.day
    assert ron.scores[0] == ron.scores[1] == pytest.approx(ann.scores[1], abs=1e-4)
    assert ann.scores[0] == pytest.approx(ann.scores[1] + 2 * 0.9)


def test_calls_of_long_ago_and_those_not_offered_are_left_out(pair: Office, edited: Path) -> None:
    assert list(weigh(pair, edited, now="2026-06-20T10:00-04:00")) == []
    pair.log(1, "no-answer", now="2026-03-10T10:40-04:00")
    assert len(list(weigh(pair, edited))) == 2


def test_the_comparison_says_how_the_calls_would_have_been_ordered(
    pair: Office, edited: Path, run_callq: Callq
) -> None:
    found = run_callq.ok("rules", "diff", str(edited), "--json").json["ranking"]
    assert (found["calls"], found["said_yes"], found["days"]) == (2, 1, 1)
    assert found["first_half_after"] is None, "too few to say"
    same = pair.file(shipped_text(), "same.toml")
    assert run_callq.ok("rules", "diff", str(same), "--json").json["ranking"] is None
