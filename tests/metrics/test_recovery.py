"""Who said no and yes later: each is watched from the first no, until a yes or until now."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import QUICK

from callq.engine.outcomes import BY_WORD, CANONICAL
from callq.metrics.recovery import Heard, Recovered, Refusals
from callq.metrics.weekclock import DAY_SECONDS

NOW = 400 * DAY_SECONDS
SOFT = ("soft-no", "price")
HARD = ("hard-no", "")


def _calls(*calls: tuple[float, str]) -> list[Heard]:
    """Calls by the day and the outcome, `soft-no price`; all dialed."""
    heard = []
    for days, said in calls:
        word, _, reason = said.partition(" ")
        heard.append((int(days * DAY_SECONDS), BY_WORD[word], reason, True))
    return heard


def _of(*people: Iterable[Heard]) -> Recovered:
    refusals = Refusals(NOW)
    for calls in people:
        refusals.take(calls)
    return refusals.of(refusals.kinds)


def _spells(person: Iterable[Heard]) -> tuple[tuple[float, int], tuple[float, int]]:
    """How long one was watched, in days and in calls, each with whether a yes ended it."""
    found = _of(person)
    assert found.people == 1
    ((days, _),), ((calls, _),) = found.by_days.watched, found.by_calls.watched
    return (days, found.by_days.happened), (calls, found.by_calls.happened)


def test_one_who_says_yes_is_watched_until_then() -> None:
    person = _calls(
        (1, "interested"), (10, "soft-no price"), (20, "no-answer"), (30.9, "hard-no"),
        (45.8, "meeting"), (60, "no-answer"), (70, "interested"),
    )  # fmt: skip
    assert _spells(person) == ((35, 1), (3, 1))


def test_one_who_never_does_is_watched_until_now() -> None:
    assert _spells(_calls((10, "soft-no"), (20, "voicemail"))) == ((390, 0), (1, 0))


def test_one_who_asked_not_to_be_called_any_more_after_a_no_is_watched_until_now() -> None:
    assert _spells(_calls((10, "soft-no"), (20, "do-not-call"))) == ((390, 0), (1, 0))


def test_only_what_was_dialed_counts_as_a_call() -> None:
    first, second, third = _calls((1, "soft-no"), (2, "no-answer"), (3, "interested"))
    assert _spells([first, (*second[:3], False), third]) == ((2, 1), (1, 1))


def test_a_no_of_tomorrow_was_watched_for_no_time() -> None:
    assert _spells(_calls((401, "soft-no"))) == ((0, 0), (0, 0))
    assert _spells(_calls((399.9, "soft-no"))) == ((0, 0), (0, 0))


@pytest.mark.parametrize("outcome", CANONICAL, ids=str)
def test_a_no_without_an_opt_out_begins_it(outcome: object) -> None:
    refusals = Refusals(NOW)
    refusals.take([(0, outcome, "", True)])  # type: ignore[list-item]
    begins = ["soft-no", "hung-up", "hard-no", "lost"]
    assert bool(refusals.kinds) == (outcome.word in begins)  # type: ignore[attr-defined]


def test_a_sale_counts_once_for_who_said_no_before_it() -> None:
    found = _of(
        _calls((1, "soft-no"), (2, "won"), (3, "won"), (4, "no-answer")),
        _calls((1, "soft-no"), (2, "interested"), (3, "won")),
        _calls((1, "won"), (2, "soft-no")),
        _calls((1, "soft-no"), (2, "interested")),
        _calls((1, "won")),
    )
    assert (found.people, found.said_yes, found.won) == (4, 3, 2)


def test_kinds_are_those_of_the_first_no_the_commonest_first() -> None:
    refusals = Refusals(NOW)
    people = [
        _calls((1, "hard-no"), (2, "soft-no price"), (3, "won")), _calls((1, "soft-no price")),
        _calls((1, "soft-no price"), (5, "won")), _calls((1, "lost")), _calls((1, "hung-up")),
        _calls((1, "soft-no price"), (5, "won")),
    ]  # fmt: skip
    for person in people:
        refusals.take(person)
    assert refusals.kinds == [SOFT, HARD, ("hung-up", ""), ("lost", "")]
    told = {kinds: refusals.of(kinds) for kinds in ((SOFT,), (HARD,), (SOFT, HARD), (HARD, SOFT))}
    assert {kinds: (of.people, of.said_yes, of.won) for kinds, of in told.items()} == {
        (SOFT,): (3, 2, 2), (HARD,): (1, 1, 1), (SOFT, HARD): (4, 3, 3), (HARD, SOFT): (4, 3, 3),
    }  # fmt: skip
    assert told[SOFT, HARD].by_calls.spells == 4


@QUICK
@given(st.lists(st.integers(1, 300), max_size=12), st.lists(st.integers(1, 300), max_size=5))
def test_the_median_is_of_those_who_said_yes(yes: list[int], never: list[int]) -> None:
    found = _of(
        *(_calls((0, "soft-no"), *((0, "no-answer"),) * (n - 1), (n, "won")) for n in yes),
        *(_calls((day, "soft-no")) for day in never),
    )
    middle = sorted(yes)[(len(yes) - 1) // 2] if yes else None
    assert (found.days_to_yes, found.calls_to_yes) == (middle, middle)
