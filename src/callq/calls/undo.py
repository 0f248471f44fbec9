"""Takes back a rep's last command, whole; a do-not-call entry only within its own day."""

from dataclasses import dataclass

from callq.engine.words import clock, day, plural
from callq.errors import CallqError, Exit
from callq.prospects import merging
from callq.prospects.opt_out import spread
from callq.records import calls, dnc, people
from callq.rulebooks import rules
from callq.scripts import playbooks
from callq.storage import journal
from callq.storage.journal import Command
from callq.workspace import Workspace

_OF_LISTS = ("dnc import", "dnc drop")
_OF_NOBODY = ("rules apply", "playbook apply", "away", "dnc add", "dnc remove", *_OF_LISTS)
"""Commands that need concern nobody in the store."""


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back."""

    command: Command
    people: tuple[tuple[int, str], ...]
    """Whom it concerned: id and name; the first few of many."""
    removed: int
    """How many people left the store with it."""
    kept: int
    """How many stay because somebody has called them since."""
    lifted: int
    """How many do-not-call entries of the same day were lifted, on record."""
    restored: int
    """How many numbers are on do-not-call again."""


def undo(ws: Workspace) -> Undone:
    """Takes back the last command of this rep that is not taken back yet.

    Raises:
        CallqError: There is none, or it made a do-not-call entry before today.
    """
    with ws.db.write():
        command = journal.last_of(ws.db, ws.agent)
        if command is None:
            raise CallqError(
                f"{ws.agent} has nothing to take back.",
                hint="Each rep takes back their own commands; see --agent.",
                code=Exit.NOT_FOUND,
            )
        forgot = command.name == "forget"
        if forgot:
            # Passed, not taken back: said again, undo goes on to what came before it.
            journal.mark_undone(ws.db, command.id, ws.now)
        undone = None if forgot else _take_back(ws, command)
    if undone is None:
        raise CallqError(
            f"{ws.agent}'s last command was forget: nothing brings them back.",
            hint="Say it again to take back what came before it.",
            code=Exit.REFUSED,
        )
    return undone


def _take_back(ws: Workspace, command: Command) -> Undone:
    if command.name in journal.MERGING:
        _refuse_if_merged_on(ws, command)
    if command.name in _OF_LISTS:
        from callq.compliance.registry_lists import take_back

        take_back(ws, command)
    lifted = _lift(ws, command)
    restored = dnc.put_back(ws.db, command.id)
    whole = {"rules apply": rules.take_back, "playbook apply": playbooks.take_back}
    if command.name in whole:
        whole[command.name](ws, command)
        touched: set[int] = set()
        removed, kept = set[int](), 0
    else:
        # Called people first: once its calls are voided, only others' calls keep somebody.
        touched = calls.void_of(ws.db, command.id, ws.agent, ws.now)
        removed, kept = _remove_added(ws, command)
        changed = journal.touched_by(ws.db, command.id)
        # Whoever shares a number now may share it no longer once it is put back.
        reach = calls.sharing_numbers(ws.db, touched | changed | removed)
        # Out of the counts first: a list or owner put back moves them to other counts.
        ws.projector().forget(changed)
        hidden = merging.hidden_among(ws.db, changed)
        journal.put_back(ws.db, command.id)
        # Whoever comes back from a merge after their own import was taken back leaves with it.
        still = merging.hidden_among(ws.db, changed)
        back = {gone: kept for gone, kept in hidden.items() if gone not in still}
        merging.split_leases(ws.db, back)
        people.remove(ws.db, merging.left_meanwhile(ws.db, back), ws.now)
        people.refresh_words(ws.db, changed)
        touched |= changed | dnc.owners(ws.db, (*lifted, *restored)) | spread(ws, changed)
        reach |= calls.sharing_numbers(ws.db, touched | removed)
        ws.projector().refresh_many(reach - removed)
    journal.mark_undone(ws.db, command.id, ws.now)
    names = _names(ws, touched | removed)
    return Undone(command, names, len(removed), kept, len(lifted), len(restored))


def _lift(ws: Workspace, command: Command) -> tuple[str, ...]:
    if command.name == "import":
        # An opt-out that came with a list stays when the list goes.
        return ()
    if command.name in journal.MERGING:
        # Nobody's own wish: it came from taking two for one, and that was wrong.
        why = f"{ws.agent} parted them again"
        return dnc.lift(ws.db, command.id, why, ws.agent, ws.now)
    same_day = day(command.at, ws.home) == day(ws.now, ws.home)
    for number in dnc.wishes_of(ws.db, command.id):
        if not same_day:
            raise CallqError(
                f"{number} went on do-not-call on {day(command.at, ws.home)}, "
                f"{clock(command.at, ws.home)}; that can be taken back only on the same day.",
                hint="Only a recorded consent lifts it now.",
                code=Exit.REFUSED,
            )
    if not same_day:
        # Of a number learned of somebody who had asked, the entry stays when the edit goes.
        return ()
    why = f"undone by {ws.agent} on the same day"
    return dnc.lift(ws.db, command.id, why, ws.agent, ws.now)


def _refuse_if_merged_on(ws: Workspace, command: Command) -> None:
    later = journal.merged_since(ws.db, command)
    if later is not None:
        raise CallqError(
            f"{later.agent} has merged them with others since ({later.summary}).",
            hint=f"First callq undo --agent {later.agent} takes that back.",
            code=Exit.REFUSED,
        )


def _remove_added(ws: Workspace, command: Command) -> tuple[set[int], int]:
    added = people.added_by(ws.db, command.id)
    called = people.called_among(ws.db, command.id) | merging.joined_among(ws.db, command.id)
    gone = added - called
    ws.projector().forget(gone)
    people.remove(ws.db, gone, ws.now)
    return gone, len(added & called)


def _names(ws: Workspace, ids: set[int]) -> tuple[tuple[int, str], ...]:
    return tuple((id_, people.name_of(ws.db, id_)) for id_ in sorted(ids)[:5])


def in_words(undone: Undone) -> str:
    """What was taken back, in a sentence."""
    parts = [f"Took back: {undone.command.name} ({undone.command.summary})"]
    if not undone.people and undone.command.name not in _OF_NOBODY:
        parts.append("nothing of it was left")
    if undone.removed:
        parts.append(f"{plural(undone.removed, 'person', 'people')} left the store")
    if undone.kept:
        stay = "person stays" if undone.kept == 1 else "people stay"
        parts.append(f"{undone.kept:,} {stay}: they were called since")
    if undone.lifted:
        entries = plural(undone.lifted, "do-not-call entry", "do-not-call entries")
        parts.append(f"{entries} of today lifted, on record")
    if undone.restored:
        are = "is" if undone.restored == 1 else "are"
        parts.append(f"{plural(undone.restored, 'number')} {are} on do-not-call again")
    return "; ".join(parts) + "."
