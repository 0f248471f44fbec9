"""Reads which kind of line words name: a cell phone, a landline, VoIP."""

import re
from functools import lru_cache

_WORDS = {
    "mobile": r"mobiles?|mobil|mobiltelefon|mobilfunk|handy|cell|cells|cellphone|cellular|wireless"
    r"|portable|m[oó]vil|celular|cellulare|telem[oó]vel|mobiel|mobiele|gsm|мобильный|сотовый",
    "landline": r"landline|land|fixed|wireline|festnetz|fixe|fijo|fisso|fixo|vaste",
    "voip": r"voip|nonfixedvoip|internet|sip",
}
_LINES = {line: re.compile(rf"(?:^|\W|_)(?:{words})(?=$|\W|_)") for line, words in _WORDS.items()}


@lru_cache(maxsize=1024)
def line_of(label: str) -> str:
    """The kind of line that a label names: `mobile`, `landline` or `voip`; empty for others.

    `Work` or `home` name none: people have cell phones at both.
    """
    words = label.casefold().replace("-", "")
    # VoIP first: "fixed VoIP" isn't a landline.
    return next((line for line in ("voip", "mobile", "landline") if _LINES[line].search(words)), "")
