"""Merge two records of one person. Nothing is lost, and undo splits them again."""

from dataclasses import dataclass
from typing import Any

from callq.errors import CallqError, Exit
from callq.prospects import merging
from callq.prospects.combine import combine, combine_places, combine_put_off, combine_snooze
from callq.prospects.merging import Moved
from callq.prospects.opt_out import spread
from callq.prospects.who import find_one
from callq.records import calls, dnc, leases, people, queue
from callq.records.change_people import PeopleWriter
from callq.records.contacts import StoredProspect
from callq.records.people import Found
from callq.records.queue import Entry
from callq.storage import journal
from callq.storage.dry_run import written
from callq.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Joined:
    """What happened to the record that was merged away."""

    gone: Found
    """The record that left. Its id now leads to the one you kept."""
    moved: Moved
    filled: tuple[str, ...]
    """Fields that were blank and are filled now."""
    beside: tuple[tuple[str, str], ...]
    """Where the two disagree: the custom field, and the other record's value in it."""
    blocked: tuple[str, ...]
    """Numbers now on do-not-call, because one of the two records opted out."""


@dataclass(frozen=True, slots=True)
class Merged:
    """The record you kept, what it gained, and its status now."""

    kept: Found
    joined: Joined
    status: Entry
    dry_run: bool


def merge(ws: Workspace, kept: str, gone: str, *, dry_run: bool = False) -> Merged:
    """Merge the second prospect into the first, in one transaction.

    Args:
        ws: An open workspace.
        kept: The prospect you keep, as WHO.
        gone: The duplicate, as WHO.
        dry_run: Report what would happen and change nothing.

    Raises:
        CallqError: WHO matches no one or several, both are the same prospect, or two reps are on
            the phone with them.
    """
    stays, leaves = find_one(ws, kept), find_one(ws, gone)
    if stays.id == leaves.id:
        raise CallqError(
            f'"{kept}" and "{gone}" are already the same person: {stays.name}, {stays.id}.',
            hint="Name two different people: callq people merge KEEP DUPLICATE",
            name="same-person",
        )
    with written(ws.db, dry_run=dry_run):
        return _merge(ws, stays, leaves, dry_run=dry_run)


def _merge(ws: Workspace, stays: Found, leaves: Found, *, dry_run: bool) -> Merged:
    command = journal.begin(ws.db, "merge", ws.agent, ws.now)
    concerned = calls.sharing_numbers(ws.db, [stays.id, leaves.id])
    joined = join(ws, stays.id, leaves.id, command)
    concerned |= dnc.owners(ws.db, joined.blocked)
    ws.projector().refresh(concerned)
    summary = f"{leaves.name} ({leaves.id}) into {stays.name} ({stays.id})"
    journal.describe(ws.db, command, summary)
    found = people.by_id(ws.db, stays.id)[0]
    status = next(queue.entries_where(ws.db, ws.now, "AND p.id = :id", {"id": stays.id}))
    return Merged(found, joined, status, dry_run)


def join(ws: Workspace, kept: int, gone: int, command: int) -> Joined:
    """Merge one record into another, inside a write transaction, before `Projector.refresh`.

    Raises:
        CallqError: One was just removed, or two reps are on the phone with them.
    """
    stays, leaves = _details(ws, kept), _details(ws, gone)
    if why := lease_holder(ws, kept, gone):
        raise CallqError(
            why, hint="Merge them once both calls are logged.", code=Exit.REFUSED, name="on-a-call"
        )
    left = people.by_id(ws.db, gone)[0]
    asked = merging.own_opt_out(ws.db, kept, gone)
    combined = combine(
        stays, leaves, confirmed=bool(leaves.confirmed_location and not stays.confirmed_location)
    )
    writer = PeopleWriter(ws.projector(), command)
    places = combine_places(stays, leaves)
    later = combine_snooze(stays, leaves, ws.now) | _put_off(ws, stays, leaves)
    if not writer.change(stays, combined.values | places | later):
        # Undo finds the people it affects by the rows the command changed.
        journal.remember(ws.db, command, "prospect", kept, ("name",))
    moved = merging.move(ws.db, writer, command, kept, gone, ws.now)
    merging.move_leases(ws.db, kept, gone, ws.now)
    writer.merge_into(kept, gone)
    blocked = _block(ws, stays, leaves, command, asked=asked)
    return Joined(left, moved, combined.filled, combined.beside, blocked)


def _put_off(ws: Workspace, stays: StoredProspect, leaves: StoredProspect) -> dict[str, Any]:
    """What the time off of the other's rep changes: nothing if the kept record has another rep."""
    return combine_put_off(stays, leaves, ws.now) if stays.owner in ("", leaves.owner) else {}


def _block(
    ws: Workspace, stays: StoredProspect, leaves: StoredProspect, command: int, *, asked: bool
) -> tuple[str, ...]:
    """Apply an opt-out of either to all numbers. Returns the newly blocked ones."""
    numbers = merging.open_numbers(ws.db, stays.id)
    spread(ws, [stays.id], command)
    left = merging.open_numbers(ws.db, stays.id)
    if asked:
        dnc.block(
            ws.db, left, source="merge", agent=ws.agent, now=ws.now,
            reason=f"merged {stays.name} and {leaves.name}, who opted out", command_id=command,
        )  # fmt: skip
        left = ()
    return tuple(number for number in numbers if number not in left)


def _details(ws: Workspace, prospect_id: int) -> StoredProspect:
    details = people.details(ws.db, prospect_id)
    if details is None:
        raise CallqError(
            f"{prospect_id} was just removed.", code=Exit.NOT_FOUND, name="just-removed"
        )
    return details


def lease_holder(ws: Workspace, kept: int, gone: int) -> str:
    """Why two can't be merged now: different reps are on the phone with them. Empty if they can."""
    held = [leases.of_prospect(ws.db, id_, ws.now) for id_ in (kept, gone)]
    reps = sorted({lease.agent for lease in held if lease})
    if len(reps) < 2:
        return ""
    names = [people.name_of(ws.db, id_) for id_ in (kept, gone)]
    return f"{' and '.join(reps)} are on the phone with {' and '.join(names)} right now."
