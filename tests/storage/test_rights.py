"""On a server a rep may do what a rep does, with callq as with psql; the rest is a manager's."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest
from test_engines import Server

from callq.config import read_settings
from callq.errors import CallqError
from callq.maintenance.admit import admit
from callq.records import rights
from callq.storage import schema
from callq.workspace import open_workspace
from helpers import IN_CHICAGO, IN_NEW_YORK, Callq, Result, new_york

TABLES = sorted(schema.Base.metadata.tables)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    started = Server(tmp_path_factory.mktemp("pg"))
    for name in ("ann", "bob", "carol"):
        started._server.psql(f"CREATE ROLE {name} LOGIN;")
    yield started
    started.stop()


class Team:
    """A store on a server with two reps and a manager."""

    def __init__(self, server: Server, home: Path) -> None:
        self.callq = Callq(home)
        self.admin = server.database()
        open_workspace(self._settings(self.admin), create=True).db.close()
        for user, role in (("ann", rights.REP), ("bob", rights.REP), ("carol", rights.MANAGER)):
            admit(self._settings(self.admin), user, role)

    def _settings(self, url: str) -> Any:
        return read_settings(self.callq.environment(env={"CALLQ_DB": url}))

    def url(self, user: str) -> str:
        return self.admin.replace("//postgres:", f"//{user}:")

    def __call__(self, user: str, *words: str, **more: Any) -> Result:
        env = {"CALLQ_DB": self.url(user), "CALLQ_AGENT": "", "USER": user}
        return self.callq.here(*words, env=env, **more)

    def ok(self, user: str, *words: str) -> Result:
        done = self(user, *words)
        assert done.code == 0, (words, done)
        return done

    def psql(self, user: str, sql: str) -> list[Any]:
        url = self.url(user).replace("+psycopg", "")
        with closing(psycopg.connect(url)) as connection, connection.transaction():
            found = connection.execute(sql)
            return found.fetchall() if found.description else []


@pytest.fixture
def team(server: Server, tmp_path: Path) -> Team:
    home = tmp_path / "team"
    home.mkdir()
    made = Team(server, home)
    made.ok("carol", "add", "Ron Smith", "-p", IN_NEW_YORK, "-p", new_york(2))
    made.ok("carol", "add", "Lia Valley", "-p", IN_CHICAGO, "--email", "lia@valley.example")
    return made


DAY = (
    ("today",), ("next",), ("log", "1", "na"), ("undo", "--yes"), ("redo",), ("log", "2", "cb", "--at", "tomorrow 3pm"),
    ("add", "New One", "-p", new_york(3)), ("edit", "3", "--name", "Newer One", "--add-phone", new_york(4)),
    ("edit", "3", "--drop-phone", new_york(4), "--tag", "hot"), ("undo", "--yes"), ("undo", "--yes"), ("undo", "--yes"),
    ("note", "1", "They moved."), ("undo", "--yes"), ("snooze", "1", "tomorrow"), ("undo", "--yes"),
    ("people", "consent", "1", "--source", "web form"), ("undo", "--yes"),
    ("dnc", "add", new_york(9)), ("dnc", "check", new_york(9)),
    ("log", "1", "dnc"), ("undo", "--yes"), ("log", "1", "dnc"), ("log", "2", "soft-no", "--note", "price"),
    ("log", "2", "referred", "--to", f"Al Fox {new_york(5)}"),
    ("list", "--all"), ("show", "1"), ("why", "1"), ("stats",), ("today", "--json"), ("next", "--skip", "lunch"),
    ("goals", "time-off", "2026-04-01", "2026-04-03"),
)  # fmt: skip


def test_a_day_of_a_rep_works_as_ever(team: Team) -> None:
    for words in DAY:
        done = team("ann", *words)
        assert done.code in ((0, 1) if words[:2] == ("dnc", "check") else (0, 3)), (words, done)
    agents = team.psql("postgres", "SELECT DISTINCT agent FROM command")
    assert {agent for (agent,) in agents} == {"ann", "carol"}
    assert team("carol", "store", "check").code == 0


@pytest.mark.parametrize(
    "words",
    [
        ("people", "erase", "2", "--yes"), ("dnc", "remove", IN_NEW_YORK, "--consent", "Ron/yesterday/form"),
        ("rules", "apply"), ("playbook", "apply", "playbook.toml"), ("people", "merge", "1", "2"),
        ("dnc", "import", "numbers.txt", "--list", "ours"), ("list", "pause", "fair"),
        ("hours", "close", "US-NY", "--why", "a storm"), ("export", "-", "--format", "csv"), ("export", "-", "--format", "jsonl"),
        ("edit", "--view", "fair", "--owner", "bob", "--yes"), ("snooze", "3d", "--view", "fair", "--yes"),
        ("dnc", "add", "--view", "fair", "--yes"), ("dnc", "add", "--view", "fair", "--dry-run"),
        ("assign", "--view", "fair", "--to", "bob", "--yes"),
    ],
)  # fmt: skip
def test_what_is_a_managers_is_refused_to_a_rep(team: Team, words: tuple[str, ...]) -> None:
    team.ok("carol", "add", "On List", "-p", new_york(7), "--list", "fair")
    team.ok("carol", "list", "--list", "fair", "--save-view", "fair")
    team.ok("ann", "log", "1", "dnc")
    (team.callq.home / "numbers.txt").write_text("2125550199\n")
    shown = team.ok("carol", "playbook", "show").out
    (team.callq.home / "playbook.toml").write_text(shown)
    before = dump(team)
    later = "2026-03-13T10:15:00-04:00"
    done = team("ann", *words, now=later)
    assert (done.code, "carol" in done.err) == (8, True), done
    assert dump(team) == before
    assert team("carol", *words, now=later).code != 8


def dump(team: Team) -> dict[str, Any]:
    return {
        table: sorted(team.psql("postgres", f"SELECT * FROM {table}"), key=repr) for table in TABLES
    }


RAW = (
    "UPDATE dnc SET lifted_at = since + 10, lifted_by = 'ann'",
    "UPDATE dnc SET lifted_at = since + 10, lifted_by = 'bob'",
    "UPDATE dnc SET number = '+12125550000'",
    "UPDATE dnc SET consent_by = 'Ron'",
    "DELETE FROM dnc",
    "INSERT INTO dnc (number, since, source, reason, by_agent, lifted_reason, lifted_by, consent_by, "
    "consent_how, covers, because_of) VALUES ('+12125550000', 1, 'call', '', 'bob', '', '', '', '', 'number', '')",
    "DELETE FROM call",
    "UPDATE call SET outcome = 'won'",
    "UPDATE call SET voided_at = 1, voided_by = 'ann'",
    "UPDATE change SET before = NULL",
    "DELETE FROM change",
    "INSERT INTO change (command_id, table_name, row_id) SELECT id, 'phone', 1 FROM command WHERE agent = 'carol'",
    "DELETE FROM command",
    "UPDATE command SET agent = 'ann'",
    "UPDATE command SET undone_at = 1",
    "INSERT INTO command (id, agent, at, name, summary) VALUES (900, 'carol', 1, 'x', '')",
    "UPDATE prospect SET name = 'X'",
    "UPDATE prospect SET owner = 'ann', removed_at = 1",
    "DELETE FROM prospect",
    "DELETE FROM phone",
    "DELETE FROM email",
    "UPDATE phone SET e164 = '+12125550000'",
    "DELETE FROM suppression",
    "INSERT INTO suppression (mac, key_id, reason, requested_at, source) VALUES ('x', 'x', 'x', 1, 'x')",
    "UPDATE meta SET value = '{}' WHERE key = 'rulebook'",
    "DELETE FROM meta",
    "INSERT INTO meta VALUES ('stale', '1')",
    "UPDATE script SET body = ''",
    "INSERT INTO place_decision (kind, place, first_day, last_day, reason, agent, at) "
    "VALUES ('accepted', 'FR', '', '', '', 'ann', 1)",
    "DELETE FROM number_list",
    "INSERT INTO listed_number VALUES (1, 1, 0)",
    "DELETE FROM hours",
    "TRUNCATE call CASCADE",
    "DROP TABLE call",
    "ALTER TABLE call DISABLE ROW LEVEL SECURITY",
    "ALTER TABLE prospect DISABLE TRIGGER ALL",
    "CREATE OR REPLACE FUNCTION callq_journaled() RETURNS trigger LANGUAGE plpgsql AS "
    "'BEGIN RETURN NULL; END'",
    "DROP POLICY callq_update ON dnc",
    "SET ROLE carol",
    "CREATE TEMP TABLE change (command_id int, table_name text, row_id int); "
    "CREATE TEMP TABLE command (id int, agent text); UPDATE prospect SET name = 'X'",
    "SET session_replication_role = replica; UPDATE prospect SET name = 'X'",
)  # fmt: skip


@pytest.mark.parametrize("sql", RAW, ids=[sql[:60] for sql in RAW])
def test_a_rep_with_psql_can_do_no_more(team: Team, sql: str) -> None:
    team.ok("bob", "log", "1", "dnc")
    before = dump(team)
    with pytest.raises((psycopg.errors.InsufficientPrivilege, psycopg.errors.CheckViolation)):
        team.psql("ann", sql)
    assert dump(team) == before


def test_a_change_with_its_journal_is_a_reps_own(team: Team) -> None:
    """What callq does by hand: the journal first, then the change, and undo takes it back."""
    team.psql(
        "ann",
        "INSERT INTO command (id, agent, at, name, summary) VALUES (900, 'ann', 1, 'edit', ''); "
        "INSERT INTO change (command_id, table_name, row_id, before) "
        "VALUES (900, 'prospect', 1, '{\"name\": \"Ron Smith\"}'); "
        "UPDATE prospect SET name = 'X' WHERE id = 1",
    )
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        team.psql("ann", "UPDATE prospect SET name = 'Y' WHERE id = 1")
    team.ok("ann", "undo", "--yes")
    assert team.psql("carol", "SELECT name FROM prospect WHERE id = 1") == [("Ron Smith",)]


def test_a_command_of_a_rep_changes_no_more_than_a_rep_does(team: Team) -> None:
    begun = (
        "INSERT INTO command (id, agent, at, name, summary) VALUES (900, '{0}', 1, 'edit', ''); "
        "INSERT INTO change (command_id, table_name, row_id) SELECT 900, 'prospect', n "
        "FROM generate_series(1, {1}) n"
    )
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        team.psql(
            "ann",
            "; ".join(
                [begun.format("ann", 150)]
                + [
                    "INSERT INTO change (command_id, table_name, row_id) VALUES (900, 'prospect', 1)"
                ]
                * 100
            ),
        )
    team.psql("carol", begun.format("carol", 1000))


def test_the_database_user_acts(team: Team) -> None:
    refused = team("ann", "log", "1", "na", "--agent", "bob")
    assert (refused.code, "ann" in refused.err) == (8, True)
    settings = read_settings(team.callq.environment(env={"CALLQ_DB": team.url("ann")}))
    with pytest.raises(CallqError) as caught:
        open_workspace(settings, agent="bob")
    assert caught.value.name == "other-agent"
    assert team.ok("ann", "log", "1", "na", "--agent", "ann")
    assert team.ok("carol", "log", "2", "na", "--agent", "bob")
    assert team.psql("carol", "SELECT agent FROM call ORDER BY id") == [("ann",), ("bob",)]


def test_a_refusal_is_named_and_says_who_can(team: Team) -> None:
    settings = read_settings(
        {**team.callq.environment(env={"CALLQ_DB": team.url("ann")}), "CALLQ_AGENT": ""}
    )
    ws = open_workspace(settings)
    assert (ws.agent, ws.may_manage, ws.db.managers) == ("ann", False, "carol")
    with pytest.raises(CallqError) as caught, ws.db.write():
        ws.db.run("DELETE FROM suppression")
    assert caught.value.name == "manager-only"
    ws.db.close()


def test_a_rep_exports_their_own_people(team: Team) -> None:
    team.ok("ann", "add", "Mine Own", "-p", new_york(8), "--owner", "ann")
    out = team.ok("ann", "export", "-", "--format", "csv", "--owner", "ann").out
    assert ("Mine Own" in out, "Ron Smith" in out) == (True, False)


def test_a_rep_hands_over_their_own_people_and_saves_views(team: Team) -> None:
    team.ok("ann", "add", "Mine Own", "-p", new_york(8), "--owner", "ann")
    team.ok("ann", "list", "--owner", "ann", "--save-view", "anns")
    team.ok("ann", "assign", "--view", "anns", "--to", "bob", "--yes")
    owner = "SELECT owner FROM prospect WHERE name = 'Mine Own'"
    assert team.psql("carol", owner) == [("bob",)]
    team.ok("ann", "undo", "--yes")
    assert team.psql("carol", owner) == [("ann",)]
    assert team("bob", "assign", "--view", "anns", "--to", "bob", "--yes").code == 8


def test_a_rep_becomes_a_manager_and_back(team: Team) -> None:
    ws = open_workspace(team._settings(team.admin))
    for role, may in ((rights.MANAGER, True), (rights.REP, False)):
        with ws.db.write():
            assert rights.admit(ws.db, "bob", role) is False
        settings = read_settings(
            {**team.callq.environment(env={"CALLQ_DB": team.url("bob")}), "CALLQ_AGENT": ""}
        )
        bobs = open_workspace(settings)
        assert bobs.may_manage is may
        bobs.db.close()
    with ws.db.write():
        assert rights.admit(
            ws.db, 'odd "name', rights.REP, rights.verifier_of("pass word", b"0" * 16)
        )
        rights.install(ws.db)
    ws.db.close()


def test_a_rep_is_let_in_with_one_command(team: Team, server: Server) -> None:
    """By a name that no one has yet; a rep can't do it, and a file needs no one let in."""
    env = {"CALLQ_DB": team.admin, "CALLQ_AGENT": ""}
    done = team.callq.here("setup", "--rep", "zoe", env=env)
    assert (done.code, "postgresql://zoe@" in done.out) == (0, True)
    assert team("zoe", "log", "1", "na").code == 0
    assert team("zoe", "people", "erase", "1", "--yes").code == 8
    assert team("ann", "setup", "--manager", "ann").code == 8
    assert team("carol", "setup", "--rep", "yan").code == 8
    assert team.callq("setup", "--rep", "zoe").code == 2
    server._server.psql("DROP ROLE zoe;")


