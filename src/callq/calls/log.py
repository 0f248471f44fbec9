"""Logs how a call ended: understood whole or refused, written at once with all that follows."""

from datetime import UTC, datetime, timedelta, tzinfo
from difflib import get_close_matches
from typing import TYPE_CHECKING, NamedTuple

from callq.compliance import check as gates
from callq.compliance.hours_now import group_of
from callq.engine.hours import opens_at
from callq.engine.model import Channel
from callq.engine.outcomes import ANSWERS, Outcome
from callq.engine.rulebook import Rulebook
from callq.engine.status import Status
from callq.engine.words import in_words
from callq.errors import CallqError, Exit
from callq.planning.progress import progress
from callq.prospects.who import leased_or_named
from callq.records import calls, dnc, leases, people, queue
from callq.records.calls import NewCall
from callq.records.people import Details, Found
from callq.records.queue import Entry
from callq.storage import journal
from callq.workspace import Workspace

if TYPE_CHECKING:
    from callq.engine.blocks import Progress

_LONGEST_CALL = 86_400
_CLOCK_SLACK = timedelta(minutes=2)


class Said(NamedTuple):
    """What the rep typed after a call, as typed."""

    who: str | None = None
    outcome: str | None = None
    reason: str = ""
    note: str = ""
    at: str = ""
    """The time they named, in their own zone."""
    within: str = ""
    """The same as a span: `2 weeks`."""
    permission: bool | None = None
    answer: str = ""
    channel: str = "call"
    duration: str = ""
    number: str = ""
    to: str = ""
    when: str = ""
    """When the call was, in the rep's zone; now when empty."""


class Logged(NamedTuple):
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
    """The first moment from the due time on that lies in their calling hours, in UTC."""
    warnings: tuple[str, ...]
    blocked: tuple[str, ...]
    """Numbers that are on do-not-call from now on."""
    referred: Found | None
    progress: "Progress | None" = None
    """Where the rep stands in the block of the day now, where they have a routine."""


class _Plan(NamedTuple):
    who: Found
    details: Details
    outcome: Outcome
    call: NewCall
    zone: tzinfo


def log(ws: Workspace, said: Said) -> Logged:
    """Logs a call in one transaction.

    Raises:
        CallqError: What was said is unknown, contradicts itself or names nobody; nothing is logged.
    """
    outcome = read_outcome(ws.rulebook, said)
    if said.outcome and not said.reason and outcome.takes_reason:
        said = said._replace(reason=_reason_within(ws.rulebook, said.outcome))
    _refuse_contradictions(ws.rulebook, said, outcome)
    plan = _plan(ws, said, outcome)
    with ws.db.write():
        logged = _write(ws, said, plan)
    return logged._replace(progress=progress(ws))


def read_outcome(rulebook: Rulebook, said: Said) -> Outcome:
    """The outcome that was said, by word, alias, a word of another system, or answer.

    Raises:
        CallqError: It is missing, unknown, or contradicts the answer.
    """
    by_answer = _by_answer(rulebook, said.answer)
    if not said.outcome:
        if by_answer is None:
            raise CallqError("How did it end?", hint="callq log [WHO] OUTCOME; callq log --help")
        return by_answer
    word = said.outcome.strip().lower().replace("_", "-").replace(" ", "-")
    outcome = rulebook.named(word) or _of_other_system(rulebook, said.outcome)
    if outcome is None:
        near = get_close_matches(word, rulebook.outcomes, n=3, cutoff=0.5)
        names = dict.fromkeys(rulebook.outcomes[n].word for n in near)
        hint = f"Did you mean {' or '.join(names)}?" if names else "Outcomes: " + ", ".join(
            dict.fromkeys(o.word for o in rulebook.outcomes.values())
        )  # fmt: skip
        raise CallqError(f'"{said.outcome}" is no outcome.', hint=hint)
    if by_answer and by_answer.word != outcome.canonical:
        raise CallqError(
            f"Answer {said.answer} means {by_answer.word}, not {outcome.word}.",
            hint="Give one of the two.",
        )
    return outcome


