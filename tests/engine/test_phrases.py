"""The times a rep types: what each phrase means, and which are refused."""

import csv
import re
import string
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callq.engine.times import words
from callq.engine.times.pieces import ordinal
from callq.engine.typed_times import PhraseError, Reading, in_words, read_time
from callq.errors import CallqError, Exit

NEW_YORK = ZoneInfo("America/New_York")
BERLIN = ZoneInfo("Europe/Berlin")
WEDNESDAY = datetime(2026, 3, 11, 10, 15, tzinfo=NEW_YORK)
ROOT = Path(__file__).parents[2]
REFUSED = "refused"

# What callq decided where the peers contradict each other, or only one or none of them answers.
# `~` marks a phrase that named no hour.
DECIDED = {
    "midnight": "2026-03-12 00:00",
    "friday at 4": "2026-03-13 16:00",
    "mon 9": "2026-03-16 09:00",
    "next month": "2026-04-11 ~09:00",
    "next year": "2027-03-11 ~09:00",
    "2 days from tomorrow": "2026-03-14 ~09:00",
    "mar 11": "2026-03-11 ~10:15",
    "2026-04-01T15:00": "2026-04-01 15:00",
    "9am": "2026-03-12 09:00",
    "3:30": "2026-03-11 15:30",
    "0900": "2026-03-12 09:00",
    "day after tomorrow": "2026-03-13 ~09:00",
    "the day after tomorrow": "2026-03-13 ~09:00",
    "next fri 10am": REFUSED,
    "this afternoon": "2026-03-11 ~14:00",
    "this evening": "2026-03-11 ~18:00",
    "12am": "2026-03-12 00:00",
    "tomorrow eod": "2026-03-12 ~17:00",
    "eod tomorrow": "2026-03-12 ~17:00",
    "eow": "2026-03-13 ~17:00",
    "friday 4p": "2026-03-13 16:00",
    "tuesday next week": "2026-03-17 ~09:00",
    "2w": "2026-03-25 ~10:15",
    "2wks": "2026-03-25 ~10:15",
    "6mo": "2026-09-11 ~10:15",
    "in half an hour": "2026-03-11 10:45",
    "1h30m": "2026-03-11 11:45",
    "a week from friday": "2026-03-20 ~09:00",
    "two weeks from monday": "2026-03-30 ~09:00",
    "in a fortnight": "2026-03-25 ~10:15",
    "fortnight": "2026-03-25 ~10:15",
    "end of month": "2026-03-31 ~09:00",
    "end of week": "2026-03-13 ~17:00",
    "end of day": "2026-03-11 ~17:00",
    "first of next month": "2026-04-01 ~09:00",
    "13/4/2026": "2026-04-13 ~09:00",
    "31.3.": "2026-03-31 ~09:00",
    "9": REFUSED,
    "15": REFUSED,
    "after lunch": "2026-03-11 ~13:00",
    "asap": REFUSED,
    "never": REFUSED,
    "later": REFUSED,
    "someday": REFUSED,
    "next business day": "2026-03-12 ~09:00",
    "in 5 business days": "2026-03-18 ~10:15",
    "workday": "2026-03-12 ~09:00",
    "sonw": "2026-03-16 ~09:00",
    "som": "2026-04-01 ~09:00",
    "soq": "2026-04-01 ~09:00",
    "eoq": "2026-03-31 ~09:00",
    "easter": "2026-04-05 ~09:00",
    "q3": "2026-07-01 ~09:00",
    "overmorrow": "2026-03-13 ~09:00",
    "feb 29": "2028-02-29 ~09:00",
    "feb 30": REFUSED,
    "2026-02-29": REFUSED,
    "25:00": REFUSED,
    "in 10000 years": REFUSED,
    "next weekend": REFUSED,
    "in a couple of days": "2026-03-13 ~10:15",
    "before noon": REFUSED,
    "between 2 and 4": "2026-03-11 14:00",
    "call back tuesday at 10": "2026-03-17 10:00",
    "tues 10-ish": "2026-03-17 10:00",
    "nxt tue": "2026-03-17 ~09:00",
}

# Where the peers share a day and callq takes another.
UNLIKE_PEERS = {
    "week from tomorrow": "2026-03-19 ~09:00",  # they drop "week from" in silence
    "tomorrow 25:00": REFUSED,  # they drop the impossible hour in silence
    "01.04.2026": "2026-04-01 ~09:00",  # they read 4 January; dotted dates are day first
}

# Where the peers agree on the day, the hour is callq's: 09:00 unless a part of the day says more.
HOURS_OF_DAYS = {
    "today": "~10:15",
    "this wednesday": "~10:15",
    "tonight": "~18:00",
    "tomorrow afternoon": "~14:00",
    "eod": "~17:00",
    "3-4pm tomorrow": "15:00",
}


def read(
    text: str,
    now: datetime = WEDNESDAY,
    zone: tzinfo = NEW_YORK,
    *,
    day_first: bool = False,
    holidays: frozenset[date] = frozenset(),
) -> str:
    """A reading in short, `~` before an hour that the phrase did not give."""
    try:
        found = read_time(text, now=now, zone=zone, day_first=day_first, holidays=holidays)
    except PhraseError:
        return REFUSED
    return short(found)


def outcome(
    text: str, now: datetime, zone: tzinfo, *, day_first: bool = False
) -> Reading | PhraseError:
    try:
        return read_time(text, now=now, zone=zone, day_first=day_first)
    except PhraseError as error:
        return error


def short(reading: Reading) -> str:
    shown = reading.at.replace(tzinfo=None).isoformat(" ", "minutes")
    return shown if reading.exact else shown.replace(" ", " ~")


def refusal(text: str, now: datetime = WEDNESDAY) -> PhraseError:
    with pytest.raises(PhraseError) as caught:
        read_time(text, now=now, zone=NEW_YORK)
    return caught.value


def on(day: str, clock: str = "10:15") -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=NEW_YORK)


# The phrases that other programs were given.


@pytest.fixture(scope="module")
def peers() -> list[dict[str, str]]:
    path = ROOT.parent / "shared" / "data" / "dates" / "relative_dates_by_peer.tsv"
    if not path.exists():
        pytest.skip("the shared sample data is not here")
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def test_where_peers_agree_on_the_minute_it_is_that_minute(peers: list[dict[str, str]]) -> None:
    rows = [row for row in peers if row["agree"] == "yes"]
    expected = {row["phrase"]: row["parsedatetime_2.6"] for row in rows}
    assert {phrase: read(phrase).replace("~", "") for phrase in expected} == expected
    assert len(rows) > 30


def test_where_peers_agree_on_the_day_it_is_that_day(peers: list[dict[str, str]]) -> None:
    rows = [row for row in peers if row["agree"] == "date"]
    expected = {
        row[
            "phrase"
        ]: f"{row['parsedatetime_2.6'][:10]} {HOURS_OF_DAYS.get(row['phrase'], '~09:00')}"
        for row in rows
    } | UNLIKE_PEERS
    assert {phrase: read(phrase) for phrase in expected} == expected
    assert len(rows) > 30


