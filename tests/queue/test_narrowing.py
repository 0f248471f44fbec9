"""A filter narrows: the people it means, and never anyone the queue leaves out."""

from typing import Any

import pytest

from callq.engine.filters import Filter
from callq.engine.model import State
from callq.errors import CallqError
from callq.prospects.find import find, ids_of
from callq.queue import narrowing
from callq.queue.narrowing import condition_of, narrowed
from callq.queue.today import NO_LIMIT, Counts, look
from callq.records.queue import Scope
from callq.workspace import Workspace
from helpers import IN_LOS_ANGELES, Office, new_york

BEFORE = "2026-03-10T10:00:00-04:00"
LONG_AGO = "2026-01-05T10:00:00-05:00"


@pytest.fixture
def folder(office: Office) -> Office:
    def add(name: str, i: int, **more: Any) -> None:
        office.add(name, new_york(i), now=LONG_AGO, **more)

    add("Ann Lee", 0, list_name="fair", owner="ann", tags=("VIP", "big"), value=5000.0)
    add("Bob Ray", 1, list_name="fair", owner="bob", tags=("vip",), value=200.0)
    add("Cyd Fox", 2, owner="ann", custom=(("Budget", "3000"), ("50%", "a_b")))
    add("Dan Poe", 3, custom=(("Budget", "30000"),), tags=("vip two",))
    office.add("Eve West", IN_LOS_ANGELES, now=LONG_AGO, tags=("vip",))
    office.add("Nowhere", "+1 800 555 0199", now=LONG_AGO, tags=("vip",))
    add("Fay Red", 4)
    add("Gus Cob", 5, tags=("vip",))
    add("Hal Opt", 6, tags=("vip",))
    office.log("fay", "ni", now=LONG_AGO, reason="price")
    office.log("gus", "cb", now=BEFORE, at="today 3pm")
    office.log("hal", "dnc", now=BEFORE)
    return office


def names(office: Office, **wanted: Any) -> list[str]:
    with office.workspace() as ws:
        return [item.entry.name for item in find(ws, Filter(**wanted), 50)]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({"tags": ("big",)}, ["Ann Lee"]),
        ({"tags": ("Vip", "BIG")}, ["Ann Lee"]),
        ({"tags": ("vip two",)}, ["Dan Poe"]),
        ({"tags": ("vi",)}, []),
        ({"owner": "none", "tags": ("vip two",)}, ["Dan Poe"]),
        ({"owner": "ann"}, ["Ann Lee", "Cyd Fox"]),
        ({"fields": ("budget=3000",)}, ["Cyd Fox"]),
        ({"fields": ("50%=a_b",)}, ["Cyd Fox"]),
        ({"fields": ("50%=axb",)}, []),
        ({"value": ">200"}, ["Ann Lee"]),
        ({"value": "200"}, ["Bob Ray"]),
        ({"value": "<=5,000", "owner": "bob"}, ["Bob Ray"]),
        ({"reason": "price"}, ["Fay Red"]),
        ({"last_talk": ">30 days"}, ["Fay Red"]),
        ({"last_talk": "<2 days"}, ["Gus Cob", "Hal Opt"]),
        ({"last_talk": "never", "owner": "ann"}, ["Ann Lee", "Cyd Fox"]),
        ({"due": "tomorrow"}, []),
        ({"due": "today", "state": "callback"}, ["Gus Cob"]),
        ({"text": "ray", "tags": ("vip",)}, ["Bob Ray"]),
        ({"held": True}, ["Nowhere"]),
    ],
)
def test_each_word_says_who(folder: Office, wanted: dict[str, Any], expected: list[str]) -> None:
    assert names(folder, **wanted) == expected


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        ({"state": "cheerful"}, "unknown-state"),
        ({"value": "much"}, "bad-amount"),
        ({"fields": ("Budget",)}, "bad-field"),
        ({"fields": ("=3",)}, "bad-field"),
        ({"last_talk": "30 days"}, "bad-age"),
        ({"due": "yesterday"}, "bad-due"),
        ({"text": "x" * 300}, "name-too-long"),
    ],
)
def test_what_can_not_be_read_is_refused(folder: Office, wanted: dict[str, Any], name: str) -> None:
    with pytest.raises(CallqError) as refused:
        names(folder, **wanted)
    assert refused.value.name == name