def _by_answer(rulebook: Rulebook, answer: str) -> Outcome | None:
    if not answer:
        return None
    word = ANSWERS.get(answer.lower())
    if word is None:
        raise CallqError(
            f'"{answer}" is no answer.',
            hint="--answer a (explain now), b (later: give --at), c (never again)",
        )
    return rulebook.outcome(word)


def _of_other_system(rulebook: Rulebook, text: str) -> Outcome | None:
    from callq.importing.dispositions import disposition

    found = disposition(text)
    return rulebook.outcomes.get(found[0]) if found else None


def _reason_within(rulebook: Rulebook, text: str) -> str:
    """The reason that another system's word for a no names besides; empty for our own words."""
    if text.strip().lower() in rulebook.outcomes:
        return ""
    from callq.importing.dispositions import disposition

    found = disposition(text)
    return found[1] if found and found[1] in rulebook.reasons else ""


def _refuse_contradictions(rulebook: Rulebook, said: Said, outcome: Outcome) -> None:
    word = outcome.word
    if said.at and said.within:
        raise CallqError("--at and --in name the time twice.", hint="Give one of the two.")
    timed = bool(said.at or said.within)
    if outcome.needs_time and not timed:
        raise CallqError(
            f"{word} needs the time they named.", hint=f'callq log … {word} --at "tuesday 3pm"'
        )
    if timed and not (outcome.needs_time or outcome.takes_time):
        raise CallqError(
            f"{word} takes no time: the rulebook says when they come back.",
            hint="If they named a time, it is a callback.",
        )
    if said.permission is not None and outcome.canonical != "hard-no":
        raise CallqError(
            f"Permission is asked after a hard no, not after {word}.",
            hint="Leave --permission out, or log hard-no.",
        )
    if said.to and outcome.canonical != "referred":
        raise CallqError(f"--to goes with referred, not with {word}.", hint="Log referred.")
    if said.channel not in tuple(Channel):
        raise CallqError(
            f'"{said.channel}" is no channel.', hint=f"Channels: {', '.join(Channel)}."
        )
    if said.reason:
        _refuse_reason(rulebook, said, outcome)


def _refuse_reason(rulebook: Rulebook, said: Said, outcome: Outcome) -> None:
    if not outcome.takes_reason:
        raise CallqError(f"{outcome.word} has no reason: reasons explain a no.", hint="Use --note.")
    if said.reason not in rulebook.reasons:
        near = get_close_matches(said.reason, rulebook.reasons, n=2, cutoff=0.5)
        names = " or ".join(near)
        hint = f"Did you mean {names}?" if near else f"Reasons: {', '.join(rulebook.reasons)}."
        raise CallqError(f'"{said.reason}" is no reason.', hint=hint)


def _plan(ws: Workspace, said: Said, outcome: Outcome) -> _Plan:
    who = leased_or_named(ws, said.who)
    details = people.details(ws.db, who.id)
    entry = queue.entry_of(ws.db, who.id, ws.now)
    if details is None or entry is None:
        raise CallqError(f"{who.name} was removed a moment ago.", code=Exit.NOT_FOUND)
    zone = entry.zone or ws.home
    at = _read_when(ws, said.when)
    # "emailed" says by itself that nobody's phone rang.
    channel = Channel.EMAIL if outcome.clears_mail else Channel(said.channel)
    call = NewCall(
        prospect_id=who.id,
        at=at,
        outcome=outcome.word,
        written=said.outcome or said.answer,
        agent=ws.agent,
        channel=channel,
        number=_number_dialed(entry, details) if channel in (Channel.CALL, Channel.TEXT) else "",
        reason=said.reason or ("unknown" if outcome.canonical == "soft-no" else ""),
        permission=said.permission,
        given_at=_read_given(ws, said, at, zone),
        duration=read_duration(said.duration),
        note=said.note,
    )
    return _Plan(who, details, outcome, call, zone)


