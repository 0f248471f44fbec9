"""Made-up people and their calls: the same ones every time, in the proportions of a working folder.

A `folder` is what a team works in: a tenth are due, a hundredth are held, the rest are resting,
closed or never to be called. A `pile` is what `purge-check` reads: everyone's last word is a no.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from random import Random
from typing import NamedTuple

from callq.records.calls import NewCall
from callq.records.contacts import Contact, ContactPhone

NOW = datetime(2026, 3, 11, 14, 30, tzinfo=UTC)
"""The moment of every measured command: a Wednesday, when no one in the west may be called yet."""
EVENING = NOW - timedelta(hours=14, minutes=30)
"""The moment up to which a store is judged when it is made: the evening before."""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_COMMON_AREAS = _words(
    "212 718 305 404 617 215 704 919 202 313 614 216 312 773 214 713 512 504 615 414 612 816 314 "
    "213 310 415 408 619 206 503 702 303 720 801 505 602 480"
)
_RARE_AREAS = _words(
    "219 270 850 423 308 701 208 541 928 808 907 787 340 670 671 416 514 418 807 403 204 604 250 "
    "306 902 709 867 809 876 242 246 264 268 284 345 441"
)
AREAS = (*_COMMON_AREAS, *_RARE_AREAS)
"""The area codes of its people."""
_RARE = 0.12
NO_AREA = "800"
"""Toll-free: rings anywhere, so no one knows the hours."""

_FIRST = _words(
    "Mary James Patricia John Jennifer Robert Linda Michael Elizabeth William Barbara David Susan "
    "Richard Jessica Joseph Sarah Thomas Karen Charles Lisa Christopher Nancy Daniel Betty Matthew "
    "Sandra Anthony Margaret Mark Ashley Donald Kimberly Steven Emily Andrew Donna Paul Michelle "
    "Joshua Carol Kenneth Amanda Kevin Melissa Brian Deborah George Stephanie Timothy Rebecca "
    "Ronald Sharon Jason Laura Edward Cynthia Jeffrey Dorothy Ryan Amy Jacob Kathleen Gary Angela "
    "Nicholas Shirley Eric Emma Jonathan Brenda Larry Pamela Justin Nicole Scott Anna Brandon "
    "Samantha Benjamin Katherine Samuel Christine Gregory Helen Alexander Debra Patrick Rachel "
    "Frank Carolyn Raymond Janet Jack Maria Dennis Olivia Jerry Heather Tyler Zoë José Renée Søren"
)
_FRONT = _words(
    "Ash Black Brad Brook Bur Cal Car Clay Cole Cran Dal Dun East El Fair Far Glen Gold Green Hal "
    "Har Hol Hunt Kings Lang Lin Lock Mar Mil Mor New Nor Oak Pem Pres Rad Red Rich Rock Ros "
    "Rother Rush Sand Shel Sher Smith Stan Stock Sutter Thorn Tur Wal Ward Wat Wes West White Whit "
    "Win Wood Wyn York"
)
_BACK = _words(
    "ard bourne brook burn bury by cott croft dale den field ford gate ham hurst ing land ley low "
    "man mere more ness ock port ridge sham shaw ston ter thorpe ton vale ville ward well wick "
    "worth yard"
)
_TRADES = _words(
    "Roofing Plumbing Dental Logistics Farms Optics Foods Motors Windows Solar Media Legal Tools "
    "Paper Glass Steel Textiles Travel Bakery Garage Interiors Security Systems Software Flooring "
    "Landscaping Insurance Realty Printing Packaging Heating Electric Supply Storage Catering"
)
_NOTES = (
    "asked for a quote", "will talk to the boss", "try again after the summer", "gone for lunch",
    "happy with what they have", "budget is closed until next year", "call back later, was driving",
    "liked the idea, no money now", "please do not call again", "wants it in writing",
    "wrong time of year", "second line works better", "has a dog that barks", "new manager in May",
)  # fmt: skip
REPS = tuple(f"rep-{number:02}" for number in range(1, 21))
_LISTS = (
    "trade-fair", "webinar", "old-crm", "north-east", "bought-2024", "bought-2025", "web-form",
    "partners", "dormant", "referrals",
)  # fmt: skip
_REASONS_OF_LONG_REST = ("no-need", "timing", "no-project")
_REASONS = (
    "unclear-offer", "trust", "price", "sales-call", "bad-day", "timing", "authority", "no-need",
    "competitor", "unknown",
)  # fmt: skip
_MISSES = ("no-answer", "no-answer", "no-answer", "voicemail", "busy", "gatekeeper")


class Past(NamedTuple):
    """A call before it has a prospect."""

    days_ago: float
    outcome: str
    reason: str = ""
    given_in: timedelta | None = None
    """The time they named, counted from `NOW`."""
    permission: bool | None = None
    channel: str = "call"
    hours_ago: float = 0.0


class Person(NamedTuple):
    """Someone to be stored: what is known of them, and their calls."""

    prospect: Contact
    calls: tuple[NewCall, ...]
    opted_out: bool


History = Callable[[Random], list[Past]]


def _fresh(_: Random) -> list[Past]:
    return []


def _retry(rng: Random) -> list[Past]:
    last = rng.uniform(20, 45)
    return [Past(last + 9 * i, rng.choice(_MISSES)) for i in range(rng.randint(1, 4))][::-1]


def _recall(rng: Random) -> list[Past]:
    kind = rng.randrange(6)
    if kind < 3:
        return [Past(rng.uniform(5, 30), "hurried")]
    if kind < 5:
        return [Past(rng.uniform(35, 60), "soft-no", "price")]
    return [Past(rng.uniform(130, 200), "hard-no", permission=True)]


def _overnight(rng: Random) -> list[Past]:
    return [Past(21, "soft-no", "trust", hours_ago=rng.uniform(1, 13))]


def _hot(rng: Random) -> list[Past]:
    return [Past(rng.uniform(10, 30), "interested")]


def _promised(rng: Random) -> list[Past]:
    return [Past(5, "callback", given_in=-timedelta(minutes=rng.randint(10, 50)))]


def _overdue(rng: Random) -> list[Past]:
    return [Past(6, "callback", given_in=-timedelta(hours=rng.randint(3, 9)))]


def _later_today(rng: Random) -> list[Past]:
    return [Past(4, "callback", given_in=timedelta(hours=rng.randint(2, 7)))]


def _another_day(rng: Random) -> list[Past]:
    given = timedelta(days=rng.randint(1, 30), minutes=15 * rng.randint(0, 24))
    return [Past(rng.uniform(1, 10), "callback", given_in=given)]


def _soft_no(rng: Random) -> list[Past]:
    return [Past(rng.uniform(1, 80), "soft-no", rng.choice(_REASONS_OF_LONG_REST))]


def _hung_up(rng: Random) -> list[Past]:
    return [Past(rng.uniform(1, 27), "hung-up")]


def _hard_no(rng: Random) -> list[Past]:
    return [Past(rng.uniform(1, 350), "hard-no", permission=False)]


def _given_up(rng: Random) -> list[Past]:
    last = rng.uniform(1, 80)
    return [Past(last + 15 * i, "voicemail") for i in range(5)][::-1]


def _won(rng: Random) -> list[Past]:
    return [Past(rng.uniform(1, 300), rng.choice(("won", "won", "disqualified")))]


def _opted_out(rng: Random) -> list[Past]:
    return [Past(rng.uniform(1, 300), "do-not-call")]


def _dead(rng: Random) -> list[Past]:
    return [Past(rng.uniform(1, 300), "disconnected")]


class _Kind(NamedTuple):
    history: History
    share: float = 0.0
    """Of all people."""
    number: int = 0
    """Instead of a share: as many in every folder, so that the page printed is the same."""
    due: bool = False
    held: str = ""


_DUE = 0.1
_KINDS = (
    _Kind(_promised, number=3, due=True),
    _Kind(_overdue, number=2, due=True),
    _Kind(_hot, number=8, due=True),
    _Kind(_overnight, share=0.002, due=True),
    _Kind(_recall, share=0.015, due=True),
    _Kind(_retry, share=0.025, due=True),
    _Kind(_later_today, number=3),
    _Kind(_fresh, share=0.005, held="no zone"),
    _Kind(_fresh, share=0.005, held="opt_out_text"),
    _Kind(_another_day, share=0.01),
    _Kind(_hung_up, share=0.14),
    _Kind(_hard_no, share=0.15),
    _Kind(_given_up, share=0.05),
    _Kind(_won, share=0.06),
    _Kind(_opted_out, share=0.02),
    _Kind(_dead, share=0.02),
    # The leftovers: the first kind of those who are due, the second of the others.
    _Kind(_fresh, due=True),
    _Kind(_soft_no),
)


def folder(people: int) -> Iterator[Person]:
    """A team's folder in which a tenth are due at `NOW`."""
    rng = Random(people)
    kinds = _dealt(people, rng)
    for index in range(people):
        yield _person(index, _KINDS[kinds[index]], rng)


