"""Finds whom WHO means: an id, a number in any style, an e-mail address, or part of a name."""

from collections.abc import Callable

from callq.errors import CallqError, Exit
from callq.queue.shown import last_shown
from callq.records import leases, people
from callq.records.people import Found
from callq.workspace import Workspace

_SHORTEST_ENDING = 4
_LONGEST_ID = 9
_LONGEST_WHO = 200
_SHOWN = 12


def find_one(ws: Workspace, who: str) -> Found:
    """The one prospect that is meant.

    Raises:
        CallqError: Nobody matches, or several do; they are listed, none is guessed.
    """
    found = find_all(ws, who)
    if len(found) == 1:
        return found[0]
    if not found:
        raise CallqError(
            f'Nobody matches "{who}".',
            hint="WHO is an id, a number, an e-mail or part of a name; callq list shows people.",
            code=Exit.NOT_FOUND,
        )
    named = people.by_full_name(ws.db, who)
    if len(named) == 1:
        return named[0]
    meant = named or found
    lines = [f"  {one.id:>7}  {_line(one)}" for one in meant[:_SHOWN]]
    if len(meant) > _SHOWN:
        lines.append("  … and more")
    raise CallqError(
        f'"{who}" matches several people:\n' + "\n".join(lines),
        hint="Say which by id or number.",
        code=Exit.AMBIGUOUS,
    )


def find_held(ws: Workspace, who: str) -> Found:
    """The one person that is meant, also among those who were taken out of every list.

    Raises:
        CallqError: Nobody matches, or several do; they are listed, none is guessed.
    """
    try:
        return find_one(ws, who)
    except CallqError as error:
        if error.code is not Exit.NOT_FOUND:
            raise
        removed = people.removed(ws.db, who, number_in(ws, who))
        if not removed:
            raise
        if len(removed) > 1:
            lines = [f"  {one.id:>7}  {_line(one)}" for one in removed[:_SHOWN]]
            raise CallqError(
                f'"{who}" matches several people who were removed:\n' + "\n".join(lines),
                hint="Say which by id.",
                code=Exit.AMBIGUOUS,
            ) from error
        return removed[0]


def number_in(ws: Workspace, who: str) -> str:
    """The number (E.164) that WHO is, read in the rep's region; empty when it is none."""
    digits = sum(c.isdecimal() for c in who)
    if digits < _SHORTEST_ENDING or any(c.isalpha() for c in who):
        return ""
    from callq.places.phones import read_phone

    return read_phone(who, str(ws.settings["region"])).e164


def find_all(ws: Workspace, who: str, most: int = people.MOST_MEANT) -> list[Found]:
    """Everybody who may be meant, up to `most`, by the first reading that finds anybody."""
    text = who.strip()
    if len(text) > _LONGEST_WHO:
        raise CallqError(f'"{text[:30]}…" is too long to name anybody.')
    for reading in _readings(ws, text, most):
        found = reading()
        if found:
            return found
    return []


def leased_or_named(ws: Workspace, who: str | None) -> Found:
    """The prospect named, or the one this rep holds a lease on.

    Raises:
        CallqError: Nobody is named and no lease is held.
    """
    if who is not None:
        return find_one(ws, who)
    lease = leases.of_agent(ws.db, ws.agent, ws.now)
    if lease is None:
        raise CallqError(
            f"{ws.agent} has nobody on the line: no lease is held.",
            hint="callq next takes one, or say who: callq log WHO OUTCOME",
            code=Exit.NOT_FOUND,
        )
    return people.by_id(ws.db, lease.prospect_id)[0]


def _readings(ws: Workspace, text: str, most: int) -> list[Callable[[], list[Found]]]:
    digits = "".join(c for c in text if c.isdecimal())
    letters = any(c.isalpha() for c in text)
    readings: list[Callable[[], list[Found]]] = []
    if text[:1] == "@" and text[1:].isdecimal():
        return [lambda: _by_place(ws, int(text[1:]))]
    if "@" in text:
        readings.append(lambda: people.by_email(ws.db, text, most))
    if text.isdecimal() and len(text) <= _LONGEST_ID:
        readings.append(lambda: people.by_id(ws.db, int(text)))
    if len(digits) >= _SHORTEST_ENDING and not letters:
        # The ending first: it needs no phone library, which would cost a rep half a command.
        readings.append(lambda: people.by_ending(ws.db, digits, most))
        readings.append(lambda: _by_number(ws, text, most))
    if text:
        readings.append(lambda: people.by_words(ws.db, text, most))
        readings.append(lambda: people.by_part(ws.db, text, most))
    return readings


def _by_place(ws: Workspace, place: int) -> list[Found]:
    """Who stood at `@2` in the last `callq today` of this rep."""
    shown = last_shown(ws.settings, ws.agent)
    return people.by_id(ws.db, shown[place - 1]) if 0 < place <= len(shown) else []


def _by_number(ws: Workspace, text: str, most: int) -> list[Found]:
    e164 = number_in(ws, text)
    return people.by_number(ws.db, e164, most) if e164 else []


def _line(one: Found) -> str:
    return " · ".join(filter(None, (one.name, one.company, one.shown, one.list_name)))
