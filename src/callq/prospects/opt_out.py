"""An opt-out covers the person, so it also covers numbers they get later."""

from collections.abc import Iterable

from callq.records import calls, dnc, people
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


def _opt_out_calls(ws: Workspace, prospect_id: int) -> list[int]:
    """Ids of the calls in which a prospect opted out and hasn't consented since."""
    outcomes = calls.outcomes_of(ws.db, prospect_id)
    asked = [id_ for id_, word in outcomes if ws.rulebook.outcome(word).opts_out]
    return [id_ for id_ in asked if not dnc.is_consented(ws.db, id_)]
