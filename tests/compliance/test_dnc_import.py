"""Registry lists hold anyone who is on them, and free only the ones they alone held."""

from pathlib import Path
from typing import Any

import pytest

from callq.audit.purge_check import findings
from callq.compliance import do_not_call
from callq.compliance.do_not_call import Checked, check, entries
from callq.compliance.registry_lists import Dropped, Imported, Request, drop, run
from callq.errors import CallqError, Exit
from helpers import IN_CHICAGO, IN_LOS_ANGELES, IN_NEW_YORK, Office, new_york

OF_NEW_YORK, OF_CHICAGO = "212,5550100\n", "312,5550100\n"
NEXT_DAY = "2026-03-12T10:15:00-04:00"
AFTER_TOMORROW = "2026-03-13T10:15:00-04:00"


@pytest.fixture
def folder(office: Office) -> Office:
    """Ann in New York, Bob in Chicago, Cyd in both."""
    office.add("Ann", IN_NEW_YORK)
    office.add("Bob", IN_CHICAGO)
    office.add("Cyd", IN_NEW_YORK, "+1 312 555 0199")
    return office


def import_(
    office: Office, text: str, name: str = "list.txt", *, now: str = "", agent: str = "",
    **request: Any,
) -> Imported:  # fmt: skip
    path = office.home / name
    path.write_text(text, encoding="utf-8")
    with office.workspace(now=now, agent=agent) as ws:
        return run(ws, Request(path, **request))


def ftc(office: Office, text: str, day: str = "2026-03-09", **more: Any) -> Imported:
    return import_(office, text, series="us-ftc", as_of=day, **more)


def checked(office: Office, number: str, now: str = "") -> Checked:
    with office.workspace(now=now) as ws:
        return check(ws, [number])[0]


def dropped(office: Office, series: str, area: str = "") -> Dropped:
    with office.workspace() as ws:
        return drop(ws, series, area)


def holds(office: Office) -> list[str]:
    return [row[0] for row in office.rows("SELECT hold FROM prospect ORDER BY id")]


def refused(office: Office, *args: Any, **more: Any) -> CallqError:
    before = office.dump()
    with pytest.raises(CallqError) as caught:
        import_(office, *args, **more)
    assert office.dump() == before
    return caught.value


def test_who_is_on_it_is_held_and_no_one_else(folder: Office) -> None:
    report = ftc(folder, OF_NEW_YORK)
    assert (report.added, report.people, report.form) == (1, 2, "FTC full list")
    assert holds(folder) == ["on-a-registry", "", ""]
    assert folder.queue() == [2, 3]


def test_another_number_of_theirs_is_dialed_instead(folder: Office) -> None:
    ftc(folder, OF_NEW_YORK)
    cyd = next(item for item in folder.look().items if item.entry.id == 3)
    assert cyd.entry.e164 == "+13125550199"


def test_the_tally_counts_them_as_held(folder: Office) -> None:
    ftc(folder, OF_NEW_YORK)
    seen = folder.look(everything=True)
    assert seen.counts.held == {"on-a-registry": 1}
    assert [item.entry.id for item in seen.held] == [1]


def test_why_says_which_list_of_what_date(folder: Office) -> None:
    ftc(folder, OF_NEW_YORK)
    words = [reason.text for reason in folder.portray("ann").reasons]
    assert any("is on us-ftc (National Do Not Call Registry, 2026-03-09)" in w for w in words)


def test_a_list_of_a_second_ago_counts_when_someone_is_taken(folder: Office) -> None:
    assert folder.take(agent="ann").item.entry.id == 1
    ftc(folder, OF_NEW_YORK)
    assert folder.take(agent="ann").item.entry.id != 1


def test_a_call_on_such_a_number_is_a_violation_on_record(folder: Office) -> None:
    ftc(folder, OF_NEW_YORK)
    logged = folder.log("ann", "na")
    assert logged.warnings == (
        "+12125550100 is on us-ftc, a registry of do-not-call numbers. Logged as a violation.",
    )
    assert (
        logged.call.violations,
        '"lists":["own","us-ftc 2026-03-09"]' in logged.call.checked,
    ) == (
        ("on-a-registry",),
        True,
    )


def test_an_email_that_is_owed_is_still_offered(folder: Office) -> None:
    ftc(folder, OF_NEW_YORK + "312,5550199\n")
    folder.log("ann", "ni", channel="email")
    assert folder.row(1)["hold"] == ""
    assert 1 in folder.queue()


