"""What the queue reads is always what the log says: at every step, at every moment, in every count."""

import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from callq.calls.log import log
from callq.calls.request import LogRequest
from callq.calls.undo import undo
from callq.errors import CallqError
from callq.importing.run import Request
from callq.importing.run import run as import_run
from callq.prospects.add import add, person_from
from callq.prospects.edit import Changes, edit
from callq.queue.today import look
from callq.records import evaluation, projection
from callq.records.projection import COLUMNS
from callq.records.queue import Scope
from callq.rulebooks.rules import apply
from callq.storage import db
from callq.workspace import Workspace
from helpers import NOW, Office, copy_store, moment

NUMBERS = (
    "+1 212 555 0100", "+1 212 555 0101", "+1 312 555 0100", "+1 213 555 0100", "+44 20 7946 0001",
    "+1 850 555 0100", "not a number",
)  # fmt: skip
"""Two in one city, others in other zones, one in an area code of two zones, one that is none."""
LISTS, OWNERS = ("", "fair"), ("ann", "bob")
OUTCOMES = (
    "na", "busy", "vm", "gk", "wn", "dc", "hu", "int", "ni", "hup", "hn", "lost", "emailed", "won",
    "dq", "dnc",
)  # fmt: skip
TEAM = 'version = "2026.1"', 'version = "2026.1-team"'


class _BackAsItWas(Exception):  # noqa: N818
    """Ends a write without a trace."""


BOTH = "'both:' || list_name || char(31) || owner"


def tally(ws: Workspace) -> Counter[tuple[Any, ...]]:
    """The counts as they are kept."""
    rows = ws.db.rows(
        "SELECT scope, tier, hours_id, part_mask, hold, people FROM tally WHERE people <> 0"
    )
    return Counter({tuple(row[:5]): row[5] for row in rows})


def counted(ws: Workspace) -> Counter[tuple[Any, ...]]:
    """The counts as anyone would count."""
    found: Counter[tuple[Any, ...]] = Counter()
    for scope in ("'all'", "'list:' || list_name", "'owner:' || owner", BOTH):
        rows = ws.db.rows(
            f"SELECT {scope}, tier, hours_id, part_mask, hold, COUNT(*) FROM prospect "
            "WHERE ready = 1 AND removed_at IS NULL GROUP BY 1, 2, 3, 4, 5"
        )
        found.update({tuple(row[:5]): row[5] for row in rows})
    return found


def projections(ws: Workspace) -> dict[int, dict[str, Any]]:
    rows = ws.db.rows(f"SELECT id, {', '.join(COLUMNS)} FROM prospect ORDER BY id")
    return {row[0]: dict(zip(COLUMNS, row[1:], strict=True)) for row in rows}


def from_scratch(ws: Workspace) -> tuple[int, dict[int, dict[str, Any]], Counter[tuple[Any, ...]]]:
    """How many rows a rebuild changes, and what it makes of them; then all is as it was."""
    changed, rows, counts = 0, {}, Counter[tuple[Any, ...]]()
    with suppress(_BackAsItWas), ws.db.write():
        changed = ws.projector().rebuild()
        rows, counts = projections(ws), tally(ws)
        raise _BackAsItWas
    return changed, rows, counts


def holds_true(ws: Workspace) -> None:
    """The callback of the projection."""
    ws.turn()
    kept, counts = projections(ws), tally(ws)
    assert counts == counted(ws)
    changed, rebuilt, recounted = from_scratch(ws)
    assert kept == rebuilt
    assert counts == recounted
    assert changed == 0


