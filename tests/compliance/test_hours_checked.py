"""What is checked of a call's moment, field by field, and what a call keeps of it."""

import json
from typing import Any

import pytest
from test_hours_and_consent import under

from callq.calls.log import log
from callq.calls.request import LogRequest
from callq.compliance import consent, registry_lists
from callq.compliance.hours_now import Checked, check, group_of
from callq.records import evaluation, number_lists
from callq.records.number_lists import NewList
from helpers import IN_CHICAGO, IN_NEW_YORK, Office, moment

BEFORE = "2026-03-10T10:00:00-04:00"
NOW = "2026-03-11T10:15:00-04:00"
IN_RHODE_ISLAND, IN_PARIS, IN_FLORIDA = "+1 401 555 0134", "+33 1 99 00 12 34", "+1 850 555 0100"


def checked(office: Office, who: int, at: str, number: str = "") -> Checked:
    with office.workspace() as ws:
        context = ws.context._replace(now=moment(at), exemptions=True)
        (known,) = evaluation.of_prospects(ws.db, [who], context)
        return check(ws, known, number, moment(at))


def kept(office: Office) -> dict[str, Any]:
    """What the last call keeps."""
    ((text,),) = office.rows("SELECT checked FROM call ORDER BY id DESC LIMIT 1")
    found: dict[str, Any] = json.loads(text)
    assert text == json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    return found


def test_every_field_of_a_check(office: Office) -> None:
    office.add("Ann", IN_NEW_YORK, IN_CHICAGO, now=BEFORE)
    here = Checked(
        inside=True, kind="consumer", rows=("US", "US-NY"), zones=("America/New_York",),
        day=((480, 1200),), holiday="", needs_consent=False, exemption=None,
    )  # fmt: skip
    assert here.window == "08:00-20:00 America/New_York"
    assert checked(office, 1, "2026-03-11 10:15", "+12125550100") == here
    # Without a number, or with one that is not theirs, the first counts.
    for number in ("", "+12125550199"):
        assert checked(office, 1, "2026-03-11 10:15", number) == here
    there = here._replace(zones=("America/Chicago",), rows=("US",))
    assert checked(office, 1, "2026-03-11 10:15", "+13125550100") == there
    assert not checked(office, 1, "2026-03-11 08:59", "+13125550100").inside
    assert checked(office, 1, "2026-03-14 10:15").window == "09:00-17:00 America/New_York"
    assert checked(office, 1, "2026-03-15 10:15").window == "none America/New_York"


def test_a_holiday_is_named_and_closes(office: Office) -> None:
    office.add("Pru", IN_RHODE_ISLAND, now=BEFORE)
    found = checked(office, 1, "2026-05-25 10:00")
    assert (found.inside, found.holiday) == (False, "2026-05-25")
    assert found.rows == ("US", "US-RI")
    assert checked(office, 1, "2026-05-26 10:00").holiday == ""
    (warning,) = office.log("pru", "na", now="2026-05-25T10:00:00-04:00").warnings
    assert warning == (
        "Outside their calling hours (no calls on Mon, May 25, 2026). Logged as a violation."
    )


def test_a_day_with_a_pause_is_reported_with_both_windows(office: Office) -> None:
    office.add("Luc", IN_PARIS, now=BEFORE)
    found = checked(office, 1, "2026-03-11 10:15")
    assert found.window == "10:00-13:00, 14:00-20:00 Europe/Paris"
    assert found.needs_consent
    assert office.log("luc", "na", now=NOW).warnings == (
        "Their location requires consent before any call, and none is recorded. "
        "Logged as a violation.",
    )
    with office.workspace(now=NOW) as ws:
        consent.record(ws, "luc", consent.Said(source="form"))
    assert not checked(office, 1, "2026-03-11 10:15").needs_consent


def test_of_two_zones_both_are_asked_and_the_first_is_reported(office: Office) -> None:
    """Area code 850 is split between Eastern and Central time: 08:30 there is 07:30 here."""
    office.add("Pam", IN_FLORIDA, now=BEFORE)
    found = checked(office, 1, "2026-03-11 08:30")
    assert not found.inside
    assert found.zones == ("America/New_York", "America/Chicago")
    assert found.window == "08:00-20:00 America/New_York"
    assert checked(office, 1, "2026-03-11 09:00").inside


