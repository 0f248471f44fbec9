"""What a rep waits for reads indexes: no command of the day looks at everyone."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from callq.audit import statements as audit
from callq.calls.explain import portray
from callq.calls.log import log
from callq.calls.next import put_back, release, take
from callq.calls.request import LogRequest
from callq.calls.undo import undo
from callq.prospects.who import find_one
from callq.queue.today import look
from callq.records import evaluation, people, queue
from callq.records.queue import Bucket, Scope
from callq.storage.db import SqliteDb
from callq.workspace import Workspace
from helpers import Office, copy_store, moment

LARGE = [
    "prospect",
    "p",
    "phone",
    "f",
    "o",
    "call",
    "c",
    "name_word",
    "dnc",
    "d",
    "email",
    "change",
    "h",
    "command",
]
SCAN = re.compile(rf"SCAN ({'|'.join(LARGE)})\b")


@pytest.fixture(scope="module")
def made(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Enough people that every kind of statement is run."""
    office = Office(tmp_path_factory.mktemp("plans"))
    copy_store(template, office.home)
    before = "2026-03-09T11:00:00-04:00"
    for i in range(12):
        office.add(f"Person {i}", f"+1 212 555 01{i:02}", now=before, list_name="fair", owner="ann")
    office.add("Ann Lee", "+1 212 555 0100", now=before, emails=("ann@example.com",))
    office.add("Nowhere", now=before)
    for i, outcome in enumerate(("na", "ni", "int", "hu", "dnc"), 1):
        office.log(i, outcome, now=before)
    office.log(6, "cb", within="2 days", now=before)
    office.log(7, "cb", within="3 days", now=before)
    return office.path


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Office:
    """A copy of it."""
    copy_store(made, tmp_path / "folder")
    return Office(tmp_path / "folder")


def plans(ws: Workspace, work: Callable[[Workspace], object]) -> dict[str, list[str]]:
    """Every statement that something runs, with how SQLite finds its rows."""
    assert isinstance(ws.db, SqliteDb)
    connection = ws.db._connection
    seen: list[str] = []
    connection.set_trace_callback(seen.append)
    try:
        work(ws)
    finally:
        connection.set_trace_callback(None)
    return {
        sql: [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}")]
        for sql in dict.fromkeys(seen)
        if sql.split(" ", 1)[0] in ("SELECT", "UPDATE", "INSERT", "DELETE")
    }


def used(ws: Workspace, work: Callable[[Workspace], object]) -> set[str]:
    """The indexes that something uses."""
    lines = [line for plan in plans(ws, work).values() for line in plan]
    return {m for line in lines for m in re.findall(r"USING (?:COVERING )?INDEX (\w+)", line)}


DAILY: dict[str, Callable[[Workspace], object]] = {
    "today": lambda ws: look(ws, Scope(), 25),
    "today --all": lambda ws: look(ws, Scope(), 25, everything=True),
    "today --list": lambda ws: look(ws, Scope("fair"), 25),
    "today --mine": lambda ws: look(ws, Scope("", "ann"), 25),
    "today --list --mine": lambda ws: look(ws, Scope("fair", "ann"), 25),
    "next": lambda ws: take(ws, Scope()),
    "next again": lambda ws: (take(ws, Scope()), take(ws, Scope())),
    "next --skip": lambda ws: (take(ws, Scope()), put_back(ws, "lunch")),
    "next --release": release,
    "log": lambda ws: log(ws, LogRequest(who="8", outcome="ni")),
    "log the one held": lambda ws: (take(ws, Scope()), log(ws, LogRequest(outcome="na"))),
    "log dnc": lambda ws: log(ws, LogRequest(who="9", outcome="dnc")),
    "undo": lambda ws: (log(ws, LogRequest(who="8", outcome="ni")), undo(ws)),
    "show, why": lambda ws: portray(ws, "8"),
    "who by number": lambda ws: find_one(ws, "555-0107"),
    "who by e-mail": lambda ws: find_one(ws, "ann@example.com"),
    "who by name": lambda ws: find_one(ws, "ann le"),
    "completion": lambda ws: people.by_words(ws.db, "pers", 30),
}


