"""Keeps what the queue needs from a status on the prospect's row, and the tally up to date.

The only writer of the projection. It is rewritten in the same transaction as the call it follows
from, and computed again for everyone by `rebuild`, giving the same rows.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from itertools import islice
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from callq.engine.calling import GroupKey, key_of
from callq.engine.model import Action, Hold, State, Tier
from callq.engine.ranking import overdue_callback_at, part_mask, rank_line, ranked, stored_tier
from callq.engine.rulebook import Rulebook
from callq.engine.status import Status, assess
from callq.named_tuple import NamedTuple
from callq.records import calls as store_calls
from callq.records import dnc, evaluation, list_holds
from callq.records.contacts import ProspectRow, Ready, from_ready
from callq.records.coverage import Coverer
from callq.records.evaluation import EvaluationContext, EvaluationInput
from callq.records.grouping import Dates, Groups
from callq.records.groups import ANY_HOURS
from callq.records.transitions import TallyKey, add_to_tally, scopes
from callq.storage.db import Db, Row, among
from callq.storage.moments import moment, seconds

if TYPE_CHECKING:
    from callq.records.likelihood import Likelihood


class Projection(NamedTuple):
    """The columns of a prospect that follow from the calls; by default before any evaluation."""

    state: str = "fresh"
    action: str = "call"
    due_at: int | None = None
    transition_at: int | None = None
    ready: int = 0
    tier: int = 0
    hours_id: int = 0
    part_mask: int = 0
    hold: str = ""
    rank: float = 0.0
    chance: float = 0.0
    phone_id: int | None = None
    rule: str = ""
    misses: int = 0
    callback_at: int | None = None
    last_at: int | None = None
    last_outcome: str = ""
    last_note: str = ""
    conversation_outcome: str = ""
    conversation_reason: str = ""
    conversation_at: int | None = None
    conversation_agent: str = ""
    audited: int = 0
    flags: str = ""
    consent_ends_at: int | None = None
    consent_ended_at: int | None = None
    exempt_until: int | None = None
    asked_at: int | None = None


class _Stored(NamedTuple):
    """A stored projection, and where it's counted."""

    id: int
    list_name: str
    owner: str
    projection: Projection


BLANK = Projection()
COLUMNS = Projection._fields
QUEUED_BY = (
    "ready", "ready_by_list", "ready_by_owner", "ready_since", "prospect_by_list",
    "prospect_by_owner", "prospect_by_state", "prospect_by_tags", "phone_by_ending",
)  # fmt: skip
"""The indexes that reading a queue or finding a person needs, and storing people doesn't."""
_UPDATE = f"UPDATE prospect SET {', '.join(f'{c} = :{c}' for c in COLUMNS)} WHERE id = :id"
_SELECT = f"SELECT id, list_name, owner, {', '.join(COLUMNS)} FROM prospect"
_BATCH = 2000

_KIND = itemgetter(
    *(i for i, column in enumerate(ProspectRow._fields)
      if column not in ("name", "company", "title", "owner", "note", "tags", "custom",
                        "external_id"))
)  # fmt: skip
"""What a first projection follows from, besides the numbers."""
_AREA = len("+1212")
_RANK = COLUMNS.index("rank")
_PHONE_ID, _LAST_NOTE = COLUMNS.index("phone_id"), COLUMNS.index("last_note")

_Place = tuple[str, str, int, int, int, str]
"""List, owner, tier, hours, parts and hold: where a person who is ready is counted."""


class _First(NamedTuple):
    """A first projection without the number and the note; the same for everyone of a kind."""

    before: tuple[Any, ...]
    between: tuple[Any, ...]
    after: tuple[Any, ...]
    place: int
    """Which number to dial, from 1; 0 for none."""
    counted: tuple[Any, ...] | None
    """Tier, hours, parts and hold of people who are ready."""


