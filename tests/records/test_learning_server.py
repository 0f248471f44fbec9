"""Learning on a server: the same as in a file, by a rep with a rep's rights, and moved along."""

import gc
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from test_engines import Server
from test_learning import bring, ranks, state
from test_rights import Team

from callq.calls.log import log
from callq.calls.request import LogRequest
from callq.calls.undo import undo
from callq.engine.chance import Learned
from callq.records import learning
from callq.records.calls import LEARNED_EVERY
from callq.records.likelihood import BLOCK, Place
from callq.storage import meta
from callq.workspace import Workspace
from helpers import Callq, Office

pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

LATER = "2026-03-11T11:15:00-04:00"
FILES, PEOPLE = 4, 135
BROUGHT = FILES * PEOPLE
"""How many calls come with the files: 40 more than whole blocks."""
TO_BLOCK = -BROUGHT % BLOCK
TO_HUNDRED = -BROUGHT % LEARNED_EVERY


@pytest.fixture(autouse=True)
def _left_open() -> Iterator[None]:
    """A refusal leaves its connection to the end of the process; here that is the test's end."""
    yield
    gc.collect()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    started = Server(tmp_path_factory.mktemp("pg"))
    for name in ("ann", "bob", "carol"):
        started._server.psql(f"CREATE ROLE {name} LOGIN;")
    yield started
    started.stop()


@dataclass
class At(Office):
    """What reps do with a store at an address."""

    url: str = ""

    @contextmanager
    def workspace(
        self, *, now: str = "", agent: str = "", create: bool = False, **variables: str
    ) -> Iterator[Workspace]:
        """See `Office.workspace`."""
        where = {"CALLQ_DB": self.url, **variables}
        with super().workspace(now=now, agent=agent, create=create, **where) as ws:
            yield ws


Seen = tuple[tuple[Learned, Place], list[tuple[object, ...]]]


def seen(office: Office) -> Seen:
    with office.workspace() as ws:
        return state(ws), ranks(ws)


def bring_all(office: Office) -> None:
    for at in range(FILES):
        bring(office, f"list{at}", at * PEOPLE, PEOPLE, ended=True)


def call(office: Office, first: int, last: int) -> None:
    """Logs a call with each person from an id up to another."""
    with office.workspace(now=LATER) as ws:
        for who in range(first, last + 1):
            outcome = "interested" if who % 3 == 1 else "not interested"
            log(ws, LogRequest(who=str(who), outcome=outcome))


def anew(office: Office) -> Seen:
    with office.workspace() as ws, ws.db.write():
        learning.learn_anew(ws.db, ws.rulebook)
    return seen(office)


def lived(office: Office) -> list[Seen]:
    """What was learned after each step of the same history."""
    bring_all(office)
    steps = [seen(office)]
    call(office, 1, TO_BLOCK)
    steps.append(seen(office))
    with office.workspace(now=LATER) as ws:
        undo(ws)
    steps += [seen(office), anew(office)]
    call(office, TO_BLOCK, TO_BLOCK)
    return [*steps, seen(office)]


def test_a_server_learns_what_a_file_learns(office: Office, server: Server) -> None:
    far = At(office.home, url=server.database())
    with far.workspace(create=True):
        pass
    here, there = lived(office), lived(far)
    assert here == there
    whole, one_more = BROUGHT // BLOCK * BLOCK, BROUGHT + TO_BLOCK
    calls = [learned.calls for (learned, _), _ in here]
    assert calls == [whole, one_more, whole, whole, one_more]
    assert here[2] == here[3]
    assert here[4][0][0] == here[1][0][0]
    assert here[4][1] == here[1][1]


@pytest.fixture
def team(server: Server, tmp_path: Path) -> Team:
    """A store of a manager's files; everyone in it is bob's."""
    home = tmp_path / "team"
    home.mkdir()
    made = Team(server, home)
    bring_all(At(home, agent="carol", url=made.url("carol")))
    made.psql("postgres", "UPDATE prospect SET owner = 'bob'")
    return made


