"""callq on an installed PostgreSQL: what a command loads, how often it asks, what it reveals."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from servers import Installed

from callq.storage import libpq
from helpers import IN_NEW_YORK, Callq, new_york
from loading import DAILY, heavy, loaded

pytest.importorskip("psycopg", reason="no driver for PostgreSQL: psycopg is not installed")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installed]:
    started = Installed(tmp_path_factory.mktemp("pg"))
    yield started
    started.stop()


@pytest.fixture
def team(server: Installed, home: Path) -> "OnServer":
    """A rep with a schema of their own, and people in it."""
    run = OnServer(home, url=server.url(query=f"schema={home.name}_{next(_COUNT)}"))
    before = "2026-03-10T10:00:00-04:00"
    run.ok("add", "Ron Smith", "-p", IN_NEW_YORK, "--email", "ron@example.com", now=before)
    for i, name in enumerate(("Ann Lee", "Bo Berg")):
        run.ok("add", name, "--phone", new_york(i), now=before)
    return run


_COUNT = count()


@dataclass(frozen=True)
class OnServer(Callq):
    """The real command with a store on the server."""

    url: str = ""

    def environment(self, **more: Any) -> dict[str, str]:
        """See `Callq.environment`."""
        return {"CALLQ_DB": self.url, **super().environment(**more)}


def trips(run: OnServer, monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    """How often a command asks the server after it has connected."""
    made: list[libpq.Connection] = []
    init = libpq.Connection.__init__

    def spy(self: libpq.Connection, settings: dict[str, str]) -> None:
        init(self, settings)
        made.append(self)

    with monkeypatch.context() as patch:
        patch.setattr(libpq.Connection, "__init__", spy)
        assert run.here(*words).code == 0
    assert len(made) == 1
    return made[0].trips


@pytest.mark.parametrize(
    ("words", "most"),
    [
        (("today",), 4), (("today", "--json"), 4), (("today", "--mine"), 4),
        (("log", "1", "na"), 6), (("log", "ron", "ni", "-r", "price", "-n", "dear"), 6),
        (("log", "1", "callback", "--at", "tomorrow 3pm"), 6), (("log", "1", "dnc"), 7),
        (("next",), 7), (("show", "ron"), 5), (("why", "1"), 5),
    ],
)  # fmt: skip
def test_a_command_of_the_day_asks_the_server_a_few_times(
    team: OnServer, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], most: int
) -> None:
    assert trips(team, monkeypatch, *words) <= most


@pytest.mark.parametrize(
    "arguments", [words for words in DAILY if "0100" not in words], ids=" ".join
)
def test_a_command_of_the_day_loads_nothing_heavy_for_a_server(
    team: OnServer, arguments: tuple[str, ...]
) -> None:
    if arguments == ("undo",):
        team.ok("log", "ron", "na")
    assert heavy(loaded(team, *arguments)) == set()