def test_every_other_phrase_is_decided_here(peers: list[dict[str, str]]) -> None:
    rows = [row["phrase"] for row in peers if row["agree"] in ("NO", "one", "none")]
    assert sorted(rows) == sorted(DECIDED)


@pytest.mark.parametrize(("phrase", "expected"), (DECIDED | UNLIKE_PEERS).items())
def test_disputed_phrases_mean_what_was_decided(phrase: str, expected: str) -> None:
    assert read(phrase) == expected


# The documentation.


def documented() -> list[tuple[str, str, bool]]:
    rows, day_first = [], False
    for line in (ROOT / "docs" / "times.md").read_text(encoding="utf-8").splitlines():
        if line.startswith("## Their own hours"):
            break
        if line.startswith("| phrase"):
            day_first = "day-first" in line
        row = re.match(r"\| `([^`]+)` \| ([^|]+) \|", line)
        if row:
            rows.append((row[1], row[2], day_first))
    return rows


@pytest.mark.parametrize(("phrase", "means", "day_first"), documented())
def test_the_documented_meaning_is_true(phrase: str, means: str, day_first: bool) -> None:
    found = outcome(phrase, WEDNESDAY, NEW_YORK, day_first=day_first)
    if isinstance(found, PhraseError):
        assert means == "refused: " + found.message.split(" is: ", 1)[1].rstrip(".")
        return
    date, _, clock = in_words(found.at, NEW_YORK).partition(" (")[0].rpartition(", ")
    weekday, _, day = date.partition(", ")
    assert means == f"{weekday[:3]}, {day}, {'' if found.exact else '~'}{clock}"


def test_the_documentation_has_every_disputed_phrase_that_was_refused() -> None:
    shown = {phrase for phrase, _, _ in documented()}
    impossible = {"feb 30", "25:00"}  # explained by others of their kind
    assert {p for p, means in DECIDED.items() if means == REFUSED} - shown == impossible


# Days.


@pytest.mark.parametrize(
    ("phrase", "expected"),
    {
        "this wednesday": "2026-03-11 ~10:15",
        "wednesday": "2026-03-18 ~09:00",
        "wednesday 3pm": "2026-03-18 15:00",
        "coming friday": "2026-03-13 ~09:00",
        "this coming friday": "2026-03-13 ~09:00",
        "next wednesday": "2026-03-18 ~09:00",
        "next day": "2026-03-12 ~09:00",
        "last friday": "2026-03-06 ~09:00",
        "last wednesday": "2026-03-04 ~09:00",
        "last week": "2026-03-04 ~09:00",
        "last week tuesday": "2026-03-03 ~09:00",
        "last month": "2026-02-11 ~09:00",
        "last night": "2026-03-10 ~18:00",
        "yesterday 4pm": "2026-03-10 16:00",
        "monday this week": "2026-03-09 ~09:00",
        "week after next": "2026-03-25 ~09:00",
        "wk after next": "2026-03-25 ~09:00",
        "tuesday week after next": "2026-03-24 ~09:00",
        "the month after next": "2026-05-11 ~09:00",
        "the day before yesterday": "2026-03-09 ~09:00",
        "the day after friday": "2026-03-14 ~09:00",
        "day after tomorrow 9am": "2026-03-13 09:00",
        "tomorrow thursday": "2026-03-12 ~09:00",
        "easter sunday": "2026-04-05 ~09:00",
        "right now": "2026-03-11 10:15",
    }.items(),
)
def test_days_by_name(phrase: str, expected: str) -> None:
    assert read(phrase) == expected


@pytest.mark.parametrize(
    ("phrase", "expected"),
    {
        "1 april 2027 at 3pm": "2027-04-01 15:00",
        "april 1, 2027, 3pm": "2027-04-01 15:00",
        "april the 1st": "2026-04-01 ~09:00",
        "1st of april 2027": "2027-04-01 ~09:00",
        "first of april": "2026-04-01 ~09:00",
        "1-apr-2026": "2026-04-01 ~09:00",
        "apr. 1": "2026-04-01 ~09:00",
        "sept 30": "2026-09-30 ~09:00",
        "april 1 1500": "2026-04-01 15:00",
        "april 1 2026 1500": "2026-04-01 15:00",
        "tuesday 17 march 3pm": "2026-03-17 15:00",
        "tuesday the 17th": "2026-03-17 ~09:00",
        "the 11th": "2026-03-11 ~10:15",
        "on the 5th": "2026-04-05 ~09:00",
        "5th of the month": "2026-04-05 ~09:00",
        "5th of this month": "2026-03-05 ~09:00",
        "second of next month": "2026-04-02 ~09:00",
        "2026/04/01 10:00": "2026-04-01 10:00",
        "2026-4-1": "2026-04-01 ~09:00",
        "4/1/26": "2026-04-01 ~09:00",
        "4-1-2026": "2026-04-01 ~09:00",
        "04.01.26": "2026-01-04 ~09:00",
        "29.2.": "2028-02-29 ~09:00",
        "24.12.": "2026-12-24 ~09:00",
        "1.4. 2027": "2027-04-01 ~09:00",
        "1.4 2027": "2027-04-01 ~09:00",
        "4/1 2027 3pm": "2027-04-01 15:00",
        "31.3": "2026-03-31 ~09:00",
        "10.11 3pm": "2026-11-10 15:00",
        "april 2027": "2027-04-01 ~09:00",
        "next february": "2027-02-01 ~09:00",
        "next march": "2027-03-01 ~09:00",
        "in may": "2026-05-01 ~09:00",
        "august": "2026-08-03 ~09:00",  # the 1st is a Saturday
        "q4 2026": "2026-10-01 ~09:00",
        "next quarter": "2026-04-01 ~09:00",
        "next month 3pm": "2026-04-11 15:00",
    }.items(),
)
def test_dates(phrase: str, expected: str) -> None:
    assert read(phrase) == expected


@pytest.mark.parametrize(
    ("phrase", "expected"),
    {
        "2026-04-01T15:00": "2026-04-01 15:00",
        "2026-04-01T15:00:30Z": "2026-04-01 11:00",
        "2026-04-01t15:00z": "2026-04-01 11:00",
        "2026-04-01T15:00+02:00": "2026-04-01 09:00",
        "2026-04-01T15:00+0200": "2026-04-01 09:00",
        "2026-04-01 15:00:00.250-04:00": "2026-04-01 15:00",
        "2026-04-01 09:00-11:00": "2026-04-01 09:00",  # without seconds it is a range
        "2026-04-01 3pm": "2026-04-01 15:00",
        "2026-04-01T15:00+25:00": REFUSED,
        "2026-04-01T24:00": REFUSED,
        "2026-04-01T15:00 tomorrow": REFUSED,
    }.items(),
)
def test_iso_times(phrase: str, expected: str) -> None:
    assert read(phrase) == expected


def test_iso_times_keep_their_seconds() -> None:
    found = read_time("2026-04-01T15:00:30.25Z", now=WEDNESDAY, zone=NEW_YORK)
    assert found.at == datetime(2026, 4, 1, 15, 0, 30, 250_000, tzinfo=UTC)
    assert found.at.tzinfo is NEW_YORK
    assert found.exact


