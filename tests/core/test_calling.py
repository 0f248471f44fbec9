"""Every row of the facts, as its moments; what follows from rows, kinds and places."""

import tomllib
from datetime import UTC, datetime
from importlib.resources import files
from zoneinfo import ZoneInfo

import pytest

from callq import TABLE_VERSION
from callq.calendars import dates_of
from callq.core.calling import Calling, GroupKey, Whereabouts, build
from callq.core.calling_check import check
from callq.core.hours import ANY_TIME, is_open, schedule_of
from callq.core.model import Cap, Hold
from callq.core.spans import Span

TEXT = (files("callq") / "data" / "jurisdictions.toml").read_text(encoding="utf-8")
TABLE = tomllib.loads(TEXT)
EXACT = {"calling": {"stop_early": "0min"}}
ALL = build(TABLE, EXACT, ANY_TIME)
MONDAY = "2026-03-09"
SATURDAY = "2026-03-14"
SUNDAY = "2026-03-15"


def allowed(
    calling: Calling, place: str, zone: str, at: str, kind: str = "consumer", *more: str
) -> bool:
    """Whether a call to somewhere is allowed at a local time."""
    verdict = calling.verdict((place, *more), kind)
    key = GroupKey((zone,), verdict.places, kind)
    windows, _, calendars = calling.resolve(key)
    closed = " ".join(dates_of(calendars, range(2026, 2028)))
    moment = datetime.fromisoformat(at).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    return is_open(moment, schedule_of((zone,), windows, closed))


def edges(day: str, window: str) -> list[tuple[str, bool]]:
    """The minutes around the ends of a window, and whether they are inside."""
    if window == "none":
        return [(f"{day} {hour:02}:00", False) for hour in (0, 8, 12, 14, 18, 23)]
    found = []
    for part in window.split(", "):
        start, end = part.split("-")
        found += [(f"{day} {start}", True), (_before(day, start), False)]
        found += [(f"{day} {end}", False), (_before(day, end), True)]
    return found


def _before(day: str, time: str) -> str:
    hours, minutes = map(int, time.split(":"))
    minute = hours * 60 + minutes - 1
    return f"{day} {minute // 60:02}:{minute % 60:02}"


NY, CHI, DEN, LA = (
    "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles",
)  # fmt: skip
WINDOWS = [
    # place, zone, Monday, Saturday, Sunday: as the facts have them, inside their country's
    ("US-CA", LA, "08:00-21:00", "08:00-21:00", "08:00-21:00"),
    ("US-FL", NY, "08:00-20:00", "08:00-20:00", "08:00-20:00"),
    ("US-OK", CHI, "08:00-20:00", "08:00-20:00", "08:00-20:00"),
    ("US-MD", NY, "08:00-20:00", "08:00-20:00", "08:00-20:00"),
    ("US-WA", LA, "08:00-20:00", "08:00-20:00", "08:00-20:00"),
    ("US-CT", NY, "09:00-20:00", "09:00-20:00", "09:00-20:00"),
    ("US-TX", CHI, "09:00-21:00", "09:00-21:00", "12:00-21:00"),
    ("US-LA", CHI, "08:00-20:00", "08:00-20:00", "none"),
    ("US-MS", CHI, "08:00-20:00", "08:00-20:00", "none"),
    ("US-AL", CHI, "08:00-20:00", "08:00-20:00", "none"),
    ("US-RI", NY, "09:00-18:00", "10:00-17:00", "none"),
    ("US-PA", NY, "08:00-21:00", "08:00-21:00", "13:30-21:00"),
    ("US-UT", DEN, "08:00-21:00", "08:00-21:00", "none"),
    ("US-KY", NY, "10:00-21:00", "10:00-21:00", "10:00-21:00"),
    ("US-NV", LA, "09:00-20:00", "09:00-20:00", "09:00-20:00"),
    ("US-MA", NY, "08:00-20:00", "08:00-20:00", "08:00-20:00"),
    ("US-WY", DEN, "08:00-20:00", "08:00-20:00", "08:00-20:00"),
    ("US-NM", DEN, "09:00-21:00", "09:00-21:00", "09:00-21:00"),
    ("US-MN", CHI, "09:00-21:00", "09:00-21:00", "09:00-21:00"),
    ("US-MI", NY, "09:00-21:00", "09:00-21:00", "09:00-21:00"),
    ("US-ME", NY, "09:00-17:00", "09:00-17:00", "09:00-17:00"),
    ("US-IN", NY, "09:00-20:00", "09:00-20:00", "09:00-20:00"),
    ("US-SD", CHI, "08:00-21:00", "08:00-21:00", "none"),
    ("GB", "Europe/London", "08:00-21:00", "09:00-21:00", "09:00-21:00"),
    ("FR", "Europe/Paris", "10:00-13:00, 14:00-20:00", "none", "none"),
    ("ES", "Europe/Madrid", "09:00-21:00", "none", "none"),
    ("CA-ON", "America/Toronto", "09:00-21:30", "10:00-18:00", "10:00-18:00"),
    ("AU", "Australia/Sydney", "09:00-20:00", "09:00-17:00", "none"),
    ("IN", "Asia/Kolkata", "10:00-21:00", "10:00-21:00", "10:00-21:00"),
]


