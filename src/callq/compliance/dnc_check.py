"""What stands against a number: every entry, every list with its date, and what would lift it."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from callq.compliance.dnc_entries import numbered, read_all
from callq.engine.model import Excuse
from callq.engine.registries import BY_SERIES
from callq.records import dnc, facts, number_lists
from callq.records.dnc import Entry
from callq.records.number_lists import StoredList
from callq.storage.suppression import Door
from callq.workspace import Workspace


class Listed(NamedTuple):
    """That a number is on a list."""

    series: str
    registry: str
    """The registry's own name; empty of a list of our own."""
    dated: str
    """The date of the copy, ISO; empty when nobody knows."""
    file: str
    imported_at: datetime
    by_agent: str


class Coverage(NamedTuple):
    """That a registry covers a number, whether it is on it or not."""

    series: str
    area: str
    dated: str
    """Of the newest copy or list of changes, ISO."""
    expires_at: datetime | None
    stale: bool
    """Whether it is too old to rely on: then nobody it covers is offered."""


class Excused(NamedTuple):
    """Somebody for whom a registry's entry is lifted."""

    id: int
    name: str
    excuse: Excuse


class Checked(NamedTuple):
    """All that is known about whether a number may be called."""

    number: str
    shown: str
    people: tuple[tuple[int, str], ...]
    entries: tuple[Entry, ...]
    """Lifted ones too, the oldest first."""
    lists: tuple[Listed, ...]
    coverage: tuple[Coverage, ...]
    excused: tuple[Excused, ...]
    """For whom a consent or a relationship lifts what registries say."""
    forgotten_at: datetime | None
    """When somebody whose it was asked to be forgotten; None when nobody did."""

    @property
    def standing(self) -> tuple[Entry, ...]:
        """The entries that are not lifted."""
        return tuple(entry for entry in self.entries if entry.lifted_at is None)

    @property
    def stale(self) -> tuple[Coverage, ...]:
        """Registries that cover it and are too old."""
        return tuple(each for each in self.coverage if each.stale)

    @property
    def blocked(self) -> bool:
        """Whether nobody may be offered on it."""
        own = [one for one in self.lists if not one.registry]
        all_excused = self.people and len(self.excused) == len(self.people)
        listed = own or (self.lists and not all_excused)
        return bool(self.standing or listed or self.stale or self.forgotten_at)

    @property
    def lifted_by(self) -> Iterator[str]:
        """What would lift what stands against it, in sentences."""
        if self.forgotten_at:
            # No consent lifts what anybody else has against it either.
            return
        if self.standing or any(not one.registry for one in self.lists):
            yield (
                "A consent given since lifts our own entries: callq dnc remove "
                f'{self.number} --consent "WHO/WHEN/HOW"'
            )
        for series in dict.fromkeys(one.series for one in self.lists if one.registry):
            yield f"A newer copy of {series} that no longer holds it: callq dnc import FILE"
        if any(one.registry for one in self.lists) and self.blocked:
            yield (
                "A consent to calls, or a purchase or an inquiry where the law knows that, lifts "
                "a registry's entry for one person: callq consent WHO --source SOURCE"
            )
        for each in self.stale:
            yield f"A newer copy of {each.series}: callq dnc import FILE"


def check(ws: Workspace, texts: Sequence[str]) -> tuple[Checked, ...]:
    """What stands against each of some numbers.

    Raises:
        CallqError: One of them is no number that can be dialed, or the key is missing by which
            those of the forgotten are told.
    """
    door = Door(ws.db)
    return tuple(_check(ws, door, one.e164, one.shown) for one in read_all(ws, texts))


def coverage(ws: Workspace, number: str) -> tuple[Coverage, ...]:
    """Which registries cover a number (E.164), and whether the copies are fresh."""
    newest: dict[tuple[str, str], StoredList] = {}
    for copy in number_lists.covering(ws.db, int(number[1:])):
        key = copy.series, copy.area
        if key not in newest or copy.dated >= newest[key].dated:
            newest[key] = copy
    return tuple(
        Coverage(
            copy.series, copy.area, copy.dated, copy.expires_at,
            copy.expires_at is not None and copy.expires_at <= ws.now,
        )
        for copy in newest.values()
    )  # fmt: skip


def listed(ws: Workspace, number: str) -> tuple[Listed, ...]:
    """The lists in force that hold a number (E.164)."""
    return tuple(
        Listed(
            one.series, BY_SERIES[one.series].name if one.series in BY_SERIES else "",
            one.dated, one.file, one.imported_at, one.by_agent,
        )
        for one in number_lists.listing(ws.db, int(number[1:]))
    )  # fmt: skip


def _check(ws: Workspace, door: Door, number: str, shown: str) -> Checked:
    forgotten = door.entry(number)
    who = numbered(ws, number, shown).people
    entries = tuple(dnc.of_number(ws.db, number))
    lists = listed(ws, number)
    excused = _excused(ws, number, who) if any(one.registry for one in lists) else ()
    return Checked(
        number, shown, who, entries, lists, coverage(ws, number), excused,
        forgotten.requested_at if forgotten else None,
    )  # fmt: skip


def _excused(
    ws: Workspace, number: str, people: tuple[tuple[int, str], ...]
) -> tuple[Excused, ...]:
    names = dict(people)
    known = facts.of_prospects(ws.db, names, ws.frame._replace(excuses=True))
    return tuple(
        Excused(each.prospect.id, names[each.prospect.id], own.excuse)
        for each in known
        for own in each.prospect.numbers
        if own.e164 == number and own.excuse
    )
