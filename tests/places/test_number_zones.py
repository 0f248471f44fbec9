"""Every number is held to the clocks of its state or country, by the time zone database itself."""

import tomllib
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from importlib.resources import files
from zoneinfo import ZoneInfo

import phonenumbers
import pytest
import tzdata

from callq.places.addresses import clocks_of, zones_of
from callq.places.number_zones import area_code, placed
from callq.places.phones import Quality, read_phone

MOMENTS = [datetime(2026, 12, 1, tzinfo=UTC) + timedelta(days=7 * week) for week in range(110)]
EASTERN, CENTRAL, MOUNTAIN, PACIFIC = (
    "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles",
)  # fmt: skip
SPLIT = {
    "208": (MOUNTAIN, PACIFIC), "986": (MOUNTAIN, PACIFIC), "541": (MOUNTAIN, PACIFIC),
    "458": (MOUNTAIN, PACIFIC), "503": (PACIFIC,), "971": (PACIFIC,), "775": (MOUNTAIN, PACIFIC),
    "702": (PACIFIC,), "725": (PACIFIC,), "219": (EASTERN, CENTRAL), "574": (EASTERN, CENTRAL),
    "812": (EASTERN, CENTRAL), "930": (EASTERN, CENTRAL), "260": (EASTERN,), "317": (EASTERN,),
    "463": (EASTERN,), "765": (EASTERN,), "270": (EASTERN, CENTRAL), "364": (EASTERN, CENTRAL),
    "502": (EASTERN,), "859": (EASTERN,), "850": (EASTERN, CENTRAL), "448": (EASTERN, CENTRAL),
    "689": (EASTERN,), "407": (EASTERN,), "305": (EASTERN,), "904": (EASTERN,),
    "423": (EASTERN, CENTRAL), "729": (EASTERN, CENTRAL), "865": (EASTERN,), "615": (CENTRAL,),
    "629": (CENTRAL,), "901": (CENTRAL,), "931": (CENTRAL,), "731": (CENTRAL,),
    "906": (EASTERN, CENTRAL), "313": (EASTERN,), "679": (EASTERN,), "701": (CENTRAL, MOUNTAIN),
    "605": (CENTRAL, MOUNTAIN), "308": (CENTRAL, MOUNTAIN), "402": (CENTRAL,), "531": (CENTRAL,),
    "620": (CENTRAL, MOUNTAIN), "785": (CENTRAL, MOUNTAIN), "316": (CENTRAL,), "913": (CENTRAL,),
    "915": (MOUNTAIN,), "432": (CENTRAL,), "214": (CENTRAL,), "928": ("America/Phoenix", MOUNTAIN),
    "602": ("America/Phoenix",), "907": ("America/Anchorage", "America/Adak"),
    "808": ("Pacific/Honolulu",), "403": ("America/Edmonton",), "587": ("America/Edmonton",),
    "604": ("America/Vancouver",), "204": ("America/Winnipeg",), "306": ("America/Regina",),
    "474": ("America/Regina",), "416": ("America/Toronto",), "902": ("America/Halifax",),
}  # fmt: skip
"""What reaches where in states with two clocks, and some others."""
TOLD_ELSEWHERE = {"UA": "numbers in Crimea begin with +7"}
"""Countries whose numbers reach fewer clocks than the database has for them."""


@lru_cache(maxsize=1000)
def clock(zone: str) -> tuple[timedelta | None, ...]:
    """What a zone's clock shows over two years: zones with the same are one clock."""
    return tuple(moment.astimezone(ZoneInfo(zone)).utcoffset() for moment in MOMENTS)


def clocks(zones: tuple[str, ...]) -> set[tuple[timedelta | None, ...]]:
    return {clock(zone) for zone in zones}


