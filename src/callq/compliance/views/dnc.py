"""What `callq dnc` shows: additions, removals, checks, imports and lists."""

import sys
from collections.abc import Iterable, Sequence
from datetime import datetime, tzinfo
from typing import IO, Any

from callq.compliance.do_not_call import Added, Checked, Exported, Numbered, Removed
from callq.compliance.registry_lists import Dropped, Imported
from callq.engine.checks import exempted_by
from callq.engine.words import day, day_and_time, iso, plural
from callq.records.dnc import Entry
from callq.records.number_lists import StoredList
from callq.terminal.safe import defused, safe
from callq.terminal.styled import Text, hanging, show_text
from callq.terminal.tables import Column, Table, print_table
from callq.terminal.terminal import say, warn

_BULLET = 4
_NAMED = 3
_LISTS = (
    Column("List", 8, 0, most=30, style="bold"),
    Column("Area", 4, 2, most=8),
    Column("Date", 10, 0, most=10),
    Column("Days", 4, 1, most=6, right=True),
    Column("Numbers", 9, 1, most=13, right=True),
    Column("Good until", 10, 0, most=24),
    Column("File", 12, 3, most=50, style="dim"),
)
_ENTRIES = (
    Column("Number", 13, 0, most=17, style="bold"),
    Column("Since", 12, 0, most=24),
    Column("Source", 6, 2, most=20),
    Column("By", 4, 3, most=16, style="dim"),
    Column("Reason", 16, 1, most=60, style="dim"),
)
_FIELDS = (
    "number", "since", "source", "reason", "by", "lifted_at", "lifted_reason", "consent_by",
    "consent_at", "consent_how", "covers", "because_of",
)  # fmt: skip

_LIST_FIELDS = (
    "list", "kind", "area", "date", "age_days", "expires_at", "stale", "numbers", "file",
    "imported_at", "number", "since", "source", "reason", "by", "lifted_at", "lifted_reason",
)  # fmt: skip


def show_added(added: Added) -> None:
    """Says what was added to do-not-call."""
    say(f"Added to do-not-call, on every list: {_numbers(added.numbers)}.")
    if added.also:
        say(f"  With them, their other numbers: {_numbers(added.also)}.")
    if added.already:
        say(f"  Already on it by another request: {', '.join(added.already)}.")
    say("  Wrong? callq undo (today only)")


def added_json(added: Added) -> dict[str, Any]:
    """The JSON of `dnc add`."""
    return {
        "schema": "callq.dnc-add/1",
        "numbers": [_numbered_json(one) for one in added.numbers],
        "already": list(added.already),
        "also_blocked": [_numbered_json(one) for one in added.also],
    }


def show_removed(removed: Removed, home: tzinfo) -> None:
    """Says what was taken off do-not-call, and why."""
    consent = removed.consent
    say(f"Removed from do-not-call: {_numbers(removed.numbers)}.")
    say(f"  Consent on record: {safe(consent.by)}, {day(consent.at, home)}, {safe(consent.how)}.")
    if removed.others:
        names = ", ".join(safe(name) for _, name in removed.others)
        warn(
            f"{safe(consent.by)} isn't {names}. Only those who have the number can consent to "
            "calls on it."
        )
    if removed.also:
        say(f"  With them, their other numbers: {_numbers(removed.also)}.")
    if removed.still:
        names = ", ".join(f"{safe(name)} ({id_})" for id_, name in removed.still)
        say(f"  You still can't call {names}: another of their numbers is on do-not-call.")
    say("  Wrong? callq undo")


def removed_json(removed: Removed) -> dict[str, Any]:
    """The JSON of `dnc remove`."""
    return {
        "schema": "callq.dnc-remove/1",
        "numbers": [_numbered_json(one) for one in removed.numbers],
        "consent": {
            "by": removed.consent.by,
            "at": iso(removed.consent.at),
            "how": removed.consent.how,
        },
        "by_someone_else": [{"id": id_, "name": name} for id_, name in removed.others],
        "also_removed": [_numbered_json(one) for one in removed.also],
        "still_blocked": [{"id": id_, "name": name} for id_, name in removed.still],
    }


