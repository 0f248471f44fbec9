"""Reads how other systems and people write call outcomes and reasons."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import product

from callq.engine.opt_out import asks_no_calls, is_opt_out, is_word_of_opt_out
from callq.engine.outcomes import BY_WORD, CANONICAL, REASONS, UNKNOWN
from callq.named_tuple import NamedTuple

_LONGEST = 200
_UNFIT = "disqualified"
"""What a lead's status can say by itself, where a deal's would be a stage."""
_STAGE_LIKE = frozenset({"won", "lost", _UNFIT, "meeting", "emailed"})
_NO = re.compile(
    r"(?:not interested|no interest|kein interesse|nicht interessiert|pas interesse|no interesado|"
    r"nao interessado|non interessato|geen interesse|soft no|ni|lost|no)\b(.+)"
)
_SURE_NO = frozenset({"price", "no-project", "authority", "competitor", "no-need"})
"""Reasons that are a no by themselves, when a disposition names nothing else."""
_CUT = re.compile(
    r"\s+(?:but|and|aber|und)\s+|\s+[-\u2013\u2014]+\s*|"
    r"\s*(?:--|[:,;/|>\u2192()+&\n\r]|\.\s)\s*"
)
_HYPHEN = re.compile(r"\s*[-\u2013\u2014_]\s*")
_COUNT = re.compile(r"\b(?:x ?\d+|\d+ ?x|\d+(?:st|nd|rd|th)?)\b")
_MOST_PARTS = 6
_LONGEST_BEGINNING = 5
"""In words."""
_FEWEST_LETTERS = 4
"""What is left once filler is taken away must be no shorter, so that "no call" isn't a "no"."""


class Read(NamedTuple):
    """How a call ended, as a cell has it."""

    outcome: str
    """A canonical outcome, or that of words which only say that they spoke."""
    reason: str = ""
    """Of a no; "" when there is none."""
    note: str = ""
    """What the cell says besides."""


OPEN, STAGE = "open", "stage"
"""What a word can say instead of an outcome: not called yet, or how far a deal is."""


MEANINGS = frozenset((*BY_WORD, OPEN))
"""What a word can be said to mean with `--map`."""


class Unknown(NamedTuple):
    """A word of an outcome column that isn't known, and how often it's there."""

    column: str
    word: str
    cells: int


def meaning(answer: str) -> str:
    """Returns the outcome that an answer names, or `OPEN` or `STAGE`; "" for anything else."""
    text = answer.strip().casefold()
    if text in MEANINGS or text == STAGE:
        return text
    found = read_outcome(answer)
    return found.outcome if found and found.outcome in BY_WORD else ""


class Words(NamedTuple):
    """How the outcome columns of one file are read."""

    language: str = ""
    """Of the file, as ISO code."""
    own: Mapping[str, str] = {}
    """What a person said that words mean: an outcome, `OPEN` or `STAGE`."""

    def read(self, cell: str) -> Read | None:
        """Returns how a call ended, or None if the cell names no outcome."""
        own = self.own.get(cell) if self.own else None
        if own is None:
            return read_outcome(cell, self.language)
        return None if own in {OPEN, STAGE} else Read(own, "unknown" if own == "soft-no" else "")

    def says(self, cell: str) -> str:
        """Returns what a cell without an outcome says: `OPEN`, `STAGE`, or "" if that's unknown."""
        own = self.own.get(cell) or (OPEN if is_untouched(cell) else "")
        return own or (STAGE if is_stage(cell) else "")


class _Tables(NamedTuple):
    """The words of `data/dispositions.toml`, plain."""

    outcomes: dict[str, str]
    reasons: dict[str, str]
    untouched: frozenset[str]
    stages: frozenset[str]
    weak: frozenset[str]
    neutral: frozenset[str]
    filler: frozenset[str]
    alone: frozenset[str]
    turns: frozenset[str]
    codes: dict[str, str]
    codes_of: dict[str, dict[str, str]]


def disposition(text: str, language: str = "") -> tuple[str, str] | None:
    """Reads how a call ended, in the words of whatever system wrote it.

    Args:
        text: The disposition, as in the file.
        language: Of the file, as ISO code: some codes differ by it.

    Returns:
        The canonical outcome and the reason of a no ("" when there is none), or None when the
        words aren't known.
    """
    found = read_outcome(text, language)
    return (found.outcome, found.reason) if found else None


