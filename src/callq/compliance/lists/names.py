"""What the name of a list's file says of it: the list's own date, and the area it covers."""

import re
from datetime import date
from pathlib import PurePath
from typing import NamedTuple

_FTC = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})_(\d{3})_")
_DATED = re.compile(r"(?<!\d)(20\d\d)([-_.]?)(\d{1,2})\2(\d{1,2})(?!\d)")
_COMPACT = 2


class Named(NamedTuple):
    """What a name says."""

    dated: date | None = None
    area: str = ""
    """The area code, of a file of the FTC."""


def read_name(name: str) -> Named:
    """What a file's name says, e.g. `2026-9-9_818_1234.txt.zip`; nothing where it says nothing."""
    base = PurePath(name).name
    ftc = _FTC.match(base)
    if ftc:
        return Named(_date(*ftc.groups()[:3]), ftc[4])
    for found in _DATED.finditer(base):
        year, mark, month, day = found.groups()
        if mark or len(month) == len(day) == _COMPACT:
            dated = _date(year, month, day)
            if dated:
                return Named(dated)
    return Named()


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
