"""The engine's types: prospects, numbers, calls, and the words for their status.

Times are aware datetimes in UTC unless a name says local. Numbers are E.164.
"""

from datetime import MAXYEAR, datetime, tzinfo
from enum import IntEnum, StrEnum

from callq.engine.spans import Span
from callq.named_tuple import NamedTuple


class Channel(StrEnum):
    """How a prospect was contacted."""

    CALL = "call"
    EMAIL = "email"
    TEXT = "text"
    VISIT = "visit"
    INCOMING = "incoming"
    """They called: no dial, so no cap counts it, and no miss of ours."""


class State(StrEnum):
    """The state of a prospect at any hour; `due_at` says whether they're due."""

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
        """Whether it's done in writing, so calling hours don't matter."""
        return self in (Action.REPLY, Action.PROPOSE)


class Tier(IntEnum):
    """The class a due prospect is ranked in, in the order reps expect."""

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
    """Why a person who would be due isn't offered; each has a command that lifts it."""

    NONE = ""
    NO_ZONE = "no-zone"
    OPT_OUT_REQUEST = "opt-out-request"
    LISTED = "on-a-registry"
    """Every number they have is on a do-not-call registry."""
    REASSIGNED = "reassigned-number"
    """Every number they have may be someone else's by now."""
    STALE_LIST = "list-too-old"
    """The copy of the registry that covers their number is too old; found when read."""
    NO_LIST = "no-list"
    """There's no copy of the registry that should cover their number; found when read."""
    NO_HOURS = "no-hours"
    """The hours of the places they may be in never overlap."""
    NO_CONSENT = "needs-consent"
    """Their location requires a recorded consent before any call."""
    UNKNOWN_PLACE = "unknown-place"
    """They may be in a country whose rules the team doesn't know."""
    OLD_CALENDAR = "calendar-ran-out"
    """The holidays of their places aren't known this far ahead."""
    LIST_PAUSED = "list-paused"
    """Their list rests for now; callbacks and emails that are owed still come up."""
    LIST_CLOSED = "list-closed"
    """Their list has ended; no one on it is offered."""


class Cap(NamedTuple):
    """At most `max` calls within a rolling span, counted per person or per number."""

    per: str
    max: int
    within: Span


class Limits(NamedTuple):
    """How often the places of a number allow calls, besides the rulebook's own caps."""

    rows: tuple[str, ...]
    """The rows that say so."""
    caps: tuple[Cap, ...] = ()
    after_conversation: Span | None = None
    """How long there are no calls after a conversation."""
    after_refusal: Span | None = None
    """How long there are no calls after a refusal."""


class Exemption(NamedTuple):
    """What overrides a registry's entry for one person while it lasts."""

    kind: str
    """`consent`, `purchase` or `inquiry`."""
    until: datetime
    """When it ends; the last possible moment: when it's withdrawn."""

    @property
    def ends_at(self) -> datetime | None:
        """When it ends by itself; None: never."""
        return None if self.until.year == MAXYEAR else self.until


class Number(NamedTuple):
    """A phone number of a prospect, in the order they're tried."""

    id: int
    e164: str
    """Empty when what was written can't be dialed."""
    shown: str
    zones: tuple[str, ...] = ()
    """Every IANA zone the number may be in; empty when unknown."""
    blocked: bool = False
    """Whether it's on do-not-call."""
    dialed_for_others: tuple[datetime, ...] = ()
    """When other prospects with this number were called on it; caps per number count them."""
    listed: Hold = Hold.NONE
    """`LISTED` or `REASSIGNED`, where a list forbids calls to it."""
    hold: Hold = Hold.NONE
    """Why no one is offered on this number, unless its zone is the reason."""
    places: tuple[str, ...] = ()
    """The rows of the table of jurisdictions that apply to it."""
    unknown: tuple[str, ...] = ()
    """Countries it may be in whose rules the team doesn't know."""
    in_writing: bool = False
    """Whether only a written consent opens it, where a consent is needed."""
    limits: Limits | None = None
    coverage: str = ""
    """Which copies of registries cover it, as `callq.engine.calling.GroupKey` has it."""
    reach: str = ""
    """When its owner asks to be called, as `GroupKey` has it; empty: any time."""
    area: tuple[str, ...] = ()
    """The rows of its own area, where its owner is elsewhere; see `calling.GroupKey`."""
    exemption: Exemption | None = None
    """What overrides the registry's entry for it, or None."""
    opted_out_at: datetime | None = None
    """When its owner opted out for all their numbers; None where no entry says that."""
    litigator: bool = False
    """Whether it's blocked by a list of people who sue callers, and nothing else."""


class Call(NamedTuple):
    """One logged call."""

    id: int
    at: datetime
    outcome: str
    reason: str = ""
    channel: str = Channel.CALL
    number: str = ""
    """E.164, or empty if unknown."""
    permission: bool | None = None
    """After a hard no: may we call two or three times a year? None if it wasn't asked."""
    given_at: datetime | None = None
    """The time they named: a callback, a meeting, "after the summer"."""
    duration: int | None = None
    """Seconds."""
    note: str = ""
    agent: str = ""
    imported: bool = False
    """From an imported file that gave an outcome without a date."""
    consented: bool = False
    """For an opt-out: a recorded consent has lifted it since."""
    told_after: int = 0
    """Seconds from the call until it was logged; long in an imported phone log."""


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
    """The zones they may be in, IANA names; empty when unknown."""
    opt_out_text: str = ""
    """Words in an imported cell that ask not to be called; a rep has to decide."""
    limited: bool = False
    """Whether any of their numbers has limits."""
    postponed_until: datetime | None = None
    """Not due earlier, because their rep has time off; callbacks and emails still are."""
    postponed_at: datetime | None = None
    """When that was decided; a call made since ends it."""
    company_called_at: datetime | None = None
    """When anyone at their company was called last, if that was just now."""
    snoozed_until: datetime | None = None
    """Not due earlier, because a rep said so; emails aren't either."""
    snoozed_at: datetime | None = None
    """When that was decided; a call made since ends it."""
    snoozed_callback_at: datetime | None = None
    """The time of the callback that it moves; no other callback is moved."""
    list_hold: Hold = Hold.NONE
    """Whether their list is paused or closed."""
    asked_at: datetime | None = None
    """When they last asked to be called: an inquiry on record."""
