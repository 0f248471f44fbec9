"""Find duplicates, and merge the pairs a rep or a threshold accepts."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from callq.backup import before_bulk
from callq.engine.words import plural
from callq.prospects import matching
from callq.prospects.likeness import Corpus
from callq.prospects.merge import join, lease_holder
from callq.prospects.pairing import Groups, Pair, Proposal, pairs
from callq.records import calls, dnc
from callq.storage import journal
from callq.workspace import Workspace

AUTO = 0.9
"""How certain a match must be, 0 to 1, to merge it without asking."""
Progress = Callable[[int, int], None]


def _silent(_done: int, _total: int) -> None:
    """Report no progress."""


@dataclass(slots=True)
class Search:
    """The likely duplicates, and what was decided so far."""

    people: int
    """How many were compared."""
    found: list[Pair]
    """Most certain first."""
    groups: Groups
    merged: int = 0
    kept_apart: int = 0
    busy: list[str] = field(default_factory=list)
    """Why some weren't merged, e.g. two reps are on the phone with them."""
    command: int = 0

    def proposals(self) -> Iterator[Proposal]:
        """Yield one merge at a time. Each takes the decisions made so far into account."""
        for pair in self.found:
            proposal = self.groups.propose(pair)
            if proposal is not None:
                yield proposal


def search(
    ws: Workspace, least: float, on_progress: Progress = _silent, *, list_name: str = ""
) -> Search:
    """Compare everyone who shares a number, an email, or a full name and company.

    Args:
        ws: An open workspace.
        least: Propose nothing less certain than this, 0 to 1.
        on_progress: Called with how many were compared, and the total.
        list_name: Only people on this list; everyone when empty.
    """
    records = list(matching.records(ws.db, list_name))
    corpus = Corpus(records)
    found = pairs(records, corpus, least, on_progress)
    groups = Groups({r.id: r for r in records}, corpus, matching.not_duplicates(ws.db))
    return Search(len(records), found, groups)


def planned(found: Search) -> list[Proposal]:
    """List every merge that accepting all proposals would make. Changes nothing stored."""
    done = []
    for proposal in found.proposals():
        done.append(proposal)
        found.groups.join(proposal.kept.id, proposal.gone.id)
    return done


def merge_all(ws: Workspace, found: Search, on_progress: Progress = _silent) -> list[Proposal]:
    """Accept every proposal in one transaction. Returns the ones that were merged."""
    plan = planned(found)
    if plan:
        before_bulk(ws)
    done = []
    concerned: set[int] = set()
    with ws.db.write():
        for count, proposal in enumerate(plan):
            touched = _join(ws, found, found.groups.root(proposal.kept.id), proposal)
            if touched:
                done.append(proposal)
                concerned |= touched
            on_progress(count, len(plan))
        if done:
            ws.projector().refresh(concerned)
            _describe(ws, found)
    return done


def accept(ws: Workspace, found: Search, proposal: Proposal) -> bool:
    """Merge one pair in its own transaction. Returns whether it was possible."""
    with ws.db.write():
        touched = _join(ws, found, proposal.kept.id, proposal)
        if touched:
            ws.projector().refresh(touched)
            _describe(ws, found)
    if touched:
        found.groups.join(proposal.kept.id, proposal.gone.id)
    else:
        found.groups.keep_apart(proposal.kept.id, proposal.gone.id)
    return bool(touched)


def keep_apart(ws: Workspace, found: Search, proposal: Proposal) -> None:
    """Record that a pair is two people. They won't be proposed again."""
    with ws.db.write():
        _begin(ws, found)
        matching.keep_apart(
            ws.db, found.command, proposal.kept.id, proposal.gone.id, ws.agent, ws.now
        )
        found.kept_apart += 1
        _describe(ws, found)
    skip(found, proposal)


def skip(found: Search, proposal: Proposal) -> None:
    """Leave a pair alone until the next search."""
    found.groups.keep_apart(proposal.kept.id, proposal.gone.id)


def _join(ws: Workspace, found: Search, kept: int, proposal: Proposal) -> set[int]:
    """Merge in the open transaction. Returns the ids it affects; none if it can't be done now."""
    gone = proposal.gone.id
    if why := lease_holder(ws, kept, gone):
        found.busy.append(why)
        return set()
    _begin(ws, found)
    concerned = calls.sharing_numbers(ws.db, [kept, gone])
    joined = join(ws, kept, gone, found.command)
    found.merged += 1
    return concerned | dnc.owners(ws.db, joined.blocked)


def _begin(ws: Workspace, found: Search) -> None:
    if not found.command:
        found.command = journal.begin(ws.db, "dedupe", ws.agent, ws.now)


def _describe(ws: Workspace, found: Search) -> None:
    parts = [f"{plural(found.merged, 'person', 'people')} merged"]
    parts += [f"{plural(found.kept_apart, 'pair')} kept apart"] if found.kept_apart else []
    journal.describe(ws.db, found.command, ", ".join(parts))
