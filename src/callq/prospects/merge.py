"""Makes one person of two records; nothing either knew is lost, and undo parts them again."""

from dataclasses import dataclass
from typing import Any

from callq.engine.status import Standing
from callq.errors import CallqError, Exit
from callq.prospects import merging
from callq.prospects.combine import combine, combine_places, combine_put_off
from callq.prospects.merging import Moved
from callq.prospects.opt_out import spread
from callq.prospects.who import find_one
from callq.records import calls, dnc, leases, people
from callq.records.people import Details, Found
from callq.storage import journal
from callq.storage.dry_run import written
from callq.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Joined:
    """What became of one of two records."""

    gone: Found
    """Who left: their id leads to the one who stays from now on."""
    moved: Moved
    filled: tuple[str, ...]
    """The fields that were blank and are known now."""
    beside: tuple[tuple[str, str], ...]
    """What both knew differently: the custom field it went to, and the other's value."""
    blocked: tuple[str, ...]
    """Numbers on do-not-call from now on, because one of the two asked never to be called."""


@dataclass(frozen=True, slots=True)
class Merged:
    """Who stays, what came to them, and what is true of them now."""

    kept: Found
    joined: Joined
    standing: Standing
    dry_run: bool


def merge(ws: Workspace, kept: str, gone: str, *, dry_run: bool = False) -> Merged:
    """Merges the second into the first, in one transaction.

    Args:
        ws: An open workspace.
        kept: Who stays, as WHO.
        gone: Who is the same person, as WHO.
        dry_run: Say what would happen; change nothing.

    Raises:
        CallqError: Nobody is meant, both are the same already, or two reps have them on the line.
    """
    stays, leaves = find_one(ws, kept), find_one(ws, gone)
    if stays.id == leaves.id:
        raise CallqError(
            f'"{kept}" and "{gone}" are the same already: {stays.name}, {stays.id}.',
            hint="callq merge STAYS LEAVES takes two people.",
        )
    with written(ws.db, dry_run=dry_run):
        return _merge(ws, stays, leaves, dry_run=dry_run)


def _merge(ws: Workspace, stays: Found, leaves: Found, *, dry_run: bool) -> Merged:
    command = journal.begin(ws.db, "merge", ws.agent, ws.now)
    concerned = calls.sharing_numbers(ws.db, [stays.id, leaves.id])
    joined = join(ws, stays.id, leaves.id, command)
    concerned |= dnc.owners(ws.db, joined.blocked)
    standings = ws.projector().refresh(concerned)
    summary = f"{leaves.name} ({leaves.id}) into {stays.name} ({stays.id})"
    journal.describe(ws.db, command, summary)
    found = people.by_id(ws.db, stays.id)[0]
    return Merged(found, joined, standings[stays.id], dry_run)


def join(ws: Workspace, kept: int, gone: int, command: int) -> Joined:
    """Merges one record into another; inside a write transaction, before `Projector.refresh`.

    Raises:
        CallqError: One was removed a moment ago, or two reps have them on the line.
    """
    stays, leaves = _details(ws, kept), _details(ws, gone)
    if why := on_the_line(ws, kept, gone):
        raise CallqError(why, hint="Merge them when both calls are logged.", code=Exit.REFUSED)
    left = people.by_id(ws.db, gone)[0]
    asked = merging.own_wish(ws.db, kept, gone)
    ours, theirs = merging.place_of(ws.db, kept), merging.place_of(ws.db, gone)
    combined = combine(stays, leaves, told=bool(theirs.get("told") and not ours.get("told")))
    places = combine_places(ours, theirs)
    values = combined.values | places | _put_off(ws, stays, leaves)
    ws.projector().forget([kept, gone])
    if values:
        journal.remember(ws.db, command, "prospect", kept, values)
        people.change(ws.db, kept, values)
    else:
        # Undo finds everybody it concerns by the rows that a command changed.
        journal.remember(ws.db, command, "prospect", kept, ("name",))
    moved = merging.move(ws.db, command, kept, gone, ws.now)
    merging.move_claims(ws.db, kept, gone, ws.now)
    merging.hide(ws.db, command, kept, gone, ws.now)
    people.refresh_words(ws.db, [kept])
    blocked = _block(ws, stays, leaves, command, asked=asked)
    return Joined(left, moved, combined.filled, combined.beside, blocked)


def _put_off(ws: Workspace, stays: Details, leaves: Details) -> dict[str, Any]:
    """What an absence of the other's rep changes: nothing, when the one who stays has another."""
    if stays.owner not in ("", leaves.owner):
        return {}
    ours, theirs = (merging.put_off_of(ws.db, one.id) for one in (stays, leaves))
    return combine_put_off(ours, theirs, ws.now)


def _block(
    ws: Workspace, stays: Details, leaves: Details, command: int, *, asked: bool
) -> tuple[str, ...]:
    """Lets a wish of either bind all numbers; those that were open until now."""
    numbers = merging.open_numbers(ws.db, stays.id)
    spread(ws, [stays.id], command)
    left = merging.open_numbers(ws.db, stays.id)
    if asked:
        dnc.block(
            ws.db, left, source="merge", agent=ws.agent, now=ws.now,
            reason=f"{stays.name} and {leaves.name} are one, who asked", command_id=command,
        )  # fmt: skip
        left = ()
    return tuple(number for number in numbers if number not in left)


def _details(ws: Workspace, prospect_id: int) -> Details:
    details = people.details(ws.db, prospect_id)
    if details is None:
        raise CallqError(f"{prospect_id} was removed a moment ago.", code=Exit.NOT_FOUND)
    return details


def on_the_line(ws: Workspace, kept: int, gone: int) -> str:
    """Why two can't be merged now: different reps have them on the line; else empty."""
    held = [leases.of_prospect(ws.db, id_, ws.now) for id_ in (kept, gone)]
    reps = sorted({lease.agent for lease in held if lease})
    if len(reps) < 2:
        return ""
    names = [people.name_of(ws.db, id_) for id_ in (kept, gone)]
    return f"{' and '.join(reps)} have {' and '.join(names)} on the line now."
