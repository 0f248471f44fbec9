"""Never means never: clocks, places without rules, closed states, lines and machines, as typed."""

import json
from pathlib import Path
from typing import Any

import pytest

from callq.compliance.hours import confirm_location
from callq.compliance.place_decisions import accept, close, reopen
from callq.errors import CallqError
from callq.records.rulebooks import shipped_text
from callq.rulebooks.rules import apply
from helpers import Callq, Office, Result

BELGIAN = "+32 2 512 70 00"
NOON = "2026-12-02T12:00:00-05:00"


@pytest.fixture
def type_(run_callq: Callq) -> "Typed":
    return Typed(run_callq)


class Typed:
    """What a rep types, in this process."""

    def __init__(self, callq: Callq) -> None:
        self.callq = callq
        self.home = callq.home

    def __call__(self, *words: str, now: str = NOON) -> Result:
        return self.callq.here(*words, now=now)

    def json(self, *words: str, now: str = NOON) -> Any:
        found = self(*words, "--json", now=now)
        assert found.code == 0, found
        return json.loads(found.out)

    def offered(self, now: str = NOON) -> list[str]:
        return [item["name"] for item in self.json("today", now=now)["items"]]

    def rules(self, *lines: str, shipped: str = "") -> None:
        """Puts a rulebook into force with lines in its part on calling."""
        path = self.home / "own.toml"
        text = (shipped or shipped_text()) + "\n[calling]\n" + "\n".join(lines) + "\n"
        path.write_text(text, encoding="utf-8")
        assert self("rules", "apply", str(path)).code == 0


@pytest.mark.parametrize(
    ("number", "now", "callable_"),
    [
        ("+1 689 555 0142", "2026-11-30T20:30:00-05:00", False),
        ("+1 689 555 0142", "2026-11-30T19:30:00-05:00", True),
        ("+61 7 4051 1234", "2026-12-01T08:15:00+10:00", False),
        ("+61 7 4051 1234", "2026-12-01T09:15:00+10:00", True),
        ("+1 403 555 0101", "2026-12-05T17:40:00-06:00", True),
        ("+1 403 555 0101", "2026-12-05T18:40:00-06:00", False),
        ("+43 1 5127000", "2026-12-02T10:00:00+01:00", False),
        ("+43 1 5127000", "2026-12-25T10:00:00+01:00", False),
        ("+1 924 555 0142", "2026-12-02T08:30:00-06:00", False),
        ("+1 924 555 0142", "2026-12-02T09:30:00-06:00", True),
        ("+61 8 9221 1234", "2026-12-02T09:30:00+08:00", True),
        ("+1 416 555 0142", "2027-02-15T12:00:00-05:00", True),
        ("+1 214 555 0142", "2026-12-25T13:00:00-06:00", True),
    ],
)
def test_the_right_clock_decides(type_: Typed, number: str, now: str, callable_: bool) -> None:
    wide = shipped_text()
    for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun"):
        for hours in ("08:00-20:00", "09:00-17:00", "none"):
            wide = wide.replace(f'\n{day} = "{hours}"', f'\n{day} = "08:00-21:00"')
    type_.rules(shipped=wide)
    type_("add", "Pat", "-p", number, now=now)
    assert (type_.offered(now) == ["Pat"]) is callable_
    assert (type_("next", now=now).code == 0) is callable_


@pytest.mark.parametrize(
    ("number", "address", "now", "zones"),
    [
        ("+1 800 225 5288", ("--state", "NY"), NOON, ["America/New_York"]),
        ("+1 888 225 5288", ("--postal", "10001", "--country", "US"), NOON, ["America/New_York"]),
        ("+1 800 225 5288", (), NOON, []),
        ("+61 412 345 678", ("--state", "NSW", "--country", "AU"), "2026-12-02T09:45:00+11:00",
         ["Australia/Sydney", "Australia/Broken_Hill"]),
        ("+61 412 345 678", (), "2026-12-02T09:45:00+11:00", []),
    ],
)  # fmt: skip
def test_an_address_decides_where_digits_do_not(
    type_: Typed, number: str, address: tuple[str, ...], now: str, zones: list[str]
) -> None:
    type_("add", "Pat", "-p", number, *address, now=now)
    found = type_.json("today", now=now)["items"]
    assert [item["zones"] for item in found] == ([zones] if zones else [])


def test_two_letters_mean_a_place_in_the_numbers_own_country(type_: Typed) -> None:
    evening = "2026-12-02T19:30:00-05:00"
    type_("add", "Dora", "-p", "+49 30 23125 123", now=evening)
    assert type_.json("hours", "Dora", "--location", "DE", now=evening)["place"] == "DE"
    assert type_.json("hours", "Dora", now=evening)["hold"] == "needs-consent"
    type_("add", "Ed", "-p", "+1 302 555 0142", now=evening)
    assert type_.json("hours", "Ed", "--location", "DE", now=evening)["place"] == "US-DE"


