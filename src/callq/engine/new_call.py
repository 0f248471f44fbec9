"""What follows from a new call: the status it leads to, its violations, and what the rep hears.

The one place where a call is judged before it's written; `calls.log` looks up and writes.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

from callq.engine.checks import BY_CODE, DO_NOT_CALL, HOURS, LITIGATOR, Violation
from callq.engine.model import Call, Hold, Prospect
from callq.engine.rulebook import Rulebook
from callq.engine.status import Status, assess, is_dialed
from callq.named_tuple import NamedTuple


class Circumstances(NamedTuple):
    """What the store says about the number and the moment of a call."""

    on_do_not_call: bool = False
    litigators: tuple[str, ...] = ()
    """The lists of people who sue callers that the number was on."""
    registries: tuple[str, ...] = ()
    """The registries the number was on, except where an exemption counted."""
    reassigned: tuple[str, ...] = ()
    """The lists of numbers that changed hands that it was on, except where a consent counted."""
    old_lists: tuple[str, ...] = ()
    """The registries that cover the number, and whose copy was too old."""
    no_lists: tuple[str, ...] = ()
    """The registries that should have covered the number, where the team needs a copy."""
    outside: str = ""
    """Their calling hours that day, if the call was outside them."""
    needs_consent: bool = False
    """Whether they may only be called with a consent, and there was none."""


class Consequences(NamedTuple):
    """What follows from a new call."""

    status: Status
    violations: tuple[str, ...]
    """The codes of the checks it violated, to keep with the call."""
    warnings: tuple[str, ...]


def consequences_of(
    call: Call,
    prospect: Prospect,
    calls: Iterable[Call],
    around: Circumstances,
    rulebook: Rulebook,
    now: datetime,
) -> Consequences:
    """Judges a call that is about to be logged. It never refuses: the call was made.

    Args:
        call: The call, with the id it will have.
        prospect: Who was called, as they'll be once it's logged.
        calls: Their calls, including the new one.
        around: What the store says about its number and moment.
        rulebook: The rules in force.
        now: Aware.
    """
    status = assess(prospect, calls, rulebook, now)
    rang = is_dialed(call, rulebook.outcome(call.outcome))
    at_once = tuple(_at_once(call, around)) if rang else ()
    by_history = tuple(each for each in status.violations if each.call_id == call.id)
    known = {each.code for each in at_once}
    warnings = [f"{each.text}. Logged as a violation." for each in at_once]
    for each in by_history:
        logged = " Logged as a violation." if each.check.marks and each.code not in known else ""
        warnings.append(f"{each.text[0].upper()}{each.text[1:]}.{logged}")
    return Consequences(status, marks(*at_once, *by_history), tuple(warnings))


def marks(*violations: Violation) -> tuple[str, ...]:
    """The codes to keep with a call, each once."""
    return tuple(dict.fromkeys(str(each.code) for each in violations if each.check.marks))


def _at_once(call: Call, around: Circumstances) -> Iterator[Violation]:
    """What can be said from the moment of the call alone."""
    if around.on_do_not_call:
        yield _violation(call, DO_NOT_CALL)
    for series in around.litigators:
        yield _violation(call, LITIGATOR, series=series)
    for series in around.registries:
        yield _violation(call, Hold.LISTED, series=series)
    for series in around.reassigned:
        yield _violation(call, Hold.REASSIGNED, series=series)
    for series in around.old_lists:
        yield _violation(call, Hold.STALE_LIST, series=series)
    for series in around.no_lists:
        yield _violation(call, Hold.NO_LIST, series=series)
    if around.outside:
        yield _violation(call, HOURS, window=around.outside)
    if around.needs_consent:
        yield _violation(call, Hold.NO_CONSENT)


def _violation(call: Call, code: str, **words: str) -> Violation:
    text = BY_CODE[code].warning.format(number=call.number, **words)
    return Violation(call.id, code, text)
