"""When you can call a prospect and why; the calling-hours table, whole or one row."""

from collections.abc import Sequence
from datetime import UTC, datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from callq.compliance.hours import Candidate, Confirmed, Explained
from callq.compliance.views import place_decisions
from callq.engine.calling import EVERYONE, GRADES, Asked, Calling, Row
from callq.engine.checks import exempted_by
from callq.engine.hours import WHOLE_DAY, Day
from callq.engine.model import Limits
from callq.engine.spans import Span
from callq.engine.words import clock, day_and_time, iso, when
from callq.records.place_decisions import PlaceDecision
from callq.terminal.safe import safe
from callq.terminal.styled import Text, hanging, show_text
from callq.terminal.tables import Column, Table, print_table
from callq.terminal.terminal import say

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_KEYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_COLUMNS = (
    Column("ID", 7, 0, most=8, style="bold"),
    Column("Place", 8, 1, most=24),
    Column("Mon-Fri", 11, 0, most=36),
    Column("Sat", 11, 0, most=18),
    Column("Sun", 11, 0, most=18),
    Column("Holidays", 8, 4, most=9),
    Column("Call limit", 10, 3, most=24),
    Column("Consent", 9, 5, most=9),
    Column("Business", 8, 2, most=8),
    Column("Confidence", 10, 6, most=10),
)
_SOURCES = {
    "confirmed": "they said so", "recorded": "you recorded it", "address": "address",
    "number": "area code",
}  # fmt: skip
_CONSENT = {
    "": "-", "consumer": "required to call consumers", "everyone": "required, businesses included",
}  # fmt: skip
_INDENT = 13


def show_table(calling: Calling, rows: tuple[Row, ...], decided: Sequence[PlaceDecision]) -> None:
    """Prints the table."""
    print_table(table_of(rows))
    say("")
    say(f"All times are local to the person you call. For {calling.choices.preset} calls; "
        f"table {calling.version}.")  # fmt: skip
    say("Confidence: P official text, S second source, K general knowledge, unverified.")
    say("See one place with its sources: callq hours FR")
    for one in decided:
        say(place_decisions.line(one))


def table_of(rows: tuple[Row, ...]) -> Table:
    """The rows in short."""
    return Table(_COLUMNS, [_cells(row) for row in rows])


def show_row(row: Row) -> None:
    """Prints one row with its sources."""
    say(f"{row.id}  {safe(row.name)}")
    for label, text in _facts(row):
        show_text(hanging(f"{label:<14}", Text(safe(text)), 14))


def show(explained: Explained, home: tzinfo) -> None:
    """Prints the verdict, then the laws and hours behind it."""
    color = "green" if explained.is_open else "yellow"
    show_text(Text(_verdict(explained, home), style=f"bold {color}"))
    if explained.fix:
        show_text(Text(explained.fix, style="yellow"))
    for label, text in _lines(explained, home):
        show_text(hanging(f"{label:<{_INDENT}}", Text(safe(text)), _INDENT))
    if explained.could_narrow and not explained.fix:
        hint = f"If they tell you where they are: callq hours {explained.who.id} --location PLACE"
        show_text(Text(hint, style="dim"))


def show_confirmed(confirmed: Confirmed, now: datetime, home: tzinfo) -> None:
    """Says what was recorded."""
    say(f"Recorded: {safe(confirmed.who.name)} is in {_place(confirmed.place)}.")
    if confirmed.opens_at and confirmed.opens_at <= now:
        say("  You can call now.")
    elif confirmed.opens_at:
        say(f"  You can call from {when(confirmed.opens_at, now, home)}, your time.")
    say("  Wrong? callq undo")


def confirmed_json(confirmed: Confirmed) -> dict[str, Any]:
    """The JSON of `hours --location`."""
    return {
        "schema": "callq.hours-location/1",
        "id": confirmed.who.id,
        "name": confirmed.who.name,
        "place": confirmed.place,
        "before": confirmed.before or None,
        "opens_at": iso(confirmed.opens_at),
    }