def nobody_is_offered_against_their_wish(ws: Workspace) -> None:
    """No number on which someone asked never to be called is dialed for anyone."""
    wished = {
        row[0]
        for row in ws.db.rows(
            "SELECT c.number FROM call c WHERE c.outcome = 'do-not-call' AND c.number <> '' "
            "AND c.voided_at IS NULL"
        )
    }
    seen = look(ws, Scope(), 1000, everything=True)
    shown = [*seen.items, *seen.later, *seen.waiting, *seen.held]
    assert {item.entry.e164 for item in shown} & wished == set()
    asked = ws.db.rows(
        "SELECT DISTINCT prospect_id FROM call WHERE outcome = 'do-not-call' AND voided_at IS NULL"
    )
    assert {item.entry.id for item in shown} & {row[0] for row in asked} == set()


class Days(RuleBasedStateMachine):
    """Reps at work, in any order, with clocks that go forward and back."""

    template: Path

    @initialize()
    def open_up(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        copy_store(self.template, self.folder)
        self.office = Office(self.folder)
        self.open = self.office.workspace()
        self.ws = self.open.__enter__()
        self.people = 0

    def teardown(self) -> None:
        if hasattr(self, "open"):
            self.open.__exit__(None, None, None)
            shutil.rmtree(self.folder)

    def try_to(self, work: Callable[[], object]) -> None:
        """Does it, or is refused without a trace."""
        before = self.ws.db.rows("SELECT id, undone_at FROM command")
        try:
            work()
        except CallqError:
            assert self.ws.db.rows("SELECT id, undone_at FROM command") == before

    @rule(
        phones=st.lists(st.sampled_from(NUMBERS), max_size=2, unique=True),
        list_name=st.sampled_from(LISTS),
        owner=st.sampled_from(OWNERS),
        value=st.sampled_from((None, 500.0, 1e6)),
        opt_out_text=st.sampled_from(("", "", "", "do not call")),
    )
    def somebody_is_added(self, phones: list[str], **fields: Any) -> None:
        self.people += 1
        person = person_from(self.ws, name=f"Somebody {self.people}", phones=phones)
        add(self.ws, person._replace(**fields))

    @precondition(lambda self: self.people)
    @rule(
        who=st.integers(0, 5),
        outcome=st.sampled_from(OUTCOMES),
        number=st.sampled_from(("", "", "", "+1 212 555 0101")),
        channel=st.sampled_from(("call", "call", "email")),
        when=st.sampled_from(("", "", "3 days ago at 4pm")),
    )
    def somebody_is_called(self, who: int, **said: Any) -> None:
        self.try_to(lambda: log(self.ws, LogRequest(who=str(1 + who % self.people), **said)))

    @precondition(lambda self: self.people)
    @rule(
        who=st.integers(0, 5),
        outcome=st.sampled_from(("cb", "mtg", "ni", "gk")),
        within=st.sampled_from(("30 minutes", "3 hours", "2 days", "5 weeks")),
    )
    def somebody_names_a_time(self, who: int, **said: Any) -> None:
        self.try_to(lambda: log(self.ws, LogRequest(who=str(1 + who % self.people), **said)))

    @rule(agent=st.sampled_from(OWNERS))
    def the_last_command_is_taken_back(self, agent: str) -> None:
        self.ws.agent = agent
        self.try_to(lambda: undo(self.ws))

    @precondition(lambda self: self.people)
    @rule(
        who=st.integers(0, 5),
        changes=st.fixed_dictionaries(
            {},
            optional={
                "list_name": st.sampled_from(LISTS),
                "owner": st.sampled_from(OWNERS),
                "zone": st.sampled_from(("", "Asia/Tokyo")),
                "value": st.sampled_from((0.0, 700.0)),
                "may_be_called": st.just(True),
                "add_phone": st.tuples(st.sampled_from(NUMBERS)),
            },
        ),
    )
    def somebody_is_edited(self, who: int, changes: dict[str, Any]) -> None:
        self.try_to(lambda: edit(self.ws, str(1 + who % self.people), Changes(**changes)))

    @rule(
        rows=st.lists(
            st.tuples(
                st.integers(1, 6), st.sampled_from(NUMBERS), st.sampled_from(("", "ann", "Acme")),
                st.sampled_from(("", "Not interested", "No answer", "Do not call", "Won")),
                st.sampled_from(("", "2026-03-02", "2026-03-09")),
            ),
            min_size=1, max_size=4,
        ),
    )  # fmt: skip
    def a_list_comes_in(self, rows: list[tuple[Any, ...]]) -> None:
        lines = ["Name,Phone,Owner,Last Outcome,Last Called"]
        lines += [f"Person {who},{','.join(cells)}" for who, *cells in rows]
        path = self.folder / "list.csv"
        path.write_text("\n".join(lines) + "\n")
        report = import_run(self.ws, Request(path, rejects=False))
        assert report.rejected == 0
        self.people += report.added

    @rule(text=st.sampled_from(("30 days", "1 day")))
    def the_rules_are_changed(self, text: str) -> None:
        book = self.folder / "rulebook.toml"
        shipped = self.ws.db.one("SELECT value FROM meta WHERE key = 'rulebook_text'")
        assert shipped
        book.write_text(shipped[0].replace('unknown = "30 days"', f'unknown = "{text}"'))
        apply(self.ws, book)

    @rule(
        by=st.sampled_from(
            (timedelta(minutes=7), timedelta(hours=5), timedelta(days=1), timedelta(days=40))
        ),
        back=st.booleans(),
    )
    def time_goes_by(self, by: timedelta, *, back: bool) -> None:
        self.ws.now += -by if back else by

    @invariant()
    def what_is_kept_is_what_follows_from_the_log(self) -> None:
        if hasattr(self, "ws"):
            holds_true(self.ws)

    @invariant()
    def no_wish_is_forgotten(self) -> None:
        if hasattr(self, "ws"):
            nobody_is_offered_against_their_wish(self.ws)


def test_the_projection_and_its_counts_hold_true_at_every_step(template: Path) -> None:
    class OnTheTemplate(Days):
        pass

    OnTheTemplate.template = template
    run_state_machine_as_test(
        OnTheTemplate,
        settings=settings(
            max_examples=60,
            stateful_step_count=20,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


# The same, step by step ---------------------------------------------------------------------------


@pytest.fixture
def busy(office: Office) -> Office:
    """A small folder with one of everything."""
    day_before = "2026-03-10T11:00:00-04:00"
    for i, outcome in enumerate((*OUTCOMES, "", "")):
        who = office.add(
            f"Person {i}", NUMBERS[i % 6], now=day_before,
            list_name=LISTS[i % 2], owner=OWNERS[i % 3 % 2], value=i * 100.0,
        )  # fmt: skip
        if outcome:
            office.log(who, outcome, now=day_before)
    late = office.add("Late", NUMBERS[0], now=day_before)
    office.log(late, "cb", within="22 hours", now=day_before)
    soon = office.add("Soon", NUMBERS[2], now=day_before)
    office.log(soon, "cb", within="25 hours", now=day_before)
    return office


@pytest.mark.parametrize(
    "now",
    [
        "2026-03-10T11:00:00-04:00", NOW, "2026-03-11T12:00:00-04:00", "2026-03-11T12:59:59-04:00",
        "2026-03-11T13:00:00-04:00", "2026-06-01T12:00:00-04:00", "2027-12-01T12:00:00-05:00",
        "2026-03-01T12:00:00-05:00",
    ],
)  # fmt: skip
def test_turning_to_a_moment_gives_what_a_rebuild_at_that_moment_gives(
    busy: Office, now: str
) -> None:
    with busy.workspace(now=now) as ws:
        holds_true(ws)


def test_the_clock_may_go_back_and_forth(busy: Office) -> None:
    forward = ["2026-03-10 12:00", "2026-03-11 11:59", "2026-03-20 10:00", "2026-09-20 10:00"]
    with busy.workspace() as ws:
        seen: dict[str, dict[int, dict[str, Any]]] = {}
        for text in (*forward, *reversed(forward), *forward):
            ws.now = moment(text)
            holds_true(ws)
            assert seen.setdefault(text, projections(ws)) == projections(ws)


def test_a_callback_is_overdue_an_hour_after_its_time(busy: Office) -> None:
    def soon(at: datetime) -> tuple[int, int]:
        with busy.workspace() as ws:
            ws.now = at
            ws.turn()
            row = ws.db.one("SELECT tier, ready FROM prospect WHERE name = 'Soon'")
            assert row
            return row[0], row[1]

    promised = moment("2026-03-11 12:00")
    second = timedelta(seconds=1)
    assert soon(promised - second) == (1, 0)
    assert soon(promised) == (1, 1)
    assert soon(promised + timedelta(hours=1) - second) == (1, 1)
    assert soon(promised + timedelta(hours=1)) == (2, 1)
    assert soon(promised + timedelta(hours=1) - second) == (1, 1)
    assert soon(promised - second) == (1, 0)


def test_turning_to_the_same_moment_again_writes_nothing(busy: Office) -> None:
    with busy.workspace() as ws:
        ws.turn()
        before = ws.db.one("PRAGMA data_version"), ws.db.one("SELECT total_changes()")
        ws.turn()
        assert (ws.db.one("PRAGMA data_version"), ws.db.one("SELECT total_changes()")) == before


def test_applying_the_same_rules_twice_changes_nothing(busy: Office) -> None:
    with busy.workspace() as ws:
        ws.turn()
        first, kept = apply(ws, None), projections(ws)
        second = apply(ws, None)
        assert (first.changed, second.changed) == (0, 0)
        assert projections(ws) == kept
        assert second.people == 20


def test_other_rules_change_those_who_they_concern(busy: Office) -> None:
    with busy.workspace() as ws:
        ws.turn()
        kept = projections(ws)
        text = (ws.db.one("SELECT value FROM meta WHERE key = 'rulebook_text'") or [""])[0]
        book = busy.home / "book.toml"
        book.write_text(text.replace('unknown = "30 days"', 'unknown = "31 days"'))
        assert apply(ws, book).changed == 1
        now = projections(ws)
        (no,) = [id_ for id_ in kept if kept[id_] != now[id_]]
        assert kept[no]["conversation_outcome"] == "soft-no"
        assert now[no]["due_at"] - kept[no]["due_at"] == 86_400


# Many at once -------------------------------------------------------------------------------------


def test_facts_of_many_are_the_facts_of_each(busy: Office) -> None:
    with busy.workspace() as ws:
        ids = [*projections(ws), 4711]
        many = list(evaluation.of_prospects(ws.db, reversed(ids), ws.context))
        each = (evaluation.of_one(ws.db, id_, ws.context) for id_ in ids)
        assert many == [one for one in each if one]
        assert many == list(evaluation.of_everyone(ws.db, ws.context))
        assert any(one.calls for one in many)
        assert any(number.dialed_for_others for one in many for number in one.prospect.numbers)


@pytest.mark.parametrize("now", [NOW, "2026-03-11T13:00:00-04:00", "2027-12-01T12:00:00-05:00"])
def test_many_are_projected_as_each_is(busy: Office, now: str) -> None:
    made = []
    for way in ("one by one", "together"):
        with suppress(_BackAsItWas), busy.workspace(now=now) as ws, ws.db.write():
            ws.db.run("UPDATE prospect SET rule = 'spoiled', misses = 7 WHERE id > 3")
            if way == "together":
                ws.projector().refresh(projections(ws))
            else:
                for id_ in projections(ws):
                    ws.projector().refresh([id_])
            made.append((projections(ws), tally(ws), counted(ws)))
            assert ws.projector().rebuild() == 0
            raise _BackAsItWas
    assert made[0] == made[1]
    assert made[1][1] == made[1][2]


def test_many_batches_are_projected_as_one(busy: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(db, "_THESE", (1, 3))
    monkeypatch.setattr(projection, "_BATCH", 4)
    test_many_are_projected_as_each_is(busy, NOW)