@pytest.mark.parametrize(
    ("phrase", "expected"),
    {
        "04/01": "2027-01-04 ~09:00",
        "1/4/2026": "2026-04-01 ~09:00",
        "4/13": "2026-04-13 ~09:00",
        "13/4": "2026-04-13 ~09:00",
        "01.04.2026": "2026-04-01 ~09:00",
        "2026-04-01": "2026-04-01 ~09:00",
    }.items(),
)
def test_day_first_turns_slashed_dates_only(phrase: str, expected: str) -> None:
    assert read(phrase, day_first=True) == expected


@pytest.mark.parametrize(
    ("phrase", "expected"),
    {
        "end of next month": "2026-04-30 ~09:00",
        "the end of the month": "2026-03-31 ~09:00",
        "last day of the month": "2026-03-31 ~09:00",
        "last day of april": "2026-04-30 ~09:00",
        "end of march": "2026-03-31 ~09:00",
        "end of february": "2027-02-28 ~09:00",
        "end of february 2028": "2028-02-29 ~09:00",
        "start of march": "2027-03-01 ~09:00",
        "start of april": "2026-04-01 ~09:00",
        "end of q3": "2026-09-30 ~09:00",
        "end of q1": "2026-03-31 ~09:00",
        "start of next week": "2026-03-16 ~09:00",
        "start of this month": "2026-03-01 ~09:00",
        "sow": "2026-03-16 ~09:00",
        "eonw": "2026-03-20 ~17:00",
        "eow 3pm": "2026-03-13 15:00",
        "mid week": "2026-03-11 ~10:15",
        "middle of next week": "2026-03-18 ~09:00",
        "mid month": "2026-03-15 ~09:00",
        "mid march": "2026-03-15 ~09:00",
        "mid january": "2027-01-15 ~09:00",
        "soy": "2027-01-01 ~09:00",
        "cob friday": "2026-03-13 ~17:00",
        "close of business tomorrow": "2026-03-12 ~17:00",
        "end of business day": "2026-03-11 ~17:00",
    }.items(),
)
def test_edges(phrase: str, expected: str) -> None:
    assert read(phrase) == expected


# Hours.


@pytest.mark.parametrize(
    ("phrase", "expected"),
    {
        "at 7": "2026-03-11 19:00",
        "at 8": "2026-03-12 08:00",
        "at 12": "2026-03-11 12:00",
        "at 13": "2026-03-11 13:00",
        "12:30": "2026-03-11 12:30",
        "00:00": "2026-03-12 00:00",
        "03:30": "2026-03-12 03:30",
        "10:15": "2026-03-11 10:15",
        "10:14": "2026-03-12 10:14",
        "930": "2026-03-12 09:30",
        "330pm": "2026-03-11 15:30",
        "1930": "2026-03-11 19:30",
        "tomorrow 2030": "2026-03-12 20:30",
        "1500 hours": "2026-03-11 15:00",
        "10:30:15": "2026-03-11 10:30",
        "3 p.m.": "2026-03-11 15:00",
        "9a tomorrow": "2026-03-12 09:00",
        "tomorrow 3 o'clock": "2026-03-12 15:00",
        "tomorrow 3 o\u2019clock": "2026-03-12 15:00",
        "3.30pm": "2026-03-11 15:30",
        "15.30": "2026-03-11 15:30",
        "at 10.11": "2026-03-12 10:11",
        "tomorrow 10.11": "2026-03-12 10:11",
        "15h": "2026-03-11 15:00",
        "15h30": "2026-03-11 15:30",
        "at 9h": "2026-03-12 09:00",
        "at 9h30": "2026-03-12 09:30",
        "tomorrow 9h": "2026-03-12 09:00",
        "half past 4": "2026-03-11 16:30",
        "quarter past 3 tomorrow": "2026-03-12 15:15",
        "ten past 3pm": "2026-03-11 15:10",
        "quarter to 8": "2026-03-12 07:45",
        "quarter to 1 friday": "2026-03-13 12:45",
        "@3pm": "2026-03-11 15:00",
        "friday ~ 3": "2026-03-13 15:00",
        "about 3pm": "2026-03-11 15:00",
        "by about 3pm": "2026-03-11 15:00",
        "tomorrow at three": "2026-03-12 15:00",
        "4 friday": "2026-03-13 16:00",
        "after 5": "2026-03-11 17:00",
        "13h": "2026-03-11 13:00",
        "23h": "2026-03-11 23:00",
        "15h30 tomorrow": "2026-03-12 15:30",
        "0330": "2026-03-12 03:30",
        "330 tomorrow": "2026-03-12 15:30",
        "at 03.10": "2026-03-12 03:10",
        "20 past 3": "2026-03-11 15:20",
        "59 past 3": "2026-03-11 15:59",
        "midday": "2026-03-11 12:00",
        "tue 23": "2026-03-17 23:00",
        "after 2030": "2026-03-11 20:30",
        "at 2030": "2026-03-11 20:30",
        "april 1 2100ish": "2026-04-01 21:00",
        "in 3 days after 5pm": "2026-03-14 17:00",
        "in 3 days after lunch": "2026-03-14 ~13:00",
    }.items(),
)
def test_clocks(phrase: str, expected: str) -> None:
    assert read(phrase) == expected


@pytest.mark.parametrize(
    ("phrase", "expected"),
    {
        "9-5 tomorrow": "2026-03-12 09:00",
        "friday 10-12": "2026-03-13 10:00",
        "11-1pm": "2026-03-11 11:00",
        "10-2pm tomorrow": "2026-03-12 10:00",
        "2pm-4": "2026-03-11 14:00",
        "14:00-16:00": "2026-03-11 14:00",
        "3\u20134pm tomorrow": "2026-03-12 15:00",
        "2 to 4pm": "2026-03-11 14:00",
        "from 2 to 4 tomorrow": "2026-03-12 14:00",
        "tomorrow morning 7-9": "2026-03-12 07:00",
        "between 10 and 12 on friday": "2026-03-13 10:00",
        "03:00-5pm tomorrow": "2026-03-12 03:00",
        "14-3pm tomorrow": "2026-03-12 14:00",
        "from 2 until 4 tomorrow": "2026-03-12 14:00",
        "from 9 till 5 tomorrow": "2026-03-12 09:00",
        "between 2-4 tomorrow": "2026-03-12 14:00",
        "8-9pm tomorrow": "2026-03-12 20:00",
        "4pm-4pm": REFUSED,
        "13:00-12:00": REFUSED,
        "4pm-3pm": REFUSED,
        "10-12": REFUSED,
        "10 to 4": REFUSED,
        "between tuesday and thursday": REFUSED,
        "between 2 and": REFUSED,
        "from 2": REFUSED,
    }.items(),
)
def test_of_a_range_the_start_counts(phrase: str, expected: str) -> None:
    assert read(phrase) == expected


