"""Finds opt-out requests in anything people wrote."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain

from callq.engine.opt_out_abroad import ABROAD
from callq.engine.opt_out_words import LANGUAGES as TWELVE
from callq.engine.opt_out_words import Language

LANGUAGES = (*TWELVE, *ABROAD)
_UNSPACED = tuple(place for place, one in enumerate(LANGUAGES) if one.unspaced)
_OF_ASIA = re.compile("[\u3000-\ud7ff]")
"""The letters of those."""
_NEAR = 80
"""How far from a request its time of day can be, in characters."""
_BEFORE_A_WORD = ("", *"([{<\"'*-/:.,;>|~#", *"¡«¿\u2018“„\u2013—•")
_AFTER_A_WORD = (
    *".,;:!?)]}>\"'*-/|",
    *"»\u2019”",
    "!!",
    "!!!",
    "..",
    "...",
    '."',
    '!"',
    ".)",
    "!)",
)

_WORDS_ALONE = frozenset(
    (
        "stop",
        "stop all",
        "stopall",
        "quit",
        "revoke",
        "opt out",
        "optout",
        "unsubscribe",
        "remove",
        "löschen",
        "loeschen",
    )
)
"""A request when they're all that is said: 47 CFR 64.1200(a)(10) names them for texts."""
_WORDS_OF_A_CALL = _WORDS_ALONE | {"end", "cancel"}
"""The rule also names these two, but in other columns they're about a contract or a date."""

_POLITE = frozenset(("please", "pls", "plz", "now", "immediately", "asap", "thanks", "bitte"))

_AT_ONE = (
    r"(?:\s+(?:me|us|him|her|them|back|mehr|plus|más|più|meer|więcej|mer))?[\s,]+"
    r"(?:(?:at|on|in|to|my|his|her|our|their|your|the|old|main|im|auf|dem|bei|der|au|à|la|le|al|"
    r"el|sul|a|"
    r"op|het|de|do|na|w|på|i)\s+){0,3}"
    r"(?:office|work|home|desk|(?:cell|mobile)(?:\s*phone)?|land[\s-]?line|switchboard|reception|"
    r"(?<=old )(?:number|line)|(?<=main )(?:number|line)|office\s+(?:number|line|phone)|büro|"
    r"arbeit|handy|"
    r"festnetz|bureau|travail|portable|fixe|trabajo|oficina|móvil|fijo|ufficio|lavoro|cellulare|"
    r"trabalho|"
    r"escritório|celular|kantoor|werk|mobiel|biur[oa]|prac[yę]|komórkę|jobb(?:en)?|kontoret|"
    r"mobilen)\b"
    r"(?!\s+(?:again|any\s?more|ever)\b)"
)
"""A number or a place after a request that may be about it alone."""
_MARKS = "".join({*_BEFORE_A_WORD, *_AFTER_A_WORD})


@lru_cache(maxsize=1)
def _negatives() -> dict[str, tuple[int, ...]]:
    """Every word that says no, and the places of its languages."""
    found: dict[str, tuple[int, ...]] = {}
    for place, language in enumerate(LANGUAGES):
        for word in f"{language.negatives} {language.alone}".split():
            found[word] = (*found.get(word, ()), place)
    return found


@lru_cache(maxsize=1)
def _negative_words() -> frozenset[str]:
    """The same words, also with a mark before or after them.

    Asked for every row of a file, where a set of all of them is quicker than taking marks off.
    """
    words, lonely = _negatives(), (*_lonely(), "stop")
    before = {mark + word for word in words for mark in _BEFORE_A_WORD}
    after = {word + mark for word in words for mark in _AFTER_A_WORD}
    quoted = {f"{a}{w}{b}" for w in lonely for a in _BEFORE_A_WORD for b in _AFTER_A_WORD}
    return frozenset(before | after | quoted)


def _lonely() -> Iterator[str]:
    return chain.from_iterable(language.alone.split() for language in LANGUAGES)


def request_in(cells: Sequence[str]) -> str:
    """Returns the words in one of several cells that ask not to be called, or ""."""
    low = "\n".join(cells).casefold()
    words = low.split()
    unspaced = () if low.isascii() or not _OF_ASIA.search(low) else _unspaced_in(low)
    if not (unspaced or not _negative_words().isdisjoint(words) or "dnc" in low or "d.n.c" in low):
        return ""
    negatives = _negatives()
    no = _negative_words().intersection(words)
    said = [unspaced, *(negatives.get(word.strip(_MARKS), ()) for word in no)]
    for cell in cells:
        if len(cell) < _NEAR and _bare(cell) in _WORDS_ALONE:
            return cell.strip()
    languages = (LANGUAGES[place] for place in sorted({0, *chain.from_iterable(said)}))
    spoken = (language for language in languages if _holds_one(low, language.verbs))
    return next((found for language in spoken for found in _all_said(language, cells)), "")


def _unspaced_in(low: str) -> tuple[int, ...]:
    """The places of the languages without spaces whose negatives are in a text."""
    return tuple(
        place
        for place in _UNSPACED
        if _holds_one(low, LANGUAGES[place].negatives.casefold().split())
    )


def _all_said(language: Language, cells: Sequence[str]) -> Iterator[str]:
    for cell in cells:
        if _holds_one(cell.casefold(), language.verbs):
            yield from _said(language, " ".join(cell.split()))


def _holds_one(text: str, words: Sequence[str]) -> bool:
    for word in words:  # noqa: SIM110 - asked for many rows of a file, and twice as fast as any()
        if word in text:
            return True
    return False


def asks_no_calls(text: str) -> str:
    """Returns the words of a text that ask not to be called, or "".

    A request about the hour ("don't call before 9") isn't one.
    """
    if len(text) < _NEAR and _bare(text) in _WORDS_ALONE:
        return text.strip()
    line = " ".join(text.split())
    low = line.casefold()
    spoken = (language for language in LANGUAGES if _is_hinted(low, language))
    return next((found for language in spoken for found in _said(language, line)), "")


def _is_hinted(low: str, language: Language) -> bool:
    """Whether a text has both a verb and a no of a language."""
    return _holds_one(low, language.verbs) and _holds_one(
        low, f"{language.negatives} {language.alone}".split()
    )


def is_opt_out(text: str) -> bool:
    """Tells whether words that say how a call ended ask not to be called again, on any number."""
    asked = asks_no_calls(text)
    return _bare(text) in _WORDS_OF_A_CALL or (bool(asked) and not is_about_one_number(asked))


def is_about_one_number(asked: str) -> bool:
    """Tells whether a request is about one number or place: "don't call the office"."""
    return re.search(f"{_AT_ONE}$", asked, re.IGNORECASE) is not None


def is_word_of_opt_out(text: str) -> bool:
    """Tells whether the words are one of those that are a request by themselves."""
    return _bare(text) in _WORDS_OF_A_CALL


def _bare(text: str) -> str:
    words = re.sub(r"[\W_]+", " ", text.casefold()).split()
    return " ".join(word for word in words if word not in _POLITE)


def _said(language: Language, line: str) -> Iterator[str]:
    """Yield the opt-out requests in a line in one language."""
    for found in re.finditer(language.request, line, re.IGNORECASE):
        rest = line[found.end() : found.end() + _NEAR]
        head = line[max(0, found.start() - _NEAR) : found.start()]
        if not re.match(language.later, rest, re.IGNORECASE) and not re.search(
            language.earlier, head, re.IGNORECASE
        ):
            place = re.match(_AT_ONE, line[found.end() :], re.IGNORECASE)
            yield found[0] + (place[0] if place else "")
