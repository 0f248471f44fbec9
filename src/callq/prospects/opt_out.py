"""A wish never to be called is theirs, not a number's: it holds for numbers learned later."""

from collections.abc import Iterable

from callq.records import calls, dnc, people
from callq.workspace import Desk


def spread(desk: Desk, ids: Iterable[int], command_id: int | None = None) -> set[int]:
    """Puts the numbers of those who opted out on do-not-call, where they are not yet.

    To be called whenever somebody may have gained a number, inside its write transaction, before
    the projections are rewritten.

    Args:
        desk: Inside a write transaction.
        ids: Who may have gained a number.
        command_id: The command by which they did; it takes the entries back on its own day.

    Returns:
        Everybody who has one of the numbers now blocked.
    """
    blocked: list[str] = []
    for prospect_id in sorted(set(ids)):
        numbers = people.numbers_of(desk.db, prospect_id)
        for wish in _wishes(desk, prospect_id) if numbers else ():
            known = dnc.numbers_of_call(desk.db, wish)
            fresh = [number for number in numbers if number not in known]
            dnc.block(
                desk.db, fresh, source="call", agent=desk.agent, now=desk.now,
                reason=f"learned of {people.name_of(desk.db, prospect_id)}, who had asked",
                call_id=wish, command_id=command_id,
            )  # fmt: skip
            blocked += fresh
    return dnc.owners(desk.db, blocked)


def _wishes(desk: Desk, prospect_id: int) -> list[int]:
    """The calls in which somebody asked never to be called, by id."""
    outcomes = calls.outcomes_of(desk.db, prospect_id)
    asked = [id_ for id_, word in outcomes if desk.rulebook.outcome(word).opts_out]
    return [id_ for id_ in asked if not dnc.is_consented(desk.db, id_)]
