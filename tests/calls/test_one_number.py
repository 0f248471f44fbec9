"""One number, one call: leases and the gap count per number; undo of an opt-out is its own rep's."""

import pytest

from helpers import Callq

NUMBER = "+12125550134"
SOON, LATER = "2026-03-11T10:20:00-04:00", "2026-03-12T10:20:00-04:00"


@pytest.fixture
def two(run_callq: Callq) -> Callq:
    run_callq.ok("add", "Ron Smith", "-p", NUMBER)
    run_callq.ok("add", "Lia Valley", "-p", NUMBER)
    return run_callq


def test_two_reps_never_get_one_number_at_once(two: Callq) -> None:
    two.ok("next", agent="ann")
    assert two("next", agent="bob").code == 3
    two.ok("next", "--release", agent="ann")
    two.ok("next", agent="bob")


def test_the_gap_counts_for_everyone_with_the_number(two: Callq) -> None:
    two.ok("log", "1", "busy")
    assert two("next", now=SOON).code == 3
    assert two.ok("next", "--json", now=LATER).json["items"][0]["phone"] == NUMBER


@pytest.mark.parametrize("entry", [("log", "1", "do-not-call"), ("dnc", "add", NUMBER)])
def test_undo_for_another_rep_lifts_no_opt_out(two: Callq, entry: tuple[str, ...]) -> None:
    two.ok(*entry, agent="ann")
    assert two("undo", "--agent", "ann", agent="bob").code == 8
    assert two("next", agent="bob").code == 3
    two.ok("undo", agent="ann")
    two.ok("next", agent="bob")


def test_undo_for_another_rep_takes_back_other_commands(two: Callq) -> None:
    two.ok("log", "1", "busy", agent="ann")
    two.ok("undo", "--agent", "ann", agent="bob")
