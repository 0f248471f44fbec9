"""What goes wrong with a server is named within five seconds, and nothing is half done."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest
from proxy import Proxy
from servers import PASSWORD, Installed

from callq.errors import CallqError
from callq.storage import meta, waiting
from callq.storage.db import Db
from callq.storage.opening import open_store

_COUNT = iter(range(1000))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installed]:
    started = Installed(tmp_path_factory.mktemp("pg"))
    yield started
    started.stop()


@pytest.fixture
def schema(server: Installed) -> str:
    """The query of a URL for a new store."""
    query = f"schema=faulty_{next(_COUNT)}"
    open_store(server.url(query=query), create=True).close()
    return query


@pytest.fixture
def proxy(server: Installed) -> Iterator[Proxy]:
    with Proxy(server.port) as made:
        yield made


@contextmanager
def refused(name: str) -> Iterator[None]:
    """Something is refused by this name, within five seconds, without the password."""
    start = time.monotonic()
    with pytest.raises(CallqError) as caught:
        yield
    assert caught.value.name == name, caught.value
    assert time.monotonic() - start < 5
    assert PASSWORD not in caught.value.message + caught.value.hint


def count(db: Db) -> int:
    return int(meta.read(db, "count") or 0)


def add(db: Db) -> None:
    """Counts one more in a transaction."""
    with db.write():
        meta.write(db, "count", str(count(db) + 1))


def test_a_server_that_is_away(server: Installed, schema: str) -> None:
    with refused("database-unreachable"):
        open_store(server.url(port=1, query=schema))


def test_a_network_that_stalls_before_the_first_answer(
    server: Installed, schema: str, proxy: Proxy
) -> None:
    proxy.stalled = True
    with refused("database-unreachable"):
        open_store(server.url(port=proxy.port, query=schema))


@pytest.mark.parametrize("url", ["boss:wrong", "nobody:wrong", "boss"])
def test_a_wrong_password(server: Installed, url: str) -> None:
    with refused("wrong-password"):
        open_store(f"postgresql://{url}@127.0.0.1:{server.port}/postgres?passfile=/dev/null")


def test_a_database_that_is_not_there(server: Installed) -> None:
    with refused("no-database"):
        open_store(server.url("nosuch"))


def test_rights_that_are_missing(server: Installed, schema: str) -> None:
    user = f"reader_{next(_COUNT)}"
    name = schema.partition("=")[2]
    server.sql(
        f"CREATE USER {user} PASSWORD '{PASSWORD}'",
        f'GRANT USAGE ON SCHEMA "{name}" TO {user}',
        f'GRANT SELECT ON ALL TABLES IN SCHEMA "{name}" TO {user}',
    )
    db = open_store(server.url(user=user, query=schema))
    with refused("no-rights"):
        add(db)
    assert count(db) == 0
    db.close()
    with refused("no-rights"):
        open_store(server.url(user=user, query="schema=another"), create=True)


def test_a_standby(server: Installed, schema: str) -> None:
    mark = server.data / "standby.signal"
    server.stop("fast")
    mark.touch()
    server.start()
    try:
        db = open_store(server.url(query=schema))
        assert count(db) == 0
        with refused("read-only-server"):
            add(db)
        db.close()
    finally:
        server.stop("fast")
        mark.unlink()
        server.start()
    db = open_store(server.url(query=schema))
    add(db)
    db.close()


def test_a_server_that_takes_no_more(server: Installed, schema: str) -> None:
    user = f"crowd_{next(_COUNT)}"
    server.sql(f"CREATE USER {user} PASSWORD '{PASSWORD}' CONNECTION LIMIT 0")
    with refused("server-full"):
        open_store(server.url(user=user, query=schema))


# A connection that is lost ------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["immediate", "fast"])
def test_after_a_restart_the_next_command_connects_again_and_says_so(
    server: Installed, schema: str, how: str
) -> None:
    db = open_store(server.url(query=schema))
    said: list[str] = []
    db.tell = said.append
    add(db)
    server.restart(how)
    add(db)
    server.restart(how)
    assert count(db) == 2
    assert len(said) == 2
    db.close()


@pytest.mark.parametrize("how", ["immediate", "fast"])
def test_a_restart_in_the_middle_leaves_nothing(server: Installed, schema: str, how: str) -> None:
    db = open_store(server.url(query=schema))
    with refused("server-gone"), db.write():
        meta.write(db, "count", "7")
        assert count(db) == 7
        server.restart(how)
        meta.write(db, "count", "8")
        meta.read(db, "other")
    assert count(db) == 0
    add(db)
    assert count(db) == 1
    db.close()


def test_a_network_that_stalls_in_the_middle_leaves_nothing(
    server: Installed, schema: str, proxy: Proxy
) -> None:
    db = open_store(server.url(port=proxy.port, query=schema))
    with refused("server-stalled"), db.write():
        meta.write(db, "count", "7")
        assert count(db) == 7
        proxy.stalled = True
        meta.read(db, "other")
    proxy.stalled = False
    assert count(db) == 0
    db.close()


def test_a_network_that_is_cut_between_commands(
    server: Installed, schema: str, proxy: Proxy
) -> None:
    db = open_store(server.url(port=proxy.port, query=schema))
    for _ in range(3):
        proxy.cut()
        add(db)
    assert count(db) == 3
    db.close()


@pytest.mark.parametrize("arrives", [True, False])
def test_a_commit_whose_answer_is_lost_is_looked_up(
    server: Installed, schema: str, proxy: Proxy, arrives: bool
) -> None:
    db = open_store(server.url(port=proxy.port, query=schema))
    proxy.cut_at(b"COMMIT", after=arrives)
    if arrives:
        add(db)
    else:
        with refused("server-gone"):
            add(db)
    assert count(db) == int(arrives)
    add(db)
    assert count(db) == int(arrives) + 1
    db.close()


def test_a_commit_that_cannot_be_looked_up_is_said_to_be_unsure(
    server: Installed, schema: str, proxy: Proxy
) -> None:
    db = open_store(server.url(port=proxy.port, query=schema))
    proxy.cut_at(b"COMMIT", after=True, forever=True)
    with refused("not-sure-saved"):
        add(db)
    db.close()


# A wait -------------------------------------------------------------------------------------------


def test_a_rep_who_waits_is_shown_which_rep_has_the_lock(
    server: Installed, schema: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = (open_store(server.url(query=schema)) for _ in range(2))
    said: list[str] = []
    second.tell = said.append
    monkeypatch.setattr(waiting, "_LONG_SECONDS", 1)
    with first.write():
        first.announce("bob", "rules apply")
        meta.write(first, "count", "1")
        assert count(first) == 1
        with refused("store-busy"):
            add(second)
        monkeypatch.setattr(waiting, "_LONG_SECONDS", 3)
        with refused("store-busy"):
            add(second)
    add(second)
    assert count(second) == 2
    assert any("bob's rules apply" in words for words in said)
    first.close()
    second.close()


def test_two_teams_in_one_database_do_not_wait_for_each_other(server: Installed) -> None:
    one, two = (
        open_store(server.url(query=f"schema=team_{next(_COUNT)}"), create=True) for _ in range(2)
    )
    with one.write():
        meta.write(one, "count", "5")
        assert count(one) == 5
        add(two)
    assert (count(one), count(two)) == (5, 1)
    one.close()
    two.close()


def test_a_mistake_in_a_batch_leaves_the_connection_as_it_was(
    server: Installed, schema: str
) -> None:
    db = open_store(server.url(query=schema))
    for _ in range(6):
        with pytest.raises(CallqError), db.write():
            db.many(
                "INSERT INTO meta (key, value) VALUES (:key, :value)",
                [{"key": "same", "value": "x"} for _ in range(9)],
            )
        with pytest.raises(CallqError):
            db.rows("SELECT nonsense FROM meta")
        add(db)
    assert count(db) == 6
    with db.read():
        assert len(list(db.stream("SELECT * FROM generate_series(1, 12000)"))) == 12_000
        assert db.one("SELECT 1") == (1,)
    db.close()


def test_what_is_asked_ahead_is_not_mixed_up_once_statements_are_prepared(
    server: Installed, schema: str
) -> None:
    db = open_store(server.url(query=schema))
    for turn in range(8):
        with db.write():
            for name in "abc":
                meta.write(db, name, f"{name}{turn}")
            db.expect(*(partial(meta.read, key=name) for name in "cab"))
            assert [meta.read(db, name) for name in "abcab"] == [f"{n}{turn}" for n in "abcab"]
    db.close()


def test_a_text_with_a_null_character_is_refused_before_it_is_sent(
    server: Installed, schema: str
) -> None:
    db = open_store(server.url(query=schema))
    with pytest.raises(ValueError, match="null character"), db.write():
        meta.write(db, "count", "1\x002")
    assert count(db) == 0
    db.close()


def test_a_folder_without_a_server_names_no_password(tmp_path: Path) -> None:
    url = f"postgresql://ann:{'se/cret'}@127.0.0.1:1/people"
    with pytest.raises(CallqError) as caught:
        open_store(url, folder=tmp_path)
    assert caught.value.name == "bad-database-url"
    assert "cret" not in caught.value.message + caught.value.hint
