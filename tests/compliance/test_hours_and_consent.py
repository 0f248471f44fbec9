"""Who is offered where: places, consents that begin and end, calendars, and what was told."""

import json
from typing import Any

import pytest

from callq.calls.next import take
from callq.compliance import consent, hours
from callq.compliance.hours_now import check
from callq.errors import CallqError
from callq.queue.today import look
from callq.records import evaluation
from callq.records.queue import Scope
from callq.records.rulebooks import shipped_text
from callq.rulebooks.rules import apply
from callq.workspace import Workspace, stop_on_broken_rulebook
from helpers import IN_NEW_YORK, Callq, Office, moment

PARIS = "+33 1 99 00 12 34"
BEFORE = "2026-03-10T10:00:00-04:00"
NOW = "2026-03-11T10:15:00-04:00"


def offered(office: Office, now: str = NOW) -> list[str]:
    with office.workspace(now=now) as ws:
        return [item.entry.name for item in look(ws, Scope(), 100).items]


def held(office: Office, now: str = NOW) -> dict[str, int]:
    with office.workspace(now=now) as ws:
        return look(ws, Scope(), 100).counts.held


def agree(office: Office, who: str, now: str = NOW, **said: Any) -> consent.Recorded:
    with office.workspace(now=now) as ws:
        return consent.record(ws, who, consent.Said(**{"source": "form", **said}))


def told(office: Office, who: str, place: str, now: str = NOW) -> hours.Confirmed:
    with office.workspace(now=now) as ws:
        return hours.confirm_location(ws, who, place)


def test_consumers_of_a_country_that_asks_for_consent_wait_for_one(office: Office) -> None:
    office.add("Luc", PARIS, now=BEFORE)
    assert offered(office) == []
    assert held(office) == {"needs-consent": 1}
    assert agree(office, "luc").hold == ""
    assert offered(office) == ["Luc"]
    office.undo()
    assert held(office) == {"needs-consent": 1}


def test_a_consent_ends_by_itself_at_its_moment_and_comes_back_with_the_clock(
    office: Office,
) -> None:
    office.add("Luc", PARIS, now=BEFORE)
    agree(office, "luc", until="2026-03-12")
    at = {"2026-03-11T13:00:00-04:00": ["Luc"], "2026-03-12T09:30:00-04:00": []}
    for now, names in (*at.items(), *at.items()):
        assert offered(office, now) == names, now
    assert held(office, "2026-03-12T09:30:00-04:00") == {"needs-consent": 1}


@pytest.mark.parametrize(("scope", "opens"), [("calls", True), ("emails", False), ("all", True)])
def test_a_consent_covers_what_it_says(office: Office, scope: str, opens: bool) -> None:
    office.add("Luc", PARIS, now=BEFORE)
    assert (agree(office, "luc", scope=scope).hold == "") is opens


def test_a_withdrawn_consent_stays_on_record(office: Office) -> None:
    office.add("Luc", PARIS, now=BEFORE)
    agree(office, "luc")
    with office.workspace() as ws:
        assert consent.withdraw(ws, "luc", "by phone").hold == "needs-consent"
        (kept,) = consent.list_consents(ws, "luc").consents
        assert (kept.withdrawn_by, kept.withdrawn_reason) == ("ann", "by phone")
    office.undo()
    assert offered(office) == ["Luc"]


def test_a_purchase_stands_in_where_the_row_says_so_and_as_long(office: Office) -> None:
    office.add("Ana", "+34 912 34 56 78", now=BEFORE)
    office.add("Udo", "+49 30 901820", now=BEFORE)
    for who in ("ana", "udo"):
        agree(office, who, relationship="purchase", on="2025-06-01")
    assert offered(office) == ["Ana"]
    assert offered(office, "2026-06-03T10:00:00-04:00") == []
    with office.workspace() as ws:
        (bought,) = consent.list_consents(ws, "ana").consents
        assert bought.until == moment("2026-06-01 00:00")


@pytest.mark.parametrize(
    ("phone", "kind", "until"),
    [
        ("212 555 0134", "inquiry", "2026-06-02"), ("212 555 0134", "purchase", "2027-09-02"),
        ("+1 416 555 0134", "inquiry", "2026-09-02"), ("+1 416 555 0134", "purchase", "2027-09-02"),
        ("+1 787 555 0134", "inquiry", "2026-06-02"), ("+1 203 555 0134", "purchase", "2027-09-02"),
        ("+34 912 34 56 78", "purchase", "2027-03-02"), ("+41 44 668 18 00", "purchase", "2027-03-02"),
        ("+34 912 34 56 78", "inquiry", None), ("+49 30 901820", "purchase", None),
    ],
)  # fmt: skip
def test_a_relationship_ends_by_the_row_of_the_country(
    office: Office, phone: str, kind: str, until: str | None
) -> None:
    office.add("Kim", phone, now=BEFORE)
    written = agree(office, "kim", relationship=kind, on="2026-03-02").consent
    assert written.until == (until and moment(f"{until} 00:00"))


