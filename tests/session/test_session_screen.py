"""The full screen: one key an outcome, nothing typed is lost, and each key does what it says."""

import webbrowser

import pytest
from piloting import Clock, Rep, at_the_screen

from callq.session.keys import Phase
from helpers import IN_CHICAGO, NOW, Callq, Office, new_york

DAY_BEFORE = "2026-03-10T10:00:00-04:00"


@pytest.fixture
def four(office: Office) -> Office:
    """Four in New York, the first added the longest due."""
    for i, name in enumerate(("Ann Lee", "Bob Ray", "Cyd Fox", "Dee Poe")):
        office.add(name, new_york(i), now=f"2026-03-{5 + i:02}T09:00:00-05:00")
    return office


def outcomes(office: Office) -> list[tuple[str, str, str, str]]:
    return [
        (name, outcome, reason, note)
        for name, outcome, reason, note in office.rows(
            "SELECT p.name, c.outcome, c.reason, c.note FROM call c JOIN prospect p "
            "ON p.id = c.prospect_id WHERE c.voided_at IS NULL ORDER BY c.id"
        )
    ]


def test_a_miss_is_two_keys_and_the_next_person_follows(four: Office) -> None:
    async def act(rep: Rep) -> None:
        assert rep.name == "Ann Lee"
        await rep.press("enter", "n")
        assert rep.name == "Bob Ray"
        await rep.press("enter", "v")
        assert rep.name == "Cyd Fox"
        assert rep.keystrokes == 4

    done = at_the_screen(four, act)
    assert outcomes(four) == [("Ann Lee", "no-answer", "", ""), ("Bob Ray", "voicemail", "", "")]
    assert (done.calls, done.talks) == (2, 0)


def test_a_refusal_asks_for_the_reason_with_one_key_and_for_a_note(four: Office) -> None:
    async def act(rep: Rep) -> None:
        await rep.press("enter", "s", "p")
        await rep.type("too dear")
        await rep.press("enter")
        await rep.press("enter", "s", "enter", "enter")

    at_the_screen(four, act)
    assert outcomes(four) == [
        ("Ann Lee", "soft-no", "price", "too dear"),
        ("Bob Ray", "soft-no", "unknown", ""),
    ]


def test_a_hard_no_asks_for_permission(four: Office) -> None:
    async def act(rep: Rep) -> None:
        await rep.press("enter", "o", "n", "enter")
        await rep.press("enter", "o", "y", "enter")

    at_the_screen(four, act)
    assert four.rows("SELECT permission FROM call ORDER BY id") == [(0,), (1,)]


def test_a_time_is_echoed_while_it_is_typed_and_asked_again_when_it_cannot_be_read(
    four: Office,
) -> None:
    async def act(rep: Rep) -> None:
        await rep.press("enter", "c")
        await rep.type("thu 4")
        assert "Mar 12" in rep.text("#echo")
        await rep.press("backspace", "backspace")
        await rep.type(" blue")
        await rep.press("enter")
        assert rep.answer == "thu blue"
        assert rep.name == "Ann Lee"
        await rep.press("backspace", "backspace", "backspace", "backspace")
        await rep.type("4pm")
        await rep.press("enter", "enter")
        assert rep.name == "Bob Ray"

    done = at_the_screen(four, act)
    assert outcomes(four) == [("Ann Lee", "callback", "", "")]
    assert [promise.name for promise in done.promises] == ["Ann Lee"]


def test_a_refused_answer_keeps_what_was_typed(four: Office) -> None:
    async def act(rep: Rep) -> None:
        await rep.press("enter", "c")
        await rep.type("yesterday 3pm")
        await rep.press("enter")
        await rep.type("call the boss")
        await rep.press("enter")
        # The time is in the past: it's asked again, and the note isn't lost.
        assert rep.answer == "yesterday 3pm"
        for _ in "yesterday 3pm":
            await rep.press("backspace")
        await rep.type("thu 4pm")
        await rep.press("enter")

    at_the_screen(four, act)
    assert outcomes(four) == [("Ann Lee", "callback", "", "call the boss")]