def _number_dialed(entry: Entry, details: Details) -> str:
    """The number that callq would offer, or the only one they have."""
    theirs = {phone.e164 for phone in details.phones if phone.e164}
    return entry.e164 or (theirs.pop() if len(theirs) == 1 else "")


def _read_when(ws: Workspace, text: str) -> datetime:
    if not text:
        return ws.now
    from callq.planning.typed_times import read

    at = read(ws, text).at.astimezone(UTC)
    if at > ws.now + _CLOCK_SLACK:
        raise CallqError(
            f"--when {text} is {in_words(at, ws.home)}: that call has not been made yet.",
            hint="A time they named goes into --at.",
        )
    return min(at, ws.now)


def _read_given(ws: Workspace, said: Said, at: datetime, zone: tzinfo) -> datetime | None:
    text = said.at or said.within
    if not text:
        return None
    from callq.planning.typed_times import read

    if said.within and not text.lower().startswith("in "):
        text = f"in {text}"
    given = read(ws, text, zone).at.astimezone(UTC)
    if given <= max(ws.now, at) - timedelta(minutes=1):
        raise CallqError(
            f'"{said.at or said.within}" is {in_words(given, zone)}: that is past.',
            hint="Give a time to come.",
        )
    return given


def read_duration(text: str) -> int | None:
    """Seconds from `90`, `90s`, `2m`, `1m30s` or `1:30`; None from nothing.

    Raises:
        CallqError: The text is none of these.
    """
    if not text:
        return None
    import re

    clock = re.fullmatch(r"(?:(\d{1,2}):)?(\d{1,3}):(\d{2})", text)
    spoken = re.fullmatch(r"(?:(\d+)h)?(?:(\d+)m(?:in)?)?(?:(\d+)s?)?", text.replace(" ", ""))
    match = clock or spoken
    if match is None or not any(match.groups()):
        raise CallqError(f'"{text}" is no duration.', hint="Write e.g. 90s, 2m or 1:30.")
    hours, minutes, rest = (int(group[:7]) if group else 0 for group in match.groups())
    total = hours * 3600 + minutes * 60 + rest
    if total > _LONGEST_CALL or (clock and (rest > 59 or (match[1] and minutes > 59))):
        raise CallqError(f'"{text[:40]}" is no duration of a call.', hint="Write e.g. 2m or 1:30.")
    return total


def _write(ws: Workspace, said: Said, plan: _Plan) -> Logged:
    there, holder = leases.on_the_line(ws.db, plan.who.id, ws.now)
    if not there:
        raise CallqError(f"{plan.who.name} was removed a moment ago.", code=Exit.NOT_FOUND)
    command = journal.begin(ws.db, "log", ws.agent, ws.now)
    call = plan.call
    if said.number:
        call = call._replace(number=_number_called(ws, said.number, plan.details, command))
    referred = _refer(ws, said.to, plan.details, command) if said.to else None
    call = call._replace(referred_to=referred.id if referred else None)
    checked = gates.check(ws, plan.details, call, plan.outcome)
    call = call._replace(breach=",".join(checked.gates), checked=checked.text)
    warnings: tuple[str, ...] = checked.warnings
    if holder not in ("", ws.agent):
        warnings = (f"{holder} holds the lease on {plan.who.name}.", *warnings)
    call_id = calls.insert(ws.db, call, command, ws.now)
    touched = {plan.who.id}
    blocked: tuple[str, ...] = ()
    if plan.outcome.opts_out:
        blocked = _opt_out(ws, plan, call, call_id, command)
        touched |= dnc.owners(ws.db, blocked)
    if said.number:
        from callq.prospects.opt_out import spread

        touched |= spread(ws, [plan.who.id], command)
    leases.end(ws.db, plan.who.id)
    statuses = ws.projector().refresh(calls.sharing_numbers(ws.db, touched))
    journal.describe(ws.db, command, f"{plan.outcome.word} for {plan.who.name}")
    status = statuses[plan.who.id]
    warnings += gates.warnings_of(status, call_id, checked.gates)
    against = tuple(dict.fromkeys((*checked.gates, *gates.of_status(status, call_id))))
    if against != checked.gates:
        call = call._replace(breach=",".join(against))
        calls.mark_breach(ws.db, call_id, call.breach)
    callable_at = _callable_at(ws, plan, status)
    promised = status.promised_at if call.given_at else None
    if promised and callable_at and callable_at > promised:
        moment = in_words(callable_at, plan.zone)
        warnings += (f"That is outside their calling hours: they are offered from {moment}.",)
    return Logged(
        command, call_id, plan.who, call, plan.outcome, status, plan.zone, callable_at,
        warnings, blocked, referred,
    )  # fmt: skip