def pile(people: int, calls_each: int) -> Iterator[Person]:
    """A not-interested pile: as many calls each, the last of which says no."""
    rng = Random(people)
    for index in range(people):
        yield _person(index, _Kind(lambda rng: _long_history(rng, calls_each)), rng)


def _dealt(people: int, rng: Random) -> bytearray:
    """A kind for everyone, so mixed that ids and lists tell nothing."""
    kinds = bytearray()
    for place, kind in enumerate(_KINDS):
        kinds += bytes([place]) * (kind.number or round(kind.share * people))
    fresh, resting = len(_KINDS) - 2, len(_KINDS) - 1
    due = sum(_KINDS[place].due for place in kinds)
    kinds += bytes([fresh]) * (round(_DUE * people) - due)
    kinds += bytes([resting]) * (people - len(kinds))
    rng.shuffle(kinds)
    return kinds


def _long_history(rng: Random, calls: int) -> list[Past]:
    last = rng.uniform(1, 300)
    earlier = ("hurried", "soft-no", "emailed", *_MISSES)
    pasts = [
        Past(last + rng.uniform(10, 14) * back, rng.choice(earlier)) for back in range(1, calls)
    ]
    return [*reversed(pasts), _a_no(rng, last)]


def _a_no(rng: Random, days_ago: float) -> Past:
    draw = rng.random()
    if draw < 0.45:
        return Past(days_ago, "soft-no", rng.choice(_REASONS))
    if draw < 0.6:
        return Past(days_ago, "hung-up")
    if draw < 0.8:
        return Past(days_ago, "hard-no", permission=rng.random() < 0.5)
    if draw < 0.9:
        return Past(days_ago, "lost", "competitor")
    if draw < 0.92:
        return Past(days_ago, "soft-no", "price", channel="email")
    return Past(days_ago, "do-not-call" if draw < 0.96 else "disconnected")


