"""Builders and hypothesis strategies shared by the tests of the core."""

from datetime import UTC, datetime, timedelta, timezone, tzinfo
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import settings
from hypothesis import strategies as st

import callq
from callq.engine.model import Call, Channel, Number, Prospect
from callq.engine.outcomes import CANONICAL, REASONS
from callq.engine.rulebook import Rulebook, build
from callq.engine.rulebook_check import check
from callq.engine.status import Status, assess

BERLIN = ZoneInfo("Europe/Berlin")
NEW_YORK = ZoneInfo("America/New_York")
SHIPPED_TEXT = (Path(callq.__file__).parent / "data" / "rulebook.toml").read_text(encoding="utf-8")

TEAM_RULES = """
[[rules]]
id = "demo-list"
outcome = "no-answer"
list = "fair"
ladder = ["1 business day", "2 business days"]
rest = "5 business days"

[[rules]]
id = "sample-again"
outcome = "sample-sent"
from_attempt = 2
wait = "10 days"

[[rules]]
id = "sample"
outcome = "sample-sent"
wait = "3 days"

[[rules]]
id = "voicemail-after-interest"
outcome = "voicemail"
after = ["interested", "price-no"]
ladder = ["2h"]
then_as = "no-answer"

[[rules]]
id = "hurried-twice"
outcome = "hurried"
from_attempt = 2
wait = "1 month"
"""
TEAM_OUTCOMES = """
[outcomes.sample-sent]
like = "interested"
aliases = ["smp"]

[outcomes.gdpr-erase]
like = "do-not-call"

[outcomes.ring-later]
like = "callback"

[outcomes.engaged]
like = "busy"

[outcomes.price-no]
like = "soft-no"
label = "too dear for them"
"""


def read_book(text: str) -> Rulebook:
    """The rulebook of a text without mistakes."""
    data, mistakes = check(text)
    assert not mistakes, [str(mistake) for mistake in mistakes]
    assert data is not None
    return build(data)


def edited(*changes: tuple[str, str]) -> str:
    """The shipped rulebook's text with some of it replaced."""
    text = SHIPPED_TEXT
    for old, new in changes:
        assert text.count(old) == 1, (old, text.count(old))
        text = text.replace(old, new)
    return text


FIRST_RULE = '[[rules]]\nid = "inquiry"'
BOOK = read_book(SHIPPED_TEXT)._replace(explore=0.0)
"""The shipped rules, by themselves; test_exploring tests the draws."""
TEAM_TEXT = edited(
    (FIRST_RULE, TEAM_RULES + FIRST_RULE), ("holidays = []", 'holidays = ["2026-12-25"]')
)
TEAM = read_book(TEAM_TEXT + TEAM_OUTCOMES)
ODD = read_book(
    edited(
        ('morning = "08:00-12:00"\n', ""),
        ('afternoon = "12:00-16:00"\n', 'night = "00:00-02:30"\n'),
        ("max = 3\n", "max = 1\n"),
        ('within = "30 days"', 'within = "3 months"'),
        ('person = "20min"', 'person = "0min"'),
        ('id = "interested"\noutcome = "interested"\nwait = "2 days"',
         'id = "interested"\noutcome = "interested"\nwait = "99 years"'),
        ('wait = "3 days"', 'wait = "0 days"'),
    )
)  # fmt: skip
"""One that no one would write, with parts at night and waits as long as they may be."""
BOOKS = {"shipped": BOOK, "team": TEAM, "odd": ODD}


# Builders -----------------------------------------------------------------------------------------


def moment(text: str, zone: tzinfo = BERLIN) -> datetime:
    """The moment, in UTC, of a local `2026-03-03 10:00`."""
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


NUMBERS = (
    Number(1, "+493012345601", "030 12345601", ("Europe/Berlin",)),
    Number(2, "+493012345602", "030 12345602", ("Europe/Berlin",)),
)
ONE, TWO = (number.e164 for number in NUMBERS)
CREATED = moment("2026-03-01 09:00")


def person(**facts: Any) -> Prospect:
    """A prospect in Berlin with one number."""
    given: dict[str, Any] = {"id": 7, "zone": BERLIN, "created_at": CREATED, "numbers": NUMBERS[:1]}
    return Prospect(**(given | facts))


def call(at: str | datetime, outcome: str, **more: Any) -> Call:
    """A call on the first number, at a local time in Berlin."""
    given_at = more.pop("given_at", None)
    if isinstance(given_at, str):
        given_at = moment(given_at)
    when = moment(at) if isinstance(at, str) else at
    facts: dict[str, Any] = {"id": 0, "number": ONE} | more
    return Call(at=when, outcome=outcome, given_at=given_at, **facts)


def status_of(
    *calls: Call, who: Prospect | None = None, book: Rulebook = BOOK, now: str = "2026-03-03 12:00"
) -> Status:
    """The status after some calls, numbered in the order they are given."""
    numbered = [each._replace(id=i) for i, each in enumerate(calls, 1)]
    return assess(who or person(), numbered, book, moment(now))


def shown(at: datetime | None, zone: tzinfo = BERLIN) -> str | None:
    """A moment as the local `2026-03-03 10:00`; seconds only where there are any."""
    if at is None:
        return None
    text = at.astimezone(zone).replace(tzinfo=None).isoformat(" ")
    return text.removesuffix(":00")


def without_ids(status: Status) -> Status:
    """The status without the ids of the calls it mentions."""
    return status._replace(
        explanation=tuple(b._replace(call_id=None) for b in status.explanation),
        violations=tuple(b._replace(call_id=0) for b in status.violations),
        last=status.last and status.last._replace(id=0),
        last_conversation=status.last_conversation and status.last_conversation._replace(id=0),
    )


