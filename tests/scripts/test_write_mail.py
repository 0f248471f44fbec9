"""Mails: the right one, filled, addressed, and never to someone who opted out."""

import re
from typing import Any

import pytest

from callq.errors import CallqError, Exit
from callq.planning.time_off import start_time_off
from callq.scripts.filling import with_times
from callq.scripts.mail import Written, kinds, split, write
from helpers import IN_CHICAGO, IN_NEW_YORK, Callq, Office

ME = {"CALLQ_SELLER": "Hill", "CALLQ_EMAIL_FROM": "ann@hill.example", "CALLQ_MY_NAME": "Ann Moss"}
RON = "ron@example.com"


def mail(office: Office, who: Any = None, kind: str = "", **env: str) -> Written:
    settings: Any = {**ME, **env}
    with office.workspace(**settings) as ws:
        return write(ws, None if who is None else str(who), kind)


@pytest.fixture
def ron(office: Office) -> int:
    return office.add("Ron Smith", IN_CHICAGO, company="Smith Dental", emails=(RON,))


@pytest.mark.parametrize(
    ("outcome", "said", "kind", "due"),
    [
        ("", {}, "warm-up", False), ("na", {}, "warm-up", False), ("ni", {}, "thank-you", False),
        ("hn", {}, "thank-you", False), ("hu", {}, "three-options", False), ("lost", {}, "proposal", True),
        ("ni", {"channel": "email"}, "answer", True), ("hn", {"channel": "email"}, "answer", True),
        ("int", {}, "three-options", False),
    ],
)  # fmt: skip
def test_the_email_follows_from_the_log(
    office: Office, ron: int, outcome: str, said: dict[str, str], kind: str, due: bool
) -> None:
    if outcome:
        office.log(ron, outcome, **said)
    written = mail(office, ron)
    assert (written.kind, written.clears) == (kind, due)
    assert written.letter.to_address == RON
    assert written.letter.from_name == "Ann Moss"
    assert "Hill" in written.letter.body
    assert "Ron" in written.letter.body


def test_an_email_that_is_owed_is_cleared_by_logging_it(office: Office, ron: int) -> None:
    """It stands in the queue as mail, not as a call, until it is sent."""
    office.log(ron, "lost")
    (item,) = office.look().items
    assert (item.entry.action, item.entry.id) == ("propose", ron)
    assert mail(office, ron).clears
    office.log(ron, "emailed")
    assert office.queue() == []
    assert not mail(office, ron).clears


def test_times_are_to_come_and_on_their_clock(office: Office, ron: int) -> None:
    body = mail(office, ron, "answer").letter.body
    assert re.findall(r"  - (.*)", body) == [
        "Thursday, March 12, 10:00 AM your time (CDT)",
        "Friday, March 13, 2:30 PM your time (CDT)",
        "Monday, March 16, 11:30 AM your time (CDT)",
    ]


def test_times_lie_in_the_windows_of_their_place(office: Office) -> None:
    """In France no one is called from 13:00 to 14:00, after 20:00, or on a public holiday."""
    now = "2026-05-12T10:00:00-04:00"
    who = office.add("Luc", "+33 1 99 00 12 34", emails=(RON,), now=now)
    with office.workspace(now=now) as ws:
        times = with_times(ws, {}, who, 14)["times"].splitlines()
        found = [
            re.search(r"(May|June) (\d+), (\d+):(\d+) ([AP])M your time", line) for line in times
        ]
    assert len(found) == len(times) >= 10
    days = {(int(m[2]), m[1]) for m in found if m}
    assert not days & {(14, "May"), (25, "May")}, "Ascension and Whit Monday"
    hours = [int(m[3]) % 12 + 12 * (m[5] == "P") for m in found if m]
    assert all(10 <= hour < 20 and hour != 13 for hour in hours)


@pytest.mark.parametrize(
    "kind", ["", "thank-you", "three-options", "answer", "proposal", "warm-up"]
)
def test_no_one_who_opted_out_is_written_to(office: Office, ron: int, kind: str) -> None:
    office.log(ron, "dnc")
    with pytest.raises(CallqError) as refused:
        mail(office, ron, kind)
    assert (refused.value.code, refused.value.name) == (Exit.REFUSED, "opted-out")


def test_nor_under_another_record_with_their_address(office: Office, ron: int) -> None:
    twin = office.add("R. Smith", IN_NEW_YORK, emails=("RON@example.com",))
    office.log(ron, "dnc")
    with pytest.raises(CallqError, match="Ron Smith") as refused:
        mail(office, twin)
    assert refused.value.name == "opted-out-duplicate"


def test_nor_whose_cell_asks_not_to_be_called(office: Office) -> None:
    who = office.add("Tom", IN_NEW_YORK, emails=(RON,), opt_out_text="do not call again")
    with pytest.raises(CallqError, match="do not call again") as refused:
        mail(office, who)
    assert refused.value.name == "opt-out-request"