def _person(index: int, kind: _Kind, rng: Random) -> Person:
    pasts = kind.history(rng)
    outcomes = {past.outcome for past in pasts}
    surname = _pick(_FRONT, rng) + _pick(_BACK, rng)
    name = f"{_pick(_FIRST, rng)} {surname}"
    works = rng.random() < 0.6
    company = f"{_pick(_FRONT, rng)}{_pick(_BACK, rng)} {rng.choice(_TRADES)}" if works else ""
    phones = _phones(index, rng, zoned=kind.held != "no zone", one="disconnected" in outcomes)
    owner = REPS[index % len(REPS)]
    prospect = Contact(
        name=name,
        company=company,
        owner=owner,
        list_name=_LISTS[rng.randrange(len(_LISTS))],
        country="US",
        note=rng.choice(_NOTES) if rng.random() < 0.2 else "",
        custom=(("Source row", str(index)),),
        value=round(rng.lognormvariate(6.5, 1.2), 2) if rng.random() < 0.7 else None,
        opt_out_text="do not call" if kind.held == "opt_out_text" else "",
        phones=phones,
        emails=(f"{surname.lower()}.{index}@example.com",) if rng.random() < 0.7 else (),
    )
    calls = tuple(_call(index + 1, past, prospect, rng) for past in pasts)
    return Person(prospect, calls, opted_out="do-not-call" in outcomes)


def _pick(words: Sequence[str], rng: Random) -> str:
    """A word; the first ones far more often, as with names of people."""
    return words[int(len(words) * rng.random() ** 1.7)]


def _phones(index: int, rng: Random, *, zoned: bool, one: bool) -> tuple[ContactPhone, ...]:
    area = rng.choice(_RARE_AREAS if rng.random() < _RARE else _COMMON_AREAS)
    first = _phone(area if zoned else NO_AREA, 2_000_000 + index % 8_000_000, "")
    if one or not zoned or index % 7:
        return (first,)
    # Every hundredth or so shares a switchboard with five others.
    shared = index % 98 == 0
    return first, _phone("333", 9_000_000 + (index // 588 if shared else index // 7), "office")


def _phone(area: str, line: int, label: str) -> ContactPhone:
    """A number; who stores it fills in the zones of its area code."""
    digits = f"{line:07}"
    shown = f"({area}) {digits[:3]}-{digits[3:]}"
    return ContactPhone(label, shown, f"+1{area}{digits}", "", shown, "valid", ())


def _call(prospect_id: int, past: Past, prospect: Contact, rng: Random) -> NewCall:
    at = NOW - timedelta(days=past.days_ago, hours=past.hours_ago)
    if not past.hours_ago:
        at = at.replace(hour=rng.randint(14, 22), minute=rng.randrange(60))
    return NewCall(
        prospect_id=prospect_id,
        at=at.replace(microsecond=0),
        outcome=past.outcome,
        written=past.outcome,
        agent=prospect.owner,
        channel=past.channel,
        number=prospect.phones[0].e164 if past.channel == "call" else "",
        reason=past.reason or ("unknown" if past.outcome == "soft-no" else ""),
        permission=past.permission,
        given_at=None if past.given_in is None else NOW + past.given_in,
        duration=rng.randint(5, 240),
        note=rng.choice(_NOTES) if rng.random() < 0.4 else "",
    )
