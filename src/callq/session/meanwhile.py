"""What others did to the person on the screen."""

from callq.named_tuple import NamedTuple
from callq.records import calls, leases, queue
from callq.records.queue import Entry
from callq.workspace import Workspace


class Meanwhile(NamedTuple):
    """What happened to a person without this rep."""

    code: str
    """`gone`, `opted-out`, `leased` or `logged`."""
    name: str
    agent: str
    outcome: str


def meanwhile(ws: Workspace, was: Entry) -> Meanwhile | None:
    """What happened to a person since they were read; None if nothing."""
    entry = queue.entry_of(ws.db, was.id, ws.now)
    if entry is None or not leases.lease_holder(ws.db, was.id, ws.now)[0]:
        return Meanwhile("gone", was.name, "", "")
    if entry.state == "do-not-call" and was.state != "do-not-call":
        return Meanwhile("opted-out", was.name, "", entry.last_outcome)
    if (entry.last_at, entry.last_outcome) != (was.last_at, was.last_outcome):
        last = next(iter(calls.history(ws.db, was.id)), None)
        return Meanwhile("logged", was.name, last.agent if last else "", entry.last_outcome)
    if entry.leased_to not in ("", ws.agent):
        return Meanwhile("leased", was.name, entry.leased_to, "")
    return None