def refused(office: Office, verb: str, *words: str) -> str:
    """The name of the refusal."""
    verbs = {"location": confirm_location, "accept": accept, "close": close, "reopen": reopen}
    with office.workspace(now=NOON) as ws, pytest.raises(CallqError) as caught:
        verbs[verb](ws, *words)  # type: ignore[operator]
    return caught.value.name


def test_two_letters_that_mean_two_places_are_refused(office: Office) -> None:
    briton = str(office.add("Bea", "+44 20 7946 0018"))
    canadian = str(office.add("Cal", "+1 416 555 0142"))
    assert refused(office, "location", briton, "DE") == "ambiguous-place"
    assert refused(office, "location", briton, "Georgia") == "ambiguous-place"
    assert refused(office, "location", canadian, "CA") == "several-time-zones"
    assert refused(office, "location", briton, "Atlantis") == "unknown-place"
    with office.workspace(now=NOON) as ws:
        assert confirm_location(ws, briton, "US-DE").place == "US-DE"
        assert confirm_location(ws, briton, "Germany").place == "DE"


def test_a_country_without_rules_is_held_until_someone_knows_them(type_: Typed) -> None:
    assert "BE" in type_("add", "Bob", "-p", BELGIAN).err
    shown = type_.json("today")
    assert shown["counts"]["on_hold"] == {"unknown-place": 1}
    assert type_.json("hours", "Bob")["without_rules"] == ["BE"]
    reasons = type_.json("why", "Bob")["explanation"]
    assert any("--accept BE" in each["text"] for each in reasons)
    decided = type_.json("hours", "--accept", "BE", "--source", "counsel, May 2026")
    assert decided["decision"]["by"] == "ann"
    assert decided["changed"] == 1
    assert type_.offered() == ["Bob"]
    (listed,) = type_.json("hours")["decisions"]
    assert (listed["place"], listed["reason"]) == ("BE", "counsel, May 2026")
    assert type_("undo").code == 0
    assert type_.offered() == []


def test_only_a_country_without_rules_can_be_accepted_and_only_with_a_source(
    office: Office,
) -> None:
    assert refused(office, "accept", "AT", "me") == "place-has-rules"
    assert refused(office, "accept", "GP", "me") == "place-has-rules"
    assert refused(office, "accept", "BE", " ") == "missing-source"
    assert refused(office, "accept", "Atlantis", "me") == "unknown-place"
    with office.workspace(now=NOON) as ws:
        accept(ws, "Belgium", "me")
    assert refused(office, "accept", "BE", "me") == "already-accepted"


@pytest.mark.parametrize(
    ("policy", "offered"), [("hold", []), ("warn", ["Bob"]), ("allow", ["Bob"])]
)
def test_a_team_chooses_what_happens_to_unknown_places(
    type_: Typed, policy: str, offered: list[str]
) -> None:
    type_("add", "Bob", "-p", BELGIAN)
    type_.rules(f'unknown_places = "{policy}"')
    assert type_.offered() == offered
    if offered:
        said = type_.json("next")["without_rules"]
        assert said == (["BE"] if policy == "warn" else [])


def test_a_row_of_the_teams_own_is_knowing_the_rules(type_: Typed) -> None:
    type_("add", "Bob", "-p", BELGIAN)
    own = '\n[jurisdictions.BE]\nname = "Belgium"\nsource = "our counsel"\n'
    type_.rules(shipped=shipped_text() + own)
    assert type_.offered() == ["Bob"]


def test_a_closed_state_is_closed_until_it_reopens(type_: Typed) -> None:
    type_("add", "Lou", "-p", "+1 504 555 0142")
    type_("add", "Ann", "-p", "+1 212 555 0142")
    type_("add", "Tod", "-p", "+1 615 555 0142")
    for state in ("US-LA", "Tennessee"):
        words = ("--from", "2026-12-01", "--to", "2026-12-03", "--why", "storm")
        assert type_("hours", "close", state, *words).code == 0
    assert type_.offered() == ["Ann"]
    assert type_.offered("2026-12-04T12:00:00-05:00") == ["Lou", "Ann", "Tod"]
    assert [each["place"] for each in type_.json("hours")["decisions"]] == ["US-LA", "US-TN"]
    assert type_("hours", "reopen", "US-LA").code == 0
    assert type_.offered() == ["Lou", "Ann"]
    assert type_("undo").code == 0
    assert type_.offered() == ["Ann"]


def test_hours_say_why_a_place_is_closed(run_callq: Callq) -> None:
    now = "2026-12-02T12:00:00-06:00"
    run_callq.ok("add", "Lou", "-p", "+1 504 555 0101", now=now)
    run_callq.ok("hours", "close", "US-LA", "--to", "2026-12-03", "--why", "hurricane", now=now)
    shown = run_callq.ok("hours", "lou", "--json", now=now).json["holidays"]
    named = {one["date"]: one["name"] for one in shown}
    assert "hurricane" in named["2026-12-02"]
    assert "hurricane" in named["2026-12-03"]
    assert "hurricane" not in named["2026-12-25"]