@pytest.mark.parametrize(
    ("phrase", "expected"),
    {
        "this morning": "2026-03-11 ~10:15",
        "tomorrow night": "2026-03-12 ~18:00",
        "lunch": "2026-03-11 ~12:00",
        "in the morning": "2026-03-12 ~09:00",
        "monday morning": "2026-03-16 ~09:00",
        "first thing tomorrow morning": "2026-03-12 ~09:00",
        "tomorrow evening at 8": "2026-03-12 20:00",
        "tonight 9": "2026-03-11 21:00",
        "7 in the morning": "2026-03-12 07:00",
        "tomorrow morning 9:30": "2026-03-12 09:30",
        "by friday noon": "2026-03-13 12:00",
        "tomorrow morning 3pm": REFUSED,
        "tonight at 12": REFUSED,
        "tonight morning": REFUSED,
        "tomorrow eod 3pm": REFUSED,
        "midnight tonight": REFUSED,
    }.items(),
)
def test_parts_of_the_day(phrase: str, expected: str) -> None:
    assert read(phrase) == expected


@pytest.mark.parametrize(
    ("phrase", "clock", "expected"),
    [
        ("today", "08:00", "2026-03-11 ~09:00"),
        ("today", "23:59", "2026-03-11 ~23:59"),
        ("mar 11", "08:00", "2026-03-11 ~09:00"),
        ("this morning", "13:00", "2026-03-11 ~09:00"),
        ("tonight", "19:30", "2026-03-11 ~19:30"),
        ("this afternoon", "15:00", "2026-03-11 ~15:00"),
        ("in the afternoon", "15:00", "2026-03-12 ~14:00"),
        ("today 9am", "10:15", "2026-03-11 09:00"),
        ("noon", "12:00", "2026-03-11 12:00"),
        ("noon", "12:01", "2026-03-12 12:00"),
        ("eod", "17:30", REFUSED),
        ("eod", "17:00", "2026-03-11 ~17:00"),
        ("today eod", "17:30", "2026-03-11 ~17:00"),
        ("midnight", "00:00", "2026-03-11 00:00"),
    ],
)
def test_a_day_under_way_means_now_and_a_clock_gone_by_tomorrow(
    phrase: str, clock: str, expected: str
) -> None:
    assert read(phrase, on("2026-03-11", clock)) == expected


def test_a_clock_of_this_very_minute_is_now() -> None:
    now = WEDNESDAY.replace(second=30)
    assert read_time("10:15", now=now, zone=NEW_YORK) == Reading(now, exact=True)


@pytest.mark.parametrize(
    ("phrase", "now", "expected"),
    [
        ("next friday", on("2026-03-13"), "2026-03-20 ~09:00"),
        ("next friday", on("2026-03-14"), "2026-03-20 ~09:00"),
        ("next monday", on("2026-03-15"), "2026-03-16 ~09:00"),
        ("last friday", on("2026-03-14"), REFUSED),
        ("last friday", on("2026-03-16"), "2026-03-13 ~09:00"),
        ("eow", on("2026-03-13", "17:00"), "2026-03-13 ~17:00"),
        ("eow", on("2026-03-13", "17:01"), REFUSED),
        ("eow", on("2026-03-14"), REFUSED),
        ("end of next week", on("2026-03-14"), "2026-03-20 ~17:00"),
        ("mid week", on("2026-03-13"), "2026-03-18 ~09:00"),
        ("eom", on("2026-03-31"), "2026-03-31 ~10:15"),
        ("som", on("2026-04-01"), "2026-05-01 ~09:00"),
        ("next month", on("2026-01-31"), "2026-02-28 ~09:00"),
        ("next year", on("2028-02-29"), "2029-02-28 ~09:00"),
        ("the 31st", on("2026-04-10"), REFUSED),
        ("the 31st", on("2026-05-10"), "2026-05-31 ~09:00"),
        ("easter", on("2026-04-05"), "2026-04-05 ~10:15"),
        ("easter", on("2026-04-06"), "2027-03-28 ~09:00"),
        ("feb 29", on("2096-03-01"), "2104-02-29 ~09:00"),
        ("q1", on("2026-12-31"), "2027-01-01 ~09:00"),
    ],
)
def test_other_days_than_wednesday(phrase: str, now: datetime, expected: str) -> None:
    assert read(phrase, now) == expected


# Distances.


@pytest.mark.parametrize(
    ("phrase", "expected"),
    {
        "an hour and a half": "2026-03-11 11:45",
        "2 and a half hours": "2026-03-11 12:45",
        "1.5h": "2026-03-11 11:45",
        "in 1h30": "2026-03-11 11:45",
        "2h and 30 minutes": "2026-03-11 12:45",
        "1h30": "2026-03-11 11:45",
        "7h30": "2026-03-11 17:45",
        "1H30M": "2026-03-11 11:45",
        "2h 30m": "2026-03-11 12:45",
        "1 hour and 30 minutes": "2026-03-11 11:45",
        "in 15h": "2026-03-12 01:15",
        "24h": "2026-03-12 10:15",
        "in 1 day 2 hours": "2026-03-12 12:15",
        "1 year 2 months 1 week 3 days": "2027-05-21 ~10:15",
        "around 2h": "2026-03-11 12:15",
        "around 2 weeks": "2026-03-25 ~10:15",
        "a quarter of an hour": "2026-03-11 10:30",
        "quarter hour": "2026-03-11 10:30",
        "in twenty five minutes": "2026-03-11 10:40",
        "thirty minutes": "2026-03-11 10:45",
        "in about an hour": "2026-03-11 11:15",
        "an hour ago": "2026-03-11 09:15",
        "1h30m ago": "2026-03-11 08:45",
        "hour from now": "2026-03-11 11:15",
        "in 0 hours": "2026-03-11 10:15",
        "+3d": "2026-03-14 ~10:15",
        "-2 weeks": "2026-02-25 ~10:15",
        "week ago": "2026-03-04 ~10:15",
        "2 months ago": "2026-01-11 ~10:15",
        "-1y": "2025-03-11 ~10:15",
        "2 business days ago": "2026-03-09 ~10:15",
        "in 50 years": "2076-03-11 ~10:15",
        "in 10000000 minutes": "2045-03-15 20:55",
        "in twenty one minutes": "2026-03-11 10:36",
        "2 days before the 17th": "2026-03-15 ~09:00",
        "18263 days ago": "1976-03-10 ~10:15",
        "18264 days ago": REFUSED,
        "in 51 years": REFUSED,
        "2 days ago at 4pm": "2026-03-09 16:00",
        "in half a year": "2026-09-11 ~10:15",
        "a half year": "2026-09-11 ~10:15",
        "a year and a half": "2027-09-11 ~10:15",
        "in a quarter": "2026-06-11 ~10:15",
        "in 2 weeks' time": "2026-03-25 ~10:15",
        "in 2 weeks at 3pm": "2026-03-25 15:00",
        "in 2 weeks on tuesday": "2026-03-24 ~09:00",
        "tuesday in 2 weeks at 3pm": "2026-03-24 15:00",
        "in 2 weeks, morning": "2026-03-25 ~09:00",
        "2 days before easter": "2026-04-03 ~09:00",
        "in 2 weeks from friday": "2026-03-27 ~09:00",
        "3 days after april 1 at 3pm": "2026-04-04 15:00",
    }.items(),
)
def test_distances(phrase: str, expected: str) -> None:
    assert read(phrase) == expected


