"""A call is logged whole, with all that follows from it, or refused without a trace."""

from datetime import timedelta
from typing import Any

import pytest

from callq.calls.log import LogResult
from callq.calls.request import read_duration, split_referral
from callq.engine.model import Action, State
from callq.engine.outcomes import CANONICAL
from callq.errors import CallqError, Exit
from helpers import IN_CHICAGO, IN_LOS_ANGELES, IN_NEW_YORK, NEW_YORK, NOW, Office, moment

AT = moment("2026-03-11 10:15")


@pytest.fixture
def ron(office: Office) -> Office:
    office.add("Ron Smith", IN_NEW_YORK, now="2026-03-10T10:00:00-04:00")
    return office


def refusal(office: Office, who: str | None, outcome: str | None, **said: Any) -> CallqError:
    """The refusal, after which the store is as it was."""
    before = office.dump()
    with pytest.raises(CallqError) as caught:
        office.log(who, outcome, **said)
    assert office.dump() == before
    return caught.value


# What is refused ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("outcome", "said", "name"),
    [
        (None, {}, "outcome-missing"),
        ("", {}, "outcome-missing"),
        ("nope", {}, "unknown-outcome"),
        ("voicmail", {}, "unknown-outcome"),
        ("cb", {}, "time-missing"),
        ("mtg", {}, "time-missing"),
        (None, {"answer": "b"}, "time-missing"),
        ("na", {"at": "friday 3pm"}, "time-not-allowed"),
        ("won", {"within": "2 weeks"}, "time-not-allowed"),
        ("cb", {"at": "friday", "within": "2 days"}, "time-given-twice"),
        ("ni", {"permission": True}, "permission-not-allowed"),
        ("na", {"permission": False}, "permission-not-allowed"),
        ("ni", {"to": "Ann Lee"}, "referral-not-allowed"),
        ("na", {"channel": "pigeon"}, "unknown-channel"),
        ("na", {"reason": "price"}, "reason-not-allowed"),
        ("ni", {"reason": "prise"}, "unknown-reason"),
        ("ni", {"reason": "xyz"}, "unknown-reason"),
        (None, {"answer": "d"}, "unknown-answer"),
        ("won", {"answer": "a"}, "answer-contradicts-outcome"),
        ("cb", {"at": "yesterday 3pm"}, "time-in-the-past"),
        ("na", {"when": "tomorrow 3pm"}, "call-in-the-future"),
        ("na", {"duration": "long"}, "unknown-duration"),
        ("na", {"duration": "99:99:99"}, "impossible-duration"),
        ("na", {"number": "nonsense"}, "unknown-number"),
    ],
)
def test_a_contradiction_is_refused(
    ron: Office, outcome: str | None, said: dict[str, Any], name: str
) -> None:
    error = refusal(ron, "ron", outcome, **said)
    assert (error.name, error.code) == (name, Exit.USAGE)


@pytest.mark.parametrize(("typed", "suggested"), [("voicmail", "voicemail"), ("hrd-no", "hard-no")])
def test_a_typo_gets_a_suggestion(ron: Office, typed: str, suggested: str) -> None:
    assert suggested in refusal(ron, "ron", typed).hint


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        ("cb", {"at": "25:00"}),
        ("cb", {"at": "soonish"}),
        ("cb", {"at": "31 february"}),
        ("cb", {"within": "a while"}),
        ("na", {"when": "once"}),
    ],
)
def test_a_time_that_is_not_understood_whole_is_refused(
    ron: Office, outcome: str, said: dict[str, str]
) -> None:
    assert "Can't tell when" in refusal(ron, "ron", outcome, **said).message


@pytest.mark.parametrize(
    ("who", "code"), [("nobody", Exit.NOT_FOUND), (None, Exit.NOT_FOUND), ("ron", Exit.AMBIGUOUS)]
)
def test_a_call_with_no_one_or_with_several_is_refused(
    ron: Office, who: str | None, code: Exit
) -> None:
    ron.add("Ron Smythe")
    assert refusal(ron, who, "na").code is code


def test_an_outcome_that_nothing_is_like_lists_them_all(ron: Office) -> None:
    hint = refusal(ron, "ron", "xqzv").hint
    assert hint == "Outcomes: " + ", ".join(outcome.word for outcome in CANONICAL)


