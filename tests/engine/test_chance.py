"""What is learned from finished calls: lifts, trust, and the score as a product of both."""

import json
import math
import random
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import QUICK

from callq.engine.chance import (
    BATCH,
    HISTORY,
    Average,
    Fact,
    Facts,
    Finished,
    Learned,
    Scorer,
    average_of,
    chance,
    dump,
    key_of,
    learn,
    load,
    times_average,
    trust_of,
)
from callq.engine.evidence import Guard, State

PRIORS = {(HISTORY, "interested"): 3.0, ("tries", "1"): 0.9}
KINDS, TEAMS = ("mobile", "landline"), ("north", "south", "east")


def facts(kind: str, team: str = "north", **others: str) -> Facts:
    columns = {"kind": kind, "team": team, **others}
    return tuple(Fact(column, (value,)) for column, value in columns.items())


def calls(n: int, seed: int, *, mobile: float = 0.3, landline: float = 0.1) -> list[Finished]:
    draw = random.Random(seed)  # noqa: S311
    return [
        Finished(
            facts(kind, draw.choice(TEAMS)),
            draw.random() < (mobile if kind == "mobile" else landline),
        )
        for kind in draw.choices(KINDS, k=n)
    ]


def learned_from(log: Sequence[Finished], start: Learned | None = None) -> Learned:
    state = start or Learned()
    for at in range(0, len(log), BATCH):
        state = learn(state, PRIORS, log[at : at + BATCH])
    return state


@st.composite
def logs(draw: st.DrawFn) -> list[Finished]:
    values = st.sampled_from(["a", "b", "c"])
    row = st.dictionaries(st.sampled_from(["kind", "team", "size"]), values, max_size=3)
    some = draw(st.lists(st.tuples(row, st.booleans()), min_size=1, max_size=30))
    rows = (some * 20)[: draw(st.integers(1, 300))]
    return [Finished(tuple(Fact(c, (v,)) for c, v in r.items()), won) for r, won in rows]


def test_before_anything_is_learned_the_score_is_the_priors() -> None:
    known = (Fact(HISTORY, ("interested", "interested, mobile")), *facts("mobile"))
    score, parts = chance(Learned(), PRIORS, known)
    assert score == pytest.approx(math.log(3.0), abs=1e-4)
    assert parts[0].column == HISTORY
    assert chance(Learned(), PRIORS, ())[0] == 0.0


def test_a_kind_that_is_won_more_often_ranks_first() -> None:
    state = learned_from(calls(3000, 1))
    (mobile, parts), (landline, _) = (chance(state, PRIORS, facts(kind)) for kind in KINDS)
    assert mobile > landline + 0.5
    assert parts[0].column == "kind"
    assert parts[0].times > 1.2
    assert parts[0].seen.wins > parts[0].seen.expected > 100


def test_an_unknown_value_changes_nothing() -> None:
    state = learned_from(calls(1000, 2))
    score, (part,) = chance(state, PRIORS, (Fact("kind", ("satellite",)),))
    assert (score, part.times, part.seen) == (0.0, 1.0, (0.0, 0.0))


def test_a_good_week_teaches_nothing() -> None:
    """Mobiles are only called in a good week: no reason to prefer them."""
    draw, state = random.Random(3), Learned()  # noqa: S311
    for week in range(30):
        kind, rate = (("mobile", 0.4), ("landline", 0.1))[week % 2]
        log = [Finished(facts(kind), draw.random() < rate) for _ in range(BATCH)]
        state = learn(state, PRIORS, log)
    mobile, landline = (chance(state, PRIORS, facts(kind))[0] for kind in KINDS)
    assert abs(mobile - landline) < 0.3  # math.log(4) would be fooled


def test_a_narrow_value_starts_from_the_wider_one() -> None:
    wide, narrow = Fact(HISTORY, ("interested",)), Fact(HISTORY, ("interested", "interested, fax"))
    log = [Finished((wide,), at % 2 == 0) for at in range(50)]
    log += [Finished((), won=False)] * 50
    state = learn(Learned(), PRIORS, log)
    assert chance(state, PRIORS, (narrow,))[0] == chance(state, PRIORS, (wide,))[0]


