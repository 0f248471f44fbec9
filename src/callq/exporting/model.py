"""What the writers of files are given: a person, plain, and when they are to be called."""

from datetime import datetime

from callq.named_tuple import NamedTuple

OWN = (
    "callq state", "callq due", "callq held", "callq reason", "callq calls",
    "callq blocked numbers",
)  # fmt: skip
"""Headers of what callq works out by itself; left out when such a file is imported again."""


class OutPhone(NamedTuple):
    """A number."""

    label: str
    shown: str
    """As people write it, with its extension."""
    e164: str
    """Empty when it can't be dialed."""
    extension: str
    blocked: bool
    """Whether it is on do-not-call."""


class OutCall(NamedTuple):
    """A call that wasn't undone."""

    at: datetime
    agent: str
    channel: str
    number: str
    outcome: str
    reason: str
    duration: int | None
    note: str


class OutPerson(NamedTuple):
    """A prospect."""

    id: int
    name: str
    company: str
    title: str
    phones: tuple[OutPhone, ...]
    emails: tuple[str, ...]
    owner: str
    list_name: str
    zone: str
    """IANA, as recorded; empty if unknown."""
    country: str
    region: str
    postal: str
    value: float | None
    tags: tuple[str, ...]
    note: str
    custom: tuple[tuple[str, str], ...]
    external_id: str
    state: str
    action: str
    explanation: str
    """Why they have this status, in a few words."""
    hold: str
    due_at: datetime | None
    callback_at: datetime | None
    callable_at: datetime | None
    """The first moment from the due time on that lies in their calling hours."""
    local: str
    """That moment on their clock, in words."""
    clock: str
    """The zone (IANA) of that clock; empty when it is not known."""
    opted_out: bool
    """Whether they asked never to be called."""
    last_outcome: str
    last_reason: str
    last_at: datetime | None
    last_note: str
    attempts: int
    created_at: datetime
    calls: tuple[OutCall, ...]
    dropped_at: datetime | None = None
    """When a callback was to be that isn't any more."""
    changes: int = 0
    """How often their calls changed, undone ones counted twice: it only grows."""

    @property
    def to_call(self) -> OutPhone | None:
        """The first number that may be dialed."""
        return next((p for p in self.phones if p.e164 and not p.blocked), None)

    @property
    def is_open(self) -> bool:
        """Whether they may be put on a list of calls to be made."""
        ended = self.state in ("do-not-call", "closed", "needs-number")
        shut = self.hold or self.opted_out or ended
        return not shut and (self.to_call is not None or self.action in ("reply", "propose"))


def stamp(at: datetime | None) -> str:
    """A moment in UTC, as every program reads it: `2026-03-11T14:15:00Z`."""
    return f"{at:%Y-%m-%dT%H:%M:%SZ}" if at else ""
