"""Runs tests on one mutant after another, each in a fork of one process that has collected them."""

import gc
import json
import os
import resource
import signal
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import coverage
import mutating
import pytest

NOTICED, LIVED, UNREACHED = "noticed", "lived", "unreached"
_MEMORY = 4 << 30
_OPTIONS = ("-q", "-s", "-p", "no:cacheprovider", "-p", "no:xdist", "--tb=no", "--assert=plain")
_KEEP_NOTHING = ("-o", "tmp_path_retention_policy=none")
Reach = dict[str, dict[str, float]]
"""Function (`module:name`) to the tests that call it, with the seconds each takes."""
Places = dict[str, list[mutating.Place]]
"""The functions of each file."""


class Trial:
    """A pytest plugin that, instead of running the tests once, runs them on each mutant."""

    def __init__(
        self,
        wanted: Sequence[mutating.Mutant],
        modules: Sequence[str],
        cache: Path,
        results: dict[str, str],
        kept: Path,
        enough: float,
    ) -> None:
        self.wanted = wanted
        self.enough = enough
        self.modules = modules
        self.cache = cache
        self.results = results
        self.kept = kept
        self.is_through = False
        self.killers: dict[str, Counter[str]] = defaultdict(Counter)
        self.items: dict[str, Any] = {}

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Called by pytest where it would run what it has collected."""
        if session.testsfailed:
            raise session.Interrupted("the tests can't be collected")
        self.items = {item.nodeid: item for item in session.items}
        reach = self._reach()
        gc.collect()
        gc.freeze()
        started = told = time.monotonic()
        lived = 0
        for number, mutant in enumerate(self.wanted, 1):
            self.results[mutant.name] = self._judge(mutant, reach)
            lived += self.results[mutant.name] != NOTICED
            if time.monotonic() > told + 20 or number == len(self.wanted):
                told = time.monotonic()
                self.kept.write_text(json.dumps(self.results, ensure_ascii=False, indent=0))
                sys.__stderr__.write(  # type: ignore[union-attr]
                    f"{number}/{len(self.wanted)} {mutant.module} lived {lived} "
                    f"{told - started:.0f} s\n"
                )
        self.is_through = True
        return True

    def _judge(self, mutant: mutating.Mutant, reach: Reach) -> str:
        function = f"{mutant.module}:{mutant.function}"
        tests = reach.get(function, {})
        if not tests:
            return UNREACHED
        killers = self.killers[function]
        order = sorted(tests, key=lambda test: (-killers[test], tests[test]))
        reading, writing = os.pipe()
        child = os.fork()
        if not child:
            os.close(reading)
            self._child(mutant, order, limit=10 + 4 * sum(tests.values()), told=writing)
        os.close(writing)
        with os.fdopen(reading, encoding="utf-8") as pipe:
            killer = pipe.read()
        status = os.waitpid(child, 0)[1]
        if killer:
            killers[killer] += 1
        if killer or os.WIFSIGNALED(status):
            return NOTICED
        return LIVED if os.waitstatus_to_exitcode(status) == 0 else NOTICED

    def _child(
        self, mutant: mutating.Mutant, order: Sequence[str], *, limit: float, told: int
    ) -> None:
        """Ends the process: 0 when no test noticed; the name of the one that did goes to `told`."""
        code = 1
        try:
            resource.setrlimit(resource.RLIMIT_CPU, (int(limit), int(limit) + 1))
            resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
            signal.alarm(int(limit) * 10)
            _be_silent()
            mutating.forget()
            mutating.put(mutant)
            killer = self._first_failing(order)
            os.write(told, killer.encode())
            code = 1 if killer else 0
        finally:
            os._exit(code)

    def _first_failing(self, order: Sequence[str]) -> str:
        """The name of the first test that fails; empty when none does in the time there is."""
        items = [self.items[name] for name in order]
        until = time.process_time() + self.enough
        for item, following in zip(items, [*items[1:], items[-1]], strict=True):
            if _failures(item, following):
                return str(item.nodeid)
            if time.process_time() > until:
                break
        return ""

    def _reach(self) -> Reach:
        """Which tests call which function; looked at again where a test has changed."""
        known = json.loads(self.cache.read_text()) if self.cache.exists() else {}
        places = {str(mutating.path_of(m)): list(mutating.functions(m)) for m in self.modules}
        now = {"functions": sorted(each.name for found in places.values() for each in found)}
        if known.get("functions") != now["functions"]:
            known = {}
        files = {item.nodeid: [str(item.path), _changed(item.path)] for item in self.items.values()}
        seen = known.get("seen", {})
        new = [name for name, file in files.items() if seen.get(name) != file]
        reach: Reach = defaultdict(dict)
        for function, tests in known.get("reach", {}).items():
            reach[function] = {
                test: s for test, s in tests.items() if test in files and test not in new
            }
        self._watch(new, places, reach)
        self.cache.write_text(json.dumps({**now, "seen": files, "reach": reach}))
        return reach

    def _watch(self, tests: Sequence[str], places: Places, reach: Reach) -> None:
        """Each test in a fork of its own, for what one keeps another would not call."""
        for test in tests:
            reading, writing = os.pipe()
            if not (child := os.fork()):
                _watch(self.items[test], places, writing)
            os.close(writing)
            with os.fdopen(reading, encoding="utf-8") as pipe:
                seconds, *called = pipe.read().split("\n")
            os.waitpid(child, 0)
            for function in called:
                reach[function][test] = float(seconds)
            if not called and seconds:
                sys.__stderr__.write(f"fails without a change: {test} {seconds}\n")  # type: ignore[union-attr]


def _be_silent() -> None:
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)


def _failures(item: Any, following: Any) -> list[str]:
    """Runs a test as pytest does; what failed of it, a line each."""
    failed: list[str] = []

    class Listener:
        def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
            if report.failed:
                failed.append(" ".join(str(report.longrepr).split())[:1000])

    hooks, listener = item.config, Listener()
    hooks.pluginmanager.register(listener)
    try:
        hooks.hook.pytest_runtest_protocol(item=item, nextitem=following)
    finally:
        hooks.pluginmanager.unregister(listener)
    return failed


def _watch(item: Any, places: Places, told: int) -> None:
    """Ends the process; the seconds and the functions called go to `told`, a line each."""
    try:
        _be_silent()
        mutating.forget()
        seen = coverage.Coverage(data_file=None, config_file=False, include=list(places))
        before = time.process_time()
        seen.start()
        failed = _failures(item, item)
        seen.stop()
        seconds = time.process_time() - before
        lines = {file: set(seen.get_data().lines(file) or ()) for file in places}
        called = [
            each.name for file, found in places.items() for each in found
            if not lines[file].isdisjoint(range(each.first, each.last + 1))
        ]  # fmt: skip
        if failed:
            os.write(told, failed[0].encode())
        elif called:
            os.write(told, "\n".join([str(seconds), *called]).encode())
    finally:
        os._exit(0)


def run(
    wanted: Sequence[mutating.Mutant],
    modules: Sequence[str],
    tests: Iterable[str],
    cache: Path,
    results: dict[str, str],
    kept: Path,
    enough: float,
) -> None:
    """Tries each mutant.

    Args:
        wanted: The mutants.
        modules: All modules that these tests are for.
        tests: Files and folders of tests.
        cache: Where to keep which test calls which function.
        results: Gets the name of each: `noticed`, `lived` or `unreached` (by no test).
        kept: Where to keep the results, written every while.
        enough: How many seconds of tests a change has to outlive; those that noticed others first.

    Raises:
        SystemExit: The tests can't be collected.
    """
    trial = Trial(wanted, modules, cache, results, kept, enough)
    options = [*_OPTIONS, *_KEEP_NOTHING, "--hypothesis-profile", "few"]
    code = pytest.main([*options, *tests], plugins=[trial])
    if not trial.is_through:
        raise SystemExit(f"pytest ended with {code}")


def _changed(file: Path) -> float:
    return file.stat().st_mtime