def read_outcome(text: str, language: str = "") -> Read | None:
    """Reads a cell that says how a call ended, also one of several parts, or with a note behind.

    "Closed - Not Interested" is a no, "Not interested, call me in May" a no with a note.

    Args:
        text: The cell.
        language: See `disposition`.

    Returns:
        None when the words aren't known.
    """
    if len(text) > _LONGEST:
        return None
    return _read(" ".join(text.split(" ")).strip(), language)


def reason_of(text: str) -> str:
    """Returns the canonical reason that a text names, or ""."""
    return _tables().reasons.get(_plain(text), "") if len(text) <= _LONGEST else ""


def opts_out(outcome: str) -> bool:
    """Tells whether a canonical outcome is an opt-out."""
    return outcome in BY_WORD and BY_WORD[outcome].opts_out


@lru_cache(maxsize=4096)
def is_limited_opt_out(text: str) -> bool:
    """Tells whether a cell begins with a request for one number or for a while."""
    words = text.split()
    begins = (" ".join(words[:end]) for end in range(1, min(len(words), _LONGEST_BEGINNING + 1)))
    return any(_is_limited(asked, text) for asked in begins)


def is_untouched(text: str) -> bool:
    """Tells whether a status only says they weren't called yet."""
    return len(text) <= _LONGEST and _is_untouched(text)


def is_stage(text: str) -> bool:
    """Tells whether a status only says how far a deal is."""
    return len(text) <= _LONGEST and _plain(text) in _tables().stages


def is_strange(text: str, language: str = "") -> bool:
    """Tells whether nothing in a status is known: no outcome, no stage, nothing about no call."""
    return not (read_outcome(text, language) or is_untouched(text) or is_stage(text))


def tells_of_calls(
    text: str, language: str = "", *, of_a_deal: bool = False, of_calls: bool = False
) -> bool:
    """Tells whether a word is a disposition that only a call can have, not the stage of a deal.

    Args:
        text: The cell.
        language: See `disposition`.
        of_a_deal: Whether its column is about deals, where "contacted" is a stage too.
        of_calls: Whether the file counts calls, so that "missed" isn't about an order.
    """
    found = read_outcome(text, language)
    if found is None or found.outcome in _STAGE_LIKE:
        return found is not None and found.outcome == _UNFIT and not of_a_deal
    if of_a_deal and found.outcome == UNKNOWN.word:
        return False
    weak = not of_calls and _plain(text) in _tables().weak
    return len(text.strip()) > 1 and not weak


@lru_cache(maxsize=4096)
def _is_untouched(text: str) -> bool:
    untouched = _tables().untouched
    if _plain(text) in untouched:
        return True
    parts = [_plain(part) for part in _CUT.split(text) if part.strip()]
    neutral = _tables().neutral
    return bool(set(parts) & untouched) and all(p in untouched or p in neutral for p in parts)


@lru_cache(maxsize=4096)
def _read(text: str, language: str) -> Read | None:
    if _is_untouched(text):
        return None
    if found := _whole(text, language):
        return found
    if is_word_of_opt_out(text):
        return Read("do-not-call")
    parts = [part.strip() for part in _CUT.split(text) if part.strip()]
    if len(parts) == 1:
        parts = [part for part in _HYPHEN.split(text) if part.strip()]
    if 1 < len(parts) <= _MOST_PARTS and (found := _of_parts(parts, language)):
        return found
    return _of_beginning(text)


def _of_beginning(text: str) -> Read | None:
    """Reads a text that begins with an outcome: "Call back on Monday", "Not interested in it"."""
    tables = _tables()
    words = text.split()
    start = 0
    while start < len(words) and _plain(words[start]) in tables.filler:
        start += 1
    for first, end in product(
        {0, start}, range(min(len(words) - 1, start + _LONGEST_BEGINNING), start, -1)
    ):
        plain = _plain(" ".join(words[first:end]))
        enough = end - first > 1 or plain in tables.alone
        if enough and (found := _of_words(plain)) and found.outcome != UNKNOWN.word:
            rest = words[end:]
            if rest and opts_out(found.outcome) and _is_limited(" ".join(words[first:end]), text):
                return None
            turned = any(_plain(word) in tables.turns for word in rest)
            return None if turned else found._replace(note=" ".join(rest))
    return None


def _is_limited(asked: str, text: str) -> bool:
    """Whether a request holds only for a number, a place or a time: "Do not call at work"."""
    return bool(asks_no_calls(asked)) and not is_opt_out(text)


