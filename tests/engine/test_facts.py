"""What of a person's record becomes a fact, and how."""

import pytest

from callq.engine.chance import Fact
from callq.engine.facts import (
    Before,
    OfRecord,
    earlier_in,
    fact_of,
    history_of,
    is_earlier_outcome,
    is_telling,
    kind_in,
    known_before,
    of_record,
    since_of,
    tries_of,
)


@pytest.mark.parametrize(
    ("column", "cell", "values"),
    [
        ("Job", " Blue  Collar ", ("blue collar",)),
        ("Job", "marketing", ("marketing",)),
        ("Marital", "married", ("married",)),
        ("Status", "unknown", ("unknown",)),
        ("Age", "47", ("40s",)),
        ("Employees", "5191", ("2^12", "5191")),
        ("Revenue", "$1,200,000", ("2^20", "1.2e+06")),
        ("Change", "-1.8", ("-2^0", "-1.8")),
        ("Growth", "12%", ("2^3", "12")),
        ("Loans", "0", ("0",)),
    ],
)
def test_cells_become_values(column: str, cell: str, values: tuple[str, ...]) -> None:
    assert fact_of(column, cell) == Fact(column, values)


@pytest.mark.parametrize(
    "cell",
    ["", "  ", "2026-03-11", "3/11/26", "11.03.2026 15:00", "may", "March 2026", "3 Jan 2025",
     "Tue", "wednesday", "14:30", "ann@example.com", "https://example.com", "x" * 61],
)  # fmt: skip
def test_dates_addresses_and_long_texts_are_no_facts(cell: str) -> None:
    assert fact_of("Anything", cell) is None


@pytest.mark.parametrize(
    ("column", "telling"),
    [
        ("month", False), ("day_of_week", False), ("Created date", False), ("Stage", False),
        ("Call duration", False), ("Lead Status", False), ("Marital status", True),
        ("Industry", True), ("pdays", True), ("Lifetime value", True),
    ],
)  # fmt: skip
def test_columns_about_when_or_afterwards_are_left_out(column: str, telling: bool) -> None:
    assert is_telling(column) is telling


@pytest.mark.parametrize(
    ("column", "earlier"),
    [
        ("poutcome", True), ("Previous outcome", True), ("Last campaign result", True),
        ("prior_response", True), ("Outcome", False), ("Product outcome", False),
    ],
)  # fmt: skip
def test_columns_with_an_earlier_outcome_are_recognized(column: str, earlier: bool) -> None:
    assert is_earlier_outcome(column) is earlier


def test_a_history_is_nested() -> None:
    assert history_of((), "").values == ("never",)
    assert history_of((), "mobile").values == ("never", "never, mobile")
    assert history_of(("interested", "sample-sent"), "mobile").values == (
        "interested", "sample-sent", "sample-sent, mobile",
    )  # fmt: skip
    assert history_of(("won", "won"), "").values == ("won",)


@pytest.mark.parametrize(("misses", "value"), [(0, "0"), (1, "1"), (4, "3"), (9, "5"), (99, "10")])
def test_tries_are_grouped(misses: int, value: str) -> None:
    assert tries_of(misses).values == (value,)


@pytest.mark.parametrize(
    ("days", "value"),
    [(0, "hour"), (1, "day"), (3, "week"), (30, "month"), (90, "quarter"), (365, "year"), (999, "longer")],
)  # fmt: skip
def test_time_since_is_grouped(days: float, value: str) -> None:
    assert since_of(days * 86_400).values == (value,)


def test_a_record_gives_facts_a_kind_and_an_earlier_outcome() -> None:
    columns = [
        ("list", "Expo"), ("contact", "Cellular"), ("poutcome", "Success"), ("month", "may"),
        ("Industry", "Dental"),
    ]  # fmt: skip
    facts, kind, earlier = of_record(columns, ["vip"], "")
    assert facts == (
        Fact("list", ("expo",)), Fact("Industry", ("dental",)), Fact("tag vip", ("yes",)),
        Fact("kind", ("mobile",)),
    )  # fmt: skip
    assert (kind, earlier) == ("mobile", "success")


def test_what_we_know_of_the_number_comes_before_a_column() -> None:
    assert of_record([("contact", "telephone")], [], "mobile").kind == "mobile"
    assert kind_in("Fax") == ""


def test_no_earlier_outcome_is_none() -> None:
    assert earlier_in("nonexistent") == ""
    assert earlier_in("Not  Interested") == "not interested"


def test_our_own_calls_come_before_what_a_file_says() -> None:
    record = OfRecord((Fact("list", ("expo",)),), "mobile", "success")
    assert known_before(record, Before()) == (
        Fact("history", ("success", "success, mobile")), Fact("tries", ("0",)), Fact("list", ("expo",)),
    )  # fmt: skip
    before = Before(("soft-no", "price-no"), "price", 2, 3 * 86_400)
    assert known_before(record, before) == (
        Fact("history", ("soft-no", "price-no", "price-no, mobile")), Fact("tries", ("2",)),
        Fact("reason", ("price",)), Fact("since", ("week",)), Fact("list", ("expo",)),
    )  # fmt: skip