def test_a_new_rep_can_log_in_with_the_password(team: Team) -> None:
    admit(team._settings(team.admin), "ann", rights.REP, "pass word")
    kept = team.psql("postgres", "SELECT rolpassword FROM pg_authid WHERE rolname = 'ann'")
    assert str(kept[0][0]).startswith("SCRAM-SHA-256$4096:")


def test_an_upgrade_by_a_manager_keeps_reps_in(team: Team) -> None:
    """A new table belongs to who upgraded, until the rights are renewed with it."""
    settings = read_settings(
        {**team.callq.environment(env={"CALLQ_DB": team.url("carol")}), "CALLQ_AGENT": ""}
    )
    ws = open_workspace(settings)
    with ws.db.write():
        ws.db.run("CREATE TABLE novelty (id BIGSERIAL PRIMARY KEY, text TEXT)")
        rights.renew(ws.db)
    ws.db.close()
    assert team.psql("ann", "SELECT COUNT(*) FROM novelty") == [(0,)]
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        team.psql("ann", "INSERT INTO novelty (text) VALUES ('x')")


def test_every_table_has_rights_and_no_other_has() -> None:
    """A new table must be thought of: until then a rep can only read it."""
    assert sorted(rights.RIGHTS) == TABLES


def test_the_check_of_a_password_is_the_servers_own(server: Server) -> None:
    """RFC 7677's example."""
    import base64

    made = rights.verifier_of("pencil", base64.b64decode("W22ZaJ0SNY7soEsUEjb6gQ=="))
    assert made == (
        "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY="
        ":wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU="
    )


def test_nothing_changes_in_a_file_of_ones_own(home: Path, run_callq: Callq) -> None:
    run_callq.ok("add", "Ron", "-p", IN_NEW_YORK, agent="bob")
    run_callq.ok("log", "1", "na", "--agent", "zoe")
    assert run_callq.ok("export", "-", "--format", "csv").out
    assert run_callq.ok("people", "erase", "1", "--yes")
