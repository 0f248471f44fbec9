"""Text from outside, made harmless: it can't steer a terminal, a spreadsheet or the markup."""

import unicodedata

_BIDI = {0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)}


def safe(text: str) -> str:
    """The text on one line, with control and direction characters made visible or dropped."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_shown(char) for char in text)


def defused(cell: str) -> str:
    """A cell that a spreadsheet shows instead of running."""
    # Only tables for spreadsheets need it.
    from callq.engine.csv_injection import defused as escaped

    return escaped(cell)


def _shown(char: str) -> str:
    if char in "\n\r\t\v\f\u2028\u2029":
        return " "
    return "\N{REPLACEMENT CHARACTER}" if steers(char) else char


def steers(char: str) -> bool:
    """Whether a character is a control, a direction mark or half of a pair."""
    return ord(char) in _BIDI or unicodedata.category(char) in ("Cc", "Cs")
