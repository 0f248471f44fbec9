"""Who has a number: one person, for a script that shows who is calling."""

from datetime import UTC, datetime

from callq.errors import CallqError, Exit
from callq.named_tuple import NamedTuple
from callq.prospects.who import number_in
from callq.records import people, queue
from callq.records.queue import Entry
from callq.workspace import Workspace

_NEVER = datetime.min.replace(tzinfo=UTC)


class Caller(NamedTuple):
    """The person with a number."""

    number: str
    """E.164."""
    entry: Entry
    """Of several people, the one called last."""
    others: int
    """How many more people have the number."""


def look_up(ws: Workspace, text: str) -> Caller:
    """Finds who has a number, written in any style; changes nothing.

    Raises:
        CallqError: It isn't a number, or no one has it.
    """
    number = number_in(ws, text)
    if not number:
        raise CallqError(
            f'"{text}" isn\'t a phone number.',
            hint='Write it like "+1 212 555 0134".',
            name="bad-number",
        )
    found = (queue.entry_of(ws.db, one.id, ws.now) for one in people.by_number(ws.db, number))
    entries = [entry for entry in found if entry]
    if not entries:
        raise CallqError(
            f"No one has {number}.",
            hint=f'After the call: callq log "{number}" OUTCOME --inbound --name NAME',
            code=Exit.NOT_FOUND,
            name="unknown-caller",
        )
    latest = max(entries, key=lambda entry: (entry.last_at or _NEVER, -entry.id))
    return Caller(number, latest, len(entries) - 1)
