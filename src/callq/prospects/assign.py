"""Hands people over to other reps, with their callbacks and the emails they are owed."""

from collections import Counter
from collections.abc import Iterable, Sequence
from math import ceil

from callq.engine.filters import Filter
from callq.engine.model import Action, State
from callq.engine.words import plural
from callq.errors import CallqError, Exit
from callq.named_tuple import NamedTuple
from callq.queue.narrowing import condition_of
from callq.records import leases
from callq.records.change_people import PeopleWriter
from callq.records.queue import EVERYONE, Condition
from callq.storage import journal
from callq.storage.dry_run import written
from callq.storage.rows import Columns
from callq.workspace import Workspace, refuse_rep

_OWED = ("reply", "propose")


class _Person(NamedTuple):
    """Who may be handed over."""

    id: int
    owner: str
    state: str
    action: str

    @property
    def kind(self) -> int:
        """What is dealt out evenly by itself: callbacks, emails owed, everyone else."""
        if self.state == State.CALLBACK:
            return 0
        return 1 if self.action in _OWED else 2


_PERSON = Columns(_Person, "p")


class Handover(NamedTuple):
    """What goes, and to whose hands."""

    people: int
    callbacks: int
    """How many of them have a scheduled callback."""
    emails: int
    """How many wait for an email."""
    came_from: dict[str, int]
    """How many people by their owner so far; an empty name: no one."""
    goes_to: dict[str, int]
    """How many people by their new owner."""


def of_rep(rep: str) -> Condition:
    """Everything in a rep's hands: their people, and what they promised to people without an owner.

    That is a callback they agreed on, or an email they owe.
    """
    promised = f"p.state = '{State.CALLBACK}' OR p.action IN ('{Action.REPLY}', '{Action.PROPOSE}')"
    theirs = f"p.owner = '' AND p.conversation_agent = :rep AND ({promised})"
    return Condition(f" AND (p.owner = :rep OR ({theirs}))", {"rep": rep})


def among(ws: Workspace, wanted: Filter, ids: Sequence[int], rep: str) -> Condition:
    """The people that every word names: a filter, some ids, and what is in a rep's hands."""
    parts = [condition_of(ws, wanted)]
    if ids:
        parts.append(Condition(f" AND p.id IN ({', '.join(map(str, ids))})"))
    if rep:
        parts.append(of_rep(rep))
    params = {name: value for part in parts for name, value in part.params.items()}
    return Condition("".join(part.sql for part in parts), params)


def assign(
    ws: Workspace, who: Condition = EVERYONE, to: Sequence[str] = (), *, share: str = "",
    rep: str = "", dry_run: bool = False,
) -> Handover:  # fmt: skip
    """Gives people to one rep, or deals them out to several; a single command, for undo.

    Args:
        ws: An open workspace.
        who: Which people; those who belong to one of `to` already stay where they are.
        to: The new owners. Callbacks, emails owed and everyone else are dealt out evenly.
        share: How many of them go: `20` or `50%`; all when empty.
        rep: The rep who is handing over, whose call in hand is put back.
        dry_run: Change nothing.

    Raises:
        CallqError: No one is left to hand over, or the share can't be read.
    """
    ws.turn()
    with written(ws.db, dry_run=dry_run):
        found = _shared(_found(ws, who, to), share)
        if not found:
            raise CallqError(
                "There's no one to hand over.", hint="See who it would be: callq list",
                code=Exit.NOT_FOUND, name="no-one-to-assign",
            )  # fmt: skip
        dealt = {one.id: to[place % len(to)] for place, one in enumerate(found)}
        if any(one.owner != ws.agent for one in found):
            refuse_rep(ws, "Handing over other people than your own")
        command = journal.begin(ws.db, "assign", ws.agent, ws.now)
        writer = PeopleWriter(ws.projector(), command)
        writer.set_each({id_: {"owner": owner} for id_, owner in dealt.items()})
        if rep and not share:
            leases.release(ws.db, rep)
        done = _handover(found, dealt.values())
        journal.describe(ws.db, command, in_words(done))
    if not dry_run:
        ws.tell("assign", people=done.people, detail=", ".join(done.goes_to))
    return done


def in_words(done: Handover) -> str:
    """What goes, such as `12 people from ann to bob`."""
    reps = [name for name in done.came_from if name]
    came = f" from {' and '.join(reps[:2])}" if reps else ""
    came += " and others" if reps[2:] else ""
    goes = " and ".join(done.goes_to)
    return f"{plural(done.people, 'person', 'people')}{came} to {goes}"


def _found(ws: Workspace, who: Condition, to: Sequence[str]) -> list[_Person]:
    rows = ws.db.rows(
        f"SELECT {_PERSON.sql} FROM prospect p WHERE p.removed_at IS NULL{who.sql} ORDER BY p.id",
        who.params,
    )
    theirs = (one for one in _PERSON.read_all(rows) if one.owner not in to)
    return sorted(theirs, key=lambda one: (one.kind, one.id))


def _shared(found: Sequence[_Person], share: str) -> Sequence[_Person]:
    """So many of them, spread over all kinds."""
    if not share:
        return found
    digits = share.strip().removesuffix("%").strip()
    if not digits.isdecimal() or int(digits) == 0 or ("%" in share and int(digits) > 100):
        raise CallqError(
            f'Can\'t read the share "{share}".', hint="Write a number of people, or 50%.",
            name="bad-share",
        )  # fmt: skip
    many = ceil(len(found) * int(digits) / 100) if "%" in share else min(int(digits), len(found))
    return [found[place * len(found) // many] for place in range(many)]


def _handover(found: Sequence[_Person], owners: Iterable[str]) -> Handover:
    kinds = Counter(one.kind for one in found)
    came = Counter(one.owner for one in found)
    return Handover(len(found), kinds[0], kinds[1], dict(came.most_common()), dict(Counter(owners)))
