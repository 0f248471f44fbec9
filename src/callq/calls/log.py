"""Logs how a call ended, with everything that follows from it, in one transaction."""

from datetime import UTC, datetime, timedelta, tzinfo
from difflib import get_close_matches
from typing import TYPE_CHECKING, NamedTuple

from callq.compliance import check as compliance
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
    """What the rep typed after a call."""

    who: str | None = None
    outcome: str | None = None
    reason: str = ""
    note: str = ""
    at: str = ""
    """The time they named, in the prospect's zone."""
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
    """The rep's progress in today's call block; None without a goal."""


class _Plan(NamedTuple):
    who: Found
    details: Details
    outcome: Outcome
    call: NewCall
    zone: tzinfo


def log(ws: Workspace, said: Said) -> Logged:
    """Logs a call in one transaction.

    Raises:
        CallqError: The outcome or person is unknown, or the options conflict; nothing is logged.
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
    """The outcome, by its word, an alias, another system's word, or the answer a, b or c.

    Raises:
        CallqError: It is missing, unknown, or contradicts the answer.
    """
    by_answer = _by_answer(rulebook, said.answer)
    if not said.outcome:
        if by_answer is None:
            raise CallqError(
                "How did the call end?",
                hint="callq log [WHO] OUTCOME (callq log --help lists the outcomes)",
                name="outcome-missing",
            )
        return by_answer
    word = said.outcome.strip().lower().replace("_", "-").replace(" ", "-")
    outcome = rulebook.named(word) or _of_other_system(rulebook, said.outcome)
    if outcome is None:
        near = get_close_matches(word, rulebook.outcomes, n=3, cutoff=0.5)
        names = dict.fromkeys(rulebook.outcomes[n].word for n in near)
        hint = f"Did you mean {' or '.join(names)}?" if names else "Outcomes: " + ", ".join(
            dict.fromkeys(o.word for o in rulebook.outcomes.values())
        )  # fmt: skip
        raise CallqError(f'Unknown outcome "{said.outcome}".', hint=hint, name="unknown-outcome")
    if by_answer and by_answer.word != outcome.canonical:
        raise CallqError(
            f"Answer {said.answer} means {by_answer.word}, not {outcome.word}.",
            hint="Give only one of them.",
            name="answer-contradicts-outcome",
        )
    return outcome


def _by_answer(rulebook: Rulebook, answer: str) -> Outcome | None:
    if not answer:
        return None
    word = ANSWERS.get(answer.lower())
    if word is None:
        raise CallqError(
            f'Unknown answer "{answer}".',
            hint="Use --answer a (explain now), b (later, with --at) or c (never again).",
            name="unknown-answer",
        )
    return rulebook.outcome(word)


def _of_other_system(rulebook: Rulebook, text: str) -> Outcome | None:
    from callq.importing.dispositions import disposition

    found = disposition(text)
    return rulebook.outcomes.get(found[0]) if found else None


def _reason_within(rulebook: Rulebook, text: str) -> str:
    """The reason in another system's word for a refusal; empty for our own words."""
    if text.strip().lower() in rulebook.outcomes:
        return ""
    from callq.importing.dispositions import disposition

    found = disposition(text)
    return found[1] if found and found[1] in rulebook.reasons else ""


def _refuse_contradictions(rulebook: Rulebook, said: Said, outcome: Outcome) -> None:
    word = outcome.word
    if said.at and said.within:
        raise CallqError(
            "You gave the time twice: --at and --in.",
            hint="Give only one of them.",
            name="time-given-twice",
        )
    timed = bool(said.at or said.within)
    if outcome.needs_time and not timed:
        raise CallqError(
            f"When? {_article(word).capitalize()} {word} needs a time.",
            hint=f'callq log [WHO] {word} --at "tuesday 3pm"',
            name="time-missing",
        )
    if timed and not (outcome.needs_time or outcome.takes_time):
        raise CallqError(
            f"You can't give a time with {word}: your rules set the next call.",
            hint="Did they name a time? Log callback instead.",
            name="time-not-allowed",
        )
    if said.permission is not None and outcome.canonical != "hard-no":
        raise CallqError(
            f"--permission only goes with hard-no, not with {word}.",
            hint="Leave it out, or log hard-no.",
            name="permission-not-allowed",
        )
    if said.to and outcome.canonical != "referred":
        raise CallqError(
            f"--to only goes with referred, not with {word}.",
            hint="Leave it out, or log referred.",
            name="referral-not-allowed",
        )
    if said.channel not in tuple(Channel):
        raise CallqError(
            f'Unknown channel "{said.channel}".',
            hint=f"Channels: {', '.join(Channel)}.",
            name="unknown-channel",
        )
    if said.reason:
        _refuse_reason(rulebook, said, outcome)


def _refuse_reason(rulebook: Rulebook, said: Said, outcome: Outcome) -> None:
    if not outcome.takes_reason:
        raise CallqError(
            f"You can't give a reason with {outcome.word}, only when they refuse.",
            hint="Use --note instead.",
            name="reason-not-allowed",
        )
    if said.reason not in rulebook.reasons:
        near = get_close_matches(said.reason, rulebook.reasons, n=2, cutoff=0.5)
        names = " or ".join(near)
        hint = f"Did you mean {names}?" if near else f"Reasons: {', '.join(rulebook.reasons)}."
        raise CallqError(f'Unknown reason "{said.reason}".', hint=hint, name="unknown-reason")


