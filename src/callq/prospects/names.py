"""Measure how similar two names are: spelling, nicknames, initials. Pure."""

import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache

from rapidfuzz.fuzz import ratio

from callq.named_tuple import NamedTuple

_INITIAL, _NICKNAME, _BEGINNING = 0.6, 0.9, 0.85
_SHORTEST = 4
"""Shorter words must match exactly: Ann isn't Dan."""
_CLOSE = 80
"""At this percentage two spellings count as one word."""


class WordLists(NamedTuple):
    """The words of `data/names.toml`."""

    dropped: frozenset[str]
    telling: frozenset[str]
    roles: frozenset[str]
    free_mail: frozenset[str]
    """Where anyone has a mailbox: domains up to their first dot."""
    nicknames: dict[str, frozenset[int]]
    """First name to its groups of equivalent names."""
    short: dict[str, str]


@lru_cache(maxsize=1)
def word_lists() -> WordLists:
    """Load the word lists."""
    import tomllib
    from importlib.resources import files

    data = tomllib.loads(files("callq").joinpath("data/names.toml").read_text("utf-8"))
    dropped, telling, roles, free_mail = (
        frozenset(data[name].split()) for name in ("dropped", "telling", "roles", "free_mail")
    )
    nicknames: dict[str, frozenset[int]] = {}
    for group, words in enumerate((*data["nicknames"], *data["spellings"])):
        for word in words.split():
            nicknames[word] = nicknames.get(word, frozenset()) | {group}
    return WordLists(dropped, telling, roles, free_mail, nicknames, data["short"])


class Names(NamedTuple):
    """How similar two names are."""

    shared: float
    """Weight of the shared words over the weight of all words."""
    within: float
    """The same over the words of the shorter name."""
    distinct: tuple[str, str]
    """Words that mark two different names, like 1 and 2 or east and west; else empty."""


def alike(one: Sequence[str], other: Sequence[str], weight: Callable[[str], float]) -> Names:
    """Compare two names by their words.

    Args:
        one: The words of a name, see `tokens`.
        other: Those of another.
        weight: How telling a word is, above 0. Common words weigh little.
    """
    first, second = set(one), set(other)
    both = first & second
    left, right = sorted(first - both), sorted(second - both)
    matched = sum(map(weight, sorted(both)))
    total = matched
    pairs = sorted(
        ((_same_word(a, b), a, b) for a in left for b in right), key=lambda p: (-p[0], p[1], p[2])
    )
    ours, theirs = set(left), set(right)
    for share, a, b in pairs:
        if share and a in ours and b in theirs:
            ours.remove(a)
            theirs.remove(b)
            weighs = (weight(a) + weight(b)) / 2
            matched += share * weighs
            total += weighs
    rest = sum(map(weight, sorted(ours))), sum(map(weight, sorted(theirs)))
    union = total + sum(rest)
    shorter = total + min(rest)
    return Names(
        matched / union if union else 0.0,
        matched / shorter if shorter else 0.0,
        _distinct(left, right),
    )


def _same_word(one: str, other: str) -> float:
    """How much one word counts as a spelling of another, 0 to 1."""
    if _tells(one) or _tells(other):
        return 0.0
    short, long = sorted((one, other), key=len)
    if len(short) == 1:
        return _INITIAL if long.startswith(short) else 0.0
    nicknames = word_lists().nicknames
    if short in nicknames and nicknames[short] & nicknames.get(long, frozenset()):
        return _NICKNAME
    if len(short) < _SHORTEST:
        return 0.0
    if long.startswith(short):
        return _BEGINNING
    # Differing letters count double: 80% similar letters are worth 60% of a word.
    return max(0.0, ratio(one, other, score_cutoff=_CLOSE) / 50 - 1)


def _tells(word: str) -> bool:
    return word in word_lists().telling or any(map(str.isdecimal, word))


def _distinct(left: Sequence[str], right: Sequence[str]) -> tuple[str, str]:
    ours, theirs = list(filter(_tells, left)), list(filter(_tells, right))
    return (ours[0], theirs[0]) if ours and theirs else ("", "")


@lru_cache(maxsize=1 << 17)
def tokens(text: str) -> tuple[str, ...]:
    """Split a name into folded words, abbreviations expanded, titles and legal forms dropped."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("&", " and "))
    kept = "".join(
        c if c.isalnum() else "" if c in "\u2019'" else " "
        for c in plain
        if not unicodedata.combining(c)
    )
    lists = word_lists()
    words = [part for word in kept.split() for part in lists.short.get(word, word).split()]
    telling = [word for word in words if word not in lists.dropped]
    return tuple(dict.fromkeys(telling or words))