@pytest.mark.parametrize(
    ("phones", "rows"), [((), ()), (("+1 800 555 0199",), ("US", "US-AL", "US-CO"))]
)
def test_where_no_one_knows_a_zone_nothing_is_inside(
    office: Office, phones: tuple[str, ...], rows: tuple[str, ...]
) -> None:
    office.add("Tom", *phones, emails=("tom@example.com",))
    found = checked(office, 1, "2026-03-11 10:15")
    assert found._replace(rows=()) == Checked(False, "consumer", (), (), (), "", False, None)
    assert found.window == ""
    assert found.rows[:3] == rows


def test_a_group_no_one_is_in_yet_is_the_one_they_would_be_in(office: Office) -> None:
    """A second number's group is worked out on the spot; nothing is stored for it."""
    office.add("Ann", IN_NEW_YORK, IN_RHODE_ISLAND, now=BEFORE)
    before = office.dump("hours")
    with office.workspace() as ws:
        (known,) = evaluation.of_prospects(ws.db, [1], ws.context)
        first, second = known.prospect.numbers
        assert group_of(ws.db, ws.context, "", None) is None
        assert group_of(ws.db, ws.context, "", first._replace(zones=())) is None
        stored, made = (
            group_of(ws.db, ws.context, "", first),
            group_of(ws.db, ws.context, "", second),
        )
    assert stored is not None
    assert made is not None
    assert (stored.id,) in office.rows("SELECT id FROM hours")
    assert made.places == "US,US-RI"
    assert "2026-05-25" in made.closed
    assert made.first_day <= "2026-03-11" <= made.last_day
    assert office.dump("hours") == before
    office.add("Pru", IN_RHODE_ISLAND)
    with office.workspace() as ws:
        again = group_of(ws.db, ws.context, "", second)
    assert again == made._replace(id=again.id if again else 0)


def test_the_kind_of_a_list_is_the_kind_of_the_check(office: Office) -> None:
    under(office, '[calling.lists]\nfirms = "business"\n')
    office.add("Luc", IN_PARIS, list_name="firms", now=BEFORE)
    found = checked(office, 1, "2026-03-11 10:15")
    assert (found.kind, found.needs_consent) == ("business", False)
    office.log("luc", "na", now=NOW)
    assert kept(office)["kind"] == "business"


# What a call keeps --------------------------------------------------------------------------------


def test_a_call_keeps_what_it_was_checked_against_and_what_was_said(office: Office) -> None:
    office.add("Änn", IN_NEW_YORK, now=BEFORE)
    office.list_numbers("213,5550100\n212,5550199\n")
    office.log(1, "na", now=NOW)
    with office.workspace() as ws:
        known = ws.facts
        expected = {
            "rules": f"{ws.rulebook.version} {known['rulebook_hash'][:12]}",
            "zones": ["America/New_York"], "window": "08:00-20:00 America/New_York",
            "kind": "consumer", "places": ["US", "US-NY"], "table": ws.calling.version,
            "lists": ["own", "us-ftc 2026-03-09"], "playbook": known["playbook"],
        }  # fmt: skip
    assert kept(office) == expected
    office.log(1, "soft-no", channel="text", now=NOW)
    assert kept(office) == expected
    office.log(1, "soft-no", channel="email", now=NOW)
    assert kept(office) == {key: expected[key] for key in ("rules", "playbook")}


def test_a_call_on_a_registry_and_one_on_an_old_copy_are_reported_apart(office: Office) -> None:
    office.add("Ann", IN_NEW_YORK, now=BEFORE)
    office.list_numbers("212,5550100\n", day="2026-03-01")
    (warning,) = office.log(1, "na", now=NOW).warnings
    assert warning == (
        "+12125550100 is on us-ftc, a registry of do-not-call numbers. Logged as a violation."
    )
    ends = int(moment(NOW).timestamp()) - 4 * 3600  # In New York, as a clock shows it.
    office.rows("UPDATE number_list SET expires_at = :ends", ends=ends + 1)
    assert office.log(1, "na", now=NOW).call.violations == ("on-a-registry",)
    office.rows("UPDATE number_list SET expires_at = :ends", ends=ends)
    logged = office.log(1, "na", now=NOW)
    assert logged.call.violations == ("on-a-registry", "list-too-old")
    assert logged.warnings[1] == (
        "The copy of us-ftc that covers +12125550100 is too old. Logged as a violation."
    )


