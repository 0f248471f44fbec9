"""Same data, same rulebook, same moment: the same answer on SQLite and on PostgreSQL."""

import gc
import json
import random
import re
import sqlite3
import threading
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import shapes
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import create_engine, text

from callq.calls.request import LogRequest
from callq.config import read_settings
from callq.errors import CallqError
from callq.records.queue import Scope
from callq.records.rulebooks import shipped_text
from callq.session.session import Session
from callq.storage import schema
from callq.storage.db import Db
from callq.storage.migrations import schema_1
from callq.storage.opening import open_store
from callq.workspace import open_workspace
from helpers import (
    IN_CHICAGO,
    IN_LOS_ANGELES,
    IN_NEW_YORK,
    Callq,
    Result,
    moment,
    new_york,
)

pgserver = pytest.importorskip(
    "pgserver", reason="no PostgreSQL to start: pgserver is not installed"
)
pytest.importorskip("psycopg", reason="no driver for PostgreSQL: psycopg is not installed")


pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


@pytest.fixture(autouse=True)
def _left_open() -> Iterator[None]:
    """A refusal leaves its connection to the end of the process; here that is the test's end."""
    yield
    gc.collect()


class Server:
    """A PostgreSQL of our own, and databases in it."""

    def __init__(self, folder: Path) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            self._server = pgserver.get_server(folder, cleanup_mode="delete")
        # Nothing here has to live through a power cut.
        self._server.psql("ALTER SYSTEM SET fsync = off;")
        self._server.psql("SELECT pg_reload_conf();")
        self._uri: str = self._server.get_uri()
        self._count = 0

    def url(self, name: str) -> str:
        """The SQLAlchemy URL of a database."""
        return self._uri.replace("postgresql:", "postgresql+psycopg:", 1).replace(
            "/postgres?", f"/{name}?"
        )

    def database(self, template: str = "template1") -> str:
        """Makes a database; its URL."""
        self._count += 1
        name = f"people{self._count}"
        self._server.psql(f"CREATE DATABASE {name} TEMPLATE {template};")
        return self.url(name)

    def bytes_of(self, url: str) -> bytes:
        """The files of all tables and indexes of a database, as they are on the disk."""
        engine = create_engine(url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text("CHECKPOINT"))
            folder = Path(connection.execute(text("SHOW data_directory")).scalar_one())
            files = connection.execute(
                text(
                    "SELECT pg_relation_filepath(c.oid) FROM pg_class c JOIN pg_namespace n "
                    "ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'i', 't') "
                    "AND n.nspname NOT IN ('pg_catalog', 'information_schema')"
                )
            ).scalars()
            found = b"".join((folder / name).read_bytes() for name in files)
        engine.dispose()
        return found

    def stop(self) -> None:
        """Ends it."""
        self._server.cleanup()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    started = Server(tmp_path_factory.mktemp("pg"))
    yield started
    started.stop()


