"""Periods: the last one ends now, and each begins with a midnight of the rep."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import NEW_YORK, QUICK, recent, zones

from callq.core.period import WORDS, Period, PeriodError, read_period
from callq.core.spans import local_time

NOW = datetime(2026, 3, 11, 10, 15, tzinfo=NEW_YORK)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("today", "Wed 11 Mar 2026"),
        ("1 day", "Wed 11 Mar 2026"),
        ("week", "Thu 5 Mar 2026 to Wed 11 Mar 2026"),
        (" Week ", "Thu 5 Mar 2026 to Wed 11 Mar 2026"),
        ("7 days", "Thu 5 Mar 2026 to Wed 11 Mar 2026"),
        ("2w", "Thu 26 Feb 2026 to Wed 11 Mar 2026"),
        ("month", "Thu 12 Feb 2026 to Wed 11 Mar 2026"),
        ("quarter", "Fri 12 Dec 2025 to Wed 11 Mar 2026"),
        ("year", "Wed 12 Mar 2025 to Wed 11 Mar 2026"),
        ("90 days", "Fri 12 Dec 2025 to Wed 11 Mar 2026"),
    ],
)
def test_words_and_spans(text: str, words: str) -> None:
    assert read_period(text, NOW, NEW_YORK).in_words(NEW_YORK) == words


@pytest.mark.parametrize(
    "text", ["", "yesteryear", "3h", "0 days", "5 business days", "99999 years"]
)
def test_what_is_no_span_of_days_is_refused(text: str) -> None:
    with pytest.raises(PeriodError):
        read_period(text, NOW, NEW_YORK)


@QUICK
@given(st.sampled_from([*WORDS, "all", "10 days"]), recent, zones)
def test_every_period_holds_now_and_begins_at_midnight(
    text: str, now: datetime, zone: object
) -> None:
    period = read_period(text, now, zone)  # type: ignore[arg-type]
    assert period.start <= now < period.end
    if text != "all":
        begins = local_time(period.start, zone)  # type: ignore[arg-type]
        assert (begins.hour, begins.minute) in ((0, 0), (1, 0), (0, 30))


def test_a_period_of_one_day_is_told_as_one() -> None:
    start = datetime(2026, 3, 11, 5, tzinfo=UTC)
    assert (
        Period(start, datetime(2026, 3, 12, 4, tzinfo=UTC)).in_words(NEW_YORK) == "Wed 11 Mar 2026"
    )