def show_checked(checked: Sequence[Checked], home: tzinfo) -> None:
    """Prints whether you can call numbers, why, and what would change it."""
    for i, one in enumerate(checked):
        if i:
            show_text(Text())
        head = Text(one.shown, style="bold")
        head.append(f"  {one.number}", style="dim")
        if one.people:
            head.append(f"  {_people(one.people)}", style="")
        show_text(head)
        if one.blocked:
            show_text(Text("Don't call this number.", style="red"))
        elif one.lists:
            show_text(Text("You can call: consent overrides the registry.", style="green"))
        else:
            show_text(Text("You can call this number.", style="green"))
        for line in _against(one, home):
            show_text(hanging("  • ", Text(line), _BULLET))
        for line in one.lifted_by:
            show_text(hanging("  → ", Text(line), _BULLET))


def checked_json(checked: Sequence[Checked]) -> dict[str, Any]:
    """The JSON of `dnc check`."""
    return {
        "schema": "callq.dnc-check/1",
        "blocked": any(one.blocked for one in checked),
        "items": [
            {
                "number": one.number,
                "shown": one.shown,
                "blocked": one.blocked,
                "people": [{"id": id_, "name": name} for id_, name in one.people],
                "entries": [entry_json(entry) for entry in one.entries],
                "lists": [
                    {
                        "list": each.series,
                        "registry": each.registry or None,
                        "date": each.dated or None,
                        "file": each.file,
                        "imported_at": iso(each.imported_at),
                        "by": each.by_agent,
                    }
                    for each in one.lists
                ],
                "coverage": [
                    {
                        "list": each.series,
                        "area": each.area,
                        "date": each.dated,
                        "expires_at": iso(each.expires_at),
                        "stale": each.stale,
                    }
                    for each in one.coverage
                ],
                "exempt": [
                    {
                        "id": each.id,
                        "name": each.name,
                        "kind": each.exemption.kind,
                        "until": iso(each.exemption.ends_at),
                    }
                    for each in one.exempt
                ],
                "opted_out": [
                    {"id": each.id, "name": each.name, "number": each.by.e164}
                    for each in one.opted_out
                ],
                "lifted_by": list(one.lifted_by),
                "erased_at": iso(one.erased_at),
            }
            for one in checked
        ],
    }


def show_imported(report: Imported, home: tzinfo) -> None:
    """Says what the import of a list did."""
    for warning in report.warnings:
        warn(warning)
    for bad in report.bad_lines:
        warn(f"line {bad.line} has no phone number: {bad.text}")
    if report.bad > len(report.bad_lines):
        warn(f"{report.bad - len(report.bad_lines):,} more lines have no phone number.")
    registry = report.registry
    verb = "Would add" if report.dry_run else "Added"
    name = f"{report.series} ({registry.name})" if registry else report.series
    dated = f", dated {report.dated}" if report.dated else ""
    say(f"{verb} {plural(report.added, 'number')} to {safe(name)}{dated}.")
    say(f"  Read as: {report.form}.")
    for line in _import_details(report, home):
        say(f"  {line}")
    say("  Dry run: nothing changed." if report.dry_run else "  Wrong? callq undo (today only)")


def imported_json(report: Imported) -> dict[str, Any]:
    """The JSON of `dnc import`."""
    return {
        "schema": "callq.dnc-import/1",
        "source": report.source,
        "list": report.series,
        "registry": report.registry.name if report.registry else None,
        "layout": report.form,
        "date": report.dated.isoformat() if report.dated else None,
        "expires_at": iso(report.expires_at),
        "dry_run": report.dry_run,
        "added": report.added,
        "removed": report.taken_off,
        "ignored": report.ignored,
        "people": report.people,
        "copies": [
            {"area": copy.area or None, "numbers": copy.numbers, "replaced": copy.replaced or None}
            for copy in report.copies
        ],
        "bad_count": report.bad,
        "bad_lines": [{"line": bad.line, "text": bad.text} for bad in report.bad_lines],
        "warnings": list(report.warnings),
    }


def show_dropped(dropped: Dropped, *, dry_run: bool) -> None:
    """Says which copies were dropped."""
    verb = "Would drop" if dry_run else "Dropped"
    say(f"{verb} {safe(dropped.series)}: {plural(dropped.copies, 'copy', 'copies')}, "
        f"{plural(dropped.numbers, 'number')}. "
        f"{plural(dropped.people, 'person', 'people')} affected.")  # fmt: skip
    say("  Dry run: nothing changed." if dry_run else "  Wrong? callq undo")


