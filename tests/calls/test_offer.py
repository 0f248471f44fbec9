"""Each call keeps how the queue offered the person just before it."""

from typing import Any

import pytest

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
    from callq.calls.redo import redo
    from callq.calls.undo import undo

    ron.log("ron", "no-answer", now=MORNING)
    for act in (undo, redo):
        with ron.workspace(now=MORNING) as ws:
            act(ws)
    assert classes(ron) == ["fresh", "fresh"]