def by_country() -> dict[str, tuple[str, ...]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    table = files(tzdata) / "zoneinfo" / "zone.tab"
    for line in table.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            country, _, zone = line.split("\t")[:3]
            found[country].append(zone)
    return {country: tuple(zones) for country, zones in found.items()}


def states_of_codes() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    data = tomllib.loads((files("callq") / "data" / "area_codes.toml").read_text(encoding="utf-8"))
    for place, codes in data.items():
        for code in codes:
            found[code] = (*found.get(code, ()), place)
    return found


def test_every_north_american_area_code_keeps_to_the_clocks_of_its_states() -> None:
    codes = states_of_codes()
    assert len(codes) > 450
    for code, places in codes.items():
        zones = read_phone(f"+1{code}2345678", "US").zones
        allowed = clocks(tuple(zone for place in places for zone in zones_of(place)))
        assert zones, code
        assert clocks(zones) <= allowed, (code, zones)
        if len(allowed) == 1:
            assert clocks(zones) == allowed


@pytest.mark.parametrize(("code", "zones"), SPLIT.items())
def test_area_codes_of_states_with_two_clocks(code: str, zones: tuple[str, ...]) -> None:
    assert clocks(read_phone(f"+1{code}2345678", "US").zones) == clocks(zones)


def test_every_code_that_the_library_names_is_in_our_table_or_in_no_state() -> None:
    known = states_of_codes()
    for code in range(200, 1000):
        number = phonenumbers.parse(f"+1{code}2345678")
        kind = phonenumbers.number_type(number)
        if kind is phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE:
            assert str(code) in known, code


def test_every_country_has_the_clocks_of_the_time_zone_database() -> None:
    for country, zones in by_country().items():
        if clocks_of(country) and country not in TOLD_ELSEWHERE:
            assert clocks(clocks_of(country)) == clocks(zones), country


def test_every_number_keeps_to_the_clocks_of_its_country() -> None:
    table = by_country()
    kinds = phonenumbers.PhoneNumberType
    seen = set()
    for region in phonenumbers.SUPPORTED_REGIONS:
        for kind in (kinds.FIXED_LINE, kinds.MOBILE, kinds.VOIP):
            example = phonenumbers.example_number_for_type(region, kind)
            if example is None or example.country_code == 1:
                continue
            phone = read_phone(phonenumbers.format_number(example, 0), region)
            if phone.quality is not Quality.VALID or phone.region not in table:
                continue
            seen.add(region)
            assert phone.zones, phone
            assert clocks(phone.zones) <= clocks(table[phone.region]), phone
    assert len(seen) > 200


def test_every_own_line_keeps_to_the_clocks_of_its_country_and_has_a_reason() -> None:
    table = by_country()
    data = tomllib.loads(
        (files("callq") / "data" / "number_zones.toml").read_text(encoding="utf-8")
    )
    for part in data.values():
        for digits, line in part.items():
            assert line["why"], digits
            assert all(ZoneInfo(zone) for zone in line["zones"].split())
    for digits, line in data["numbers"].items():
        country = next(
            code
            for length in (1, 2, 3)
            for code in phonenumbers.COUNTRY_CODE_TO_REGION_CODE.get(int(digits[:length]), ())
        )
        assert clocks(tuple(line["zones"].split())) <= clocks(table[country]), digits
        assert placed(digits, country).zones == tuple(line["zones"].split())
    assert area_code("689") == (EASTERN,)


@pytest.mark.parametrize(
    ("number", "places", "zones"),
    [
        ("+61 7 4051 1234", ("AU-QLD",), ("Australia/Brisbane",)),
        ("+61 8 9321 1234", ("AU-WA",), ("Australia/Perth",)),
        ("+61 8 8951 1234", ("AU-NT",), ("Australia/Darwin",)),
        ("+61 8 8212 3456", ("AU-SA",), ("Australia/Adelaide",)),
        ("+7 701 123 4567", ("KZ",), ("Asia/Almaty",)),
        ("+52 1 55 1234 5678", ("MX",), ("America/Mexico_City",)),
        ("+212 522 123456", ("MA",), ("Africa/Casablanca",)),
        ("+55 21 99999 9999", ("BR-RJ",), ("America/Sao_Paulo",)),
        ("+62 812 345 6789", ("ID-*",), ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura")),
        ("+56 2 2123 4567", ("CL",), ("America/Santiago",)),
        ("+1 457 234 0142", ("US-LA",), ("America/Chicago",)),
        ("+1 689 555 0142", ("US-FL",), ("America/New_York",)),
    ],
)  # fmt: skip
def test_numbers_the_library_has_wrong(
    number: str, places: tuple[str, ...], zones: tuple[str, ...]
) -> None:
    phone = read_phone(number, "US")
    assert (phone.places, phone.zones) == (places, zones)


def test_a_number_that_names_no_state_may_be_in_every_clock_of_its_country() -> None:
    for number in ("+61 412 345 678", "+62 812 345 6789", "+34 612 345 678", "+56 9 6123 4567"):
        phone = read_phone(number, "US")
        assert phone.places == (f"{phone.region}-*",)
        assert clocks(phone.zones) == clocks(by_country()[phone.region])