def dropped_json(dropped: Dropped, *, dry_run: bool) -> dict[str, Any]:
    """The JSON of `dnc drop`."""
    return {
        "schema": "callq.dnc-drop/1",
        "list": dropped.series,
        "copies": dropped.copies,
        "numbers": dropped.numbers,
        "people": dropped.people,
        "dry_run": dry_run,
    }


def show_list(
    lists: Sequence[StoredList], entries: Sequence[Entry], home: tzinfo, now: datetime, *, more: int
) -> None:
    """Prints the lists in force and your own entries."""
    if lists:
        print_table(Table(_LISTS, [_list_cells(one, home, now) for one in lists]))
    if entries:
        if lists:
            say("")
        print_table(Table(_ENTRIES, [_entry_cells(one, home) for one in entries]))
    if not lists and not entries:
        say("Do-not-call is empty. Import a list: callq dnc import FILE")
    if more:
        say(f"\n{more:,} more. Show all: callq dnc list --all")


def list_json(
    lists: Sequence[StoredList], entries: Iterable[Entry], now: datetime, *, more: int
) -> dict[str, Any]:
    """The JSON of `dnc list`."""
    return {
        "schema": "callq.dnc-list/1",
        "lists": [_stored_json(one, now) for one in lists],
        "entries": [entry_json(entry) for entry in entries],
        "more": more,
    }


def _stored_json(one: StoredList, now: datetime) -> dict[str, Any]:
    return {
        "list": one.series,
        "kind": one.kind,
        "area": one.area or None,
        "date": one.dated or None,
        "age_days": one.age_days(now),
        "expires_at": iso(one.expires_at),
        "stale": one.expires_at is not None and one.expires_at <= now,
        "numbers": one.entries,
        "file": one.file,
        "imported_at": iso(one.imported_at),
        "by": one.by_agent,
    }


def write_list_csv(lists: Sequence[StoredList], entries: Iterable[Entry], now: datetime) -> None:
    """Writes a line for each list, then one for each entry, with the fields of the JSON."""
    from callq.terminal.csv_out import write_items

    items = [*(_stored_json(one, now) for one in lists), *map(entry_json, entries)]
    write_items(_LIST_FIELDS, (dict.fromkeys(_LIST_FIELDS) | item for item in items))


def _cell(text: str) -> str:
    return defused(safe(text))


def write_csv(rows: Iterable[Exported], stream: IO[str]) -> int:
    """Writes entries as CSV that `dnc import` can read; returns how many."""
    import csv

    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(_FIELDS)
    count = 0
    for row in rows:
        writer.writerow(
            [
                row.number, iso(row.since), *map(_cell, (row.source, row.reason, row.by)),
                iso(row.lifted_at), *map(_cell, (row.lifted_reason, row.consent_by)),
                iso(row.consent_at), _cell(row.consent_how), row.covers, row.because_of,
            ]
        )  # fmt: skip
        count += 1
    return count


def export_json(rows: Iterable[Exported]) -> dict[str, Any]:
    """The JSON of `dnc export`."""
    return {
        "schema": "callq.dnc-export/1",
        "items": [
            {
                field: iso(value) if isinstance(value, datetime) else value
                for field, value in zip(_FIELDS, row, strict=True)
            }
            for row in rows
        ],
    }


def write_to_stdout(rows: Iterable[Exported]) -> None:
    """Writes them to standard output."""
    write_csv(rows, sys.stdout)


def entry_json(entry: Entry) -> dict[str, Any]:
    """A do-not-call entry as JSON."""
    return {
        "number": entry.number,
        "since": iso(entry.since),
        "source": entry.source,
        "reason": entry.reason,
        "by": entry.by_agent,
        "lifted_at": iso(entry.lifted_at),
        "lifted_reason": entry.lifted_reason or None,
        "consent_by": entry.consent_by or None,
        "consent_at": iso(entry.consent_at),
        "consent_how": entry.consent_how or None,
        "covers": entry.covers,
        "because_of": entry.because_of or None,
    }


