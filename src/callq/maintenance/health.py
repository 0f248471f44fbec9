"""Find what's wrong in a store; change nothing."""

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime
from itertools import groupby, islice

from callq.engine.calling import GroupKey
from callq.engine.model import State
from callq.records import evaluation, groups
from callq.records.contacts import words_of
from callq.records.evaluation import EvaluationInput
from callq.records.likelihood import read_place
from callq.records.number_lists import BLOCKS, LISTED, hit
from callq.records.projection import COLUMNS, Projection, Projector
from callq.records.transitions import TallyKey, scopes
from callq.storage import shipped_schema
from callq.storage.db import Db
from callq.storage.moments import moment, seconds

_BATCH = 2000
_MOST = 20
_NO_GROUP = -1
_END = 1 << 62


def gone_owners(db: Db, since: datetime) -> list[tuple[str, int]]:
    """Owners who worked here but not since a moment, while others did; and how many people.

    A name that never did anything came with a file, and may be anyone's.
    """
    rows = db.rows("SELECT agent, MAX(at) FROM command GROUP BY agent")
    latest: dict[str, datetime] = {agent: moment(at) for agent, at in rows}
    if not any(at >= since for at in latest.values()):
        return []
    owned = db.rows(
        "SELECT owner, COUNT(*) FROM prospect WHERE owner <> '' AND removed_at IS NULL "
        "AND state NOT IN ('do-not-call', 'closed') GROUP BY owner ORDER BY owner"
    )
    return [(name, n) for name, n in owned if latest.get(name, since) < since]


class StatusChecker(Projector):
    """Compute every status from the call log and compare it with the saved one."""

    def differing(
        self, ids: Iterable[int] | None = None, on_progress: Callable[[int], None] = lambda _: None
    ) -> list[int]:
        """The ids of people whose saved status doesn't match the call log.

        Args:
            ids: Which people to check; everyone when None.
            on_progress: Called with the number of calls read since the last call.
        """
        found: list[int] = []
        everyone = (
            evaluation.of_everyone(self.db, self.context)
            if ids is None
            else evaluation.of_prospects(self.db, ids, self.context)
        )
        # Several streams at once, and the look-ups between them, are of one moment.
        with self.db.read():
            while batch := list(islice(everyone, _BATCH)):
                on_progress(sum(len(each.calls) for each in batch))
                found += self._differing(batch)
        return found

    def _differing(self, batch: list[EvaluationInput]) -> list[int]:
        first, last = batch[0].prospect.id, batch[-1].prospect.id
        sql = f"SELECT id, {', '.join(COLUMNS)} FROM prospect WHERE id BETWEEN :first AND :last"
        rows = self.db.rows(sql, {"first": first, "last": last})
        stored = {id_: Projection(*row) for id_, *row in rows}
        judged = self._judged_rows(batch)
        is_due = read_place(self.db).is_due
        return [
            id_ for id_, row in judged.items()
            if id_ not in stored or _comparable(stored[id_], row, is_due) != row
        ]  # fmt: skip

    def _group(self, key: GroupKey) -> int:
        # A missing group counts as a difference.
        found = groups.by_key(self.db, str(key))
        return found.id if found else _NO_GROUP


def _comparable(stored: Projection, judged: Projection, is_due: bool) -> Projection:
    """Chances are renewed by `rules learn`, and only of people who may be called."""
    if is_due or stored.state in (State.CLOSED, State.DO_NOT_CALL):
        return stored._replace(rank=judged.rank, chance=judged.chance)
    return stored


def dangling_references(db: Db) -> list[str]:
    """Rows that reference missing rows, one sentence each."""
    rows = db.rows("PRAGMA foreign_key_check")
    return [f"{row[0]} {row[1]} references a missing {row[2]}" for row in rows]


