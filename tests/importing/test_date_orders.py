"""Which number of a file's dates is the day: its dates, its people, its age, or a person's word."""

from datetime import date

import pytest

from callq.importing.date_orders import Orders, ambiguous, in_words, orders_in
from callq.importing.dates import Order, Spelled, read_date
from callq.importing.headers import ColumnUse, Mapping
from callq.importing.readers.table import Row
from helpers import Callq, Office

LATER = date(2027, 6, 1)
"""A file from after both readings of every date here."""


def found(
    *rows: tuple[str, ...],
    fields: str = "name phone last_called",
    language: str = "",
    near: date | None = LATER,
    said: str = "",
    region: str = "US",
) -> tuple[Orders, Mapping, list[Row]]:
    mapping = Mapping(tuple(ColumnUse(f, f) for f in fields.split()), language)
    table = [Row(line, cells) for line, cells in enumerate(rows, 2)]
    return orders_in(table, mapping, region=region, near=near, said=said), mapping, table


@pytest.mark.parametrize(
    ("number", "order"),
    [
        ("212-555-0100", Order.MONTH_FIRST),
        ("+1 312 555 0141", Order.MONTH_FIRST),
        ("+44 20 7946 0018", Order.DAY_FIRST),
        ("+49 30 901820", Order.DAY_FIRST),
        ("+1 416 555 0123", Order.UNDECIDED),
        ("+81 3 1234 5678", Order.UNDECIDED),
        ("", Order.UNDECIDED),
    ],
)
def test_the_country_of_the_people_decides(number: str, order: Order) -> None:
    """In Canada and Japan more than one order is usual."""
    orders, *_ = found(("Ann", number, "03/04/2026"))
    assert orders.by_column == {2: order}
    assert bool(in_words(orders)) == (order is not Order.UNDECIDED)


def test_people_of_two_countries_decide_nothing() -> None:
    orders, *_ = found(("Ann", "212-555-0100", "03/04/2026"), ("Bo", "+44 20 7946 0018", ""))
    assert orders.by_column == {2: Order.UNDECIDED}


def test_a_country_column_decides_without_numbers() -> None:
    rows = ("Ann", "Germany", "03/04/2026")
    orders, *_ = found(rows, fields="name country last_called")
    assert orders.by_column == {2: Order.DAY_FIRST}


def test_the_language_decides_unless_the_people_are_american() -> None:
    assert found(("Ann", "", "03/04/2026"), language="de")[0].by_column == {2: Order.DAY_FIRST}
    both, *_ = found(("Ann", "212-555-0100", "03/04/2026"), language="es")
    assert both.by_column == {2: Order.UNDECIDED}


@pytest.mark.parametrize(
    ("text", "order"), [("03/04/2026", Order.MONTH_FIRST), ("04/03/2026", Order.DAY_FIRST)]
)
def test_a_call_was_before_the_file_was_written(text: str, order: Order) -> None:
    near = date(2026, 3, 15)
    assert found(("Ann", "", text), near=near)[0].by_column == {2: order}
    after = found(("Ann", "", text), near=near, fields="name phone callback_at")[0]
    assert after.by_column == {2: Order.UNDECIDED}


def test_age_and_people_that_disagree_decide_nothing() -> None:
    near = date(2026, 3, 15)
    orders, *_ = found(("Ann", "212-555-0100", "04/03/2026"), near=near)
    assert orders.by_column == {2: Order.UNDECIDED}


def test_a_date_that_proves_an_order_counts_more_than_people() -> None:
    orders, *_ = found(("Ann", "212-555-0100", "25/12/2025"), ("Bo", "", "03/04/2026"))
    assert orders == Orders({2: Order.DAY_FIRST})
    mixed, *_ = found(
        ("Ann", "212-555-0100", "25/12/2025"), ("Bo", "", "12/25/2025"), ("Cy", "", "03/04/2026")
    )
    assert mixed.by_column == {2: Order.CONTRADICTED}


@pytest.mark.parametrize("said", Spelled)
def test_what_a_person_says_counts_most(said: Spelled) -> None:
    orders, *_ = found(("Ann", "212-555-0100", "25/12/2025"), said=said)
    assert orders.by_column == {2: said.order}


def test_what_stays_open_is_shown_with_all_its_readings() -> None:
    orders, mapping, rows = found(("Ann", "", "2026-01-02"), ("Bo", "", "03/04/05"))
    open_ = ambiguous(rows, mapping, orders)
    assert open_ is not None
    assert (open_.column, open_.text) == ("last_called", "03/04/05")
    assert dict(open_.readings) == {
        "mdy": date(2005, 3, 4), "dmy": date(2005, 4, 3), "ymd": date(2003, 4, 5),
    }  # fmt: skip


@pytest.mark.parametrize("text", ["04/04/2026", "2026-03-04", "4 March 2026", "25/12/2025", ""])
def test_what_can_only_be_read_in_one_way_isn_t_open(text: str) -> None:
    orders, mapping, rows = found(("Ann", "", text))
    assert ambiguous(rows, mapping, orders) is None


def test_histories_are_open_too() -> None:
    rows = ("Ann", "3/4/2026 no answer; 3/9/2026 busy")
    orders, mapping, table = found(rows, fields="name history")
    open_ = ambiguous(table, mapping, orders)
    assert open_ is not None
    assert open_.text == "3/4/2026"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("26/03/04", "2026-03-04T00:00:00"),
        ("26-03-04 10:30", "2026-03-04T10:30:00"),
        ("04.03.26", "2026-03-04T00:00:00"),
        ("2026/03/04", "2026-03-04T00:00:00"),
        ("03/04/2026", None),
        ("25/12/2025", "2025-12-25T00:00:00"),
    ],
)
def test_the_year_first(text: str, expected: str | None) -> None:
    read = read_date(text, Order.YEAR_FIRST)
    assert (read and read.isoformat()) == expected


def test_month_and_day_are_in_order_when_the_year_is_left_out_of_a_year_first_date() -> None:
    read = read_date("03/04", Order.YEAR_FIRST, LATER)
    assert read is not None
    assert (read.month, read.day) == (3, 4)


def test_a_preview_says_what_the_import_will_do(office: Office, run_callq: Callq) -> None:
    head = "Name,Phone,Last Called,Last Outcome\n"
    office.file(f"{head}Ann,+1 212 555 0100,03/04/2026,No answer\n", "us.csv")
    office.file(f"{head}Ann,,03/04/2026,No answer\n", "open.csv")
    remarks = [
        run_callq.ok("import", name, "--preview", "--json", *more).json["remarks"]
        for name in ("us.csv", "open.csv") for more in ((), ("--dates", "dmy"))
    ]  # fmt: skip
    assert [len(some) for some in remarks] == [1, 0, 1, 0]