def test_people_and_numbers_that_come_later_are_checked(folder: Office) -> None:
    ftc(folder, OF_NEW_YORK + "212,5560007\n")
    folder.add("Dan", new_york(7))
    folder.add("Eve", "+1 312 555 0111")
    folder.edit("eve", add_phone=(new_york(7),), drop_phone=("+1 312 555 0111",))
    folder.import_(folder.file(f"Name,Phone\nFay,{new_york(7)}\n"))
    assert holds(folder)[3:] == ["on-a-registry"] * 3


def test_the_audit_flags_them(folder: Office) -> None:
    folder.log("ann", "ni", now="2026-01-02T10:15:00-05:00")
    ftc(folder, OF_NEW_YORK)
    assert "on-a-registry" in folder.row(1)["flags"]


# Copies -------------------------------------------------------------------------------------------


def test_a_newer_copy_frees_who_it_no_longer_has(folder: Office) -> None:
    ftc(folder, OF_NEW_YORK)
    report = ftc(folder, "212,5550777\n", "2026-03-10")
    assert [(copy.area, copy.replaced) for copy in report.copies] == [("1212", "2026-03-09")]
    assert holds(folder) == ["", "", ""]


def test_a_newer_copy_with_the_same_numbers_concerns_no_one(folder: Office) -> None:
    ftc(folder, OF_NEW_YORK)
    assert ftc(folder, OF_NEW_YORK, "2026-03-10").people == 0
    assert holds(folder) == ["on-a-registry", "", ""]


def test_a_copy_replaces_only_its_area_codes(folder: Office) -> None:
    ftc(folder, OF_NEW_YORK)
    ftc(folder, OF_CHICAGO, "2026-03-10")
    assert holds(folder) == ["on-a-registry", "on-a-registry", ""]


def test_a_copy_leaves_its_neighbors_alone(folder: Office) -> None:
    """Area codes that differ in their last digit only."""
    folder.add("Lea", IN_LOS_ANGELES)
    ftc(folder, OF_NEW_YORK + "213,5550100\n")
    report = ftc(folder, "212,5550999\n", "2026-03-10")
    assert [(copy.area, copy.replaced) for copy in report.copies] == [("1212", "2026-03-09")]
    assert holds(folder) == ["", "", "", "on-a-registry"]
    import_(folder, "2125550999,2026-03-11T09:00:00,D\n")
    assert holds(folder)[3] == "on-a-registry"


def test_who_another_list_holds_stays_held(folder: Office) -> None:
    ftc(folder, OF_CHICAGO)
    import_(folder, "3125550100\n", series="ca-dncl", as_of="2026-03-09")
    dropped(folder, "us-ftc")
    assert holds(folder)[1] == "on-a-registry"
    dropped(folder, "ca-dncl")
    assert holds(folder)[1] == ""


def test_dropping_frees_only_who_it_alone_held(folder: Office) -> None:
    ftc(folder, OF_NEW_YORK + OF_CHICAGO)
    with folder.workspace() as ws:
        do_not_call.add(ws, [IN_CHICAGO])
    assert dropped(folder, "us-ftc", "212").people == 2
    assert holds(folder)[0] == ""
    dropped(folder, "us-ftc")
    assert folder.row(2)["state"] == "do-not-call"


def test_an_older_copy_is_refused(folder: Office) -> None:
    ftc(folder, OF_NEW_YORK)
    error = refused(folder, OF_NEW_YORK, series="us-ftc", as_of="2026-03-08")
    assert (error.name, error.code) == ("older-copy", Exit.REFUSED)


def test_a_mixed_file_is_refused_when_one_area_is_older(folder: Office) -> None:
    ftc(folder, OF_NEW_YORK)
    refused(folder, OF_CHICAGO + OF_NEW_YORK, series="us-ftc", as_of="2026-03-08")


def test_a_dry_run_changes_nothing(folder: Office) -> None:
    before = folder.dump()
    assert ftc(folder, OF_NEW_YORK, dry_run=True).people == 2
    assert folder.dump() == before


# Undo ---------------------------------------------------------------------------------------------


def test_undo_takes_an_import_back_whole(folder: Office) -> None:
    ftc(folder, OF_NEW_YORK)
    before = folder.dump("prospect", "tally")
    ftc(folder, OF_CHICAGO + "212,5550777\n", "2026-03-10")
    assert holds(folder) == ["", "on-a-registry", ""]
    folder.undo()
    assert folder.dump("prospect") == {"prospect": before["prospect"]}
    assert holds(folder) == ["on-a-registry", "", ""]
    folder.undo()
    assert holds(folder) == ["", "", ""]


