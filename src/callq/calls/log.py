"""Logs how a call ended: reads what's known once, judges the call, writes each row once."""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING

from callq.calls.offer import offer_of
from callq.calls.request import (
    LONGEST_CALL,
    LogRequest,
    read_duration,
    read_outcome,
    split_referral,
    with_reason,
)
from callq.compliance import check as compliance
from callq.compliance import hours_now
from callq.engine.hours import opens_at
from callq.engine.model import Channel
from callq.engine.new_call import Consequences, consequences_of
from callq.engine.outcomes import Outcome
from callq.engine.spans import local_time
from callq.engine.status import Status
from callq.engine.words import date_in_words, in_words
from callq.errors import CallqError, Exit
from callq.named_tuple import NamedTuple
from callq.planning.progress import progress
from callq.prospects.who import leased_or_named
from callq.records import (
    calls,
    dnc,
    evaluation,
    groups,
    leases,
    likelihood,
    people,
    projection,
    queue,
)
from callq.records.calls import LEARNED_EVERY, NewCall
from callq.records.contacts import Contact, StoredProspect
from callq.records.evaluation import EvaluationInput
from callq.records.likelihood import OF_A_CALL
from callq.records.people import Found
from callq.records.queue import Entry
from callq.storage import journal, meta
from callq.workspace import Workspace

if TYPE_CHECKING:
    from callq.engine.blocks import Progress

_CLOCK_SLACK = timedelta(minutes=2)


class LogResult(NamedTuple):
    """What was logged, and what follows."""

    command_id: int
    call_id: int
    who: Found
    call: NewCall
    outcome: Outcome
    status: Status
    zone: tzinfo
    """The prospect's zone."""
    callable_at: datetime | None
    """When they can first be called again within their calling hours, in UTC."""
    warnings: tuple[str, ...]
    blocked: tuple[str, ...]
    """The numbers that are on do-not-call from now on."""
    referred: Found | None
    progress: "Progress | None" = None
    """The rep's progress in today's call block; None without a goal."""
    dialed: bool = False
    """Whether callq dialed it, and so knew when it began."""
    added: bool = False
    """Whether the person is new: an unknown number called."""


class _Plan(NamedTuple):
    """A request, read: what will be written unless the number or the referral changes it."""

    who: Found
    details: StoredProspect
    outcome: Outcome
    call: NewCall
    zone: tzinfo
    entry: Entry
    """The person in the queue before the call."""


class _Judged(NamedTuple):
    """A call before it's written."""

    id: int
    call: NewCall
    known: EvaluationInput
    """What's known of the person once it's logged."""
    follows: Consequences
    blocked: tuple[str, ...]


def log(ws: Workspace, request: LogRequest) -> LogResult:
    """Logs a call in one transaction.

    Raises:
        CallqError: The outcome or person is unknown, or the options conflict; nothing is logged.
    """
    outcome = read_outcome(ws.rulebook, request)
    request = with_reason(ws.rulebook, request, outcome)
    if request.channel == Channel.INCOMING or request.name:
        from callq.calls.incoming import unknown_caller

        caller = unknown_caller(ws, request)
        if caller:
            return _told(ws, _log_newcomer(ws, request, outcome, caller))
    plan = _plan(ws, request, outcome, leased_or_named(ws, request.who))
    with ws.db.write():
        _expect(ws, plan)
        command = journal.begin(ws.db, "log", ws.agent, ws.now, _summary(outcome, plan.who.name))
        result = _log(ws, request, plan, command)
        ws.keep_learning((result.call.at, result.call_id), last=result.call_id, most=OF_A_CALL)
    return _told(ws, result._replace(progress=progress(ws)))


def _told(ws: Workspace, result: LogResult) -> LogResult:
    """Tells the rep's own program."""
    if ws.settings.hooks:
        said = {"id": result.who.id, "name": result.who.name, "number": result.call.number or None,
                "outcome": result.outcome.word, "due_at": result.status.due_at}  # fmt: skip
        ws.tell("log", **said)
        if result.outcome.opts_out:
            ws.tell("opt-out", **said)
    return result


def _expect(ws: Workspace, plan: _Plan) -> None:
    """Says what a call is judged by; see `Db.expect`."""
    who, call = plan.who.id, plan.call
    ws.db.expect(
        lambda db: leases.lease_holder(db, who, ws.now),
        lambda db: leases.of_prospect(db, who, ws.now),
        lambda db: leases.stored(db, who),
        lambda db: compliance.suppression_of(db, call.number, call.at),
        lambda db: calls.sharing_numbers(db, [who]),
        lambda db: projection.stored(db, [who]),
        calls.next_id,
        groups.ids,
        lambda db: meta.read(db, meta.CHANCE_PLACE),
        *evaluation.expected(who, call.number),
        *([lambda db: likelihood.stored(db, [who])] if meta.CHANCE in ws.facts else []),
    )


