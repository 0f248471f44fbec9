"""The facts: prospects, numbers and calls, and the words for what is true of them.

Times are aware datetimes in UTC unless a name says local. Numbers are E.164.
"""

from datetime import MAXYEAR, datetime, tzinfo
from enum import IntEnum, StrEnum
from typing import NamedTuple

from callq.engine.spans import Span


class Channel(StrEnum):
    """How a prospect was touched."""

    CALL = "call"
    EMAIL = "email"
    TEXT = "text"
    VISIT = "visit"


class State(StrEnum):
    """What a prospect is, whatever the hour; whether they are due is a matter of `due_at`."""

    FRESH = "fresh"
    RETRY = "retry"
    RECALL = "recall"
    CHECK_IN = "check-in"
    HOT = "hot"
    CALLBACK = "callback"
    REPLY = "reply"
    NEEDS_NUMBER = "needs-number"
    CLOSED = "closed"
    DO_NOT_CALL = "do-not-call"


class Action(StrEnum):
    """What a rep does next."""

    CALL = "call"
    CHECK_IN = "check-in"
    REPLY = "reply"
    PROPOSE = "propose"
    FIND_NUMBER = "find-number"
    NONE = "none"

    @property
    def is_email(self) -> bool:
        """Whether it is done in writing, so that calling hours don't matter."""
        return self in (Action.REPLY, Action.PROPOSE)


class Tier(IntEnum):
    """The class in which a due prospect is ranked; the order reps expect."""

    NONE = 0
    CALLBACK = 1
    OVERDUE_CALLBACK = 2
    HOT = 3
    RECALL = 4
    FRESH = 5
    RETRY = 6

    @property
    def word(self) -> str:
        """The name in tables and JSON, e.g. `overdue-callback`."""
        return self.name.lower().replace("_", "-")


class Hold(StrEnum):
    """Why somebody who would be due is not offered; each has a command that lifts it."""

    NONE = ""
    NO_ZONE = "no-zone"
    OPT_OUT_REQUEST = "opt-out-request"
    LISTED = "on-a-registry"
    """Every number that may be dialed stands on a registry of do-not-call numbers."""
    STALE_LIST = "list-too-old"
    """The registry that covers their number was fetched too long ago; found when read."""
    NO_LIST = "no-list"
    """No copy of the registry that should cover their number; found when read."""
    NO_HOURS = "no-hours"
    """The hours of the places they may be in have no moment in common."""
    NO_CONSENT = "needs-consent"
    """Where they are, they are called only with a recorded consent."""
    UNKNOWN_PLACE = "unknown-place"
    """They may be in a country whose rules the team doesn't know."""
    OLD_CALENDAR = "calendar-ran-out"
    """The holidays of their places are not known this far ahead."""


class Cap(NamedTuple):
    """At most `max` calls within a rolling span, counted per person or per number."""

    per: str
    max: int
    within: Span


class Limits(NamedTuple):
    """How often the places of a number allow calls, beside the rulebook's own caps."""

    rows: tuple[str, ...]
    """The rows that say so."""
    caps: tuple[Cap, ...] = ()
    silence: Span | None = None
    """How long nobody calls after a conversation."""
    refusal: Span | None = None
    """How long nobody calls after a no."""


class Exemption(NamedTuple):
    """What lifts a registry's entry for one person while it lasts."""

    kind: str
    """`consent`, `purchase` or `inquiry`."""
    until: datetime
    """When it ends; the last moment there is: when it is withdrawn."""

    @property
    def ends_at(self) -> datetime | None:
        """When it ends by itself; None: never."""
        return None if self.until.year == MAXYEAR else self.until


class Number(NamedTuple):
    """A phone number of a prospect, in the order in which they are tried."""

    id: int
    e164: str
    """Empty when what was written can't be dialed."""
    shown: str
    zones: tuple[str, ...] = ()
    """Every IANA zone the number may be in; empty when unknown."""
    blocked: bool = False
    """Whether a do-not-call entry stands against it."""
    dialed_for_others: tuple[datetime, ...] = ()
    """When other prospects with this number were called on it; caps per number count them."""
    listed: bool = False
    """Whether a registry's entry forbids calls to it: nobody is offered on it."""
    hold: Hold = Hold.NONE
    """Why nobody is offered on this number, where its zone is not the reason."""
    places: tuple[str, ...] = ()
    """The rows of the table of jurisdictions that hold for it."""
    unknown: tuple[str, ...] = ()
    """Countries it may be in whose rules the team doesn't know."""
    limits: Limits | None = None
    coverage: str = ""
    """Which copies of registries cover it, as `callq.engine.calling.GroupKey` has it."""
    exemption: Exemption | None = None
    """What lifts the registry's entry that it stands on; None when nothing does, or none does."""


class Call(NamedTuple):
    """One logged touch."""

    id: int
    at: datetime
    outcome: str
    reason: str = ""
    channel: str = Channel.CALL
    number: str = ""
    """E.164, or empty when it was not said which."""
    permission: bool | None = None
    """After a hard no: may we call two or three times a year? None when it was not asked."""
    given_at: datetime | None = None
    """The time they named: a promised callback, a meeting, "after the summer"."""
    duration: int | None = None
    """Seconds."""
    note: str = ""
    agent: str = ""
    imported: bool = False
    """Taken from an imported file that gave an outcome but no date for it."""
    consented: bool = False
    """Of an opt-out: a recorded consent has lifted it since."""


class Prospect(NamedTuple):
    """A person or company to be called, without their calls."""

    id: int
    zone: tzinfo
    """For calendar arithmetic and the parts of the day."""
    created_at: datetime
    list_name: str = ""
    numbers: tuple[Number, ...] = ()
    value: float | None = None
    """What a win may be worth, in the team's own currency."""
    zones: tuple[str, ...] = ()
    """The zones they may be in, IANA names; empty when nobody knows."""
    opt_out_text: str = ""
    """Words in an imported cell that ask not to be called; a person has to decide."""
    limited: bool = False
    """Whether any of their numbers has limits."""
    postponed_until: datetime | None = None
    """They fall due no earlier, as their rep is away; a promise and a mail do all the same."""
    postponed_at: datetime | None = None
    """When that was settled: a call made since ends it."""
