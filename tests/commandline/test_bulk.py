"""Everyone of a view is changed at once: counted first, confirmed, and undone as one command."""

from typing import Any

import pytest

from helpers import Callq, Office, new_york

BEFORE = "2026-03-10T10:00:00-04:00"


@pytest.fixture
def run(run_callq: Callq, office: Office) -> Callq:
    """A view of four, one with a callback and one without a number."""
    for i in range(3):
        office.add(f"Vip {i}", new_york(i), now=BEFORE, owner="ann", tags=("vip",))
    office.add("Vip mail", now=BEFORE, tags=("vip",), emails=("v@example.com",))
    office.add("Other", new_york(5), now=BEFORE)
    office.log("vip 0", "cb", now=BEFORE, at="tomorrow 3pm")
    run_callq.ok("list", "--tag", "vip", "--save-view", "vips", agent="eve")
    return run_callq


def content(office: Office) -> dict[str, Any]:
    return {k: v for k, v in office.content().items() if k not in ("command", "change")}


BULK = [
    (("edit", "--owner", "bob", "--tag", "big"), 4, {}),
    (("edit", "--owner", "ann"), 1, {"nothing-to-change": 3}),
    (("snooze", "3d"), 2, {"callback-scheduled": 1, "never-due": 1}),
    (("snooze", "3d", "--callback"), 3, {"never-due": 1}),
    (("dnc", "add", "--reason", "asked"), 3, {"no-number": 1}),
]


@pytest.mark.parametrize(("words", "people", "left_out"), BULK, ids=lambda x: str(x)[:30])
def test_everyone_of_a_view_is_changed_and_undone(
    run: Callq, office: Office, words: tuple[str, ...], people: int, left_out: dict[str, int]
) -> None:
    office.look()
    before = content(office)
    looked = run.ok(*words, "--view", "vips", "--dry-run", "--json").json
    assert (looked["people"], looked["dry_run"]) == (people, True)
    assert content(office) == before
    refused = run(*words, "--view", "vips")
    assert refused.code == 8
    assert content(office) == before
    done = run.ok(*words, "--view", "vips", "--yes", "--json").json
    assert {one["reason"]: one["people"] for one in done["left_out"]} == left_out
    assert done["people"] == people
    assert content(office) != before
    run.ok("undo", "--yes")
    if words[0] != "dnc":
        assert content(office) == before
    assert run.ok("today", "--json").json["counts"]["due"] == 3


def test_an_edit_of_a_view_sets_all_it_says(run: Callq, office: Office) -> None:
    words = ("--owner", "bob", "--list", "fair", "--field", "Plan=A", "--value", "5", "--tag", "x")
    run.ok("edit", "--view", "vips", *words, "--yes")
    rows = office.rows("SELECT owner, list_name, custom, value, tags FROM prospect ORDER BY id")
    assert set(rows[:4]) == {("bob", "fair", '{"Plan": "A"}', 5.0, "vip\nx")}
    assert rows[4][0] == ""
    with office.workspace() as ws, ws.db.write():
        assert ws.projector().rebuild() == 0


@pytest.mark.parametrize(
    "words",
    [
        ("edit", "--view", "vips", "--name", "All the same"),
        ("edit", "--view", "vips", "--add-phone", "+1 212 555 0177"),
        ("edit", "1", "--view", "vips", "--owner", "bob"),
        ("edit", "--owner", "bob"),
        ("edit", "1", "--owner", "bob", "--dry-run"),
        ("snooze", "3d", "--view", "vips", "--note", "later"),
        ("snooze", "yesterday", "--view", "vips", "--yes"),
        ("dnc", "add"),
        ("dnc", "add", "+1 212 555 0177", "--view", "vips"),
        ("edit", "--view", "none", "--owner", "bob"),
    ],
)
def test_what_does_not_fit_is_refused(run: Callq, office: Office, words: tuple[str, ...]) -> None:
    before = content(office)
    assert run(*words).code in (2, 3)
    assert content(office) == before


def test_no_one_is_left_to_change(run: Callq) -> None:
    run.ok("edit", "--view", "vips", "--owner", "bob", "--yes")
    again = run("edit", "--view", "vips", "--owner", "bob", "--yes")
    assert again.code == 3