@pytest.mark.parametrize(("place", "zone", "monday", "saturday", "sunday"), WINDOWS)
def test_the_windows_of_the_facts(
    place: str, zone: str, monday: str, saturday: str, sunday: str
) -> None:
    for at, inside in (
        *edges("2026-03-16" if place == "AU" else MONDAY, monday), *edges(SATURDAY, saturday),
        *edges(SUNDAY, sunday),
    ):  # fmt: skip
        assert allowed(ALL, place, zone, at) is inside, at


def test_every_row_of_the_facts_is_there_and_no_other() -> None:
    told = {place.replace("CA-ON", "CA").replace("US-CA", "US") for place, *_ in WINDOWS}
    assert set(TABLE["rows"]) == told | {"DE", "NL", "US-REGF"}


def test_a_country_without_hours_of_its_own_leaves_them_to_the_team() -> None:
    for place, zone in (("DE", "Europe/Berlin"), ("NL", "Europe/Amsterdam"), ("JP", "Asia/Tokyo")):
        assert allowed(ALL, place, zone, f"{SUNDAY} 03:00")


@pytest.mark.parametrize(
    ("place", "zone", "date"),
    [
        ("US-LA", CHI, "2026-02-17"), ("US-AL", CHI, "2026-04-27"), ("US-RI", NY, "2026-08-10"),
        ("US-PA", NY, "2026-12-25"), ("US-UT", DEN, "2026-07-24"),
        ("GB", "Europe/London", "2026-12-25"), ("FR", "Europe/Paris", "2026-07-14"),
        ("FR", "Europe/Paris", "2026-04-03"), ("ES", "Europe/Madrid", "2026-12-08"),
        ("CA-ON", "America/Toronto", "2026-07-01"), ("AU", "Australia/Sydney", "2026-01-26"),
        ("US-RI", NY, "2026-07-03"), ("US-AL", CHI, "2027-12-24"),
    ],
)  # fmt: skip
def test_public_holidays_are_kept_where_a_row_says_so(place: str, zone: str, date: str) -> None:
    """By country, state and province; Alsace-Moselle's too; days observed too."""
    assert not allowed(ALL, place, zone, f"{date} 12:00")
    assert not allowed(ALL, place, zone, f"{date} 15:00")


@pytest.mark.parametrize(
    ("place", "zone"), [("US-FL", NY), ("US-MS", CHI), ("US-TX", CHI), ("IN", "Asia/Kolkata")]
)
def test_elsewhere_they_are_not(place: str, zone: str) -> None:
    assert allowed(ALL, place, zone, "2026-12-25 12:00")


def test_a_province_keeps_its_own_and_no_other() -> None:
    family_day = "2026-02-16 12:00"  # in Ontario, not in Quebec
    assert not allowed(ALL, "CA-ON", "America/Toronto", family_day)
    assert allowed(ALL, "CA-QC", "America/Toronto", family_day)
    assert not allowed(ALL, "CA-QC", "America/Toronto", family_day, "consumer", "CA-ON")


def test_mississippi_means_central_time_wherever_they_are() -> None:
    """At 20:30 in New York it is 19:30 in Jackson; at 08:30 it is 07:30 there."""
    assert not allowed(ALL, "US-MS", NY, f"{MONDAY} 08:30")
    assert allowed(ALL, "US-MS", NY, f"{MONDAY} 20:30")
    assert allowed(ALL, "US-MS", NY, f"{MONDAY} 09:00")
    assert not allowed(ALL, "US-MS", NY, f"{MONDAY} 21:00")


def test_several_places_are_all_obeyed() -> None:
    """Kentucky from 10, Rhode Island until 18."""
    for at, inside in edges(MONDAY, "10:00-18:00"):
        assert allowed(ALL, "US-KY", NY, at, "consumer", "US-RI") is inside, at


def test_an_area_code_that_lies_nowhere_may_be_in_any_state() -> None:
    for at, inside in edges(MONDAY, "10:00-17:00"):
        assert allowed(ALL, "US-*", CHI, at) is inside, at