def test_no_consent_lifts_their_own_opt_out(office: Office) -> None:
    office.add("Luc", PARIS, now=BEFORE)
    agree(office, "luc")
    office.log("luc", "do-not-call")
    agree(office, "luc", relationship="purchase")
    agree(office, "luc")
    assert offered(office, "2026-03-12T10:00:00-04:00") == []


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ({"source": ""}, "missing-source"), ({"scope": "pigeons"}, "unknown-scope"),
        ({"relationship": "friend"}, "unknown-relationship"), ({"on": "2026-03-12"}, "time-in-the-future"),
        ({"until": "2026-03-10"}, "ends-before-start"),
    ],
)  # fmt: skip
def test_what_isnt_a_consent_is_refused(office: Office, said: dict[str, str], name: str) -> None:
    office.add("Luc", PARIS, now=BEFORE)
    with pytest.raises(CallqError) as caught:
        agree(office, "luc", **said)
    assert caught.value.name == name


# Where they are -----------------------------------------------------------------------------------


def test_what_they_told_narrows_and_undo_widens_again(office: Office) -> None:
    """850 lies in two zones: at 08:30 in New York it is 07:30 in Pensacola."""
    early = "2026-03-11T08:30:00-04:00"
    office.add("Ida", "+1 850 555 0100", now=BEFORE)
    assert offered(office, early) == []
    told(office, "ida", "America/New_York", early)
    assert offered(office, early) == ["Ida"]
    office.undo(now=early)
    assert offered(office, early) == []


def test_who_said_where_they_are_stays_there_when_merged_into_another_zone(office: Office) -> None:
    """Mia, recorded in New York, is the Mia who said Los Angeles: ten there is one in New York."""
    early = "2026-03-11T10:30:00-04:00"
    office.add("Mia", "+1 212 555 0100", now=BEFORE, zone="America/New_York")
    office.add("Mia K", "+1 212 555 0101", now=BEFORE)
    told(office, "2", "America/Los_Angeles", early)
    assert offered(office, early) == ["Mia"]
    office.merge(1, 2, now=early)
    assert office.row(1)["zone"] == "America/Los_Angeles"
    assert json.loads(office.row(1)["custom"])["zone (from 1)"] == "America/New_York"
    assert offered(office, early) == []
    assert offered(office, "2026-03-11T13:00:00-04:00") == ["Mia"]
    office.undo(now=early)
    assert offered(office, early) == ["Mia"]


def test_a_toll_free_number_is_held_until_they_said_where_they_are(office: Office) -> None:
    office.add("Tess", "+1 800 555 0199", now=BEFORE)
    assert held(office) == {"no-zone": 1}
    assert told(office, "tess", "NY").opens_at == moment("2026-03-11 10:15")
    assert offered(office) == ["Tess"]


@pytest.mark.parametrize("place", ["Narnia", "US", "Moon/Base", ""])
def test_what_isnt_a_place_is_refused(office: Office, place: str) -> None:
    office.add("Tess", "+1 800 555 0199", now=BEFORE)
    with pytest.raises(CallqError):
        told(office, "tess", place)


def test_an_address_counts_besides_the_number(office: Office) -> None:
    """A number in New York, an address in Los Angeles: both clocks."""
    office.add("Pia", IN_NEW_YORK, now=BEFORE)
    office.edit("pia", region="California")
    assert offered(office, NOW) == []
    assert offered(office, "2026-03-11T11:00:00-04:00") == ["Pia"]
    with office.workspace(now=NOW) as ws:
        found = hours.explain(ws, "pia")
    assert [(c.zone, c.sources) for c in found.candidates] == [
        ("America/Los_Angeles", ("address",)), ("America/New_York", ("number",)),
    ]  # fmt: skip
    assert found.places == ("US-CA", "US-NY")
    assert [row.id for row in found.rows] == ["US", "US-NY"]


def test_a_list_of_businesses_asks_for_no_consent(office: Office) -> None:
    under(office, '[calling.lists]\nfair = "business"\n')
    office.add("Luc", PARIS, now=BEFORE, list_name="fair")
    office.add("Léa", "+33 1 99 00 12 35", now=BEFORE)
    assert offered(office) == ["Luc"]


def under(office: Office, more: str) -> None:
    """Puts the shipped rulebook in force with something added."""
    path = office.home / "rulebook.toml"
    path.write_text(f"{shipped_text()}\n{more}")
    with office.workspace(create=True) as ws:
        apply(ws, path)


# Days ---------------------------------------------------------------------------------------------