def table_json(
    calling: Calling, rows: tuple[Row, ...], decided: Sequence[PlaceDecision]
) -> dict[str, Any]:
    """The JSON of `hours` without a prospect, or of one row."""
    return {
        "schema": "callq.hours-table/1",
        "version": calling.version,
        "preset": calling.choices.preset,
        "jurisdictions": [row_json(row) for row in rows],
        "decisions": [place_decisions.decision_json(one) for one in decided],
    }


def row_json(row: Row) -> dict[str, Any]:
    """The JSON of a row."""
    limits = row.limits or Limits(())
    return {
        "id": row.id,
        "name": row.name,
        "hours": {key: _spans(row, i) for i, key in enumerate(_KEYS)} if row.week else None,
        "clock": row.clock or None,
        "holidays": row.holidays or None,
        "calendars": list(row.calendars),
        "eves": _day_json(row.eves) if row.eves is not None else None,
        "caps": [
            {"max": cap.max, "within": str(cap.within)}
            for cap in limits.caps if cap.per == "person"
        ],
        "after_conversation": _span(limits.after_conversation),
        "after_refusal": _span(limits.after_refusal),
        "consent": row.consent or None,
        "written": row.written,
        "customer": _span(row.customer),
        "mobile": (
            {"consent": row.mobile.consent or None,
             "written": row.mobile.written,
             "customer": str(row.mobile.customer) if row.mobile.customer else None}
            if row.mobile else None
        ),
        "automatic": (
            {"hours": row.automatic.get("hours"), "holidays": row.automatic.get("holidays")}
            if row.automatic else None
        ),
        "lists": dict(row.lists),
        "relationship": {kind: str(span) for kind, span in row.relationship.items()},
        "business": row.business,
        "only": row.only or None,
        "confidence": row.grade,
        "confidence_by_key": dict(row.grades),
        "source": row.source,
        "note": row.note,
    }  # fmt: skip


def as_json(explained: Explained) -> dict[str, Any]:
    """The JSON of `hours WHO`."""
    stored, number = explained.stored, explained.number
    return {
        "schema": "callq.hours/1",
        "id": explained.who.id,
        "name": explained.who.name,
        "kind": explained.kind,
        "number": number.e164 if number and number.e164 else None,
        "zones": [{"zone": c.zone, "sources": list(c.sources)} for c in explained.candidates],
        "places": list(explained.places),
        "without_rules": list(explained.unknown),
        "confirmed_location": (
            {"place": stored.confirmed_location, "at": iso(stored.confirmed_at),
            "by": stored.confirmed_by}
            if stored.confirmed_location else None
        ),
        "jurisdictions": [row_json(row) for row in explained.rows],
        "today": [
            {
                "zone": window.zone,
                "windows": [{"from": iso(a), "to": iso(b)} for a, b in window.spans],
            }
            for window in explained.today
        ],
        "open": explained.is_open,
        "opens_at": iso(explained.opens_at),
        "holidays": [{"date": each.date, "name": each.name} for each in explained.holidays],
        "hold": explained.hold or None,
        "fix": explained.fix or None,
        "exemption": (
            {"kind": number.exemption.kind, "until": iso(number.exemption.ends_at)}
            if number and number.exemption else None
        ),
    }  # fmt: skip


