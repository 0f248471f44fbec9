"""What a person reads about the mistakes in a rulebook."""

import re

import test_calling_check
import test_rulebook_check
from strategies import SHIPPED_TEXT, edited
from syrupy.assertion import SnapshotAssertion

from callq.engine import calling_check, rulebook_check


def _rows(test: object, place: int = 0) -> list[tuple[str, ...]]:
    marks = [mark for mark in test.pytestmark if mark.name == "parametrize"]  # type: ignore[attr-defined]
    return list(marks[place].args[1])


def test_mistakes_in_a_rulebook(snapshot: SnapshotAssertion) -> None:
    texts = [edited(row[:2]) for row in test_rulebook_check.MISTAKES]
    texts += [f"{SHIPPED_TEXT}\n{row[0]}\n" for row in test_rulebook_check.OUTCOME_MISTAKES]
    for row in _rows(test_rulebook_check.test_what_a_section_may_say):
        texts.append(test_rulebook_check.with_section(row[0]))
    found = {
        f"{each.name:18} {each.key}: {each.message}"
        for text in texts
        for each in rulebook_check.check(text)[1]
    }
    assert "\n".join(sorted(found)) == snapshot


def test_mistakes_in_a_jurisdiction(snapshot: SnapshotAssertion) -> None:
    rows = _rows(test_calling_check.test_a_mistake_in_a_row)
    lines = [
        str(each)
        for row in rows
        for each in calling_check.check(test_calling_check.HEAD + row[0])[1]
    ]
    assert re.sub("(?m)^line .*?, ", "", "\n".join(lines)) == snapshot
