"""Audits a file against the store without importing it."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Literal

from callq.audit.purge_check import Finding, Marks, asks, finding_of, marks
from callq.audit.statements import by_id
from callq.engine.audit import Flag, Verdict, flags_of_history, verdict
from callq.engine.model import State
from callq.engine.status import Status, assess
from callq.importing.headers import map_headers
from callq.importing.people import Person, read_people
from callq.importing.readers.open import open_table
from callq.importing.records import as_of, calls_of, contact_of, to_prospect
from callq.prospects.identity import known_as
from callq.records import coverage, dnc
from callq.records.contacts import Contact
from callq.records.facts import as_call, in_memory
from callq.storage.suppression import SuppressionCheck
from callq.workspace import Workspace


def findings_in(
    ws: Workspace,
    path: Path | Literal["-"],
    region: str,
    mapping: Mapping[str, str],
    stdin: BinaryIO | None = None,
) -> Iterator[Finding]:
    """Yield a verdict for every row: from the store if the prospect is known, else from the file.

    Raises:
        CallqError: The file can't be read, or the key that recognizes erased people is missing.
    """
    known = marks(ws)
    written = as_of(path, ws.now)
    stranger = _Stranger(ws, written)
    with open_table(path, stdin=stdin) as table:
        columns = map_headers(table.headers, table.sample(), mapping)
        for person in read_people(table, columns, region, near=written.date()):
            if isinstance(person, Person):
                new = to_prospect(person, region)
                yield _known(ws, known, person, new) or stranger.judge(person, new)


def _known(ws: Workspace, marks: Marks, person: Person, new: Contact) -> Finding | None:
    found = known_as(ws.db, new)
    row = by_id(ws.db, found.id) if found is not None else None
    if row is None:
        return None
    more = marks.of(row.id) - {Flag.OPTED_OUT_ELSEWHERE}
    if _blocked(ws, new) and row.state != State.NEVER:
        more.add(Flag.OPTED_OUT_ELSEWHERE)
    if new.opt_out_text and row.state != State.NEVER:
        more.add(Flag.OPT_OUT_REQUEST)
    return finding_of(row, ws.now, more)._replace(line=person.line)


class _Stranger:
    """Judges prospects the store doesn't know, by what the file says about them."""

    def __init__(self, ws: Workspace, written: datetime) -> None:
        self.ws = ws
        self.written = written
        """When the file was written."""
        self.door = SuppressionCheck(ws.db)
        self.covers = coverage.Coverer(ws.db).of
        self.doubts = coverage.Doubts(ws.db, ws.now, ws.rulebook.registries)

    def judge(self, person: Person, new: Contact) -> Finding:
        """The verdict on one row."""
        ws = self.ws
        blocked, listed = _blocked(ws, new), _blocked(ws, new, dnc.REGISTRY)
        numbers = [phone.e164 for phone in new.phones if phone.e164]
        if self.door.first((*numbers, *new.emails)):
            blocked = frozenset(numbers)
        prospect = in_memory(new, ws.now, ws.context, blocked, listed, self.covers)
        history = contact_of(person)
        said = calls_of(ws, history, new, 0, written=self.written) if history else []
        # Numbered in the order of the log.
        calls = tuple(as_call(call)._replace(id=place) for place, call in enumerate(said, 1))
        status = assess(prospect, calls, ws.rulebook, ws.now)
        flags = {*flags_of_history(prospect, calls, status, ws.rulebook)}
        flags |= self._more_flags(new, status, blocked)
        judged = verdict(
            status.state, status.action, status.due_at, ws.now,
            only_imported=not said
            or (status.last_was_refusal and all(one.imported for one in said)),
            opt_out_request=bool(new.opt_out_text),
        )  # fmt: skip
        return Finding(
            id=0, name=new.name, company=new.company, owner=new.owner, list_name="",
            shown=new.phones[0].shown if new.phones else "",
            phone=new.phones[0].e164 if new.phones else "", verdict=judged,
            flags=tuple(sorted(flags)), due_at=status.due_at,
            explanation=asks(new.opt_out_text) if judged is Verdict.DECIDE else status.why,
            rule=status.rule, last_conversation=said[-1].outcome if said else "",
            reason=said[-1].reason if said else "", agent="",
            last_word_at=said[-1].at if said else None,
            note=new.note, line=person.line,
        )  # fmt: skip

    def _more_flags(self, new: Contact, status: Status, blocked: frozenset[str]) -> set[Flag]:
        flags = {Flag.OPTED_OUT_ELSEWHERE} if blocked else set()
        if new.opt_out_text:
            flags.add(Flag.OPT_OUT_REQUEST)
        number = status.number
        kind = self.ws.calling.kind_of(new.list_name)
        if (
            number
            and status.due_at
            and self.doubts.hold_of(number.zones, number.places, kind, number.coverage)
        ):
            flags.add(Flag.LIST_TOO_OLD)
        return flags


def _blocked(ws: Workspace, new: Contact, by: int = dnc.OPTED_OUT) -> frozenset[str]:
    numbers = (phone.e164 for phone in new.phones if phone.e164)
    return frozenset(number for number in numbers if dnc.against(ws.db, number) == by)
