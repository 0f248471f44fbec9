"""Takes the best prospect to call now, and leases them to one rep."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from callq.errors import CallqError, Exit
from callq.named_tuple import NamedTuple
from callq.planning.progress import progress
from callq.queue.today import NO_LIMIT, Item, Reader, expected, midnight
from callq.records import calls, evaluation, leases, people, queue, research
from callq.records.calls import LoggedCall
from callq.records.contacts import StoredProspect
from callq.records.leases import Skip
from callq.records.queue import Scope
from callq.records.research import Research
from callq.scripts.say import Saying, opening
from callq.workspace import Workspace, stop_without_key

if TYPE_CHECKING:
    from callq.engine.blocks import Progress


class Taken(NamedTuple):
    """The prospect taken, with what the card shows."""

    item: Item
    details: StoredProspect
    history: tuple[LoggedCall, ...]
    until: datetime
    """When the lease ends, in UTC."""
    again: bool
    """Whether this rep held the lease already."""
    research: tuple[Research, ...]
    skips: tuple[Skip, ...]
    """Who put them back today, and why; the latest first."""
    progress: "Progress | None"
    """The rep's progress in today's call block; None without a goal."""
    saying: Saying
    """How to begin."""
    unchecked: tuple[str, ...]
    """The registries they aren't checked against, until the team says whether to."""
    without_rules: tuple[str, ...]
    """The countries without rules that they may be in, where the team wants to be warned."""


def take(ws: Workspace, scope: Scope) -> Taken:
    """Leases the best prospect to call now, or returns the one this rep still has.

    Raises:
        CallqError: No one can be called now; the hint says when. Or people were erased and the
            key is missing.
    """
    stop_without_key(ws)
    ws.expect_turn()
    ws.turn()
    with ws.db.write():
        ws.db.expect(
            *expected(ws, scope),
            lambda db: leases.of_agent(db, ws.agent, ws.now),
            lambda db: leases.skipped(db, ws.agent, ws.now),
        )
        reader = Reader(ws, scope)
        reader.expect(1)
        held = _still_held(ws, reader)
        until = held[1] if held else _lease_end(ws)
        item = held[0] if held else _best(ws, reader)
        if item and not held:
            leases.take(ws.db, item.entry.id, ws.agent, ws.now, until)
    if item is None:
        # Refused only now, so that a lease that no longer counts has ended.
        raise _no_one_callable(ws, scope)
    entry = item.entry
    ws.tell("next", id=entry.id, name=entry.name, number=entry.e164 or None, due_at=entry.due_at)
    return _taken(ws, reader, item, until, again=held is not None)


def take_this(ws: Workspace, prospect_id: int) -> Taken:
    """Leases one person, due or not, and lets go of the one this rep had.

    Dialing checks whether they may be called.

    Raises:
        CallqError: They were removed, or another rep has them.
    """
    stop_without_key(ws)
    ws.turn()
    with ws.db.write():
        entry = queue.entry_of(ws.db, prospect_id, ws.now)
        if entry is None:
            raise _removed()
        if entry.leased_to not in ("", ws.agent):
            raise CallqError(
                f"{entry.leased_to} has {entry.name} right now.",
                hint="Ask them, or take the next: callq next",
                code=Exit.REFUSED,
                name="leased-to-another",
            )
        leases.release(ws.db, ws.agent, but=prospect_id)
        again = leases.of_prospect(ws.db, prospect_id, ws.now) is not None
        until = _lease_end(ws)
        if again:
            leases.renew(ws.db, prospect_id, until)
        else:
            leases.take(ws.db, prospect_id, ws.agent, ws.now, until)
        reader = Reader(ws, Scope())
    return _taken(ws, reader, reader.item(entry), until, again=again)


def renew(ws: Workspace, prospect_id: int) -> bool:
    """Makes this rep's lease last from now on; False where it isn't theirs any more."""
    with ws.db.write():
        lease = leases.of_agent(ws.db, ws.agent, ws.now)
        if lease is None or lease.prospect_id != prospect_id:
            return False
        leases.renew(ws.db, prospect_id, _lease_end(ws))
    return True


