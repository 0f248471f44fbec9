"""When somebody may be called and which rows say so; the table of jurisdictions, or one row."""

from datetime import datetime, tzinfo
from typing import Any

from callq.compliance.hours import Candidate, Explained, Told
from callq.compliance.hours_now import in_words as day_words
from callq.engine.calling import GRADES, Calling, Row
from callq.engine.holds import excused_by
from callq.engine.hours import WHOLE_DAY
from callq.engine.words import clock, day_and_time, in_words, iso
from callq.terminal.safe import safe
from callq.terminal.tables import Column, print_table
from callq.terminal.terminal import console, hanging, say

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_KEYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_COLUMNS = (
    Column("Row", 7, 0, most=8, style="bold"),
    Column("Where", 8, 1, most=24),
    Column("Mon to Fri", 11, 0, most=24),
    Column("Sat", 11, 0, most=11),
    Column("Sun", 11, 0, most=11),
    Column("Holidays", 8, 4, most=9),
    Column("At most", 10, 3, most=24),
    Column("Consent", 9, 5, most=9),
    Column("Business", 8, 2, most=8),
    Column("Grade", 10, 6, most=10),
)
_SOURCES = {
    "told": "they said so", "recorded": "recorded for them", "address": "their address",
    "number": "their number",
}  # fmt: skip
_INDENT = 10


def show_table(calling: Calling, rows: tuple[Row, ...]) -> None:
    """Prints the table."""
    cells = [_cells(row) for row in rows]
    print_table(_COLUMNS, cells)
    say("")
    say(f"Table {calling.version}, for {calling.choices.preset} calls; called party's local time.")
    say(
        "Grades: P official text, S second source, K general knowledge, unverified hearsay.\n"
        "One row: callq hours FR"
    )


def show_row(row: Row) -> None:
    """Prints one row with its sources."""
    from rich.text import Text

    out = console()
    say(f"{row.id}  {safe(row.name)}")
    for label, text in _facts(row):
        out.print(hanging(f"{label:<14}", Text(safe(text)), 14))


def show(explained: Explained, home: tzinfo) -> None:
    """Prints why somebody may be called when."""
    from rich.text import Text

    out = console()
    number = explained.number
    dialed = number.shown if number else "no number"
    out.print(Text(f"{safe(explained.who.name)} · {safe(dialed)} · {explained.kind}", style="bold"))
    for label, text in _lines(explained, home):
        out.print(hanging(f"{label:<{_INDENT}}", Text(safe(text)), _INDENT))
    out.print(Text(_when(explained, home), style="bold green"))
    hint = explained.mended_by or (
        f"Narrower once they said where they are: callq hours {explained.who.id} --told PLACE"
        if explained.could_narrow else ""
    )  # fmt: skip
    if hint:
        out.print(Text(hint, style="yellow" if explained.mended_by else "dim"))


def show_told(told: Told, now: datetime, home: tzinfo) -> None:
    """Says what was recorded."""
    say(f"{safe(told.who.name)} said they are in {_place(told.place)}.")
    if told.opens_at and told.opens_at <= now:
        say("  They may be called now.")
    elif told.opens_at:
        say(f"  They may be called from {in_words(told.opens_at, home)}.")
    say("  Wrong? callq undo")


def told_json(told: Told) -> dict[str, Any]:
    """The documented object of `hours --told`."""
    return {
        "schema": "callq.hours-told/1",
        "id": told.who.id,
        "name": told.who.name,
        "place": told.place,
        "before": told.before or None,
        "opens_at": iso(told.opens_at),
    }


def table_json(calling: Calling, rows: tuple[Row, ...]) -> dict[str, Any]:
    """The documented object of `hours` without a name, or with a row's id."""
    return {
        "schema": "callq.hours-table/1",
        "version": calling.version,
        "preset": calling.choices.preset,
        "rows": [row_json(row) for row in rows],
    }


def row_json(row: Row) -> dict[str, Any]:
    """A row."""
    limits = row.limits
    return {
        "row": row.id,
        "name": row.name,
        "hours": {key: _spans(row, i) for i, key in enumerate(_KEYS)} if row.week else None,
        "clock": row.clock or None,
        "holidays": row.holidays or None,
        "calendars": list(row.calendars),
        "caps": [
            {"max": cap.max, "within": str(cap.within)}
            for cap in (limits.caps if limits else ()) if cap.per == "person"
        ],
        "silence": str(limits.silence) if limits and limits.silence else None,
        "refusal": str(limits.refusal) if limits and limits.refusal else None,
        "consent": "consumer" if row.consent else None,
        "customer": str(row.customer) if row.customer else None,
        "lists": dict(row.lists),
        "relationship": {kind: str(span) for kind, span in row.relationship.items()},
        "business": row.business,
        "only": row.only or None,
        "grade": row.grade,
        "grades": dict(row.grades),
        "source": row.source,
        "note": row.note,
    }  # fmt: skip


def as_json(explained: Explained) -> dict[str, Any]:
    """The documented object of `hours WHO`."""
    stored, number = explained.stored, explained.number
    return {
        "schema": "callq.hours/1",
        "id": explained.who.id,
        "name": explained.who.name,
        "kind": explained.kind,
        "number": number.e164 if number and number.e164 else None,
        "zones": [{"zone": c.zone, "sources": list(c.sources)} for c in explained.candidates],
        "places": list(explained.places),
        "told": (
            {"place": stored.told, "at": iso(stored.told_at), "by": stored.told_by}
            if stored.told else None
        ),
        "rows": [row_json(row) for row in explained.rows],
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
        "mended_by": explained.mended_by or None,
        "excused": (
            {"kind": number.excuse.kind, "until": iso(number.excuse.ends_at)}
            if number and number.excuse else None
        ),
    }  # fmt: skip


