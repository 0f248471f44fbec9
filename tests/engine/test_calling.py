"""Every row of the facts, as its moments; what follows from rows, kinds and places."""

import tomllib
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.resources import files
from zoneinfo import ZoneInfo

import pytest

from callq import TABLE_VERSION
from callq.engine.calling import Calling, Choices, GroupKey, Row, Whereabouts, build, read_hours
from callq.engine.calling_check import check
from callq.engine.hours import ANY_TIME, WHOLE_DAY, closes_at, is_open, opens_at
from callq.engine.model import Cap, Hold, Limits
from callq.engine.rulebook import DAYS
from callq.engine.spans import Span
from callq.places.holidays import dates_of
from callq.records.grouping import in_memory

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
    moment = datetime.fromisoformat(at).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    found = in_memory(key, calling, dates_of, moment)
    return is_open(moment, found.schedule())


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
    ("US-AL", CHI, "08:00-21:00", "08:00-21:00", "08:00-21:00"),
    ("US-RI", NY, "09:00-18:00", "10:00-17:00", "none"),
    ("US-PA", NY, "08:00-21:00", "08:00-21:00", "08:00-21:00"),
    ("US-UT", DEN, "08:00-21:00", "08:00-21:00", "none"),
    ("US-KY", NY, "10:00-21:00", "10:00-21:00", "10:00-21:00"),
    ("US-NV", LA, "09:00-20:00", "09:00-20:00", "09:00-20:00"),
    ("US-MA", NY, "08:00-20:00", "08:00-20:00", "08:00-20:00"),
    ("US-WY", DEN, "08:00-20:00", "08:00-20:00", "08:00-20:00"),
    ("US-NM", DEN, "09:00-21:00", "09:00-21:00", "09:00-21:00"),
    ("US-MN", CHI, "09:00-21:00", "09:00-21:00", "09:00-21:00"),
    ("US-MI", NY, "09:00-21:00", "09:00-21:00", "09:00-21:00"),
    ("US-ME", NY, "08:00-21:00", "08:00-21:00", "08:00-21:00"),
    ("US-IN", NY, "08:00-21:00", "08:00-21:00", "08:00-21:00"),
    ("US-SD", CHI, "08:00-21:00", "08:00-21:00", "08:00-21:00"),
    ("US-OR", LA, "08:00-20:00", "08:00-20:00", "08:00-20:00"),
    ("US-NJ", NY, "08:00-21:00", "08:00-21:00", "08:00-21:00"),
    ("US-NY", NY, "08:00-21:00", "08:00-21:00", "08:00-21:00"),
    ("IT", "Europe/Rome", "09:00-20:00", "10:00-19:00", "none"),
    ("NO", "Europe/Oslo", "09:00-21:00", "none", "none"),
    ("AE", "Asia/Dubai", "09:00-18:00", "09:00-18:00", "09:00-18:00"),
    ("CO", "America/Bogota", "07:00-19:00", "08:00-15:00", "none"),
    ("ZA", "Africa/Johannesburg", "08:00-20:00", "09:00-13:00", "none"),
    ("BR", "America/Sao_Paulo", "09:00-21:00", "10:00-16:00", "none"),
    ("BR-RJ", "America/Sao_Paulo", "09:00-18:00", "none", "none"),
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
    assert set(TABLE["rows"]) == told | {
        "DE", "NL", "US-REGF", "AT", "PL", "DK", "CZ", "CH", "IE", "TR", "RU", "PE", "SG",
        "US-CO", "US-MO", "US-TN",
    }  # fmt: skip


def test_a_country_without_hours_of_its_own_leaves_them_to_the_team() -> None:
    for place, zone in (("DE", "Europe/Berlin"), ("NL", "Europe/Amsterdam"), ("JP", "Asia/Tokyo")):
        assert allowed(ALL, place, zone, f"{SUNDAY} 03:00")