def of_rep(team: Team) -> Office:
    return At(team.callq.home, agent="ann", url=team.url("ann"))


def test_a_reps_call_renews_everyone(team: Team) -> None:
    ann = of_rep(team)
    before = seen(ann)
    call(ann, 1, TO_BLOCK - 1)
    assert seen(ann)[0] == before[0]
    team.ok("ann", "log", str(TO_BLOCK), "interested")
    (learned, place), ranked = seen(ann)
    assert (learned.calls, place.renewed) == (BROUGHT + TO_BLOCK,) * 2
    assert sum(a != b for a, b in zip(ranked, before[1], strict=True)) > BLOCK
    assert anew(ann) == ((learned, place), ranked)
    assert team("carol", "store", "check").code == 0


def test_a_reps_call_that_makes_a_hundred_is_learned_from_for_when_to_call(team: Team) -> None:
    ann = of_rep(team)
    with ann.workspace() as ws:
        (name, *_) = (ws.rulebook.parts[place - 1].name for place in ws.rulebook.explored_parts)
        assert ws.answers is None
    team.psql("postgres", f"UPDATE call SET explored = '{name}', imported = 0")
    calls = []
    for first, last in ((1, TO_HUNDRED), (TO_HUNDRED + 1, TO_HUNDRED + LEARNED_EVERY)):
        call(ann, first, last)
        with ann.workspace() as ws:
            calls.append(json.loads(ws.facts[meta.ANSWERING])["calls"])
        team.psql("postgres", f"UPDATE call SET explored = '{name}'")
    assert calls[0] >= BROUGHT
    assert calls[1] >= BROUGHT + TO_HUNDRED
    assert seen(ann)[0][0].calls == BROUGHT + TO_HUNDRED + LEARNED_EVERY


def test_a_rep_may_learn_anew_and_take_back_a_call(team: Team) -> None:
    ann = of_rep(team)
    before = seen(ann)
    assert team.ok("ann", "rules", "learn", "--json").json["calls"] == before[0][0].calls
    assert seen(ann) == before
    call(ann, 1, TO_BLOCK)
    team.ok("ann", "undo", "--yes")
    taken_back = seen(ann)
    assert taken_back[0][0].calls == before[0][0].calls
    assert anew(ann) == taken_back


def test_what_was_learned_moves_along(office: Office, run_callq: Callq, server: Server) -> None:
    bring_all(office)
    call(office, 1, TO_BLOCK - 1)
    before = seen(office)
    there = At(office.home, url=server.database())
    run_callq.ok("store", "move", there.url)
    assert seen(there) == before
    back = At(office.home, url=str(office.home / "back.db"))
    run_callq.ok("store", "move", back.url, env={"CALLQ_DB": there.url})
    assert seen(back) == before
    for store in (there, back):
        call(store, TO_BLOCK, TO_BLOCK)
        assert seen(store)[0][0].calls == BROUGHT + TO_BLOCK
    assert seen(there) == seen(back)
    with back.workspace() as ws:
        assert meta.read(ws.db, meta.CHANCE)


@pytest.mark.parametrize("does", ["log", "log-earlier", "undo"])
def test_an_open_session_goes_on_with_what_others_calls_taught(team: Team, does: str) -> None:
    ann, bob = of_rep(team), At(team.callq.home, agent="bob", url=team.url("bob"))
    with ann.workspace(now=LATER) as hers:
        log(hers, LogRequest(who="100", outcome="interested"))
        call(bob, 1, TO_BLOCK)
        if does == "undo":
            undo(hers)
        else:
            when = "20 minutes ago" if does == "log-earlier" else ""
            log(hers, LogRequest(who="101", outcome="no answer", when=when))
    (learned, place), ranked = seen(ann)
    assert not place.is_due
    (again, _), ranked_again = anew(ann)
    assert (learned, ranked) == (again, ranked_again)