def test_a_text_that_finds_many_becomes_a_condition_on_words(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("callq.records.finding._MANY", 2)
    for i in range(4):
        office.add(f"Person {i}", new_york(i))
    assert names(office, text="pers") == names(office, text="erso")
    assert len(names(office, text="pers")) == 4
    assert names(office, text="person 3") == ["Person 3"]


FILTERS = [
    Filter(),
    Filter(tags=("vip",)),
    Filter(tags=("vip",), owner="bob", list_name="fair"),
    Filter(owner="ann"),
    Filter(owner="none"),
    Filter(value=">100"),
    Filter(last_talk="never"),
    Filter(state=State.CALLBACK),
    Filter(due="today"),
    Filter(due="now"),
    Filter(held=True),
    Filter(text="ann"),
    Filter(text="no one at all"),
]


@pytest.mark.parametrize("few", [0, 5000])
@pytest.mark.parametrize("wanted", FILTERS, ids=str)
def test_a_queue_with_a_filter_is_the_queue_without_the_others(
    folder: Office, wanted: Filter, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the ids of few people, and with the condition itself."""
    monkeypatch.setattr(narrowing, "_FEW", few)
    with folder.workspace() as ws:
        whole = look(ws, Scope(), NO_LIMIT, everything=True)
        mine = look(ws, narrowed(ws, wanted), NO_LIMIT, everything=True)
        inside = set(ids_of(ws, wanted))
    for part in ("items", "waiting", "held", "later"):
        expected = [one for one in getattr(whole, part) if one.entry.id in inside]
        assert list(getattr(mine, part)) == expected, part
    assert mine.counts == Counts(
        callbacks=sum(item.tier <= 2 for item in (*mine.items, *mine.waiting, *mine.later)),
        due=len(mine.items),
        done_today=whole.counts.done_today,
        waiting=len(mine.waiting),
        opens_at=mine.waiting[0].opens_at if mine.waiting else None,
        held={"no-zone": len(mine.held)} if mine.held else {},
    )


def test_a_filter_never_offers_who_is_on_hold_opted_out_or_outside_hours(folder: Office) -> None:
    with folder.workspace() as ws:
        seen = look(ws, narrowed(ws, Filter(tags=("vip",))), NO_LIMIT)
    assert [item.entry.name for item in seen.waiting] == ["Eve West"]
    assert {item.entry.name for item in seen.items} == {"Ann Lee", "Bob Ray", "Gus Cob"}


def indexes(ws: Workspace, **wanted: Any) -> str:
    only = condition_of(ws, Filter(**wanted))
    sql = f"EXPLAIN QUERY PLAN SELECT p.id FROM prospect p WHERE p.removed_at IS NULL{only.sql}"
    return " ".join(row[3] for row in ws.db.rows(sql, only.params))


@pytest.mark.parametrize(
    ("wanted", "index"),
    [
        ({"owner": "ann"}, "prospect_by_owner"),
        ({"list_name": "fair"}, "prospect_by_list"),
        ({"state": "callback"}, "prospect_by_state"),
        ({"state": "dead"}, "audit"),
        ({"tags": ("vip",)}, "prospect_by_tags"),
        ({"due": "now"}, "ready"),
    ],
)
def test_the_common_ones_are_found_by_an_index(
    folder: Office, wanted: dict[str, Any], index: str
) -> None:
    with folder.workspace() as ws:
        assert f"USING INDEX {index}" in indexes(ws, **wanted)