@pytest.mark.parametrize(
    ("place", "zone", "date"),
    [
        ("US-LA", CHI, "2026-02-17"), ("US-PA", NY, "2026-04-03"), ("US-RI", NY, "2026-08-10"),
        ("US-PA", NY, "2026-12-25"), ("US-UT", DEN, "2026-07-24"),
        ("GB", "Europe/London", "2026-12-25"), ("FR", "Europe/Paris", "2026-07-14"),
        ("FR", "Europe/Paris", "2026-04-03"), ("ES", "Europe/Madrid", "2026-12-08"),
        ("US-PA", NY, "2027-06-14"), ("US-PA", NY, "2027-11-02"), ("US-RI", NY, "2026-05-04"),
        ("US-RI", NY, "2026-11-03"), ("AU", "Australia/Sydney", "2026-01-26"),
        ("US-RI", NY, "2026-07-03"),
    ],
)  # fmt: skip
def test_public_holidays_are_kept_where_a_row_says_so(place: str, zone: str, date: str) -> None:
    """By country, state and province; Alsace-Moselle's too; days observed too."""
    assert not allowed(ALL, place, zone, f"{date} 12:00")
    assert not allowed(ALL, place, zone, f"{date} 15:00")


@pytest.mark.parametrize(
    ("day", "window"),
    [
        ("2026-12-24", "10:00-19:00"), ("2026-06-01", "10:00-19:00"), ("2026-06-02", "none"),
        ("2026-12-07", "10:00-19:00"), ("2026-12-25", "none"), ("2026-12-26", "none"),
        ("2026-10-31", "10:00-19:00"), ("2026-04-05", "none"), ("2026-12-23", "09:00-20:00"),
    ],
)  # fmt: skip
def test_italys_eves_of_holidays_are_short_days(day: str, window: str) -> None:
    """Also one that is a Saturday; a holiday before a holiday and a Sunday stay closed."""
    for at, expected in edges(day, window):
        assert allowed(ALL, "IT", "Europe/Rome", at) == expected, at


def test_an_eve_ends_early_like_any_day_and_opens_at_its_own_hour() -> None:
    calling = build(TABLE, {}, ANY_TIME)
    verdict = calling.verdict(("IT",), "consumer")
    key = GroupKey(("Europe/Rome",), verdict.places, "consumer")
    rome = ZoneInfo("Europe/Rome")
    found = in_memory(key, calling, dates_of, datetime(2026, 12, 1, tzinfo=UTC))
    early = datetime(2026, 12, 24, 8, 30, tzinfo=rome)
    opens = opens_at(early.astimezone(UTC), found.schedule())
    assert opens == datetime(2026, 12, 24, 10, 0, tzinfo=rome)
    assert closes_at(opens, found.schedule()) == datetime(2026, 12, 24, 18, 55, tzinfo=rome)
    assert closes_at(opens, found.legal_schedule()) == datetime(2026, 12, 24, 19, 0, tzinfo=rome)
    evening = datetime(2026, 12, 24, 19, 30, tzinfo=rome).astimezone(UTC)
    assert opens_at(evening, found.schedule()) == datetime(2026, 12, 28, 9, 0, tzinfo=rome)


@pytest.mark.parametrize(
    ("place", "zone"),
    [
        ("US-FL", NY),
        ("US-MS", CHI),
        ("US-TX", CHI),
        ("IN", "Asia/Kolkata"),
        ("US-AL", CHI),
        ("CA-ON", "America/Toronto"),
    ],
)
def test_elsewhere_they_are_not(place: str, zone: str) -> None:
    assert allowed(ALL, place, zone, "2026-12-25 12:00")


def test_a_province_keeps_its_own_and_no_other() -> None:
    """Where a row says so; Canada's has no holidays since we read its law again."""
    own = {"CA": {"name": "Canada", "holidays": "none", "calendars": ["own"], "source": "us"}}
    calling = build(TABLE, {**EXACT, "jurisdictions": own}, ANY_TIME)
    family_day = "2026-02-16 12:00"  # in Ontario, not in Quebec
    assert not allowed(calling, "CA-ON", "America/Toronto", family_day)
    assert allowed(calling, "CA-QC", "America/Toronto", family_day)
    assert not allowed(calling, "CA-QC", "America/Toronto", family_day, "consumer", "CA-ON")


def test_rhode_island_votes_in_even_years_and_pennsylvania_every_year() -> None:
    assert allowed(ALL, "US-RI", NY, "2027-11-02 12:00")
    assert not allowed(ALL, "US-PA", NY, "2027-11-02 12:00")


