"""Parts of the day: which one it is, and when another comes."""

from datetime import UTC, datetime, timedelta, tzinfo
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import BERLIN, BOOK, NEW_YORK, QUICK, moment, recent, shown, whenever, zones

from callq.engine.parts import Part, other_part, part_of

PARTS = BOOK.parts


@pytest.mark.parametrize(
    ("clock", "part"),
    [
        ("07:59", 0),
        ("08:00", 1),
        ("11:59", 1),
        ("12:00", 2),
        ("15:59", 2),
        ("16:00", 3),
        ("19:59", 3),
        ("20:00", 0),
        ("00:00", 0),
    ],
)
def test_a_part_begins_on_its_minute_and_ends_before_the_next(clock: str, part: int) -> None:
    """Counted from 1; 0 is none of them."""
    assert part_of(moment(f"2026-03-03 {clock}"), BERLIN, PARTS) == part


def test_another_part_begins_on_the_minute() -> None:
    at = moment("2026-03-03 09:12").replace(second=34, microsecond=56)
    afternoon = moment("2026-03-03 12:00")
    assert other_part(at, BERLIN, PARTS, {1}) == afternoon
    assert other_part(afternoon, BERLIN, PARTS, {1}) == afternoon
    assert other_part(at, BERLIN, PARTS, {1, 2, 3}) == at
    assert other_part(at, BERLIN, PARTS, {2, 3}) == at
    evening = moment("2026-03-03 20:00")
    assert other_part(evening, BERLIN, PARTS, {1}) == moment("2026-03-04 12:00")


def test_a_part_is_one_of_the_prospects_own_day() -> None:
    at = moment("2026-03-03 14:30")
    assert part_of(at, BERLIN, PARTS) == 2
    assert part_of(at, NEW_YORK, PARTS) == 1


@pytest.mark.parametrize(
    ("earliest", "avoid", "found"),
    [
        ("2026-03-03 10:17", set(), "2026-03-03 10:17"),
        ("2026-03-03 10:17", {2, 3}, "2026-03-03 10:17"),
        ("2026-03-03 10:17", {1}, "2026-03-03 12:00"),
        ("2026-03-03 10:17", {1, 2}, "2026-03-03 16:00"),
        ("2026-03-03 12:00", {2}, "2026-03-03 16:00"),
        ("2026-03-03 17:00", {3}, "2026-03-04 08:00"),
        ("2026-03-03 17:00", {1, 3}, "2026-03-04 12:00"),
        ("2026-03-03 06:00", {1}, "2026-03-03 12:00"),
        ("2026-03-03 06:00", {2}, "2026-03-03 08:00"),
        ("2026-03-03 21:00", {1}, "2026-03-04 12:00"),
        ("2026-12-31 21:00", {2}, "2027-01-01 08:00"),
        ("2026-03-03 10:17", {1, 2, 3}, "2026-03-03 10:17"),
        ("2026-03-03 11:55", {2}, "2026-03-03 11:55"),
        ("2026-03-03 15:59", {1}, "2026-03-03 15:59"),
        ("2026-03-03 08:00", {2}, "2026-03-03 08:00"),
        ("2026-03-03 19:50", {1}, "2026-03-03 19:50"),
    ],
    ids=str,
)
def test_the_next_part_that_was_not_tried(earliest: str, avoid: set[int], found: str) -> None:
    """The moment itself if its part will do; when none will, it stays."""
    assert shown(other_part(moment(earliest), BERLIN, PARTS, avoid)) == found


@pytest.mark.parametrize(
    ("earliest", "found"),
    [("2026-03-28 17:00", "2026-03-29 08:00"), ("2026-10-24 17:00", "2026-10-25 08:00")],
)
def test_a_part_begins_by_the_clock_when_the_clocks_change(earliest: str, found: str) -> None:
    assert shown(other_part(moment(earliest), BERLIN, PARTS, {3})) == found


def test_a_part_that_begins_in_the_second_of_two_hours_isnt_a_step_back() -> None:
    """01:45 comes twice in New York that night; at the second 01:30 the second is next."""
    night = (Part("late", 0, 100), Part("early", 105, 200))
    second = datetime(2026, 11, 1, 6, 30, tzinfo=UTC)
    found = other_part(second, NEW_YORK, night, {1})
    assert found == datetime(2026, 11, 1, 6, 45, tzinfo=UTC)


def test_without_parts_there_is_nothing_to_avoid() -> None:
    at = moment("2026-03-03 10:00")
    assert part_of(at, BERLIN, ()) == 0
    assert other_part(at, BERLIN, (), {1}) == at


@given(recent, zones, st.sets(st.integers(0, 3)))
@QUICK
def test_the_part_found_is_another_and_the_first(
    earliest: datetime, zone: tzinfo, avoid: set[int]
) -> None:
    found = other_part(earliest, zone, PARTS, avoid)
    assert earliest <= found <= earliest + timedelta(hours=37)
    if not avoid >= {1, 2, 3}:
        part = part_of(found, zone, PARTS)
        assert part in {1, 2, 3} - avoid
        step = earliest
        while step < found - timedelta(minutes=10):
            assert part_of(step, zone, PARTS) in {0, *avoid}
            step += timedelta(minutes=10)


@given(whenever, zones, st.sets(st.integers(0, 3)))
@QUICK
def test_every_moment_has_a_part_and_another(at: datetime, zone: tzinfo, avoid: set[int]) -> None:
    assert 0 <= part_of(at, zone, PARTS) <= 3
    assert other_part(at, zone, PARTS, avoid) >= at


def test_the_shipped_parts_lie_side_by_side() -> None:
    assert all(one.end == other.start for one, other in pairwise(PARTS))
    assert [part.name for part in PARTS] == ["morning", "afternoon", "evening"]


def test_zones_of_half_and_quarter_hours() -> None:
    kathmandu = ZoneInfo("Asia/Kathmandu")
    assert part_of(datetime(2026, 3, 3, 6, 15, tzinfo=UTC), kathmandu, PARTS) == 2
    assert part_of(datetime(2026, 3, 3, 6, 14, tzinfo=UTC), kathmandu, PARTS) == 1
