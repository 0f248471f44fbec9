"""A call that callq dialed began when it dialed, on that number, and lasted until its outcome."""

from datetime import timedelta
from typing import Any

import pytest

from callq.records import leases
from callq.records.leases import Lease
from helpers import Callq, Office, moment

FIRST, SECOND = "+12125550134", "+12125550135"
START = moment("2026-03-11 10:15")
LATER = "2026-03-11T10:19:30-04:00"


@pytest.fixture
def ron(office: Office) -> Office:
    """Ron, dialed on his second number."""
    office.add("Ron Smith", FIRST, SECOND)
    dial(office)
    return office


def dial(office: Office, agent: str = "ann") -> None:
    with office.workspace() as ws, ws.db.write():
        leases.put(
            ws.db, Lease(1, agent, START + timedelta(hours=1), START, START, (FIRST, SECOND))
        )


def logged(office: Office, outcome: str, **said: Any) -> tuple[Any, ...]:
    """Start, number and length of the call as it's on record."""
    found = office.log(said.pop("who", None), outcome, now=LATER, **said).call
    ((at, number, duration),) = office.rows("SELECT at, number, duration FROM call")
    assert (int(found.at.timestamp()), found.number, found.duration) == (at, number, duration)
    return found.at, number, duration


def test_a_conversation_lasts_from_the_dial_to_the_outcome(ron: Office) -> None:
    assert logged(ron, "interested") == (START, SECOND, 270)


def test_a_miss_has_no_length(ron: Office) -> None:
    assert logged(ron, "no-answer") == (START, SECOND, None)


def test_one_named_is_the_one_dialed_too(ron: Office) -> None:
    assert logged(ron, "interested", who="ron") == (START, SECOND, 270)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ({"duration": "90s"}, (START, SECOND, 90)),
        ({"number": "0134"}, (START, FIRST, 270)),
        ({"when": "2026-03-11 10:10"}, (moment("2026-03-11 10:10"), FIRST, None)),
        ({"channel": "text"}, (moment("2026-03-11 10:19:30"), FIRST, None)),
        ({"channel": "incoming"}, (moment("2026-03-11 10:19:30"), "", None)),
    ],
    ids=str,
)
def test_what_the_rep_says_comes_first(
    ron: Office, said: dict[str, str], kept: tuple[Any, ...]
) -> None:
    assert logged(ron, "interested", **said) == kept


def test_another_reps_dial_is_not_this_call(office: Office) -> None:
    office.add("Ron Smith", FIRST, SECOND)
    dial(office, agent="bob")
    assert logged(office, "interested", who="ron") == (moment("2026-03-11 10:19:30"), FIRST, None)


def test_hours_are_judged_by_the_start_of_the_call(office: Office) -> None:
    """Dialed a minute before their hours end, and talked past it."""
    office.add("Ron Smith", FIRST)
    start = moment("2026-03-11 19:59")
    with office.workspace() as ws, ws.db.write():
        leases.put(ws.db, Lease(1, "ann", start + timedelta(hours=1), start, start, (FIRST,)))
    found = office.log(None, "interested", now="2026-03-11T20:20:00-04:00")
    assert "hours" not in found.call.violations
    assert found.call.duration == 21 * 60


def test_the_echo_names_no_moment_for_a_call_just_dialed(run_callq: Callq, ron: Office) -> None:
    assert "10:15" not in run_callq.ok("log", "no-answer", now=LATER).out