MACHINES = [
    ("US-AL", CHI, "08:00-20:00", "08:00-20:00", "none"),
    ("US-PA", NY, "08:00-21:00", "08:00-21:00", "13:30-21:00"),
    ("US-ME", NY, "09:00-17:00", "none", "none"),
    ("US-IN", NY, "09:00-20:00", "09:00-20:00", "09:00-20:00"),
    ("US-SD", CHI, "09:00-21:00", "none", "none"),
]


@pytest.mark.parametrize(("place", "zone", "monday", "saturday", "sunday"), MACHINES)
def test_where_machines_dial_the_rules_for_machines_hold(
    place: str, zone: str, monday: str, saturday: str, sunday: str
) -> None:
    calling = build(TABLE, {"calling": {"stop_early": "0min", "dialing": "automatic"}}, ANY_TIME)
    for day, window in ((MONDAY, monday), (SATURDAY, saturday), (SUNDAY, sunday)):
        for at, inside in edges(day, window):
            assert allowed(calling, place, zone, at) is inside, at
    assert not allowed(calling, "US-AL", CHI, "2026-04-27 12:00")


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
    for at, inside in edges(MONDAY, "10:00-18:00"):
        assert allowed(ALL, "US-*", CHI, at) is inside, at


# Kinds --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", ["US-WA", "US-TX", "US-LA"])
def test_rows_that_exempt_businesses_do_not_hold_for_them(place: str) -> None:
    assert ALL.verdict((place,), "business").places == ("US",)


@pytest.mark.parametrize("place", ["US-FL", "US-MD", "US-CT", "GB", "AU"])
def test_where_no_one_knows_they_hold(place: str) -> None:
    assert place in ALL.verdict((place,), "business").places


def test_for_businesses_canada_keeps_its_hours() -> None:
    assert not allowed(ALL, "CA-ON", "America/Toronto", f"{SATURDAY} 09:00", "business")


@pytest.mark.parametrize("place", [
    "FR", "DE", "ES", "NL", "PL", "DK", "CH", "TR", "RU", "PE", "US-CT", "US-NJ", "IE",
])  # fmt: skip
def test_consumers_who_are_called_only_with_consent(place: str) -> None:
    assert ALL.verdict((place,), "consumer").consent == (place,)
    assert ALL.verdict((place,), "business").consent == ()
    assert ALL.verdict((place,), "debt").consent == ()


@pytest.mark.parametrize("place", ["AT", "CZ"])
def test_everyone_is_called_only_with_consent_there(place: str) -> None:
    assert ALL.verdict((place,), "consumer").consent == (place,)
    assert ALL.verdict((place,), "business").consent == (place,)
    assert ALL.verdict((place,), "debt").consent == ()


@pytest.mark.parametrize("place", ["US-NJ", "IE"])
def test_rows_for_cell_phones_hold_where_the_line_may_be_one(place: str) -> None:
    asked = [bool(ALL.verdict((place,), "consumer", line).consent)
             for line in ("", "mobile", "landline", "voip")]  # fmt: skip
    assert asked == [True, True, False, False]


@pytest.mark.parametrize(
    ("place", "row"),
    [("GP", "FR"), ("RE", "FR"), ("PR", "US"), ("US-PR", "US"), ("GG", "GB"), ("SJ", "NO"),
     ("FO", "DK"), ("CX", "AU"), ("CW", "NL")],
)  # fmt: skip
def test_a_territory_has_the_row_of_its_country(place: str, row: str) -> None:
    verdict = ALL.verdict((place,), "consumer")
    assert (verdict.places, verdict.unknown) == ((row,), ())


def test_a_place_without_a_row_is_unknown_until_the_team_accepts_it() -> None:
    assert ALL.verdict(("BE",), "business").unknown == ("BE",)
    assert ALL.verdict(("FR", "BE"), "consumer").unknown == ("BE",)
    assert ALL.verdict((), "consumer").unknown == ("?",)
    where = Whereabouts(phone_zones="Europe/Brussels", phone_places="BE")
    for policy, hold in (("hold", Hold.UNKNOWN_PLACE), ("warn", Hold.NONE), ("allow", Hold.NONE)):
        said = {"calling": {"unknown_places": policy}}
        assert build(TABLE, said, ANY_TIME).standpoint(where).hold is hold
    accepting = build(TABLE, {}, ANY_TIME, accepted=["BE"])
    assert accepting.standpoint(where).hold is Hold.NONE


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
    assert limits.after_refusal == Span(60, "d")


