"""Score how likely two records are one person, with reasons. Pure.

It takes a number (or email) *and* a name: a number alone may be a switchboard, a name alone may
belong to two people. Each match or difference adds points, in log odds. docs/dedupe.md lists the
points and how well they do.
"""

import math
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

from callq.named_tuple import NamedTuple
from callq.prospects.names import Names, alike, tokens, word_lists

_START = -5.0
_NUMBER, _MAIL, _ROLE_MAIL, _OTHER_EXTENSION = 5.0, 5.0, 2.0, 0.0
_SHARED = 1.2
"""Points a number loses each time the people sharing it double, unless the names match."""
_CURVE = ((0.0, -7.0), (0.35, -3.0), (0.6, 1.0), (0.8, 3.5), (1.0, 5.0))
"""Points for a name, by the share of it both have."""
_WITHIN = 2.5
_COMPANY, _OTHER_COMPANY = 1.5, -1.5
_DISTINCT = -8.0
_NEAR = 0.5
_MOST_APART = 2.0
"""The most odds without a number or email in common: proposed, but never sure."""
_IMAGINED = 1000
"""Added to the corpus size, or in a small list three people would make a name common."""
_LEAST, _LETTER = 0.1, 0.3


class Record(NamedTuple):
    """What identifies a prospect."""

    id: int
    name: str
    company: str = ""
    numbers: frozenset[tuple[str, str]] = frozenset()
    """Number and extension; E.164, or the digits as written if undialable."""
    emails: frozenset[str] = frozenset()
    weight: int = 0
    """How much we know. Of two duplicates, the one with more is kept."""
    addresses: frozenset[str] = frozenset()
    """Postal codes and streets, folded."""

    @property
    def domains(self) -> frozenset[str]:
        """The domains of their emails, where those aren't anyone's."""
        free = word_lists().free_mail
        hosts = {mail.partition("@")[2] for mail in self.emails}
        return frozenset(host for host in hosts if host.partition(".")[0] not in free)


class Reason(NamedTuple):
    """Something for or against two records being one person."""

    text: str
    points: float


class Likeness(NamedTuple):
    """How likely two records are one person."""

    certainty: float
    """0 to 1."""
    reasons: tuple[Reason, ...]


class Corpus:
    """Word and number counts, so common words and shared numbers count for less."""

    def __init__(self, records: Iterable[Record]) -> None:
        """Count words by name, and names by number and email."""
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
        """How telling a word is, from 0.1 (everyone has it) to 1."""
        telling = 1 - math.log(self._words.get(word, 0) + 1) / self._most
        return max(_LEAST, telling if len(word) > 1 else telling * _LETTER)

    def sharers(self, key: str) -> int:
        """How many differently named records share a number or email."""
        return self._names.get(key, 1)


def compare(one: Record, other: Record, corpus: Corpus) -> Likeness:
    """Score two records, with reasons.

    Args:
        one: A record.
        other: Another.
        corpus: Counts over all records compared.
    """
    names = alike(tokens(one.name), tokens(other.name), corpus.weight)
    ways = _ways(one, other, corpus, names.shared)
    companies = _companies(one, other, corpus)
    reasons = [*ways, *_name(names), *companies]
    if sum(reason.points for reason in companies) > 0:
        reasons += _near(one, other)
    odds = _START + sum(reason.points for reason in reasons)
    odds = odds if ways else min(odds, _MOST_APART)
    return Likeness(1 / (1 + math.exp(-odds)), tuple(reasons))


def _ways(one: Record, other: Record, corpus: Corpus, same: float) -> list[Reason]:
    found = []
    common = {number for number, _ in one.numbers} & {number for number, _ in other.numbers}
    if common:
        number = min(common, key=corpus.sharers)
        ours = {ext for n, ext in one.numbers if n == number and ext}
        theirs = {ext for n, ext in other.numbers if n == number and ext}
        if ours and theirs and not ours & theirs:
            found.append(Reason("same number, different extension", _OTHER_EXTENSION))
        else:
            found.append(_shared("same number", _NUMBER, corpus.sharers(number), same))
    mails = one.emails & other.emails
    if mails:
        mail = min(mails, key=corpus.sharers)
        role = mail.partition("@")[0] in word_lists().roles
        points = _ROLE_MAIL if role else _MAIL
        found.append(_shared("same email", points, corpus.sharers(mail), same))
    return found


def _shared(text: str, points: float, sharers: int, same: float) -> Reason:
    if sharers > 2:
        points -= min(points, _SHARED * math.log2(sharers / 2) * (1 - same))
        text = f"{text} (shared by {sharers})"
    return Reason(text, points)


def _near(one: Record, other: Record) -> list[Reason]:
    """What colleagues share as well, so it says little."""
    found = []
    if one.addresses & other.addresses:
        found.append(Reason("same address", _NEAR))
    if one.domains & other.domains:
        found.append(Reason("same email domain", _NEAR))
    return found


def _name(names: Names) -> list[Reason]:
    points = _worth(names.shared)
    if names.within > 0.95 and points < _WITHIN:
        found = [Reason("one name contains the other", _WITHIN)]
    elif names.shared > 0.999:
        found = [Reason("same name", points)]
    elif points > 0:
        found = [Reason(f"similar name ({names.shared:.0%})", points)]
    else:
        found = [Reason(f"different name ({names.shared:.0%} similar)", points)]
    ours, theirs = names.distinct
    if ours:
        found.append(Reason(f'"{ours}" vs. "{theirs}"', _DISTINCT))
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
        return [Reason("same company", _COMPANY)]
    return [Reason("different company", _OTHER_COMPANY)] if same.shared < 0.4 else []