def test_escape_logs_nothing(four: Office) -> None:
    async def act(rep: Rep) -> None:
        await rep.press("enter", "s", "escape")
        assert rep.name == "Ann Lee"
        await rep.press("n")

    at_the_screen(four, act)
    assert outcomes(four) == [("Ann Lee", "no-answer", "", "")]


def test_before_the_call_d_dials_and_on_it_it_is_disconnected(four: Office) -> None:
    async def act(rep: Rep) -> None:
        await rep.press("d")
        assert rep.name == "Ann Lee"
        await rep.press("d")

    at_the_screen(four, act)
    assert [row[:2] for row in outcomes(four)] == [("Ann Lee", "disconnected")]


def test_undo_says_what_it_takes_back_and_brings_the_person_and_the_note_back(
    four: Office,
) -> None:
    async def act(rep: Rep) -> None:
        await rep.press("enter", "s", "p")
        await rep.type("maybe")
        await rep.press("enter")
        await rep.press("ctrl+z")
        assert "soft-no for Ann Lee" in rep.text("#label")
        await rep.press("n")
        assert rep.name == "Bob Ray"
        await rep.press("ctrl+z", "enter")
        assert rep.name == "Ann Lee"
        await rep.press("enter", "s", "t")
        assert rep.screen.flow is None

    at_the_screen(four, act)
    assert outcomes(four) == [("Ann Lee", "soft-no", "timing", "maybe")]


def test_redo_logs_again_what_was_taken_back(four: Office) -> None:
    async def act(rep: Rep) -> None:
        await rep.press("enter", "n", "ctrl+z", "enter", "ctrl+y")
        assert rep.name == "Bob Ray"

    at_the_screen(four, act)
    assert [row[:2] for row in outcomes(four)] == [("Ann Lee", "no-answer")]


def test_a_skipped_person_comes_later_with_or_without_a_reason(four: Office) -> None:
    async def act(rep: Rep) -> None:
        await rep.press("K", "enter")
        assert rep.name == "Bob Ray"
        await rep.press("K")
        await rep.type("at lunch")
        await rep.press("enter")
        assert rep.name == "Cyd Fox"

    at_the_screen(four, act)
    assert [row[0] for row in four.rows("SELECT reason FROM skip ORDER BY prospect_id")] == [
        "", "at lunch"
    ]  # fmt: skip


def test_finds_anyone_as_the_rep_types(four: Office) -> None:
    async def act(rep: Rep) -> None:
        await rep.press("slash")
        await rep.type("poe")
        await rep.press("enter")
        assert rep.name == "Dee Poe"

    at_the_screen(four, act)


def test_a_callback_that_comes_due_is_announced_and_taken_with_one_key(four: Office) -> None:
    clock = Clock()
    four.log("Cyd Fox", "callback", at="10:20am")

    async def act(rep: Rep) -> None:
        assert rep.name == "Ann Lee"
        await rep.screen._look()
        rep.screen._show_head()
        assert "Cyd Fox" in rep.text("#message")
        await rep.press("plus")
        assert rep.name == "Cyd Fox"

    at_the_screen(four, act, clock=clock)


def test_a_person_another_rep_logged_leaves_the_screen(four: Office) -> None:
    async def act(rep: Rep) -> None:
        four.log("Ann Lee", "do-not-call", agent="bob")
        await rep.screen._look()
        await rep.settled()
        assert rep.name == "Bob Ray"
        assert "Ann Lee" in rep.text("#message")

    at_the_screen(four, act)