def _log_newcomer(
    ws: Workspace, request: LogRequest, outcome: Outcome, caller: Contact
) -> LogResult:
    with ws.db.write():
        command = journal.begin(ws.db, "log", ws.agent, ws.now, _summary(outcome, caller.name))
        plan = _plan(ws, request, outcome, _added(ws, caller, command))
        result = _log(ws, request, plan, command)
        ws.keep_learning((result.call.at, result.call_id), last=result.call_id, most=OF_A_CALL)
    return result._replace(progress=progress(ws), added=True)


def _summary(outcome: Outcome, name: str) -> str:
    return f"{outcome.word} for {name}"


def _added(ws: Workspace, person: Contact, command: int) -> Found:
    from callq.prospects.add import add_in_transaction

    (new_id,) = add_in_transaction(ws, [person], command)
    return people.by_id(ws.db, new_id)[0]


def _number_of(
    ws: Workspace, request: LogRequest, channel: Channel, entry: Entry, details: StoredProspect
) -> str:
    """The number of a call: the one offered, or the one that called; empty if it's unknown."""
    theirs = {phone.e164 for phone in details.phones if phone.e164}
    if channel is Channel.INCOMING:
        from callq.calls.incoming import number_calling

        calling = number_calling(ws, request)
        return calling if calling in theirs else ""
    if channel not in (Channel.CALL, Channel.TEXT):
        return ""
    return entry.e164 or (theirs.pop() if len(theirs) == 1 else "")


def _plan(ws: Workspace, request: LogRequest, outcome: Outcome, who: Found) -> _Plan:
    ws.db.expect(
        lambda db: people.details(db, who.id), lambda db: queue.entry_of(db, who.id, ws.now)
    )
    details = people.details(ws.db, who.id)
    entry = queue.entry_of(ws.db, who.id, ws.now)
    if details is None or entry is None:
        raise _removed(who.name)
    zone = entry.zone or ws.home
    at = _time_of_call(ws, request.when)
    # "emailed" implies the channel.
    channel = Channel.EMAIL if outcome.clears_email else Channel(request.channel)
    call = NewCall(
        prospect_id=who.id,
        at=at,
        outcome=outcome.word,
        written=request.outcome or request.answer,
        agent=ws.agent,
        channel=channel,
        number=_number_of(ws, request, channel, entry, details),
        reason=request.reason or ("unknown" if outcome.canonical == "soft-no" else ""),
        permission=request.permission,
        given_at=_time_named(ws, request, at, zone),
        duration=read_duration(request.duration),
        note=request.note,
    )
    return _Plan(who, details, outcome, call, zone, entry)


def _time_of_call(ws: Workspace, text: str) -> datetime:
    if not text:
        return ws.now
    from callq.planning.typed_times import read

    at = read(ws, text).at.astimezone(UTC)
    if at > ws.now + _CLOCK_SLACK:
        at = _earlier_today(ws, text, at)
    if at > ws.now + _CLOCK_SLACK:
        raise CallqError(
            f"--when {text} is in the future: {in_words(at, ws.home)}.",
            hint="Use --at for the time they named.",
            name="call-in-the-future",
        )
    return min(at, ws.now)


def _earlier_today(ws: Workspace, text: str, at: datetime) -> datetime:
    """The moment today that a clock by itself means, which else is tomorrow's: `9:30`."""
    from callq.planning.typed_times import read

    midnight = local_time(ws.now, ws.home).replace(hour=0, minute=0, second=0, microsecond=0)
    today = read(ws, text, now=midnight).at
    tomorrow = local_time(at, ws.home)
    is_clock = today.replace(tzinfo=None) + timedelta(days=1) == tomorrow.replace(tzinfo=None)
    return today.astimezone(UTC) if is_clock and today <= ws.now else at


def _time_named(ws: Workspace, request: LogRequest, at: datetime, zone: tzinfo) -> datetime | None:
    text = request.at or request.within
    if not text:
        return None
    from callq.planning.typed_times import read_until

    if request.within and not text.lower().startswith("in "):
        text = f"in {text}"
    given = read_until(ws, text, zone).at.astimezone(UTC)
    if given <= max(ws.now, at) - timedelta(minutes=1):
        raise CallqError(
            f'"{request.at or request.within}" is in the past: {in_words(given, zone)}.',
            hint="Give a time that's still ahead.",
            name="time-in-the-past",
        )
    return given


def _removed(name: str) -> CallqError:
    message = f"{name} was just removed."
    return CallqError(message, code=Exit.NOT_FOUND, name="person-removed")