def test_a_holiday_closes_the_day(office: Office) -> None:
    office.add("Pru", "+1 401 555 0134", now=BEFORE)
    assert offered(office, "2026-05-22T10:00:00-04:00") == ["Pru"]
    assert offered(office, "2026-05-25T10:00:00-04:00") == []  # Memorial Day
    with office.workspace(now="2026-05-25T10:00:00-04:00") as ws:
        counts = look(ws, Scope(), 9).counts
    assert counts.waiting == 1
    assert counts.opens_at == moment("2026-05-26 09:00")


def test_a_calendar_that_ran_out_holds_until_something_is_written(office: Office) -> None:
    office.add("Pru", "+1 401 555 0134", now=BEFORE)
    office.add("Ned", IN_NEW_YORK, now=BEFORE)
    late = "2028-06-14T11:00:00-04:00"
    assert offered(office, late) == ["Ned"]
    assert held(office, late) == {"calendar-ran-out": 1}
    office.log("ned", "no-answer", now=late)
    assert offered(office, late) == ["Pru"]


def test_next_obeys_its_own_moment(office: Office) -> None:
    office.add("Ann", IN_NEW_YORK, now=BEFORE)
    with office.workspace(now="2026-03-11T19:59:00-04:00") as ws:
        assert taken(ws) == "Ann"
    with office.workspace(now="2026-03-11T20:00:00-04:00") as ws, pytest.raises(CallqError):
        taken(ws)


def taken(ws: Workspace) -> str:
    return take(ws, Scope()).item.entry.name


@pytest.mark.parametrize(
    ("at", "inside"),
    [
        ("2026-03-11 07:59", False), ("2026-03-11 08:00", True), ("2026-03-11 19:59", True),
        ("2026-03-11 20:00", False), ("2026-03-11 20:59", False), ("2026-03-11 21:00", False),
        ("2026-03-15 12:00", False),
    ],
)  # fmt: skip
def test_a_moment_is_checked_against_rows_and_against_our_own(
    office: Office, at: str, inside: bool
) -> None:
    office.add("Ann", IN_NEW_YORK, now=BEFORE)
    with office.workspace() as ws:
        (known,) = evaluation.of_prospects(ws.db, [1], ws.context._replace(now=moment(at)))
        found = check(ws, known, "+12125550100", moment(at))
    assert found.inside is inside
    assert found.rows == ("US", "US-NY")
    assert (found.kind, found.zones) == ("consumer", ("America/New_York",))


# How often ----------------------------------------------------------------------------------------


def test_florida_allows_three_calls_a_day_who_has_the_number(office: Office) -> None:
    office.add("Flo", "+1 305 555 0100", now=BEFORE)
    office.add("Fay", "+1 305 555 0100", now=BEFORE)
    for hour, who in ((11, "flo"), (12, "fay"), (13, "flo")):
        office.log(who, "busy", now=f"2026-03-11T{hour}:00:00-04:00")
    for who in ("flo", "fay"):
        first = office.portray(who, now="2026-03-11T15:00:00-04:00").first_moment
        assert first == moment("2026-03-12 11:00")


def test_france_rests_sixty_days_after_a_no(office: Office) -> None:
    office.add("Luc", PARIS, now=BEFORE)
    agree(office, "luc", now=BEFORE)
    logged = office.log("luc", "ni", reason="bad-day")
    assert logged.status.due_at == moment("2026-05-10 09:15")


def test_debt_is_silent_for_seven_days_after_a_conversation(office: Office) -> None:
    under(office, '[calling]\npreset = "debt"\n')
    office.add("Ann", IN_NEW_YORK, now=BEFORE)
    assert office.log("ann", "hurried").status.due_at == moment("2026-03-18 10:15")
    promised = office.log("ann", "callback", at="friday 3pm", now="2026-03-11T10:20:00-04:00")
    assert promised.status.due_at == moment("2026-03-13 15:00")


# Stores of before ---------------------------------------------------------------------------------


def test_who_was_stored_without_places_gets_them(office: Office) -> None:
    """An upgrade tells them before anyone is judged."""
    office.add("Flo", "+1 305 555 0100", now=BEFORE)
    office.add("Luc", PARIS, now=BEFORE)
    office.add("Pia", IN_NEW_YORK, now=BEFORE, region="California")
    office.rows("UPDATE phone SET places = ''")
    office.rows("UPDATE prospect SET places = '', place_zones = ''")
    office.rows("INSERT INTO meta (key, value) VALUES ('stale', '1')")
    assert offered(office) == ["Flo"]
    assert held(office) == {"needs-consent": 1}
    with office.workspace() as ws:
        assert hours.explain(ws, "pia").places == ("US-CA", "US-NY")


