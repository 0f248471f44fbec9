"""An opt-out covers the person, so it also covers numbers they get later."""

from collections.abc import Iterable

from callq.engine.model import Number
from callq.engine.status import assess
from callq.records import calls, dnc, evaluation, people
from callq.records.change_people import PeopleWriter
from callq.records.contacts import StoredProspect
from callq.workspace import Workspace


def spread(ws: Workspace, ids: Iterable[int], command_id: int | None = None) -> set[int]:
    """Put the new numbers of people who opted out on do-not-call.

    Call it whenever a prospect may have gained a number, in the same write transaction, before
    projections are refreshed.

    Args:
        ws: Inside a write transaction.
        ids: Prospects who may have gained a number.
        command_id: The command that added the number. Undoing it lifts the new entries.

    Returns:
        The ids of everyone who has one of the newly blocked numbers.
    """
    blocked: list[str] = []
    for prospect_id in sorted(set(ids)):
        numbers = people.numbers_of(ws.db, prospect_id)
        for call_id in _opt_out_calls(ws, prospect_id) if numbers else ():
            known = dnc.numbers_of_call(ws.db, call_id)
            fresh = [number for number in numbers if number not in known]
            dnc.block(
                ws.db, fresh, source="call", agent=ws.agent, now=ws.now,
                reason=f"new number of {people.name_of(ws.db, prospect_id)}, who opted out",
                call_id=call_id, command_id=command_id,
            )  # fmt: skip
            blocked += fresh
    return dnc.owners(ws.db, blocked)


def asked_on(ws: Workspace, prospect_id: int) -> Number | None:
    """The number by which a person opted out for all their numbers, outside a logged call."""
    known = evaluation.of_one(ws.db, prospect_id, ws.context)
    if known is None:
        return None
    return assess(known.prospect, known.calls, ws.rulebook, ws.now, in_words=False).asked_on


def keep_opt_out(
    ws: Workspace, writer: PeopleWriter, details: StoredProspect, asked: Number, command_id: int
) -> None:
    """Keeps a person's opt-out once the number it came by is no longer theirs on record.

    Their other numbers carry it on; without any, they're held for a decision.
    """
    if asked_on(ws, details.id):
        return
    why = f"opted out by {asked.shown}, which was removed"
    numbers = people.numbers_of(ws.db, details.id)
    dnc.block(
        ws.db, numbers, source="manual", agent=ws.agent, now=ws.now, reason=why,
        command_id=command_id, covers="person", because_of=asked.e164,
    )  # fmt: skip
    if not numbers and not details.opt_out_text:
        writer.change(details, {"opt_out_text": why})


def _opt_out_calls(ws: Workspace, prospect_id: int) -> list[int]:
    """Ids of the calls in which a prospect opted out and hasn't consented since."""
    outcomes = calls.outcomes_of(ws.db, prospect_id)
    asked = [id_ for id_, word in outcomes if ws.rulebook.outcome(word).opts_out]
    return [id_ for id_ in asked if not dnc.is_consented(ws.db, id_)]