def test_business_days_skip_weekends_and_holidays() -> None:
    holidays = frozenset({date(2026, 3, 13), date(2026, 3, 16)})
    assert read("next business day", on("2026-03-13")) == "2026-03-16 ~09:00"
    assert read("in 1 business day", holidays=holidays) == "2026-03-12 ~10:15"
    assert read("in 2 working days at 2pm", holidays=holidays) == "2026-03-17 14:00"
    assert read("5bd", holidays=holidays) == "2026-03-20 ~10:15"
    assert read("workday", on("2026-03-12"), holidays=holidays) == "2026-03-17 ~09:00"
    assert read("2 business days ago", on("2026-03-16")) == "2026-03-12 ~10:15"
    assert read("last business day", on("2026-03-16")) == "2026-03-13 ~09:00"
    assert read("2 business days from friday") == "2026-03-17 ~09:00"
    assert read("q2", holidays=frozenset({date(2026, 4, 1)})) == "2026-04-02 ~09:00"


def test_no_business_day_at_all_is_refused() -> None:
    always = frozenset(date(2026, 3, 1) + timedelta(days=day) for day in range(20_000))
    assert read("in 1 business day", holidays=always) == REFUSED


# Manner of writing.


@pytest.mark.parametrize(
    "phrase",
    [
        "NEXT TUESDAY 3PM",
        "  next   tuesday,3 pm ",
        "next\u00a0tuesday\u20093\u202fpm",
        "Nxt Tues. at 3 P.M.",
        "call next tuesday at 3",
        "Call back on next tuesday, by 3pm",
        "callback next tuesday @ 15:00",
        "3pm next tuesday",
        "\uff13pm next tuesday",
    ],
)
def test_the_manner_of_writing_does_not_matter(phrase: str) -> None:
    assert read(phrase) == "2026-03-17 15:00"


# Refusals.


