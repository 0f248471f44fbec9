"""A real telemarketing log, counted by callq and by the peer."""

import importlib.util
import sys
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from helpers import SHARED

ROOT = Path(__file__).parents[2]
LOG = SHARED / "ranking" / "bank-additional-full.csv.gz"
if not LOG.exists():
    pytest.skip("the log is not beside the repository", allow_module_level=True)
stats = pytest.importorskip("scipy.stats", reason="the peer is not installed: make test")


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "telemarketing", ROOT / "tools" / "bench" / "telemarketing.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["telemarketing"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def clients(script: ModuleType) -> list[Any]:
    return list(script.clients(LOG))


@pytest.fixture(scope="module")
def counted(
    script: ModuleType, clients: list[Any], tmp_path_factory: pytest.TempPathFactory
) -> Any:
    ws = script.workspace_in(tmp_path_factory.mktemp("bank"))
    script.load(ws.db, clients)
    found = script.counted(ws)
    ws.db.close()
    return found


def test_every_call_is_counted(clients: list[Any], counted: Any) -> None:
    before = sum(one.before != "nonexistent" for one in clients)
    assert len(clients) == counted.people == 41_188
    assert counted.total.dials == sum(one.tries for one in clients) + before
    assert counted.total.wins == sum(one.won for one in clients) == 4_640
    assert sum(day.dials for day in counted.by_day.values()) == counted.total.dials


def test_calls_for_each_win_are_those_of_the_peer(counted: Any) -> None:
    total = counted.total
    posterior = stats.beta(total.wins + 0.5, total.dials - total.wins + 0.5)
    found = total.to_next_win
    assert (found.low, found.high) == pytest.approx(
        (1 / posterior.ppf(0.975), 1 / posterior.ppf(0.025))
    )


def test_who_said_no_and_bought_is_the_peers_curve(clients: list[Any], counted: Any) -> None:
    """Those who refused now have no later call: they are watched for none, and change nothing."""
    refused = [one for one in clients if one.before == "failure"]
    assert counted.recovered.said_yes == sum(one.won for one in refused) == 605
    data = stats.CensoredData(
        uncensored=[one.tries for one in refused if one.won],
        right=[one.tries for one in refused if not one.won],
    )
    peer = stats.ecdf(data).sf
    band = peer.confidence_interval(0.95, method="log-log")
    steps = zip(
        peer.quantiles,
        peer.probabilities,
        band.low.probabilities,
        band.high.probabilities,
        strict=True,
    )
    told = {float(point.at): point for point in counted.recovered.by_calls.points}
    for tries, left, low, high in steps:
        if tries in told:
            point = told[tries]
            assert (point.left, point.low, point.high) == pytest.approx((left, low, high), abs=1e-9)
    assert set(told) == {float(one.tries) for one in refused if one.won}


def test_weekdays_are_those_of_the_peer(script: ModuleType, clients: list[Any]) -> None:
    bought = Counter(one.day.weekday() for one in clients if one.won)
    called = Counter(one.day.weekday() for one in clients)
    for day, found in script.bought_by_weekday(clients).items():
        peer = stats.binomtest(bought[day], called[day]).proportion_ci(0.99, method="wilson")
        assert (found.low, found.high) == pytest.approx((peer.low, peer.high), abs=1e-9)


def test_the_page_has_these_figures(script: ModuleType, clients: list[Any], counted: Any) -> None:
    """Fixed by: python bench/telemarketing.py FILE --write docs/numbers.md."""
    page = (ROOT / "docs" / "numbers.md").read_text(encoding="utf-8")
    assert script.with_figures(page, script.figures(counted, clients)) == page
