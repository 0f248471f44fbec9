"""Registries: which of their areas covers a number, and when a copy of one is too old."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from callq.engine.registries import (
    DO_NOT_CALL,
    REASSIGNED,
    REGISTERED,
    area_of,
    expires_at,
    is_too_old,
)
from callq.engine.spans import read_span
from callq.records.registries import counts, known, missing
from callq.records.rulebooks import shipped_table


@pytest.mark.parametrize(
    ("series", "code", "number", "area"),
    [
        ("us-ftc", "1", 12125550100, "1212"),
        ("ca-dncl", "1", 14165550100, "1416"),
        ("gb-tps", "44", 442079460001, "44"),
        ("au-dncr", "61", 61255501234, "61"),
        # A state's list is one copy, whatever numbers its people brought along.
        ("us-tx", "1", 12125550100, "1"),
        # No call needs them.
        ("litigators", "1", 12125550100, ""),
        ("us-rnd", "1", 12125550100, ""),
        # Copies by area are known where a country code is shared by several countries alone.
        ("us-ftc", "44", 442079460001, "44"),
    ],
)
def test_the_area_that_covers_a_number(series: str, code: str, number: int, area: str) -> None:
    assert area_of(number, known()[series], code) == area


def test_a_registry_that_is_not_fetched_by_area_is_one_area() -> None:
    whole = known()["us-ftc"]._replace(by_area=False)
    assert area_of(12125550100, whole, "1") == "1"


@pytest.mark.parametrize(
    ("dated", "days", "end"),
    [
        (date(2026, 3, 1), 31, datetime(2026, 4, 2, tzinfo=UTC)),
        (date(2026, 3, 1), 28, datetime(2026, 3, 30, tzinfo=UTC)),
        (date(2026, 12, 31), 0, datetime(2027, 1, 1, tzinfo=UTC)),
        (date(2026, 3, 1), None, None),
    ],
)
def test_a_copy_is_good_through_its_last_day(
    dated: date, days: int | None, end: datetime | None
) -> None:
    assert expires_at(dated, days) == end


def test_every_registry_says_where_it_comes_from() -> None:
    rows = shipped_table()["rows"]
    for series, one in known().items():
        assert one.series == series
        assert one.grade in ("P", "S", "K"), series
        assert one.hit in (REGISTERED, DO_NOT_CALL, REASSIGNED), series
        assert one.covers in ("consumer", "business", "none"), series
        assert one.source, series
        # A state without a row would never be told apart from the rest of its country.
        assert one.region == "HK" or one.region in rows, series


@pytest.mark.parametrize(
    ("series", "places", "holds"),
    [
        ("us-tx", ("US", "US-TX"), True),
        ("us-tx", ("US", "US-NY"), False),
        ("us-tx", ("US-*",), True),
        ("us-ftc", ("US", "US-NY"), True),
        # A number of the registry's country, whose owner said that they're in another one.
        ("us-ftc", ("FR",), True),
        ("litigators", ("US",), False),
        ("our-own", ("US",), False),
    ],
)
def test_a_states_old_list_holds_no_one_elsewhere(
    series: str, places: tuple[str, ...], holds: bool
) -> None:
    assert counts(series, places) is holds


def test_what_is_missing_depends_on_the_state() -> None:
    assert missing(("US", "US-NY"), "consumer", "") == ("us-ftc",)
    assert missing(("US", "US-TX"), "consumer", "us-ftc:3") == ("us-tx",)
    assert missing(("US", "US-TX"), "business", "") == ()
    assert missing(("US", "US-TX"), "consumer", "us-ftc:3,us-tx:4") == ()


def test_a_registrys_own_rule_is_never_wider_than_its_countrys() -> None:
    country = {"purchase": read_span("18 months"), "inquiry": read_span("3 months")}
    assert known()["us-ftc"].exempts(country) == country
    assert known()["us-in"].exempts(country) == {}
    assert known()["us-la"].exempts(country) == {
        "purchase": read_span("6 months"),
        "inquiry": read_span("3 months"),
    }
    assert known()["us-la"].exempts({}) == {}


def test_the_page_shows_every_registry_as_it_is() -> None:
    page = (Path(__file__).parents[2] / "docs" / "do-not-call.md").read_text(encoding="utf-8")
    for one in known().values():
        days = "–" if one.days is None else one.days
        row = (
            f"| `{one.series}` | {one.name} | {one.region} | {days} | {one.source} | {one.grade} |"
        )
        assert row in page, one.series


LAST = datetime(2026, 4, 2, tzinfo=UTC)
EAST, WEST = ZoneInfo("Asia/Tokyo"), ZoneInfo("America/Los_Angeles")


@pytest.mark.parametrize(
    ("zones", "end"),
    [
        ((), "2026-04-02T00:00Z"),
        ((EAST,), "2026-04-01T15:00Z"),
        ((WEST,), "2026-04-02T07:00Z"),
        ((WEST, EAST), "2026-04-01T15:00Z"),
    ],
)
def test_a_copy_is_too_old_once_its_last_day_is_over_where_they_may_be(
    zones: tuple[ZoneInfo, ...], end: str
) -> None:
    over = datetime.fromisoformat(end)
    assert is_too_old(LAST, over, iter(zones))
    assert not is_too_old(LAST, over - timedelta(seconds=1), iter(zones))
    assert is_too_old(None, over, zones) is False