# What is understood -------------------------------------------------------------------------------


@pytest.mark.parametrize("outcome", CANONICAL, ids=lambda outcome: outcome.word)
def test_every_outcome_is_known_by_its_word_and_its_aliases(ron: Office, outcome: Any) -> None:
    at = {"at": "friday 3pm"} if outcome.needs_time else {}
    for word in (outcome.word, *outcome.aliases, outcome.word.upper(), f" {outcome.word} "):
        assert ron.log("ron", word, **at).outcome.word == outcome.word
        ron.undo()


@pytest.mark.parametrize(
    ("written", "word"),
    [
        ("Left voicemail", "voicemail"),
        ("Not interested", "soft-no"),
        ("soft_no", "soft-no"),
        ("Hung Up", "hung-up"),
        ("Falsche Nummer", "wrong-number"),
        ("Do Not Call", "do-not-call"),
        ("DNC", "do-not-call"),
    ],
)
def test_the_words_of_other_systems_are_known(ron: Office, written: str, word: str) -> None:
    logged = ron.log("ron", written)
    assert logged.outcome.word == word
    assert ron.rows("SELECT outcome, written FROM call") == [(word, written)]


def test_a_reason_in_the_words_of_other_systems_is_kept(ron: Office) -> None:
    assert ron.log("ron", "Not interested - price").call.reason == "price"


@pytest.mark.parametrize(
    ("answer", "said", "word"),
    [("a", {}, "interested"), ("b", {"at": "friday 3pm"}, "callback"), ("C", {}, "do-not-call")],
)
def test_the_three_way_question_is_logged_by_its_answer(
    ron: Office, answer: str, said: dict[str, str], word: str
) -> None:
    assert ron.log("ron", None, answer=answer, **said).outcome.word == word
    assert ron.rows("SELECT outcome, written FROM call") == [(word, answer)]


def test_an_answer_and_the_outcome_it_means_agree(ron: Office) -> None:
    assert ron.log("ron", "int", answer="a").outcome.word == "interested"


def test_a_no_without_a_reason_has_an_unknown_one(ron: Office) -> None:
    assert ron.log("ron", "ni").call.reason == "unknown"
    assert ron.log("ron", "hn").call.reason == ""
    assert ron.log("ron", "na").call.reason == ""


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("", None), ("0", 0), ("90", 90), ("90s", 90), ("2m", 120), ("2 min", 120), ("1m30s", 90),
        ("1h", 3600), ("1h2m3s", 3723), ("1:30", 90), ("0:05", 5), ("1:02:03", 3723),
        ("100:00", 6000),
    ],
)  # fmt: skip
def test_a_duration_is_read_in_its_usual_forms(text: str, seconds: int | None) -> None:
    assert read_duration(text) == seconds


@pytest.mark.parametrize(
    "text", ["-5", "1.5m", "m", "1:3", "1:2:3:4", "90x", "s", ":", "１分", "h2"]
)
def test_other_durations_are_refused(text: str) -> None:
    with pytest.raises(CallqError) as caught:
        read_duration(text)
    assert caught.value.name == "unknown-duration"


@pytest.mark.parametrize("digits", [20, 5000])
def test_a_duration_longer_than_a_life_is_refused(ron: Office, digits: int) -> None:
    assert refusal(ron, "ron", "na", duration="9" * digits).code is Exit.USAGE


def test_a_clock_with_ninety_nine_seconds_is_refused() -> None:
    with pytest.raises(CallqError) as caught:
        read_duration("1:99")
    assert caught.value.name == "impossible-duration"


@pytest.mark.parametrize(
    ("text", "name", "phones", "emails"),
    [
        ("Ann Lee", "Ann Lee", (), ()),
        ("Ann Lee +1 212 555 0100", "Ann Lee", ("+1 212 555 0100",), ()),
        ("Ann Lee (212) 555-0100", "Ann Lee", ("(212) 555-0100",), ()),
        ("Ann Lee, 212-555-0100, ann@example.com", "Ann Lee", ("212-555-0100",),
         ("ann@example.com",)),
        pytest.param(
            "Ann Lee <ann@example.com>", "Ann Lee", (), ("ann@example.com",),
        ),
        ("ann@example.com", "", (), ("ann@example.com",)),
    ],
)  # fmt: skip
def test_a_referral_is_split(
    text: str, name: str, phones: tuple[str, ...], emails: tuple[str, ...]
) -> None:
    assert split_referral(text) == (name, phones, emails)


