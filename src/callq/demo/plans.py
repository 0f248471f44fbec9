"""The plan of the sample data: how many people, and how each one's history ends."""

from dataclasses import dataclass
from datetime import timedelta

from callq.engine.audit import Flag, Verdict
from callq.engine.model import State
from callq.records.contacts import Contact, ContactPhone

CREATED_DAYS_AGO = {"spring": 366, "autumn": 190, "expo": 12}
"""How many days ago each list was imported."""

RON = Contact(
    name="Ron Smith",
    company="Smith & Daughters Hardware",
    title="Owner",
    value=12_000.0,
    phones=(ContactPhone("", "(212) 555-0100", "", "", "", "", ()),),
    emails=("ron@example.com",),
    note="Two stores. Asked for a local reference.",
)
"""The person in the tour. The number, the email and the name are unique in the sample."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How some histories end, and what the audit and the queue must conclude."""

    list_name: str = "spring"
    count: int = 1
    last: str = ""
    """The outcome of the last conversation; empty when there was none."""
    age: tuple[int, int] = (18, 325)
    """The range of days ago for it."""
    tries: tuple[int, int] = (3, 11)
    """The range of calls before it."""
    path: tuple[str, ...] = ()
    """Outcomes that must be among those calls, in order."""
    then: tuple[str, ...] = ()
    """Outcomes after the last conversation."""
    reasons: tuple[str, ...] = ()
    permission: bool | None = None
    channel: str = "call"
    note: str = ""
    callback_in: timedelta | None = None
    """The callback time, from now."""
    place: str = "any"
    """`open`: within calling hours now; `west`; `nowhere`: unknown location."""
    phones: int = 1
    opt_out_text: str = ""
    imported: str = ""
    """How an imported list put an outcome that has no call behind it."""
    special: str = ""
    person: Contact | None = None
    shares: bool = False
    """Their number stands in the spring list too, under another record."""
    duplicate: bool = False
    """They are that other record."""
    verdict: Verdict | None = None
    state: State | None = None
    due: bool | None = None
    flag: Flag | None = None
    warns: bool = False


_RECALL, _REST = Verdict.CALL_AGAIN, Verdict.COOLING
_RECOVERED = ("soft-no", "interested")
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)

_MAY_BE_CALLED = (
    Plan(last="soft-no", person=RON, age=(338, 345), tries=(0, 0), reasons=("price",),
         path=("no-answer", "gatekeeper", "hurried"), verdict=_RECALL, flag=Flag.NOTE_SAYS_LATER,
         note="Too expensive right now, maybe next year. Nice about it."),
    Plan(last="soft-no", count=104, tries=(3, 12), verdict=_RECALL),
    Plan(last="soft-no", count=30, age=(45, 260), then=("no-answer", "voicemail"), verdict=_RECALL),
    Plan(last="soft-no", count=58, tries=(0, 0), verdict=_RECALL, flag=Flag.SINGLE_TRY),
    Plan(last="soft-no", count=26, special="short", verdict=_RECALL, flag=Flag.SHORT_CALL),
    Plan(last="soft-no", count=26, special="mornings", tries=(3, 8), verdict=_RECALL,
         flag=Flag.SAME_PART),
    Plan(last="soft-no", count=38, reasons=("timing", "no-project"), age=(100, 325),
         verdict=_RECALL, flag=Flag.TIMING),
    Plan(last="soft-no", count=38, special="later", verdict=_RECALL, flag=Flag.NOTE_SAYS_LATER),
    Plan(last="soft-no", count=11, special="gave-up", phones=2, tries=(1, 6), verdict=_RECALL,
         flag=Flag.NUMBER_GIVEN_UP),
    Plan(last="soft-no", count=7, path=("soft-no", "soft-no"), age=(130, 220), verdict=_RECALL),
    Plan(last="hung-up", count=12, age=(35, 325), verdict=_RECALL),
    Plan(last="soft-no", count=6, channel="email", then=("emailed",), verdict=_RECALL),
    Plan(last="soft-no", count=4, channel="email", then=("emailed",), special="gatekeepers",
         tries=(2, 4), verdict=_RECALL, flag=Flag.ONLY_GATEKEEPER),
    Plan(last="lost", count=3, age=(200, 325), then=("emailed",), verdict=_RECALL),
    Plan(last="hard-no", count=18, permission=True, age=(125, 325), verdict=_RECALL),
    Plan(last="soft-no", count=2, channel="email", age=(2, 4), verdict=Verdict.WRITE_NOW),
    Plan(last="lost", age=(2, 4), verdict=Verdict.WRITE_NOW),
    # Violations and missing data.
    Plan(last="soft-no", age=(60, 200), warns=True, verdict=Verdict.DECIDE,
         note="Wants it in writing. Please do not call her again.",
         opt_out_text="do not call her again"),
    Plan(last="soft-no", age=(60, 200), warns=True, verdict=Verdict.DECIDE,
         opt_out_text="Don't call, email only"),
    Plan(last="soft-no", count=2, age=(70, 200), special="impatient", then=("voicemail",),
         warns=True, verdict=_RECALL, flag=Flag.CALLED_WHILE_COOLING),
    Plan(last="soft-no", count=2, age=(60, 200), special="pestered", tries=(0, 2), warns=True,
         verdict=_RECALL, flag=Flag.CAP_EXCEEDED),
    Plan(last="soft-no", age=(60, 200), place="nowhere", warns=True, verdict=Verdict.ON_HOLD,
         flag=Flag.NO_ZONE),
)  # fmt: skip