@pytest.mark.parametrize(
    ("phrase", "reason", "instead"),
    [
        (
            "next fri 10am",
            '"next friday" may be Friday 13 March 2026 or 20 March 2026',
            '"this friday" or "friday next week"',
        ),
        (
            "friday 17 march",
            "17 March 2026 is a Tuesday, not a Friday",
            '"friday" or "17 march 2026"',
        ),
        (
            "tuesday the 18th",
            "18 March 2026 is a Wednesday, not a Tuesday",
            '"tuesday" or "18 march 2026"',
        ),
        ("feb 30", "February has no 30th", '"end of february"'),
        ("31/31", "there is no month 31", '"2026-04-01" or "1 april"'),
        ("2026-13-01", "there is no month 13", '"2026-04-01" or "1 april"'),
        ("0/4", "there is no month 0", '"2026-04-01" or "1 april"'),
        ("4/0", "April has no 0th", '"end of april"'),
        ("sept 31", "September has no 31st", '"end of september"'),
        ("2026-02-29", "February 2026 has no 29th", '"end of february"'),
        ("tomorrow 25:00", "25:00 isn't a time of day", '"15:00" or "3pm"'),
        ("10:30:61", "10:30:61 isn't a time of day", '"15:00" or "3pm"'),
        ("tomorrow 31.3", "31.3 isn't a time of day", '"3:30pm"'),
        ("13pm", "13 pm isn't a time of day", '"15:00" or "3pm"'),
        ("tue 24", "24 isn't an hour", '"at 3pm" or "the 24th"'),
        (
            "tue 17",
            "17 may be the hour or the day of the month",
            '"tuesday at 17" or "tuesday 17 march 2026"',
        ),
        ("9", "it may be a day or an hour", '"at 9:00" or "the 9th"'),
        ("on 4", "it may be a day or an hour", '"at 16:00" or "the 4th"'),
        ("april 1 9", "it may be a day or an hour", '"at 9:00" or "the 9th"'),
        ("2027", "2027 may be a year or an hour", '"20:27" or "1 april 2027"'),
        ("2027 1.4.", "2027 may be a year or an hour", '"20:27" or "1 april 2027"'),
        ("tuesday april", "it does not say which week of the month", '"first of next month"'),
        # By chance a Saturday; a Saturday in April is meant.
        ("saturday next month", "it does not say which week of the month", '"first of next month"'),
        ("next month 9", "it may be a day or an hour", '"at 9:00" or "the 9th"'),
        ("10.11", "10.11 may be a time or a date", '"10:11" or "10.11."'),
        ("9h30", '"9h30" may be a time or a length of time', '"at 9h30" or "in 9h30"'),
        ("in 6M", "M may be minutes or months", '"30min" or "6mo"'),
        ("4-1-26", "it does not say which number is the year", '"2026-04-01" or "1 april"'),
        ("2nd monday", "it does not say of which month", '"the 17th" or "tuesday 17 march"'),
        ("april 3pm", "it gives an hour but no day", '"1 april 3pm"'),
        ("next april", '"next april" may be in 2026 or in 2027', '"april 2026" or "april 2027"'),
        ("march", "March has begun", '"end of march" or "march 2027"'),
        ("march 2026", "March has begun", '"end of march" or "march 2027"'),
        ("q1", "that quarter has begun", '"eoq" or "next quarter"'),
        ("this week", "it does not say which day of the week", '"friday" or "tomorrow"'),
        ("mid year", "the middle of a year isn't one day", '"mid may" or "1 july"'),
        (
            "midnight friday",
            "midnight both begins and ends a day",
            '"tomorrow 12am" or "tonight 23:45"',
        ),
        ("quarter to 12am", "it does not say of which day", '"23:45"'),
        (
            "2 weeks on tuesday",
            "it may count from now or from that weekday",
            '"in 2 weeks on tuesday" or "2 weeks from tuesday"',
        ),
        (
            "in 3 days on tuesday",
            "it names both a weekday and a distance from now",
            '"2 days from friday"',
        ),
        (
            "2 weeks tomorrow",
            "it names both a day and a distance from now",
            '"2 weeks from friday"',
        ),
        (
            "in 2 hours at 3pm",
            "hours from now need no day or clock beside them",
            '"in 2h" or "at 3pm"',
        ),
        ("2 hours from friday", "hours can't be counted from a day", '"in 2h" or "tomorrow 11am"'),
        ("2.5 days", "only hours and years are split", '"in 36 hours" or "in 10 days"'),
        (
            "in 1 week 2 business days",
            "business days can't be mixed with other units",
            '"in 6 business days"',
        ),
        ("now 3pm", "it has a full date and time, and another time", '"now" or "tomorrow 3pm"'),
        (
            "tomorrow friday",
            "12 March 2026 is a Thursday, not a Friday",
            '"friday" or "12 march 2026"',
        ),
        ("tomorrow next week", "it names two days", '"tuesday next week" or "17 march"'),
        ("tomorrow yesterday", "it names two times", '"tomorrow 3pm" or "in 2 weeks at 10am"'),
        ("in 10000 years", "it is more than 50 years away", '"in 1 year"'),
        ("in 99999999 minutes", "it is more than 50 years away", '"in 1 year"'),
        ("in 999999999 days", "it is more than 50 years away", '"in 1 year"'),
        ("in 99999999 days", "it is more than 50 years away", '"in 1 year"'),
        ("in 99999999 weeks", "it is more than 50 years away", '"in 1 year"'),
        ("in 99999999 years", "it is more than 50 years away", '"in 1 year"'),
        ("99999999 business days ago", "it is more than 50 years away", '"in 1 year"'),
        ("10:30:60", "10:30:60 isn't a time of day", '"15:00" or "3pm"'),
        ("3:75pm", "15:75 isn't a time of day", '"15:00" or "3pm"'),
        ("25:00-26:00", "25:00 isn't a time of day", '"15:00" or "3pm"'),
        ("23:00-24:00", "24:00 isn't a time of day", '"15:00" or "3pm"'),
        ("10:60", "10:60 isn't a time of day", '"15:00" or "3pm"'),
        (
            "monday month after next",
            "it does not say which week of the month",
            '"first of next month"',
        ),
        (
            "tomorrow p.m.",
            'the part "pm" is not understood',
            '"tomorrow 3pm", "next tuesday" or "in 2w"',
        ),
        ("1/4/2126", "it is more than 50 years away", '"in 1 year"'),
        ("asap", '"asap" names no moment', '"now" or "in 30m"'),
        (
            "never",
            '"never" is an outcome of a call, such as do-not-call, and not a time',
            '"in 1 year"',
        ),
        ("later", '"later" does not say how much later', '"in 2h" or "tomorrow 9am"'),
        ("someday", '"someday" does not say when', '"in 2h" or "tomorrow 9am"'),
        ("in a few days", '"few" does not say how many', '"in 3 days" or "in a couple of days"'),
        ("next weekend", '"weekend" may be Saturday or Sunday', '"saturday 10am" or "sunday 3pm"'),
        (
            "before noon",
            '"before" gives only a latest time, not when to call',
            '"11am" or "this morning"',
        ),
        (
            "late afternoon",
            '"late" does not say which hour or day',
            '"start of april" or "tomorrow 9am"',
        ),
        (
            "every tuesday",
            '"every" makes it a repeated time, and a call has one time',
            '"tuesday 10am"',
        ),
        ("tuesday or friday", '"or" leaves a choice open', '"tuesday 10am" or "thursday 3pm"'),
        ("half 4", '"half" is not clear by itself', '"half past 4" or "in half an hour"'),
        (
            "3pm EST",
            '"est" is a time zone, and only an offset is understood',
            '"2026-04-01T15:00+02:00"',
        ),
        ("after friday", '"after" needs a clock time behind it', '"after 5pm" or "after lunch"'),
        ("at 2 weeks", 'a length of time does not follow "at"', '"in 2 weeks" or "at 15h"'),
        ("by 2h", 'a length of time does not follow "by"', '"in 2 weeks" or "at 15h"'),
        ("for 15h", 'a length of time does not follow "for"', '"in 2 weeks" or "at 15h"'),
        ("tomorrow 2h", '"2h" may be a time or a length of time', '"at 2h" or "in 2h"'),
        ("by 10.11", "10.11 may be a time or a date", '"10:11" or "10.11."'),
        ("by 2027", "2027 may be a year or an hour", '"20:27" or "1 april 2027"'),
        ("friday 2027", "2027 may be a year or an hour", '"20:27" or "1 april 2027"'),
        ("2h 2h", "the units do not go from long to short", '"in 1 hour 30 minutes"'),
        (
            "in 30 minutes 1 hour",
            "the units do not go from long to short",
            '"in 1 hour 30 minutes"',
        ),
        ("for 2 weeks", 'a length of time does not follow "for"', '"in 2 weeks" or "at 15h"'),
        (
            "tuesday at",
            'something is missing after "at"',
            '"tomorrow 3pm", "next tuesday" or "in 2w"',
        ),
        ("tuseday 3pm", 'the part "tuseday" is not understood', '"tuesday 3pm"'),
        (
            "tomorrow \U0001f389",
            'the part "\U0001f389" is not understood',
            '"tomorrow 3pm", "next tuesday" or "in 2w"',
        ),
        (
            "tomorrow 12345",
            'the part "12345" is not understood',
            '"tomorrow 3pm", "next tuesday" or "in 2w"',
        ),
        ("1,5 weeks", "it may be a day or an hour", '"at 13:00" or "the 1st"'),
        ("tonight morning", "it names two parts of the day", '"tomorrow morning" or "tonight"'),
        ("8h30", '"8h30" may be a time or a length of time', '"at 8h30" or "in 8h30"'),
        ("32.1", "32.1 isn't a time of day", '"3:30pm"'),
        ("tue 32", "32 isn't an hour", '"at 3pm"'),
        ("nine", "it may be a day or an hour", '"at 9:00" or "the 9th"'),
        ("2h before friday", "hours can't be counted from a day", '"in 2h" or "tomorrow 11am"'),
        ("4pm-3pm", "the range ends before it starts", '"2pm-4pm" or "between 2 and 4"'),
        ("tonight 9-11am", "9:00 is not in the evening", '"tomorrow 9:00"'),
        ("april 4 pm", "it gives an hour but no day", '"1 april 3pm"'),
        ("2026-04-01T15:00+25:00", "+25:00 isn't an offset from UTC", '"2026-04-01T15:00+02:00"'),
        (
            "this monday",
            '"this monday" may be Monday 9 March 2026 or 16 March 2026',
            '"monday this week" or "monday"',
        ),
        (
            "last monday",
            '"last monday" may be Monday 9 March 2026 or 2 March 2026',
            '"monday this week" or "monday last week"',
        ),
        ("at 25h", "25:00 isn't a time of day", '"15:00" or "3pm"'),
        ("at 25.30", "25:30 isn't a time of day", '"15:00" or "3pm"'),
        (
            "between 4pm and 3pm",
            "the range ends before it starts",
            '"2pm-4pm" or "between 2 and 4"',
        ),
        ("easter 4", "it may be a day or an hour", '"at 16:00" or "the 4th"'),
        ("in 3 minuts", 'the part "minuts" is not understood', '"in 3 minutes"'),
        ("nxet tusday", 'the part "nxet" is not understood', '"next tuesday"'),
        ("afternon tuseday", 'the part "afternon" is not understood', '"afternoon tuesday"'),
        (
            "tuseday maybe",
            'the part "tuseday" is not understood',
            '"tomorrow 3pm", "next tuesday" or "in 2w"',
        ),
        ("call back", "there is no time in it", '"tomorrow 3pm", "next tuesday" or "in 2w"'),
        ("", "there is no time in it", '"tomorrow 3pm", "next tuesday" or "in 2w"'),
        (
            "tomorrow " * 50,
            "it is too long to be a time",
            '"tomorrow 3pm", "next tuesday" or "in 2w"',
        ),
        ("@" * 60, "it is too long to be a time", '"tomorrow 3pm", "next tuesday" or "in 2w"'),
    ],
)
def test_a_refusal_says_why_and_what_to_write(phrase: str, reason: str, instead: str) -> None:
    error = refusal(phrase)
    assert error.message.startswith("Can't tell when \"")
    assert error.message.endswith(f'" is: {reason}.')
    assert "\n" not in error.message
    assert error.hint == f"Write {instead}."
    assert [each for each in re.findall(r'"([^"]+)"', instead) if read(each) == REFUSED] == []