def test_a_closure_needs_a_place_a_reason_and_days_in_order(office: Office) -> None:
    assert refused(office, "close", "Atlantis", "", "", "storm") == "unknown-place"
    assert refused(office, "close", "US-LA", "", "", "") == "missing-reason"
    days = ("2026-12-03", "2026-12-01")
    assert refused(office, "close", "US-LA", *days, "storm") == "days-in-reverse"
    days = ("2026-12-03", "2028-12-01")
    assert refused(office, "close", "US-LA", *days, "storm") == "closed-too-long"
    assert refused(office, "reopen", "US-LA") == "not-closed"


SUNDAY_NOON = "2026-12-06T12:00:00-05:00"


def test_rules_for_machines_hold_only_where_machines_dial(type_: Typed) -> None:
    wide = shipped_text().replace('\nsun = "none"', '\nsun = "08:00-20:00"')
    for name, area in (("Al", "205"), ("Ma", "207"), ("Dak", "605"), ("Pa", "215"), ("Yo", "212")):
        type_("add", name, "-p", f"+1 {area} 555 0142", now=SUNDAY_NOON)
    type_.rules(shipped=wide)
    assert type_.offered(SUNDAY_NOON) == ["Al", "Ma", "Dak", "Pa", "Yo"]
    type_.rules('dialing = "automatic"', shipped=wide)
    assert type_.offered(SUNDAY_NOON) == ["Yo"]
    assert type_.offered("2026-12-06T13:40:00-05:00") == ["Pa", "Yo"]


@pytest.mark.parametrize(
    ("number", "line", "offered"),
    [
        ("+1 201 555 0142", "", False),
        ("+1 201 555 0142", "mobile", False),
        ("+1 201 555 0142", "landline", True),
        ("+1 201 555 0142", "voip", True),
        ("+353 85 012 3456", "", False),
        ("+353 1 234 5678", "", True),
    ],
)
def test_a_row_for_cell_phones_knows_the_line(
    type_: Typed, number: str, line: str, offered: bool
) -> None:
    type_("add", "Pat", "-p", number)
    if line:
        assert type_("edit", "Pat", "--line", line).code == 0
    assert (type_.offered() == ["Pat"]) is offered


def test_digits_that_show_a_cell_phone_outdo_what_a_rep_says(office: Office) -> None:
    office.add("Pat", "+353 85 012 3456")
    with pytest.raises(CallqError) as refused:
        office.edit("Pat", line="landline")
    assert refused.value.name == "line-is-known"
    office.edit("Pat", line="landline", add_phone=("+1 201 555 0142",))
    with office.workspace() as ws:
        lines = [row[0] for row in ws.db.rows("SELECT line FROM phone ORDER BY id")]
    assert lines == ["mobile", "landline"]


@pytest.mark.parametrize(
    ("header", "cell", "offered"),
    [
        ("Line Type", "Landline", True), ("Line Type", "Wireless", False),
        ("Phone Type", "Fixed VoIP", True), ("Phone Type", "work", False),
    ],
)  # fmt: skip
def test_an_imported_column_tells_the_line(
    type_: Typed, header: str, cell: str, offered: bool
) -> None:
    path = Path(type_.home) / "leads.csv"
    path.write_text(f"Name,Phone,{header}\nPat,+1 201 555 0142,{cell}\n")
    assert type_("import", str(path)).code == 0
    assert (type_.offered() == ["Pat"]) is offered


def test_an_address_decides_for_a_number_that_is_in_no_state(type_: Typed) -> None:
    type_("add", "Free", "-p", "+1 800 225 5288", "--state", "IL")
    type_("add", "Oz", "-p", "+61 412 345 678", "--country", "AU", "--state", "NSW")
    assert type_.json("hours", "Free")["places"] == ["US-IL"]
    assert "Free" in type_.offered()
    assert type_.json("hours", "Oz")["places"] == ["AU-NSW"]
    assert "Oz" in type_.offered("2026-12-03T18:00:00+11:00")


def test_a_newer_table_places_every_number_anew(office: Office) -> None:
    office.add("Orla", "+1 689 555 0142")
    office.add("Kim", "+353 85 012 3456")
    office.rows("UPDATE phone SET zones = 'America/Chicago', places = 'US-*', line = ''")
    office.rows("UPDATE meta SET value = '2025-01-01' WHERE key = 'jurisdictions_version'")
    with office.workspace() as ws:
        apply(ws, None)
    assert office.rows("SELECT zones, places, line FROM phone ORDER BY id") == [
        ("America/New_York", "US-FL", ""), ("Europe/Dublin", "IE", "mobile"),
    ]  # fmt: skip


def test_a_line_that_someone_knows_outlives_a_newer_table(office: Office) -> None:
    office.add("Ned", "+1 201 555 0142")
    office.edit("ned", line="voip")
    office.rows("UPDATE meta SET value = '2025-01-01' WHERE key = 'jurisdictions_version'")
    with office.workspace() as ws:
        apply(ws, None)
    assert office.rows("SELECT line FROM phone") == [("voip",)]
