"""Which records are worth comparing, and which of the alike ones become one person; pure."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from callq.prospects.likeness import Corpus, Likeness, Record, compare
from callq.prospects.names import tokens

LEAST = 0.5
"""Below this it is likelier that two are two; nobody is asked."""
_LARGE = 40
"""Above so many who share a number only those next to each other by name are compared."""
_NEAR = 8


class Pair(NamedTuple):
    """Two records that look alike."""

    certainty: float
    one: int
    other: int


class Proposal(NamedTuple):
    """A merge that is proposed."""

    kept: Record
    gone: Record
    likeness: Likeness
    between: tuple[Record, Record]
    """Whose likeness it is, where one of the two was merged before."""


def pairs(
    records: Sequence[Record],
    corpus: Corpus,
    least: float = LEAST,
    on_progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> list[Pair]:
    """All pairs that look alike, most certain first; ties in the order of their ids.

    Args:
        records: Everybody.
        corpus: Made of the same.
        least: The least certainty.
        on_progress: Called with records done and in all.
    """
    blocks: defaultdict[str, list[int]] = defaultdict(list)
    keys = [_keys(record) for record in records]
    for place, some in enumerate(keys):
        for key in some:
            blocks[key].append(place)
    found = []
    for done, (key, places) in enumerate(blocks.items()):
        for i, j in _within(key, places, records, keys):
            likeness = compare(records[i], records[j], corpus)
            if likeness.certainty >= least:
                low, high = sorted((records[i].id, records[j].id))
                found.append(Pair(likeness.certainty, low, high))
        if not done % 1000:
            on_progress(done, len(blocks))
    return sorted(found, key=lambda pair: (-pair.certainty, pair.one, pair.other))


def _keys(record: Record) -> tuple[str, ...]:
    """What records must have in common to be compared: a number, an address, or all names."""
    found = [f"n{number}" for number, _ in record.numbers]
    found += [f"m{mail}" for mail in record.emails]
    name, company = sorted(tokens(record.name)), sorted(tokens(record.company))
    if company and name and company != name:
        found.append(f"w{' '.join(name)}|{' '.join(company)}")
    return tuple(dict.fromkeys(found))


def _within(
    key: str, places: list[int], records: Sequence[Record], keys: Sequence[tuple[str, ...]]
) -> Iterator[tuple[int, int]]:
    """The pairs of a block that no block before it has."""
    if len(places) <= _LARGE:
        near: Iterable[tuple[int, int]] = combinations(places, 2)
    else:
        near = _neighbours(sorted(places, key=lambda i: (tokens(records[i].name), i)))
    for i, j in near:
        first = next(k for k in keys[i] if k in keys[j])
        if first == key or len(places) > _LARGE:
            yield i, j


def _neighbours(ordered: Sequence[int]) -> Iterator[tuple[int, int]]:
    for at, i in enumerate(ordered):
        for j in ordered[at + 1 : at + 1 + _NEAR]:
            yield i, j


class Groups:
    """Records that become one person, grown pair by pair; a pair is proposed, never forced."""

    def __init__(
        self, records: Mapping[int, Record], corpus: Corpus, apart: Iterable[tuple[int, int]] = ()
    ) -> None:
        """Starts with everybody by themselves.

        Args:
            records: Everybody, by id.
            corpus: Made of the same.
            apart: Pairs of which somebody has said that they are two.
        """
        self._records = records
        self._corpus = corpus
        self._into: dict[int, int] = {}
        self._members: dict[int, list[int]] = {}
        self._apart: defaultdict[int, set[int]] = defaultdict(set)
        for one, other in apart:
            self.keep_apart(one, other)

    def propose(self, pair: Pair) -> Proposal | None:
        """The merge that a pair asks for; None where they are one already, or must not be."""
        one, other = self.root(pair.one), self.root(pair.other)
        if one == other or not self._may_join(one, other):
            return None
        kept, gone = sorted(
            (self._records[one], self._records[other]), key=lambda r: (-r.weight, r.id)
        )
        between = (self._records[pair.one], self._records[pair.other])
        return Proposal(kept, gone, compare(*between, self._corpus), between)

    def join(self, kept: int, gone: int) -> None:
        """Makes two groups one, which goes by the name of the first."""
        self._into[gone] = kept
        self._members[kept] = self.members(kept) + self._members.pop(gone, [gone])

    def keep_apart(self, one: int, other: int) -> None:
        """Notes that two are two."""
        self._apart[one].add(other)
        self._apart[other].add(one)

    def root(self, record: int) -> int:
        """Whom a record became."""
        while record in self._into:
            record = self._into[record]
        return record

    def members(self, root: int) -> list[int]:
        """Everybody who became one, whose name it goes by first."""
        return self._members.get(root, [root])

    def _may_join(self, one: int, other: int) -> bool:
        """Whether nobody of one group is somebody else than anybody of the other."""
        ours, theirs = self.members(one), self.members(other)
        if any(self._apart.get(i, set()) & set(theirs) for i in ours):
            return False
        if len(ours) == len(theirs) == 1:
            return True
        return all(
            compare(self._records[i], self._records[j], self._corpus).certainty >= LEAST
            for i in ours
            for j in theirs
        )
