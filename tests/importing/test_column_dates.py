"""Dates in a column, never guessed."""

# ruff: noqa: DTZ001 - a clock on the wall has no zone

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from callq.importing.dates import Order, order_of, read_date


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-07-01", (2026, 7, 1)),
        ("2026/07/01", (2026, 7, 1)),
        ("2026-07-01 10:30", (2026, 7, 1, 10, 30)),
        ("2026-07-01T10:30:15", (2026, 7, 1, 10, 30, 15)),
        ("2026-07-01 10:30:15.123", (2026, 7, 1, 10, 30, 15)),
        ("15.06.2026", (2026, 6, 15)),
        ("05.06.2026 14:30", (2026, 6, 5, 14, 30)),
        ("5.6.26", (2026, 6, 5)),
        ("05/05/2026", (2026, 5, 5)),
        ("01 Jul 2026", (2026, 7, 1)),
        ("1 July 2026 10:30 PM", (2026, 7, 1, 22, 30)),
        ("Jul 1, 2026", (2026, 7, 1)),
        ("July 1st, 2026, 12:05 am", (2026, 7, 1, 0, 5)),
        ("Wed, 1 Jul 2026 10:30:00", (2026, 7, 1, 10, 30)),
        ("1. Juli 2026", (2026, 7, 1)),
        ("1 août 2026", (2026, 8, 1)),
        ("1 de julio de 2026", (2026, 7, 1)),
        ("01-Jul-2026", (2026, 7, 1)),
    ],
)
def test_dates_that_mean_one_thing(text: str, expected: tuple[int, ...]) -> None:
    assert read_date(text, Order.UNDECIDED) == datetime(*expected)  # type: ignore[arg-type]


def test_offsets() -> None:
    assert read_date("2026-07-01T10:30:00Z", Order.UNDECIDED) == datetime(
        2026, 7, 1, 10, 30, tzinfo=UTC
    )
    assert read_date("07/15/2009 02:14:45+0800", Order.MONTH_FIRST) == datetime(
        2009, 7, 15, 2, 14, 45, tzinfo=timezone(timedelta(hours=8))
    )


@pytest.mark.parametrize("text", ["03/04/2026", "3-4-2026", "03/04/26 10:00 AM"])
def test_two_small_numbers_need_compliance_record(text: str) -> None:
    assert read_date(text, Order.UNDECIDED) is None
    assert read_date(text, Order.CONTRADICTED) is None
    day, month = read_date(text, Order.DAY_FIRST), read_date(text, Order.MONTH_FIRST)
    assert day is not None
    assert month is not None
    assert (day.month, day.day, month.month, month.day) == (4, 3, 3, 4)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "1751360000",
        "45839",
        "45839.4375",
        "2026-02-30",
        "2026-07-01 25:00",
        "2026-07-01 13:00 PM",
        "2009\\7\\14 22:14:45",
        "2009-07/14",
        "2010-10-14T12:00:00.000Z-0300",
        "31 Foo 2026",
        "0000-01-01",
    ],
)
def test_what_isnt_a_date(text: str) -> None:
    assert read_date(text, Order.DAY_FIRST) is None


@pytest.mark.parametrize("order", Order)
def test_a_date_that_can_only_be_read_in_one_way_is_read(order: Order) -> None:
    assert read_date("07/25/2026", order) == read_date("25/07/2026", order) == datetime(2026, 7, 25)


@pytest.mark.parametrize(
    ("cells", "order"),
    [
        (["03/04/2026", "25/12/2026"], Order.DAY_FIRST),
        (["03/04/2026", "12/25/2026"], Order.MONTH_FIRST),
        (["03/04/2026", "04/05/2026"], Order.UNDECIDED),
        (["25/12/2026", "12/25/2026"], Order.CONTRADICTED),
        (["25.12.2026", "04/05/2026"], Order.UNDECIDED),
        (["2026-12-25", "", "x"], Order.UNDECIDED),
        (["25-12-2026 10:00", "04/05/2026"], Order.DAY_FIRST),
    ],
)
def test_the_order_of_a_column(cells: list[str], order: Order) -> None:
    assert order_of(cells) is order


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("04-Mar-26", "2026-03-04"),
        ("Mar 4, 26", "2026-03-04"),
        ("3/14", "2026-03-14"),
        ("14-Mar", "2026-03-14"),
        ("Mar 14 3:30pm", "2026-03-14T15:30"),
        ("12/15", "2025-12-15"),
        ("Feb 29", "2024-02-29"),
    ],
)
def test_a_date_without_a_year_is_the_last_one(text: str, expected: str) -> None:
    near = date(2026, 11, 28)
    found = read_date(text, Order.MONTH_FIRST, near)
    assert found == datetime.fromisoformat(expected)
    if "26" not in text:
        assert read_date(text, Order.MONTH_FIRST) is None


def test_a_callback_without_a_year_is_the_nearest_one() -> None:
    near = date(2026, 11, 28)
    assert read_date("Dec 15", Order.UNDECIDED, near, ahead=True) == datetime(2026, 12, 15)
    assert read_date("Oct 1", Order.UNDECIDED, near, ahead=True) == datetime(2026, 10, 1)


def test_dates_without_a_year_prove_an_order() -> None:
    assert order_of(["3/4", "3/14"]) is Order.MONTH_FIRST