# Kinds --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", ["US-WA", "US-TX", "US-LA"])
def test_rows_that_exempt_businesses_do_not_hold_for_them(place: str) -> None:
    assert ALL.verdict((place,), "business").places == ("US",)


@pytest.mark.parametrize("place", ["US-FL", "US-MD", "US-CT", "GB", "AU"])
def test_where_nobody_knows_they_hold(place: str) -> None:
    assert place in ALL.verdict((place,), "business").places


def test_for_businesses_canada_keeps_its_hours() -> None:
    assert not allowed(ALL, "CA-ON", "America/Toronto", f"{SATURDAY} 09:00", "business")


@pytest.mark.parametrize("place", ["FR", "DE", "ES", "NL"])
def test_consumers_who_are_called_only_with_consent(place: str) -> None:
    assert ALL.verdict((place,), "consumer").consent == (place,)
    assert ALL.verdict((place,), "business").consent == ()
    assert ALL.verdict((place,), "debt").consent == ()


def test_in_spain_a_purchase_stands_in_for_a_year() -> None:
    assert ALL.verdict(("ES",), "consumer").customer == Span(1, "y")
    assert ALL.verdict(("DE",), "consumer").customer is None
    assert ALL.verdict(("DE", "ES"), "consumer").customer is None


def _caps(place: str, kind: str = "consumer") -> set[Cap]:
    limits = ALL.verdict((place,), kind).limits
    return set(limits.caps) if limits else set()


@pytest.mark.parametrize("place", ["US-FL", "US-OK", "US-MD"])
def test_three_calls_a_day(place: str) -> None:
    assert _caps(place) == {Cap("person", 3, Span(24, "h")), Cap("number", 3, Span(24, "h"))}


def test_four_calls_in_thirty_days_in_france_and_rest_after_a_no() -> None:
    assert _caps("FR") == {Cap("person", 4, Span(30, "d")), Cap("number", 4, Span(30, "d"))}
    limits = ALL.verdict(("FR",), "consumer").limits
    assert limits is not None
    assert limits.refusal == Span(60, "d")


def test_regulation_f_holds_for_debt_alone() -> None:
    assert "US-REGF" not in ALL.verdict(("US-CA",), "consumer").places
    limits = ALL.verdict(("US-CA",), "debt").limits
    assert limits is not None
    assert Cap("person", 7, Span(7, "d")) in limits.caps
    assert limits.silence == Span(7, "d")
    assert ALL.verdict(("GB",), "debt").places == ("GB",)


def test_relationships_and_the_age_of_lists_are_told() -> None:
    us = ALL.row("US")
    assert us.relationship == {"purchase": Span(18, "mo"), "inquiry": Span(3, "mo")}
    ages = {row.id: row.lists["age"] for row in ALL.rows() if "age" in row.lists}
    assert ages == {"US": "31 days", "US-TX": "3 months", "GB": "28 days", "CA": "31 days",
                    "AU": "30 days"}  # fmt: skip


@pytest.mark.parametrize(
    ("row", "grade"),
    [
        ("US", "S"), ("US-FL", "P"), ("US-OK", "S"), ("US-MD", "S"), ("US-WA", "P"),
        ("US-CT", "S"), ("US-TX", "S"), ("US-LA", "S"), ("US-MS", "P"), ("US-AL", "P"),
        ("US-RI", "P"), ("US-PA", "S"), ("US-KY", "S"), ("US-NV", "S"), ("US-MA", "S"),
        ("US-WY", "S"), ("US-NM", "S"), ("US-MN", "S"), ("US-MI", "S"), ("US-ME", "unverified"),
        ("US-IN", "unverified"), ("US-SD", "unverified"), ("FR", "P"), ("DE", "P"), ("ES", "P"),
        ("CA", "P"), ("AU", "P"), ("IN", "K"), ("US-REGF", "P"), ("NL", "K"),
    ],
)  # fmt: skip
def test_every_row_says_how_sure_it_is(row: str, grade: str) -> None:
    assert ALL.row(row).grade == grade
    assert ALL.row(row).source


# The team's own -----------------------------------------------------------------------------------


def test_offers_stop_early_but_a_call_is_legal_until_the_end() -> None:
    calling = build(TABLE, {}, ANY_TIME)
    resolved = calling.resolve(GroupKey((NY,), ("US", "US-FL")))
    assert resolved.windows.split("/")[0] == "480-1195"
    assert resolved.legal.split("/")[0] == "480-1200"


