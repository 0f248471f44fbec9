"""Everything known about a person, and why you can or can't call them."""

from collections.abc import Iterator
from datetime import datetime, tzinfo

from callq.compliance.hours_now import group_of
from callq.engine.checks import DO_NOT_CALL, LITIGATOR, exempted_by, lifted_by
from callq.engine.explanation import Explanation
from callq.engine.hours import Schedule, closes_at, is_open, opens_at
from callq.engine.model import Hold, Number, Prospect, State, Tier
from callq.engine.parts import part_of
from callq.engine.ranking import TIME_OF_DAY, Term, terms, tier_now
from callq.engine.reach import reach_words
from callq.engine.registries import REQUIRED
from callq.engine.status import Status, assess
from callq.errors import CallqError, Exit
from callq.named_tuple import NamedTuple
from callq.prospects.who import find_one
from callq.records import calls, companies, evaluation, leases, people, queue, research
from callq.records.calls import LoggedCall
from callq.records.contacts import StoredProspect
from callq.records.likelihood import Explained, Likelihood
from callq.records.queue import Entry
from callq.records.registries import known, missing
from callq.records.research import Research
from callq.storage import meta
from callq.workspace import Workspace


class Portrait(NamedTuple):
    """Everything known about a prospect, and the reasons for their status."""

    now: datetime
    details: StoredProspect
    entry: Entry
    status: Status
    history: tuple[LoggedCall, ...]
    research: tuple[Research, ...]
    zone: tzinfo
    zone_known: bool
    tier: Tier
    share: float | None
    """The least share of the day's calls that their tier gets; None where it has none."""
    terms: tuple[Term, ...]
    reasons: tuple[Explanation, ...]
    """The explanation of the status, then hours, holds and leases."""
    first_moment: datetime | None
    """When they may be called first, in UTC; None until someone changes something."""
    closes_at: datetime | None
    """Until when they may be called today, in UTC; None where they can't be called now."""
    leased_to: str
    likely: Explained | None = None
    """How likely they are to say yes; None while there's not enough evidence to say so."""

    @property
    def score(self) -> float:
        """The sum of the terms."""
        return round(sum(term.points for term in self.terms), 6)


def portray(ws: Workspace, who: str) -> Portrait:
    """Reads and explains one prospect.

    Raises:
        CallqError: No one or more than one person matches.
    """
    found = find_one(ws, who)
    ws.db.expect(
        lambda db: people.details(db, found.id),
        lambda db: queue.entry_of(db, found.id, ws.now),
        *evaluation.expected(found.id, ""),
        lambda db: leases.of_prospect(db, found.id, ws.now),
        lambda db: calls.history(db, found.id),
        lambda db: research.of(db, found.id),
    )
    details = people.details(ws.db, found.id)
    entry = queue.entry_of(ws.db, found.id, ws.now)
    known = evaluation.of_one(ws.db, found.id, ws.context)
    if details is None or entry is None or known is None:
        raise CallqError(
            f"{found.name} was just removed.", code=Exit.NOT_FOUND, name="person-removed"
        )
    called_at = companies.last_called(ws.db, ws.rulebook, details.company, ws.now, ws.home)
    prospect = known.prospect._replace(company_called_at=called_at)
    status = assess(prospect, known.calls, ws.rulebook, ws.now)
    group = group_of(ws.db, ws.context, prospect.list_name, status.number)
    schedule = group.schedule() if group else Schedule()
    zone = schedule.clocks[0].zone if schedule.clocks else None
    part = part_of(ws.now, zone, ws.rulebook.parts) if zone else 0
    lease = leases.of_prospect(ws.db, found.id, ws.now)
    first, reasons = _released(ws, prospect, status, schedule)
    answers, said = _answering(ws, part)
    reasons += said
    if lease and lease.agent != ws.agent:
        reasons.append(
            Explanation(f"{lease.agent} is working on them right now.", "lease", until=lease.until)
        )
    return Portrait(
        now=ws.now,
        details=details,
        entry=entry,
        status=status,
        history=tuple(calls.history(ws.db, found.id)),
        research=research.of(ws.db, found.id),
        zone=entry.zone or ws.home,
        zone_known=bool(entry.zones),
        tier=tier_now(status, ws.rulebook),
        share=ws.rulebook.shares.get(tier_now(status, ws.rulebook)),
        terms=terms(prospect, status, ws.rulebook, part, entry.chance, answers),
        reasons=tuple(reasons),
        first_moment=first,
        closes_at=None if status.action.is_email or first != ws.now else closes_at(first, schedule),
        leased_to=lease.agent if lease else "",
        likely=_likely(ws, found.id, status),
    )


def _likely(ws: Workspace, who: int, status: Status) -> Explained | None:
    stored = ws.facts.get(meta.CHANCE, "")
    if not stored or status.state in (State.CLOSED, State.DO_NOT_CALL):
        return None
    return Likelihood(ws.db, ws.rulebook, stored).explained(who, status, ws.place_learned.average)


def _answering(ws: Workspace, part: int) -> tuple[float, list[Explanation]]:
    """The log of how many times as often people answer now, and the same in words."""
    known = ws.answers
    name = ws.rulebook.parts[part - 1].name if part else ""
    if known is None or name not in known.logs:
        return 0.0, []
    text = (
        f"People answer {known.times(name):.1f} times as often as on average in the {name}, "
        f"by {known.calls:,} retries at a time drawn at random."
    )
    return known.logs[name], [Explanation(text, TIME_OF_DAY)]