class Projector:
    """Turns known into rows; lives for one write transaction."""

    def __init__(
        self, db: Db, rulebook: Rulebook, context: EvaluationContext, dates: Dates,
        likelihood: "Likelihood | None" = None,
    ) -> None:  # fmt: skip
        """See `Projector`.

        Args:
            db: Inside a write transaction.
            rulebook: The rules in force.
            context: The evaluation context; its moment decides who is ready.
            dates: Where public holidays are looked up, for new groups.
            likelihood: The chances of people; by the rulebook alone by default.
        """
        self.db = db
        self.rulebook = rulebook
        self.context = context
        self.now = context.now
        self.likelihood = likelihood or _unlearned(db, rulebook)
        self.groups = Groups(db, context.calling, dates, context.now)
        self.covers = Coverer(db).of
        self._tally: Counter[TallyKey] = Counter()
        self._first_rows: dict[Any, _First] = {}
        self._newcomers: Counter[_Place] = Counter()

    def refresh(self, ids: Iterable[int]) -> None:
        """Recompute the projection of some prospects."""
        everyone = evaluation.of_prospects(self.db, ids, self.context)
        while batch := list(islice(everyone, _BATCH)):
            self._replace(self._judged_rows(batch))
        self._flush()

    def write(self, known: EvaluationInput, status: Status) -> None:
        """Write the projection of a prospect whose status is known."""
        self._replace(self._rows([(known, status)]))
        self._flush()

    def rebuild(self, on_progress: Callable[[int], None] = lambda _: None) -> int:
        """Recompute everyone's projection from the log; how many rows changed."""
        self.db.run("DELETE FROM tally")
        self.groups.renew()
        changed = 0
        everyone = evaluation.of_everyone(self.db, self.context)
        while batch := list(islice(everyone, _BATCH)):
            judged = self._judged_rows(_noting(batch, on_progress))
            changed += self._rewrite(judged)
        self._flush()
        return changed

    def first_rows(
        self, newcomers: Sequence[Ready], phone_ids: Iterable[int]
    ) -> list[tuple[Any, ...]]:
        """The first projections of new people, in the order of `COLUMNS`, counted.

        Call `finish` after the last of them.

        Args:
            newcomers: To be stored.
            phone_ids: The ids their numbers will have, one after the other.
        """
        numbers = [phone.e164 for one in newcomers for phone in one.phones if phone.e164]
        against = dnc.against_among(self.db, numbers)
        ids, at, rows = tuple(phone_ids), 0, []
        for one in newcomers:
            count = len(one.phones)
            rows.append(self._first_row(one, against, ids[at : at + count]))
            at += count
        return rows

    def refresh_called(self, ids: Sequence[int], newcomers: Sequence[Ready]) -> None:
        """Recompute new people whose number has been called before."""
        numbers = (phone.e164 for one in newcomers for phone in one.phones if phone.e164)
        called = store_calls.called_among(self.db, numbers)
        if called:
            self.finish()
            self.refresh(
                id_
                for id_, one in zip(ids, newcomers, strict=True)
                if any(phone.e164 in called for phone in one.phones)
            )

    def _first_row(
        self, one: Ready, against: Mapping[str, int], phone_ids: Sequence[int]
    ) -> tuple[Any, ...]:
        """The first projection of a person without calls; the same for everyone alike.

        For a number only its place counts and whether it may be called, not its digits.
        """
        own, phones = one.own, one.phones
        kind = _KIND(own), *[(p.e164[:_AREA], p.quality, p.zones, p.places, p.line) for p in phones]
        if against:
            kind = *kind, *[against.get(phone.e164) for phone in phones]
        found = self._first_rows.get(kind)
        if found is None:
            found = self._first_rows[kind] = self._judged(one, against)
        before, between, after, place, counted = found
        if counted:
            self._newcomers[own.list_name, own.owner, *counted] += 1
        phone_id = phone_ids[place - 1] if place else None
        if self.likelihood.is_learned:
            chance = self.likelihood.of_newcomer(one)
            rank = before[_RANK] + self.rulebook.weights["likelihood"] * chance
            before = *before[:_RANK], rank, chance
        return (*before, phone_id, *between, own.note, *after)

    @cached_property
    def _list_holds(self) -> dict[str, Hold]:
        return list_holds.in_force(self.db)

    def _judged(self, one: Ready, against: Mapping[str, int]) -> "_First":
        """What `_first_row` keeps from the first person of a kind."""
        new = from_ready(one)
        came = moment(seconds(self.now))
        hold = self._list_holds.get(new.list_name, Hold.NONE)
        prospect = evaluation.in_memory(new, came, self.context, against, self.covers, hold)
        places = (n._replace(id=place) for place, n in enumerate(prospect.numbers, 1))
        kind = self.context.calling.kind_of(new.list_name)
        mine = prospect._replace(numbers=tuple(places))
        known = EvaluationInput(mine, (), new.owner, new.note, kind)
        row = self._row(known, self._judged_status(known), 0.0)
        counted = row.tier, row.hours_id, row.part_mask, row.hold
        return _First(
            row[:_PHONE_ID],
            row[_PHONE_ID + 1 : _LAST_NOTE],
            row[_LAST_NOTE + 1 :],
            row.phone_id or 0,
            counted if row.ready else None,
        )

    def remove(self, ids: Iterable[int]) -> None:
        """Take removed prospects out of the queue and the counts."""
        ids = list(ids)
        for old in self._stored_of(ids).values():
            self._count(old.projection, old, -1)
        self._flush()
        for prospect_id in ids:
            self.db.run(
                "UPDATE prospect SET ready = 0, tier = 0, hold = '', transition_at = NULL, "
                "due_at = NULL, audited = 0 WHERE id = :id",
                {"id": prospect_id},
            )

    @contextmanager
    def moving(self, ids: Collection[int]) -> Iterator[None]:
        """Lets people leave the counts of one list or owner for another's; change them inside."""
        for old in self._stored_of(ids).values():
            self._count(old.projection, old, -1)
        yield
        for new in self._stored_of(ids).values():
            self._count(new.projection, new, 1)
        self._flush()

    def finish(self) -> None:
        """Write the counts that `insert` collected."""
        for (list_name, owner, tier, hours, mask, hold), n in self._newcomers.items():
            for scope in scopes(list_name, owner):
                self._tally[scope, tier, hours, mask, hold] += n
        self._newcomers.clear()
        self._flush()

    def _rewrite(self, rows: Mapping[int, Projection]) -> int:
        """Write rows for a tally that starts empty; how many rows changed."""
        if not rows:
            return 0
        ends = {"first": min(rows), "last": max(rows)}
        stored = self.db.rows(f"{_SELECT} WHERE id BETWEEN :first AND :last", ends)
        return self._write_changed(rows, _by_id(stored))

    def _replace(self, rows: Mapping[int, Projection]) -> None:
        """Write rows, and replace the old rows in the counts."""
        before = self._stored_of(rows)
        for old in before.values():
            self._count(old.projection, old, -1)
        self._write_changed(rows, before)

    def _stored_of(self, ids: Iterable[int]) -> dict[int, _Stored]:
        return stored(self.db, ids)

    def _write_changed(self, rows: Mapping[int, Projection], before: Mapping[int, _Stored]) -> int:
        changed = []
        for id_, row in rows.items():
            old = before[id_]
            self._count(row, old, 1)
            if row != old.projection:
                changed.append({"id": id_, **row._asdict()})
        self.db.many(_UPDATE, changed)
        return len(changed)

    def _count(self, row: Projection, whose: _Stored, n: int) -> None:
        if row.ready:
            for scope in scopes(whose.list_name, whose.owner):
                self._tally[scope, row.tier, row.hours_id, row.part_mask, row.hold] += n

    def _flush(self) -> None:
        add_to_tally(self.db, self._tally)
        self._tally.clear()

    def _judged_rows(self, some: Iterable[EvaluationInput]) -> dict[int, Projection]:
        return self._rows([(known, self._judged_status(known)) for known in some])

    def _judged_status(self, known: EvaluationInput) -> Status:
        return assess(known.prospect, known.calls, self.rulebook, self.now, in_words=False)

    def _rows(self, some: Sequence[tuple[EvaluationInput, Status]]) -> dict[int, Projection]:
        chances = self.likelihood.of_all({known.prospect.id: status for known, status in some})
        return {
            known.prospect.id: self._row(known, status, chances[known.prospect.id])
            for known, status in some
        }

    def _row(self, known: EvaluationInput, status: Status, chance: float) -> Projection:
        tier = stored_tier(status)
        ready = status.is_due and status.state not in (State.CLOSED, State.DO_NOT_CALL)
        transition_at = None if ready else status.due_at
        if tier is Tier.CALLBACK and ready and status.due_at:
            late = overdue_callback_at(status.due_at, self.rulebook)
            tier, transition_at = (
                (Tier.OVERDUE_CALLBACK, None) if late <= self.now else (tier, late)
            )
        word, last = status.last_conversation, status.last
        noted = max((call for call in known.calls if call.note), key=lambda c: c.at, default=None)
        flags = _flags(known, status, self.rulebook)
        exemption = status.number.exemption if status.number else None
        return Projection(
            state=status.state.value,
            action=status.action.value,
            due_at=seconds(status.due_at),
            transition_at=seconds(transition_at),
            ready=int(ready),
            tier=int(tier),
            hours_id=self._hours_of(known, status),
            part_mask=part_mask(status, self.rulebook),
            hold=status.hold.value,
            rank=rank_line(ranked(known.prospect, status), self.rulebook, chance),
            chance=chance,
            phone_id=status.number.id if status.number else None,
            rule=status.rule,
            misses=status.misses,
            callback_at=seconds(status.callback_at),
            last_at=seconds(last.at) if last else None,
            last_outcome=last.outcome if last else "",
            last_note=noted.note if noted else known.note,
            conversation_outcome=word.outcome if word else "",
            conversation_reason=word.reason if word else "",
            conversation_at=seconds(word.at) if word else None,
            conversation_agent=word.agent if word else "",
            audited=int(status.is_audited),
            flags=",".join(sorted(flags)),
            consent_ends_at=seconds(min((t for t in known.turns if t > self.now), default=None)),
            consent_ended_at=seconds(max((t for t in known.turns if t <= self.now), default=None)),
            exempt_until=seconds(exemption.until) if exemption else None,
            asked_at=seconds(status.asked_at),
        )

    def _hours_of(self, known: EvaluationInput, status: Status) -> int:
        callable_ = not status.action.is_email and status.action is not Action.NONE
        if not callable_ or status.hold is Hold.NO_ZONE:
            return ANY_HOURS
        number = status.number
        if number is None or not number.zones:
            return ANY_HOURS
        return self._group(key_of(number, known.kind))

    def _group(self, key: GroupKey) -> int:
        return self.groups.id_of(key)


def stored(db: Db, ids: Iterable[int]) -> dict[int, _Stored]:
    """What's kept of some prospects for the queue."""
    return _by_id(among(db, f"{_SELECT} WHERE id IN (:these)", ids))


def _unlearned(db: Db, rulebook: Rulebook) -> "Likelihood":
    from callq.records.likelihood import Likelihood

    return Likelihood(db, rulebook)


def _noting(
    some: Iterable[EvaluationInput], on_progress: Callable[[int], None]
) -> Iterator[EvaluationInput]:
    for known in some:
        on_progress(len(known.calls))
        yield known


def _by_id(rows: Iterable[Row]) -> dict[int, _Stored]:
    return {
        id_: _Stored(id_, list_name, owner, Projection(*columns))
        for id_, list_name, owner, *columns in rows
    }


def _flags(known: EvaluationInput, status: Status, rulebook: Rulebook) -> frozenset[str]:
    if not status.is_audited:
        return frozenset()
    # Most calls don't end in a refusal: logging one doesn't wait for the audit to load.
    from callq.engine.audit import flags_of_history

    return frozenset(flags_of_history(known.prospect, known.calls, status, rulebook))
