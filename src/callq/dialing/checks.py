"""Whether a person may be dialed right now on one of their numbers: all that `next` checks."""

from datetime import datetime

from callq.compliance.hours_now import group_of
from callq.engine.checks import DO_NOT_CALL, LITIGATOR, lifted_by
from callq.engine.hours import opens_at
from callq.engine.model import Hold, Number, Prospect, State
from callq.engine.status import Status, assess, hold_of
from callq.engine.words import day_and_time, when
from callq.errors import CallqError, Exit
from callq.named_tuple import NamedTuple
from callq.queue.today import Reader
from callq.records import companies, evaluation, leases, people
from callq.records.contacts import words_of
from callq.records.queue import Scope
from callq.workspace import Workspace


class Dialable(NamedTuple):
    """A number that may be dialed now."""

    number: Number
    warning: str
    """Says until when they cool down by your own rules; empty if they're due."""
    last_at: datetime | None
    """When they were called last."""


def check(ws: Workspace, who: int, name: str, ending: str = "") -> Dialable:
    """Checks do-not-call, registries, consents, hours, caps, gaps and other reps' leases.

    Inside the write transaction that marks the number as dialed.

    Args:
        ws: An open workspace.
        who: Their id.
        name: Theirs, for refusals.
        ending: The end of the number to dial; empty: the one that callq offers.

    Raises:
        CallqError: A check forbids the call, they were removed, or have no such number.
    """
    known = evaluation.of_one(ws.db, who, ws.context)
    if known is None:
        raise CallqError(f"{name} was just removed.", code=Exit.NOT_FOUND, name="person-removed")
    prospect, company = _with_company(ws, known.prospect)
    status = assess(prospect, known.calls, ws.rulebook, ws.now)
    _refuse_by_state(status, name, who)
    number = _number(prospect, status, ending, name)
    if number.blocked:
        raise _blocked(number, who)
    if number.e164 in status.dead:
        raise _refused(f"{number.shown} doesn't reach {name}.", "dead-number", who)
    is_callback = bool(status.callback_at and status.callback_at <= ws.now)
    if is_callback:
        # They named that time themselves.
        number = number._replace(reach="")
    _refuse_held(ws, prospect, number)
    on_it = assess(prospect._replace(numbers=(number,)), known.calls, ws.rulebook, ws.now)
    if on_it.release.at > ws.now and not is_callback:
        until = when(on_it.release.at, ws.now, ws.home)
        raise _refused(f"{name}: not before {until}. {on_it.release.words}", "too-soon", who)
    _refuse_leased(ws, number, company, name, who, is_callback=is_callback)
    warning = "" if status.is_due else _cooling(ws, status, name)
    return Dialable(number, warning, status.last.at if status.last else None)


def _number(prospect: Prospect, status: Status, ending: str, name: str) -> Number:
    digits = "".join(c for c in ending if c.isdecimal())
    theirs = [number for number in prospect.numbers if number.e164]
    if ending:
        meant = [one for one in theirs if digits and one.e164.endswith(digits)]
        if len(meant) != 1:
            known = ", ".join(one.shown for one in theirs)
            what = "has several numbers" if meant else "has no number"
            raise CallqError(
                f'{name} {what} that end in "{ending}".' if meant
                else f'{name} {what} that ends in "{ending}".',
                hint=f"Theirs: {known}." if known else "",
                code=Exit.AMBIGUOUS if meant else Exit.NOT_FOUND,
                name="several-numbers" if meant else "unknown-number",
            )  # fmt: skip
        return meant[0]
    offered = next((n for n in theirs if status.number and n.e164 == status.number.e164), None)
    if offered is None:
        raise _refused(f"{name} has no number to dial.", "no-number", prospect.id)
    return offered


def _with_company(ws: Workspace, prospect: Prospect) -> tuple[Prospect, str]:
    """The person with the last call to their company, while its gap lasts; and the company."""
    if not ws.rulebook.company_gap.amount:
        return prospect, ""
    details = people.details(ws.db, prospect.id)
    company = details.company if details else ""
    called_at = companies.last_called(ws.db, ws.rulebook, company, ws.now, ws.home)
    return prospect._replace(company_called_at=called_at), company


def _refuse_leased(
    ws: Workspace, number: Number, company: str, name: str, who: int, *, is_callback: bool
) -> None:
    other = leases.holder_among(ws.db, who, number.e164, ws.agent, ws.now)
    if other:
        raise _refused(f"{other} is working on {name} right now.", "leased", who)
    busy = companies.leased(ws.db, ws.agent, ws.now) if company and not is_callback else {}
    if words_of(company) in busy.values():
        raise _refused(f"Another rep is calling {company} right now.", "company-leased", who)


def _refuse_by_state(status: Status, name: str, who: int) -> None:
    if status.state is State.DO_NOT_CALL:
        if status.asked_on and status.asked_on.litigator:
            raise _blocked(status.asked_on, who)
        raise _refused(f"{name} is on do-not-call.", DO_NOT_CALL, who)
    if status.state is State.CLOSED:
        message = " ".join((f"There's no call to make to {name}.", *_said(status)))
        raise _refused(message, "closed", who)


def _refuse_held(ws: Workspace, prospect: Prospect, number: Number) -> None:
    hold = Hold.OPT_OUT_REQUEST if prospect.opt_out_text else hold_of(prospect, number)
    group = group_of(ws.db, ws.context, prospect.list_name, number)
    if not hold and group is None:
        hold = Hold.NO_ZONE
    now = Reader(ws, Scope()).resolve(group)
    held = hold or now.hold
    if held:
        said = lifted_by(held, prospect.id, unknown=number.unknown)
        raise CallqError(said, code=Exit.REFUSED, name=str(held))
    if not now.open:
        first = opens_at(ws.now, now.schedule)
        opens = f" You can call {when(first, ws.now, ws.home)}, your time." if first else ""
        message = f"It's outside the calling hours of {number.shown}.{opens}"
        raise _refused(message, "outside-hours", prospect.id)


def _blocked(number: Number, who: int) -> CallqError:
    if number.litigator:
        message = f"{number.shown} is on a list of people who sue callers."
        return _refused(message, LITIGATOR, who)
    return _refused(f"{number.shown} is on do-not-call.", DO_NOT_CALL, who)


def _cooling(ws: Workspace, status: Status, name: str) -> str:
    if status.due_at is None:
        return ""
    until = day_and_time(status.due_at, ws.home, ws.now)
    return " ".join((f"{name} isn't due until {until}.", *_said(status)))


def _said(status: Status) -> list[str]:
    return [each.text for each in status.explanation[:1]]


def _refused(message: str, name: str, who: int) -> CallqError:
    return CallqError(message, hint=f"callq why {who}", code=Exit.REFUSED, name=name)
