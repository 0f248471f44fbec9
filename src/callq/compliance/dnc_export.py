"""Everything on do-not-call of our own, one entry after the other, in flat memory."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from callq.records import dnc, number_lists
from callq.workspace import Workspace


class Exported(NamedTuple):
    """An entry as it leaves the store."""

    number: str
    since: datetime
    source: str
    reason: str
    by: str
    lifted_at: datetime | None = None
    lifted_why: str = ""
    consent_by: str = ""
    consent_at: datetime | None = None
    consent_how: str = ""


def entries(ws: Workspace, *, history: bool = False) -> Iterator[Exported]:
    """Our own entries and those of our own lists; not what a registry holds.

    Args:
        ws: An open workspace.
        history: The lifted ones too.
    """
    for one in dnc.entries(ws.db, lifted=history):
        yield Exported(
            one.number, one.since, one.source, one.reason, one.by_agent, one.lifted_at,
            one.lifted_why, one.consent_by, one.consent_at, one.consent_how,
        )  # fmt: skip
    for own in number_lists.in_force(ws.db):
        if own.kind == "own":
            for number in number_lists.numbers_on(ws.db, own.id):
                yield Exported(
                    f"+{number}", own.imported_at, own.series, own.file, own.by_agent
                )  # fmt: skip
