"""Undoes a rep's last command; a do-not-call entry only on the day it was made."""

from dataclasses import dataclass

from callq.engine.words import day, day_and_time, plural
from callq.errors import CallqError, Exit
from callq.prospects import merging
from callq.prospects.opt_out import spread
from callq.records import (
    calls,
    change_people,
    dnc,
    leases,
    list_holds,
    people,
    place_decisions,
    queue,
)
from callq.records.leases import Lease
from callq.records.likelihood import OF_A_CALL, OF_A_FILE
from callq.rulebooks import rules
from callq.scripts import playbooks
from callq.storage import journal
from callq.storage.db import Db
from callq.storage.journal import Command
from callq.workspace import Workspace

_OF_LISTS = ("dnc import", "dnc drop")
_OF_ONE_PERSON = ("log", "note", "snooze", "edit", "add")
_WITHOUT_PEOPLE = (
    "rules apply",
    "playbook apply",
    "goals time-off",
    "dnc add",
    "dnc remove",
    "view",
    *_OF_LISTS,
    *place_decisions.COMMANDS,
    *list_holds.COMMANDS,
)
"""Commands that may change no one in the store."""


@dataclass(frozen=True, slots=True)
class Undone:
    """What was undone."""

    command: Command
    people: tuple[tuple[int, str], ...]
    """Id and name of the first few people it changed."""
    removed: int
    """How many people left the store with it."""
    kept: int
    """How many stay because they were called since."""
    lifted: int
    """How many do-not-call entries of the same day were lifted, on record."""
    restored: int
    """How many numbers are on do-not-call again."""
    lease: Lease | None = None
    """The lease that goes on: the call it was for isn't logged any more."""


def undo(ws: Workspace) -> Undone:
    """Undoes this rep's latest command that isn't undone yet.

    Raises:
        CallqError: There is none, or it made a do-not-call entry before today.
    """
    with ws.db.write():
        command = last_command(ws)
        erased = command.name == "erase"
        if erased:
            # Marked as undone, so that the next undo gets to the command before it.
            journal.mark_undone(ws.db, command.id, ws.now)
        undone = None if erased else _take_back(ws, command)
    if undone is None:
        raise CallqError(
            f"You can't undo {command.name}: the data is gone.",
            hint="Run callq undo again to undo the command before it.",
            code=Exit.REFUSED,
            name="erased-for-good",
        )
    return undone


def needs_confirming(ws: Workspace) -> Command | None:
    """The command that undo would take back, if a rep should say yes to it first.

    That's so in a store others work with, where it's more than a detail of one person, or older
    than the rep's last call.

    Raises:
        CallqError: There is none.
    """
    command = last_command(ws)
    small = command.name in _OF_ONE_PERSON and not journal.logged_after(ws.db, command)
    return command if not small and journal.is_shared(ws.db, ws.agent) else None


def last_command(ws: Workspace) -> Command:
    """This rep's latest command that isn't undone yet: what `undo` would take back.

    Raises:
        CallqError: There is none.
    """
    command = journal.last_of(ws.db, ws.agent)
    if command is None:
        raise CallqError(
            f"Nothing to undo for {ws.agent}.",
            hint="You can only undo your own commands. For another rep, add --rep NAME.",
            code=Exit.NOT_FOUND,
            name="nothing-to-undo",
        )
    return command


def _take_back(ws: Workspace, command: Command) -> Undone:
    if command.name in journal.MERGING:
        _refuse_if_merged_on(ws.db, command)
    if command.name in _OF_LISTS:
        from callq.compliance.registry_lists import undo_lists

        undo_lists(ws, command)
    lifted = _lift(ws, command)
    restored = dnc.put_back(ws.db, command.id)
    whole = {"rules apply": rules.take_back, "playbook apply": playbooks.take_back}
    if command.name in whole:
        whole[command.name](ws, command)
        touched: set[int] = set()
        removed, kept = set[int](), 0
    else:
        # Void its calls first: after that, only other calls keep a person in the store.
        first = calls.first_of(ws.db, command.id)
        touched = calls.void_of(ws.db, command.id, ws.agent, ws.now)
        removed, kept = _remove_added(ws, command)
        changed = journal.touched_by(ws.db, command.id)
        # Read before the change is undone: people may share a number only until then.
        reach = calls.sharing_numbers(ws.db, touched | changed | removed)
        # Subtract them from the counts before their list or owner changes back.
        ws.projector().remove(changed)
        hidden = merging.hidden_among(ws.db, changed)
        journal.put_back(ws.db, command.id)
        if command.name in place_decisions.COMMANDS:
            from callq.compliance.place_decisions import apply_again

            apply_again(ws)
        if command.name in list_holds.COMMANDS:
            list_holds.apply(ws.db)
        # People who come out of a merge go if their own import was undone meanwhile.
        still = merging.hidden_among(ws.db, changed)
        back = {gone: kept for gone, kept in hidden.items() if gone not in still}
        merging.split_leases(ws.db, back)
        change_people.remove(ws.db, merging.left_meanwhile(ws.db, back), ws.now)
        change_people.refresh_words(ws.db, changed)
        touched |= changed | dnc.owners(ws.db, (*lifted, *restored)) | spread(ws, changed)
        reach |= calls.sharing_numbers(ws.db, touched | removed)
        ws.projector().refresh(reach - removed)
        if first:
            most = OF_A_CALL if command.name == "log" else OF_A_FILE
            ws.keep_learning(first, last=0, most=most)
    journal.mark_undone(ws.db, command.id, ws.now)
    names = _names(ws.db, touched | removed)
    lease = _give_back(ws, command, removed)
    return Undone(command, names, len(removed), kept, len(lifted), len(restored), lease)


