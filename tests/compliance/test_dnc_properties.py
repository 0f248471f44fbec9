"""Whatever lists come and go, in any order: no one listed or uncovered is offered, and the stored
projection is what the log and the lists say.
"""

import itertools
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from callq.compliance import do_not_call
from callq.compliance.registry_lists import Request, drop, run
from callq.errors import CallqError
from callq.rulebooks.rules import apply
from helpers import Office, copy_store

AREAS = ("212", "312", "617")
LAST = ("0100", "0101")
NUMBERS = [f"{area}555{last}" for area in AREAS for last in LAST]
START = date(2026, 3, 11)
_FOLDERS = itertools.count()


BOTH = {NUMBERS[0], NUMBERS[2]}
"""Of one person."""


class World:
    """A real store, and a slow and simple account of what must not be called."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.day = START
        self.copies: dict[str, tuple[date, set[str]]] = {}
        self.wished: set[str] = set()
        self.brought: set[tuple[str, str]] = set()
        """Numbers blocked because someone who has them opted out by another, and by which."""
        for i, number in enumerate(NUMBERS):
            office.add(f"Person {i}", f"+1{number}")
        office.add("Two Numbers", *(f"+1{number}" for number in sorted(BOTH)))

    @property
    def now(self) -> str:
        """Noon in New York."""
        return f"{self.day.isoformat()}T12:00:00-04:00"

    def wait(self, days: int) -> None:
        self.day += timedelta(days=days)

    def full(self, numbers: frozenset[str], age: int) -> None:
        dated = self.day - timedelta(days=age)
        areas: dict[str, set[str]] = {}
        for number in numbers:
            areas.setdefault(number[:3], set()).add(number)
        if self._import("".join(f"{n[:3]},{n[3:]}\n" for n in numbers), dated):
            for area, some in areas.items():
                self.copies[area] = dated, some

    def change(self, number: str, age: int, *, added: bool) -> None:
        dated = self.day - timedelta(days=age)
        text = f"{number},{dated.isoformat()},{'A' if added else 'D'}\n"
        if self._import(text, dated):
            _, some = self.copies[number[:3]]
            some = some | {number} if added else some - {number}
            self.copies[number[:3]] = dated, some

    def drop(self, area: str) -> None:
        with self.office.workspace(now=self.now) as ws:
            try:
                drop(ws, "us-ftc", area)
            except CallqError:
                assert area not in self.copies
                return
        del self.copies[area]

    def undo(self) -> None:
        """Back and forth: a step and its undo leave things as they were."""
        before = self.office.dump("prospect")
        with self.office.workspace(now=self.now) as ws:
            do_not_call.add(ws, [f"+1{NUMBERS[1]}"])
        self.office.undo(now=self.now)
        assert self.office.dump("prospect") == before

    def wish(self, number: str) -> None:
        with self.office.workspace(now=self.now) as ws:
            do_not_call.add(ws, [f"+1{number}"])
        self.wished.add(number)
        if number in BOTH:
            (other,) = BOTH - {number}
            self.brought.add((other, number))

    def consent(self, number: str) -> None:
        with self.office.workspace(now=self.now) as ws:
            try:
                do_not_call.remove(ws, [f"+1{number}"], "Them/today/letter")
            except CallqError:
                assert number not in {*self.wished, *(one for one, _ in self.brought)}
                return
        self.wished.discard(number)
        self.brought = {each for each in self.brought if number not in each}

    def _import(self, text: str, dated: date) -> bool:
        path = self.office.file(text, "numbers.txt")
        with self.office.workspace(now=self.now) as ws:
            try:
                run(ws, Request(path, "us-ftc", dated.isoformat()))
            except CallqError:
                return False
        return True

    def free(self, number: str) -> bool:
        """Whether it may be called, as a slow reading of the rules has it."""
        copy = self.copies.get(number[:3])
        if number in self.wished or number in {one for one, _ in self.brought}:
            return False
        return copy is None or (number not in copy[1] and self.day <= copy[0] + timedelta(days=31))

    def check(self) -> None:
        offered = {item.entry.e164[2:] for item in self.office.look(now=self.now).items}
        assert all(self.free(number) for number in offered)
        if self.day.weekday() < 5:
            assert offered == {number for number in NUMBERS if self.free(number)}
        with self.office.workspace(now=self.now) as ws:
            assert apply(ws, None).changed == 0


SOME = st.frozensets(st.sampled_from(NUMBERS), min_size=1)
NUMBER = st.sampled_from(NUMBERS)
STEPS: st.SearchStrategy[Callable[[World], None]] = st.one_of(
    st.builds(lambda n, a: lambda w: w.full(n, a), SOME, st.sampled_from((0, 1, 20, 40))),
    st.builds(
        lambda n, a, on: lambda w: w.change(n, a, added=on),
        NUMBER, st.sampled_from((0, 1, 20)), st.booleans(),
    ),
    st.builds(lambda a: lambda w: w.drop(a), st.sampled_from(AREAS)),
    st.builds(lambda d: lambda w: w.wait(d), st.sampled_from((1, 7, 14, 31))),
    st.builds(lambda n: lambda w: w.wish(n), NUMBER),
    st.builds(lambda n: lambda w: w.consent(n), NUMBER),
    st.just(World.undo),
)  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the stores of all examples are."""
    return tmp_path_factory.mktemp("worlds")


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(STEPS, min_size=1, max_size=8))
def test_no_row_of_lists_breaks_it(
    folder: Path, template: Path, steps: list[Callable[[World], None]]
) -> None:
    home = folder / str(next(_FOLDERS))
    copy_store(template, home)
    world = World(Office(home))
    for step in steps:
        step(world)
        world.check()