def test_undo_of_an_import_is_for_its_own_day(folder: Office) -> None:
    ftc(folder, OF_NEW_YORK)
    with pytest.raises(CallqError) as caught:
        folder.undo(now=NEXT_DAY)
    assert caught.value.name == "undo-too-late"
    assert holds(folder) == ["on-a-registry", "", ""]


def test_undo_brings_a_dropped_list_back(folder: Office) -> None:
    ftc(folder, OF_NEW_YORK)
    dropped(folder, "us-ftc")
    folder.undo(now=NEXT_DAY)
    assert holds(folder) == ["on-a-registry", "", ""]


def test_what_was_dropped_long_ago_is_gone_for_good(folder: Office) -> None:
    ftc(folder, OF_NEW_YORK)
    dropped(folder, "us-ftc")
    ftc(folder, OF_CHICAGO, now=AFTER_TOMORROW, agent="bob")
    assert folder.rows("SELECT number FROM listed_number") == [(13125550100,)]
    with pytest.raises(CallqError) as caught:
        folder.undo(now=AFTER_TOMORROW)
    assert caught.value.name == "numbers-deleted"


# Lists of changes ---------------------------------------------------------------------------------


def test_changes_are_applied_in_the_order_of_time(folder: Office) -> None:
    ftc(folder, OF_NEW_YORK)
    text = (
        "2125550100,2026-03-10T09:00:00,A\n2125550100,2026-03-10T08:00:00,D\n"
        "2125550777,2026-03-10T08:00:00,A\n2125550777,2026-03-10T09:00:00,D\n"
    )
    report = import_(folder, text)
    assert (report.series, report.form, str(report.dated)) == (
        "us-ftc", "FTC change list", "2026-03-10",
    )  # fmt: skip
    assert holds(folder) == ["on-a-registry", "", ""]
    assert not checked(folder, "212 555 0777").blocked


def test_changes_free_and_hold(folder: Office) -> None:
    ftc(folder, OF_NEW_YORK + "312,5550999\n")
    import_(folder, "2125550100,2026-03-10T09:00:00,D\n3125550100,2026-03-10T09:00:00,A\n")
    assert holds(folder) == ["", "on-a-registry", ""]
    folder.undo()
    assert holds(folder) == ["on-a-registry", "", ""]


def test_what_changes_added_goes_with_the_next_full_copy(folder: Office) -> None:
    ftc(folder, "212,5550777\n")
    import_(folder, "2125550100,2026-03-10T09:00:00,A\n")
    assert holds(folder)[0] == "on-a-registry"
    ftc(folder, "212,5550777\n", "2026-03-11")
    assert holds(folder) == ["", "", ""]


def test_changes_to_a_list_that_is_not_there_are_refused(folder: Office) -> None:
    ftc(folder, OF_CHICAGO)
    error = refused(folder, "2125550100,2026-03-10T09:00:00,A\n", "changes.txt")
    assert error.name == "no-full-list"


def test_a_gap_before_the_changes_is_reported(folder: Office) -> None:
    ftc(folder, OF_NEW_YORK, "2026-03-01")
    report = import_(folder, "2125550100,2026-03-10T09:00:00,D\n")
    assert any("missing a change list" in warning for warning in report.warnings)


# Lists of our own ---------------------------------------------------------------------------------


def test_a_list_under_a_name_of_ours_is_made_of_opt_outs(folder: Office) -> None:
    report = import_(folder, "2125550100\n3125550199\n", "ours.txt")
    assert (report.series, report.registry, report.expires_at) == ("ours", None, None)
    assert [folder.row(i)["state"] for i in (1, 2, 3)] == ["do-not-call", "fresh", "do-not-call"]


def test_the_audit_says_that_they_asked_elsewhere(folder: Office) -> None:
    folder.log("ann", "ni", now="2026-01-02T10:15:00-05:00")
    import_(folder, "2125550100\n", "ours.txt")
    with folder.workspace() as ws:
        found = {finding.id: finding.flags for finding in findings(ws)}
    assert "opted-out-elsewhere" in found[1]


def test_nothing_replaces_it_and_deletions_lift_nothing(folder: Office) -> None:
    import_(folder, "2125550100\n", "ours.txt")
    report = import_(folder, "number,action\n3125550100,add\n2125550100,delete\n", "ours.txt")
    assert (report.added, report.ignored) == (1, 1)
    assert [folder.row(i)["state"] for i in (1, 2, 3)] == [
        "do-not-call",
        "do-not-call",
        "do-not-call",
    ]