def _callable_at(ws: Workspace, plan: _Plan, status: Status) -> datetime | None:
    if status.due_at is None or status.action.is_mail or status.hold:
        return status.due_at
    group = group_of(ws, plan.details.list_name, status.number)
    return opens_at(max(status.due_at, ws.now), group.schedule()) if group else None


def _opt_out(
    ws: Workspace, plan: _Plan, call: NewCall, call_id: int, command: int
) -> tuple[str, ...]:
    # All their numbers: another record of the same person must not be called either.
    numbers = (call.number, *(phone.e164 for phone in plan.details.phones))
    wished = tuple(filter(None, dict.fromkeys(numbers)))
    dnc.block(
        ws.db, wished, source="call", agent=ws.agent, now=call.at,
        reason=f"asked by {plan.who.name} ({call.channel})", call_id=call_id, command_id=command,
    )  # fmt: skip
    return wished


def _number_called(ws: Workspace, text: str, details: Details, command: int) -> str:
    digits = "".join(c for c in text if c.isdecimal())
    theirs = [p.e164 for p in details.phones if p.e164 and digits and p.e164.endswith(digits)]
    if theirs:
        return theirs[0]
    from callq.prospects.add import person_from

    added = person_from(ws, name="", phones=(text,)).phones[0]
    if not added.e164:
        raise CallqError(
            f'"{text}" is no number of {details.name} and can\'t be dialed.',
            hint="callq show WHO lists their numbers.",
        )
    if all(phone.e164 != added.e164 for phone in details.phones):
        place = people.next_place(ws.db, "phone", details.id)
        people.insert_phones(ws.db, [(details.id, place, (added,))])
        journal.remember_new(ws.db, command, "phone", people.last_phone(ws.db, details.id))
    return added.e164


def _refer(ws: Workspace, to: str, details: Details, command: int) -> Found:
    from callq.prospects.add import add_in_transaction, person_from

    name, phones, emails = split_referral(to)
    person = person_from(ws, name=name or to, phones=phones, emails=emails)
    # They stay with the rep, the list and the company of who named them.
    person = person._replace(
        company=details.company,
        owner=details.owner,
        list_name=details.list_name,
        note=f"Named by {details.name}.",
    )
    (new_id,) = add_in_transaction(ws, [person], command)
    return people.by_id(ws.db, new_id)[0]


def split_referral(text: str) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """Name, numbers and addresses out of `Ann Lee +1 212 555 0100 ann@example.com`."""
    emails = tuple(word.strip("<>,;()") for word in text.split() if "@" in word)
    rest = " ".join(word for word in text.replace(",", " ").split() if "@" not in word)
    start = next((i for i, c in enumerate(rest) if c.isdigit() or c in "+("), len(rest))
    name, number = rest[:start].strip(" <>-"), rest[start:].strip()
    return name, (number,) if number else (), emails
