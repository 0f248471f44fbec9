"""Audits the not-interested list: who to call again, and who was called in violation. Read-only."""

from collections import Counter
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime

from callq.audit.statements import (
    Audited,
    audited,
    called_in_violation,
    held_by_lists,
    opted_out_elsewhere,
)
from callq.engine.audit import Flag, Verdict, verdict
from callq.engine.model import Action, Hold, State
from callq.named_tuple import NamedTuple
from callq.records import coverage
from callq.records.queue import EVERYONE, Condition
from callq.records.status_reason import stored_reason
from callq.workspace import Workspace

UNDATED = "unknown, at least as old as its file"
"""The age of what a file says without a date."""
GROUPS = ("rep", "list", "reason", "age")
_AGES = ((30, "under 30 days"), (90, "30-90 days"), (365, "90 days-1 year"))


class Finding(NamedTuple):
    """One audited prospect, with the verdict."""

    id: int
    name: str
    company: str
    owner: str
    list_name: str
    shown: str
    phone: str
    verdict: Verdict
    flags: tuple[Flag, ...]
    due_at: datetime | None
    explanation: str
    rule: str
    last_conversation: str
    reason: str
    last_word_at: datetime | None
    agent: str
    note: str
    asked: str = ""
    """The words that say not to call, where a decision is needed."""
    line: int = 0
    """Line in the file; 0 unless a file was audited."""

    @property
    def warns(self) -> bool:
        """Whether they have a violation or a risk."""
        return any(flag.warns for flag in self.flags)

    @property
    def too_early(self) -> bool:
        """Whether they were given up too early."""
        return any(not flag.warns for flag in self.flags)


@dataclass(slots=True)
class Summary:
    """Counts over all findings."""

    people: int = 0
    verdicts: Counter[Verdict] = field(default_factory=Counter)
    flags: Counter[Flag] = field(default_factory=Counter)
    warned: int = 0
    too_early: int = 0
    groups: dict[str, Counter[Verdict]] = field(default_factory=dict)

    @property
    def can_be_called(self) -> int:
        """How many can be called or written to now."""
        return self.verdicts[Verdict.CALL_AGAIN] + self.verdicts[Verdict.WRITE_NOW]

    def add(self, finding: Finding, group: str) -> None:
        """Count one finding."""
        self.people += 1
        self.verdicts[finding.verdict] += 1
        self.flags.update(finding.flags)
        self.warned += finding.warns
        self.too_early += finding.too_early
        if group:
            self.groups.setdefault(group, Counter())[finding.verdict] += 1


class Marks(NamedTuple):
    """Flags the audit adds to the stored ones, as ids of prospects."""

    opted_out: frozenset[int]
    """Their number is on do-not-call through another prospect."""
    violations: frozenset[int]
    """Called in violation of a compliance check."""
    old_list: frozenset[int]
    """Covered by a registry list that is out of date."""

    def of(self, id_: int) -> set[Flag]:
        """The flags of one prospect."""
        each = zip((Flag.OPTED_OUT_ELSEWHERE, Flag.VIOLATION, Flag.LIST_TOO_OLD), self,
                   strict=True)  # fmt: skip
        return {flag for flag, ids in each if id_ in ids}


def marks(ws: Workspace) -> Marks:
    """Read them once for all prospects."""
    return Marks(
        opted_out_elsewhere(ws.db),
        frozenset(one.id for one in called_in_violation(ws.db)),
        held_by_lists(ws.db, coverage.Doubts(ws.db, ws.now, ws.rulebook.registries)),
    )


def findings(ws: Workspace, only: Condition = EVERYONE) -> Iterator[Finding]:
    """Yield every audited prospect in order of id, in flat memory; read-only."""
    known = marks(ws)
    for row in audited(ws.db, only):
        yield finding_of(row, ws.now, known.of(row.id))


def violations_elsewhere(ws: Workspace, only: Condition = EVERYONE) -> int:
    """How many calls to prospects outside the audit were in violation."""
    return sum(one.calls for one in called_in_violation(ws.db, only) if not one.audited)


def finding_of(row: Audited, now: datetime, more: AbstractSet[Flag]) -> Finding:
    """The verdict on one stored prospect; `more` are flags to add to the stored ones."""
    flags = {Flag(flag) for flag in row.flags} | more
    hold = Hold(row.hold) or (Hold.STALE_LIST if Flag.LIST_TOO_OLD in more else Hold.NONE)
    judged = verdict(State(row.state), Action(row.action), row.due_at, hold, now)
    asked = asks(row.opt_out_text)
    return Finding(
        id=row.id,
        name=row.name,
        company=row.company,
        owner=row.owner,
        list_name=row.list_name,
        shown=row.shown,
        phone=row.e164,
        verdict=judged,
        flags=tuple(sorted(flags)),
        due_at=row.due_at,
        explanation=asked if judged is Verdict.DECIDE else stored_reason(row).words,
        rule=row.rule,
        last_conversation=row.conversation_outcome,
        reason=row.conversation_reason,
        last_word_at=row.conversation_at,
        agent=row.conversation_agent,
        note=row.last_note,
        asked=row.opt_out_text if judged is Verdict.DECIDE else "",
    )


def asks(words: str) -> str:
    """Why a decision is needed."""
    return f'a note or a list says not to call ("{words}")'


def group_of(finding: Finding, by: str, now: datetime) -> str:
    """The group a finding is counted in; empty if `by` is empty."""
    if by == "rep":
        return finding.agent or finding.owner or "no rep"
    if by == "list":
        return finding.list_name or "no list"
    if by == "reason":
        return finding.reason or finding.last_conversation or "no reason"
    if by == "age":
        if finding.last_word_at is None or Flag.UNCONFIRMED in finding.flags:
            return UNDATED if finding.last_word_at else "no date"
        days = (now - finding.last_word_at).days
        return next((words for limit, words in _AGES if days < limit), "over a year")
    return ""
