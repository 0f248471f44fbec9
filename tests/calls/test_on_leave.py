"""Someone on leave is one line: a miss, due again on the day you say."""

import pytest

from callq.errors import CallqError
from helpers import IN_NEW_YORK, Callq, Office, moment


@pytest.fixture
def ron(office: Office) -> int:
    return office.add("Ron Smith", IN_NEW_YORK)


@pytest.mark.parametrize(
    "line",
    [
        ("leave", "--until", "june"), ("leave", "until", "june"), ("on-leave", "--at", "june 1"),
        ("leave", "june", "1"), ("leave", "--until", "until june"),
    ],
    ids=" ".join,
)  # fmt: skip
def test_they_are_due_when_they_are_back(
    office: Office, ron: int, run_callq: Callq, line: tuple[str, ...]
) -> None:
    run_callq.ok("log", "ron", *line)
    status = office.portray(ron).status
    assert status.due_at == moment("2026-06-01 09:00")
    assert (status.state.value, status.misses, status.last_conversation) == ("retry", 1, None)


def test_it_needs_a_time(office: Office, ron: int) -> None:
    with pytest.raises(CallqError) as refused:
        office.log(ron, "leave")
    assert refused.value.name == "time-missing"


def test_it_never_shortens_a_cooldown(office: Office, ron: int) -> None:
    due = office.log(ron, "ni", reason="price").status.due_at
    assert office.log(ron, "leave", at="in 3 days").status.due_at == due
