"""Audits the not-interested pile: who is worth a recall, and who must not be in the queue.

It reads; it deletes and changes nothing.
"""

from collections import Counter
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from callq.audit.statements import (
    Audited,
    audited,
    called_against_gates,
    held_by_old_lists,
    opted_out_elsewhere,
)
from callq.engine.audit import Flag, Verdict, verdict
from callq.engine.model import Action, Hold, State
from callq.workspace import Workspace

GROUPS = ("agent", "list", "reason", "age")
_AGES = ((30, "under 30 days"), (90, "30 to 90 days"), (365, "90 days to a year"))


class Finding(NamedTuple):
    """Somebody whom the audit looks at, with the verdict."""

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
    because: str
    rule: str
    last_word: str
    reason: str
    last_word_at: datetime | None
    agent: str
    note: str
    line: int = 0
    """The line of the file, when a file was audited."""

    @property
    def warns(self) -> bool:
        """Whether something says that they must not be in the queue."""
        return any(flag.warns for flag in self.flags)

    @property
    def too_early(self) -> bool:
        """Whether something says that they were thrown away too early."""
        return any(not flag.warns for flag in self.flags)


@dataclass(slots=True)
class Summary:
    """The pile in a few figures."""

    people: int = 0
    verdicts: Counter[Verdict] = field(default_factory=Counter)
    flags: Counter[Flag] = field(default_factory=Counter)
    warned: int = 0
    too_early: int = 0
    groups: dict[str, Counter[Verdict]] = field(default_factory=dict)

    @property
    def may_be_called(self) -> int:
        """Who may be called or written to now."""
        kinds = (Verdict.RECALL_NOW, Verdict.CHECK_IN, Verdict.REPLY_NOW)
        return sum(self.verdicts[kind] for kind in kinds)

    def add(self, finding: Finding, group: str) -> None:
        """Counts somebody."""
        self.people += 1
        self.verdicts[finding.verdict] += 1
        self.flags.update(finding.flags)
        self.warned += finding.warns
        self.too_early += finding.too_early
        if group:
            self.groups.setdefault(group, Counter())[finding.verdict] += 1


class Marks(NamedTuple):
    """What the audit adds to the flags that are stored with somebody: by id."""

    opted_out: frozenset[int]
    """Who has a number on do-not-call under another record."""
    against: frozenset[int]
    """Who was called against a gate."""
    old_list: frozenset[int]
    """Whom a copy of a registry covers that is too old."""

    def of(self, id_: int) -> set[Flag]:
        """The flags of somebody."""
        each = zip((Flag.OPTED_OUT_ELSEWHERE, Flag.AGAINST_GATE, Flag.LIST_TOO_OLD), self,
                   strict=True)  # fmt: skip
        return {flag for flag, ids in each if id_ in ids}


def marks(ws: Workspace) -> Marks:
    """Reads them once for all."""
    return Marks(
        opted_out_elsewhere(ws.db),
        frozenset(one.id for one in called_against_gates(ws.db)),
        held_by_old_lists(ws.db, ws.now),
    )


def findings(ws: Workspace, *, list_name: str = "", owner: str = "") -> Iterator[Finding]:
    """Everybody in the pile, one by one, in flat memory; a pure read."""
    known = marks(ws)
    for row in audited(ws.db, list_name, owner):
        yield finding_of(row, ws.now, known.of(row.id))


def breaches_outside(ws: Workspace, *, list_name: str = "", owner: str = "") -> int:
    """How many calls against a gate were made to people who are not in the pile."""
    return sum(
        one.calls
        for one in called_against_gates(ws.db)
        if not one.audited
        and (not list_name or one.list_name == list_name)
        and (not owner or one.owner == owner)
    )


def finding_of(row: Audited, now: datetime, more: AbstractSet[Flag]) -> Finding:
    """The verdict on one stored prospect, with more flags than are stored with them."""
    flags = {Flag(flag) for flag in row.flags} | more
    judged = verdict(
        State(row.state), Action(row.action), row.due_at, now,
        claimed=row.claimed, asked=row.hold == Hold.ASKED,
    )  # fmt: skip
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
        because=asks(row.asked) if judged is Verdict.DECIDE else row.why,
        rule=row.rule,
        last_word=row.word_outcome,
        reason=row.word_reason,
        last_word_at=row.word_at,
        agent=row.word_agent,
        note=row.last_note,
    )


def asks(words: str) -> str:
    """Why somebody has to decide, in words."""
    return f'an imported cell asks not to be called ("{words}")'


def group_of(finding: Finding, by: str, now: datetime) -> str:
    """The group somebody is counted in; empty when none is wanted."""
    if by == "agent":
        return finding.agent or finding.owner or "nobody"
    if by == "list":
        return finding.list_name or "no list"
    if by == "reason":
        return finding.reason or finding.last_word or "no reason"
    if by == "age":
        if finding.last_word_at is None:
            return "no date"
        days = (now - finding.last_word_at).days
        return next((words for limit, words in _AGES if days < limit), "over a year")
    return ""