_NOT_TO_BE_CALLED = (
    Plan(last="soft-no", count=38, age=(2, 60), verdict=_REST),
    Plan(last="soft-no", count=6, path=("soft-no", "soft-no"), age=(2, 60), verdict=_REST),
    Plan(last="hung-up", count=4, age=(2, 26), verdict=_REST),
    Plan(last="hard-no", count=28, permission=False, age=(8, 325), verdict=_REST),
    Plan(last="hard-no", count=7, permission=True, age=(4, 110), verdict=_REST),
    Plan(last="lost", count=4, age=(10, 150), then=("emailed",), verdict=_REST),
    Plan(last="soft-no", count=3, age=(42, 75), then=("no-answer",) * 5,
         reasons=("unclear-offer", "trust", "price"), verdict=_REST),
    Plan(last="do-not-call", count=28, age=(3, 325), verdict=Verdict.DO_NOT_CALL),
    Plan(last="do-not-call", imported="Remove from list", verdict=Verdict.DO_NOT_CALL),
    Plan(last="soft-no", count=2, duplicate=True, age=(100, 200), verdict=_RECALL),
    Plan(last="disconnected", count=6, tries=(0, 0), special="dead", verdict=Verdict.DEAD,
         flag=Flag.NUMBER_GIVEN_UP),
    Plan(last="disconnected", count=4, tries=(2, 4), special="dead", verdict=Verdict.DEAD),
    Plan(last="wrong-number", count=4, tries=(0, 2), special="dead", verdict=Verdict.DEAD),
    Plan(last="disconnected", count=3, phones=2, tries=(1, 3), special="dead",
         verdict=Verdict.DEAD),
    Plan(last="soft-no", count=8, imported="Not interested", flag=Flag.UNCONFIRMED),
)  # fmt: skip

_SPRING = (
    Plan(last="won", count=5, path=(*_RECOVERED, "meeting"), age=(10, 200), state=State.CLOSED),
    Plan(last="meeting", count=2, path=_RECOVERED, age=(2, 5), callback_in=6 * _DAY,
         state=State.HOT, due=False),
    Plan(last="interested", path=("soft-no",), age=(4, 5), place="open", state=State.HOT, due=True),
    Plan(last="callback", path=("soft-no",), age=(2, 9), place="open", callback_in=-_HOUR / 6,
         state=State.CALLBACK, due=True),
    Plan(last="callback", path=("soft-no",), age=(2, 9), place="open", callback_in=2.5 * _HOUR,
         state=State.CALLBACK, due=False),
    Plan(last="referred", count=2),
    Plan(last="disqualified", count=2),
)  # fmt: skip