# What is written ----------------------------------------------------------------------------------


def test_everything_that_is_said_is_kept(ron: Office) -> None:
    logged = ron.log(
        "ron", "hn", reason="competitor", note="has two  years\nto go", permission=True,
        duration="1m5s", when="yesterday 4pm", agent="bob",
    )  # fmt: skip
    columns = (
        "prospect_id, at, logged_at, agent, channel, number, outcome, written, reason, permission, "
        "given_at, duration, note, imported, referred_to, command_id, voided_at, voided_by"
    )
    yesterday = int(moment("2026-03-10 16:00").timestamp())
    assert ron.rows(f"SELECT {columns} FROM call") == [
        (1, yesterday, int(AT.timestamp()), "bob", "call", "+12125550100", "hard-no", "hn",
         "competitor", 1, None, 65, "has two  years\nto go", 0, None, logged.command_id, None, ""),
    ]  # fmt: skip
    assert ron.rows("SELECT agent, name, summary FROM command WHERE id > 1") == [
        ("bob", "log", "hard-no for Ron Smith")
    ]


def test_the_status_follows_in_the_same_transaction(ron: Office) -> None:
    logged = ron.log("ron", "ni", reason="price")
    row = ron.row(1)
    assert logged.status.state is State.RECALL
    assert row["state"] == "recall"
    assert row["due_at"] == int(moment("2026-04-10 10:15").timestamp())
    assert (row["ready"], row["conversation_outcome"], row["conversation_reason"]) == (
        0,
        "soft-no",
        "price",
    )
    assert ron.queue() == []


@pytest.mark.parametrize(
    ("phone", "at"),
    [
        (IN_NEW_YORK, "2026-03-13T15:00:00-04:00"),
        (IN_CHICAGO, "2026-03-13T15:00:00-05:00"),
        (IN_LOS_ANGELES, "2026-03-13T15:00:00-07:00"),
        ("+44 20 7946 0001", "2026-03-13T15:00:00+00:00"),
    ],
)
def test_a_time_they_named_is_in_their_zone(office: Office, phone: str, at: str) -> None:
    office.add("Ron Smith", phone)
    assert office.log("ron", "cb", at="friday 3pm").call.given_at == moment(at)


def test_a_zone_they_told_us_comes_before_that_of_their_number(office: Office) -> None:
    office.add("Ron Smith", IN_NEW_YORK, zone="Asia/Tokyo")
    given = office.log("ron", "cb", at="friday 3pm").call.given_at
    assert given == moment("2026-03-13T15:00:00+09:00")


def test_the_time_of_the_call_is_in_the_zone_of_the_rep(office: Office) -> None:
    office.add("Ron Smith", IN_LOS_ANGELES)
    assert office.log("ron", "na", when="9:30am today").call.at == moment("2026-03-11 09:30")


def test_a_span_counts_from_now_and_keeps_their_clock(office: Office) -> None:
    office.add("Ron Smith", IN_NEW_YORK)
    for within in ("2 weeks", "in 2 weeks", "14 days"):
        logged = office.log("ron", "cb", within=within)
        assert logged.call.given_at == AT + timedelta(days=14)
        office.undo()


def test_days_may_come_before_months(office: Office) -> None:
    office.add("Ron Smith", IN_NEW_YORK)
    assert office.log("ron", "cb", at="5/4/2026 3pm").call.given_at == moment("2026-05-04 15:00")
    office.undo()
    (office.home / "config.toml").write_text("day_first = true\n")
    assert office.log("ron", "cb", at="5/4/2026 3pm").call.given_at == moment("2026-04-05 15:00")


def test_a_callback_comes_back_at_its_minute(office: Office) -> None:
    office.add("Ron Smith", IN_NEW_YORK)
    logged = office.log("ron", "cb", at="3pm")
    assert logged.status.state is State.CALLBACK
    assert office.queue(now="2026-03-11T14:59:59-04:00") == []
    assert office.queue(now="2026-03-11T15:00:00-04:00") == [1]


@pytest.mark.parametrize("channel", ["call", "text"])
def test_a_call_is_on_the_number_that_the_queue_showed(ron: Office, channel: str) -> None:
    assert ron.log("ron", "na", channel=channel).call.number == "+12125550100"


