"""Writes the calls to be made as tasks that `task import` of Taskwarrior takes."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any, BinaryIO

from callq.exporting.calendar import heading, moment_of
from callq.exporting.model import OutPerson
from callq.exporting.vcards import uid

_COMPACT = "%Y%m%dT%H%M%SZ"


def write(people: Iterable[OutPerson], store: str, now: datetime, out: BinaryIO) -> int:
    """Writes a JSON array with a task for everybody who is to be called; how many."""
    count = 0
    for person in people:
        if not person.is_open or moment_of(person) is None:
            continue
        out.write(b",\n" if count else b"[\n")
        out.write(json.dumps(_task(person, store, now), ensure_ascii=False).encode())
        count += 1
    out.write(b"\n]\n" if count else b"[]\n")
    return count


def _task(person: OutPerson, store: str, now: datetime) -> dict[str, Any]:
    phone = person.to_call
    due = moment_of(person)
    has_callback = person.state == "callback"
    local = f"Their time: {person.local}" if person.local else ""
    notes = [person.explanation, local, person.last_note]
    # Two annotations of one second would be one.
    annotations = [
        {"entry": f"{now.replace(second=i):{_COMPACT}}", "description": one_line(text)}
        for i, text in enumerate(filter(None, notes))
    ]
    task: dict[str, Any] = {
        "uuid": str(uid(store, "task", person.id)),
        "status": "pending",
        "description": one_line(f"{heading(person)} {phone.shown if phone else ''}"),
        "entry": f"{min(person.created_at, now):{_COMPACT}}",
        "due": f"{due:{_COMPACT}}",
        "project": one_line(f"callq.{person.list_name}" if person.list_name else "callq"),
        "priority": "H" if has_callback else "M" if person.state == "hot" else "L",
        "tags": ["call", *(["callback"] if has_callback else [])],
    }
    return task | ({"annotations": annotations} if annotations else {})


def one_line(text: str) -> str:
    """A text without line breaks and controls."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
