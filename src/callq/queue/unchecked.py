"""Which registries people aren't checked against, as long as no one has said whether to."""

from callq.engine.registries import UNANSWERED
from callq.records import coverage, groups
from callq.workspace import Workspace


def unsettled(ws: Workspace) -> tuple[str, ...]:
    """The registries that should cover people in the store; empty once the team has answered."""
    if ws.rulebook.registries != UNANSWERED:
        return ()
    return coverage.unchecked(groups.read_all(ws.db).values())