# Strategies ---------------------------------------------------------------------------------------

_MOST = settings.get_current_profile_name() == "few"
QUICK = settings(deadline=None, max_examples=15 if _MOST else 80)
FEW = settings(deadline=None, max_examples=15 if _MOST else 40)

ZONE_NAMES = (
    "Europe/Berlin", "America/New_York", "UTC", "Australia/Lord_Howe", "Asia/Kathmandu",
    "Africa/Casablanca", "Europe/Dublin", "Pacific/Apia", "Pacific/Chatham", "America/St_Johns",
    "Antarctica/Troll", "America/Havana", "Africa/Cairo", "Pacific/Kiritimati", "Asia/Tokyo",
    "America/Santiago", "Etc/GMT+12",
)  # fmt: skip
zones: st.SearchStrategy[tzinfo] = st.one_of(
    st.sampled_from([ZoneInfo(name) for name in ZONE_NAMES]),
    st.integers(-14 * 60, 14 * 60).map(lambda m: timezone(timedelta(minutes=m))),
)
START = datetime(2025, 1, 1, tzinfo=UTC)
recent = st.integers(0, 3 * 365 * 86_400).map(lambda seconds: START + timedelta(seconds=seconds))
whenever = st.datetimes(timezones=st.just(UTC))
"""Any moment the calendar has."""

OUTCOME_WORDS = sorted(
    {w for o in CANONICAL for w in (o.word, *o.aliases)}
    | {"sample-sent", "smp", "gdpr-erase", "ring-later", "engaged", "price-no"}
)
outcome_words = st.one_of(
    st.sampled_from(OUTCOME_WORDS), st.sampled_from(OUTCOME_WORDS), st.text(max_size=8)
)
MISS_WORDS = ("no-answer", "busy", "voicemail", "gatekeeper", "na")
HUMAN_WORDS = tuple(outcome.word for outcome in CANONICAL if outcome.human)


@st.composite
def calls(
    draw: st.DrawFn,
    times: st.SearchStrategy[datetime] = recent,
    words: st.SearchStrategy[str] = outcome_words,
) -> Call:
    """Any call, sensible or not."""
    at = draw(times)
    given = st.one_of(
        st.none(),
        st.timedeltas(timedelta(-3), timedelta(400)).map(lambda ahead: _shifted(at, ahead)),
        times,
    )
    return Call(
        id=draw(st.integers(0, 50)),
        at=at,
        outcome=draw(words),
        reason=draw(st.sampled_from(("", "", *REASONS, "weather"))),
        channel=draw(st.sampled_from((*Channel, Channel.CALL, Channel.CALL, "pigeon"))),
        number=draw(st.sampled_from(("", ONE, TWO, "+4930999"))),
        permission=draw(st.sampled_from((None, True, False))),
        given_at=draw(given),
        duration=draw(st.sampled_from((None, 0, 12, 300))),
        note=draw(st.sampled_from(("", "later, maybe", "do not call"))),
        agent=draw(st.sampled_from(("", "kim"))),
        imported=draw(st.integers(0, 9)) == 0,
        told_after=draw(st.sampled_from((0, 0, 864_000))),
    )


def _shifted(at: datetime, ahead: timedelta) -> datetime:
    try:
        return at + ahead
    except OverflowError:
        return at


ANCHORS = [
    datetime.fromisoformat(text).replace(tzinfo=UTC)
    for text in (
        "2024-02-29 09:00", "2026-03-03 09:00", "2026-03-03 09:00:01", "2026-03-03 13:20",
        "2026-03-04 09:00", "2026-03-29 00:30", "2026-04-02 15:00", "2026-10-25 01:30",
        "2026-11-01 05:40", "2026-12-24 12:00", "2026-12-31 23:59:59", "2027-03-03 09:00",
    )
]  # fmt: skip
"""Moments that calls share: some in one second, on a leap day, in a change of clocks."""


def histories(
    times: st.SearchStrategy[datetime] = recent, max_size: int = 9
) -> st.SearchStrategy[list[Call]]:
    """Any calls, many of them in the same seconds, each with an id of its own."""
    anchored = st.one_of(st.sampled_from(ANCHORS), times)
    return st.lists(calls(anchored), max_size=max_size).map(
        lambda many: [each._replace(id=i) for i, each in enumerate(many, 1)]
    )


@st.composite
def prospects(draw: st.DrawFn, times: st.SearchStrategy[datetime] = recent) -> Prospect:
    """Any prospect, with no, blocked, shared or undialable numbers."""
    numbers = draw(st.sampled_from((NUMBERS[:1], NUMBERS, NUMBERS, ())))
    numbers = tuple(
        number._replace(
            e164=draw(st.sampled_from((number.e164,) * 8 + ("",))),
            blocked=draw(st.integers(0, 7)) == 0,
            zones=draw(st.sampled_from((("Europe/Berlin",), ()))),
            dialed_for_others=tuple(sorted(draw(st.lists(times, max_size=4)))),
        )
        for number in numbers
    )
    return Prospect(
        id=draw(st.integers(1, 9)),
        zone=draw(zones),
        created_at=draw(times),
        list_name=draw(st.sampled_from(("", "fair"))),
        numbers=numbers,
        value=draw(st.one_of(st.none(), st.floats())),
        zones=draw(st.sampled_from(((), ("Asia/Tokyo",)))),
        opt_out_text=draw(st.sampled_from(("", "", "dnc"))),
    )


books = st.sampled_from(list(BOOKS.values()))
