"""The fixed vocabulary: outcomes with their aliases and flags, and reasons for refusals."""

from callq.named_tuple import NamedTuple


class Outcome(NamedTuple):
    """How a call can end.

    A team's own outcome has the flags of the one it is `like`.
    """

    word: str
    aliases: tuple[str, ...]
    key: str
    """The key to press when `callq log` asks."""
    label: str
    meaning: str
    human: bool = False
    """The prospect answered: it replaces what came before, and ends a series of misses."""
    miss: bool = False
    """No one, or someone else, answered: it never shortens a cooldown or callback."""
    no: bool = False
    """A refusal; `purge-check` audits people with one."""
    yes: bool = False
    """A yes, which ends a series of refusals."""
    kills_number: bool = False
    closes: bool = False
    opts_out: bool = False
    needs_time: bool = False
    takes_time: bool = False
    """A time is optional."""
    takes_reason: bool = False
    clears_email: bool = False
    like: str = ""
    """The outcome a team's own one inherits from; empty for callq's own."""

    @property
    def canonical(self) -> str:
        """The canonical word: its own, or that of the outcome it is like."""
        return self.like or self.word


CANONICAL: tuple[Outcome, ...] = (
    Outcome("no-answer", ("na",), "n", "no answer", "it rang, no one picked up", miss=True),
    Outcome("busy", ("b",), "b", "busy", "the line was busy", miss=True),
    Outcome("voicemail", ("vm",), "v", "voicemail", "a machine answered", miss=True),
    Outcome(
        "gatekeeper", ("gk",), "g", "gatekeeper", "someone else answered",
        miss=True, takes_time=True,
    ),
    Outcome(
        "on-leave", ("leave",), "a", "on leave", "they're away until a day: --until is needed",
        miss=True, needs_time=True,
    ),
    Outcome(
        "wrong-number", ("wn",), "x", "wrong number", "the number is someone else's",
        kills_number=True,
    ),
    Outcome(
        "disconnected", ("dc",), "d", "disconnected", "the number doesn't exist anymore",
        kills_number=True,
    ),
    Outcome(
        "hurried", ("hu",), "h", "hurried", "they had no time right now",
        human=True, takes_time=True,
    ),
    Outcome(
        "callback", ("cb",), "c", "callback", "they named a time: --at is needed",
        human=True, needs_time=True,
    ),
    Outcome(
        "interested", ("int",), "i", "interested", "they want to hear more",
        human=True, yes=True, takes_time=True,
    ),
    Outcome(
        "meeting", ("mtg",), "m", "meeting", "a meeting is booked: --at is needed",
        human=True, yes=True, needs_time=True,
    ),
    Outcome(
        "soft-no", ("ni",), "s", "soft no", "not interested: an objection, not a verdict",
        human=True, no=True, takes_reason=True, takes_time=True,
    ),
    Outcome("hung-up", ("hup",), "u", "hung up", "hung up before the pitch", human=True, no=True),
    Outcome(
        "hard-no", ("hn",), "o", "hard no", "final by its tone: ask for permission to call again",
        human=True, no=True, takes_reason=True,
    ),
    Outcome(
        "lost", (), "l", "lost", "they chose a competitor: send a last proposal",
        human=True, no=True, takes_reason=True,
    ),
    Outcome("emailed", (), "e", "emailed", "the email that was due was sent", clears_email=True),
    Outcome("referred", (), "r", "referred", "they named someone else: --to", human=True),
    Outcome(
        "won", ("sale",), "w", "won", "closed; leaves the queue",
        human=True, yes=True, closes=True,
    ),
    Outcome(
        "disqualified", ("dq",), "q", "disqualified", "never a fit; leaves the queue",
        human=True, closes=True,
    ),
    Outcome(
        "deceased", ("died",), "z", "deceased", "they died; leaves the queue",
        human=True, closes=True,
    ),
    Outcome(
        "do-not-call", ("dnc",), "!", "do not call", "never contact them again, on any list",
        human=True, no=True, opts_out=True,
    ),
    Outcome(
        "litigator", ("attorney", "lawyer"), "t", "litigator or attorney",
        "they sue callers, or their attorney speaks for them: never contact them again",
        human=True, no=True, opts_out=True,
    ),
)  # fmt: skip

BY_WORD: dict[str, Outcome] = {outcome.word: outcome for outcome in CANONICAL}

UNKNOWN = Outcome(
    "unknown", (), "", "unknown outcome", "a word the rulebook doesn't have", human=True
)
"""The outcome of words no rulebook has: treated as a conversation, so there's a cooldown."""

REASONS: dict[str, str] = {
    "unclear-offer": "they lacked information",
    "trust": "they have never heard of us",
    "price": "too dear",
    "sales-call": "took it for a cold call",
    "mishandled": "we handled them badly",
    "bad-day": "a bad day",
    "timing": "not the right time",
    "no-project": "no project this year",
    "authority": "someone else decides",
    "competitor": "they have a supplier",
    "no-need": "no need",
    "unknown": "no reason given",
}

ANSWERS: dict[str, str] = {"a": "interested", "b": "callback", "c": "do-not-call"}
"""The three options: explain now, hear later, never again."""