@pytest.mark.parametrize("channel", ["email", "visit"])
def test_other_touches_are_on_no_number(ron: Office, channel: str) -> None:
    assert ron.log("ron", "ni", channel=channel).call.number == ""


def test_a_no_by_email_is_answered_now(ron: Office) -> None:
    assert ron.log("ron", "ni", channel="email").status.action is Action.REPLY
    assert ron.queue() == [1]
    ron.log("ron", "emailed")
    assert ron.queue() == []


def test_the_number_that_was_called_is_reported_by_its_end(office: Office) -> None:
    office.add("Ron Smith", IN_NEW_YORK, "+1 212 555 0199")
    assert office.log("ron", "wn", number="0199").call.number == "+12125550199"
    assert office.log("ron", "wn", number="(212) 555-0100").call.number == "+12125550100"
    assert office.row(1)["state"] == "needs-number"


def test_a_number_that_is_new_is_added_to_theirs(ron: Office) -> None:
    logged = ron.log("ron", "int", number="+1 212 555 0177")
    assert logged.call.number == "+12125550177"
    assert ron.rows("SELECT e164, position FROM phone ORDER BY position") == [
        ("+12125550100", 0), ("+12125550177", 1),
    ]  # fmt: skip
    ron.undo()
    assert ron.rows("SELECT e164 FROM phone") == [("+12125550100",)]


def test_a_dead_number_gives_way_to_the_next(office: Office) -> None:
    office.add("Ron Smith", IN_NEW_YORK, "+1 212 555 0199")
    logged = office.log("ron", "wn")
    assert logged.status.number is not None
    assert logged.status.number.e164 == "+12125550199"
    assert office.log("ron", "dc").status.state is State.NEEDS_NUMBER


def test_a_referral_becomes_a_prospect_beside_them(office: Office) -> None:
    office.add("Ron Smith", IN_NEW_YORK, company="Acme", owner="bob", list_name="fair")
    logged = office.log("ron", "referred", to="Ann Lee +1 312 555 0100 Ann@example.com")
    assert logged.referred is not None
    assert logged.referred.id == 2
    columns = "name, company, owner, list_name, note, ready"
    assert office.rows(f"SELECT {columns} FROM prospect WHERE id = 2") == [
        ("Ann Lee", "Acme", "bob", "fair", "Named by Ron Smith.", 1)
    ]
    assert office.rows("SELECT e164 FROM phone WHERE prospect_id = 2") == [("+13125550100",)]
    assert office.rows("SELECT address FROM email") == [("ann@example.com",)]
    assert office.rows("SELECT referred_to FROM call") == [(2,)]
    assert office.queue() == [2]


def test_a_referral_to_an_opted_out_number_is_never_offered(office: Office) -> None:
    office.add("Eve", IN_CHICAGO)
    office.log("eve", "dnc")
    office.add("Ron Smith", IN_NEW_YORK)
    logged = office.log("ron", "referred", to=f"Ann Lee {IN_CHICAGO}")
    assert logged.referred is not None
    assert office.row(logged.referred.id)["state"] == "do-not-call"
    assert office.queue() == []


def test_a_lease_ends_with_the_call(ron: Office) -> None:
    ron.take()
    ron.log(None, "na")
    assert ron.rows("SELECT * FROM lease") == []


def warnings(logged: LogResult) -> list[str]:
    return list(logged.warnings)


def test_a_call_to_someone_with_another_rep_is_logged_with_a_warning(ron: Office) -> None:
    ron.take(agent="bob")
    logged = ron.log("ron", "na", agent="ann")
    assert warnings(logged) == ["bob is working on Ron Smith right now."]
    assert ron.rows("SELECT COUNT(*) FROM call") == [(1,)]


def test_a_call_during_a_cooldown_is_a_violation_on_record(ron: Office) -> None:
    ron.log("ron", "ni", reason="price", now="2026-03-10T11:00:00-04:00")
    (warning,) = warnings(ron.log("ron", "na"))
    assert warning == (
        "Called on Wed, Mar 11, 2026, 10:15 AM though cooling down until Thu, Apr 9, 2026, 11:00 AM."
    )


