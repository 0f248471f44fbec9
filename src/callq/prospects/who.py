"""Finds who WHO means: an id, a number in any style, an email, or part of a name.

Four digits or more may be the end of a number or an id; `#1234` is always the id.
"""

from callq.errors import CallqError, Exit
from callq.queue.shown import last_shown
from callq.records import finding, leases, people
from callq.records.contacts import words_of
from callq.records.people import Found
from callq.workspace import Workspace

_SHOWN = 9
"""How many are listed: one key picks each."""


def find_one(ws: Workspace, who: str, *, typos: bool = True) -> Found:
    """The one prospect that is meant.

    On a terminal the rep picks with one key where several match, or where a similar name may
    be meant. Without one, they are listed; no one is ever guessed.

    Args:
        ws: An open workspace.
        who: As typed.
        typos: Whether similar names are offered when nothing matches.

    Raises:
        CallqError: `unknown-person` or `several-people`; the choices are in the text.
    """
    found = find_all(ws, who)
    if len(found) == 1:
        return found[0]
    if found:
        named = people.by_full_name(ws.db, who)
        if len(named) == 1:
            return named[0]
        return _picked(ws, f'"{who}" matches several people:', named or found)
    similar = similarly_named(ws, who) if typos else []
    if similar and ws.pick is not None:
        return _picked(ws, f'No match for "{who}". Did you mean:', similar)
    names = " or ".join(f"{one.name} ({one.id})" for one in similar[:3])
    raise CallqError(
        f'No match for "{who}".',
        hint=f"Did you mean {names}?"
        if names
        else "Type an id, a number, an email or part of a name; callq list shows everyone.",
        code=Exit.NOT_FOUND,
        name="unknown-person",
    )


def _picked(ws: Workspace, question: str, meant: list[Found]) -> Found:
    """The one the rep picks.

    Raises:
        CallqError: The rep can't be asked, or picks none.
    """
    listed = meant[:_SHOWN]
    more = len(meant) > _SHOWN
    if ws.pick is not None:
        picked = ws.pick(question, [_line(one) for one in listed], more)
        if picked is None:
            raise CallqError("Nothing was done.", code=Exit.INTERRUPTED, name="nothing-picked")
        return listed[picked]
    lines = [f"  {one.id:>7}  {_line(one)}" for one in listed]
    if more:
        lines.append("  … and more")
    raise CallqError(
        f"{question}\n" + "\n".join(lines),
        hint="Use the id or the number.",
        code=Exit.AMBIGUOUS,
        name="several-people",
    )


def find_held(ws: Workspace, who: str) -> Found:
    """The one person that is meant, also among those who were taken off every list.

    Raises:
        CallqError: `unknown-person` or `several-people`; the choices are in the text.
    """
    try:
        return find_one(ws, who, typos=False)
    except CallqError as error:
        if error.code is not Exit.NOT_FOUND:
            raise
        removed = people.removed(ws.db, who, number_in(ws, who))
        if not removed:
            raise
        if len(removed) > 1:
            return _picked(ws, f'"{who}" matches several removed people:', removed)
        return removed[0]


def similarly_named(ws: Workspace, who: str) -> list[Found]:
    """People whose name is a slip of the finger away, the nearest first; none for a number."""
    typed = words_of(who)
    if not typed or any(c.isdecimal() for c in who) or "@" in who:
        return []
    from itertools import islice, product

    choices = [_near(people.words_like(ws.db, word), word) for word in typed]
    found: dict[int, Found] = {}
    for words in islice(product(*choices), _SHOWN):
        for one in people.by_words(ws.db, " ".join(words), _SHOWN):
            found.setdefault(one.id, one)
    return list(found.values())[: _SHOWN + 1]


def _near(known: list[str], word: str) -> list[str]:
    """The known words within one or two slips of a word, or that begin with it."""
    from rapidfuzz.distance import OSA

    slips = 1 if len(word) < 6 else 2
    near = [
        (OSA.distance(word, other, score_cutoff=slips), other)
        for other in known
        if abs(len(other) - len(word)) <= slips
    ]
    kept = sorted(pair for pair in near if pair[0] <= slips)
    return [other for _, other in kept[:3]]


def number_in(ws: Workspace, who: str) -> str:
    """The number (E.164) that WHO is, read in the rep's region; empty when it is none."""
    return finding.number_in(who, str(ws.settings["region"]))


def find_all(ws: Workspace, who: str, most: int = people.MOST_MEANT) -> list[Found]:
    """Everybody who may be meant, up to `most`, by the first reading that finds anybody."""
    text = who.strip()
    if text[:1] == "@" and text[1:].isdecimal():
        return _by_place(ws, int(text[1:]))
    region = str(ws.settings["region"])
    return finding.find(ws.db, text, region, most, asks=ws.pick is not None)


def leased_or_named(ws: Workspace, who: str | None) -> Found:
    """The prospect named, or the one this rep holds a lease on.

    Raises:
        CallqError: No one is named and no lease is held.
    """
    if who is not None:
        return find_one(ws, who)
    lease = leases.of_agent(ws.db, ws.agent, ws.now)
    if lease is None:
        raise CallqError(
            f"{ws.agent} hasn't taken a call.",
            hint="Take one with callq next, or say who: callq log WHO OUTCOME",
            code=Exit.NOT_FOUND,
            name="no-call-taken",
        )
    return people.by_id(ws.db, lease.prospect_id)[0]


def _by_place(ws: Workspace, place: int) -> list[Found]:
    """Who stood at `@2` in the last `callq today` of this rep."""
    shown = last_shown(ws.settings, ws.agent)
    return people.by_id(ws.db, shown[place - 1]) if 0 < place <= len(shown) else []


def _line(one: Found) -> str:
    return " · ".join(filter(None, (one.name, one.company, one.shown, one.list_name)))
