"""Logs again the call of the last command a rep undid."""

from callq.calls.log import LogResult, log
from callq.calls.request import LogRequest
from callq.errors import CallqError, Exit
from callq.records import calls
from callq.records.calls import LoggedCall
from callq.storage import journal
from callq.workspace import Workspace


def redo(ws: Workspace) -> LogResult:
    """Logs again the call that this rep took back last.

    Raises:
        CallqError: Nothing was undone, it wasn't a call, or the rep has done something since.
    """
    undone = journal.last_undone(ws.db, ws.agent)
    if undone is None:
        raise CallqError(
            "There's nothing to redo.",
            hint="callq redo logs the call of your last undo again, until you do something else.",
            code=Exit.NOT_FOUND,
            name="nothing-to-redo",
        )
    found = calls.of_command(ws.db, undone.id)
    if undone.name != "log" or found is None:
        raise CallqError(
            f"You can't redo {undone.name}: only calls are logged again.",
            hint="Run that command again.",
            code=Exit.REFUSED,
            name="not-a-call",
        )
    who, call, referred = found
    if referred:
        raise CallqError(
            "You can't redo a referral: the person they named was removed.",
            hint=f"callq log {who} {call.outcome} --to NAME",
            code=Exit.REFUSED,
            name="referral-undone",
        )
    return log(ws, _request(who, call))


def _request(who: int, call: LoggedCall) -> LogRequest:
    return LogRequest(
        who=f"#{who}",
        outcome=call.outcome,
        reason=call.reason,
        note=call.note,
        at=call.given_at.isoformat(timespec="seconds") if call.given_at else "",
        permission=call.permission,
        channel=call.channel,
        duration="" if call.duration is None else f"{call.duration}s",
        number=call.number,
        when=call.at.isoformat(timespec="seconds"),
    )