def _lines(explained: Explained, home: tzinfo) -> list[tuple[str, str]]:
    found = [("Zones", "; ".join(map(_candidate, explained.candidates)) or "nobody knows")]
    places = ", ".join(map(_place, explained.places)) or "nobody knows"
    found.append(("Places", places))
    stored = explained.stored
    if stored.told and stored.told_at:
        said = f"{_place(stored.told)}, {day_and_time(stored.told_at, home)}, to {stored.told_by}"
        found.append(("Told", said))
    found += [
        ("Rows" if i == 0 else "", f"{row.id}: {_gist(row)} ({_sure(row)}; {row.source})")
        for i, row in enumerate(explained.rows)
    ]
    if not explained.rows:
        found.append(("Rows", "none holds: only your own hours, [hours] in the rulebook"))
    for i, window in enumerate(explained.today):
        ours = ", ".join(f"{clock(a, home)}-{clock(b, home)}" for a, b in window.spans)
        text = f"{day_words(window.day)} in {window.zone}"
        found.append(("Today" if i == 0 else "", f"{text}{f' ({ours} yours)' if ours else ''}"))
    if explained.holidays:
        days = "; ".join(f"{each.date} {each.name}" for each in explained.holidays)
        found.append(("No calls", days))
    if explained.number and explained.number.excuse:
        said = excused_by(explained.number.excuse, home)
        found.append(("Registry", f"their number is on one; {said}"))
    return found


def _candidate(candidate: Candidate) -> str:
    why = ", ".join(_SOURCES[source] for source in candidate.sources)
    return f"{candidate.zone} ({why})" if why else candidate.zone


def _when(explained: Explained, home: tzinfo) -> str:
    if explained.is_open:
        return "They may be called now."
    if explained.opens_at is None:
        return "They are not offered." if explained.hold else "No window within a month."
    return f"They may be called from {in_words(explained.opens_at, home)}, your time."


def _place(place: str) -> str:
    if place.endswith("-*"):
        return f"any state of {place[:-2]}"
    return place


def _cells(row: Row) -> list[str]:
    limits = row.limits
    most = [f"{c.max} in {c.within}" for c in (limits.caps if limits else ()) if c.per == "person"]
    weekdays = {_day(row, i) for i in range(5)}
    return [
        row.id, row.name, weekdays.pop() if len(weekdays) == 1 else "differs", _day(row, 5),
        _day(row, 6), {"none": "none", "avoid": "avoided"}.get(row.holidays, ""),
        ", ".join(most), "consumers" if row.consent else "", row.business, row.grade,
    ]  # fmt: skip


def _day(row: Row, weekday: int) -> str:
    if row.week is None or row.week[weekday] == WHOLE_DAY:
        return "-"
    return day_words(row.week[weekday])


def _spans(row: Row, weekday: int) -> list[dict[str, str]]:
    day = row.week[weekday] if row.week else ()
    return [{"from": _minute(start), "to": _minute(end)} for start, end in day]


def _minute(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _hours(row: Row) -> str:
    if row.week is None:
        return "none of its own"
    runs: list[list[int]] = []
    for weekday in range(7):
        if runs and row.week[weekday] == row.week[runs[-1][0]]:
            runs[-1].append(weekday)
        else:
            runs.append([weekday])
    texts = []
    for run in runs:
        days = _DAYS[run[0]] + (f" to {_DAYS[run[-1]]}" if len(run) > 1 else "")
        own = "any time" if row.week[run[0]] == WHOLE_DAY else day_words(row.week[run[0]])
        texts.append(f"{days} {own}")
    return "; ".join(texts) + (f" on the clocks of {row.clock}" if row.clock else "")


def _gist(row: Row) -> str:
    parts = [_hours(row)]
    parts += ["not on public holidays"] if row.keeps_holidays else []
    parts += ["only with consent"] if row.consent else []
    if row.limits:
        parts += [f"at most {c.max} in {c.within}" for c in row.limits.caps if c.per == "person"]
    return ", ".join(parts)


def _sure(row: Row) -> str:
    return row.grade if row.grade in ("P", "S", "unverified") else GRADES[row.grade]


def _facts(row: Row) -> list[tuple[str, str]]:
    limits = row.limits
    found = [
        ("Hours", _hours(row)),
        ("Holidays", f"{row.holidays} ({', '.join(row.calendars)})" if row.holidays else "-"),
        ("Consent", "consumers are called only with it" if row.consent else "-"),
        ("Customer", f"{row.customer} from a purchase stand in for it" if row.customer else ""),
        ("Silence", f"{limits.silence} after a conversation" if limits and limits.silence else ""),
        ("Refusal", f"{limits.refusal} after a no" if limits and limits.refusal else ""),
        ("Lists", "; ".join(f"{key}: {value}" for key, value in row.lists.items())),
        ("Relationship", "; ".join(f"{k}: {span}" for k, span in row.relationship.items())),
        ("Business", row.business),
        ("Only for", row.only),
        ("Grade", f"{row.grade}: {GRADES[row.grade]}" if row.grade in "PSK" else row.grade),
        ("", "; ".join(f"{key}: {grade}" for key, grade in row.grades.items())),
        ("Source", row.source),
        ("Note", row.note),
    ]
    most = [f"{c.max} in {c.within}" for c in (limits.caps if limits else ()) if c.per == "person"]
    found.insert(2, ("At most", ", ".join(most)))
    return [(label, text) for label, text in found if text]
