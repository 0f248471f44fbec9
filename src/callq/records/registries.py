"""The do-not-call registries callq knows, from `data/registries.json`.

JSON, because every daily command reads it: 0.2 ms instead of 4 with TOML. The eleven states are
named by two second sources (CompliancePoint; Wipfli), their relationships by one (Bubeck Law).
Indiana and Texas publish their lists once a quarter; the others are taken to do the same.
"""

import json
from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from callq.engine import registries
from callq.engine.registries import Registry
from callq.engine.spans import read_span


@cache
def known() -> Mapping[str, Registry]:
    """Every registry by its series. Any other series is your own list."""
    text = (Path(__file__).parents[1] / "data" / "registries.json").read_text(encoding="utf-8")
    return {series: _registry(series, row) for series, row in json.loads(text).items()}


def missing(places: Collection[str], kind: str, coverage: str) -> tuple[str, ...]:
    """The registries that should cover a number but of which there's no copy.

    See `engine.registries.missing`.
    """
    return registries.missing(known().values(), places, kind, coverage)


def counts(series: str, places: Collection[str]) -> bool:
    """Whether an old copy of a list keeps a number from being called.

    Args:
        series: The list.
        places: The rows that apply to the number; a state's list is only about that state.
    """
    registry = known().get(series)
    if registry is None or not registry.is_needed:
        return False
    return registry.region == registry.country or registry.applies(places)


def _registry(series: str, row: dict[str, Any]) -> Registry:
    spans = row.pop("relationship", None)
    relationship = None if spans is None else {k: read_span(span) for k, span in spans.items()}
    return Registry(series, **{"days": None, **row}, relationship=relationship)
