"""Learning from the log: the same as we went, anew, after undo, and on both engines' SQL."""

import csv
import json
from pathlib import Path

import pytest

from callq.calls.log import log
from callq.calls.request import LogRequest
from callq.calls.undo import undo
from callq.engine.chance import Learned, load
from callq.importing.run import Request, run
from callq.maintenance.check import examine
from callq.records import learning
from callq.records.likelihood import OF_A_CALL, Place, parse_place, read_place
from callq.storage import meta
from callq.workspace import Workspace
from helpers import Office

COLUMNS = ["Name", "Phone", "Branch", "Previous outcome", "Account"]


def rows(first: int, count: int) -> list[list[str]]:
    """People; cooks say yes more often, and who said yes before as well."""
    return [
        [
            f"Ann {chr(97 + at % 26)}{chr(97 + at // 26 % 26)}{chr(97 + at // 676)}",
            f"+1212555{at:04d}",
            ("cook", "clerk", "pilot")[at % 3],
            ("success", "failure")[at % 2],
            f"A-{at}",
        ]
        for at in range(first, first + count)
    ]


def ending(row: list[str], at: int) -> str:
    often = 2 if row[2] == "cook" else 6
    return "interested" if at % often == 0 else "not interested"


def bring(office: Office, name: str, first: int, count: int, *, ended: bool) -> None:
    people = rows(first, count)
    path = office.home / f"{name}.csv"
    with path.open("w", newline="") as file:
        out = csv.writer(file)
        out.writerow([*COLUMNS, *(["Last outcome"] if ended else [])])
        for at, row in enumerate(people):
            out.writerow([*row, *([ending(row, at)] if ended else [])])
    with office.workspace() as ws:
        run(ws, Request(Path(path), list_name="expo"))


def state(ws: Workspace) -> tuple[Learned, Place]:
    return load(meta.read(ws.db, meta.CHANCE)), read_place(ws.db)


def ranks(ws: Workspace) -> list[tuple[object, ...]]:
    return [tuple(row) for row in ws.db.rows("SELECT id, rank, chance FROM prospect ORDER BY id")]


@pytest.fixture
def taught(office: Office) -> Office:
    """Five files with history, each learned as it came in."""
    for at in range(5):
        bring(office, f"list{at}", at * 130, 130, ended=True)
    return office


def test_an_import_with_history_is_learned_in_whole_blocks(taught: Office) -> None:
    with taught.workspace() as ws:
        learned, place = state(ws)
    assert learned.calls == 650
    assert (place.calls, place.renewed, place.waiting) == (650, 650, 0)
    assert not place.is_due
    assert {"Branch", "history", "tries"} <= set(learned.lifts)
    assert "Account" not in learned.lifts


def test_a_store_is_in_order_while_it_learns(taught: Office) -> None:
    def statuses() -> str:
        with taught.workspace() as ws:
            checks = examine(ws.settings).checks
        return next(check.state for check in checks if check.name == "statuses")

    assert statuses() == "ok"
    with taught.workspace() as ws, ws.db.write():
        meta.write(ws.db, meta.CHANCE, "")
        meta.write(ws.db, meta.CHANCE_PLACE, json.dumps(Place(calls=0, renewed=650)._asdict()))
    assert statuses() == "ok"
    with taught.workspace() as ws, ws.db.write():
        learning.learn_anew(ws.db, ws.rulebook)
        ws.db.run("UPDATE prospect SET rank = rank + 1 WHERE id = 1")
    assert statuses() == "found"


def test_learning_anew_gives_the_same_as_learning_as_we_went(taught: Office) -> None:
    with taught.workspace() as ws:
        before, was = state(ws), ranks(ws)
        with ws.db.write():
            learning.learn_anew(ws.db, ws.rulebook)
        assert state(ws) == before
        assert ranks(ws) == was


def test_statuses_rebuilt_have_the_same_chances(taught: Office) -> None:
    with taught.workspace() as ws:
        was = ranks(ws)
        assert any(chance for _, _, chance in was)
        with ws.db.write():
            assert ws.projector().rebuild() == 0
        assert ranks(ws) == was


def test_newcomers_are_ranked_by_what_was_learned(taught: Office) -> None:
    bring(taught, "new", 700, 30, ended=False)
    with taught.workspace() as ws:
        found = ws.db.rows("SELECT custom, chance FROM prospect WHERE id > 650")
        by_branch: dict[str, set[float]] = {}
        for custom, chance in found:
            if json.loads(custom)["Previous outcome"] == "success":
                by_branch.setdefault(json.loads(custom)["Branch"], set()).add(chance)
        assert min(by_branch["cook"]) > max(by_branch["clerk"] | by_branch["pilot"])
        was = ranks(ws)
        with ws.db.write():
            assert ws.projector().rebuild() == 0
        assert ranks(ws) == was


def test_undoing_an_import_unlearns_it(taught: Office) -> None:
    with taught.workspace() as ws:
        before = state(ws)
    bring(taught, "more", 650, 200, ended=True)
    with taught.workspace() as ws:
        assert state(ws)[0].calls == 850
        undo(ws)
        after = state(ws)
        with ws.db.write():
            learning.learn_anew(ws.db, ws.rulebook)
        assert state(ws)[0] == after[0] == before[0]


def test_a_call_before_the_last_one_learned_leads_to_learning_anew(taught: Office) -> None:
    with taught.workspace() as ws:
        log(ws, LogRequest(who="1", outcome="interested", when="yesterday 10am"))
    with taught.workspace() as ws:
        learned, place = state(ws)
        assert not place.is_stale
        with ws.db.write():
            learning.learn_anew(ws.db, ws.rulebook)
        assert state(ws)[0] == learned


def test_what_is_too_much_for_a_command_is_due(taught: Office) -> None:
    with taught.workspace() as ws, ws.db.write():
        place = read_place(ws.db)
        moment = ws.now.replace(year=2020)
        learning.keep_up(ws.db, ws.rulebook, 10, (moment, 1))
        assert read_place(ws.db).is_due
        assert read_place(ws.db).calls == place.calls
        lesson = learning.learn_anew(ws.db, ws.rulebook)
        assert not read_place(ws.db).is_due
    assert lesson.calls == 650


def test_a_log_of_a_few_calls_teaches_nothing(office: Office) -> None:
    bring(office, "few", 0, 40, ended=True)
    with office.workspace() as ws:
        assert not meta.read(ws.db, meta.CHANCE)
        assert not ws.place_learned.is_due


def test_a_block_is_looked_for_only_where_it_may_be_full() -> None:
    place = Place(calls=600, looked=640, waiting=40)
    assert not place.may_fill_a_block(649)
    assert place.may_fill_a_block(650)
    assert parse_place(None) == Place()
    assert parse_place(json.dumps(place._asdict())) == place
    assert OF_A_CALL < 10_000
