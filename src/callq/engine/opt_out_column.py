"""Reads a column made for wishes not to be called."""

_YES = (
    "yes|y|true|t|1|x|on|ja|j|wahr|oui|o|vrai|si|s|sim|verdadero|verdadeiro|vero|waar|да|д|истина|"
    "do not call|dnc|opted out|opt out|blocked|checked|✓|✔|☑"
)
_NO = (
    "|no|n|false|f|0|0.0|off|nein|falsch|non|faux|nao|falso|nee|onwaar|нет|н|ложь|ok|call|allowed|"
    "ok to call|can call|may call|subscribed|opted in|opt in|unchecked|☐|✗|✘|nan|null|none|n/a|-"
)
_SAYS = {**dict.fromkeys(_YES.split("|"), True), **dict.fromkeys(_NO.split("|"), False)}


def is_opted_out(cell: str) -> tuple[bool, bool]:
    """Reads a cell of a do-not-call column.

    Anything but a no counts as a wish not to be called: a date, a name, a word nobody foresaw.

    Returns:
        Whether it says so, and whether it says it in a word that is known.
    """
    word = cell.strip().casefold().replace("í", "i").replace("ã", "a")
    return _SAYS.get(word, True), word in _SAYS