def test_more_calls_than_a_cap_allows_are_a_violation_on_record(ron: Office) -> None:
    for hour in (11, 13, 15):
        assert warnings(ron.log("ron", "na", now=f"2026-03-10T{hour}:00:00-04:00")) == []
    assert warnings(ron.log("ron", "na")) == [
        "4 calls within 24 hours, 3 allowed. Logged as a violation."
    ]


def test_others_with_the_number_rest_by_its_cap(ron: Office) -> None:
    """A cap is per number: who shares it is not called a fourth time in a day either."""
    ron.add("Rita Smith", IN_NEW_YORK, now="2026-03-10T10:00:00-04:00")
    for hour in (11, 13, 15):
        ron.log("ron", "na", now=f"2026-03-10T{hour}:00:00-04:00")
    assert ron.queue() == []
    assert ron.queue(now="2026-03-11T10:59:00-04:00") == []
    assert 2 in ron.queue(now="2026-03-11T11:00:00-04:00")


def test_the_same_call_now_and_in_the_past_keep_their_order(ron: Office) -> None:
    """What was said last counts, whenever it was typed."""
    ron.log("ron", "int")
    ron.log("ron", "ni", when="yesterday 4pm")
    assert ron.row(1)["conversation_outcome"] == "interested"


def test_a_call_just_now_by_a_fast_clock_is_now(ron: Office) -> None:
    """Two minutes of slack between the clocks of two computers."""
    assert ron.log("ron", "na", when="10:16").call.at == AT


def test_notes_of_any_kind_are_kept_as_they_are(ron: Office) -> None:
    note = "a'b\"c; DROP TABLE call; -- [red]x[/red] \x1b[31m :id ? % 🦊 \u202eabc"
    ron.log("ron", "na", note=note)
    assert ron.rows("SELECT note FROM call") == [(note,)]
    assert ron.row(1)["last_note"] == note


def test_no_call_is_half_logged_when_the_writing_fails(
    ron: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Referral, new number, do-not-call entry, lease and log: all or nothing, wherever it breaks."""
    ron.take()
    before = ron.dump()
    for where in ("callq.records.leases.end_by", "callq.records.projection.add_to_tally"):
        with monkeypatch.context() as patch:
            patch.setattr(where, _breaks)
            for said in ({"outcome": "dnc"}, {"outcome": "referred", "to": "Ann +1 312 555 0100"}):
                with pytest.raises(RuntimeError):
                    ron.log("ron", number="+1 212 555 0188", **said)
                assert ron.dump() == before


def _breaks(*_: object) -> None:
    raise RuntimeError


def test_reps_in_other_zones_log_the_same_moment(office: Office) -> None:
    office.add("Ron Smith", IN_NEW_YORK)
    office.zone = "Asia/Tokyo"
    assert office.log("ron", "na", when="today 23:00").call.at == moment(
        "2026-03-11 10:00", NEW_YORK
    )
    assert office.now == NOW


def test_a_referral_whose_number_cannot_be_dialed_is_warned_of(office: Office) -> None:
    office.add("Ron Smith", IN_NEW_YORK)
    named = office.log("Ron Smith", "referred", to="Joe Doe 212 555")
    assert len(named.warnings) == 1
    assert "212 555" in named.warnings[0]
    assert office.log("Ron Smith", "referred", to="Ann Lee 212 555 0134").warnings == ()


def test_a_leave_moves_a_callback_that_falls_in_it_and_no_later_one(office: Office) -> None:
    office.add("Ron Smith", IN_NEW_YORK)
    office.log("Ron Smith", "callback", at="march 19 4pm", now="2026-03-11T10:00:00-04:00")
    away = office.log("Ron Smith", "on-leave", at="june 1", now="2026-03-12T10:00:00-04:00")
    assert away.status.due_at == moment("2026-06-01 09:00")
    assert away.status.callback_at is None
    missed = office.log("Ron Smith", "no-answer", now="2026-03-13T10:00:00-04:00")
    assert missed.status.due_at == moment("2026-06-01 09:00")
    spoke = office.log("Ron Smith", "callback", at="june 9 4pm", now="2026-06-01T10:00:00-04:00")
    assert spoke.status.callback_at == moment("2026-06-09 16:00")
    again = office.log("Ron Smith", "on-leave", at="june 4", now="2026-06-02T10:00:00-04:00")
    assert again.status.callback_at == moment("2026-06-09 16:00")