def _removed(name: str) -> CallqError:
    message = f"{name} was just removed."
    return CallqError(message, code=Exit.NOT_FOUND, name="person-removed")


def _article(word: str) -> str:
    return "an" if word[0] in "aeiou" else "a"


def _plan(ws: Workspace, said: Said, outcome: Outcome) -> _Plan:
    who = leased_or_named(ws, said.who)
    details = people.details(ws.db, who.id)
    entry = queue.entry_of(ws.db, who.id, ws.now)
    if details is None or entry is None:
        raise _removed(who.name)
    zone = entry.zone or ws.home
    at = _read_when(ws, said.when)
    # "emailed" implies the channel.
    channel = Channel.EMAIL if outcome.clears_email else Channel(said.channel)
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
            f"--when {text} is in the future: {in_words(at, ws.home)}.",
            hint="Use --at for the time they named.",
            name="call-in-the-future",
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
            f'"{said.at or said.within}" is in the past: {in_words(given, zone)}.',
            hint="Give a time that's still ahead.",
            name="time-in-the-past",
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
        raise CallqError(
            f'Can\'t read the duration "{text}".',
            hint="Type it like 90s, 2m or 1:30.",
            name="unknown-duration",
        )
    hours, minutes, rest = (int(group[:7]) if group else 0 for group in match.groups())
    total = hours * 3600 + minutes * 60 + rest
    if total > _LONGEST_CALL or (clock and (rest > 59 or (match[1] and minutes > 59))):
        raise CallqError(
            f'"{text[:40]}" can\'t be how long a call took.',
            hint="Type it like 90s, 2m or 1:30.",
            name="impossible-duration",
        )
    return total


def _write(ws: Workspace, said: Said, plan: _Plan) -> Logged:
    there, holder = leases.on_the_line(ws.db, plan.who.id, ws.now)
    if not there:
        raise _removed(plan.who.name)
    command = journal.begin(ws.db, "log", ws.agent, ws.now)
    call = plan.call
    if said.number:
        call = call._replace(number=_number_called(ws, said.number, plan.details, command))
    referred = _refer(ws, said.to, plan.details, command) if said.to else None
    call = call._replace(referred_to=referred.id if referred else None)
    checked = compliance.check(ws, plan.details, call, plan.outcome)
    call = call._replace(violations=",".join(checked.violations), checked=checked.text)
    warnings: tuple[str, ...] = checked.warnings
    if holder not in ("", ws.agent):
        warnings = (f"{holder} is working on {plan.who.name} right now.", *warnings)
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
    warnings += compliance.warnings_of(status, call_id, checked.violations)
    violations = tuple(dict.fromkeys((*checked.violations, *compliance.of_status(status, call_id))))
    if violations != checked.violations:
        call = call._replace(violations=",".join(violations))
        calls.mark_violations(ws.db, call_id, call.violations)
    callable_at = _callable_at(ws, plan, status)
    promised = status.callback_at if call.given_at else None
    if promised and callable_at and callable_at > promised:
        moment = in_words(callable_at, plan.zone)
        warnings += (f"That's outside their calling hours. You can call from {moment}.",)
    return Logged(
        command, call_id, plan.who, call, plan.outcome, status, plan.zone, callable_at,
        warnings, blocked, referred,
    )  # fmt: skip


def _callable_at(ws: Workspace, plan: _Plan, status: Status) -> datetime | None:
    if status.due_at is None or status.action.is_email or status.hold:
        return status.due_at
    group = group_of(ws, plan.details.list_name, status.number)
    return opens_at(max(status.due_at, ws.now), group.schedule()) if group else None


def _opt_out(
    ws: Workspace, plan: _Plan, call: NewCall, call_id: int, command: int
) -> tuple[str, ...]:
    # Every number of theirs, because another record of the same person may have it too.
    numbers = (call.number, *(phone.e164 for phone in plan.details.phones))
    opted_out = tuple(filter(None, dict.fromkeys(numbers)))
    dnc.block(
        ws.db, opted_out, source="call", agent=ws.agent, now=call.at,
        reason=f"asked by {plan.who.name} ({call.channel})", call_id=call_id, command_id=command,
    )  # fmt: skip
    return opted_out


def _number_called(ws: Workspace, text: str, details: Details, command: int) -> str:
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
        place = people.next_place(ws.db, "phone", details.id)
        people.insert_phones(ws.db, [(details.id, place, (added,))])
        journal.remember_new(ws.db, command, "phone", people.last_phone(ws.db, details.id))
    return added.e164


def _refer(ws: Workspace, to: str, details: Details, command: int) -> Found:
    from callq.prospects.add import add_in_transaction, person_from

    name, phones, emails = split_referral(to)
    person = person_from(ws, name=name or to, phones=phones, emails=emails)
    # The new prospect gets the rep, list and company of the one who named them.
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