def _give_back(ws: Workspace, command: Command, removed: set[int]) -> Lease | None:
    """Goes on with the lease that a call ended, unless its time is up or a rep has them now."""
    lease = leases.ended_by(ws.db, command.id, ws.now)
    if lease is None or lease.prospect_id in removed:
        return None
    entry = queue.entry_of(ws.db, lease.prospect_id, ws.now)
    if entry is None or entry.leased_to:
        return None
    # As if taken now: it's this call that the rep comes back to.
    lease = lease._replace(taken_at=ws.now)
    leases.put(ws.db, lease)
    return lease


def _lift(ws: Workspace, command: Command) -> tuple[str, ...]:
    if command.name == "import":
        # An opt-out that came with a list stays when the list goes.
        return ()
    if command.name in journal.MERGING:
        # They never opted out themselves: the merge copied it from the other record.
        why = f"{ws.agent} undid the merge"
        return dnc.lift(ws.db, command.id, why, ws.agent, ws.now)
    same_day = day(command.at, ws.home) == day(ws.now, ws.home)
    asked = dnc.wishes_of(ws.db, command.id)
    if asked and ws.agent != ws.settings.agent:
        raise CallqError(
            f"Only {ws.agent} can undo that: it put {asked[0]} on do-not-call.",
            hint=f"If they agree to calls now: callq dnc remove {asked[0]} "
            '--consent "WHO/WHEN/HOW"',
            code=Exit.REFUSED,
            name="opt-out-of-another-rep",
        )
    for number in asked:
        if not same_day:
            raise CallqError(
                f"It's too late to undo: {number} went on do-not-call on "
                f"{day_and_time(command.at, ws.home)}, and you could only undo that the same day.",
                hint=f"If they agree to calls now: callq dnc remove {number} "
                '--consent "WHO/WHEN/HOW"',
                code=Exit.REFUSED,
                name="undo-too-late",
            )
    if not same_day:
        # A number added to someone who had opted out stays on do-not-call.
        return ()
    why = f"undone by {ws.agent} on the same day"
    return dnc.lift(ws.db, command.id, why, ws.agent, ws.now)


def _refuse_if_merged_on(db: Db, command: Command) -> None:
    later = journal.merged_since(db, command)
    if later is not None:
        raise CallqError(
            f"{later.agent} has merged them with someone else since ({later.summary}).",
            hint=f"Undo that first: callq undo --rep {later.agent}",
            code=Exit.REFUSED,
            name="merged-since",
        )


def _remove_added(ws: Workspace, command: Command) -> tuple[set[int], int]:
    added = people.added_by(ws.db, command.id)
    called = people.called_among(ws.db, command.id) | merging.joined_among(ws.db, command.id)
    gone = added - called
    ws.projector().remove(gone)
    change_people.remove(ws.db, gone, ws.now)
    return gone, len(added & called)


def _names(db: Db, ids: set[int]) -> tuple[tuple[int, str], ...]:
    return tuple((id_, people.name_of(db, id_)) for id_ in sorted(ids)[:5])


def in_words(undone: Undone) -> str:
    """What was undone, in a few short sentences."""
    parts = [f"Undone: {undone.command.name} ({undone.command.summary})"]
    if not undone.people and undone.command.name not in _WITHOUT_PEOPLE:
        parts.append("Nothing was left to change")
    if undone.removed:
        parts.append(f"{plural(undone.removed, 'person', 'people')} removed")
    if undone.kept:
        stay = "person stays" if undone.kept == 1 else "people stay"
        parts.append(f"{undone.kept:,} {stay}, called since then")
    if undone.lifted:
        entries = plural(undone.lifted, "do-not-call entry", "do-not-call entries")
        parts.append(f"Lifted {entries} from today")
    if undone.restored:
        parts.append(f"{plural(undone.restored, 'number')} back on do-not-call")
    if undone.lease and undone.lease.agent == undone.command.agent:
        name = dict(undone.people).get(undone.lease.prospect_id, "That person")
        parts.append(f"{name} is yours again")
    return ". ".join(parts) + "."