_CAME_BACK = (
    Plan(last="won", count=22, path=(*_RECOVERED, "meeting"), tries=(1, 6), age=(5, 240),
         state=State.CLOSED),
    Plan(last="won", count=6, path=("soft-no", "soft-no", "interested"), tries=(1, 5),
         reasons=("unclear-offer", "trust", "authority", "mishandled"), age=(5, 120),
         state=State.CLOSED),
    Plan(last="won", count=3, path=("hung-up", "interested"), tries=(1, 4), age=(5, 200),
         state=State.CLOSED),
    Plan(last="won", count=5, path=("interested", "meeting"), tries=(0, 4), age=(5, 300),
         state=State.CLOSED),
    Plan(last="disqualified", count=9, path=_RECOVERED, tries=(1, 4), age=(5, 200),
         state=State.CLOSED),
)  # fmt: skip
"""Customers, most of them after a refusal; `callq stats` shows them."""

_AUTUMN = (
    Plan(list_name="autumn", last="do-not-call", count=2, shares=True, age=(15, 60),
         verdict=Verdict.DO_NOT_CALL),
    Plan(list_name="autumn", last="soft-no", count=9, age=(30, 160), verdict=_RECALL),
    Plan(list_name="autumn", last="soft-no", count=5, age=(2, 50), verdict=_REST),
    Plan(list_name="autumn", last="hard-no", count=3, permission=False, age=(8, 160)),
    Plan(list_name="autumn", last="hurried", count=5, age=(4, 9), state=State.RECALL, due=True),
    Plan(list_name="autumn", last="callback", age=(3, 9), place="open", callback_in=-_HOUR / 3,
         state=State.CALLBACK, due=True),
    Plan(list_name="autumn", last="callback", age=(4, 9), place="open", callback_in=-1.2 * _DAY,
         state=State.CALLBACK, due=True),
    Plan(list_name="autumn", last="callback", count=2, age=(2, 9), callback_in=4 * _DAY,
         state=State.CALLBACK, due=False),
    Plan(list_name="autumn", last="interested", path=("soft-no",), age=(4, 6), place="open",
         state=State.HOT, due=True),
    Plan(list_name="autumn", last="won", count=3, path=_RECOVERED, age=(5, 120),
         state=State.CLOSED),
    Plan(list_name="autumn", count=10, tries=(1, 6), age=(3, 20), state=State.RETRY, due=True),
    Plan(list_name="autumn", count=7, tries=(7, 10), age=(7, 14), then=("no-answer",),
         state=State.RETRY, due=False),
    Plan(list_name="autumn", count=6, tries=(0, 0), state=State.FRESH),
)  # fmt: skip

_EXPO = (
    Plan(list_name="expo", count=12, tries=(0, 0), state=State.FRESH),
    Plan(list_name="expo", count=4, tries=(0, 0), place="open", state=State.FRESH),
    Plan(list_name="expo", count=5, tries=(0, 0), place="west", state=State.FRESH),
    Plan(list_name="expo", tries=(0, 0), place="nowhere", count=2, state=State.FRESH),
    Plan(list_name="expo", tries=(0, 0), opt_out_text="NO CALLS please", state=State.FRESH),
    Plan(list_name="expo", count=5, tries=(1, 2), age=(3, 5), state=State.RETRY, due=True),
    Plan(list_name="expo", last="callback", tries=(0, 1), age=(2, 6), place="open",
         callback_in=5 * _HOUR, state=State.CALLBACK, due=False),
    Plan(list_name="expo", last="hurried", count=2, tries=(0, 1), age=(3, 6), state=State.RECALL),
)  # fmt: skip

PLANS = _AUTUMN + _MAY_BE_CALLED + _NOT_TO_BE_CALLED + _SPRING + _EXPO + _CAME_BACK
"""Autumn first: some of its numbers are in the spring list too, under another record."""
