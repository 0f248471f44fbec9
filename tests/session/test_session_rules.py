"""What a session does to the store, without a screen: leases, other reps, lost lines, redo."""

import pytest
from piloting import Clock, working

from callq.calls.next import take, take_this
from callq.calls.request import LogRequest
from callq.errors import CallqError
from callq.records.queue import Scope
from callq.session.keys import Act, Phase, keymap
from callq.session.session import Session
from helpers import NOW, Callq, Office, new_york


@pytest.fixture
def three(office: Office) -> Office:
    """Three in New York, the first added the longest due."""
    for i, name in enumerate(("Ann Lee", "Bob Ray", "Cyd Fox")):
        office.add(name, new_york(i), now=f"2026-03-{5 + i:02}T09:00:00-05:00")
    return office


def on_screen(session: Session) -> str:
    return session.taken.item.entry.name if session.taken else ""


def test_two_sessions_never_have_the_same_person(three: Office) -> None:
    with working(three, agent="ann") as ann, working(three, agent="bob") as bob:
        seen = []
        for session in (ann, bob, ann):
            session.next()
            seen.append(on_screen(session))
            session.log(LogRequest(outcome="no-answer"))
        assert len(set(seen)) == 3
        assert on_screen(ann) != on_screen(bob) or not on_screen(ann)


def test_a_do_not_call_in_one_session_is_obeyed_by_the_other_at_once(three: Office) -> None:
    with working(three, agent="ann") as ann:
        ann.next()
        assert on_screen(ann) == "Ann Lee"
        three.log("Ann Lee", "do-not-call", agent="bob")
        found = ann.meanwhile()
        assert found is not None
        assert (found.code, found.name) == ("opted-out", "Ann Lee")
        assert ann.phase is Phase.WAITING
        ann.next()
        assert on_screen(ann) == "Bob Ray"


def test_what_others_did_is_told_with_their_name(three: Office) -> None:
    with working(three, agent="ann") as ann:
        ann.next()
        three.log("Ann Lee", "voicemail", agent="bob")
        found = ann.meanwhile()
        assert found is not None
        assert (found.code, found.agent, found.outcome) == ("logged", "bob", "voicemail")


def test_a_merged_person_leaves_the_screen(three: Office) -> None:
    with working(three, agent="ann") as ann:
        ann.next()
        three.merge("Bob Ray", "Ann Lee", agent="bob")
        found = ann.meanwhile()
        assert found is not None
        assert found.code == "gone"


def test_the_lease_is_renewed_while_they_are_on_the_screen(three: Office) -> None:
    clock = Clock(NOW)
    with working(three, clock=clock) as ann:
        ann.next()
        for _ in range(6):
            clock.wait(minutes=10)
            assert ann.meanwhile() is None
        with three.workspace(agent="bob", now=clock().isoformat()) as ws:
            assert take(ws, Scope()).item.entry.name == "Bob Ray"


def test_after_an_hour_in_a_closed_laptop_they_are_still_there_unless_another_has_them(
    three: Office,
) -> None:
    clock = Clock(NOW)
    with working(three, clock=clock) as ann:
        ann.next()
        clock.wait(hours=1)
        assert ann.meanwhile() is None
        ann.log(LogRequest(outcome="voicemail"))
        assert three.rows("SELECT outcome FROM call") == [("voicemail",)]
        clock.wait(hours=1)
        with three.workspace(agent="bob", now=clock().isoformat()) as ws:
            assert take(ws, Scope()).item.entry.name == on_screen(ann)
        found = ann.meanwhile()
        assert found is not None
        assert (found.code, found.agent) == ("leased", "bob")


def test_a_new_session_resumes_with_the_person_of_the_one_that_died(three: Office) -> None:
    with working(three) as died:
        died.next()
        was = on_screen(died)
    with working(three) as again:
        again.next()
        assert on_screen(again) == was


def test_a_refused_call_changes_no_one(three: Office) -> None:
    with working(three) as session:
        session.next()
        with pytest.raises(CallqError):
            session.log(LogRequest(outcome="callback"))
        assert on_screen(session) == "Ann Lee"
        assert three.rows("SELECT COUNT(*) FROM call") == [(0,)]


def test_redo_only_follows_an_undo(three: Office) -> None:
    with working(three) as session:
        session.next()
        with pytest.raises(CallqError, match="redo"):
            session.redo()
        session.log(LogRequest(outcome="soft-no", reason="price", note="maybe"))
        session.undo()
        assert on_screen(session) == "Ann Lee"
        result, _ = session.redo()
        assert (result.outcome.word, result.call.reason, result.call.note) == (
            "soft-no", "price", "maybe",
        )  # fmt: skip
        assert on_screen(session) == "Bob Ray"
        with pytest.raises(CallqError, match="redo"):
            session.redo()