def test_a_newer_table_than_the_one_in_force_is_reported(office: Office) -> None:
    office.add("Flo", "+1 305 555 0100", now=BEFORE)
    office.rows("UPDATE meta SET value = '2020.1' WHERE key = 'jurisdictions_version'")
    with office.workspace() as ws:
        assert "callq rules apply" in stop_on_broken_rulebook(ws)
        apply(ws, None)
        assert stop_on_broken_rulebook(ws) == ""


def test_a_consent_for_one_number_opens_no_other(run_callq: Callq) -> None:
    run_callq.ok("add", "Ilse", "-p", "+49 30 23125 123", "-p", "+49 30 23125 124")
    run_callq.ok("people", "consent", "ilse", "--source", "form", "--number", "125124")
    given = run_callq.ok("people", "consent", "ilse", "--json").json["consents"][0]
    assert given["number"] == "+493023125124"
    offered = run_callq.ok("today", "--json").json["items"]
    assert [item["phone"] for item in offered] == ["+493023125124"]
    run_callq.ok("edit", "ilse", "--drop-phone", "+493023125124")
    assert run_callq.ok("today", "--json").json["items"] == []
    assert run_callq("people", "consent", "ilse", "--source", "form", "--number", "9").code == 2
    run_callq.ok("people", "consent", "ilse", "--source", "form")
    assert len(run_callq.ok("today", "--json").json["items"]) == 1


def test_a_consent_for_one_number_lifts_no_other_from_a_registry(run_callq: Callq) -> None:
    numbers = ("+12125550134", "+12125550135")
    run_callq.ok("add", "Ron", "-p", numbers[0], "-p", numbers[1])
    copy = run_callq.home / "2026-3-9_212_4711.txt"
    copy.write_text("212,5550134\n212,5550135\n")
    run_callq.ok("dnc", "import", str(copy))
    run_callq.ok("people", "consent", "ron", "--source", "form", "--number", numbers[1])
    offered = run_callq.ok("today", "--json").json["items"]
    assert [item["phone"] for item in offered] == [numbers[1]]
    checked = run_callq.ok("dnc", "check", numbers[1], "--json").json["items"][0]
    assert checked["blocked"] is False
    assert run_callq("dnc", "check", numbers[0]).code == 1


@pytest.mark.parametrize(("number", "in_writing"), [
    ("+1 203 555 0134", True),
    ("+1 201 555 0134", True),
    ("+49 30 23125 123", False),
])  # fmt: skip
def test_where_the_row_says_so_only_a_written_consent_counts(
    office: Office, number: str, in_writing: bool
) -> None:
    office.add("Nat", number)
    assert office.portray("nat").status.hold == "needs-consent"
    spoken = agree(office, "nat")
    assert spoken.in_writing == in_writing
    assert spoken.hold == ("needs-consent" if in_writing else "")
    assert ("--written" in office.portray("nat").reasons[-1].text) == in_writing
    assert agree(office, "nat", written=True).hold == ""
    assert office.portray("nat").status.hold == ""


def test_a_consent_for_another_seller_opens_nothing_of_ours(run_callq: Callq) -> None:
    run_callq.ok("config", "seller", "Acme Tools")
    run_callq.ok("add", "Con", "-p", "+1 203 555 0134")
    asked = ("people", "consent", "con", "--source", "form", "--written", "--json")
    theirs = run_callq.ok(*asked, "--seller", "Other Inc").json
    assert theirs["hold"] == "needs-consent"
    assert (theirs["recorded"]["written"], theirs["recorded"]["seller"]) == (True, "Other Inc")
    ours = run_callq.ok(*asked, "--seller", "acme  tools").json
    assert ours["hold"] is None
    assert ours["recorded"]["seller"] is None


def test_a_consent_for_another_seller_lifts_no_registry(run_callq: Callq) -> None:
    run_callq.ok("add", "Ron", "-p", "+1 212 555 0134")
    (run_callq.home / "2026-3-9_212_4711.txt").write_text("212,5550134\n")
    run_callq.ok("dnc", "import", "2026-3-9_212_4711.txt")
    run_callq.ok("people", "consent", "ron", "--source", "form", "--seller", "Other Inc")
    assert run_callq.ok("today", "--json").json["items"] == []
    run_callq.ok("people", "consent", "ron", "--source", "form")
    assert len(run_callq.ok("today", "--json").json["items"]) == 1


def test_who_agreed_in_writing_and_for_which_seller_is_disclosed(run_callq: Callq) -> None:
    run_callq.ok("add", "Con", "-p", "+1 203 555 0134")
    run_callq.ok("people", "consent", "con", "--source", "form", "--written", "--seller", "Other")
    told_all = run_callq.ok("people", "disclose", "con", "--json").json
    [kept] = next(each["rows"] for each in told_all["data"] if each["table"] == "consent")
    assert (kept["written"], kept["seller"]) == (1, "Other")
