"""Registries: which of their areas covers a number, and when a copy of one is too old."""

from datetime import UTC, date, datetime

import pytest

from callq.engine.registries import BY_SERIES, REGISTRIES, area_of, expires_at


@pytest.mark.parametrize(
    ("series", "code", "number", "area"),
    [
        ("us-ftc", "1", 12125550100, "1212"),
        ("ca-dncl", "1", 14165550100, "1416"),
        ("gb-tps", "44", 442079460001, "44"),
        ("au-dncr", "61", 61255501234, "61"),
        # Copies by area are known where a country code is shared by several countries alone.
        ("us-ftc", "44", 442079460001, "44"),
    ],
)
def test_the_area_that_covers_a_number(series: str, code: str, number: int, area: str) -> None:
    assert area_of(number, BY_SERIES[series], code) == area


def test_a_registry_that_is_not_fetched_by_area_is_one_area() -> None:
    whole = BY_SERIES["us-ftc"]._replace(by_area=False)
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
    assert len(BY_SERIES) == len(REGISTRIES)
    assert {each.grade for each in REGISTRIES} <= {"P", "S", "K"}
    assert all(each.source and len(each.region) == 2 for each in REGISTRIES)
