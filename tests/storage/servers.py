"""A PostgreSQL of our own for tests: the one that is installed, started with a password to ask."""

import os
import pwd
import shutil
import socket
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import pytest

PASSWORD = "p@ss/word%1"  # noqa: S105 - the servers here live as long as a test
"""Of every user here: it has what a URL must escape."""
ESCAPED = "p%40ss%2Fword%251"


def programs() -> Path | None:
    """The folder of `initdb`, `pg_ctl` and `postgres`; None where PostgreSQL isn't installed."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    found = shutil.which("pg_ctl")
    for folder in (*([Path(found).resolve().parent] if found else []), *folders):
        if all((folder / name).exists() for name in ("initdb", "pg_ctl", "postgres")):
            return folder
    return None


def _user() -> int | None:
    """Who runs the server where the super-user may not."""
    if sys.platform == "win32" or os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with suppress(KeyError):
            return pwd.getpwnam(name).pw_uid
    return None


class Installed:
    """The server, on a port of its own."""

    def __init__(self, folder: Path) -> None:
        found = programs()
        if found is None:
            pytest.skip("PostgreSQL isn't installed here")
        self._programs, self._user, self.data = found, _user(), folder / "data"
        if self._user is not None:
            for parent in folder.parents:
                if parent.stat().st_mode & 0o005 != 0o005:
                    parent.chmod(parent.stat().st_mode | 0o055)
            os.chown(folder, self._user, -1)
        password = folder / "password"
        password.write_text(PASSWORD)
        password.chmod(0o644)
        self._run(
            "initdb", "-D", str(self.data), "-U", "boss", "-A", "scram-sha-256", "-N",
            f"--pwfile={password}", "-E", "UTF8", "--locale=C.UTF-8",
        )  # fmt: skip
        self.port = _free_port()
        self.extra = "-c fsync=off"
        self.start()

    def start(self) -> None:
        """Starts it."""
        options = f"-p {self.port} -k {self.data.parent} -c listen_addresses=127.0.0.1 {self.extra}"
        log = str(self.data.parent / "log")
        self._run("pg_ctl", "-D", str(self.data), "-o", options, "-l", log, "-w", "start")

    def stop(self, how: str = "immediate") -> None:
        """Ends it: `fast` asks everyone to go, `immediate` is a crash."""
        self._run("pg_ctl", "-D", str(self.data), "-m", how, "-w", "stop")

    def restart(self, how: str = "immediate") -> None:
        """Stops and starts it."""
        self.stop(how)
        self.start()

    def use_tls(self) -> Path:
        """Starts it again with a certificate for `localhost`; the certificate."""
        if not shutil.which("openssl"):
            pytest.skip("openssl makes the certificate")
        key, cert = self.data / "server.key", self.data / "server.crt"
        self_signed(key, cert)
        for each in (key, cert):
            shutil.chown(each, self.data.stat().st_uid)
            each.chmod(0o600)
        self.stop("fast")
        self.extra += " -c ssl=on"
        self.start()
        return cert

    def url(
        self, name: str = "postgres", *, user: str = "boss", port: int = 0, query: str = ""
    ) -> str:
        """The URL of a database, with the password in it."""
        place = f"127.0.0.1:{port or self.port}"
        return f"postgresql://{user}:{ESCAPED}@{place}/{name}{'?' if query else ''}{query}"

    def sql(self, *statements: str, name: str = "postgres") -> None:
        """Runs statements as the boss, one by one."""
        import psycopg

        with psycopg.connect(self.url(name), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())

    def _run(self, program: str, *arguments: str) -> None:
        words: Sequence[str] = [str(self._programs / program), *arguments]
        done = subprocess.run(
            words, user=self._user, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE, cwd=self.data.parent, timeout=60, check=False,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
        )  # fmt: skip
        assert done.returncode == 0, done.stderr.decode()


def self_signed(key: Path, cert: Path) -> None:
    """Writes a key and a certificate for `localhost`, signed by itself."""
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-keyout", key,
         "-out", cert, "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"],
        check=True, capture_output=True,
    )  # fmt: skip


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port