def test_a_digit_goes_on_with_a_saved_view(four: Office, run_callq: Callq) -> None:
    run_callq.ok("edit", "3", "--tag", "vip")

    async def act(rep: Rep) -> None:
        await rep.press("V")
        assert rep.name == "Ann Lee"
        run_callq.ok("list", "--tag", "vip", "--save-view", "[red]vips")
        await rep.press("V")
        assert "1  [red]vips" in rep.drawn()
        await rep.press("2", "escape")
        assert rep.name == "Ann Lee"
        await rep.press("V", "1")
        assert rep.name == "Cyd Fox"
        assert "[red]vips" in rep.text("#message")
        await rep.press("enter", "V", "1")
        assert rep.screen.view is not None
        assert rep.screen.view.phase is Phase.CALL
        await rep.press("n", "V", "0")
        assert rep.name == "Ann Lee"

    at_the_screen(four, act)


def test_quitting_frees_the_person(four: Office) -> None:
    async def act(rep: Rep) -> None:
        assert four.rows("SELECT COUNT(*) FROM lease") == [(1,)]

    at_the_screen(four, act)
    assert four.rows("SELECT COUNT(*) FROM lease") == [(0,)]


def test_a_note_that_asks_for_no_calls_is_asked_about(four: Office) -> None:
    async def act(rep: Rep) -> None:
        await rep.press("enter", "s", "p")
        await rep.type("take me off your list")
        await rep.press("enter", "y")
        assert rep.name == "Bob Ray"

    at_the_screen(four, act)
    assert [row[:2] for row in outcomes(four)] == [("Ann Lee", "do-not-call")]


def test_an_empty_queue_says_why_in_counts(office: Office) -> None:
    office.add("Lee Night", IN_CHICAGO, now=DAY_BEFORE)
    office.log("Lee Night", "no-answer", now=DAY_BEFORE)
    clock = Clock(NOW)

    async def act(rep: Rep) -> None:
        await rep.press("enter", "s", "p", "enter")
        assert rep.name == ""
        assert rep.screen.view is not None
        assert rep.screen.view.waiting is not None
        assert rep.screen.view.waiting.cooling_down == 1

    at_the_screen(office, act, clock=clock)


def test_a_key_without_meaning_says_so(four: Office) -> None:
    async def act(rep: Rep) -> None:
        await rep.press("y")
        assert '"y"' in rep.text("#message")
        await rep.press("enter", "K")
        assert rep.name == "Ann Lee"

    at_the_screen(four, act)
    assert outcomes(four) == []


def test_the_clock_of_the_call_runs(four: Office) -> None:
    clock = Clock()

    async def act(rep: Rep) -> None:
        await rep.press("enter")
        clock.wait(seconds=83)
        rep.screen._show_head()
        assert "1:23" in rep.text("#head")

    at_the_screen(four, act, clock=clock)


def test_on_a_call_digits_show_answers_to_objections(four: Office) -> None:
    async def act(rep: Rep) -> None:
        await rep.press("enter", "1")
        assert rep.screen.saying is not None
        assert rep.screen.saying.script is not None
        assert rep.screen.saying.script.kind == "price"
        await rep.press("0")
        assert rep.screen.saying is None

    at_the_screen(four, act)


def test_before_a_call_digits_choose_the_number(office: Office) -> None:
    office.add("Two Phones", new_york(1), new_york(2))

    async def act(rep: Rep) -> None:
        await rep.press("2", "enter", "n")

    at_the_screen(office, act)
    assert office.rows("SELECT number FROM call") == [("+12125560002",)]


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (120, 40)])
def test_everything_fits_the_screen(four: Office, size: tuple[int, int]) -> None:
    async def act(rep: Rep) -> None:
        for part in ("#head", "#card", "#script", "#outcomes", "#actions"):
            region = rep.screen.query_one(part).region
            assert region.height > 0
            assert region.bottom <= size[1]
        outer = rep.screen.query_one("#outcomes").region
        assert outer.height < 6

    at_the_screen(four, act, size=size)