def test_a_note_is_never_in_an_email(office: Office, ron: int) -> None:
    office.log(ron, "ni", note="grumpy and rude")
    for kind in ("thank-you", "three-options", "answer", "proposal", "warm-up"):
        assert "grumpy" not in str(mail(office, ron, kind))


def test_what_is_not_set_is_said(office: Office, ron: int) -> None:
    with pytest.raises(CallqError) as refused:
        mail(office, ron, CALLQ_SELLER="", CALLQ_EMAIL_FROM="")
    assert refused.value.name == "not-set"
    assert refused.value.hint == "callq config seller …\ncallq config email_from …"
    assert "offer" in mail(office, ron).missing


def test_an_address_is_needed(office: Office) -> None:
    who = office.add("Tom", IN_NEW_YORK)
    with pytest.raises(CallqError) as refused:
        mail(office, who)
    assert refused.value.name == "no-email-address"
    assert f"callq edit {who} --add-email" in refused.value.hint


def test_an_unknown_email_is_refused_with_the_nearest(office: Office, ron: int) -> None:
    with pytest.raises(CallqError) as refused:
        mail(office, ron, "thanks-you")
    assert refused.value.name == "unknown-mail"
    assert "thank-you" in refused.value.hint


def test_one_word_is_a_kind_for_the_one_held_or_a_person(office: Office, ron: int) -> None:
    with office.workspace() as ws:
        assert split(ws, ["three-options"]) == (None, "three-options")
        assert split(ws, ["ron"]) == ("ron", "")
        assert split(ws, ["ron", "three-options"]) == ("ron", "three-options")
        assert split(ws, []) == (None, "")
        assert [kind.kind for kind in kinds(ws)][:2] == ["thank-you", "three-options"]
    office.take()
    assert mail(office).who.id == ron


def test_a_name_that_breaks_a_line_writes_no_header(office: Office, run_callq: Callq) -> None:
    office.add("Eve\r\nBcc: all@world.example", IN_NEW_YORK, emails=("eve@example.com",))
    refused = run_callq("mail", "eve", "--out", "-", env=ME)
    assert (refused.code, refused.out) == (8, "")
    assert "line break" in refused.err


def test_ways_out(office: Office, run_callq: Callq, ron: int) -> None:
    text = run_callq.ok("mail", "ron", env=ME)
    assert text.out.startswith(f"To: {RON}\nSubject: Quick call about")
    assert "callq log 1 emailed" in text.err
    raw = run_callq.ok("mail", "ron", "--out", "-", env=ME).out
    assert raw.splitlines()[0] == "From: Ann Moss <ann@hill.example>"
    link = run_callq.ok("mail", "ron", "--mailto", env=ME).out
    assert link.startswith(f"mailto:{RON}?subject=Quick%20call")
    assert link.count("\n") == 1
    run_callq.ok("mail", "ron", "--out", "ron.eml", env=ME)
    assert (
        (run_callq.home / "ron.eml")
        .read_bytes()
        .startswith(b"From: Ann Moss <ann@hill.example>\r\n")
    )
    again = run_callq("mail", "ron", "--out", "ron.eml", env=ME)
    assert again.code == 8
    assert run_callq("mail", "ron", "--out", "b.eml", "--mailto", env=ME).code == 2
    assert run_callq("mail", "ron", "--out", "no/such/ron.eml", env=ME).code == 2


def test_it_is_handed_to_the_email_program(office: Office, run_callq: Callq, ron: int) -> None:
    """A program of ours stands in for it; none is started in a test."""
    program = run_callq.home / "mailer"
    program.write_text(f'#!/bin/sh\nprintf %s "$1" > {run_callq.home}/given\n')
    program.chmod(0o755)
    run_callq.ok("mail", "ron", "--open", env={**ME, "BROWSER": f"{program} %s"})
    assert (run_callq.home / "given").read_text().startswith(f"mailto:{RON}?subject=")
    broken = run_callq("mail", "ron", "--open", env={**ME, "BROWSER": "/bin/false %s"})
    assert broken.code == 3
    assert "--out FILE.eml" in broken.err


def test_no_time_is_proposed_while_the_rep_is_away(office: Office, ron: int) -> None:
    with office.workspace() as ws:
        start_time_off(ws, "thursday", "friday")
    body = mail(office, ron, "answer").letter.body
    assert re.findall(r"  - (\w+, \w+ \d+)", body) == [
        "Monday, March 16", "Tuesday, March 17", "Wednesday, March 18",
    ]  # fmt: skip


def test_where_no_one_knows_their_hours_no_time_is_proposed(office: Office) -> None:
    who = office.add("Ida", "+1 800 555 0199", emails=(RON,))
    assert "times" in mail(office, who, "answer").missing
