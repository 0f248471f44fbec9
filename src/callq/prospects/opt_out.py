"""A wish never to be called is theirs, not a number's: it holds for numbers learned later."""

from collections.abc import Iterable

from callq.records import calls, dnc, people
from callq.workspace import Workspace


def spread(ws: Workspace, ids: Iterable[int], command_id: int | None = None) -> set[int]:
    """Puts the numbers of those who opted out on do-not-call, where they are not yet.

    To be called whenever somebody may have gained a number, inside its write transaction, before
    the projections are rewritten.

    Args:
        ws: Inside a write transaction.
        ids: Who may have gained a number.
        command_id: The command by which they did; it takes the entries back on its own day.

    Returns:
        Everybody who has one of the numbers now blocked.
    """
    blocked: list[str] = []
    for prospect_id in sorted(set(ids)):
        numbers = people.numbers_of(ws.db, prospect_id)
        for wish in _wishes(ws, prospect_id) if numbers else ():
            known = dnc.numbers_of_call(ws.db, wish)
            fresh = [number for number in numbers if number not in known]
            dnc.block(
                ws.db, fresh, source="call", agent=ws.agent, now=ws.now,
                reason=f"learned of {people.name_of(ws.db, prospect_id)}, who had asked",
                call_id=wish, command_id=command_id,
            )  # fmt: skip
            blocked += fresh
    return dnc.owners(ws.db, blocked)


def _wishes(ws: Workspace, prospect_id: int) -> list[int]:
    """The calls in which somebody asked never to be called, by id."""
    outcomes = calls.outcomes_of(ws.db, prospect_id)
    asked = [id_ for id_, word in outcomes if ws.rulebook.outcome(word).opts_out]
    return [id_ for id_ in asked if not dnc.is_consented(ws.db, id_)]
