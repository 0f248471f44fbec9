"""The stages of a list, such as a campaign's, and how one leads to another by how a call ended."""

from collections.abc import Iterable, Mapping

from callq.engine.outcomes import Outcome

Stages = Mapping[str, Mapping[str, str]]
"""The stages of one list: what each outcome leads to. The first is where everybody begins."""


def first(stages: Stages) -> str:
    """Where everybody on the list begins; empty where there are no stages."""
    return next(iter(stages), "")


def after(stages: Stages, stage: str, outcome: Outcome) -> str:
    """The stage after a call made in a stage; the same where the outcome leads nowhere.

    An outcome of a team's own goes its own way, else that of the one it is like.
    """
    ways = stages.get(stage, {})
    return ways.get(outcome.word) or ways.get(outcome.canonical) or stage


def stage_of(stages: Stages, words: Iterable[str], outcomes: Mapping[str, Outcome]) -> str:
    """The stage somebody has come to.

    Args:
        stages: Those of their list.
        words: How their calls ended, the oldest first.
        outcomes: The rulebook's, by word; others lead nowhere.
    """
    stage = first(stages)
    for word in words:
        outcome = outcomes.get(word)
        if outcome is not None:
            stage = after(stages, stage, outcome)
    return stage