@pytest.mark.parametrize(
    ("day", "expected"),
    {
        "last night": "2026-03-10",
        "yesterday": "2026-03-10",
        "last friday": "2026-03-06",
        "last business day": "2026-03-10",
        "next day": "2026-03-12",
        "workday": "2026-03-12",
        "next business day": "2026-03-12",
        "day after tomorrow": "2026-03-13",
        "this friday": "2026-03-13",
        "this coming friday": "2026-03-13",
        "coming friday": "2026-03-13",
        "2 days from friday": "2026-03-15",
        "next monday": "2026-03-16",
    }.items(),
)
def test_a_number_beside_a_named_day_is_an_hour(day: str, expected: str) -> None:
    assert read(f"{day} 7") == f"{expected} 19:00"


def test_a_phrase_has_two_hundred_signs_at_most() -> None:
    assert read("tomorrow".ljust(200)) == "2026-03-12 ~09:00"
    assert refusal("tomorrow".ljust(201)).message.endswith(" is: it is too long to be a time.")


@pytest.mark.parametrize(
    ("phrase", "now", "reason", "instead"),
    [
        (
            "eod",
            on("2026-03-11", "17:30"),
            "the working day is over",
            '"tomorrow eod" or "tonight"',
        ),
        ("eow", on("2026-03-14"), "this working week is over", '"friday" or "end of next week"'),
    ],
)
def test_what_is_over_is_refused(phrase: str, now: datetime, reason: str, instead: str) -> None:
    error = refusal(phrase, now)
    assert (error.message.split(" is: ")[1], error.hint) == (f"{reason}.", f"Write {instead}.")


@pytest.mark.parametrize(
    "phrase",
    [
        "tuesday maybe",
        "tomorrow 3pm and friday",
        "3pm 4pm",
        "in the next 2 weeks",
        "in -2 days",
        "in tomorrow",
        "-tuesday",
        "tomorrow -1d",
        "2026-W12",
        "20260401",
        "3 p",
        "13h3",
        "in 1h5",
        "week",
        "weeks from tomorrow",  # a number is missing
        "next months",
        "last quarter",
        "0900 weeks",
        "last business days",
        "from friday",
        "2 weeks after april",
        "2 weeks from tonight",
        "next 2 weeks",
        "this year",
        "the fortnight",
        "end of tomorrow",
        "end of next q3",
        "mid q3",
        "q5",
        "q 3",
        "10 past 10 past 10",
        "quarter to 3:30",
        "5th of next week",
        "5th of april 3",
        "12.2026",
        "april 2500",
        "first monday",
        "\u0663pm",
        "noon noon",
        "business days",
        "1.5 business days",
        "tomorrow 3:3",
        "in the 17th",
        "9friday",
        "in twenty ten minutes",
    ],
)
def test_what_is_not_understood_whole_is_refused(phrase: str) -> None:
    assert read(phrase) == REFUSED


def test_a_refusal_is_a_usage_error() -> None:
    error = refusal("soonish")
    assert isinstance(error, CallqError)
    assert error.code == Exit.USAGE


def test_a_refusal_never_carries_control_signs() -> None:
    error = refusal("tomorrow \x1b[31m\u202e3pm")
    assert (error.message + error.hint).isprintable()


def test_a_refusal_keeps_the_phrase_short() -> None:
    assert len(refusal("x" * 10_000).message) < 200
    assert f'"{"x" * 60}"' in refusal("x" * 60).message
    assert f'"{"x" * 60}..."' in refusal("x" * 61).message
    assert '"x?y"' in refusal("x\0y").message


def test_ordinals() -> None:
    assert [ordinal(number) for number in (*range(1, 5), *range(10, 15), *range(20, 25), 113)] == [
        "1st", "2nd", "3rd", "4th", "10th", "11th", "12th", "13th", "14th", "20th", "21st", "22nd",
        "23rd", "24th", "113th",
    ]  # fmt: skip


def test_a_token_is_glued_to_the_one_before_it() -> None:
    assert [token.glued for token in words.tokens(" 3pm, 4 h30")] == [
        False, True, False, False, True,
    ]  # fmt: skip


def test_every_hint_is_understood() -> None:
    """What a refusal proposes must not be refused in turn."""
    phrases = [phrase for phrase, means in (DECIDED | UNLIKE_PEERS).items() if means == REFUSED]
    phrases += [phrase for phrase, means, _ in documented() if means.startswith("refused")]
    phrases += sorted(words.REFUSALS)
    for phrase in phrases:
        for instead in re.findall(r'"([^"]+)"', refusal(phrase).hint):
            assert read(instead) != REFUSED, (phrase, instead)


def test_what_was_typed_is_not_proposed() -> None:
    """Be it in other letters, which are read alike."""
    for phrase in ("0 past 3", "in 2 weeks, WEEK", "\uff54useday 3pm"):
        assert refusal(phrase).hint == 'Write "tomorrow 3pm", "next tuesday" or "in 2w".'


# Zones and clocks that change.


@pytest.mark.parametrize(
    ("phrase", "now", "expected"),
    [
        ("tomorrow 02:30", on("2026-03-07"), "2026-03-08T03:30-04:00"),
        ("in 1 day", on("2026-03-07", "02:30"), "2026-03-08T03:30-04:00"),
        ("in 1 day", on("2026-03-07", "12:00"), "2026-03-08T12:00-04:00"),
        ("in 24 hours", on("2026-03-07", "12:00"), "2026-03-08T13:00-04:00"),
        ("tomorrow 01:30", on("2026-10-31"), "2026-11-01T01:30-04:00"),
        ("in 24 hours", on("2026-10-31", "12:00"), "2026-11-01T11:00-05:00"),
        ("in 1 hour", on("2026-11-01", "01:30"), "2026-11-01T01:30-05:00"),
        ("in 0 days", on("2026-11-01", "01:30").replace(fold=1), "2026-11-01T01:30-05:00"),
        ("today", on("2026-11-01", "01:30").replace(fold=1), "2026-11-01T09:00-05:00"),
    ],
)
def test_when_the_clocks_change(phrase: str, now: datetime, expected: str) -> None:
    found = read_time(phrase, now=now, zone=NEW_YORK).at
    assert found.isoformat(timespec="minutes") == expected


def test_now_is_taken_to_the_zone_first() -> None:
    now = datetime(2026, 3, 12, 1, 0, tzinfo=UTC)  # still Wednesday in New York
    assert read("tomorrow", now) == "2026-03-12 ~09:00"
    assert read("tomorrow", now, BERLIN) == "2026-03-13 ~09:00"


