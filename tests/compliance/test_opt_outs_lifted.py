"""Who consented when a number is taken off do-not-call."""

import pytest

from helpers import IN_NEW_YORK, Callq


@pytest.mark.parametrize(
    ("who", "warned"),
    [
        ("Bob", True), ("Bob Stone", True), ("Eve", False), ("Eve Stone", False),
        ("Mrs. Stone", False), ("E. Stone", False), ("Eve Stoen", False), ("Hill Farm", False),
    ],
)  # fmt: skip
def test_a_consent_of_someone_else_is_warned_of(run_callq: Callq, who: str, warned: bool) -> None:
    run_callq.ok("add", "Eve Stone", "--company", "Hill Farm Ltd", "-p", IN_NEW_YORK)
    run_callq.ok("dnc", "add", IN_NEW_YORK)
    done = run_callq.ok("dnc", "remove", IN_NEW_YORK, "--consent", f"{who}/today/phone")
    assert ("warning" in done.err) == warned
    run_callq.ok("undo", "--yes")
    again = run_callq.ok("dnc", "remove", IN_NEW_YORK, "--consent", f"{who}/today/phone", "--json")
    owners = [one["name"] for one in again.json["by_someone_else"]]
    assert owners == (["Eve Stone"] if warned else [])


def test_of_a_number_that_no_one_has_anyone_can_consent(run_callq: Callq) -> None:
    run_callq.ok("dnc", "add", IN_NEW_YORK)
    done = run_callq.ok("dnc", "remove", IN_NEW_YORK, "--consent", "Bob/today/phone")
    assert "warning" not in done.err
