"""The stages of a list, e.g. of a campaign, and how outcomes lead from one to another."""

from collections.abc import Iterable, Mapping

from callq.engine.outcomes import Outcome

Stages = Mapping[str, Mapping[str, str]]
"""The stages of one list: what each outcome leads to. Everyone begins in the first."""


def first(stages: Stages) -> str:
    """Where everyone on the list begins; empty without stages."""
    return next(iter(stages), "")


def after(stages: Stages, stage: str, outcome: Outcome) -> str:
    """The stage after a call made in a stage; the same where the outcome leads nowhere.

    A team's own outcome goes its own way, else that of the outcome it's like.
    """
    ways = stages.get(stage, {})
    return ways.get(outcome.word) or ways.get(outcome.canonical) or stage


def stage_of(stages: Stages, words: Iterable[str], outcomes: Mapping[str, Outcome]) -> str:
    """The stage a person has reached.

    Args:
        stages: Their list's.
        words: How their calls ended, oldest first.
        outcomes: The rulebook's, by word; others lead nowhere.
    """
    stage = first(stages)
    for word in words:
        outcome = outcomes.get(word)
        if outcome is not None:
            stage = after(stages, stage, outcome)
    return stage
