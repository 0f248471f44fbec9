"""Choose which records to compare, and which similar ones to merge. Pure."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from callq.named_tuple import NamedTuple
from callq.prospects.likeness import Corpus, Likeness, Record, compare
from callq.prospects.names import tokens

LEAST = 0.5
"""Less certain pairs are more likely two people, so they aren't proposed."""
_LARGE = 40
"""When more share a number, only neighbors by name are compared."""
_NEAR = 8
_Key = tuple[str, ...]
"""What kind of fact records share, then the fact."""


class Pair(NamedTuple):
    """Two similar records."""

    certainty: float
    one: int
    other: int


class Proposal(NamedTuple):
    """A proposed merge."""

    kept: Record
    gone: Record
    likeness: Likeness
    between: tuple[Record, Record]
    """The two records that were compared, where one has been merged since."""


def pairs(
    records: Sequence[Record],
    corpus: Corpus,
    least: float = LEAST,
    on_progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> list[Pair]:
    """Find similar pairs, most certain first, then by id.

    Args:
        records: Everyone to compare.
        corpus: Made from the same records.
        least: The least certainty.
        on_progress: Called with how many are done, and the total.
    """
    blocks: defaultdict[_Key, list[int]] = defaultdict(list)
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


def _keys(record: Record) -> tuple[_Key, ...]:
    """What makes records worth comparing.

    A number, an email, a full name and company, or a part of a name, the company and where it is.
    """
    found: list[_Key] = [("number", number) for number, _ in record.numbers]
    found += [("email", mail) for mail in record.emails]
    name, company = sorted(tokens(record.name)), sorted(tokens(record.company))
    if company and name and company != name:
        found.append(("name", *name, "", *company))
        near = (*record.addresses, *record.domains)
        found += [("near", word, mark, *company) for word in name if len(word) > 1 for mark in near]
    return tuple(dict.fromkeys(found))


def _within(
    key: _Key, places: list[int], records: Sequence[Record], keys: Sequence[tuple[_Key, ...]]
) -> Iterator[tuple[int, int]]:
    """Yield the pairs of a block that no earlier block has."""
    if len(places) <= _LARGE:
        near: Iterable[tuple[int, int]] = combinations(places, 2)
    else:
        near = _neighbors(sorted(places, key=lambda i: (tokens(records[i].name), i)))
    for i, j in near:
        first = next(k for k in keys[i] if k in keys[j])
        if first == key or len(places) > _LARGE:
            yield i, j


def _neighbors(ordered: Sequence[int]) -> Iterator[tuple[int, int]]:
    for at, i in enumerate(ordered):
        for j in ordered[at + 1 : at + 1 + _NEAR]:
            yield i, j


class Groups:
    """Groups of duplicates, grown pair by pair."""

    def __init__(
        self, records: Mapping[int, Record], corpus: Corpus, apart: Iterable[tuple[int, int]] = ()
    ) -> None:
        """Start with every record in its own group.

        Args:
            records: Everyone, by id.
            corpus: Made from the same records.
            apart: Pairs a rep kept apart.
        """
        self._records = records
        self._corpus = corpus
        self._into: dict[int, int] = {}
        self._members: dict[int, list[int]] = {}
        self._apart: defaultdict[int, set[int]] = defaultdict(set)
        for one, other in apart:
            self.keep_apart(one, other)

    def propose(self, pair: Pair) -> Proposal | None:
        """The merge a pair suggests. None if they're one already or must stay apart."""
        one, other = self.root(pair.one), self.root(pair.other)
        if one == other or not self._may_join(one, other):
            return None
        kept, gone = sorted(
            (self._records[one], self._records[other]), key=lambda r: (-r.weight, r.id)
        )
        between = (self._records[pair.one], self._records[pair.other])
        return Proposal(kept, gone, compare(*between, self._corpus), between)

    def join(self, kept: int, gone: int) -> None:
        """Merge two groups under the id of the first."""
        self._into[gone] = kept
        self._members[kept] = self.members(kept) + self._members.pop(gone, [gone])

    def keep_apart(self, one: int, other: int) -> None:
        """Record that two are different people."""
        self._apart[one].add(other)
        self._apart[other].add(one)

    def root(self, record: int) -> int:
        """The id a record goes by after merges."""
        while record in self._into:
            record = self._into[record]
        return record

    def members(self, root: int) -> list[int]:
        """All ids in a group, the one it goes by first."""
        return self._members.get(root, [root])

    def _may_join(self, one: int, other: int) -> bool:
        """Whether every member of one group could be every member of the other."""
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