def _lines(explained: Explained, home: tzinfo) -> list[tuple[str, str]]:
    number = explained.number
    found = [
        ("Number", f"{number.shown if number else 'none'} ({explained.kind} call)"),
        ("Time zone", "; ".join(map(_candidate, explained.candidates)) or "unknown"),
        ("Place", ", ".join(map(_place, explained.places)) or "unknown"),
    ]
    stored = explained.stored
    if stored.confirmed_location and stored.confirmed_at:
        at = day_and_time(stored.confirmed_at, home)
        found.append(
            (
                "Confirmed",
                f"{_place(stored.confirmed_location)}, recorded {at}, by {stored.confirmed_by}",
            )
        )
    found += [
        ("Law" if i == 0 else "", f"{row.id}: {_gist(row)} ({_sure(row)}; {row.source})")
        for i, row in enumerate(explained.rows)
    ]
    for country in explained.unknown:
        found.append(("No rules", f"callq doesn't know those of {country}; see docs/hours.md"))
    if not explained.rows and not explained.unknown:
        found.append(("Law", "none in the table; only your own hours apply ([hours])"))
    for i, window in enumerate(explained.today):
        zone = ZoneInfo(window.zone)
        text = f"{_windows(window.day)} in {window.zone}"
        if any(_differs(a, zone, home) for a, _ in window.spans):
            yours = ", ".join(f"{clock(a, home)}-{clock(b, home)}" for a, b in window.spans)
            text += f" ({yours} your time)"
        found.append(("Today" if i == 0 else "", text))
    if explained.holidays:
        days = "; ".join(f"{each.date} {each.name}" for each in explained.holidays)
        found.append(("No calls on", days))
    if number and number.exemption:
        said = exempted_by(number.exemption, home)
        found.append(("Registry", f"their number is on one; {said}"))
    return found


def _differs(at: datetime, zone: tzinfo, home: tzinfo) -> bool:
    return at.astimezone(zone).utcoffset() != at.astimezone(home).utcoffset()


def _candidate(candidate: Candidate) -> str:
    why = ", ".join(_SOURCES[source] for source in candidate.sources)
    return f"{candidate.zone} ({why})" if why else candidate.zone


def _verdict(explained: Explained, home: tzinfo) -> str:
    """`You can call Grace now, until 8:00 PM their time (9:00 PM yours).`."""
    name = safe(explained.who.name)
    if explained.is_open:
        ends = explained.closes_at
        until = f", until {_both(explained, ends, home)}" if ends else ""
        return f"You can call {name} now{until}."
    if explained.opens_at:
        return f"You can call {name} from {_both(explained, explained.opens_at, home)}."
    if explained.hold:
        return f"You can't call {name}."
    return f"You can't call {name}: there are no calling hours in the next month."


def _both(explained: Explained, at: datetime, home: tzinfo) -> str:
    """A moment on their clock, and on yours where it differs; yours alone if theirs is unclear."""
    zones = [ZoneInfo(candidate.zone) for candidate in explained.candidates]
    theirs = zones[0] if len(zones) == 1 else None
    if theirs is None:
        return f"{when(at, explained.now, home)} your time"
    if not _differs(at, theirs, home):
        return when(at, explained.now, theirs)
    yours = when(at, explained.now, home)
    return f"{when(at, explained.now, theirs)} their time ({yours} yours)"


def _place(place: str) -> str:
    if place.endswith("-*"):
        return f"{place[:-2]} (anywhere)"
    return place


def _cells(row: Row) -> list[str]:
    limits = row.limits or Limits(())
    most = [f"{c.max} per {c.within}" for c in limits.caps if c.per == "person"]
    weekdays = {_day(row, i) for i in range(5)}
    return [
        row.id, row.name, weekdays.pop() if len(weekdays) == 1 else "varies", _day(row, 5),
        _day(row, 6), {"none": "none", "avoid": "avoid"}.get(row.holidays, ""),
        ", ".join(most), _short_consent(row), row.business, row.grade,
    ]  # fmt: skip


def _short_consent(row: Row) -> str:
    if row.consent:
        return "everyone" if row.consent == EVERYONE else "consumers"
    return "mobiles" if row.mobile else ""


def _day(row: Row, weekday: int) -> str:
    if row.week is None or row.week[weekday] == WHOLE_DAY:
        return "-"
    return _windows(row.week[weekday])


def _spans(row: Row, weekday: int) -> list[dict[str, str]]:
    return _day_json(row.week[weekday] if row.week else ())


def _day_json(day: Day) -> list[dict[str, str]]:
    return [{"from": _minute(start), "to": _minute(end)} for start, end in day]