def test_a_column_in_which_everyone_is_different_is_left_out() -> None:
    log = [
        Finished((*one.facts, Fact("account", (f"A-{at}",))), one.won)
        for at, one in enumerate(calls(500, 4))
    ]
    state = learned_from(log)
    assert "account" not in state.lifts
    assert "account" not in state.trust
    assert state.lifts == learned_from(calls(500, 4)).lifts


def test_copies_of_a_column_change_little() -> None:
    log = calls(4000, 5)
    five = [
        Finished((*f, *(Fact(f"copy {i}", f[0].values) for i in range(4))), won) for f, won in log
    ]
    one, many = learned_from(log), learned_from(five)
    apart = []
    for state, last in ((one, log[0].facts), (many, five[0].facts)):
        score = {
            kind: chance(state, {}, tuple(f._replace(values=(kind,)) for f in last if f.column != "team"))[0]
            for kind in KINDS
        }  # fmt: skip
        apart.append(score["mobile"] - score["landline"])
    assert apart[1] == pytest.approx(apart[0], rel=0.35)


def test_a_noisy_column_loses_its_say() -> None:
    draw = random.Random(6)  # noqa: S311
    log = [
        Finished((*one.facts, Fact("sign", (draw.choice("abcdefghijkl"),))), one.won)
        for one in calls(6000, 6)
    ]
    state = learned_from(log)
    assert trust_of(state, "sign") < 0.3 < trust_of(state, "kind")


def test_the_state_stays_small_whatever_a_file_has() -> None:
    draw, state = random.Random(7), Learned()  # noqa: S311
    for _ in range(20):
        log = [
            Finished(
                tuple(Fact(f"column {c}", (str(draw.randrange(40)),)) for c in range(100)), won
            )
            for won in [draw.random() < 0.2 for _ in range(BATCH)]
        ]
        state = learn(state, {}, log)
    assert len(state.lifts) <= 40
    assert len(state.trust) <= 40
    assert max(map(len, state.lifts.values())) <= 24


@QUICK
@given(logs())
def test_a_state_is_a_function_of_the_log(log: list[Finished]) -> None:
    """Stored and read between any two batches, it's the same as without."""
    direct, stored = Learned(), Learned()
    for at in range(0, len(log), BATCH):
        direct = learn(direct, PRIORS, log[at : at + BATCH])
        stored = load(dump(learn(stored, PRIORS, log[at : at + BATCH])))
    assert stored == direct
    assert direct.calls == len(log)


@QUICK
@given(logs())
def test_trust_stays_within_its_bounds(log: list[Finished]) -> None:
    state = learned_from(log * 4)
    assert all(0.0 <= trust_of(state, column) <= 1.5 for column in state.trust)
    assert all(
        math.isfinite(number)
        for values in state.lifts.values()
        for seen in values.values()
        for number in seen
    )
    score, parts = chance(state, PRIORS, log[0].facts)
    assert score == pytest.approx(sum(part.log for part in parts), abs=1e-4)
    assert Scorer(state, PRIORS).score(log[0].facts) == score


def test_a_state_has_no_text_about_people() -> None:
    state = learned_from(calls(300, 8))
    assert "north" not in dump(state)
    assert key_of("north") in state.lifts["team"]


@pytest.mark.parametrize("text", [None, "", "{}", '{"version": 0}'])
def test_a_state_of_another_version_is_begun_again(text: str | None) -> None:
    assert load(text) == Learned()
    assert json.loads(dump(Learned()))["version"] == 1


def test_a_ranking_shown_wrong_gives_way_to_the_priors() -> None:
    state = learned_from(calls(3000, 9))._replace(guard=Guard(State.WRONG))
    known = (Fact(HISTORY, ("interested",)), *facts("mobile"))
    score, parts = chance(state, PRIORS, known)
    assert score == pytest.approx(math.log(3.0), abs=1e-4)
    assert parts == ()


def test_times_average_is_1_on_average() -> None:
    state = learned_from(calls(2000, 10))
    scores = {
        round(chance(state, {}, facts(kind))[0], 2): n
        for kind, n in zip(KINDS, (30, 70), strict=True)
    }
    average = average_of(state, scores)
    mean = sum(times_average(state, score, average) * n for score, n in scores.items()) / 100
    assert mean == pytest.approx(1.0, abs=0.01)
    assert average_of(state, {}) == Average()


def test_an_empty_batch_teaches_nothing() -> None:
    assert learn(Learned(), PRIORS, []) == Learned()
