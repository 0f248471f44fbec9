"""Redo logs the call of the last undo again; undo asks first where it would surprise others."""

import pytest

from callq.calls.log import LogResult
from callq.calls.redo import redo
from callq.errors import CallqError
from helpers import IN_NEW_YORK, Callq, Office, new_york


@pytest.fixture
def ron(office: Office) -> int:
    return office.add("Ron Smith", IN_NEW_YORK)


def again(office: Office, now: str = "") -> LogResult:
    with office.workspace(now=now) as ws:
        return redo(ws)


def calls(office: Office) -> list[tuple[object, ...]]:
    return office.rows(
        "SELECT prospect_id, at, outcome, reason, note, given_at, permission, channel, number, "
        "duration, agent FROM call WHERE voided_at IS NULL"
    )


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        ("ni", {"reason": "price", "note": "too dear", "duration": "2m"}),
        ("callback", {"at": "thu 4pm", "when": "yesterday 4pm"}),
        ("hard-no", {"permission": False}),
        ("busy", {}),
        ("emailed", {}),
    ],
)
def test_the_same_call_is_logged_again(
    office: Office, ron: int, outcome: str, said: dict[str, str]
) -> None:
    office.log(ron, outcome, **said)
    before, row = calls(office), office.row(ron)
    office.undo()
    assert calls(office) == []
    again(office, now="2026-03-11T10:20:00-04:00")
    assert calls(office) == before
    assert office.row(ron)["due_at"] == row["due_at"]
    with pytest.raises(CallqError) as refused:
        again(office)
    assert refused.value.name == "nothing-to-redo"


def test_what_is_not_redone(office: Office, ron: int) -> None:
    with pytest.raises(CallqError) as refused:
        again(office)
    assert refused.value.name == "nothing-to-redo"
    office.edit(ron, title="Owner")
    office.undo()
    with pytest.raises(CallqError) as refused:
        again(office)
    assert refused.value.name == "not-a-call"
    office.log(ron, "referred", to="Ann Lee 212 555 0188")
    office.undo(now="2026-03-11T10:16:00-04:00")
    with pytest.raises(CallqError) as refused:
        again(office)
    assert refused.value.name == "referral-undone"


def test_undo_asks_where_others_share_the_store(office: Office, ron: int, run_callq: Callq) -> None:
    path = office.file("Name,Phone\nBob Ray,(212) 555-0177\n")
    office.import_(path, agent="ann")
    office.add("Cyd Fox", new_york(3), agent="bob")
    refused = run_callq.here("undo", "--rep", "ann")
    assert refused.code
    assert len(office.rows("SELECT 1 FROM prospect WHERE removed_at IS NULL")) == 3
    run_callq.ok("undo", "--rep", "ann", "--yes")
    assert len(office.rows("SELECT 1 FROM prospect WHERE removed_at IS NULL")) == 2


def test_a_call_is_undone_at_once_and_an_older_one_after_a_question(
    office: Office, ron: int, run_callq: Callq
) -> None:
    office.add("Cyd Fox", new_york(3), agent="bob")
    office.log(ron, "busy")
    office.log(ron, "voicemail")
    run_callq.ok("undo", "--rep", "ann")
    assert run_callq.here("undo", "--rep", "ann").code
    run_callq.ok("undo", "--rep", "ann", "--yes")