def _windows(day: Day) -> str:
    """The windows of a day: `10:00 AM-1:00 PM, 2:00 PM-8:00 PM`, or `none`."""
    return ", ".join(f"{_time(start)}-{_time(end)}" for start, end in day) or "none"


def _time(minute: int) -> str:
    return clock(datetime(2026, 1, 1, minute // 60 % 24, minute % 60, tzinfo=UTC), UTC)


def _minute(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _hours(row: Row) -> str:
    if row.week is None:
        return "no hours of its own"
    runs: list[list[int]] = []
    for weekday in range(7):
        if runs and row.week[weekday] == row.week[runs[-1][0]]:
            runs[-1].append(weekday)
        else:
            runs.append([weekday])
    texts = []
    for run in runs:
        days = _DAYS[run[0]] + (f"-{_DAYS[run[-1]]}" if len(run) > 1 else "")
        days = "every day" if len(run) == len(_DAYS) else days
        own = "any time" if row.week[run[0]] == WHOLE_DAY else _windows(row.week[run[0]])
        texts.append(f"{days} {own}")
    if row.eves is not None:
        texts.append(f"the day before a holiday {_windows(row.eves)}")
    return "; ".join(texts) + (f" ({row.clock} time)" if row.clock else "")


def _only_with(asks: Row | Asked) -> str:
    return "only with written consent" if asks.written else "only with consent"


def _gist(row: Row) -> str:
    parts = [_hours(row)]
    parts += ["no calls on public holidays"] if row.keeps_holidays else []
    parts += [_only_with(row)] if row.consent else []
    parts += [f"cell phones {_only_with(row.mobile)}"] if row.mobile and not row.consent else []
    if row.limits:
        parts += [
            f"at most {c.max} calls per {c.within}" for c in row.limits.caps if c.per == "person"
        ]
    return ", ".join(parts)


def _machines(row: Row) -> str:
    """What holds for autodialed and recorded calls, where that differs."""
    hours = row.automatic.get("hours")
    parts = [", ".join(f"{days} {text}" for days, text in hours.items())] if hours else []
    parts += ["no calls on public holidays"] if row.automatic.get("holidays") == "none" else []
    return f"autodialed or recorded calls: {'; '.join(parts)}" if parts else ""


def _sure(row: Row) -> str:
    return row.grade if row.grade in ("P", "S", "unverified") else GRADES[row.grade]


def _span(span: Span | None) -> str | None:
    return str(span) if span else None


def _facts(row: Row) -> list[tuple[str, str]]:
    limits = row.limits or Limits(())
    caps = [f"{c.max} calls per {c.within}" for c in limits.caps
            if c.per == "person"]  # fmt: skip
    pauses = ("conversation", limits.after_conversation), ("refusal", limits.after_refusal)
    cooldowns = [f"{span} after a {what}" for what, span in pauses if span]
    found = [
        ("Hours", _hours(row)),
        ("Holidays", f"{row.holidays} ({', '.join(row.calendars)})" if row.holidays else "-"),
        ("Call limit", ", ".join(caps)),
        ("Consent", _CONSENT[row.consent]),
        ("Cell phones", _only_with(row.mobile) if row.mobile else ""),
        ("Machines", _machines(row)),
        ("Customer", f"a purchase counts as consent for {row.customer}" if row.customer else ""),
        ("Cooldown", ", ".join(cooldowns)),
        ("Lists", "; ".join(f"{key}: {value}" for key, value in row.lists.items())),
        ("Relationship", "; ".join(f"{k}: {span}" for k, span in row.relationship.items())),
        ("Business", row.business),
        ("Only for", f"{row.only} calls" if row.only else ""),
        ("Confidence", f"{row.grade}: {GRADES[row.grade]}" if row.grade in "PSK" else row.grade),
        ("", "; ".join(f"{key}: {grade}" for key, grade in row.grades.items())),
        ("Source", row.source),
        ("Note", row.note),
    ]
    return [(label, text) for label, text in found if text]
