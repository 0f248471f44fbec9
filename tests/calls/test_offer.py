"""Each call keeps how the queue offered the person just before it."""

from typing import Any

import pytest

from callq.calls.redo import redo
from callq.calls.undo import undo
from callq.engine.ranking import drawn_in, rule_chance
from callq.rulebooks import rules
from helpers import Office

NUMBER = "+12125550134"
MORNING, NEXT_DAY = "2026-03-11T10:15-04:00", "2026-03-12T10:15-04:00"
THURSDAY_10 = "2026-03-12 10:00"


@pytest.fixture
def ron(office: Office) -> Office:
    office.add("Ron Smith", NUMBER, now="2026-03-11T09:00-04:00")
    return office


def classes(office: Office) -> list[str]:
    return [tier for (tier,) in office.rows("SELECT tier FROM call ORDER BY id")]


@pytest.mark.parametrize(
    ("first", "said", "later", "tier"),
    [
        ("no-answer", {}, NEXT_DAY, "retry"),
        ("interested", {}, "2026-03-14T10:15-04:00", "hot"),
        ("soft-no", {}, "2026-06-30T10:15-04:00", "recall"),
        ("callback", {"at": THURSDAY_10}, NEXT_DAY, "callback"),
        ("callback", {"at": THURSDAY_10}, "2026-03-12T11:15-04:00", "overdue-callback"),
        ("callback", {"at": THURSDAY_10}, "2026-03-12T09:15-04:00", ""),
        ("no-answer", {}, "2026-03-11T10:40-04:00", ""),
    ],
)
def test_the_class_is_that_of_the_moment(
    ron: Office, first: str, said: dict[str, Any], later: str, tier: str
) -> None:
    ron.log("ron", first, now=MORNING, **said)
    ron.log("ron", "no-answer", now=later)
    assert classes(ron) == ["fresh", tier]


def explore_everything(office: Office) -> None:
    with office.workspace(now=MORNING) as ws:
        text = rules.text_in_force(ws).replace("explore = 0.05", "explore = 1")
        rules.apply(ws, office.file(text, "rulebook.toml"))


def drawn(office: Office) -> list[str]:
    return [part for (part,) in office.rows("SELECT explored FROM call ORDER BY id")]


@pytest.mark.parametrize(
    ("later", "said", "kept"),
    [
        ("2026-03-13T10:15-04:00", {}, True),
        ("2026-03-11T10:40-04:00", {}, True),
        ("2026-03-13T10:15-04:00", {"channel": "incoming"}, False),
    ],
    ids=["due", "before they're due", "they called"],
)
def test_the_part_that_was_drawn_is_kept_with_the_next_call(
    ron: Office, later: str, said: dict[str, Any], kept: bool
) -> None:
    """Also where the call was made at another time: who follows a draw isn't up to chance."""
    explore_everything(ron)
    ron.log("ron", "no-answer", now=MORNING)
    with ron.workspace(now=MORNING) as ws:
        part = ws.rulebook.parts[drawn_in(ron.row(1)["part_mask"]) - 1].name
    ron.log("ron", "interested", now=later, **said)
    assert drawn(ron) == ["", part if kept else ""]


def test_a_rebuild_and_a_second_log_draw_the_same(ron: Office) -> None:
    explore_everything(ron)
    before = ron.log("ron", "no-answer", now=MORNING).status
    row = ron.row(1)
    explore_everything(ron)
    assert ron.row(1) == row
    ron.undo(now=MORNING)
    ron.undo(now=MORNING)
    after = ron.log("ron", "no-answer", now=MORNING).status
    assert (before.drawn_part, before.due_at) == (after.drawn_part, after.due_at)


def test_a_call_of_theirs_was_not_offered(ron: Office) -> None:
    ron.log("ron", "interested", now=MORNING, channel="incoming")
    assert classes(ron) == [""]


def test_a_call_made_before_a_later_one_was_not_offered_by_it(ron: Office) -> None:
    ron.log("ron", "no-answer", now=NEXT_DAY)
    ron.log("ron", "no-answer", now="2026-03-20T10:00-04:00", when="2026-03-11 17:00")
    assert classes(ron) == ["fresh", ""]


def test_someone_on_hold_was_not_offered(office: Office) -> None:
    office.add("Ron Smith", NUMBER, opt_out_text="do not call", now="2026-03-11T09:00-04:00")
    office.log("ron", "no-answer", now=MORNING)
    assert classes(office) == [""]


def test_a_call_logged_again_was_offered_the_same_way(ron: Office) -> None:
    ron.log("ron", "no-answer", now=MORNING)
    for act in (undo, redo):
        with ron.workspace(now=MORNING) as ws:
            act(ws)
    assert classes(ron) == ["fresh", "fresh"]


def test_both_chances_are_those_of_the_moment_before(ron: Office) -> None:
    ron.log("ron", "interested", now=MORNING)
    ron.log("ron", "no-answer", now="2026-03-14T10:15-04:00")
    with ron.workspace() as ws, ws.db.write():
        ws.db.run("UPDATE prospect SET chance = 1.25")
        book = ws.rulebook
    ron.log("ron", "soft-no", now="2026-03-30T10:15-04:00")
    kept = ron.rows("SELECT chance, rule_chance FROM call ORDER BY id")
    assert kept[0] == (rule_chance("", 0, book), rule_chance("", 0, book))
    assert kept[2] == (1.25, rule_chance("interested", 1, book))
