"""Who is calling: a number that's on record, or a person to add."""

from callq.calls.request import LogRequest
from callq.engine.model import Channel
from callq.errors import CallqError
from callq.prospects.who import number_in
from callq.records import people
from callq.records.contacts import Contact
from callq.workspace import Workspace


def unknown_caller(ws: Workspace, request: LogRequest) -> Contact | None:
    """The person to add for a call from a number that no one has.

    Args:
        ws: An open workspace.
        request: The call; WHO must be a number and the channel `incoming`.

    Returns:
        The person, on no list, owned by the rep; None if the call isn't from an unknown number.

    Raises:
        CallqError: A name is given for someone who is known, or for a call you made.
    """
    e164 = number_calling(ws, request)
    is_new = bool(e164) and not people.by_number(ws.db, e164)
    if request.name and not is_new:
        raise CallqError(
            "--name only goes with --inbound and a number no one has.",
            hint="Leave it out. To change a name: callq edit WHO --name NAME",
            name="name-not-allowed",
        )
    return newcomer(ws, request.who or "", request.name) if is_new else None


def newcomer(ws: Workspace, typed: str, name: str = "") -> Contact:
    """A caller no one knows: on no list, owned by the rep.

    Args:
        ws: An open workspace.
        typed: Their number in any style, or their name.
        name: Their name where a number was typed; the number when empty.
    """
    from callq.prospects.add import person_from

    is_number = bool(number_in(ws, typed))
    name = name or ("" if is_number else typed)
    person = person_from(ws, name=name, phones=(typed,) if is_number else ())
    return person._replace(name=person.name or person.phones[0].shown, owner=ws.agent)


def number_calling(ws: Workspace, request: LogRequest) -> str:
    """The number (E.164) that an incoming call came from; empty if WHO isn't one."""
    if request.channel != Channel.INCOMING or not request.who:
        return ""
    return number_in(ws, request.who)
