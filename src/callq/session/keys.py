"""The keys of the session: one table that the screen obeys, shows and explains.

Lowercase letters and `!` say how a call ended; capitals and signs do something else. A rep may
choose other keys in the setting `keys`.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from callq.engine.outcomes import CANONICAL, Outcome
from callq.errors import CallqError
from callq.named_tuple import NamedTuple


class Act(StrEnum):
    """What a key does, besides saying how a call ended."""

    DIAL = "dial"
    INCOMING = "incoming"
    UNDO = "undo"
    REDO = "redo"
    SKIP = "skip"
    SNOOZE = "snooze"
    FIND = "find"
    MAIL = "mail"
    NOTE = "note"
    EDIT = "edit"
    ALL = "all"
    WHY = "why"
    CALLBACK = "callback"
    VIEW = "view"
    PAUSE = "pause"
    HELP = "help"
    QUIT = "quit"


class Phase(StrEnum):
    """Where in a call the rep is."""

    READY = "ready"
    """The person is on the screen, and not dialed yet."""
    CALL = "call"
    """The call was dialed and has no outcome yet."""
    WAITING = "waiting"
    """There's no one on the screen."""


class Key(NamedTuple):
    """What can be done, with which keys, and when."""

    act: Act
    keys: tuple[str, ...]
    """Signs as typed, or names: `enter`, `ctrl+z`."""
    label: str
    help: str
    phases: frozenset[Phase] = frozenset({Phase.READY, Phase.CALL})
    early: tuple[str, ...] = ()
    """Keys that mean this only before the call is dialed, although they are outcomes' letters."""
    often: bool = False
    """Whether it's shown in a narrow window."""


_ANY = frozenset(Phase)
_BETWEEN = frozenset({Phase.READY, Phase.WAITING})
_READY = frozenset({Phase.READY})
KEYS: tuple[Key, ...] = (
    Key(Act.DIAL, ("enter",), "dial", "Dial, and start the clock of this call.",
        _READY, early=("d",), often=True),
    Key(Act.SKIP, ("K",), "skip", "Put this person back for now, with or without a reason.",
        _READY, often=True),
    Key(Act.SNOOZE, ("S",), "snooze", "Set when they're due next: 3d, june 1.",
        _READY, often=True),
    Key(Act.NOTE, ("N",), "note", "Note something; on a call it goes with the outcome.",
        often=True),
    Key(Act.MAIL, ("M",), "email", "Write the email that fits, and log it as sent.", often=True),
    Key(Act.FIND, ("/",), "find", "Find anyone by name, number or email.", _BETWEEN, often=True),
    Key(Act.UNDO, ("ctrl+z",), "undo", "Take back your last command; you confirm it first.",
        _ANY, often=True),
    Key(Act.REDO, ("ctrl+y",), "redo", "Log again what you just took back.", _ANY),
    Key(Act.INCOMING, ("I",), "incoming", "They call you: type or paste the number.", _BETWEEN,
        early=("i",)),
    Key(Act.CALLBACK, ("+",), "callback", "Take the callback that is due.", _BETWEEN),
    Key(Act.EDIT, ("E",), "edit", "Correct their name, company, numbers or email."),
    Key(Act.ALL, ("A",), "all", "Show everything about this person."),
    Key(Act.WHY, ("W",), "why", "Explain why this person is next."),
    Key(Act.VIEW, ("V",), "view", "Go on with a saved view: 1 to 9; 0 as you began.", _BETWEEN),
    Key(Act.PAUSE, ("P",), "pause", "Take a break: this person goes back to the queue.",
        _BETWEEN),
    Key(Act.HELP, ("?",), "help", "Show all keys.", _ANY, often=True),
    Key(Act.QUIT, ("Q", "ctrl+q"), "quit", "End the session, with a summary.", _ANY, often=True),
)  # fmt: skip


class Keymap:
    """Which key does what, with the rep's own choices."""

    def __init__(self, outcomes: Iterable[Outcome], chosen: Mapping[Act, str]) -> None:
        """See `Keymap`.

        Args:
            outcomes: Those with a key, in the order they're shown.
            chosen: The rep's own key for an act.
        """
        self.outcomes = tuple(dict.fromkeys(one for one in outcomes if one.key))
        self.keys = tuple(
            one._replace(keys=(chosen[one.act],), early=()) if one.act in chosen else one
            for one in KEYS
        )
        self._outcomes = {one.key: one for one in self.outcomes}

    def act(self, key: str, phase: Phase) -> Act | Outcome | None:
        """What a key does in a phase; None if nothing."""
        for one in self.keys:
            if phase in one.phases and (key in one.keys or self._early(one, key, phase)):
                return one.act
        return None if phase is Phase.WAITING else self._outcomes.get(key)

    def elsewhere(self, key: str) -> bool:
        """Whether a key does something in some other phase."""
        return any(self.act(key, phase) is not None for phase in Phase)

    def _early(self, one: Key, key: str, phase: Phase) -> bool:
        return key in one.early and phase is not Phase.CALL

    def shown(self, phase: Phase, *, everything: bool) -> tuple[tuple[str, str], ...]:
        """Key and label of what can be done in a phase, besides outcomes."""
        return tuple(
            (one.keys[0], one.label)
            for one in self.keys
            if phase in one.phases and (everything or one.often)
        )

    def key_of(self, act: Act) -> str:
        """The first key of an act."""
        return next(one.keys[0] for one in self.keys if one.act is act)


def keymap(text: str, outcomes: Iterable[Outcome] = CANONICAL) -> Keymap:
    """The keymap with the rep's own choices.

    Args:
        text: The setting `keys`: `skip=k undo=f2`.
        outcomes: The rulebook's.

    Raises:
        CallqError: An act is unknown, or a key is taken.
    """
    known = tuple(outcomes)
    chosen: dict[Act, str] = {}
    for pair in text.split():
        name, _, key = pair.partition("=")
        if name not in tuple(Act) or not key:
            raise _bad(f'"{pair}"', f"Write it like skip=k. You can set {', '.join(Act)}.")
        chosen[Act(name)] = key
    taken = {one.key: one.label for one in known if one.key} | {
        key: one.label for one in KEYS if one.act not in chosen for key in one.keys
    }
    for act, key in chosen.items():
        if key in taken:
            raise _bad(f"{act}={key}", f'The key "{key}" is {taken[key]} already.')
        taken[key] = act
    return Keymap(known, chosen)


def _bad(what: str, hint: str) -> CallqError:
    return CallqError(f"The setting keys has {what}, which can't be.", hint=hint, name="bad-keys")