def test_it_can_not_be_dropped(folder: Office) -> None:
    import_(folder, "2125550100\n", "ours.txt")
    with pytest.raises(CallqError) as caught:
        dropped(folder, "ours")
    assert caught.value.name == "own-list"


def test_a_consent_takes_a_number_off_it_on_record(folder: Office) -> None:
    import_(folder, "2125550100\n3125550199\n", "ours.txt")
    with folder.workspace() as ws:
        do_not_call.remove(ws, [IN_NEW_YORK], "Ann/today/letter")
    assert [folder.row(i)["state"] for i in (1, 3)] == ["fresh", "do-not-call"]
    (entry,) = checked(folder, IN_NEW_YORK).entries
    assert (entry.source, entry.consent_by) == ("ours", "Ann")
    folder.undo()
    assert folder.row(1)["state"] == "do-not-call"


def test_the_same_list_every_day_takes_no_more_room(folder: Office) -> None:
    import_(folder, "2125550100\n", "ours.txt")
    report = import_(folder, "2125550100\n3125550100\n", "ours.txt", now=NEXT_DAY)
    assert report.added == 1
    assert folder.rows("SELECT COUNT(*) FROM listed_number") == [(2,)]


def test_it_is_exported_and_read_again(folder: Office) -> None:
    import_(folder, "2125550100\n", "ours.txt")
    with folder.workspace() as ws:
        do_not_call.add(ws, [IN_CHICAGO])
        assert [one.number for one in entries(ws)] == ["+13125550100", "+12125550100"]


def test_a_registry_yields_to_no_consent_of_ours(folder: Office) -> None:
    ftc(folder, OF_NEW_YORK)
    with folder.workspace() as ws, pytest.raises(CallqError) as caught:
        do_not_call.remove(ws, [IN_NEW_YORK], "Ann/today/letter")
    assert (caught.value.name, caught.value.code) == ("on-a-registry", Exit.REFUSED)


# Refused ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "name", "request_", "kind"),
    [
        (OF_NEW_YORK, "list.txt", {}, "missing-date"),
        (OF_NEW_YORK, "list.txt", {"as_of": "2026-03-20"}, "time-in-the-future"),
        (OF_NEW_YORK, "2026-3-9_212_x.txt", {"as_of": "2026-03-10"}, "conflicting-dates"),
        (OF_NEW_YORK, "2026-3-9_312_x.txt", {}, "wrong-area"),
        ("+442079460001\n", "x.txt", {"series": "us-ftc", "as_of": "today"}, "wrong-country"),
        (OF_NEW_YORK, "x.txt", {"series": "ftc"}, "like-a-registry"),
        (OF_NEW_YORK, "x.txt", {"series": "us_ftc"}, "like-a-registry"),
        ("2125550100\n", "x.txt", {"max_age": 3}, "age-of-own-list"),
        (OF_NEW_YORK, "x.txt", {"as_of": "today", "max_age": 0}, "bad-max-age"),
        ("2125550100\nno\n", "x.txt", {}, "too-many-bad-lines"),
    ],
)
def test_what_can_not_be_right_is_refused_whole(
    folder: Office, text: str, name: str, request_: dict[str, Any], kind: str
) -> None:
    with pytest.raises(CallqError) as caught:
        import_(folder, text, name, **request_)
    assert caught.value.name == kind
    assert (
        folder.rows("SELECT * FROM listed_number") == folder.rows("SELECT * FROM number_list") == []
    )


def test_a_list_from_standard_input_needs_a_name(folder: Office) -> None:
    import io

    with folder.workspace() as ws, pytest.raises(CallqError, match="Which list is it"):
        run(ws, Request("-"), io.BytesIO(b"2125550100\n"))


def test_a_name_of_the_ftc_makes_ten_digits_the_ftcs(folder: Office) -> None:
    report = import_(folder, "2125550100\n", "2026-3-9_212_0a1b.txt")
    assert (report.series, str(report.dated)) == ("us-ftc", "2026-03-09")


def test_a_list_is_found_however_large_the_folder_of_lists(folder: Office, tmp_path: Path) -> None:
    """Ten thousand numbers in no order, each found."""
    numbers = [2_125_000_000 + i * 7919 % 10_000 for i in range(10_000)]
    report = ftc(folder, "".join(f"{n}\n" for n in numbers))
    assert report.added == 10_000
    for number in numbers[::1000]:
        assert checked(folder, str(number)).blocked
