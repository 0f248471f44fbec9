"""Moves when a person is due, without pretending a call."""

from collections import Counter
from datetime import UTC, datetime, timedelta, tzinfo

from callq.calls.note import keep
from callq.calls.note_opt_out import warning
from callq.engine.status import Status, assess
from callq.engine.words import day_and_time, plural
from callq.errors import CallqError, Exit
from callq.named_tuple import NamedTuple
from callq.prospects.who import leased_or_named
from callq.records import evaluation, leases, queue
from callq.records.change_people import PeopleWriter
from callq.records.evaluation import EvaluationInput
from callq.records.people import Found
from callq.records.queue import Condition, Scope
from callq.storage import journal
from callq.storage.dry_run import written
from callq.workspace import Workspace, refuse_rep

_NONE: dict[str, datetime | None] = {
    "snoozed_until": None, "snoozed_at": None, "snoozed_callback_at": None,
}  # fmt: skip
_ENDS = ("now", "off")


class Snoozed(NamedTuple):
    """Who was snoozed."""

    who: Found
    due_at: datetime | None
    """When they would be due without it, in UTC; None: never."""
    until: datetime | None
    """When they're due now, in UTC; None: the snooze was ended."""
    zone: tzinfo
    """The person's."""
    warnings: tuple[str, ...] = ()


def snooze(
    ws: Workspace, who: str | None, text: str, *, note: str = "", callback: bool = False
) -> Snoozed:
    """Makes a person due later; a call ends it.

    Args:
        ws: An open workspace.
        who: WHO; None for the person this rep is calling.
        text: A time as a rep types it, on the person's clock: `3d`, `until june 1`. `now` ends
            a snooze.
        note: Why, kept as research.
        callback: Whether a scheduled callback may be moved.

    Raises:
        CallqError: The time can't be read, is past, or they're due later anyway; or they have a
            callback. Nothing is changed.
    """
    found = leased_or_named(ws, who)
    with ws.db.write():
        known = evaluation.of_one(ws.db, found.id, ws.context)
        there, holder = leases.lease_holder(ws.db, found.id, ws.now)
        if known is None or not there:
            raise CallqError(
                f"{found.name} was just removed.", code=Exit.NOT_FOUND, name="person-removed"
            )
        zone = known.prospect.zone
        status = _without(ws, known)
        until = None if text.strip().lower() in _ENDS else _time(ws, text, zone)
        _refuse(ws, known, status, found, until, callback=callback)
        asked = _write(ws, found, status, until, note, zone)
        if holder == ws.agent:
            leases.end(ws.db, found.id)
    ws.tell("snooze", id=found.id, name=found.name, due_at=until or status.due_at)
    warnings = [warning(found.id, asked)] if asked else []
    if holder not in ("", ws.agent):
        warnings.insert(0, f"{holder} is working on {found.name} right now.")
    return Snoozed(found, status.due_at, until, zone, tuple(warnings))


def snooze_all(
    ws: Workspace, which: Condition, text: str, *, callback: bool = False, dry_run: bool = False
) -> tuple[int, dict[str, int]]:
    """Makes many people due later, each by their own clock, as one command for undo.

    Args:
        ws: An open workspace.
        which: Which people.
        text: As for `snooze`.
        callback: Whether scheduled callbacks may be moved.
        dry_run: Change nothing.

    Returns:
        How many are snoozed, and how many not, by the name of the refusal.

    Raises:
        CallqError: The time can't be read, or is past.
    """
    refuse_rep(ws, "Snoozing everyone of a view")
    left_out: Counter[str] = Counter()
    snoozed: list[int] = []
    with written(ws.db, dry_run=dry_run):
        command = journal.begin(ws.db, "snooze all", ws.agent, ws.now)
        writer = PeopleWriter(ws.projector(), command)
        ids = queue.ids_in(ws.db, Scope(only=which), queue.NO_LIMIT)
        for known in list(evaluation.of_prospects(ws.db, ids, ws.context)):
            who = Found(known.prospect.id, "", "", "", "")
            ends = text.strip().lower() in _ENDS
            until = None if ends else _time(ws, text, known.prospect.zone)
            status = _without(ws, known)
            try:
                _refuse(ws, known, status, who, until, callback=callback)
            except CallqError as error:
                left_out[error.name] += 1
                continue
            writer.set(who.id, _values(ws, status, until))
            snoozed.append(who.id)
        writer.projector.refresh(snoozed)
        journal.describe(ws.db, command, plural(len(snoozed), "person", "people"))
    if not dry_run:
        ws.tell("snooze", people=len(snoozed), detail=text)
    return len(snoozed), dict(left_out)


def _time(ws: Workspace, text: str, zone: tzinfo) -> datetime:
    from callq.planning.typed_times import read_until

    at = read_until(ws, text, zone).at.astimezone(UTC)
    if at <= ws.now + timedelta(minutes=1):
        raise CallqError(
            f'"{text}" is in the past: {day_and_time(at, zone)}.',
            hint="Give a time that's still ahead.",
            name="time-in-the-past",
        )
    return at


def _without(ws: Workspace, known: EvaluationInput) -> Status:
    """Their status as it would be without a snooze."""
    return assess(known.prospect._replace(**_NONE), known.calls, ws.rulebook, ws.now)  # type: ignore[arg-type]


def _refuse(
    ws: Workspace, known: EvaluationInput, status: Status, who: Found, until: datetime | None, *,
    callback: bool,
) -> None:  # fmt: skip
    due, zone = status.due_at, known.prospect.zone
    if until is None:
        if known.prospect.snoozed_until is None:
            raise CallqError(f"{who.name} isn't snoozed.", name="not-snoozed")
        return
    if due is None:
        raise CallqError(
            f"{who.name} isn't due at any time.", hint=f"See why: callq why {who.id}",
            code=Exit.REFUSED, name="never-due",
        )  # fmt: skip
    if status.callback_at and not callback:
        raise CallqError(
            f"{who.name} has a callback {day_and_time(status.callback_at, zone, ws.now)}.",
            hint="To move it all the same, add --callback.",
            code=Exit.REFUSED,
            name="callback-scheduled",
        )
    if until <= due:
        raise CallqError(
            f"{who.name} isn't due before {day_and_time(due, zone, ws.now)} anyway.",
            hint=f"See why: callq why {who.id}",
            code=Exit.REFUSED,
            name="due-later-anyway",
        )


def _write(
    ws: Workspace, who: Found, status: Status, until: datetime | None, note: str, zone: tzinfo
) -> str:
    """Writes the snooze; the words of the note that ask for no calls."""
    command = journal.begin(ws.db, "snooze", ws.agent, ws.now)
    writer = PeopleWriter(ws.projector(), command)
    writer.set(who.id, _values(ws, status, until))
    asked = keep(ws, who.id, note, command) if note.strip() else ""
    writer.projector.refresh([who.id])
    what = f"until {day_and_time(until, zone, ws.now)}" if until else "no longer"
    journal.describe(ws.db, command, f"{who.name} {what}")
    return asked


def _values(ws: Workspace, status: Status, until: datetime | None) -> dict[str, datetime | None]:
    if until is None:
        return dict(_NONE)
    callback_at = status.callback_at
    return {"snoozed_until": until, "snoozed_at": ws.now, "snoozed_callback_at": callback_at}
