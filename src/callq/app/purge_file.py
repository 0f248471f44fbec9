"""Audits a folder from elsewhere against the store, importing nothing."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO, Literal

from callq.app.desk import Desk
from callq.app.from_file import calls_of, to_prospect, told_of
from callq.app.identity import known_as
from callq.app.purge_check import Finding, finding_of
from callq.core.audit import Flag, flags_of_history, verdict
from callq.core.model import State
from callq.core.standing import assess
from callq.files.headers import map_headers
from callq.files.people import Person, read_people
from callq.files.tables import open_table
from callq.store import dnc
from callq.store.audit import by_id
from callq.store.facts import as_call, in_memory
from callq.store.people import NewProspect
from callq.store.suppression import Door


def findings_in(
    desk: Desk,
    path: Path | Literal["-"],
    region: str,
    mapping: Mapping[str, str],
    stdin: BinaryIO | None = None,
) -> Iterator[Finding]:
    """The verdict on everybody in a file: the store's where it knows them, else the file's own.

    Raises:
        CallqError: The file can't be read, or the key is missing by which the forgotten are told.
    """
    door = Door(desk.db)
    with open_table(path, stdin=stdin) as table:
        columns = map_headers(table.headers, table.sample(), mapping)
        for person in read_people(table, columns, region):
            if isinstance(person, Person):
                new = to_prospect(person, region)
                yield _known(desk, person, new) or _unknown(desk, door, person, new)


def _known(desk: Desk, person: Person, new: NewProspect) -> Finding | None:
    found = known_as(desk.db, new)
    row = by_id(desk.db, found) if found is not None else None
    if row is None:
        return None
    elsewhere = bool(_blocked(desk, new)) and row.state != State.NEVER
    return finding_of(row, desk.now, elsewhere=elsewhere)._replace(line=person.line)


def _unknown(desk: Desk, door: Door, person: Person, new: NewProspect) -> Finding:
    blocked, listed = _blocked(desk, new), _blocked(desk, new, dnc.REGISTRY)
    numbers = [phone.e164 for phone in new.phones if phone.e164]
    if door.first((*numbers, *new.emails)):
        blocked = frozenset(numbers)
    prospect = in_memory(new, desk.now, desk.frame, blocked, listed)
    told = told_of(person)
    said = calls_of(desk, told, new, prospect_id=0) if told else []
    # In the order of the log, which counts them.
    calls = tuple(as_call(call)._replace(id=place) for place, call in enumerate(said, 1))
    standing = assess(prospect, calls, desk.rulebook, desk.now)
    flags = set(flags_of_history(prospect, calls, standing, desk.rulebook))
    if blocked:
        flags.add(Flag.OPTED_OUT_ELSEWHERE)
    if new.asked:
        flags.add(Flag.ASKS_NOT_TO_CALL)
    judged = verdict(
        standing.state, standing.action, standing.due_at, desk.now,
        claimed=not said or (standing.last_word_is_no and all(one.claimed for one in said)),
    )  # fmt: skip
    return Finding(
        id=0, name=new.name, company=new.company, owner=new.owner, list_name="",
        shown=new.phones[0].shown if new.phones else "",
        phone=new.phones[0].e164 if new.phones else "", verdict=judged,
        flags=tuple(sorted(flags)), due_at=standing.due_at, because=standing.why,
        rule=standing.rule, last_word=said[-1].outcome if said else "",
        reason=said[-1].reason if said else "", agent="",
        last_word_at=said[-1].at if said else None,
        note=new.note, line=person.line,
    )  # fmt: skip


def _blocked(desk: Desk, new: NewProspect, by: int = dnc.WISH) -> frozenset[str]:
    numbers = (phone.e164 for phone in new.phones if phone.e164)
    return frozenset(number for number in numbers if dnc.against(desk.db, number) == by)
