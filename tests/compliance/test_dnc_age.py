"""A registry's copy that is too old holds anyone it covers, listed or not, until a newer one."""

import pytest
from test_dnc_import import dropped, ftc, import_

from callq.engine.filters import Filter
from callq.errors import CallqError
from callq.prospects.find import find
from callq.rulebooks.rules import apply
from helpers import IN_CHICAGO, IN_NEW_YORK, Office

DATED = "2026-03-09"
LAST = "2026-04-09T14:00:00-04:00"
"""31 days after it: the last day."""
TOO_OLD = "2026-04-10T14:00:00-04:00"
IN_LONDON = "+44 20 7946 0001"


@pytest.fixture
def folder(office: Office) -> Office:
    """Ann and Ned in New York, Bob in Chicago, Pam in London."""
    office.add("Ann", IN_NEW_YORK)
    office.add("Ned", "+1 212 555 0177")
    office.add("Bob", IN_CHICAGO)
    office.add("Pam", IN_LONDON, zone="America/New_York")
    return office


def held(office: Office, now: str) -> dict[str, int]:
    return office.look(now=now).counts.held


def test_it_serves_to_its_last_day_and_no_longer(folder: Office) -> None:
    ftc(folder, "212,5550999\n", DATED)
    assert folder.queue(now=LAST) == [1, 2, 3, 4]
    assert folder.queue(now=TOO_OLD) == [3, 4]
    assert held(folder, TOO_OLD) == {"list-too-old": 2}


def test_its_days_count_where_they_are(folder: Office) -> None:
    folder.add("Hal", "+1 808 555 0100")
    ftc(folder, "808,5550999\n", DATED)
    assert 5 in folder.queue(now="2026-04-09T18:30:00-10:00")
    assert 5 not in folder.queue(now="2026-04-10T09:00:00-10:00")


def test_east_of_utc_the_last_day_ends_sooner(office: Office) -> None:
    office.add("Mia", "+61 2 9374 4000", now="2026-03-10T12:00:00+11:00")
    import_(office, "0293744001\n", series="au-dncr", as_of="2026-03-10", max_age=1, region="AU")
    assert office.queue(now="2026-03-11T14:00:00+11:00") == [1]
    assert office.queue(now="2026-03-12T09:30:00+11:00") == []


def test_the_clock_may_go_back(folder: Office) -> None:
    ftc(folder, "212,5550999\n", DATED)
    assert folder.queue(now=TOO_OLD) == [3, 4]
    assert folder.queue(now=LAST) == [1, 2, 3, 4]


def test_no_one_is_taken_on_it(folder: Office) -> None:
    ftc(folder, "212,5550999\n312,5550999\n", DATED)
    import_(folder, "02079460999\n", series="gb-tps", as_of=DATED)
    with pytest.raises(CallqError) as refused:
        folder.take(now=TOO_OLD)
    assert refused.value.name == "no-one-to-call"


def test_a_lease_taken_before_is_worth_nothing_after(folder: Office) -> None:
    ftc(folder, "212,5550999\n312,5550999\n", DATED)
    import_(folder, "02079460999\n", series="gb-tps", as_of=DATED)
    assert folder.take(now="2026-03-12T14:50:00-04:00").item.entry.id == 1
    folder.rows("UPDATE number_list SET expires_at = 0")
    with pytest.raises(CallqError) as refused:
        folder.take(now="2026-03-12T14:51:00-04:00")
    assert refused.value.name == "no-one-to-call"


def test_a_newer_copy_lifts_it(folder: Office) -> None:
    ftc(folder, "212,5550999\n", DATED)
    ftc(folder, "212,5550999\n", "2026-04-09", now=TOO_OLD)
    assert folder.queue(now=TOO_OLD) == [1, 2, 3, 4]
    folder.undo(now=TOO_OLD)
    assert folder.queue(now=TOO_OLD) == [3, 4]


def test_changes_make_their_own_area_fresh(folder: Office) -> None:
    ftc(folder, "212,5550999\n312,5550999\n", DATED)
    import_(folder, "2125550998,2026-04-08,A\n", now=LAST)
    assert folder.queue(now=TOO_OLD) == [1, 2, 4]


