"""What a person reads about the mistakes in a playbook."""

from syrupy.assertion import SnapshotAssertion
from test_playbook_check import test_a_mistake_has_its_line as mistakes_test

from callq.scripts.playbook_check import check


def test_mistakes_in_a_playbook(snapshot: SnapshotAssertion) -> None:
    (mark,) = mistakes_test.pytestmark  # type: ignore[attr-defined]
    lines = [str(each) for row in mark.args[1] for each in check(row[0])[1]]
    assert "\n".join(lines) == snapshot