def test_regulation_f_holds_for_debt_alone() -> None:
    assert "US-REGF" not in ALL.verdict(("US-CA",), "consumer").places
    limits = ALL.verdict(("US-CA",), "debt").limits
    assert limits is not None
    assert Cap("person", 7, Span(7, "d")) in limits.caps
    assert limits.after_conversation == Span(7, "d")
    assert ALL.verdict(("GB",), "debt").places == ("GB",)


def test_relationships_and_the_age_of_lists_are_reported() -> None:
    us = ALL.row("US")
    assert us.relationship == {"purchase": Span(18, "mo"), "inquiry": Span(3, "mo")}
    ages = {row.id: row.lists["age"] for row in ALL.rows() if "age" in row.lists}
    assert ages == {"US": "31 days", "US-TX": "3 months", "GB": "28 days", "CA": "31 days",
                    "AU": "30 days", "SG": "21 days", "US-CO": "3 months", "US-MO": "3 months",
                    "US-TN": "3 months"}  # fmt: skip


@pytest.mark.parametrize(
    ("row", "grade"),
    [
        ("US", "S"), ("US-FL", "P"), ("US-OK", "S"), ("US-MD", "S"), ("US-WA", "P"),
        ("US-CT", "S"), ("US-TX", "S"), ("US-LA", "S"), ("US-MS", "P"), ("US-AL", "P"),
        ("US-RI", "P"), ("US-PA", "P"), ("US-KY", "S"), ("US-NV", "S"), ("US-MA", "P"),
        ("US-WY", "unverified"), ("US-NM", "P"), ("US-MN", "S"), ("US-MI", "unverified"), ("US-ME", "P"),
        ("US-IN", "K"), ("US-SD", "P"), ("FR", "P"), ("DE", "P"), ("ES", "P"),
        ("CA", "P"), ("AU", "P"), ("IN", "K"), ("US-REGF", "P"), ("NL", "S"),
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


def test_a_standpoint_says_what_holds_there() -> None:
    calling = build(TABLE, EXACT, ANY_TIME)
    where = Whereabouts(LA, "", "US-WA", "", LA, "US-WA", "business")
    for _ in range(2):
        key, hold, verdict = calling.standpoint(where)
        assert key == GroupKey((LA,), verdict.places, "business")
        assert verdict == calling.verdict(("US-WA",), "business")
        assert hold is Hold.NONE
    assert calling.version == TABLE["version"]
    assert verdict != calling.verdict(("US-WA",), "consumer")


def test_a_group_is_stored_under_all_that_decides_its_hours() -> None:
    key = GroupKey((NY, CHI), ("US", "US-FL"), "debt", "us-ftc")
    assert str(key) == f"{NY},{CHI}|US,US-FL|debt|us-ftc"
    assert str(GroupKey(())) == "||consumer|"


def test_a_relationship_holds_where_every_country_knows_it() -> None:
    rows = {
        "US": {"name": "a", "source": "s", "grade": "P",
               "relationship": {"purchase": "18 months", "inquiry": "3 months"}},
        "CA": {"name": "b", "source": "s", "grade": "P",
               "relationship": {"purchase": "2 years", "inquiry": "6 weeks"}},
        "GB": {"name": "c", "source": "s", "grade": "P", "relationship": {"inquiry": "1 year"}},
        "DE": {"name": "d", "source": "s", "grade": "P"},
    }  # fmt: skip
    calling = build({"version": "1", "rows": rows}, {}, ANY_TIME)
    months, weeks = Span(18, "mo"), Span(6, "w")
    us = {"purchase": months, "inquiry": Span(3, "mo")}
    assert calling.row("US").country == calling.row("US").id == "US"
    assert calling.relationship(()) == {}
    assert calling.relationship(["US-FL"]) == us
    assert calling.relationship(["US", "US-FL", "US-NY-X"]) == us
    assert calling.relationship(["US-FL", "CA-ON"]) == {"purchase": months, "inquiry": weeks}
    assert calling.relationship(["US", "CA", "GB"]) == {"inquiry": weeks}
    assert calling.relationship(["US", "DE"]) == {}
    assert calling.relationship(["US", "FR"]) == {}


def rows(**entries: Mapping[str, object]) -> Calling:
    """A table of these rows alone; `_` in a name is `-` in its id."""
    told = {"name": "Somewhere", "source": "here", "grade": "P"}
    found = {name.replace("_", "-"): {**told, **entry} for name, entry in entries.items()}
    return build({"version": "7", "rows": found}, EXACT, ANY_TIME)


def test_a_row_that_says_nothing_forbids_nothing() -> None:
    assert rows(XX={}).row("XX") == Row(
        id="XX", name="Somewhere", week=None, clock="", holidays="", calendars=("XX",), limits=None,
        consent="", customer=None, relationship={}, lists={}, business="applies", only="",
        grade="P", grades={}, source="here", note="",
    )  # fmt: skip


def test_a_row_is_read_with_everything_it_says() -> None:
    entry = {
        "hours": {"mon-fri": "08:00-20:00", "sun": "none"}, "clock": NY, "holidays": "avoid",
        "calendars": ["own", "US"], "caps": [{"max": 3, "within": "1d"}], "after_conversation": "7d",
        "after_refusal": "60d", "consent": "consumer", "customer": "1 year",
        "relationship": {"inquiry": "3 months"}, "lists": {"honour": "10 business days"},
        "business": "hours", "only": "debt", "grades": {"caps": "S"}, "note": "Mind the gap.",
    }  # fmt: skip
    day = ((480, 1200),)
    assert rows(XX=entry).row("XX") == Row(
        id="XX", name="Somewhere", week=(day, day, day, day, day, WHOLE_DAY, ()), clock=NY,
        holidays="avoid", calendars=("own", "US"),
        limits=Limits(
            ("XX",), (Cap("person", 3, Span(1, "d")), Cap("number", 3, Span(1, "d"))),
            Span(7, "d"), Span(60, "d"),
        ),
        consent="consumer", customer=Span(1, "y"), relationship={"inquiry": Span(3, "mo")},
        lists={"honour": "10 business days"}, business="hours", only="debt", grade="P",
        grades={"caps": "S"}, source="here", note="Mind the gap.",
    )  # fmt: skip


@pytest.mark.parametrize("key", ["after_conversation", "after_refusal"])
def test_a_rest_alone_is_a_limit(key: str) -> None:
    limits = rows(XX={key: "7d"}).row("XX").limits
    assert limits
    assert (limits.after_conversation, limits.after_refusal) == (
        (Span(7, "d"), None) if key == "after_conversation" else (None, Span(7, "d"))
    )


@pytest.mark.parametrize(
    ("hours", "day"),
    [
        ({"noon": "08:00-20:00"}, "noon"),
        ({"mon-noon": "08:00-20:00"}, "mon-noon"),
        ({"noon-mon": "08:00-20:00"}, "noon-mon"),
        ({"fri-mon": "08:00-20:00"}, "fri-mon"),
        ({"mon-fri": "none", "wed": "08:00-20:00"}, "wed"),
    ],
)
def test_hours_that_are_none(hours: dict[str, str], day: str) -> None:
    with pytest.raises(ValueError, match=f'^"{day}" '):
        read_hours(hours)


def test_the_limits_of_all_places_hold_together() -> None:
    """Every cap counts, and of the rests the longest, whatever unit it is told in."""
    day, month = {"max": 3, "within": "1d"}, {"max": 4, "within": "30d"}
    calling = rows(
        AA={"caps": [day], "after_conversation": "7d", "after_refusal": "2 months"},
        BB={"caps": [day, month], "after_conversation": "3w"},
        CC={"after_refusal": "60d"},
    )
    caps = [Cap(per, 3, Span(1, "d")) for per in ("person", "number")]
    caps += [Cap(per, 4, Span(30, "d")) for per in ("person", "number")]
    assert calling.verdict(("AA", "BB"), "consumer").limits == Limits(
        ("AA", "BB"), tuple(caps), Span(3, "w"), Span(2, "mo")
    )
    assert calling.verdict(("CC", "AA", "BB"), "debt").limits == Limits(
        ("CC", "AA", "BB"), tuple(caps), Span(3, "w"), Span(2, "mo")
    )
    assert calling.verdict(("DD",), "consumer").limits is None


def test_a_purchase_stands_in_for_the_shortest_of_all_places() -> None:
    asking: dict[str, object] = {"consent": "consumer"}
    calling = rows(
        AA=asking | {"customer": "1 year"}, BB=asking | {"customer": "6 months"},
        CC=asking | {"customer": "90d"}, DD=asking, EE={},
    )  # fmt: skip
    shortest = {
        ("AA", "BB"): Span(6, "mo"), ("AA", "CC", "BB"): Span(90, "d"), ("AA", "EE"): Span(1, "y"),
        ("AA", "DD"): None, ("EE",): None,
    }  # fmt: skip
    for places, span in shortest.items():
        assert calling.verdict(places, "consumer").customer == span


@pytest.mark.parametrize(
    ("business", "is_there", "has_limits"),
    [("applies", True, True), ("hours", True, False), ("exempt", False, False)],
)
def test_what_a_row_means_for_businesses(business: str, is_there: bool, has_limits: bool) -> None:
    calling = rows(AA={"business": business, "after_conversation": "7d"})
    verdict = calling.verdict(("AA",), "business")
    assert (bool(verdict.places), bool(verdict.limits)) == (is_there, has_limits)
    assert calling.verdict(("AA",), "consumer").limits


def test_provinces_count_where_a_calendar_is_theirs() -> None:
    none: dict[str, object] = {"holidays": "none"}
    calling = rows(
        AA=none | {"calendars": ["own", "EU"]}, BB=none, CC={"calendars": ["own"]}, AA_N={}
    )
    for kept, group, calendars in [
        (("AA-X", "AA-Y", "BB-X"), ("AA", "AA-X", "AA-Y", "BB"), ("EU", "AA-X", "AA-Y", "BB")),
        (("AA",), ("AA",), ("EU", "AA")),
        (("BB-X",), ("BB",), ("BB",)),
        (("CC-X",), ("CC",), ()),
        (("AA-N-E",), ("AA", "AA-N-E"), ("EU", "AA-N-E")),
    ]:
        verdict = calling.verdict(kept, "consumer")
        assert verdict.places == group
        assert calling.resolve(GroupKey((NY,), group)).calendars == calendars


def test_what_a_team_chooses_is_read() -> None:
    chosen = {
        "preset": "debt", "lists": {"fair": "business"}, "stop_early": "12min",
        "closed": ["2026-12-24"], "open": ["2026-01-06"],
    }  # fmt: skip
    assert build(TABLE, {"calling": chosen}, ANY_TIME).choices == Choices(
        ANY_TIME, "debt", {"fair": "business"}, 12, frozenset({"2026-12-24"}),
        frozenset({"2026-01-06"}),
    )  # fmt: skip
    plain = build(TABLE, {}, ANY_TIME)
    assert plain.choices == Choices(ANY_TIME)
    assert [plain.kind_of("fair"), build(TABLE, {"calling": chosen}, ANY_TIME).kind_of("x")] == [
        "consumer", "debt",
    ]  # fmt: skip


def test_hours_that_meet_on_one_day_of_the_week_do_not_hold() -> None:
    """Wherever in the week that day lies; asked twice, the answer is the same."""
    for day in DAYS:
        calling = rows(AA={"hours": {**dict.fromkeys(DAYS, "none"), day: "10:00-10:30"}})
        key = GroupKey((NY,), ("AA",))
        assert [calling.never_meets(key), calling.never_meets(key)] == [False, False], day
    never = rows(AA={"hours": dict.fromkeys(DAYS, "none")})
    assert [never.never_meets(GroupKey((NY,), ("AA",))) for _ in range(2)] == [True, True]
    far = GroupKey(("Pacific/Auckland", "Europe/Paris"), ("AA",))
    calling = rows(AA={"hours": {"mon-sun": "09:00-18:00"}})
    assert [calling.never_meets(far), calling.never_meets(far)] == [True, True]
    assert not calling.never_meets(far._replace(zones=("Europe/Paris",)))


def test_a_state_lies_in_its_country() -> None:
    assert ALL.row("US-FL").country == "US"


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
        (SPLIT._replace(zone=CHI, confirmed_location=CHI), (CHI,), ("US-FL",)),
        (SPLIT._replace(place_zones=DEN, places="US-CO"), (DEN, NY, CHI), ("US-CO", "US-FL")),
        (SPLIT._replace(place_zones=DEN, places="US-CO", confirmed_location="US-CO"), (DEN,), ("US-CO",)),
        # An address stays in when they named a zone.
        (SPLIT._replace(zone=LA, confirmed_location=LA, place_zones=DEN, places="US-CO"), (LA, DEN),
         ("US-CO", "US-FL")),
        # A country of several clocks, and a number elsewhere: no one knows.
        (SPLIT._replace(places="CA"), (), ("CA", "US-FL")),
        (SPLIT._replace(places="US"), (NY, CHI), ("US", "US-FL")),
        (SPLIT._replace(places="US", phone_places="US"), (NY, CHI), ("US",)),
        (SPLIT._replace(places="US-CO"), (NY, CHI), ("US-CO", "US-FL")),
        (SPLIT._replace(places="CA", phone_places="US,CA"), (NY, CHI), ("CA", "US")),
        (SPLIT._replace(places="?CA"), (NY, CHI), ("US-FL",)),
        # A zone that was recorded says enough, wherever the address is.
        (SPLIT._replace(zone=CHI, places="CA"), (CHI, NY), ("CA", "US-FL")),
        # What a zone tells of places counts only where the number tells none.
        (SPLIT._replace(zone=CHI, places="?US-*"), (CHI, NY), ("US-FL",)),
        (Whereabouts(CHI, "", "?US-*"), (CHI,), ("US-*",)),
        (Whereabouts("Europe/Belgrade", "", "?XK"), ("Europe/Belgrade",), ("XK",)),
        (Whereabouts(), (), ()),
    ],
)  # fmt: skip
def test_what_tells_where_they_are(
    where: Whereabouts, zones: tuple[str, ...], places: tuple[str, ...]
) -> None:
    assert where.candidates() == zones
    assert where.all_places() == places