def _lease_end(ws: Workspace) -> datetime:
    return ws.now + timedelta(minutes=int(ws.settings["lease"]))


def _removed() -> CallqError:
    return CallqError(
        "They were just removed.", hint="callq next", code=Exit.NOT_FOUND, name="person-removed"
    )


def _taken(ws: Workspace, reader: Reader, item: Item, until: datetime, *, again: bool) -> Taken:
    """The card of a person this rep has."""
    ws.db.expect(
        lambda db: people.details(db, item.entry.id),
        lambda db: calls.history(db, item.entry.id),
        lambda db: research.of(db, item.entry.id),
        lambda db: leases.skips_of(db, item.entry.id, midnight(ws), ws.now),
    )
    details = people.details(ws.db, item.entry.id)
    if details is None:
        raise _removed()
    history = tuple(c for c in calls.history(ws.db, item.entry.id) if c.voided_at is None)
    saying = opening(ws, item.entry, details, history)
    known = research.of(ws.db, item.entry.id)
    skips = leases.skips_of(ws.db, item.entry.id, midnight(ws), ws.now)
    return Taken(
        item, details, history, until, again, known, skips, progress(ws), saying,
        reader.unchecked([item]), _without_rules(ws, item.entry.id),
    )  # fmt: skip


def _without_rules(ws: Workspace, prospect_id: int) -> tuple[str, ...]:
    if ws.rulebook.unknown_places != "warn":
        return ()
    known = evaluation.of_one(ws.db, prospect_id, ws.context)
    numbers = known.prospect.numbers if known else ()
    return tuple(dict.fromkeys(place for number in numbers for place in number.unknown))


def put_back(ws: Workspace, why: str) -> str:
    """Puts the leased prospect back and hides them from this rep for a while; their name.

    Raises:
        CallqError: No lease is held.
    """
    with ws.db.write():
        lease = leases.of_agent(ws.db, ws.agent, ws.now)
        if lease is None:
            raise _no_lease(ws.agent)
        until = ws.now + timedelta(minutes=int(ws.settings["skip"]))
        leases.end(ws.db, lease.prospect_id)
        leases.skip(ws.db, lease.prospect_id, ws.agent, ws.now, until, why)
        found = people.by_id(ws.db, lease.prospect_id)
    return found[0].name if found else ""


def release(ws: Workspace) -> int:
    """Ends this rep's leases; how many there were."""
    with ws.db.write():
        return leases.release(ws.db, ws.agent)


def _still_held(ws: Workspace, reader: Reader) -> tuple[Item, datetime] | None:
    lease = leases.of_agent(ws.db, ws.agent, ws.now)
    if lease is None:
        return None
    entry = queue.entry_of(ws.db, lease.prospect_id, ws.now)
    # They opted out meanwhile, or another rep called them: the lease no longer counts. One who was
    # dialed, though not due, stays until it's logged how that went.
    on_the_phone = lease.dialed_at is not None and entry is not None and reader.callable(entry)
    if entry is None or entry.blocked or not (on_the_phone or reader.offered(entry)):
        leases.end(ws.db, lease.prospect_id)
        return None
    return reader.item(entry), lease.until


def _best(ws: Workspace, reader: Reader) -> Item | None:
    skipped = leases.skipped(ws.db, ws.agent, ws.now)
    for item in reader.offers(NO_LIMIT):
        free = not (item.entry.leased_to or item.agreed_by)
        if free and item.entry.id not in skipped:
            return item
    return None


def _no_one_callable(ws: Workspace, scope: Scope) -> CallqError:
    from callq.queue.waiting import in_words, waiting

    hint = in_words(waiting(ws, scope), ws.now, ws.home)
    return CallqError(
        "No one to call right now.", name="no-one-to-call", hint=hint, code=Exit.NOT_FOUND
    )


def _no_lease(agent: str) -> CallqError:
    return CallqError(
        f"{agent} isn't on a call.",
        name="no-lease",
        hint="Take one: callq next",
        code=Exit.NOT_FOUND,
    )
