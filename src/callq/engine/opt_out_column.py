"""Reads a column made for opt-out requests."""

_YES = (
    "yes|y|true|t|1|x|on|ja|j|wahr|oui|o|vrai|si|s|sim|verdadero|verdadeiro|vero|waar|да|д|истина|"
    "evet|tak|kyllä|igen|ano|так|do not call|dnc|opted out|opt out|blocked|checked|✓|✔|☑|"
    "do not allow|not allowed|disallow|disallowed|denied|prohibited|forbidden|no calls|"
    "do not phone|do not contact|blacklisted|listed|on list|registered|gesperrt"
)
_PLAIN_NO = (
    "no|n|false|f|0|0.0|off|nein|falsch|non|faux|nao|falso|nee|onwaar|нет|н|ложь|unchecked|☐|✗|✘|"
    "hayir|nie|nej|nei|ei|nem|nu|ні"
)
_NO = (
    f"{_PLAIN_NO}||ok|call|allowed|allow|permitted|ok to call|can call|may call|callable|"
    "clean|clear|subscribed|opted in|opt in|nan|null|none|n/a|-|not listed|not registered|"
    "not on list|unlisted|not dnc|not on dnc"
)
_REFUSED = (
    f"{_PLAIN_NO}|do not allow|not allowed|disallow|disallowed|denied|declined|refused|withdrawn|"
    "revoked|opted out|opt out|do not call|dnc|blocked|prohibited|forbidden|no calls|not given|"
    "not granted|nicht erteilt|widerrufen|verweigert|refusé"
)
_SAYS = {**dict.fromkeys(_YES.split("|"), True), **dict.fromkeys(_NO.split("|"), False)}
_REFUSALS = frozenset(_REFUSED.split("|"))
_GRANTED = frozenset(("given", "granted", "erteilt", "opted in", *_SAYS))
_LIKE_ASCII = str.maketrans("íãı", "iai")


def is_refused(cell: str) -> tuple[bool, bool]:
    """Reads a cell of a column that says whether they may be called: only a no counts.

    Returns:
        Whether it says no, and whether it says so in a word that is known.
    """
    word = cell.strip().casefold().translate(_LIKE_ASCII)
    return word in _REFUSALS, word in _GRANTED or word in _REFUSALS


def is_opted_out(cell: str) -> tuple[bool, bool]:
    """Reads a cell of a do-not-call column.

    Anything but a no counts as an opt-out request: a date, a name, an unknown word.

    Returns:
        Whether it says so, and whether it says it in a word that is known.
    """
    word = cell.strip().casefold().translate(_LIKE_ASCII)
    return _SAYS.get(word, True), word in _SAYS
