"""Which list a file is a copy of, its date and its area: from options, file name or content."""

import re
from datetime import date, timedelta
from difflib import get_close_matches
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Literal

from callq.compliance.lists.layouts import Form
from callq.engine.registries import Registry
from callq.errors import CallqError
from callq.named_tuple import NamedTuple
from callq.planning.typed_times import read_day
from callq.records.registries import known
from callq.workspace import Workspace

if TYPE_CHECKING:
    from callq.compliance.lists.opened import NumberFile

_GUESSES = {
    Form.FTC: "us-ftc",
    Form.FTC_CHANGES: "us-ftc",
    Form.XML: "us-ftc",
    Form.FIXED: "gb-tps",
}
_LONGEST_NAME = 60
_LONGEST_AGE = 3650
_NAME = "--list NAME"


def series_of(said: str, path: Path | Literal["-"], form: Form, region: str) -> str:
    """The name of the list: as typed, by the file's form, or by its name as your own list.

    Raises:
        CallqError: No name can be found, or it is close to that of a registry.
    """
    if said:
        return _checked(said)
    guess = _GUESSES.get(form, "")
    if form is Form.DATED and region == "HK":
        guess = "hk-dncr"
    if path == "-":
        if guess:
            return guess
        raise CallqError(
            "Which list is it?", hint=f"Add {_NAME}, e.g. --list our-own", name="missing-list"
        )
    name = path.name
    if guess == "gb-tps" and "ctps" in name.lower():
        return "gb-ctps"
    if not guess and region == "US" and _is_named_as_ftc(name):
        return "us-ftc"
    return guess or _checked(name.split(".")[0] or name)


def _is_named_as_ftc(name: str) -> bool:
    return bool(read_name(name).area)


def _checked(name: str) -> str:
    if not name.strip() or len(name) > _LONGEST_NAME or not name.isprintable():
        raise CallqError(
            f'"{name[:30]}" doesn\'t work as a list name.',
            hint=f"Add {_NAME}, e.g. --list our-own",
            name="bad-list-name",
        )
    if name in known():
        return name
    plain = name.lower().replace("_", "-").replace(" ", "-")
    tails = {series.partition("-")[2]: series for series in known() if "-" in series}
    near = get_close_matches(plain, known(), n=1, cutoff=0.8) or [tails.get(plain, "")]
    if near[0]:
        # Your own list never expires, so a typo here would be dangerous.
        raise CallqError(
            f'"{name}" looks like the registry {near[0]}.',
            hint=f"Type --list {near[0]} for a copy of it, or another name for your own list.",
            name="like-a-registry",
        )
    return name


def refuse_foreign_age(max_age: int | None, series: str, registry: Registry | None) -> None:
    """Refuses a maximum age for your own list, and an age out of range.

    Raises:
        CallqError: It's your own list, or the age isn't from 1 to 3,650 days.
    """
    if max_age is None:
        return
    if registry is None:
        raise CallqError(
            f"{series} is your own list, so it never expires.",
            hint="Leave out --max-age.",
            name="age-of-own-list",
        )
    if not 0 < max_age <= _LONGEST_AGE:
        raise CallqError(
            f"--max-age {max_age} is out of range.",
            hint=f"Use 1 to {_LONGEST_AGE:,} days, e.g. 31.",
            name="bad-max-age",
        )


def date_of(
    ws: Workspace, said: str, file: "NumberFile", last_change: str, *, needed: bool
) -> date | None:
    """The date of the list: from its file name, as typed, or of its last change.

    Raises:
        CallqError: The date is needed and missing, is in the future, or two dates conflict.
    """
    named = file.named.dated
    given = read_day(ws, said) if said else None
    if named and given and named != given:
        raise CallqError(
            f"{file.name} is dated {named} by its name, but --as-of says {given}.",
            hint="Leave out --as-of, or rename the file.",
            name="conflicting-dates",
        )
    found = given or named or (date.fromisoformat(last_change[:10]) if last_change else None)
    if found is None:
        if needed:
            raise CallqError(
                f"What's the date of {file.name}? A registry copy expires.",
                hint="Add the day you downloaded it, e.g. --as-of 2026-09-09",
                name="missing-date",
            )
        return None
    today = ws.now.astimezone(ws.home).date()
    if found > today + timedelta(days=1):
        raise CallqError(
            f"{file.name} is dated {found}, which is in the future.",
            hint="Add the day you downloaded it, e.g. --as-of 2026-09-09",
            name="time-in-the-future",
        )
    return found


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
