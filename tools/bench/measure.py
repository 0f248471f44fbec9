"""Times programs against their floors: run by turns, compared pair by pair."""

import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

_KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "PYTHONPATH", "LD_LIBRARY_PATH")
_KIB_IN_MIB = 1024


class Program(NamedTuple):
    """A command line with what it finds in its environment."""

    arguments: Sequence[str]
    environment: Mapping[str, str]


class Run(NamedTuple):
    """One run of a program."""

    seconds: float
    work_seconds: float
    """How long a core worked for it: less disturbed by whatever else the machine does."""
    peak_mib: float
    """The most memory it had in use."""


class Comparison(NamedTuple):
    """A program against its floor, in pairs of runs."""

    program: tuple[Run, ...]
    floor: tuple[Run, ...]

    @property
    def ratios(self) -> list[float]:
        """Of each pair."""
        pairs = zip(self.program, self.floor, strict=True)
        return [run.seconds / floor.seconds for run, floor in pairs]

    @property
    def ratio(self) -> float:
        """The median of the pairs."""
        return statistics.median(self.ratios)

    @property
    def work_ratio(self) -> float:
        """The same of the work: a second witness where a machine is busy."""
        pairs = zip(self.program, self.floor, strict=True)
        return statistics.median(run.work_seconds / floor.work_seconds for run, floor in pairs)


class BrokenProgramError(Exception):
    """A measured program failed: there is nothing to compare."""


def environment(**values: str) -> dict[str, str]:
    """A bare environment: nothing of the caller's that changes what a program does."""
    return {name: os.environ[name] for name in _KEPT if name in os.environ} | values


def run(program: Program) -> Run:
    """Runs a program to its end, its results thrown away.

    Raises:
        BrokenProgramError: It failed; with what it said.
    """
    with tempfile.TemporaryFile() as messages:
        start = perf_counter()
        child = subprocess.Popen(
            program.arguments,
            env=program.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=messages,
        )
        _, status, used = os.wait4(child.pid, 0)
        seconds = perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            messages.seek(0)
            raise _broken(program, child.returncode, messages.read().decode(errors="replace"))
    in_mib = _KIB_IN_MIB if sys.platform != "darwin" else _KIB_IN_MIB**2
    return Run(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / in_mib)


def output(program: Program) -> str:
    """What a program prints.

    Raises:
        BrokenProgramError: It failed; with what it said.
    """
    done = subprocess.run(
        program.arguments,
        env=program.environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    if done.returncode:
        raise _broken(program, done.returncode, done.stderr.decode(errors="replace"))
    return done.stdout.decode()


def compare(
    program: Callable[[int], Program],
    floor: Callable[[int], Program],
    runs: int,
    *,
    warm_up: bool = True,
) -> Comparison:
    """Runs a program and its floor by turns.

    Args:
        program: The program for a run, by its number from 0.
        floor: The floor for the same run.
        runs: How many pairs are kept.
        warm_up: Whether one more is run first and thrown away.
    """
    pairs = [(run(program(i)), run(floor(i))) for i in range(runs + warm_up)][warm_up:]
    return Comparison(tuple(a for a, _ in pairs), tuple(b for _, b in pairs))


def _broken(program: Program, code: int, said: str) -> BrokenProgramError:
    line = " ".join(Path(word).name if os.sep in word else word for word in program.arguments)
    return BrokenProgramError(f"{line} ended with {code}:\n{said}")
