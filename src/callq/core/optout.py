"""Finds wishes not to be called, in a column made for it and in anything people wrote."""

import re

_YES = (
    "yes|y|true|t|1|x|on|ja|j|wahr|oui|o|vrai|si|s|sim|verdadero|verdadeiro|vero|waar|да|д|истина|"
    "do not call|dnc|opted out|opt out|blocked|checked|✓|✔|☑"
)
_NO = (
    "|no|n|false|f|0|0.0|off|nein|falsch|non|faux|nao|falso|nee|onwaar|нет|н|ложь|ok|call|allowed|"
    "ok to call|can call|may call|subscribed|opted in|opt in|unchecked|☐|✗|✘|nan|null|none|n/a|-"
)
_SAYS = {**dict.fromkeys(_YES.split("|"), True), **dict.fromkeys(_NO.split("|"), False)}

_PHRASES = (
    r"do\s+not\s+(?:ever\s+)?(?:call|phone|contact|ring|dial|telephone)",
    (
        r"(?:don['\u2019]?t|dont|never|not\s+to)\s+(?:ever\s+)?(?:call|phone|contact|ring)"
        r"(?:\s+(?:me|us|again))?"
    ),
    r"stop\s+calling",
    (
        r"(?:remove|take)\s+(?:me|us|him|her|them|this|number)?\s*(?:from|off)\s+"
        r"(?:the|your|our|this|all)?\s*(?:call(?:ing)?\s+)?lists?"
    ),
    r"no\s+(?:more\s+)?(?:phone\s+|sales\s+|cold\s+)?calls(?!\s+(?:yet|made|so\s+far))",
    r"wants?\s+no\s+(?:more\s+)?calls",
    r"(?:bitte\s+)?nicht\s+(?:mehr\s+)?(?:anrufen|kontaktieren)",
    r"nie(?:\s+wieder|\s+mehr)?\s+anrufen",
    r"keine\s+(?:weiteren\s+)?anrufe(?:\s+mehr)?",
    r"ne\s+(?:pas|plus|jamais)\s+(?:(?:me|nous|le|la|les|l['\u2019])\s*)?(?:appeler|contacter|rappeler)",
    r"(?:plus|pas)\s+d['\u2019]appels?",
    r"no\s+(?:me\s+|le\s+|nos\s+)?llam(?:ar|en|e|es)(?:\s+más)?",
    r"no\s+volver\s+a\s+llamar",
    r"n(?:ã|a)o\s+(?:me\s+)?lig(?:ar|ue|uem)",
    r"non\s+(?:mi\s+)?(?:chiamare|chiamate|richiamare)",
    r"niet\s+(?:meer\s+)?(?:bellen|terugbellen)",
    r"(?:больше\s+)?не\s+звон(?:ить|ите)",
)
_LIMITED = (
    r"(?!\s+(?:(?:me|us|him|her|them)\s+)?(?:(?:before|until|till|between|vor|bis|zwischen|avant|antes)\s|"
    r"(?:after|nach|après|depois|después|op)\s+(?:\d|noon|lunch|work)))"
)
_ASKS = re.compile(rf"\b(?:{'|'.join(_PHRASES)})\b{_LIMITED}", re.IGNORECASE)
_HINT = re.compile(
    "call|phone|contact|ring|dial|list|anruf|kontakt|appel|llam|lig|chiam|bell|звон", re.IGNORECASE
)


def asks_no_calls(text: str) -> str:
    """Returns the words of a text that ask not to be called, or "".

    A wish about the hour ("don't call before 9") is no such wish.
    """
    if not _HINT.search(text):
        return ""
    found = _ASKS.search(" ".join(text.split()))
    return found[0] if found else ""


def is_opted_out(cell: str) -> tuple[bool, bool]:
    """Reads a cell of a do-not-call column.

    Anything but a no counts as a wish not to be called: a date, a name, a word nobody foresaw.

    Returns:
        Whether it says so, and whether it says it in a word that is known.
    """
    word = cell.strip().casefold().replace("í", "i").replace("ã", "a")
    return _SAYS.get(word, True), word in _SAYS
