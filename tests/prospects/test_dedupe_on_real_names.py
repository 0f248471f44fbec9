"""On 3,337 real sites, and on made-up duplicates, callq does better than what anyone would try first."""

import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

BENCH = Path(__file__).parents[2] / "tools" / "bench"


@pytest.fixture(scope="module")
def bench() -> Iterator[Any]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "path", [str(BENCH), *sys.path])
        yield import_module("twins")


def test_real_sites(bench: Any) -> None:
    """Truth is the street address, which no one is shown; see docs/dedupe.md."""
    if not bench.CHICAGO.exists():
        pytest.skip(f"{bench.CHICAGO.name} lies in ../shared/data, which is not here")
    number, _, _, exact, *ours = bench.measure(bench.chicago(), (0.5, 0.9))
    for found in ours:
        assert found.precision > 0.94
        assert number.precision < 0.85
        assert found.recall > 1.5 * exact.recall
    assert ours[0].recall > 0.6


def test_made_up_duplicates(bench: Any) -> None:
    number, _, _, exact, sure = bench.measure(bench.made_up(6000), (0.9,))
    assert sure.precision > 0.995
    assert sure.recall > 0.85 > 1.5 * exact.recall
    assert sure.recall > number.recall