def test_the_newest_copy_that_covers_a_number_says_whether_it_is_too_old(office: Office) -> None:
    office.add("Ann", IN_NEW_YORK, now=BEFORE)
    office.list_numbers("212,5550199\n", day="2026-01-02")
    with office.workspace(now=NOW) as ws:
        path = office.file("212,5550198\n", "more.txt")
        registry_lists.run(ws, registry_lists.Request(path, series="us-ftc", as_of="2026-03-10"))
    assert office.log(1, "na", now=NOW).call.violations == ()
    office.rows("UPDATE number_list SET expires_at = 0 WHERE dated = '2026-01-02'")
    assert office.log(1, "na", now=NOW).call.violations == ()
    office.rows("UPDATE number_list SET expires_at = 0, ended_by = NULL, ended_at = NULL")
    assert office.log(1, "na", now=NOW).call.violations == ("list-too-old",)


def test_a_list_of_our_own_is_do_not_call(office: Office) -> None:
    office.add("Ann", IN_NEW_YORK, now=BEFORE)
    office.list_numbers("212,5550100\n", "own:theirs")
    logged = office.log(1, "na", now=NOW)
    assert logged.call.violations == ("do-not-call",)
    assert logged.warnings[0] == ("+12125550100 is on do-not-call. Logged as a violation.")


@pytest.mark.parametrize("series", ["us-ftc", "own:theirs", ""])
def test_what_excuses_is_kept_only_where_a_registry_had_them(office: Office, series: str) -> None:
    office.add("Ann", IN_NEW_YORK, now=BEFORE)
    office.list_numbers("212,5550100\n" if series else "212,5550101\n", series or "us-ftc")
    with office.workspace(now=NOW) as ws:
        said = consent.Said(source="form", relationship="purchase", on="2026-03-01")
        consent.record(ws, "ann", said)
    violations = ("do-not-call",) if series == "own:theirs" else ()
    assert office.log(1, "na", now=NOW).call.violations == violations
    assert kept(office).get("exemption") == ("purchase" if series == "us-ftc" else None)


def test_a_call_without_a_number_is_against_no_entry(office: Office) -> None:
    office.add("Tom", emails=("tom@example.com",))
    office.list_numbers("212,5550100\n")
    logged = office.log(1, "na", now=NOW)
    assert logged.call.violations == ()
    assert kept(office)["lists"] == ["own"]


@pytest.mark.parametrize("newer_first", [True, False])
def test_the_newest_copy_is_the_one_of_the_latest_date(office: Office, newer_first: bool) -> None:
    """In whatever order they came in; of one date the one that came in last."""
    office.add("Ann", IN_NEW_YORK, now=BEFORE)
    old = NewList("us-ftc", "full", "1212", "2026-01-02", moment("2026-02-02 10:00"), "")
    new = old._replace(dated="2026-03-01", expires_at=moment("2026-04-01 10:00"))
    with office.workspace(now=BEFORE) as ws, ws.db.write():
        for copy in (new, old) if newer_first else (old, new):
            number_lists.insert(ws.db, copy, agent="ann", command_id=1, now=ws.now)
    assert office.log(1, "na", now=NOW).call.violations == ()
    office.rows("UPDATE number_list SET dated = '2026-03-01'")
    assert office.log(1, "na", now=NOW).call.violations == (
        ("list-too-old",) if newer_first else ()
    )


def test_what_the_history_says_is_reported_as_a_sentence_and_news_as_a_violation(
    office: Office,
) -> None:
    office.add("Ann", IN_NEW_YORK, now=BEFORE)
    office.add("Ben", IN_CHICAGO, now=BEFORE)
    office.log("ann", "ni", now=BEFORE)
    (warning,) = office.log("ann", "na", now=NOW).warnings
    assert warning == (
        "Called on Wed, Mar 11, 2026, 10:15 AM though cooling down until Thu, Apr 9, 2026, 10:00 AM."
    )
    office.log("ben", "won", now=BEFORE)
    (warning,) = office.log("ben", "na", now=NOW).warnings
    assert warning == "Called though the matter was closed. Logged as a violation."


def test_the_words_of_a_team_and_its_playbook_are_kept_as_they_are(office: Office) -> None:
    office.add("Ann", IN_NEW_YORK, now=BEFORE)
    office.rows("UPDATE meta SET value = 'abcdef0123456789' WHERE key = 'playbook_hash'")
    with office.workspace(
        now=NOW, CALLQ_SELLER="Müller", CALLQ_PRODUCT="Papier", CALLQ_CALLER_ID="MÜLLER",
        CALLQ_CALLING_NUMBER="+1 212 555 0000",
    ) as ws:  # fmt: skip
        log(ws, LogRequest(who="ann", outcome="na"))
    found = kept(office)
    names = ("seller", "product", "from", "shown", "playbook")
    assert [found[name] for name in names] == [
        "Müller", "Papier", "+1 212 555 0000", "MÜLLER", "abcdef012345",
    ]  # fmt: skip