def _log(ws: Workspace, request: LogRequest, plan: _Plan, command: int) -> LogResult:
    db, who, call = ws.db, plan.who, plan.call
    there, holder = leases.lease_holder(db, who.id, ws.now)
    if not there:
        raise _removed(who.name)
    dialed = _as_dialed(ws, request, plan) if holder == ws.agent else None
    call = dialed or call
    if request.number:
        number = _number_called(ws, request.number, plan.details, command)
        call = call._replace(number=number)
    if request.reach:
        from callq.prospects.edit import stored_reach
        from callq.records.change_people import PeopleWriter

        values = {"reach": stored_reach(request.reach)}
        PeopleWriter(ws.projector(), command).change(plan.details, values)
    asked = ""
    if request.note and not (plan.outcome.opts_out or request.may_be_called):
        from callq.calls.note_opt_out import hold

        asked = hold(ws, who.id, request.note, command)
    found = compliance.suppression_of(db, call.number, call.at)
    touched = {who.id}
    if request.number:
        from callq.prospects.opt_out import spread

        touched |= spread(ws, [who.id], command)
    referred = _refer(ws, request.to, plan.details, command) if request.to else None
    call = call._replace(referred_to=referred.id if referred else None)
    judged = _judge(ws, plan, call, found)
    too_soon = _same_company(ws, plan.details, call)
    _write(ws, plan, judged, command, touched)
    callable_at = _callable_at(ws, plan, judged.follows.status)
    warnings = judged.follows.warnings
    warnings += (*too_soon, *_undialable(ws, request.to, referred))
    if holder not in ("", ws.agent):
        warnings = (f"{holder} is working on {who.name} right now.", *warnings)
    if asked:
        from callq.calls.note_opt_out import warning

        warnings = (warning(who.id, asked), *warnings)
    callback = judged.follows.status.callback_at if call.given_at else None
    if callback and callable_at and callable_at > callback:
        first = in_words(callable_at, plan.zone)
        warnings += (f"That's outside their calling hours. You can call from {first}.",)
    elif callback:
        warnings += _on_holiday(plan, callback, judged.follows.status)
    return LogResult(
        command, judged.id, who, judged.call, plan.outcome, judged.follows.status, plan.zone,
        callable_at, warnings, judged.blocked, referred, dialed=dialed is not None,
    )  # fmt: skip


def _as_dialed(ws: Workspace, request: LogRequest, plan: _Plan) -> NewCall | None:
    """The call as callq dialed it: its start, number, and how long they talked; None if it didn't.

    What the rep says of the time, the number or the length comes first.
    """
    call, lease = plan.call, leases.of_prospect(ws.db, plan.who.id, ws.now)
    start = lease.dialed_at if lease else None
    if lease is None or start is None or call.channel != Channel.CALL or request.when:
        return None
    seconds = min(round((call.at - start).total_seconds()), LONGEST_CALL)
    talked = plan.outcome.human and call.duration is None and seconds > 0
    return call._replace(
        at=min(start, call.at),
        number=lease.dialed_number,
        duration=seconds if talked else call.duration,
    )


def log_rung(ws: Workspace, call: NewCall, command: int) -> tuple[int, NewCall]:
    """Logs a call that a phone system recorded, as part of a command; inside a write transaction.

    Args:
        ws: An open workspace.
        call: Who, when, on which number and how it ended.
        command: The command that undo takes back.

    Returns:
        Its id, and the call with the violations it was made against.
    """
    details = people.details(ws.db, call.prospect_id)
    found = people.by_id(ws.db, call.prospect_id)
    entry = queue.entry_of(ws.db, call.prospect_id, ws.now)
    if details is None or entry is None or not found:
        raise _removed(str(call.prospect_id))
    outcome = ws.rulebook.outcome(call.outcome)
    plan = _Plan(found[0], details, outcome, call, ws.home, entry)
    judged = _judge(ws, plan, call, compliance.suppression_of(ws.db, call.number, call.at))
    _write(ws, plan, judged, command, {call.prospect_id})
    return judged.id, judged.call


def _judge(ws: Workspace, plan: _Plan, call: NewCall, found: compliance.Suppression) -> _Judged:
    """Reads the history once, and judges the new call by it."""
    record = next(evaluation.records_of(ws.db, [plan.who.id]), None)
    if record is None:
        raise _removed(plan.who.name)
    then = record.in_context(ws.context._replace(now=call.at, exemptions=True))
    hours = hours_now.check(ws, then, call.number, call.at)
    blocked: tuple[str, ...] = ()
    if plan.outcome.opts_out:
        # All their numbers: another record of the same person may have one of them too.
        numbers = (call.number, *(phone.e164 for phone in plan.details.phones))
        blocked = tuple(filter(None, dict.fromkeys(numbers)))
    id_ = calls.next_id(ws.db)
    new = evaluation.as_call(call, id_, ws.now)
    known = record.after(new, blocked).in_context(ws.context)
    around = compliance.circumstances(call, hours, found, ws.rulebook.registries)
    follows = consequences_of(new, known.prospect, known.calls, around, ws.rulebook, ws.now)
    checked = compliance.as_text(ws, call, hours, found.lists)
    offer = offer_of(plan.entry, call, ws.rulebook)
    call = call._replace(violations=follows.violations, checked=checked, offer=offer)
    return _Judged(id_, call, known, follows, blocked)


