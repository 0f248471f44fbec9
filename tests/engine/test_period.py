"""Periods: the last one ends now, and each begins with a midnight of the rep."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import NEW_YORK, QUICK, recent, zones

from callq.engine.period import WORDS, Period, PeriodError, read_period
from callq.engine.spans import local_time

NOW = datetime(2026, 3, 11, 10, 15, tzinfo=NEW_YORK)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("today", "Wed, Mar 11, 2026"),
        ("1 day", "Wed, Mar 11, 2026"),
        ("week", "Thu, Mar 5, 2026 to Wed, Mar 11, 2026"),
        (" Week ", "Thu, Mar 5, 2026 to Wed, Mar 11, 2026"),
        ("7 days", "Thu, Mar 5, 2026 to Wed, Mar 11, 2026"),
        ("2w", "Thu, Feb 26, 2026 to Wed, Mar 11, 2026"),
        ("month", "Thu, Feb 12, 2026 to Wed, Mar 11, 2026"),
        ("quarter", "Fri, Dec 12, 2025 to Wed, Mar 11, 2026"),
        ("year", "Wed, Mar 12, 2025 to Wed, Mar 11, 2026"),
        ("90 days", "Fri, Dec 12, 2025 to Wed, Mar 11, 2026"),
    ],
)
def test_words_and_spans(text: str, words: str) -> None:
    assert read_period(text, NOW, NEW_YORK).in_words(NEW_YORK) == words


@pytest.mark.parametrize("text", ["", "yesteryear", "5 min", "3h", "0 days", "5 business days"])
def test_other_texts_are_refused(text: str) -> None:
    with pytest.raises(PeriodError, match="90 days"):
        read_period(text, NOW, NEW_YORK)


def test_a_period_from_before_the_calendar_is_refused() -> None:
    with pytest.raises(PeriodError, match=r'^"99999 Years" goes back too far\.$'):
        read_period("99999 Years", NOW, NEW_YORK)


@QUICK
@given(st.sampled_from([*WORDS, "all", "10 days"]), recent, zones)
def test_every_period_holds_now_and_begins_at_midnight(
    text: str, now: datetime, zone: object
) -> None:
    period = read_period(text, now, zone)  # type: ignore[arg-type]
    assert period.start <= now < period.end == now + timedelta(seconds=1)
    if text != "all":
        begins = local_time(period.start, zone)  # type: ignore[arg-type]
        assert (begins.hour, begins.minute) in ((0, 0), (1, 0), (0, 30))


def test_a_period_of_one_day_is_reported_as_one() -> None:
    start = datetime(2026, 3, 11, 5, tzinfo=UTC)
    assert (
        Period(start, datetime(2026, 3, 12, 4, tzinfo=UTC)).in_words(NEW_YORK)
        == "Wed, Mar 11, 2026"
    )


def test_all_begins_with_the_count_of_seconds() -> None:
    assert read_period("all", NOW, NEW_YORK).start.timestamp() == 0


def test_one_second_of_a_day_is_of_the_period() -> None:
    start = datetime(2026, 3, 11, tzinfo=UTC)
    for seconds, last in ((0, "Wed, Mar 11, 2026"), (1, "Wed, Mar 11, 2026 to Thu, Mar 12, 2026")):
        end = datetime(2026, 3, 12, tzinfo=UTC) + timedelta(seconds=seconds)
        assert Period(start, end).in_words(UTC) == last


@pytest.mark.parametrize(
    ("hours", "today"), [(-11, "Tue, Mar 10"), (0, "Wed, Mar 11"), (14, "Thu, Mar 12")]
)
def test_today_is_that_of_the_zone(hours: int, today: str) -> None:
    zone = timezone(timedelta(hours=hours))
    now = datetime(2026, 3, 11, 10, 30, tzinfo=UTC)
    assert read_period("today", now, zone).in_words(zone) == f"{today}, 2026"
