"""How surely two records are one person, from what they have in common, with the reasons; pure.

Identity is a number (or an address) *and* a name: a number alone may be a switchboard, a name alone
a namesake. Each thing in common or apart weighs something, in the logarithm of the odds; what the
weights are, and how well they do, is in docs/dedupe.md.
"""

import math
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from callq.prospects.names import Names, alike, tokens, word_lists

_START = -5.0
_NUMBER, _MAIL, _ROLE_MAIL, _OTHER_EXTENSION = 5.0, 5.0, 2.0, 0.0
_SHARED = 1.2
"""What each doubling of those who share a number takes from it, for names that are not the same."""
_CURVE = ((0.0, -7.0), (0.35, -3.0), (0.6, 1.0), (0.8, 3.5), (1.0, 5.0))
"""What a name is worth, by the share of it that both have."""
_WITHIN = 2.5
_COMPANY, _OTHER_COMPANY = 1.5, -1.5
_TOLD_APART = -8.0
_IMAGINED = 1000
"""So many people with other names are imagined, or three of one name would make it a common one."""
_LEAST_TOLD, _LETTER = 0.1, 0.3


class Record(NamedTuple):
    """What a prospect is recognised by."""

    id: int
    name: str
    company: str = ""
    numbers: frozenset[tuple[str, str]] = frozenset()
    """Number and extension; E.164, or the digits as written where they can't be dialed."""
    emails: frozenset[str] = frozenset()
    weight: int = 0
    """How much is known of them; of two who are one, who knows more stays."""


class Reason(NamedTuple):
    """Something that speaks for or against two records being one."""

    text: str
    points: float


class Likeness(NamedTuple):
    """How surely two records are one."""

    certainty: float
    """0 to 1."""
    reasons: tuple[Reason, ...]


class Corpus:
    """What is common in a folder, so that common words and shared numbers say little."""

    def __init__(self, records: Iterable[Record]) -> None:
        """Counts words by name, and names by number and address."""
        self._words: Counter[str] = Counter()
        names: dict[str, set[str]] = {}
        count = 0
        for record in records:
            count += 1
            words = tokens(record.name)
            self._words.update(set(words))
            whole = " ".join(sorted(words))
            for number, _ in record.numbers:
                names.setdefault(number, set()).add(whole)
            for mail in record.emails:
                names.setdefault(mail, set()).add(whole)
        self._most = math.log(count + _IMAGINED)
        self._names = {key: len(some) for key, some in names.items() if len(some) > 1}

    def weight(self, word: str) -> float:
        """How much a word tells, from 0.1 for one that everybody has to 1."""
        told = 1 - math.log(self._words.get(word, 0) + 1) / self._most
        return max(_LEAST_TOLD, told if len(word) > 1 else told * _LETTER)

    def sharers(self, key: str) -> int:
        """How many differently named records have a number or an address."""
        return self._names.get(key, 1)


def compare(one: Record, other: Record, corpus: Corpus) -> Likeness:
    """How surely two records are one person, and why.

    Args:
        one: A record.
        other: Another.
        corpus: The folder both are in.
    """
    names = alike(tokens(one.name), tokens(other.name), corpus.weight)
    reasons = [
        *_ways(one, other, corpus, names.shared),
        *_name(names),
        *_companies(one, other, corpus),
    ]
    odds = _START + sum(reason.points for reason in reasons)
    return Likeness(1 / (1 + math.exp(-odds)), tuple(reasons))


def _ways(one: Record, other: Record, corpus: Corpus, same: float) -> list[Reason]:
    found = []
    common = {number for number, _ in one.numbers} & {number for number, _ in other.numbers}
    if common:
        number = min(common, key=corpus.sharers)
        ours = {ext for n, ext in one.numbers if n == number and ext}
        theirs = {ext for n, ext in other.numbers if n == number and ext}
        if ours and theirs and not ours & theirs:
            found.append(Reason("another extension of one number", _OTHER_EXTENSION))
        else:
            found.append(_shared("the same number", _NUMBER, corpus.sharers(number), same))
    mails = one.emails & other.emails
    if mails:
        mail = min(mails, key=corpus.sharers)
        role = mail.partition("@")[0] in word_lists().roles
        points = _ROLE_MAIL if role else _MAIL
        found.append(_shared("the same address", points, corpus.sharers(mail), same))
    return found


def _shared(text: str, points: float, sharers: int, same: float) -> Reason:
    if sharers > 2:
        points -= min(points, _SHARED * math.log2(sharers / 2) * (1 - same))
        text = f"{text}, which {sharers} have"
    return Reason(text, points)


def _name(names: Names) -> list[Reason]:
    points = _worth(names.shared)
    if names.within > 0.95 and points < _WITHIN:
        found = [Reason("one name within the other", _WITHIN)]
    elif names.shared > 0.999:
        found = [Reason("the same name", points)]
    elif points > 0:
        found = [Reason(f"a like name ({names.shared:.0%})", points)]
    else:
        found = [Reason(f"another name ({names.shared:.0%} alike)", points)]
    ours, theirs = names.told_apart
    if ours:
        found.append(Reason(f'"{ours}" is not "{theirs}"', _TOLD_APART))
    return found


def _worth(shared: float) -> float:
    for (x0, y0), (x1, y1) in pairwise(_CURVE):
        if shared <= x1:
            return y0 + (y1 - y0) * (shared - x0) / (x1 - x0)
    return _CURVE[-1][1]


def _companies(one: Record, other: Record, corpus: Corpus) -> list[Reason]:
    ours, theirs = tokens(one.company), tokens(other.company)
    if not ours or not theirs or ours == tokens(one.name) or theirs == tokens(other.name):
        return []
    same = alike(ours, theirs, corpus.weight)
    if same.shared > 0.75 or same.within > 0.95:
        return [Reason("the same company", _COMPANY)]
    return [Reason("another company", _OTHER_COMPANY)] if same.shared < 0.4 else []