def _whole(text: str, language: str) -> Read | None:
    """Reads a text that is nothing but an outcome."""
    tables = _tables()
    bare = text.strip(" .!*'\"")
    code = tables.codes_of.get(language, {}).get(bare) or tables.codes.get(bare)
    if code:
        return Read(code, "unknown" if code == "soft-no" else "")
    plain = _plain(text)
    found = _of_words(plain)
    if found is None:
        found = next(filter(None, map(_of_words, _less_filler(plain))), None)
        if found and opts_out(found.outcome) and is_limited_opt_out(text):
            return None
    return found


def _of_words(words: str) -> Read | None:
    tables = _tables()
    if outcome := tables.outcomes.get(words):
        return Read(outcome, _reason_within(words) if outcome in {"soft-no", "hard-no"} else "")
    if (match := _NO.fullmatch(words)) and (named := tables.reasons.get(match[1].strip())):
        return Read("soft-no", named)
    if words.startswith("gatekeeper "):
        return Read("gatekeeper")
    if (reason := tables.reasons.get(words)) in _SURE_NO:
        return Read("soft-no", reason or "")
    return None


def _less_filler(plain: str) -> Iterator[str]:
    """Yields what is left of words without counts and without filler around them."""
    tables = _tables()
    counted = " ".join(_COUNT.sub(" ", plain).split())
    if counted != plain and counted:
        yield counted
    words = counted.split()
    start, end = 0, len(words)
    while start < end and words[start] in tables.filler:
        start += 1
    while end > start and words[end - 1] in tables.filler:
        end -= 1
    for first in (start, *range(start)):
        for last in (end, *range(end + 1, len(words) + 1)):
            left = " ".join(words[first:last])
            if len(left) >= _FEWEST_LETTERS and left != counted:
                yield left
    if start < end and words[start] in tables.neutral:
        left = " ".join(words[start + 1 : end])
        if len(left) >= _FEWEST_LETTERS:
            yield left


def _of_parts(parts: Sequence[str], language: str) -> Read | None:
    """Reads several parts: the last that names an outcome counts, a general one only alone."""
    tables = _tables()
    # A bare "no" among other words is part of a sentence.
    found = [(part, _whole(part, language) if _plain(part) != "no" else None) for part in parts]
    known = [read for _, read in found if read and read.outcome != UNKNOWN.word]
    rest = [
        part
        for part, read in found
        if not read and _plain(part) not in tables.neutral and not reason_of(part)
    ]
    reason = next((named for part in parts if (named := reason_of(part))), "")
    if not known:
        spoken = [part for part, read in found if read]
        if not spoken:
            return None
        if reason and not rest:
            return Read("soft-no", reason)
        return Read(UNKNOWN.word, "", ", ".join(rest))
    opted_out = next((read for read in known if opts_out(read.outcome)), None)
    # Free text after an outcome is a note on it: what that text names isn't how the call ended.
    telling = [read for read in known if read.outcome != "no-answer"] or known
    best = opted_out or (known[0] if rest and found[0][1] in known else telling[-1])
    if best.outcome in {"soft-no", "hard-no", "lost"} and reason and best.reason in {"", "unknown"}:
        best = best._replace(reason=reason)
    return best._replace(note=", ".join(rest))


def _reason_within(words: str) -> str:
    """Returns the reason of a no that is known as a whole."""
    timing = {"not now", "bad timing", "timing not right", "not at this time", "not right now"}
    later = {"contact in future", "contact in the future", "future", "not ready"}
    return "timing" if words in timing | later else "unknown"


@lru_cache(maxsize=1)
def _tables() -> _Tables:
    import tomllib
    from importlib.resources import files

    text = files("callq").joinpath("data/dispositions.toml").read_text("utf-8")
    data = tomllib.loads(text)
    outcomes = _by_word(data["outcomes"])
    for outcome in CANONICAL:
        for word in (outcome.word, *outcome.aliases):
            if len(word) > 1:
                outcomes.setdefault(_plain(word), outcome.word)
    reasons = _by_word(data["reasons"])
    reasons.update({_plain(name): name for name in REASONS})
    words = {name: frozenset(map(_plain, listed)) for name, listed in data["words"].items()}
    return _Tables(outcomes, reasons, **words, codes=data["codes"], codes_of=data["codes_of"])


def _by_word(listed: dict[str, list[str]]) -> dict[str, str]:
    return {_plain(word): name for name, words in listed.items() for word in words}


@lru_cache(maxsize=4096)
def _plain(text: str) -> str:
    """Returns words without case, accents and punctuation."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(char for char in folded if not unicodedata.combining(char))
    return " ".join(re.sub(r"[\W_]+", " ", bare.replace("'", "").replace("\u2019", "")).split())
