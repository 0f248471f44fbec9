"""The compliance record as a table, CSV and JSON."""

import re
from collections.abc import Iterator
from datetime import tzinfo
from typing import Any

from callq.compliance.consent import as_json as as_json_of_consent
from callq.compliance.consent import in_words
from callq.engine.words import clock, day, iso, plural, time_of_day
from callq.privacy.record import ComplianceRecord, RecordedCall, local_iso
from callq.privacy.record_statements import DoNotCall
from callq.storage.suppression import Suppressed
from callq.terminal.safe import safe
from callq.terminal.tables import Column, Table, print_table
from callq.terminal.terminal import say

SCHEMA = "callq.record/1"
FIELDS = (
    "call_id", "at", "local_time", "zone", "rep", "seller", "product", "called_number",
    "called_number_hash", "calling_number", "caller_id", "channel", "outcome", "reason", "duration",
    "prospect_id", "name", "company", "kind", "list", "rules", "window", "places", "table",
    "lists", "exemption", "script", "violations", "logged_at", "imported", "voided_at", "voided_by",
)  # fmt: skip
"""The fields of a call, in their order, in JSON and in CSV."""
_COLUMNS = (
    Column("When (theirs)", 19, 0, most=19),
    Column("Rep", 5, 4, most=14),
    Column("Who", 12, 0, most=24, style="bold"),
    Column("Number", 12, 2, most=16),
    Column("Ended", 10, 0, most=22),
    Column("Sec", 4, 1, right=True),
    Column("Window", 15, 3, most=36),
    Column("Violation", 9, 0, most=30),
)


def call_json(recorded: RecordedCall) -> dict[str, Any]:
    """A call with everything recorded about it."""
    call, checked = recorded.call, recorded.checked
    zones = checked.get("zones") or []
    values: tuple[Any, ...] = (
        call.id, iso(call.at), local_iso(call.at, recorded.zone), zones[0] if zones else None,
        call.agent, checked.get("seller"), checked.get("product"), call.number or None,
        call.number_mac or None, checked.get("from"), checked.get("shown"), call.channel,
        call.outcome, call.reason or None, call.duration, call.prospect_id, call.name, call.company,
        checked.get("kind"), call.list_name, checked.get("rules"), checked.get("window"),
        checked.get("places") or [], checked.get("table"),
        checked.get("lists") or [], checked.get("exemption"), checked.get("playbook"),
        list(recorded.violations),
        iso(call.logged_at), call.imported, iso(call.voided_at), call.voided_by or None,
    )  # fmt: skip
    return dict(zip(FIELDS, values, strict=True))


def as_json(record: ComplianceRecord) -> dict[str, Any]:
    """The documented object."""
    return {
        "schema": SCHEMA,
        "from": iso(record.period.start),
        "to": iso(record.period.end),
        "who": record.about or None,
        "calls": [call_json(proof) for proof in record.calls],
        "do_not_call": [_do_not_call_json(entry) for entry in record.do_not_call],
        "consents": [
            {"prospect_id": who, "name": name, "consent": as_json_of_consent(given)}
            for who, name, given in record.consents
        ],
        "suppressed": [suppressed_json(entry) for entry in record.suppressed],
    }


def suppressed_json(entry: Suppressed) -> dict[str, Any]:
    """What is kept of an erased person."""
    return {
        "hash": entry.mac,
        "key_id": entry.key_id,
        "reason": entry.reason,
        "requested_at": iso(entry.requested_at),
        "source": entry.source,
    }


def _do_not_call_json(entry: DoNotCall) -> dict[str, Any]:
    return {
        "phone": entry.number,
        "since": iso(entry.since),
        "source": entry.source,
        "reason": entry.reason or None,
        "by": entry.by_agent or None,
        "call_id": entry.call_id,
        "lifted_at": iso(entry.lifted_at),
        "lifted_reason": entry.lifted_reason or None,
    }


def write_csv(calls: Iterator[RecordedCall]) -> None:
    """Write a line for each call."""
    from callq.terminal.csv_out import write_items

    write_items(FIELDS, map(call_json, calls))


def show(record: ComplianceRecord, home: tzinfo) -> None:
    """Print the calls as a table, then do-not-call entries and consents."""
    proofs = list(record.calls)
    about = f" with {safe(record.about)}" if record.about else ""
    count = sum(bool(proof.violations) and proof.call.voided_at is None for proof in proofs)
    against = f", {count:,} in violation" if count else ""
    span = record.period.in_words(home) if record.period.start.timestamp() else "all time"
    say(f"{plural(len(proofs), 'call')}{about}, {span}{against}.")
    if proofs:
        rows = [_cells(proof) for proof in proofs]
        styles = ["red" if p.violations else "dim" if p.call.voided_at else "" for p in proofs]
        print_table(Table(_COLUMNS, rows, styles))
    for entry in record.do_not_call:
        lifted = f", lifted on {day(entry.lifted_at, home)}" if entry.lifted_at else ""
        say(f"Do-not-call: {entry.number} since {day(entry.since, home)} ({entry.source}){lifted}.")
    for given in record.consents:
        say(f"Consent: {safe(given.name)}, {safe(in_words(given.consent, home))}.")
    for erased in record.suppressed:
        say(f"Erased on {day(erased.requested_at, home)}: only the hash {erased.mac[:12]}… "
            "is left.")  # fmt: skip


def _window(stored: str) -> str:
    """`08:00-20:00 America/Chicago` as the clock setting shows it: `8:00 AM-8:00 PM`."""
    return re.sub(
        r"(\d\d):(\d\d)",
        lambda at: time_of_day(int(at[1]) * 60 + int(at[2])),
        stored.rpartition(" ")[0],
    )


def _cells(proof: RecordedCall) -> tuple[str, ...]:
    call = proof.call
    local = proof.call.at.astimezone(proof.zone)
    return (
        f"{local:%Y-%m-%d} {clock(call.at, proof.zone)}",
        safe(call.agent),
        safe(call.name),
        call.number or (f"#{call.number_mac[:8]}" if call.number_mac else ""),
        f"{safe(call.outcome)}{' (voided)' if call.voided_at else ''}",
        "" if call.duration is None else str(call.duration),
        _window(str(proof.checked.get("window") or "")),
        ", ".join(proof.violations),
    )
