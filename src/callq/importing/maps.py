"""Saved maps of columns to fields, for the next file of the same kind."""

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from callq.config import Settings
from callq.errors import CallqError, Exit
from callq.importing.dates import Spelled
from callq.importing.dispositions import MEANINGS, STAGE
from callq.importing.headers import FIELDS, ColumnUse, simplified

_VERSION = 1
_NAME = re.compile(r"[\w][\w -]{0,39}")


def check_name(name: str) -> str:
    """Checks the name of a map.

    Raises:
        CallqError: It wouldn't work as a file name on every system.
    """
    if not _NAME.fullmatch(name):
        raise CallqError(
            f'"{name}" can\'t be the name of a map.',
            hint="Use letters, digits, spaces, - and _, at most 40.",
            name="bad-map-name",
        )
    return name


def save(
    settings: Settings,
    name: str,
    columns: Iterable[ColumnUse],
    words: Mapping[str, str] | None = None,
    dates: str = "",
) -> Path:
    """Saves a map, replacing any of that name.

    Args:
        settings: Where maps are kept.
        name: Its name.
        columns: What the columns become.
        words: What words of outcome columns mean.
        dates: How dates are written: mdy, dmy, ymd, or empty.

    Returns:
        The file.

    Raises:
        CallqError: It can't be written.
    """
    path = _file(settings, check_name(name))
    uses = {use.header: use.field for use in columns}
    kept = {"version": _VERSION, "columns": uses, "words": dict(words or {}), "dates": dates}
    text = json.dumps(kept, ensure_ascii=False, indent=2)
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = path.with_suffix(".new")
        fresh.write_text(text + "\n", encoding="utf-8")
        fresh.replace(path)
    except OSError as error:
        raise CallqError(
            f"Can't save the map to {path}: {error.strerror}.",
            code=Exit.OUTPUT,
            name="map-not-written",
        ) from None
    return path


def load(settings: Settings, name: str) -> dict[str, str]:
    """The fields of a saved map, by header.

    Raises:
        CallqError: No map has that name, or it can't be read.
    """
    path = _file(settings, check_name(name))
    if not path.is_file():
        there = ", ".join(names(settings))
        raise CallqError(
            f'No saved map is called "{name}".',
            hint=f"Saved maps: {there}." if there else "Save one with --save-map NAME.",
            code=Exit.NOT_FOUND,
            name="unknown-map",
        )
    try:
        columns = json.loads(path.read_text("utf-8"))["columns"]
        found = {str(header): str(field) for header, field in columns.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise CallqError(
            f"Can't read the map {path}.", hint="Save it again with --save-map.",
            code=Exit.BAD_FILE, name="unreadable-map",
        ) from None  # fmt: skip
    wrong = [field for field in found.values() if field not in FIELDS]
    if wrong:
        raise CallqError(
            f'The map {path} names an unknown field "{wrong[0]}".',
            hint=f"Fields: {', '.join(FIELDS)}.",
            code=Exit.BAD_FILE,
            name="unknown-field-in-map",
        )
    return found


def load_words(settings: Settings, name: str) -> dict[str, str]:
    """What words of outcome columns mean, as saved with a map that `load` reads."""
    words = json.loads(_file(settings, name).read_text("utf-8")).get("words", {})
    meanings = (*MEANINGS, STAGE)
    return {str(word): text for word, text in words.items() if text in meanings}


def load_dates(settings: Settings, name: str) -> str:
    """How dates are written, as saved with a map that `load` reads; or ""."""
    dates = json.loads(_file(settings, name).read_text("utf-8")).get("dates", "")
    return dates if dates in tuple(Spelled) else ""


def names(settings: Settings) -> list[str]:
    """The names of the saved maps."""
    return sorted(path.stem for path in _folder(settings).glob("*.json"))


def fitting(kept: Mapping[str, str], headers: Iterable[str], name: str) -> dict[str, str]:
    """The part of a saved map that fits the headers of a file.

    Raises:
        CallqError: It fits none of them.
    """
    there = {simplified(header) for header in headers}
    found = {header: field for header, field in kept.items() if simplified(header) in there}
    if not found:
        raise CallqError(
            f'The map "{name}" fits none of this file\'s columns.',
            hint=f"It's for files with {', '.join(list(kept)[:5])}.",
            name="map-does-not-fit",
        )
    return found


def _file(settings: Settings, name: str) -> Path:
    return _folder(settings) / f"{name}.json"


def _folder(settings: Settings) -> Path:
    return settings.config_file.with_name("maps")