def _against(one: Checked, home: tzinfo) -> Iterable[str]:
    if one.erased_at:
        when = day_and_time(one.erased_at, home)
        yield f"Its owner asked you to erase their data on {when}. It stays blocked for good."
    for entry in one.entries:
        by = f", by {safe(entry.by_agent)}" if entry.by_agent else ""
        why = f" ({safe(entry.reason)})" if entry.reason else ""
        since = day_and_time(entry.since, home)
        on = "On" if entry.lifted_at is None else "Was on"
        source = safe(entry.source)
        yield f"{on} do-not-call since {since}: {source}{by}{why}{_ended(entry, home)}"
    for each in one.lists:
        what = f" ({each.registry})" if each.registry else " (your own list)"
        dated = f", dated {each.dated}" if each.dated else ""
        imported = day_and_time(each.imported_at, home)
        yield f"On {safe(each.series)}{what}{dated}, imported {imported}."
    for them in one.exempt:
        yield f"For {safe(them.name)} ({them.id}), {exempted_by(them.exemption, home)}."
    for asked in one.opted_out:
        yield f"{safe(asked.name)} ({asked.id}) opted out by {asked.by.shown}."
    for stale in one.stale:
        yield f"Covered by {stale.series}, but your newest copy ({stale.dated}) is too old."


def _ended(entry: Entry, home: tzinfo) -> str:
    if entry.lifted_at is None:
        return "."
    when = day_and_time(entry.lifted_at, home)
    if not entry.consent_by or entry.consent_at is None:
        return f"; removed {when}, {safe(entry.lifted_reason)}."
    return (
        f"; removed {when} by {safe(entry.lifted_by)} with consent of {safe(entry.consent_by)}, "
        f"{day(entry.consent_at, home)}, {safe(entry.consent_how)}."
    )


def _import_details(report: Imported, home: tzinfo) -> Iterable[str]:
    replaced = [copy for copy in report.copies if copy.replaced]
    if replaced:
        dates = sorted({copy.replaced for copy in replaced})
        span = dates[0] if len(dates) == 1 else f"{dates[0]} to {dates[-1]}"
        yield f"Replaced {plural(len(replaced), 'copy', 'copies')}, dated {span}."
    if report.taken_off:
        yield f"Took off {plural(report.taken_off, 'number')}."
    if report.ignored:
        yield (
            f"Ignored {plural(report.ignored, 'deletion')}: only a recorded consent takes a number "
            "off your own list."
        )
    people = plural(report.people, "prospect", "prospects") if report.people else "No prospects"
    yield f"{people} affected."
    if report.expires_at and not report.stale:
        is_needed = report.registry is not None and report.registry.is_needed
        then = "callq holds everyone it covers" if is_needed else "callq store check warns of it"
        yield f"Good until {day_and_time(report.expires_at, home)}. After that, {then}."
    elif report.registry is None:
        yield "This is your own list: it never expires, and every import adds to it."


def _numbers(numbers: Sequence[Numbered]) -> str:
    parts = [f"{one.shown} ({_people(one.people)})" if one.people else one.shown for one in numbers]
    return ", ".join(parts)


def _people(people: Sequence[tuple[int, str]]) -> str:
    named = ", ".join(safe(name) for _, name in people[:_NAMED])
    more = len(people) - _NAMED
    return f"{named} and {more:,} more" if more > 0 else named


def _numbered_json(one: Numbered) -> dict[str, Any]:
    return {
        "number": one.number,
        "shown": one.shown,
        "people": [{"id": id_, "name": name} for id_, name in one.people],
    }


def _list_cells(one: StoredList, home: tzinfo, now: datetime) -> tuple[str, ...]:
    until = "forever" if one.expires_at is None else day(one.expires_at, home)
    if one.expires_at is not None and one.expires_at <= now:
        until = f"expired {day(one.expires_at, home)}"
    area = one.area[1:] if one.area.startswith("1") and len(one.area) > 1 else one.area
    name = f"{safe(one.series)} changes" if one.kind == "change" else safe(one.series)
    age = one.age_days(now)
    days = "" if age is None else f"{age:,}"
    return name, area, one.dated, days, f"{one.entries:,}", until, safe(one.file)


def _entry_cells(one: Entry, home: tzinfo) -> tuple[str, ...]:
    reason = safe(one.reason)
    if one.lifted_at is not None:
        reason = f"removed {day(one.lifted_at, home)}; {reason}".removesuffix("; ")
    return (
        one.number, day_and_time(one.since, home), safe(one.source), safe(one.by_agent), reason,
    )  # fmt: skip
