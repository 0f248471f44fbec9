"""Decides on people who may have opted out: one at a time or all of a kind, undone by one undo."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from callq.audit.statements import audited
from callq.engine.model import Hold
from callq.engine.words import plural
from callq.named_tuple import NamedTuple
from callq.records import calls, dnc, people
from callq.records.calls import NewCall
from callq.records.change_people import PeopleWriter
from callq.records.queue import EVERYONE, Condition
from callq.storage import journal
from callq.workspace import Workspace


class Answer(StrEnum):
    """What a person decided."""

    DO_NOT_CALL = "do-not-call"
    MAY_BE_CALLED = "may-be-called"


class Waiting(NamedTuple):
    """Someone on hold until a person decides."""

    id: int
    name: str
    company: str
    list_name: str
    shown: str
    words: str
    """The words that say not to call."""

    @property
    def kind(self) -> str:
        """The same for all with the same words."""
        return " ".join(self.words.casefold().split())


@dataclass(slots=True)
class Decisions:
    """What was decided so far; all of it is one command."""

    command: int = 0
    do_not_call: int = 0
    may_be_called: int = 0


def waiting(ws: Workspace, only: Condition = EVERYONE, words: str = "") -> list[list[Waiting]]:
    """Who waits for a decision, grouped by what their words say; the largest group first.

    Args:
        ws: An open workspace.
        only: Only these people.
        words: Only people with these words; everyone when empty.
    """
    kinds: dict[str, list[Waiting]] = {}
    wanted = " ".join(words.casefold().split())
    for row in audited(ws.db, only):
        if row.hold != Hold.OPT_OUT_REQUEST:
            continue
        one = Waiting(row.id, row.name, row.company, row.list_name, row.shown, row.opt_out_text)
        if not wanted or one.kind == wanted:
            kinds.setdefault(one.kind, []).append(one)
    return sorted(kinds.values(), key=len, reverse=True)


def decide(ws: Workspace, sofar: Decisions, who: Iterable[Waiting], answer: Answer) -> None:
    """Writes one answer for some people, in one transaction; undo takes all of `sofar` back."""
    with ws.db.write():
        if not sofar.command:
            sofar.command = journal.begin(ws.db, "purge-check", ws.agent, ws.now)
        write = _opt_out if answer is Answer.DO_NOT_CALL else _release
        touched: set[int] = set()
        for one in who:
            touched |= write(ws, sofar, one)
        ws.projector().refresh(calls.sharing_numbers(ws.db, touched))
        said = plural(sofar.do_not_call, "person", "people")
        may = plural(sofar.may_be_called, "person", "people")
        journal.describe(ws.db, sofar.command, f"do-not-call for {said}, {may} may be called")


def _opt_out(ws: Workspace, sofar: Decisions, one: Waiting) -> set[int]:
    """Logs what the words say, without a call of ours, and blocks the numbers."""
    said = NewCall(one.id, ws.now, "do-not-call", written=one.words, imported=True)
    (call_id,) = calls.insert(ws.db, [said], sofar.command, ws.now)
    numbers = people.numbers_of(ws.db, one.id)
    dnc.block(
        ws.db, numbers, source="call", agent=ws.agent, now=ws.now,
        reason=f'{one.name}: "{one.words}"', call_id=call_id, command_id=sofar.command,
    )  # fmt: skip
    sofar.do_not_call += 1
    return {one.id, *dnc.owners(ws.db, numbers)}


def _release(ws: Workspace, sofar: Decisions, one: Waiting) -> set[int]:
    details = people.details(ws.db, one.id)
    if details is None:
        return set()
    PeopleWriter(ws.projector(), sofar.command).change(details, {"opt_out_text": ""})
    sofar.may_be_called += 1
    return {one.id}