def _released(
    ws: Workspace, prospect: Prospect, status: Status, schedule: Schedule
) -> tuple[datetime | None, list[Explanation]]:
    """When they may be called first, and everything that holds or releases them."""
    lists = _lists(ws, status, prospect)
    held = status.hold is not Hold.NONE or lists
    needs_hours = not status.action.is_email
    first = max(ws.now, status.due_at) if status.due_at and not held else None
    if first and needs_hours:
        first = opens_at(first, schedule)
    reasons = [*status.explanation, *_holds(ws, status, prospect), *lists]
    reasons += _exempt(ws, status)
    if status.number and status.number.reach and needs_hours:
        text = f"They asked for calls {reach_words(status.number.reach)}."
        reasons.append(Explanation(text, "reach"))
    is_shut = bool(schedule.clocks) and not is_open(ws.now, schedule)
    if is_shut and needs_hours and status.due_at:
        reasons.append(Explanation("It's outside their calling hours.", "hours", until=first))
    return first, reasons


def _lists(ws: Workspace, status: Status, prospect: Prospect) -> list[Explanation]:
    """The copies of registries that keep their number from being called: too old, or missing."""
    number = status.number
    if number is None or status.action.is_email:
        return []
    found = _too_old(ws, number, prospect.id) if number.coverage else []
    if ws.rulebook.registries == REQUIRED:
        kind = ws.calling.kind_of(prospect.list_name)
        for series in missing((*number.places, *number.area), kind, number.coverage):
            reason = f"There's no copy of the {known()[series].name} for {number.shown}."
            found.append(_hold(Hold.NO_LIST, prospect.id, reason))
    return found


def _too_old(ws: Workspace, number: Number, who: int) -> list[Explanation]:
    from callq.compliance.do_not_call import coverage

    reasons = (
        f"Your copy of {copy.series}, which covers {number.shown}, is too old ({copy.dated})."
        for copy in coverage(ws, number.e164, number.places)
        if copy.stale
    )
    return [_hold(Hold.STALE_LIST, who, reason) for reason in reasons]


def _only_for_cells(ws: Workspace, number: Number | None) -> bool:
    """Whether the places of a number ask for consent to call cell phones, and for no other."""
    places = number.places if number else ()
    rows = [ws.calling.row(place) for place in places if place in ws.calling.data]
    return any(row.mobile for row in rows) and not any(row.consent for row in rows)


def _hold(hold: Hold, who: int, reason: str = "", list_name: str = "") -> Explanation:
    return Explanation(lifted_by(hold, who, reason, list_name=list_name), hold.value)


def _exempt(ws: Workspace, status: Status) -> list[Explanation]:
    number = status.number
    if number is None or number.exemption is None or status.action.is_email:
        return []
    what = exempted_by(number.exemption, ws.home)
    text = f"{number.shown} is on {_names(ws, number)}; {what}."
    return [Explanation(text, number.exemption.kind, until=number.exemption.ends_at)]


def _names(ws: Workspace, number: Number) -> str:
    from callq.compliance.do_not_call import listed

    return " and ".join(
        f"{one.series} ({one.registry}, {one.dated})" for one in listed(ws, number.e164)
    )


def _blocked(ws: Workspace, prospect: Prospect) -> Iterator[Explanation]:
    """What blocks the numbers of someone on do-not-call."""
    for number in prospect.numbers:
        if number.litigator:
            text = (
                f"{number.shown} is on {_names(ws, number)}. You can call once a newer copy no "
                "longer lists it: callq dnc import FILE"
            )
            yield Explanation(text, LITIGATOR)
    blocked = [n.shown for n in prospect.numbers if n.blocked and not n.litigator]
    if blocked:
        yield Explanation(f"On do-not-call: {', '.join(blocked)}.", DO_NOT_CALL)


def _holds(ws: Workspace, status: Status, prospect: Prospect) -> list[Explanation]:
    found, who = [], prospect.id
    if status.hold is Hold.OPT_OUT_REQUEST:
        reason = f'A note or a list says not to call them ("{prospect.opt_out_text}").'
        found.append(_hold(status.hold, who, reason))
    elif status.hold in (Hold.LISTED, Hold.REASSIGNED) and status.number:
        reason = f"{status.number.shown} is on {_names(ws, status.number)}."
        if status.hold is Hold.REASSIGNED:
            reason += " It may be someone else's by now: only a newer consent counts."
        found.append(_hold(status.hold, who, reason))
    elif status.hold in (Hold.LIST_PAUSED, Hold.LIST_CLOSED):
        found.append(_hold(status.hold, who, list_name=prospect.list_name))
    elif status.hold:
        number = status.number
        unknown, in_writing = (number.unknown, number.in_writing) if number else ((), False)
        said = lifted_by(status.hold, who, unknown=unknown, in_writing=in_writing)
        if status.hold is Hold.NO_CONSENT and _only_for_cells(ws, status.number):
            said += f". Or, if it isn't a cell phone: callq edit {who} --line landline"
        found.append(Explanation(said, status.hold.value))
    if status.state is State.DO_NOT_CALL:
        found += _blocked(ws, prospect)
    if status.state is State.NEEDS_NUMBER:
        fix = f"Add one: callq edit {who} --add-phone NUMBER"
        found.append(Explanation(f"No working number. {fix}", State.NEEDS_NUMBER.value))
    return found