def _write(
    ws: Workspace, plan: _Plan, judged: _Judged, command: int, touched: Collection[int]
) -> None:
    """Writes the call, the numbers it blocks, and everyone's place in the queue."""
    db, call = ws.db, judged.call
    calls.insert(db, [call], command, ws.now)
    dnc.block(
        db, judged.blocked, source="call", agent=ws.agent, now=call.at,
        reason=f"asked by {plan.who.name} ({call.channel})", call_id=judged.id, command_id=command,
    )  # fmt: skip
    leases.end_by(db, plan.who.id, command)
    projector = ws.projector()
    projector.write(judged.known, judged.follows.status)
    others = calls.sharing_numbers(db, {*touched, *dnc.owners(db, judged.blocked)})
    projector.refresh(others - {plan.who.id})
    if judged.id % LEARNED_EVERY == 0:
        from callq.records.answering import renew

        ws.facts.update(renew(db, ws.rulebook, judged.id))


def _same_company(ws: Workspace, details: StoredProspect, call: NewCall) -> tuple[str, ...]:
    """What to say where the team wants a gap between two calls to a company, and it wasn't over."""
    if not ws.rulebook.company_gap.amount:
        return ()
    from callq.records import companies

    called_at = companies.last_called(ws.db, ws.rulebook, details.company, call.at, ws.home)
    if called_at is None or call.channel != Channel.CALL:
        return ()
    entry = queue.entry_of(ws.db, details.id, ws.now)
    if entry and entry.callback_at and entry.callback_at <= call.at:
        return ()
    when, gap = in_words(called_at, ws.home), ws.rulebook.company_gap
    return (f"{details.company} was called {when}. Leave {gap} between two calls to one company.",)


def _on_holiday(plan: _Plan, callback: datetime, status: Status) -> tuple[str, ...]:
    """Says that a callback is on a public holiday of the country they may be in."""
    places = status.number.places if status.number else ()
    day = local_time(callback, plan.zone).date()
    if not places:
        return ()
    from callq.places.holidays import dates_of

    countries = sorted({place[:2] for place in places})
    name = dates_of(countries, range(day.year, day.year + 1)).get(day.isoformat())
    return (f"{date_in_words(day)} is a public holiday there: {name}.",) if name else ()


def _callable_at(ws: Workspace, plan: _Plan, status: Status) -> datetime | None:
    if status.due_at is None or status.action.is_email or status.hold:
        return status.due_at
    group = hours_now.group_of(ws.db, ws.context, plan.details.list_name, status.number)
    return opens_at(max(status.due_at, ws.now), group.schedule()) if group else None


def _number_called(ws: Workspace, text: str, details: StoredProspect, command: int) -> str:
    digits = "".join(c for c in text if c.isdecimal())
    theirs = [p.e164 for p in details.phones if p.e164 and digits and p.e164.endswith(digits)]
    if theirs:
        return theirs[0]
    from callq.prospects.add import person_from

    added = person_from(ws, name="", phones=(text,)).phones[0]
    if not added.e164:
        raise CallqError(
            f'"{text}" isn\'t a phone number.',
            hint=f"callq show {details.id} lists the numbers of {details.name}.",
            name="unknown-number",
        )
    if all(phone.e164 != added.e164 for phone in details.phones):
        from callq.records.change_people import PeopleWriter

        PeopleWriter(ws.projector(), command).add_phone(details.id, added)
    return added.e164


def _undialable(ws: Workspace, to: str, referred: Found | None) -> tuple[str, ...]:
    """A warning where the number of the one they named can't be dialed."""
    _, phones, _ = split_referral(to)
    if referred is None or not phones or people.numbers_of(ws.db, referred.id):
        return ()
    fix = f"callq edit {referred.id} --add-phone NUMBER"
    return (f'"{phones[0]}" can\'t be dialed: {fix}',)


def _refer(ws: Workspace, to: str, details: StoredProspect, command: int) -> Found:
    from callq.prospects.add import person_from

    name, phones, emails = split_referral(to)
    person = person_from(ws, name=name or to, phones=phones, emails=emails)
    # The new prospect gets the rep, list and company of the one who named them.
    person = person._replace(
        company=details.company,
        owner=details.owner,
        list_name=details.list_name,
        note=f"Named by {details.name}.",
    )
    return _added(ws, person, command)
