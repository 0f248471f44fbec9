"""How a rep gets to the server, and that the password is seen nowhere."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from servers import ESCAPED, PASSWORD, Installed, self_signed

from callq.storage.naming import masked
from helpers import Callq

SECRETS = (PASSWORD, ESCAPED, "ss/word", "ss%2Fword")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installed]:
    started = Installed(tmp_path_factory.mktemp("pg"))
    yield started
    started.stop()


@pytest.fixture
def run(home: Path) -> Callq:
    return Callq(home)


def test_the_password_comes_from_the_users_own_file(run: Callq, server: Installed) -> None:
    file = run.home / ".pgpass"
    file.write_text(f"127.0.0.1:{server.port}:*:boss:{PASSWORD}\n")
    file.chmod(0o600)
    url = f"postgresql://boss@127.0.0.1:{server.port}/postgres?schema=by_file"
    assert run("add", "Ann", env={"CALLQ_DB": url}).code == 0
    assert run.ok("config", "db", url).code == 0
    assert run.ok("list", "--json").json["items"][0]["name"] == "Ann"


@pytest.mark.parametrize("url", ["postgresql://", "postgresql:///?service=calls"])
def test_a_service_names_the_server(run: Callq, server: Installed, url: str) -> None:
    file = run.home / "services"
    file.write_text(
        f"[calls]\nhost=127.0.0.1\nport={server.port}\nuser=boss\npassword={PASSWORD}\n"
        "dbname=postgres\noptions=-c search_path=pg_temp\n"
    )
    env = {"CALLQ_DB": url, "PGSERVICEFILE": str(file)}
    if url.endswith("//"):
        env["PGSERVICE"] = "calls"
    assert run("add", "Ann", env=env).code == 0
    assert run("show", "1", "--json", env=env).json["name"] == "Ann"


def test_tls_is_checked(run: Callq, server: Installed) -> None:
    authority = run.home / "authority.crt"
    authority.write_bytes(server.use_tls().read_bytes())

    def code(host: str, root: Path) -> int:
        url = f"postgresql://boss:{ESCAPED}@{host}:{server.port}/postgres?schema=tls"
        url += f"&sslmode=verify-full&sslrootcert={root}"
        return run("add", "Ann", env={"CALLQ_DB": url}).code

    other = run.home / "other.crt"
    self_signed(run.home / "other.key", other)
    assert code("localhost", authority) == 0
    # Neither a name that isn't in the certificate nor another authority is believed.
    assert code("127.0.0.1", authority) == 7
    assert code("localhost", other) == 7


def test_no_output_shows_the_password(run: Callq, server: Installed) -> None:
    env = {"CALLQ_DB": server.url(query="schema=silent")}
    (run.home / "list.csv").write_text("Name,Phone\nAnn,+1 212 555 0100\n")
    for words in (
        ("config",), ("config", "--json"), ("config", "db"), ("import", "list.csv"),
        ("import", "list.csv", "--json"), ("today",), ("store", "check"),
        ("store", "check", "--json"), ("backup",), ("store", "backup"), ("show", "nosuch"),
    ):  # fmt: skip
        done = run(*words, env=env)
        assert not any(secret in done.out + done.err for secret in SECRETS), words
    server.stop()
    try:
        done = run("today", env=env)
    finally:
        server.start()
    assert done.code == 7
    assert not any(secret in done.out + done.err for secret in SECRETS)


def test_a_password_is_not_taken_from_a_command_line(run: Callq, server: Installed) -> None:
    done = run("config", "db", server.url())
    assert done.code == 2
    assert not any(secret in done.out + done.err for secret in SECRETS)
    assert not (run.home / "config.toml").exists()


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql://ann:s@c/r%t@host:5/name?x=1", "postgresql://ann:…@host:5/name?x=1"),
        ("postgresql://ann@host/name", "postgresql://ann@host/name"),
        (
            "postgresql://host/name?user=a&password=secret&schema=s",
            "postgresql://host/name?user=a&password=…&schema=s",
        ),
        ("/home/ann/callq.db", "/home/ann/callq.db"),
    ],
)
def test_a_store_is_shown_without_its_password(url: str, shown: str) -> None:
    assert masked(url) == shown


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="reads the list in /proc")
def test_no_process_has_the_password_in_its_arguments(run: Callq, server: Installed) -> None:
    rows = "".join(f"P{i},+1 212 556 {i:04}\n" for i in range(3000))
    (run.home / "list.csv").write_text(f"Name,Phone\n{rows}")
    env = {"CALLQ_DB": server.url(query="schema=listed")}
    started = run.starting("import", "list.csv", env=env)
    seen, found = 0, b""
    while started.poll() is None:
        for each in Path("/proc").glob("[0-9]*/cmdline"):
            if each.parent.name != str(os.getpid()):
                try:
                    found += each.read_bytes()
                except OSError:
                    continue
        seen += 1
        time.sleep(0.05)
    started.communicate()
    assert started.returncode == 0
    assert seen
    assert not any(secret.encode() in found for secret in SECRETS)


def test_a_team_is_joined_where_there_is_one(run: Callq, server: Installed) -> None:
    """The file with the password is the only place that has it."""
    file = run.home / ".pgpass"
    file.write_text(f"127.0.0.1:{server.port}:*:boss:{PASSWORD}\n")
    file.chmod(0o600)
    url = f"postgresql://boss@127.0.0.1:{server.port}/postgres?schema=joined"
    assert run("setup", "--join", url).code == 7
    assert not (run.home / "config.toml").exists()
    assert run("setup", "--server", url, "--join", url).code == 2
    for wrong in ("calls.db", "mysql://host/name", server.url()):
        for option in ("--server", "--join"):
            assert run("setup", option, wrong).code == 2, wrong
    made = run.ok("setup", "--server", url, "--name", "Maria", "--json").json
    assert made["name"] == "Maria"
    assert run.ok("config", "db").out.strip() == url
    run.ok("add", "Ann")
    assert run.ok("setup", "--server", url).code == 0
    run.ok("config", "--unset", "db")
    run.ok("setup", "--join", url)
    assert run.ok("list", "--json").json["items"][0]["name"] == "Ann"
