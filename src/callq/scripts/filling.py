"""The values of the fields in playbook texts, for one prospect and one rep."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, Any

from callq.engine.words import MONTH_NAMES, WEEKDAY_NAMES, clock, day_and_time
from callq.records.calls import LoggedCall
from callq.records.contacts import StoredProspect
from callq.workspace import Workspace

if TYPE_CHECKING:
    from callq.engine.hours import Schedule

_NUMBERS = (
    "", "a", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
)  # fmt: skip
_HONORIFICS = frozenset(
    {"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "sir", "dame", "rev", "herr", "frau"}
)


def values(
    ws: Workspace,
    details: StoredProspect,
    history: Sequence[LoggedCall],
    zone: tzinfo,
    about: Mapping[str, Any],
    *,
    stage: str = "",
) -> dict[str, str]:
    """Every field that has a value.

    Args:
        ws: An open workspace.
        details: The prospect.
        history: Their calls that aren't undone, newest first.
        zone: Theirs.
        about: Who the seller is, out of the playbook.
        stage: The stage of their list they are in.
    """
    outcomes = ws.rulebook.outcomes
    spoken = [c for c in history if (o := outcomes.get(c.outcome)) is None or o.human]
    noted = next((call.note for call in history if call.note), "")
    found = {
        "name": details.name,
        "first_name": first_name(details.name),
        "company": details.company,
        "title": details.title,
        "list": details.list_name,
        "stage": stage,
        "reference": _reference(details, about),
        "last_note": noted or details.note,
        "attempts": str(len(history)) if history else "",
    }
    found |= ours(ws, about)
    if spoken:
        found |= _spoken(spoken[0], ws, zone)
    return found


def ours(ws: Workspace, about: Mapping[str, Any]) -> dict[str, str]:
    """The fields about the rep and the seller; empty if not set."""
    return {
        "agent": str(ws.settings["my_name"]) or ws.agent,
        "seller": str(ws.settings["seller"]),
        "phone": str(ws.settings["my_phone"]),
        "offer": str(about.get("offer", "")),
        "benefit": str(about.get("benefit", "")),
        "benefits": "\n".join(f"  - {line}" for line in about.get("benefits", ())),
        "address": str(about.get("address", "")),
    }


def _spoken(call: LoggedCall, ws: Workspace, zone: tzinfo) -> dict[str, str]:
    outcome = ws.rulebook.outcome(call.outcome)
    from callq.engine.outcomes import REASONS

    callback_at = call.given_at
    reason = "" if call.reason == "unknown" else call.reason
    return {
        "last_date": _said_date(call.at, ws.now, zone),
        "last_said": outcome.label if outcome.word != "unknown" else call.outcome,
        "reason": REASONS.get(reason, reason),
        "since": _said_ago((ws.now - call.at).days),
        "callback": day_and_time(callback_at, zone) if callback_at else "",
    }


def _said_ago(days: int) -> str:
    """How long ago a call was, as you'd say it: `a few days ago`, `five weeks ago`."""
    if days < 1:
        return ""
    for least, unit in ((365, "year"), (60, "month"), (14, "week")):
        if days >= least:
            count = (
                max(2, days * 12 // 365)
                if unit == "month"
                else days // (365 if least == 365 else 7)
            )
            number = _NUMBERS[count] if count < len(_NUMBERS) else str(count)
            return f"{number} {unit}{'s' if count > 1 else ''} ago"
    return "last week" if days > 6 else "a few days ago" if days > 1 else "yesterday"


def first_name(name: str) -> str:
    """The name to use on the phone: `Maria` for `Dr. Maria Lopez` and for `Lopez, Maria`."""
    last, comma, rest = name.partition(",")
    words = (rest if comma and rest.strip() else last).split()
    kept = [word for word in words if word.strip(".").lower() not in _HONORIFICS]
    if not kept:
        return name
    # You don't call anyone by an initial, so use the whole name.
    return kept[0] if len(kept[0].strip(".")) > 1 or len(kept) == 1 else " ".join(kept)


def _reference(details: StoredProspect, about: Mapping[str, Any]) -> str:
    references = {str(k).lower(): str(v) for k, v in about.get("references", {}).items()}
    industry = next((v for k, v in details.custom.items() if k.lower() == "industry"), "")
    for word in (industry, *details.tags):
        if word.lower() in references:
            return references[word.lower()]
    return references.get("any", "")


def _said_date(at: datetime, now: datetime, zone: tzinfo) -> str:
    """A date as you'd say it: `Tuesday, February 3`, plus the year if it isn't this year."""
    local = at.astimezone(zone)
    date = f"{WEEKDAY_NAMES[local.weekday()]}, {MONTH_NAMES[local.month - 1]} {local.day}"
    return date if local.year == now.astimezone(zone).year else f"{date}, {local.year}"


def _offered(at: datetime, now: datetime, zone: tzinfo) -> str:
    local = at.astimezone(zone)
    return f"{_said_date(at, now, zone)}, {clock(at, zone)} your time ({local.tzname()})"


def with_times(ws: Workspace, known: dict[str, str], who: int, wanted: int = 3) -> dict[str, str]:
    """The same with times to offer for a call, in words and in the prospect's local time.

    They're inside the prospect's calling hours, never on a rep's day off or a day without calls,
    and don't collide with the rep's other callbacks.
    """
    from callq.planning import statements
    from callq.planning.days_off import days_off
    from callq.planning.goals import days_away
    from callq.scripts.proposals import FURTHEST_DAYS, Days, propose

    theirs = _schedule(ws, who)
    today = ws.now.astimezone(ws.home).date()
    off = days_off(ws, today, today + timedelta(days=FURTHEST_DAYS + 1))
    away = days_away(statements.all_days_off(ws.db, ws.agent))
    taken = statements.callback_times(ws.db, ws.agent, who, ws.now)
    days = Days(off | away, ws.rulebook.hours, taken)
    found = propose(ws.now, theirs, days, ws.home, wanted)
    zone = theirs.clocks[0].zone if theirs.clocks else ws.home
    return {**known, "times": "\n".join(f"  - {_offered(at, ws.now, zone)}" for at in found)}


def _schedule(ws: Workspace, who: int) -> "Schedule":
    from callq.compliance.hours_now import group_of
    from callq.engine.hours import Schedule
    from callq.engine.status import assess
    from callq.records import evaluation

    known = evaluation.of_one(ws.db, who, ws.context)
    if known:
        status = assess(known.prospect, known.calls, ws.rulebook, ws.now, in_words=False)
        group = group_of(ws.db, ws.context, known.prospect.list_name, status.number)
        if group is not None:
            return group.schedule()
    return Schedule()