def test_a_snooze_is_echoed_and_the_next_person_follows(four: Office) -> None:
    async def act(rep: Rep) -> None:
        await rep.press("S")
        await rep.type("until june 1")
        assert "Jun 1" in rep.text("#echo")
        await rep.press("enter")
        assert rep.name == "Bob Ray"
        await rep.press("S")
        await rep.type("yesterday")
        await rep.press("enter")
        assert (rep.name, rep.answer) == ("Bob Ray", "yesterday")
        await rep.press("escape", "ctrl+z", "enter")

    at_the_screen(four, act)
    assert outcomes(four) == []
    assert four.rows("SELECT COUNT(*) FROM prospect WHERE snoozed_until IS NOT NULL") == [(0,)]


def test_a_callback_is_moved_after_a_question(four: Office) -> None:
    four.log(1, "callback", at="today 10:20am")

    async def act(rep: Rep) -> None:
        await rep.press("+")
        assert rep.name == "Ann Lee"
        for key in ("n", "y"):
            await rep.press("S")
            await rep.type("june 1")
            await rep.press("enter", key)
        assert rep.name == "Bob Ray"

    at_the_screen(four, act)
    assert four.row(1)["callback_at"] == four.row(1)["snoozed_until"]


def test_an_unknown_caller_becomes_a_new_person_in_one_line(four: Office) -> None:
    async def act(rep: Rep) -> None:
        await rep.press("I")
        await rep.type("312 555 0177")
        await rep.press("enter")
        await rep.type("Eve Hill")
        await rep.press("enter")
        assert rep.name == "Eve Hill"
        await rep.press("i", "enter")
        assert rep.name == "Ann Lee"

    at_the_screen(four, act)
    assert four.rows(
        "SELECT p.name, c.outcome, c.channel FROM call c JOIN prospect p ON p.id = c.prospect_id"
    ) == [("Eve Hill", "interested", "incoming")]


def test_a_click_on_a_key_presses_it(four: Office) -> None:
    async def act(rep: Rep) -> None:
        # The first of the lower lines is "dial", the first of the upper ones "no answer".
        await rep.pilot.click("#actions", offset=(3, 0))
        await rep.pilot.click("#outcomes", offset=(3, 0))
        await rep.settled()
        assert rep.name == "Bob Ray"

    at_the_screen(four, act)
    assert [row[:2] for row in outcomes(four)] == [("Ann Lee", "no-answer")]


def test_an_email_shows_what_is_still_in_brackets(office: Office) -> None:
    office.add("Ann [bold]Lee[/bold]", new_york(1), emails=("ann@example.com",))

    async def act(rep: Rep) -> None:
        assert "[bold]Lee" in rep.drawn()
        await rep.press("M")
        assert "[your offer not set" in rep.drawn()
        await rep.press("s")
        await rep.press("escape")

    at_the_screen(office, act, CALLQ_SELLER="Hill & Partners", CALLQ_EMAIL_FROM="me@example.com")
    assert [row[:2] for row in outcomes(office)] == [("Ann [bold]Lee[/bold]", "emailed")]


def test_edit_corrects_one_thing_and_keeps_what_it_cannot_read(four: Office) -> None:
    async def act(rep: Rep) -> None:
        await rep.press("E")
        await rep.type("compny Acme")
        await rep.press("enter")
        assert rep.answer == "compny Acme"
        for _ in "compny Acme":
            await rep.press("backspace")
        await rep.type("company Acme")
        await rep.press("enter")
        assert rep.name == "Ann Lee"
        assert "Acme" in rep.text("#who")

    at_the_screen(four, act)
    assert four.row(1)["company"] == "Acme"


def test_a_note_before_the_call_is_research_and_on_it_goes_with_the_outcome(four: Office) -> None:
    async def act(rep: Rep) -> None:
        await rep.press("N")
        await rep.type("two shops")
        await rep.press("enter", "enter", "N")
        await rep.type("left a message")
        await rep.press("enter", "v")

    at_the_screen(four, act)
    assert four.rows("SELECT text FROM research") == [("two shops",)]
    assert outcomes(four) == [("Ann Lee", "voicemail", "", "left a message")]