# Mistakes -----------------------------------------------------------------------------------------


def test_its_version_is_reported_without_reading_it() -> None:
    assert TABLE["version"] == TABLE_VERSION


def test_the_shipped_table_has_no_mistake() -> None:
    data, mistakes = check(TEXT)
    assert mistakes == ()
    assert data == TABLE


def test_every_mistake_is_reported_at_once_with_its_line() -> None:
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
    assert [(m.line, m.key, m.name) for m in mistakes] == [
        (5, "rows.US.grade", "unknown-value"),
        (6, "rows.US.hours", "not-hours"),
        (7, "rows.us-fl", "bad-name"),
        (7, "rows.us-fl.grade", "missing"),
        (7, "rows.us-fl.source", "missing"),
        (8, "rows.us-fl.name", "not-text"),
        (13, "rows.US-AL.clock", "unknown-zone"),
        (14, "rows.US-AL.caps[1].max", "too-small"),
        (14, "rows.US-AL.caps[1].within", "not-a-span"),
        (15, "rows.US-AL.colour", "unknown-key"),
    ]


@pytest.mark.parametrize(
    ("kind", "country", "calendars"),
    [
        ("consumer", "FR", ("FR", "FR-57", "FR-6AE")), ("business", "FR", ()),
        ("consumer", "AU", ("AU",)), ("business", "AU", ("AU",)),
        ("consumer", "US", ()), ("consumer", "ES", ("ES",)),
    ],
)  # fmt: skip
def test_a_country_keeps_the_holidays_of_the_teams_kind_of_call(
    kind: str, country: str, calendars: tuple[str, ...]
) -> None:
    calling = build(TABLE, {"calling": {"preset": kind}}, ANY_TIME)
    assert calling.calendars_of(country) == calendars
