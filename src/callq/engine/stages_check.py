"""Finds the mistakes in the stages of lists, `[lists.NAME.stages.STAGE]` of a rulebook."""

import re
from collections.abc import Iterator, Mapping

from callq.engine.outcomes import BY_WORD, CANONICAL, Outcome
from callq.engine.toml_lines import Path, nearest

_STAGE = re.compile(r"[a-z][a-z0-9-]*")
_ALIASES = {alias: outcome.word for outcome in CANONICAL for alias in outcome.aliases}

Found = tuple[Path, str]
"""Where a mistake is, and what it is."""


def stage_mistakes(lists: object, own: Mapping[str, Outcome]) -> Iterator[Found]:
    """Every mistake in the lists of a rulebook.

    Args:
        lists: What stands under `lists`.
        own: The team's own outcomes.
    """
    if not isinstance(lists, dict):
        yield ("lists",), "must be tables: [lists.NAME.stages.STAGE]"
        return
    for name, entry in lists.items():
        path: Path = ("lists", name)
        stages = entry.get("stages") if isinstance(entry, dict) else None
        if not isinstance(stages, dict) or not stages:
            yield path, f"must have stages: [lists.{name}.stages.STAGE]"
            continue
        for key in entry:
            if key != "stages":
                yield (*path, key), f"unknown key{nearest(key, ('stages',))}"
        yield from _of_list((*path, "stages"), stages, {**own, **BY_WORD})


def _of_list(
    path: Path, stages: Mapping[str, object], outcomes: Mapping[str, Outcome]
) -> Iterator[Found]:
    led_to = set()
    for stage, ways in stages.items():
        if not _STAGE.fullmatch(stage):
            yield (*path, stage), f'"{stage}" must be of a-z, 0-9 and "-", a letter first'
        if not isinstance(ways, dict):
            yield (*path, stage), "must be a table of outcomes, each with the stage it leads to"
            continue
        for word, target in ways.items():
            yield from _of_way((*path, stage, word), word, target, stages, outcomes)
            led_to.add(target if target != stage else None)
    for stage in list(stages)[1:]:
        if stage not in led_to:
            yield (*path, stage), "never reached: no outcome of another stage leads to it"


def _of_way(
    path: Path,
    word: str,
    target: object,
    stages: Mapping[str, object],
    outcomes: Mapping[str, Outcome],
) -> Iterator[Found]:
    outcome = outcomes.get(word)
    if word in _ALIASES:
        yield path, f'"{word}" is an alias: write "{_ALIASES[word]}"'
    elif outcome is None:
        yield path, f'"{word}" is no outcome{nearest(word, outcomes)}'
    elif outcome.closes or outcome.opts_out:
        yield path, f'nobody is called after "{word}": it leads nowhere'
    if not isinstance(target, str):
        yield path, "must be the name of a stage, in quotes"
    elif target not in stages:
        yield path, f'"{target}" is no stage of this list{nearest(target, stages)}'