def test_after_a_break_enter_goes_on(four: Office) -> None:
    async def act(rep: Rep) -> None:
        await rep.press("P")
        assert rep.name == ""
        assert four.rows("SELECT COUNT(*) FROM lease") == [(0,)]
        await rep.press("enter")
        assert rep.name == "Ann Lee"

    at_the_screen(four, act)


@pytest.mark.parametrize("key", ["Q", "ctrl+q"])
def test_quit_ends_the_session_also_on_a_call(four: Office, key: str) -> None:
    async def act(rep: Rep) -> None:
        await rep.press("enter")
        await rep.pilot.press(key)
        await rep.pilot.pause()
        assert not rep.app.is_running or rep.app._exit

    at_the_screen(four, act)
    assert outcomes(four) == []


def test_a_caller_is_found_by_name_or_number(four: Office) -> None:
    async def act(rep: Rep) -> None:
        await rep.press("i")
        await rep.type("cyd")
        await rep.press("enter")
        assert rep.name == "Cyd Fox"
        await rep.press("s", "t", "enter")

    at_the_screen(four, act)
    assert four.rows("SELECT prospect_id, channel, reason FROM call") == [(3, "incoming", "timing")]


@pytest.mark.parametrize("typed", ["foxx", "dee peo"])
def test_a_typo_finds_a_similar_name(four: Office, typed: str) -> None:
    async def act(rep: Rep) -> None:
        await rep.press("slash")
        await rep.type(typed)
        await rep.press("enter")
        assert rep.name in ("Cyd Fox", "Dee Poe")

    at_the_screen(four, act)


def test_after_undo_the_call_goes_on_and_the_next_person_is_free(four: Office) -> None:
    async def act(rep: Rep) -> None:
        await rep.press("enter", "c")
        await rep.type("thu 4")
        await rep.press("enter", "enter", "ctrl+z", "enter")
        assert rep.screen.session.phase is Phase.CALL
        assert four.rows("SELECT prospect_id FROM lease") == [(1,)]
        await rep.press("c")
        # What was typed is offered again.
        assert rep.answer == "thu 4"

    at_the_screen(four, act)


def test_an_email_that_no_program_opens_is_not_logged(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webbrowser, "open", lambda _: False)
    office.add("Ann Lee", new_york(1), emails=("ann@example.com",))

    async def act(rep: Rep) -> None:
        await rep.press("M", "o")
        assert rep.name == "Ann Lee"
        assert "email program" in rep.text("#message")

    at_the_screen(office, act, CALLQ_SELLER="Hill & Partners", CALLQ_EMAIL_FROM="me@example.com")
    assert outcomes(office) == []


@pytest.mark.parametrize("key", ["A", "W", "E", "M", "1"])
def test_a_person_removed_meanwhile_is_a_message(four: Office, key: str) -> None:
    async def act(rep: Rep) -> None:
        four.merge("Bob Ray", "Ann Lee", agent="bob")
        four.rows("DELETE FROM prospect WHERE id = 1")
        await rep.press(key)
        if rep.screen.prompt:
            await rep.type("company Acme")
            await rep.press("enter")
        assert rep.app.is_running

    at_the_screen(four, act)


def test_each_number_has_the_digit_that_chooses_it(office: Office) -> None:
    office.add("Two Phones", "12", new_york(1), new_york(2))

    async def act(rep: Rep) -> None:
        shown = rep.text("#who").splitlines()
        assert [line.split()[0] for line in shown[1:4]] == ["1", "12", "2"]
        await rep.press("2", "enter", "n")

    at_the_screen(office, act)
    assert office.rows("SELECT number FROM call") == [("+12125560002",)]