def test_the_teams_hours_end_when_they_say() -> None:
    hours = (((540, 1080),),) * 7
    resolved = build(TABLE, {}, hours).resolve(GroupKey((NY,), ("US",)))
    assert resolved.windows.split("/")[0] == "540-1080"


def test_an_own_row_replaces_the_shipped_one_as_a_whole() -> None:
    own = {"US-FL": {"name": "Florida", "hours": {"mon-fri": "10:00-12:00"}, "source": "we say so"}}
    calling = build(TABLE, {**EXACT, "jurisdictions": own}, ANY_TIME)
    for at, inside in edges(MONDAY, "10:00-12:00"):
        assert allowed(calling, "US-FL", NY, at) is inside, at
    assert calling.verdict(("US-FL",), "consumer").limits is None
    assert calling.row("US-FL").grade == "own"


def test_a_list_may_be_of_another_kind() -> None:
    calling = build(TABLE, {"calling": {"lists": {"fair": "business"}}}, ANY_TIME)
    assert [calling.kind_of(name) for name in ("fair", "")] == ["business", "consumer"]


def test_zones_that_never_meet_hold() -> None:
    far = Whereabouts("Pacific/Auckland", "", "", "", "Europe/Paris", "FR")
    assert ALL.standpoint(far).hold is Hold.NO_HOURS
    assert ALL.standpoint(far._replace(zone="Europe/London")).hold is Hold.NONE


# Where they are -----------------------------------------------------------------------------------

SPLIT = Whereabouts("", "", "", "", f"{NY},{CHI}", "US-FL")


@pytest.mark.parametrize(
    ("where", "zones", "places"),
    [
        (SPLIT, (NY, CHI), ("US-FL",)),
        (SPLIT._replace(zone=LA), (LA, NY, CHI), ("US-FL",)),
        (SPLIT._replace(zone=CHI, told=CHI), (CHI,), ("US-FL",)),
        (SPLIT._replace(place_zones=DEN, places="US-CO"), (DEN, NY, CHI), ("US-CO", "US-FL")),
        (SPLIT._replace(place_zones=DEN, places="US-CO", told="US-CO"), (DEN,), ("US-CO",)),
        # An address stays in when they named a zone.
        (SPLIT._replace(zone=LA, told=LA, place_zones=DEN, places="US-CO"), (LA, DEN),
         ("US-CO", "US-FL")),
        # A country of several clocks, and a number elsewhere: nobody knows.
        (SPLIT._replace(places="CA"), (), ("CA", "US-FL")),
        (SPLIT._replace(places="US"), (NY, CHI), ("US", "US-FL")),
        # What a zone tells of places counts only where the number tells none.
        (SPLIT._replace(zone=CHI, places="?US-*"), (CHI, NY), ("US-FL",)),
        (Whereabouts(CHI, "", "?US-*"), (CHI,), ("US-*",)),
        (Whereabouts(), (), ()),
    ],
)  # fmt: skip
def test_what_tells_where_they_are(
    where: Whereabouts, zones: tuple[str, ...], places: tuple[str, ...]
) -> None:
    assert where.candidates() == zones
    assert where.all_places() == places


# Mistakes -----------------------------------------------------------------------------------------


def test_its_version_is_told_without_reading_it() -> None:
    assert TABLE["version"] == TABLE_VERSION


def test_the_shipped_table_has_no_mistake() -> None:
    data, mistakes = check(TEXT)
    assert mistakes == ()
    assert data == TABLE


def test_every_mistake_is_told_at_once_with_its_line() -> None:
    text = """version = "1"
[rows.US]
name = "United States"
source = "here"
grade = "X"
hours = { mon-fri = "08:00-07:00" }
[rows.us-fl]
name = ""
[rows.US-AL]
name = "Alabama"
source = "there"
grade = "P"
clock = "Moon/Base"
caps = [{ max = 0, within = "1 fortnight" }]
colour = "red"
"""
    data, mistakes = check(text)
    assert data is None
    assert [str(m) for m in mistakes] == [
        'line 5, rows.US.grade: "X" is not known',
        'line 6, rows.US.hours: "08:00-07:00" ends before it begins',
        "line 7, rows.us-fl: is no country or state; write e.g. US, or US-FL",
        'line 13, rows.US-AL.clock: "Moon/Base" is no time zone; write e.g. "America/Chicago"',
        "line 13, rows.US-AL.clock: is of no use without hours",
        "line 14, rows.US-AL.caps[1].max: must be a whole number, 1 or more",
        'line 14, rows.US-AL.caps[1].within: "1 fortnight" is no span of time; '
        'write e.g. "4h", "3 business days", "1 year"',
        "line 15, rows.US-AL.colour: unknown key",
    ]
