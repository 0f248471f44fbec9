"""What is counted, against counting one by one; and who recovered, against looking for them."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from strategies import QUICK, SHIPPED_TEXT, read_book

from callq.engine.period import Period
from callq.metrics.counting import Counting, Figures, Logged
from callq.metrics.weekclock import WeekClock

DAY = 86_400
START = int(datetime(2026, 1, 5, tzinfo=UTC).timestamp())
"""A Monday."""
END = START + 30 * DAY
NOW = END
WORDS = (
    "no-answer", "soft-no", "hung-up", "hard-no", "lost", "do-not-call", "interested", "meeting",
    "won", "emailed", "disqualified", "gone-with-the-wind", "hurried",
)  # fmt: skip
CALLS = st.tuples(
    st.integers(START - 5 * DAY, END + DAY) | st.sampled_from([START - 1, START, END - 1, END]),
    st.sampled_from(WORDS), st.sampled_from(["", "price"]),
    st.sampled_from(["call", "call", "call", "email", "visit"]), st.sampled_from([0, 0, 0, 1]),
    st.sampled_from(["ann", "bob"]),
)  # fmt: skip
FOLDERS = st.lists(st.lists(CALLS, max_size=8), max_size=6)
Folder = list[list[tuple[Any, ...]]]


RULEBOOK = read_book(SHIPPED_TEXT)


def counted(folder: Folder, since: int = START) -> Counting:
    period = Period(datetime.fromtimestamp(START, UTC), datetime.fromtimestamp(END, UTC))
    clock = WeekClock(UTC)
    found = Counting(
        RULEBOOK,
        period,
        datetime.fromtimestamp(since, UTC),
        clock,
        datetime.fromtimestamp(NOW, UTC),
    )
    for who, calls in enumerate(folder, 1):
        rows: list[Logged] = [(who, *call) for call in sorted(calls, key=lambda c: c[0])]
        if rows:
            found.take("east" if who % 2 else "west", clock, rows)
    return found


def one_by_one(folder: Folder) -> Figures:
    """The definitions, said again without any grouping."""
    calls = [c for calls in folder for c in calls if START <= c[0] < END and not c[4]]
    dials = [c for c in calls if c[3] == "call" and c[1] != "emailed"]
    spoke = [c for c in dials if RULEBOOK.outcome(c[1]).human]
    won = [c for c in calls if c[1] == "won"]
    return Figures(
        len(dials), len(spoke), sum(RULEBOOK.outcome(c[1]).no for c in dials), len(won),
        sum(c[3] != "call" for c in won),
    )  # fmt: skip


def grouped(folder: Folder, key: Callable[[int, tuple[Any, ...]], Any]) -> dict[Any, Figures]:
    """The figures of the calls of each key, one by one; the number of the person counts from 1."""
    told = [(key(who, c), c) for who, calls in enumerate(folder, 1) for c in calls]
    found = {
        k: one_by_one([[c for its_key, c in told if its_key == k]]) for k in {k for k, _ in told}
    }
    return {k: figures for k, figures in found.items() if figures != Figures()}


@QUICK
@given(FOLDERS)
def test_figures_are_those_of_counting_one_by_one(folder: Folder) -> None:
    assert counted(folder).total == one_by_one(folder)


@QUICK
@given(FOLDERS)
def test_each_group_is_what_counting_its_calls_finds(folder: Folder) -> None:
    found = counted(folder)
    assert found.by_rep() == grouped(folder, lambda _, c: c[5])
    assert found.by_list() == grouped(folder, lambda who, _: "east" if who % 2 else "west")
    assert found.by_day() == grouped(folder, lambda _, c: c[0] // DAY)
    dials = [[c for c in calls if c[3] == "call" and c[1] != "emailed"] for calls in folder]
    at_some_time = [[c for c in calls if c[0] % DAY] for calls in dials]
    assert found.by_hour_of_week() == grouped(
        at_some_time, lambda _, c: (c[0] - START) // 3600 % 168
    )
    inside = [[c for c in calls if START <= c[0] < END and not c[4]] for calls in dials]
    assert found.by_outcome() == Counter(c[1] for calls in inside for c in calls)
    assert found.reasons == Counter(
        (RULEBOOK.outcome(c[1]).canonical, c[2])
        for calls in inside for c in calls if RULEBOOK.outcome(c[1]).no
    )  # fmt: skip
    assert found.people == sum(bool(calls) for calls in inside)


@QUICK
@given(FOLDERS)
def test_claims_and_emails_are_reported_apart_and_are_no_dials(folder: Folder) -> None:
    found = counted(folder)
    inside = [c for calls in folder for c in calls if START <= c[0] < END]
    assert found.imported == sum(c[4] for c in inside)
    others = [c for c in inside if not c[4] and (c[3] != "call" or c[1] == "emailed")]
    assert found.touches == Counter("email" if c[1] == "emailed" else c[3] for c in others)


@QUICK
@given(FOLDERS)
def test_recovery_is_what_looking_for_it_finds(folder: Folder) -> None:
    no, lengths, dials_to, won = 0, Counter[int](), Counter[int](), 0
    for calls in folder:
        told = sorted((c for c in calls if not c[4] and c[0] >= START), key=lambda c: c[0])
        first = next(
            (i for i, c in enumerate(told) if RULEBOOK.outcome(c[1]).no and c[1] != "do-not-call"),
            None,
        )
        if first is None:
            continue
        no += 1
        later = told[first + 1 :]
        yes = next((i for i, c in enumerate(later) if RULEBOOK.outcome(c[1]).yes), None)
        won += any(c[1] == "won" for c in later)
        if yes is not None:
            lengths[(later[yes][0] - told[first][0]) // DAY] += 1
            dials_to[sum(c[3] == "call" and c[1] != "emailed" for c in later[: yes + 1])] += 1
    refusals = counted(folder).refusals
    found = refusals.of(refusals.kinds)
    assert (found.people, found.said_yes, found.won) == (no, lengths.total(), won)
    happened = {int(point.at): point.happened for point in found.by_days.points}
    assert happened == dict(lengths)
    assert {int(p.at): p.happened for p in found.by_calls.points} == dict(dials_to)
    assert sum(refusals.of([kind]).people for kind in refusals.kinds) == no


def test_those_who_were_lost_are_watched_to_the_end() -> None:
    """One of two said yes on day 2; the other asked on day 1 never to be called: half said yes."""
    folder = [
        [(START, "soft-no", "", "call", 0, "ann"), (START + 2 * DAY, "won", "", "call", 0, "ann")],
        [(START, "soft-no", "", "call", 0, "ann"),
         (START + DAY, "do-not-call", "", "call", 0, "ann")],
    ]  # fmt: skip
    refusals = counted(folder).refusals
    found = refusals.of(refusals.kinds)
    assert (found.days_to_yes, found.calls_to_yes) == (2, 1)
    assert found.by_days.at(10).left == 0.5


def test_a_win_by_another_channel_is_a_win_and_a_try() -> None:
    calls = [(START, "no-answer", "", "call", 0, "ann"), (START + 60, "won", "", "visit", 0, "ann")]
    total = counted([calls]).total
    assert total == Figures(dials=1, conversations=0, refusals=0, wins=1, elsewhere=1)
    assert (total.to_next_win.trials, total.to_next_win.expected) == (2, 2.0)
    assert counted([calls]).by_day() == {START // DAY: total}


def test_calls_of_one_hour_and_one_end_add_up() -> None:
    folder = [[(START + 60 + n, "soft-no", "price", "call", 0, "ann") for n in range(3)]] * 2
    found = counted(folder)
    figures = Figures(dials=6, conversations=6, refusals=6)
    assert found.by_hour_of_week() == {0: figures}
    assert (found.by_rep(), found.by_day()) == ({"ann": figures}, {START // DAY: figures})
    assert (found.reasons, found.people) == ({("soft-no", "price"): 6}, 2)


def test_shares_and_what_the_next_win_takes_are_of_the_same_calls() -> None:
    figures = Figures(dials=40, conversations=20, refusals=9, wins=6, elsewhere=2)
    assert (figures.contact.hits, figures.contact.trials) == (20, 40)
    assert [(to.trials, to.wins) for to in (
        figures.to_next_win, figures.conversations_to_next_win, figures.answers_to_next_win,
    )] == [(42, 6), (22, 6), (15, 6)]  # fmt: skip
    assert figures.plus(Figures(1, 2, 3, 4, 5)) == Figures(41, 22, 12, 10, 7)