@pytest.fixture(scope="session")
def empty(server: Server, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The name of a database with an empty store, to be copied."""
    server._server.psql("CREATE DATABASE empty_store;")
    home = tmp_path_factory.mktemp("made")
    environ = {"CALLQ_HOME": str(home), "CALLQ_ZONE": "UTC", "CALLQ_DB": server.url("empty_store")}
    open_workspace(read_settings(environ), create=True).db.close()
    return "empty_store"


@dataclass
class Both:
    """The same command on both engines."""

    callq: Callq
    url: str

    def __call__(self, *arguments: str, now: str = "", agent: str = "") -> Result:
        """Runs it on both; the answer they agree on."""
        found = [
            self.callq.here(*arguments, now=now, agent=agent, env={"CALLQ_DB": where})
            for where in (str(self.callq.home / "callq.db"), self.url)
        ]
        here, there = (self._told(result) for result in found)
        assert here == there, arguments
        return found[0]

    def _told(self, result: Result) -> Result:
        return Result(result.code, result.out.replace(self.url, "STORE"), result.err)


@pytest.fixture
def both(server: Server, empty: str, home: Path) -> Both:
    return Both(Callq(home), server.database(empty))


# The same script ----------------------------------------------------------------------------------

PHONES = (IN_NEW_YORK, IN_CHICAGO, IN_LOS_ANGELES, "+44 20 7946 0001", "+1 850 555 0100", "12")
OUTCOMES = (
    "na", "na", "busy", "vm", "gk", "wn", "dc", "hu", "int", "ni", "hup", "hn", "lost", "emailed",
    "won", "dq", "dnc",
)  # fmt: skip
WORDS = ("Not interested", "No answer", "", "Interested", "DNC", "Left voicemail", "odd")


class Script:
    """Commands that reps may type, in a row that a number decides."""

    def __init__(self, seed: int, home: Path) -> None:
        self.chance = random.Random(seed)  # noqa: S311
        self.home = home
        self.people = 0
        self.now = moment("2026-03-02 10:00")

    def commands(self, count: int) -> Iterator[tuple[list[str], str, str]]:
        """Words, moment and rep."""
        for i in range(count):
            step = self.chance.choice((3, 20, 200, 1500)) if self.chance.random() < 0.7 else -30
            self.now += timedelta(minutes=step)
            name = "add" if i < 4 else self.chance.choice(self.CHOICES)
            words: list[str] = getattr(self, name)()
            yield words, self.now.isoformat(), self.chance.choice(("ann", "bob"))

    CHOICES = (
        "add", "log", "log", "log", "log", "promise", "undo", "next", "skip", "release", "edit",
        "import_", "rules", "today", "today", "purge", "people_", "show", "why", "part",
        "merge", "dedupe", "dnc", "dnc", "registry", "registry",
    )  # fmt: skip

    def who(self) -> str:
        return self.chance.choice(
            (str(1 + self.chance.randrange(self.people + 1)), "555-0100", "per")
        )

    def add(self) -> list[str]:
        self.people += 1
        words = ["add", f"Person {self.people}", "--list", self.chance.choice(("", "b", "A", "a"))]
        for phone in self.chance.sample(PHONES, self.chance.randrange(3)):
            words += ["--phone", phone]
        return [*words, "--company", self.chance.choice(("", "Zoë", "acme", "Ärzte")), "--json"]

    def log(self) -> list[str]:
        words = ["log", self.who(), self.chance.choice(OUTCOMES), "--json"]
        return words + self.chance.choice(([], ["--channel", "email"], ["--duration", "9"]))

    def promise(self) -> list[str]:
        return ["log", self.who(), "cb", "--in", f"{self.chance.randrange(1, 90)} hours", "--json"]

    def undo(self) -> list[str]:
        return ["undo", "--json"]

    def dnc(self) -> list[str]:
        number = self.chance.choice(PHONES[:4])
        words = self.chance.choice(
            (
                ["add", number], ["remove", number, "--consent", "Ann/today/letter"],
                ["check", number], ["list", "--history"], ["export"], ["drop", "us-ftc"],
            )
        )  # fmt: skip
        return ["dnc", *words, "--json"]

    def registry(self) -> list[str]:
        """A copy, a list of changes, or a list of our own."""
        areas = self.chance.sample(("212", "312", "213"), self.chance.randrange(1, 4))
        day = (self.now - timedelta(days=self.chance.choice((0, 1, 40)))).date()
        kind = self.chance.choice(("full", "change", "own"))
        lines = {
            "full": "{a},5550100\n{a},556000{d}\n",
            "change": "{a}5550100,{day},{o}\n{a}5560000,{day},A\n",
            "own": "{a}556000{d}\n",
        }
        text = "".join(
            lines[kind].format(a=a, d=self.chance.randrange(3), day=day, o=self.chance.choice("AD"))
            for a in areas
        )
        path = self.home / f"numbers{self.chance.randrange(10**9)}.txt"
        path.write_text(text, encoding="utf-8")
        words = ["dnc", "import", str(path), "--as-of", str(day), "--json"]
        return [*words, "--list", "ours" if kind == "own" else "us-ftc"]

    def next(self) -> list[str]:
        return ["next", "--json"]

    def skip(self) -> list[str]:
        return ["next", "--skip", "no time", "--json"]

    def release(self) -> list[str]:
        return ["next", "--release"]

    def edit(self) -> list[str]:
        changes = (
            ["--list", "b"], ["--owner", "bob"], ["--zone", "Asia/Tokyo"], ["--value", "1000"],
            ["--add-phone", new_york(self.chance.randrange(3))], ["--name", "Zoë"], ["-t", "vip"],
            ["--drop-phone", "0100"],
        )  # fmt: skip
        return ["edit", self.who(), *self.chance.choice(changes), "--json"]

    def import_(self) -> list[str]:
        rows = "".join(
            f"Person {self.chance.randrange(1, 30)},{self.chance.choice(PHONES)},"
            f"{self.chance.choice(WORDS)},{self.chance.choice(('', '2026-02-20'))}\n"
            for _ in range(5)
        )
        (self.home / "list.csv").write_text(f"Name,Phone,Last Outcome,Last Called\n{rows}")
        self.people += 3
        return ["import", "list.csv", "--json", "--no-rejects"]

    def rules(self) -> list[str]:
        return ["rules", "apply", "--json"]

    def today(self) -> list[str]:
        flags = ("--all", "--mine", "--limit 2", "--all --plain", "", "--json", "--all --json")
        return ["today", *self.chance.choice(flags).split()]

    def purge(self) -> list[str]:
        return ["purge-check", "--by", self.chance.choice(("list", "rep", "age")), "--json"]

    def people_(self) -> list[str]:
        return ["list", *self.chance.choice((["--lists"], ["--held"], ["--due"], []))]

    def show(self) -> list[str]:
        return ["show", self.who(), "--json"]

    def why(self) -> list[str]:
        return ["why", self.who(), "--json"]

    def merge(self) -> list[str]:
        return ["people", "merge", self.who(), self.who(), "--json"]

    def dedupe(self) -> list[str]:
        return [
            "people",
            "dedupe",
            *self.chance.choice((["--auto"], [])),
            "--above",
            "0.2",
            "--json",
        ]

    def part(self) -> list[str]:
        return ["list", self.chance.choice(("erso", "ärz", "zoe", "@", "0100", "cme")), "--json"]


@pytest.mark.parametrize("seed", range(3))
def test_a_day_of_commands_has_the_same_answers(both: Both, seed: int) -> None:
    done: set[str] = set()
    for words, now, agent in Script(seed, both.callq.home).commands(40):
        if both(*words, now=now, agent=agent).code == 0:
            done.add(words[0])
    assert len(done) > 4


def test_figures_are_the_same(both: Both) -> None:
    """Several streams at once, whole-number division and grouping: engines differ in all three."""
    home, end = both.callq.home, ""
    for words, now, agent in Script(11, home).commands(30):
        both(*words, now=now, agent=agent)
        end = max(end, now)
    (home / "edited.toml").write_text(shipped_text().replace('"30 days"', '"2 days"'))
    for look in (
        "stats all --json", "stats year --by rep", "stats --mine --json", "forecast --json",
        "forecast --mine --json", "rules diff edited.toml --json", "report -",
    ):  # fmt: skip
        assert both(*look.split(), now=end, agent="ann").code == 0


def test_ids_are_the_same_after_what_was_not_done(both: Both) -> None:
    """A rehearsed import uses nothing up."""
    (both.callq.home / "list.csv").write_text(
        f"Name,Phone,Last Outcome,Last Called\nAnn,{IN_NEW_YORK},No answer,2026-03-02\n"
    )
    both("import", "list.csv", "--dry-run", "--json")
    both("import", "list.csv", "--json")
    both("show", "ann", "--json")


def test_a_text_with_any_sign_is_kept_by_both(both: Both) -> None:
    both("add", "Zoë 王 🦊 'q' \"d\" \\ : :x %s % {} ;", "--note", "a\nb\tc\x1b")
    both("show", "zoë", "--json")
    (both.callq.home / "list.csv").write_bytes(b"Name,Phone\nA\x00nn,+1 212 555 0100\n")
    both("import", "list.csv", "--json", "--no-rejects")
    both("list", "--json")


def test_duplicates_are_merged_and_parted_alike(both: Both) -> None:
    for name in ("Robert Smith", "Bob Smith", "Rob Smith", "Zoe Hale"):
        both("add", name, "--phone", IN_NEW_YORK, "--note", f"of {name}")
    both("log", "2", "dnc", "--json")
    both("log", "3", "cb", "--in", "3 hours", "--json")
    for words in (["people", "merge", "1", "2", "--dry-run", "--json"], ["people", "merge", "1", "2", "--json"],
                  ["undo"], ["people", "dedupe", "--json"], ["people", "dedupe", "--auto", "--json"],
                  ["show", "1", "--json"], ["list", "--json"], ["undo"], ["list", "--json"]):  # fmt: skip
        assert both(*words).code == 0, words


def test_a_gap_for_companies_holds_alike(both: Both) -> None:
    (both.callq.home / "gap.toml").write_text(
        shipped_text().replace('company = "0min"', 'company = "1h"')
    )
    assert both("rules", "apply", "gap.toml", "--json").code == 0
    for i, company in enumerate(("Ärzte, Inc.", "ärzte inc", "Acme")):
        both("add", f"Person {i}", "--phone", new_york(i), "--company", company)
    both("log", "1", "busy", "--json")
    for look in (["today", "--json"], ["why", "2", "--json"], ["next", "--json"]):
        assert both(*look).code == 0, look
    both("log", "2", "busy", "--json")


def test_lists_of_numbers_hold_alike(both: Both) -> None:
    home = both.callq.home
    (home / "2026-3-9_212_x.txt").write_text("212,5550100\n212,5550177\n")
    (home / "2026-3-10_212_x.txt").write_text("212,5550177\n")
    (home / "changes.txt").write_text("2125550177,2026-03-10,D\n2125550100,2026-03-10,A\n")
    (home / "ours.txt").write_text("3125550100\n")
    both("add", "Ann", "--phone", IN_NEW_YORK)
    both("add", "Bob", "--phone", IN_NEW_YORK, "--phone", IN_CHICAGO)
    for words in (["import", "2026-3-9_212_x.txt"], ["import", "changes.txt"], ["undo"],
                  ["import", "2026-3-10_212_x.txt"], ["undo"], ["import", "ours.txt"],
                  ["remove", IN_CHICAGO, "--consent", "Bob/today/letter"], ["undo"],
                  ["drop", "us-ftc"], ["undo"], ["drop", "us-ftc", "--area", "212"],
                  ["import", "changes.txt"], ["check", IN_NEW_YORK, IN_CHICAGO], ["export"],
                  ["import", "ours.txt"], ["list", "--history"]):  # fmt: skip
        line = [*words, "--json"] if words == ["undo"] else ["dnc", *words, "--json"]
        both(*line)
        both("today", "--all", "--json")
        both("show", "bob", "--json")


def test_an_erasure_is_the_same_and_whole(both: Both, tmp_path: Path) -> None:
    both("add", "Zoe Quimby", "--phone", new_york(1), "--email", "zoe@quimby.example", "--json")
    both("add", "Bob Ray", "--phone", new_york(2), "--note", "knows Zoe Quimby (212 556 0001)")
    both("add", "Al Fox", "--phone", new_york(1))
    both("log", "1", "ni", "--note", "Zoe wants a lute", "--json")
    both("edit", "1", "--name", "Zoë Quimbleton", "--add-phone", new_york(3), "--json")
    told = []
    for where in (str(both.callq.home / "callq.db"), both.url):
        env = {"CALLQ_DB": where}
        done = both.callq.here(
            "people", "erase", "1", "--keep-calls", "--yes", "--json", env=env
        ).json
        assert done.pop("key_file").endswith(".key")
        assert done.pop("pseudonym").startswith("erased-")
        assert done["wiped"]
        told.append(done)
    assert told[0] == told[1]
    both("add", "Zoe", "--phone", new_york(3))
    both("list", "--all", "--json")
    both("show", "2", "--json")
    both("undo")
    both("undo", "--json")
    db = open_store(both.url, folder=tmp_path)
    tables = db.rows("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
    for (table,) in tables:
        rows = db.rows(f'SELECT CAST(t AS TEXT) FROM "{table}" t')
        for word in ("quimb", "lute", "5560003", "556 0003", "zoë"):
            assert word not in str(rows).lower(), (table, word)
    db.close()


def test_no_byte_of_a_servers_tables_tells_of_who_was_erased(both: Both, server: Server) -> None:
    """A deleted row stays in its file until the table is written anew."""
    both("add", "Zoe Quimby", "--phone", new_york(1), "--note", "plays the bassoon")
    both("add", "Bob Ray", "--phone", new_york(2))
    assert b"bassoon" in server.bytes_of(both.url)
    both.callq.here("people", "erase", "1", "--yes", env={"CALLQ_DB": both.url})
    left = server.bytes_of(both.url)
    assert b"Bob Ray" in left
    for word in (b"Zoe", b"Quimby", b"bassoon", b"quimby", b"+12125560001"):
        assert word not in left, word


def test_an_export_is_the_same_and_comes_back_to_both(both: Both) -> None:
    for name in ("Ann Lee", "Bo Berg"):
        both("add", name, "--phone", IN_NEW_YORK, "--email", "a@b.example", "--note", "=1")
    both("log", "1", "dnc", "--json")
    both("log", "2", "soft-no", "--json")
    for form in ("jsonl", "csv"):
        assert both("export", "-", "--format", form).code == 0
    text = both("export", "-", "--format", "jsonl").out
    changed = text.replace("Ann Lee", "Cy Dow").replace("+12125550100", "+12125550177")
    (both.callq.home / "all.jsonl").write_text(changed, encoding="utf-8")
    for words in (["import", "all.jsonl", "--json"], ["list", "--json"], ["show", "3", "--json"],
                  ["import", "all.jsonl", "--json"], ["undo"], ["list", "--json"]):  # fmt: skip
        assert both(*words).code == 0, words


def test_refusals_are_the_same(both: Both) -> None:
    both("add", "Ron Smith", "--phone", IN_NEW_YORK)
    both("add", "Ron Jones", "--phone", IN_NEW_YORK)
    for words in (["log", "ron", "na"], ["log", "1", "nope"], ["add", "Ron Smith", "-p", IN_NEW_YORK],
                  ["undo", "--agent", "x"], ["today", "--list", "q"], ["show", "9"],
                  ["edit", "1"], ["next", "--skip", "x"]):  # fmt: skip
        assert both(*words).code > 1


def test_a_session_goes_the_same_way(both: Both) -> None:
    for i, name in enumerate(("Ann Lee", "Bob Ray", "Cyd Fox", "Dee Poe")):
        both("add", name, "--phone", new_york(i), now=f"2026-03-{5 + i:02}T09:00:00-05:00")
    here, there = (_morning(both, where) for where in (str(both.callq.home / "callq.db"), both.url))
    assert here == there
    assert both("list", "--json").json["items"]


def test_views_handovers_and_bulk_changes_are_the_same(both: Both) -> None:
    before = "2026-03-10T10:00:00-04:00"
    for i, name in enumerate(("Ann Lee", "Bob Ray", "Zoë Fox", "dee poe")):
        added = ("add", name, "-p", new_york(i), "--owner", "ann", "--value", str(i * 500))
        assert both(*added, now=before).code == 0
    setup: tuple[tuple[str, ...], ...] = (
        ("add", "No number", "--email", "no@number.example"), ("edit", "5", "--tag", "vip"),
        ("edit", "2", "--field", "Budget=3000", "--tag", "vip"), ("edit", "3", "--tag", "vip"),
        ("edit", "4", "--tag", "vip"), ("log", "2", "cb", "--at", "tomorrow 3pm"),
        ("log", "3", "soft-no", "--reason", "price"),
    )  # fmt: skip
    for words in setup:
        assert both(*words, now=before).code == 0, words
    for place, words in enumerate(VIEWS):
        assert both("list", *words, "--json", "--save-view", f"v{place}").code == 0, words
        for verb in ("today", "next", "stats", "purge-check"):
            both(verb, "--view", f"v{place}", "--json", agent="bob")
        both("next", "--release", agent="bob")
    both("list", "--tag", "vip", "--save-view", "vips")
    for words in BULK:
        both(*words, "--view", "vips", "--dry-run", "--json")
        assert both(*words, "--view", "vips", "--yes", "--json").code == 0, words
        both("list", "--all", "--json")
        both("today", "--all", "--json", agent="bob")
        assert both("undo", "--yes").code == 0
        both("list", "--all", "--json")
    assert (
        both("assign", "--from", "ann", "--to", "bob", "--to", "cyd", "--yes", "--json").code == 0
    )
    assert both("list", "--drop-view", "vips").code == 0
    both("list", "--views", "--json")
    both("export", "-", "--format", "jsonl")


VIEWS: tuple[tuple[str, ...], ...] = (
    ("--tag", "vip"), ("--field", "Budget=3000"), ("--value", ">400"), ("--reason", "price"),
    ("--last-talk", ">1 hour"), ("--last-talk", "never"), ("--due", "this week"), ("--held",),
    ("--state", "callback"), ("--owner", "none"), ("--mine",), ("zoë",),
)  # fmt: skip
BULK: tuple[tuple[str, ...], ...] = (
    ("edit", "--owner", "bob", "--tag", "big"), ("snooze", "3d"), ("snooze", "3d", "--callback"),
    ("dnc", "add", "--reason", "asked"), ("assign", "--to", "bob", "--share", "50%"),
)  # fmt: skip


def _morning(both: Both, where: str) -> list[object]:
    environ = both.callq.environment(env={"CALLQ_DB": where})
    session = Session(
        open_workspace(read_settings(environ)), Scope(), lambda: moment("2026-03-11 10:15")
    )
    seen: list[object] = [session.next().taken]
    session.dial()
    for request in (
        LogRequest(outcome="voicemail"), LogRequest(outcome="soft-no", reason="price", note="dear"),
        LogRequest(outcome="callback", at="4pm"),
    ):  # fmt: skip
        result, view = session.log(request)
        seen += [result.who.name, result.status.due_at, view.taken and view.taken.item.entry.name]
    seen += [session.undo()[2].phase, session.redo()[0].who.name, session.skip("lunch").waiting]
    seen += [session.find("lee"), session.summary().done, session.meanwhile()]
    session.close()
    session.ws.db.close()
    return seen[1:]


# Of the server alone ------------------------------------------------------------------------------


@pytest.fixture
def db(server: Server, empty: str) -> Iterator[Db]:
    opened = open_store(server.database(empty))
    yield opened
    opened.close()


def test_a_write_that_fails_leaves_nothing_on_the_server(db: Db) -> None:
    with pytest.raises(RuntimeError), db.write():
        db.run(
            "INSERT INTO hours (key, zones, places, kind, coverage, windows, legal, closed, first_day, last_day) VALUES ('UTC', 'UTC', '', '', '', '', '', '', '', '')"
        )
        raise RuntimeError
    assert db.rows("SELECT * FROM hours") == []
    with db.write():
        db.many(
            "INSERT INTO hours (key, zones, places, kind, coverage, windows, legal, closed, first_day, last_day) VALUES (:z, :z, '', '', '', '', '', '', '', '')",
            [{"z": "A"}, {"z": "B"}],
        )
    assert len(db.rows("SELECT * FROM hours")) == 2
    db.many(
        "INSERT INTO hours (key, zones, places, kind, coverage, windows, legal, closed, first_day, last_day) VALUES (:z, :z, '', '', '', '', '', '', '', '')",
        [],
    )


def test_a_mistake_on_the_server_is_a_refusal_and_the_connection_goes_on(db: Db) -> None:
    with pytest.raises(CallqError, match="Can't use the store"):
        db.rows("SELECT nonsense FROM hours")
    assert db.rows("SELECT * FROM hours") == []


def test_an_error_in_the_middle_of_work_shows_no_password(
    server: Server, empty: str, tmp_path: Path
) -> None:
    """The server trusts all who come by its socket, so any password will do."""
    url = server.database(empty)
    for secret in (
        re.sub("//([^:@]*)[^@]*@", r"//\1:secret@", url),
        f"{url}&password=secret",
    ):
        db = open_store(secret, folder=tmp_path)
        with pytest.raises(CallqError) as refused:
            db.rows("SELECT nothing FROM nowhere")
        assert "secret" not in refused.value.message + refused.value.hint
        db.close()
        callq = Callq(tmp_path)
        for words in (("store", "check", "--json"), ("store", "backup"), ("today", "--json")):
            done = callq.here(*words, env={"CALLQ_DB": secret})
            assert "secret" not in done.out + done.err, words


def test_writers_at_once_lose_nothing_on_the_server(server: Server, empty: str) -> None:
    url = server.database(empty)
    first = open_store(url)
    with first.write():
        first.run("INSERT INTO meta (key, value) VALUES ('count', '0')")

    def add() -> None:
        db = open_store(url)
        for _ in range(20):
            with db.write():
                (found,) = db.one("SELECT value FROM meta WHERE key = 'count'") or ("",)
                changed = {"n": str(int(found) + 1)}
                db.run("UPDATE meta SET value = :n WHERE key = 'count'", changed)
        db.close()

    threads = [threading.Thread(target=add) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert first.one("SELECT value FROM meta WHERE key = 'count'") == ("60",)
    first.close()


def test_two_reps_on_a_server_never_get_the_same_person(both: Both) -> None:
    for i in range(6):
        both("add", f"Person {i}", "--phone", new_york(i))
    env = {"CALLQ_DB": both.url}
    started = [
        both.callq.starting("next", "--json", agent=agent, env=env) for agent in ("a", "b", "c")
    ]
    cards: list[Any] = [json.loads(process.communicate(timeout=60)[0]) for process in started]
    assert len({card["items"][0]["id"] for card in cards}) == 3


def test_a_server_without_a_store_is_said(server: Server, tmp_path: Path) -> None:
    url = server.database()
    with pytest.raises(CallqError) as caught:
        open_store(url)
    assert caught.value.name == "no-store"
    open_store(url, create=True).close()
    open_store(url).close()


def test_the_shipped_statements_make_what_sqlmodel_makes_on_a_server(
    server: Server, empty: str
) -> None:
    found, wanted = server.database(empty), server.database()
    shape = {}
    for url in (wanted, found):
        engine = create_engine(url)
        if url == wanted:
            schema.Base.metadata.create_all(engine)
        with engine.connect() as connection:
            shape[url] = shapes.of_server(connection)
        engine.dispose()
    assert shapes.differences(shape[found], shape[wanted]) == []


def test_reps_who_make_a_store_at_once_make_one(server: Server, tmp_path: Path) -> None:
    url, failed = server.database(), []

    def make() -> None:
        try:
            open_store(url, create=True, folder=tmp_path).close()
        except Exception as error:  # noqa: BLE001 - it's what the test looks for
            failed.append(error)

    makers = [threading.Thread(target=make) for _ in range(4)]
    for maker in makers:
        maker.start()
    for maker in makers:
        maker.join()
    assert failed == []


def test_a_store_of_another_version_on_a_server_is_refused(server: Server, empty: str) -> None:
    url = server.database(empty)
    db = open_store(url)
    with db.write():
        db.run("UPDATE meta SET value = '99' WHERE key = 'schema'")
    db.close()
    with pytest.raises(CallqError) as caught:
        open_store(url)
    assert caught.value.name == "newer-store"


def test_a_folder_moves_to_a_server_with_the_same_queue(both: Both) -> None:
    """The same file imported on both: the same queue, waiting and held."""
    rows = "".join(
        f"P{i},{phone},{word},2026-02-{1 + i:02}\n"
        for i, (phone, word) in enumerate(zip(PHONES * 3, WORDS * 3, strict=False))
    )
    (both.callq.home / "list.csv").write_text(f"Name,Phone,Last Outcome,Last Called\n{rows}")
    both("import", "list.csv", "--json", "--no-rejects")
    for now in ("2026-03-11T10:15:00-04:00", "2026-03-11T03:00:00-04:00"):
        both("today", "--all", "--json", now=now)
        both("purge-check", "--json", now=now)


# Upgrades -----------------------------------------------------------------------------------------


def of_first_schema(server: Server) -> str:
    """The released store of schema 1 as it would stand on a server; its URL."""
    url = server.database()
    engine = create_engine(url)
    source = sqlite3.connect(Path(__file__).parent / "released" / "schema-1.db")
    source.row_factory = sqlite3.Row
    with engine.begin() as connection:
        with Operations.context(MigrationContext.configure(connection)):
            schema_1.upgrade()
        made = [
            name
            for (name,) in source.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        for table in schema.Base.metadata.sorted_tables:
            rows = source.execute(f'SELECT * FROM "{table.name}"') if table.name in made else ()
            for row in rows:
                names = row.keys()
                sql = f"INSERT INTO {table.name} ({', '.join(names)}) VALUES (:{', :'.join(names)})"
                connection.execute(text(sql), dict(row))
    engine.dispose()
    source.close()
    return url


def test_an_older_store_on_a_server_is_upgraded_to_what_a_new_one_is(
    server: Server, empty: str, tmp_path: Path
) -> None:
    url = of_first_schema(server)
    run = Callq(tmp_path, now="2026-03-17T15:30:00-04:00")
    started = [run.starting("today", "--json", env={"CALLQ_DB": url}) for _ in range(2)]
    ended = [(*process.communicate(timeout=60), process.returncode) for process in started]
    assert [code for *_, code in ended] == [0, 0], ended
    assert sum("Upgraded your data from schema 1" in err for _, err, _ in ended) == 1
    assert json.loads(ended[0][0])["items"][0]["name"] == "Ron Smith"
    found = []
    for where in (url, server.database(empty)):
        engine = create_engine(where)
        with engine.connect() as connection:
            found.append(shapes.of_server(connection))
        engine.dispose()
    assert shapes.differences(found[0], found[1]) == []
