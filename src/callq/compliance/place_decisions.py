"""Decide on places: call a country that has no row, close a state in an emergency, reopen it."""

from datetime import timedelta

from callq.compliance.hours import the_place
from callq.engine.spans import local_time
from callq.errors import CallqError, Exit
from callq.named_tuple import NamedTuple
from callq.places.addresses import country_of, name_of
from callq.planning.typed_times import read_day
from callq.records import place_decisions
from callq.records.place_decisions import ACCEPTED, CLOSED, PlaceDecision
from callq.storage import journal
from callq.workspace import Workspace

_LONGEST = timedelta(days=366)


class Decided(NamedTuple):
    """A decision, just made or taken back."""

    decision: PlaceDecision
    name: str
    """The place as people call it."""
    is_open: bool
    """Whether the place may be called from now on."""
    changed: int
    """How many people's status it changed."""


def standing(ws: Workspace) -> list[PlaceDecision]:
    """Every decision in force."""
    return place_decisions.in_force(ws.db)


def accept(ws: Workspace, country: str, source: str) -> Decided:
    """Calls a country without a row from now on, on someone's word.

    Args:
        ws: An open workspace.
        country: As typed.
        source: Who says that you may, and when.

    Raises:
        CallqError: It's no country, has a row or was accepted before, or there's no source.
    """
    code = country_of(country)
    if not code:
        raise CallqError(
            f'Unknown country "{country}".', hint="Type its name or code, e.g. AT.",
            name="unknown-place",
        )  # fmt: skip
    if ws.calling.country_row(code):
        raise CallqError(
            f"callq has rules for {name_of(code)}. They apply.",
            hint=f"See them: callq hours {ws.calling.country_row(code)}",
            name="place-has-rules",
        )
    if code in ws.calling.choices.accepted:
        raise CallqError(
            f"You already call {name_of(code)}.", hint="See who said so: callq hours",
            code=Exit.REFUSED, name="already-accepted",
        )  # fmt: skip
    if not source.strip():
        raise CallqError(
            f"Say who knows the rules of {name_of(code)}.",
            hint=f'callq hours --accept {code} --source "counsel, May 2026"',
            name="missing-source",
        )
    return _decide(ws, "hours accept", PlaceDecision(
        0, ACCEPTED, code, "", "", source.strip(), ws.agent, ws.now,
    ))  # fmt: skip


def close(ws: Workspace, place: str, first: str, last: str, why: str) -> Decided:
    """Closes a state or country for some days.

    Args:
        ws: An open workspace.
        place: As typed.
        first: The first day, as typed; empty for today.
        last: The last day; empty for the first one.
        why: What for, such as an emergency.

    Raises:
        CallqError: It's no place, a day can't be read, the days are turned round, or no reason.
    """
    where = the_place(place, (str(ws.settings["region"]).upper(),))
    if not why.strip():
        raise CallqError(
            f"Say why {name_of(where)} is closed.",
            hint=f'callq hours close {where} --from DAY --to DAY --why "state of emergency"',
            name="missing-reason",
        )
    start = read_day(ws, first) if first else local_time(ws.now, ws.home).date()
    end = read_day(ws, last) if last else start
    if end < start:
        raise CallqError(
            f"{last} is before {first or 'today'}.", hint="Give the first day first.",
            name="days-in-reverse",
        )  # fmt: skip
    if end - start > _LONGEST:
        raise CallqError(
            "That's more than a year.", hint="Close it for a shorter time, then again.",
            name="closed-too-long",
        )  # fmt: skip
    return _decide(ws, "hours close", PlaceDecision(
        0, CLOSED, where, start.isoformat(), end.isoformat(), why.strip(), ws.agent, ws.now,
    ))  # fmt: skip


def reopen(ws: Workspace, place: str) -> Decided:
    """Ends every closure of a place.

    Raises:
        CallqError: It's no place, or isn't closed.
    """
    where = the_place(place, (str(ws.settings["region"]).upper(),))
    mine = [one for one in standing(ws) if (one.kind, one.place) == (CLOSED, where)]
    if not mine:
        raise CallqError(
            f"{name_of(where)} isn't closed.", hint="See what is: callq hours",
            code=Exit.NOT_FOUND, name="not-closed",
        )  # fmt: skip
    with ws.db.write():
        command = journal.begin(ws.db, "hours reopen", ws.agent, ws.now)
        for one in mine:
            journal.remember(ws.db, command, "place_decision", one.id, ("ended_at",))
            place_decisions.end(ws.db, one.id, ws.now)
        changed = apply_again(ws)
        journal.describe(ws.db, command, name_of(where))
    return Decided(mine[-1], name_of(where), is_open=True, changed=changed)


def apply_again(ws: Workspace) -> int:
    """Works out everyone's status by the decisions as they are; how many changed."""
    ws.use_facts({})
    return ws.projector().rebuild()


def _decide(ws: Workspace, name: str, decision: PlaceDecision) -> Decided:
    with ws.db.write():
        command = journal.begin(ws.db, name, ws.agent, ws.now)
        row_id = place_decisions.add(ws.db, decision)
        journal.remember_new(ws.db, command, "place_decision", row_id)
        changed = apply_again(ws)
        journal.describe(ws.db, command, f"{name_of(decision.place)}: {decision.reason}")
    is_open = decision.kind == ACCEPTED
    return Decided(decision._replace(id=row_id), name_of(decision.place), is_open, changed)