@pytest.mark.parametrize("name", DAILY)
def test_no_command_of_the_day_looks_at_everyone(folder: Office, name: str) -> None:
    with folder.workspace() as ws:
        found = plans(ws, DAILY[name])
    scans = {sql: [line for line in plan if SCAN.match(line)] for sql, plan in found.items()}
    indexes = ("on_hold", "ready", "due_transitions", "command")
    lawful = tuple(f"USING INDEX {index}" for index in indexes)
    bad = {
        sql: lines
        for sql, lines in scans.items()
        if any(not any(index in line for index in lawful) for line in lines)
    }
    assert len(found) >= 1
    assert bad == {}


@pytest.mark.parametrize(
    "name", [name for name in DAILY if name.startswith(("today", "next")) and "rel" not in name]
)
def test_the_queue_is_never_sorted_when_it_is_read(folder: Office, name: str) -> None:
    """Its order is that of the index; sorting would read everyone who is due."""
    with folder.workspace() as ws:
        found = plans(ws, DAILY[name])
    walks = {sql: plan for sql, plan in found.items() if "p.rank <" in sql}
    assert walks
    assert [sql for sql, plan in walks.items() if any("TEMP B-TREE" in line for line in plan)] == []


@pytest.mark.parametrize(
    ("scope", "indexes"),
    [
        (Scope(), {"ready"}),
        (Scope("fair"), {"ready_by_list"}),
        (Scope("", "ann"), {"ready_by_owner"}),
        (Scope("fair", "ann"), {"ready_by_list", "ready_by_owner"}),
    ],
)
def test_each_scope_has_an_index_of_its_own(
    folder: Office, scope: Scope, indexes: set[str]
) -> None:
    def walk(ws: Workspace) -> None:
        list(queue.walk(ws.db, scope, Bucket(5, 1, 0, "", 1), ws.now))

    with folder.workspace() as ws:
        assert indexes & used(ws, walk)


def test_turning_reads_indexes_and_writes_by_them(folder: Office) -> None:
    """What fell due, whose consent ended and, for a clock that went back, the other way round."""
    with folder.workspace() as ws:
        ws.turn()
        assert used(ws, lambda ws: ws.turn()) == {
            "due_transitions", "ready_since", "consent_ends_at", "consent_ended_at",
        }  # fmt: skip
        ws.now = moment("2026-06-01 10:00")
        found = plans(ws, lambda ws: ws.turn())
        updates = [plan for sql, plan in found.items() if sql.startswith("UPDATE")]
        assert updates
        assert all("USING INDEX" in line for plan in updates for line in plan)


def test_people_are_found_by_indexes(folder: Office) -> None:
    with folder.workspace() as ws:
        assert "phone_by_ending" in used(ws, lambda d: people.by_ending(d.db, "5550107"))
        assert "phone_by_number" in used(ws, lambda d: people.by_number(d.db, "+12125550107"))
        assert "ix_email_address" in used(ws, lambda d: people.by_email(d.db, "ann@example.com"))
        found = plans(ws, lambda d: people.by_words(d.db, "ann lee"))
    (plan,) = found.values()
    assert (
        sum("SEARCH name_word USING PRIMARY KEY (word>? AND word<?)" in line for line in plan) == 2
    )


def test_whether_a_number_may_be_called_is_looked_up(folder: Office) -> None:
    with folder.workspace() as ws:
        found = plans(ws, lambda ws: look(ws, Scope(), 25))
    walks = [plan for sql, plan in found.items() if "p.rank <" in sql]
    assert walks
    for plan in walks:
        assert any("SEARCH d USING INDEX ix_dnc_number" in line for line in plan), plan


def test_the_audit_reads_only_who_it_looks_at(folder: Office) -> None:
    with folder.workspace() as ws:
        assert "audit" in used(ws, lambda ws: list(audit.audited(ws.db)))


def test_many_are_refreshed_by_indexes(folder: Office) -> None:
    with folder.workspace() as ws:
        ids = [row[0] for row in ws.db.rows("SELECT id FROM prospect ORDER BY id LIMIT 500")]
        found = plans(ws, lambda ws: list(evaluation.of_prospects(ws.db, ids, ws.context)))
    assert len(found) > 3
    scans = [plan for plan in found.values() if any(SCAN.match(line) for line in plan)]
    assert not scans


def test_a_scan_would_be_seen(folder: Office) -> None:
    """The guard itself: a look at everyone is found by it."""
    with folder.workspace() as ws:
        found = plans(ws, lambda ws: people.by_part(ws.db, "erso"))
    assert any(SCAN.match(line) for plan in found.values() for line in plan)
