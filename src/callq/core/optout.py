"""Finds wishes not to be called, in a column made for it and in anything people wrote."""

import re
from collections.abc import Sequence
from functools import lru_cache

_YES = (
    "yes|y|true|t|1|x|on|ja|j|wahr|oui|o|vrai|si|s|sim|verdadero|verdadeiro|vero|waar|да|д|истина|"
    "do not call|dnc|opted out|opt out|blocked|checked|✓|✔|☑"
)
_NO = (
    "|no|n|false|f|0|0.0|off|nein|falsch|non|faux|nao|falso|nee|onwaar|нет|н|ложь|ok|call|allowed|"
    "ok to call|can call|may call|subscribed|opted in|opt in|unchecked|☐|✗|✘|nan|null|none|n/a|-"
)
_SAYS = {**dict.fromkeys(_YES.split("|"), True), **dict.fromkeys(_NO.split("|"), False)}

# A false alarm costs a look, a missed one costs a complaint; but a request for another time of day
# or year is none. Every repetition is followed by what it can't match, so that long notes are fast.
_MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
_CALL = r"(?:(?:call|ring|phone|contact)(?:ing)?|be(?:ing)?\s+(?:called|rung|phoned|contacted))"
_ENGLISH = (
    (
        rf"\b(?:(?:do[\s-]*n[o']?t|don\W?t|never(?:\s+to)?|not\s+to|stop)[\s-]+(?:ever\s+)?{_CALL}|"
        r"(?:do|does|did)(?:\s*not|n\W?t)\s+(?:want|wish|like)\s+(?:(?:us|me|you)\s+)?"
        rf"(?:to\s+(?:ever\s+)?(?:{_CALL}|hear\s+from)|(?:any\s+)?(?:more\s+)?calls)|"
        r"no\s+(?:(?:more|further|future)\s+)?calls)\b"
        r"(?!(?:\s+(?:me|us|him|her|them|back|again)){0,3}\s+(?:before|until|till|after|between|during|"
        r"while|today|tonight|tomorrow|now|yet|(?:this|next)\s+(?:week|month|quarter|year|morning|"
        r"afternoon|evening|spring|summer|autumn|fall|winter)|on\s+(?:mon|tue|wed|thu|fri|sat|sun|the\s"
        r"+weekend|weekends|holidays)|at\s+(?:\d|noon|lunch|night|the\s+(?:moment|weekend)|weekends)|"
        rf"in\s+(?:\d|q[1-4]|(?:the\s+)?(?:morning|afternoon|evening|summer|winter)|{_MONTH})))"
    ),
    (
        r"\b(?:remove|take|delete)\s+(?:(?:me|us|him|her|them|my|our|his|their|this|the|number|name)"
        r"\s+){0,3}(?:from|off)\s+(?:(?:the|your|our|any|all)\s+)?(?:call(?:ing)?\s+)?lists?\b"
        r"(?!\s+price)"
    ),
    r"\bdnc\b",
    r"\bopt(?:s|ed|ing)?[\s-]?out\b",
    r"\bunsubscribed?\b",
)
_ELSEWHERE = (
    r"(?:bitte\s+)?nicht\s+(?:mehr\s+)?(?:anrufen|angerufen\s+werden|kontaktieren)",
    r"nie(?:\s+wieder|\s+mehr)?\s+anrufen",
    r"keine\s+(?:weiteren\s+)?anrufe(?:\s+mehr)?",
    r"ne\s+(?:pas|plus|jamais)\s+(?:(?:me|nous|le|la|les|[lm]['\u2019])\s*)?(?:appeler|contacter|rappeler)",
    r"(?:plus|pas)\s+d['\u2019]appels?",
    r"no\s+(?:me\s+|le\s+|nos\s+)?llam(?:ar|en|e|es)(?:\s+más)?",
    r"no\s+volver\s+a\s+llamar",
    r"n(?:ã|a)o\s+(?:me\s+)?lig(?:ar|ue|uem)",
    r"non\s+(?:mi\s+)?(?:chiamare|chiamate|richiamare)",
    r"niet\s+(?:meer\s+)?(?:bellen|terugbellen)",
    r"(?:больше\s+)?не\s+звон(?:ить|ите)",
    r"\bruf(?:en|t)?\b[^.!?]{0,30}\b(?:nicht|nie)\s+(?:(?:mehr|wieder)\s+)?an\b",
)
_LIMITED = (
    r"(?!\s+(?:(?:me|us|him|her|them)\s+)?(?:(?:before|until|till|between|vor|bis|zwischen|avant|antes)\s|"
    r"(?:after|nach|après|depois|después|op)\s+(?:\d|noon|lunch|work)))"
)
_ASKS = "|".join((*_ENGLISH, rf"\b(?:{'|'.join(_ELSEWHERE)})\b{_LIMITED}"))
"""Not compiled here: a rep who logs a call without a note never needs it."""
_HINTS = (
    "call", "phone", "onta", "ring", "rung", "dial", "list", "dnc", "opt", "unsub", "hear",
    "ruf", "appel", "llam", "lig", "chiam", "bell", "звон",
)  # fmt: skip
"""One of them stands in every such wish; "onta" in contact and kontakt."""


def wish_in(cells: Sequence[str]) -> str:
    """Returns the words in one of several cells that ask not to be called, or ""."""
    hints = _hints("\n".join(cells))
    if not hints:
        return ""
    some = [cell for cell in cells if _hint_in(cell.casefold(), hints)]
    return next(filter(None, map(_wish_in_cell, some)), "")


@lru_cache(maxsize=16_384)
def _wish_in_cell(text: str) -> str:
    return asks_no_calls(text)


def _hints(text: str) -> list[str]:
    low = text.casefold()
    return [hint for hint in _HINTS if hint in low]


def _hint_in(low: str, hints: Sequence[str]) -> bool:
    for hint in hints:  # noqa: SIM110 - asked for every cell of many rows: twice as fast as any()
        if hint in low:
            return True
    return False


def asks_no_calls(text: str) -> str:
    """Returns the words of a text that ask not to be called, or "".

    A wish about the hour ("don't call before 9") is no such wish.
    """
    if not _hints(text):
        return ""
    found = re.search(_ASKS, " ".join(text.split()), re.IGNORECASE)
    return found[0] if found else ""


def is_opted_out(cell: str) -> tuple[bool, bool]:
    """Reads a cell of a do-not-call column.

    Anything but a no counts as a wish not to be called: a date, a name, a word nobody foresaw.

    Returns:
        Whether it says so, and whether it says it in a word that is known.
    """
    word = cell.strip().casefold().replace("í", "i").replace("ã", "a")
    return _SAYS.get(word, True), word in _SAYS
