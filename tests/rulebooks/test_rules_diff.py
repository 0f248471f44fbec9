"""What an edited rulebook would change is what it changes when it is applied."""

import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import accumulate
from pathlib import Path
from typing import Any

import pytest

from callq.config import read_settings
from callq.demo import demo
from callq.metrics.statements import Scope
from callq.records.rulebooks import shipped_text
from callq.rulebooks.diff import Change, Difference, compare
from callq.rulebooks.rules import apply
from callq.workspace import Workspace
from helpers import Office, new_york

NOW = "2026-03-11T10:15:00-04:00"
EDITS: dict[str, Callable[[str], str]] = {
    "none": lambda text: text,
    "a cooldown": lambda text: text.replace('price = "30 days"', 'price = "2 days"'),
    "longer": lambda text: text.replace('bad-day = "14 days"', 'bad-day = "1 year"'),
    "caps": lambda text: text.replace('within = "24h"', 'within = "200 days"'),
    "gap": lambda text: text.replace('person = "20min"', 'person = "60 days"'),
    "climb": lambda text: text.replace("climb = [1, 3, 6]", "climb = [2, 9, 20]"),
}


def opened(folder: Path) -> Workspace:
    """The sample of this folder; one that is there from the same day is taken as it is."""
    environ = {"CALLQ_HOME": str(folder), "CALLQ_NOW": NOW, "CALLQ_AGENT": "ann",
               "CALLQ_ZONE": "America/New_York"}  # fmt: skip
    return demo.prepare(read_settings(environ)).ws


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample")
    opened(folder).db.close()
    return folder / "demo.db"


@pytest.fixture
def sample(tmp_path: Path, made: Path) -> Iterator[Workspace]:
    """A year of calls, in a store that each test may change."""
    shutil.copy(made, tmp_path)
    ws = opened(tmp_path)
    yield ws
    ws.db.close()


def edited(tmp_path: Path, edit: Callable[[str], str]) -> Path:
    path = tmp_path / "edited.toml"
    path.write_text(edit(shipped_text()), encoding="utf-8")
    return path


def stored(ws: Workspace) -> dict[int, tuple[int | None, bool]]:
    """When everyone is due, and whether they may be called, asked of the store."""
    now = int(ws.now.timestamp())
    rows = ws.db.rows(
        "SELECT id, due_at, due_at IS NOT NULL AND due_at <= :now AND hold = '' "
        "AND action IN ('call', 'check-in') FROM prospect WHERE removed_at IS NULL",
        {"now": now},
    )
    return {row[0]: (row[1], bool(row[2])) for row in rows}


def whole(ws: Workspace, path: Path, **scope: Any) -> Difference:
    return compare(ws, path, Scope()._replace(**scope), 30, 10_000)


@pytest.mark.parametrize("name", EDITS)
def test_it_says_what_applying_does(sample: Workspace, tmp_path: Path, name: str) -> None:
    path = edited(tmp_path, EDITS[name])
    before = stored(sample)
    found = whole(sample, path)
    assert stored(sample) == before, "it changes nothing"
    apply(sample, path)
    after = stored(sample)
    assert found.callable_before == sum(may for _, may in before.values())
    assert found.callable_after == sum(may for _, may in after.values())
    now = int(sample.now.timestamp())
    expected: Counter[Change] = Counter()
    for who, (due, may) in before.items():
        expected[_change(due, after[who][0], now, may=may, may_then=after[who][1])] += 1
    assert found.changes == expected
    assert found.people == len(before)
    for change, cases in found.cases.items():
        assert len(cases) == expected[change]
        for case in cases:
            due = after[case.id][0]
            assert case.after.due_at == (None if due is None else datetime.fromtimestamp(due, UTC))
    assert found.reasons.total() == found.people - expected[Change.SAME]
    assert (expected[Change.SAME] == found.people) is (name == "none")


def _change(due: int | None, then: int | None, now: int, *, may: bool, may_then: bool) -> Change:
    if may is not may_then:
        return Change.CALLABLE if may_then else Change.COOLING_DOWN
    never = 1 << 60
    one, other = (never if moment is None else max(moment, now) for moment in (due, then))
    if one == other:
        return Change.SAME
    return Change.SOONER if other < one else Change.LATER


def test_the_load_is_that_of_the_days(sample: Workspace, tmp_path: Path) -> None:
    found = whole(sample, edited(tmp_path, EDITS["a cooldown"]))
    assert len(found.load_before) == len(found.load_after) == 30
    before, after = (
        list(accumulate(day.due.calls for day in load))
        for load in (found.load_before, found.load_after)
    )
    assert all(now >= then for then, now in zip(before, after, strict=True))
    assert before != after, "some come back sooner"
    assert found.load_before[0].due.calls >= found.callable_before


def test_only_a_list_or_an_owner(sample: Workspace, tmp_path: Path) -> None:
    path = edited(tmp_path, EDITS["a cooldown"])
    parts = [whole(sample, path, list_name=name) for name in ("spring", "autumn", "expo")]
    all_of_them = whole(sample, path)
    assert sum(part.people for part in parts) == all_of_them.people
    assert sum((part.changes for part in parts), Counter()) == +all_of_them.changes
    mine = whole(sample, path, owner="ann")
    assert 0 < mine.people < all_of_them.people


def test_reasons_say_what_decides(office: Office, tmp_path: Path) -> None:
    for i in range(3):
        office.add(f"Person {i}", new_york(i), now="2026-01-01T10:00:00-05:00")
        office.log(i + 1, "soft-no", reason="price", now="2026-03-01T10:00:00-05:00")
    with office.workspace(create=True) as ws:
        found = whole(ws, edited(tmp_path, EDITS["a cooldown"]))
        ((reason, n),) = found.reasons.items()
        assert n == 3
        assert (reason.before.words, reason.after.words) == (
            "price, wait 30 days", "price, wait 2 days"
        )  # fmt: skip
        assert reason.change is Change.CALLABLE
        moved = whole(ws, edited(tmp_path, EDITS["gap"]))
        ((reason, _),) = moved.reasons.items()
        assert reason.after.words == "price, at least 60 days between two calls"