def test_now_must_be_aware() -> None:
    with pytest.raises(ValueError, match="aware"):
        read_time("now", now=datetime(2026, 3, 11, 10, 15), zone=NEW_YORK)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("at", "zone", "expected"),
    [
        (
            "2026-03-17T19:00+00:00",
            NEW_YORK,
            "Tuesday, March 17, 2026, 3:00 PM (America/New_York, EDT)",
        ),
        (
            "2026-01-05T14:05+00:00",
            NEW_YORK,
            "Monday, January 5, 2026, 9:05 AM (America/New_York, EST)",
        ),
        (
            "2026-07-01T00:00+00:00",
            BERLIN,
            "Wednesday, July 1, 2026, 2:00 AM (Europe/Berlin, CEST)",
        ),
        (
            "2026-07-01T00:00+00:00",
            ZoneInfo("America/Sao_Paulo"),
            "Tuesday, June 30, 2026, 9:00 PM (America/Sao_Paulo, UTC-03)",
        ),
        ("2026-07-01T00:00+00:00", UTC, "Wednesday, July 1, 2026, 12:00 AM (UTC)"),
        ("2026-07-01T00:00+00:00", ZoneInfo("UTC"), "Wednesday, July 1, 2026, 12:00 AM (UTC)"),
        (
            "2026-07-01T00:00+00:00",
            timezone(timedelta(hours=5, minutes=30)),
            "Wednesday, July 1, 2026, 5:30 AM (UTC+05:30)",
        ),
    ],
)
def test_in_words(at: str, zone: tzinfo, expected: str) -> None:
    assert in_words(datetime.fromisoformat(at), zone) == expected


def test_in_words_wants_an_aware_time() -> None:
    with pytest.raises(ValueError, match="aware"):
        in_words(datetime(2026, 3, 11, 10, 15), NEW_YORK)  # noqa: DTZ001


# Whatever is typed.

ZONES = st.sampled_from(
    [
        NEW_YORK,
        BERLIN,
        ZoneInfo("Australia/Lord_Howe"),  # its clocks change by half an hour
        ZoneInfo("America/St_Johns"),
        ZoneInfo("Pacific/Apia"),
        UTC,
    ]
)
MOMENTS = st.datetimes(
    min_value=datetime(2015, 1, 1),  # noqa: DTZ001
    max_value=datetime(2040, 12, 31),  # noqa: DTZ001
    timezones=ZONES,
)
WORDS = st.sampled_from(
    sorted(
        words.KNOWN
        | set(words.REFUSALS)
        | {"3", "15", "930", "0900", "3pm", "4p", "15:30", "3.30", "31.3.", "4/1", "13.4.2026"}
        | {"1h30", "15h", "2w", "-", "+", "1st", "17th", "2026", "2026-04-01", "M", "6M", "at"}
        | {"2026-04-01T15:00Z", "9-5", "q", "and a half", "from now", "a few", "business days"}
    )
)


@settings(deadline=None, max_examples=600)
@given(
    st.one_of(
        st.text(max_size=40),
        st.text(alphabet=string.ascii_lowercase[:16] + string.digits + " :.-/+,", max_size=30),
        st.lists(WORDS, max_size=7).map(" ".join),
        st.lists(WORDS, max_size=4).map("".join),
    ),
    MOMENTS,
    ZONES,
)
def test_any_text_is_a_moment_or_a_refusal(text: str, now: datetime, zone: tzinfo) -> None:
    found = outcome(text, now, zone)
    if isinstance(found, PhraseError):
        assert (found.message + found.hint).isprintable()
        assert found.hint
        assert f'"{text.strip()}"'.lower() not in found.hint.lower()
        return
    assert isinstance(found.exact, bool)
    assert found.at.tzinfo is zone
    assert found.at.utcoffset() is not None
    assert found == read_time(f"  {text.upper()} ".replace("M", "m"), now=now, zone=zone)


@settings(deadline=None)
@given(MOMENTS, ZONES)
def test_an_iso_time_is_that_time(at: datetime, zone: tzinfo) -> None:
    now = datetime(2026, 3, 11, 10, 15, tzinfo=UTC)
    found = read_time(at.isoformat(), now=now, zone=zone)
    assert found.exact
    assert found.at.astimezone(UTC) == at.astimezone(UTC)
    local = at.astimezone(UTC).astimezone(zone).replace(fold=0)
    for shown in (local.strftime("%Y-%m-%dT%H:%M:%S"), local.strftime("%Y-%m-%d %H:%M:%S")):
        read_back = read_time(shown, now=now, zone=zone).at
        assert read_back.replace(tzinfo=None) == local.replace(tzinfo=None, microsecond=0)


@settings(deadline=None)
@given(MOMENTS, st.integers(-400, 400))
def test_days_keep_the_clock_on_the_wall(now: datetime, days: int) -> None:
    zone = now.tzinfo
    assert zone is not None
    phrase = f"in {days} days" if days >= 0 else f"{-days} days ago"
    now = now.astimezone(UTC).astimezone(zone)
    found = read_time(phrase, now=now, zone=zone)
    assert not found.exact
    wall = datetime.combine(now.date() + timedelta(days=days), now.time().replace(fold=0))
    skipped = wall.replace(tzinfo=zone).astimezone(UTC).astimezone(zone).replace(tzinfo=None)
    assert found.at.replace(tzinfo=None, fold=0) == skipped.replace(fold=0)
    # Only where the clocks skip that time is it another one, later by the gap.
    assert timedelta(0) <= skipped - wall <= timedelta(days=1)


@settings(deadline=None)
@given(MOMENTS, st.integers(0, 5000))
def test_minutes_are_elapsed_time(now: datetime, minutes: int) -> None:
    zone = now.tzinfo
    assert zone is not None
    found = read_time(f"in {minutes} minutes", now=now, zone=zone)
    assert found.exact
    assert found.at.astimezone(UTC) - now.astimezone(UTC) == timedelta(minutes=minutes)


@settings(deadline=None)
@given(MOMENTS)
def test_a_clock_alone_is_never_past_nor_far(now: datetime) -> None:
    zone = now.tzinfo
    assert zone is not None
    for phrase in ("9am", "15:00", "midnight", "at 4", "noon"):
        found = read_time(phrase, now=now, zone=zone)
        ahead = found.at.astimezone(UTC) - now.astimezone(UTC)
        assert timedelta(0) <= ahead <= timedelta(hours=49)


@settings(deadline=None)
@given(MOMENTS, st.dates(date(2015, 1, 1), date(2060, 12, 31)))
def test_a_date_in_words_is_that_date(now: datetime, day: date) -> None:
    zone = now.tzinfo
    assert zone is not None
    at = datetime.combine(day, time(15), tzinfo=zone)
    phrase = in_words(at, zone).rpartition(", 3:00 PM")[0]
    found = read_time(f"{phrase} 3pm", now=now, zone=zone)
    assert found.at.date() in (day, day + timedelta(days=1))  # Samoa skipped a day