def test_dropping_it_lifts_it_too(folder: Office) -> None:
    ftc(folder, "212,5550999\n", DATED)
    dropped(folder, "us-ftc")
    assert folder.queue(now=TOO_OLD) == [1, 2, 3, 4]


def test_a_list_of_a_country_covers_it_whole(folder: Office) -> None:
    import_(folder, "02079460999\n", series="gb-tps", as_of="2026-03-01")
    assert 4 in folder.queue(now="2026-03-27T11:00:00-04:00")
    assert 4 not in folder.queue(now="2026-03-30T11:00:00-04:00")


def test_a_limit_of_ones_own_holds_for_the_copy(folder: Office) -> None:
    ftc(folder, "212,5550999\n", DATED, max_age=3)
    assert folder.queue(now="2026-03-12T11:00:00-04:00") == [1, 2, 3, 4]
    assert folder.queue(now="2026-03-13T11:00:00-04:00") == [3, 4]


def test_a_copy_too_old_from_the_start_says_so(folder: Office) -> None:
    report = ftc(folder, "212,5550999\n", "2026-01-01")
    assert len(report.warnings) == 1
    assert folder.queue() == [3, 4]


def test_a_list_of_our_own_never_grows_old(folder: Office) -> None:
    import_(folder, "2125550999\n", "ours.txt")
    assert folder.queue(now="2027-03-10T11:00:00-05:00") == [1, 2, 3, 4]


def test_email_that_is_owed_may_be_written(folder: Office) -> None:
    ftc(folder, "212,5550999\n", DATED)
    folder.log("ann", "ni", channel="email")
    assert 1 in folder.queue(now=TOO_OLD)


def test_another_number_without_cover_is_not_looked_for(folder: Office) -> None:
    """A copy that is too old says nothing of a number: anyone it is dialed on waits for a newer."""
    ftc(folder, "212,5550999\n", DATED)
    folder.add("Cyd", IN_NEW_YORK, "+1 312 555 0199")
    assert 5 not in folder.queue(now=TOO_OLD)


def test_it_is_seen_wherever_holds_are(folder: Office) -> None:
    ftc(folder, "212,5550999\n", DATED)
    seen = folder.look(now=TOO_OLD, everything=True)
    assert [(i.entry.id, i.entry.hold) for i in seen.held] == [
        (1, "list-too-old"),
        (2, "list-too-old"),
    ]
    with folder.workspace(now=TOO_OLD) as ws:
        assert [i.entry.id for i in find(ws, Filter(held=True), 50)] == [1, 2]
        assert [i.entry.id for i in find(ws, Filter(due="now"), 50)] == [3, 4]
    portrait = folder.portray("ann", now=TOO_OLD)
    assert portrait.first_moment is None
    assert any("is too old (2026-03-09)" in reason.text for reason in portrait.reasons)


def test_the_projection_is_the_same_computed_anew(folder: Office) -> None:
    ftc(folder, "212,5550999\n312,5550100\n", DATED)
    import_(folder, "2125550998,2026-03-10,A\n")
    before = folder.dump("prospect", "tally")
    with folder.workspace() as ws:
        assert apply(ws, None).changed == 0
    assert folder.dump("prospect") == {"prospect": before["prospect"]}


def test_people_who_come_later_are_covered(folder: Office) -> None:
    ftc(folder, "212,5550999\n", DATED)
    folder.import_(folder.file("Name,Phone\nZoe,212 555 0166\nYan,312 555 0166\n"))
    assert folder.queue(now=TOO_OLD) == [3, 4, 6]


def test_copies_that_grow_old_together_share_their_groups(folder: Office) -> None:
    folder.add("Joe", "+1 718 555 0100")
    ftc(folder, "212,5550999\n", DATED)
    ftc(folder, "718,5550999\n", DATED)
    groups = {folder.row(who)["hours_id"] for who in (1, 2, 5)}
    assert len(groups) == 1


def test_a_newer_copy_of_all_moves_no_one(folder: Office) -> None:
    ftc(folder, "212,5550999\n312,5550999\n", DATED)
    before = folder.dump("prospect")
    ftc(folder, "212,5550999\n312,5550999\n", "2026-03-10")
    assert folder.dump("prospect") == before