def missing_parts(db: Db) -> tuple[list[str], list[str]]:
    """What a new store has and this one lacks: tables and columns by name, indexes as SQL."""
    model = sqlite3.connect(":memory:")
    try:
        for statement in shipped_schema.statements("sqlite"):
            model.execute(statement)
        wanted = model.execute(
            "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL "
            "AND name NOT LIKE 'sqlite_%'"
        ).fetchall()
        columns = {
            (name, column[0])
            for kind, name, *_ in wanted
            if kind == "table"
            for column in model.execute("SELECT name FROM pragma_table_info(?)", [name])
        }
    finally:
        model.close()
    here = {
        (row[0], row[1])
        for row in db.rows(
            "SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c "
            "WHERE m.type = 'table'"
        )
    }
    indexes = {row[0] for row in db.rows("SELECT name FROM sqlite_master WHERE type = 'index'")}
    lost = [f"{table}.{column}" for table, column in sorted(columns - here)]
    return lost, [sql for kind, name, _, sql in wanted if kind == "index" and name not in indexes]


def wrong_counts(db: Db) -> int:
    """How many of the counts that `today` shows are wrong."""
    counted: Counter[TallyKey] = Counter()
    for list_name, owner, tier, hours, mask, hold, n in db.rows(
        "SELECT list_name, owner, tier, hours_id, part_mask, hold, COUNT(*) FROM prospect "
        "WHERE ready = 1 AND removed_at IS NULL "
        "GROUP BY list_name, owner, tier, hours_id, part_mask, hold"
    ):
        for scope in scopes(list_name, owner):
            counted[scope, tier, hours, mask, hold] += n
    kept: Counter[TallyKey] = Counter()
    for scope, tier, hours, mask, hold, n in db.rows(
        "SELECT scope, tier, hours_id, part_mask, hold, people FROM tally WHERE people <> 0"
    ):
        kept[scope, tier, hours, mask, hold] = n
    return sum(1 for key in {*counted, *kept} if counted[key] != kept[key])


def blocked_in_queue(db: Db, now: datetime) -> list[int]:
    """The ids of people queued with a do-not-call number. There must never be any."""
    rows = db.rows(
        "SELECT p.id FROM prospect p JOIN phone h ON h.id = p.phone_id WHERE p.ready = 1 "
        "AND p.removed_at IS NULL AND p.action = 'call' AND p.hold = '' AND (EXISTS (SELECT 1 "
        "FROM dnc d WHERE d.number = h.e164 AND d.number <> '' AND d.lifted_at IS NULL) "
        f"OR {hit('h.e164')} IN {BLOCKS} OR ({hit('h.e164')} IN {tuple(LISTED)} "
        "AND (p.exempt_until IS NULL OR p.exempt_until <= :now))) ORDER BY p.id",
        {"now": seconds(now)},
    )
    return [row[0] for row in rows]


def unfindable(db: Db) -> list[int]:
    """The ids of people whose indexed words don't match their name and company."""
    with db.read():
        return _unfindable(db)


def _unfindable(db: Db) -> list[int]:
    former: defaultdict[int, list[str]] = defaultdict(list)
    for into, name, company in db.rows(
        "SELECT merged_into, name, company FROM prospect WHERE merged_into IS NOT NULL"
    ):
        former[into].append(f"{name} {company}")
    words = groupby(
        db.stream("SELECT prospect_id, word FROM name_word ORDER BY prospect_id"),
        key=lambda row: row[0],
    )
    people = db.stream(
        "SELECT id, name, company FROM prospect WHERE removed_at IS NULL ORDER BY id"
    )
    found, (whose, mine) = [], next(words, (0, iter(())))
    for prospect_id, name, company in people:
        while whose < prospect_id:
            whose, mine = next(words, (_END, iter(())))
        known = {word for _, word in mine} if whose == prospect_id else set()
        texts = [f"{name} {company}", *former[prospect_id]]
        if known != {word for text in texts for word in words_of(text)}:
            found.append(prospect_id)
    return found