def test_a_break_frees_the_person(three: Office) -> None:
    with working(three) as session:
        session.next()
        view = session.pause()
        assert (view.taken, view.waiting) == (None, None)
        assert three.rows("SELECT COUNT(*) FROM lease") == [(0,)]


def test_a_saved_view_is_gone_on_with_and_left_again(three: Office, run_callq: Callq) -> None:
    run_callq.ok("edit", "3", "--tag", "vip", "--owner", "ann")
    run_callq.ok("list", "--tag", "vip", "--mine", "--save-view", "vips", agent="bob")
    run_callq.ok("list", "--tag", "none", "--save-view", "empty")
    with working(three) as ann:
        ann.next()
        assert on_screen(ann) == "Ann Lee"
        assert [one.name for one in ann.views()] == ["empty", "vips"]
        ann.choose_view("vips")
        assert on_screen(ann) == "Cyd Fox"
        ann.log(LogRequest(outcome="no-answer"))
        assert on_screen(ann) == ""
        with pytest.raises(CallqError) as caught:
            ann.choose_view("gone")
        assert (caught.value.name, on_screen(ann)) == ("unknown-view", "")
        ann.choose_view("")
        assert on_screen(ann) == "Ann Lee"
        with pytest.raises(CallqError):
            ann.choose_view("gone")
        assert on_screen(ann) == "Ann Lee"
    assert three.rows("SELECT COUNT(*) FROM lease") == [(1,)]


def test_taking_a_person_by_hand_lets_go_of_the_last_one(three: Office) -> None:
    with working(three) as session:
        session.next()
        session.take(3)
        assert three.rows("SELECT prospect_id FROM lease") == [(3,)]


def test_a_person_with_another_rep_cannot_be_taken(three: Office) -> None:
    three.take(agent="bob")
    with three.workspace(agent="ann") as ws, pytest.raises(CallqError) as caught:
        take_this(ws, 1)
    assert caught.value.name == "leased-to-another"


def test_an_incoming_call_counts_as_one(three: Office) -> None:
    with working(three) as session:
        session.next()
        session.receive(3)
        assert session.phase is Phase.CALL
        session.log(LogRequest(outcome="interested"))
    assert three.rows("SELECT prospect_id, channel FROM call") == [(3, "incoming")]


@pytest.mark.parametrize(
    ("text", "key", "phase", "act"),
    [
        ("", "d", Phase.READY, Act.DIAL),
        ("", "enter", Phase.READY, Act.DIAL),
        ("", "i", Phase.READY, Act.INCOMING),
        ("skip=k", "k", Phase.READY, Act.SKIP),
        ("undo=f2", "f2", Phase.READY, Act.UNDO),
        ("dial=f5", "d", Phase.READY, "disconnected"),
        ("", "d", Phase.CALL, "disconnected"),
        ("", "i", Phase.CALL, "interested"),
        ("", "u", Phase.CALL, "hung-up"),
        ("", "n", Phase.WAITING, None),
        ("", "K", Phase.CALL, None),
    ],
)
def test_keys(text: str, key: str, phase: Phase, act: Act | str | None) -> None:
    found = keymap(text).act(key, phase)
    assert (found if found is None or isinstance(found, Act) else found.word) == act


@pytest.mark.parametrize("text", ["undo=u", "skip=N", "fly=f", "skip", "skip=k find=k", "undo="])
def test_a_key_that_is_taken_or_an_act_that_is_unknown_is_refused(text: str) -> None:
    with pytest.raises(CallqError) as caught:
        keymap(text)
    assert caught.value.name == "bad-keys"


def test_undo_is_no_letter_of_an_outcome() -> None:
    letters = {outcome.key for outcome in keymap("").outcomes}
    assert keymap("").key_of(Act.UNDO) not in letters


def test_the_summary_says_what_was_agreed_and_the_goal(three: Office) -> None:
    with three.workspace(CALLQ_GOALS_MORNING="3 calls 08:00-12:00") as ws:
        session = Session(ws, Scope(), Clock())
        session.next()
        session.log(LogRequest(outcome="callback", at="4pm"))
        session.log(LogRequest(outcome="voicemail"))
        found = session.summary()
    assert (found.done.calls, found.done.talks) == (2, 1)
    assert [promise.name for promise in found.done.promises] == ["Ann Lee"]
    assert found.head.progress is not None
    assert (found.head.progress.done, found.head.progress.calls) == (2, 3)
    assert found.head.callback is not None
    assert found.head.callback.entry.name == "Ann Lee"
