"""The words for what is true of prospects."""

from datetime import MAXYEAR, UTC, datetime

from callq.engine.model import Action, Exemption, Tier


def test_what_is_done_in_writing() -> None:
    assert [action for action in Action if action.is_email] == [Action.REPLY, Action.PROPOSE]


def test_tiers_in_words() -> None:
    assert [tier.word for tier in Tier] == [
        "none", "callback", "overdue-callback", "hot", "recall", "fresh", "retry",
    ]  # fmt: skip


def test_an_excuse_ends_unless_it_lasts_until_it_is_withdrawn() -> None:
    """The last year there is stands for never."""
    year_before = datetime(MAXYEAR - 1, 12, 31, tzinfo=UTC)
    assert Exemption("purchase", year_before).ends_at == year_before
    assert Exemption("consent", datetime(MAXYEAR, 12, 31, tzinfo=UTC)).ends_at is None
