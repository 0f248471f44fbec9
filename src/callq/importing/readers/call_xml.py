"""Reads the calls that SMS Backup & Restore writes on an Android phone, in XML."""

import html
import io
import re
from collections.abc import Iterator

from callq.errors import CallqError, Exit
from callq.importing.readers.quoting import QUOTE
from callq.importing.readers.table import Dialect, Row, Rows, Source, Table

_START = re.compile(rb"\s*(?:<\?[^>]*>\s*|<!--.*?-->\s*)*<calls\b", re.DOTALL)
_CALL = re.compile(r"<call\s+([^<>]*?)/?>")
_ATTRIBUTE = re.compile(r"([\w-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_HEADERS = {
    "number": "Number", "contact_name": "Name", "type": "Type", "date": "Start Time",
    "duration": "Duration",
}  # fmt: skip
_LONGEST = 1 << 16
_UNKNOWN = "(Unknown)"


def sniff(head: bytes) -> bool:
    """Tells by the first bytes whether a file is a backup of calls."""
    return _START.match(head.removeprefix(b"\xef\xbb\xbf")) is not None


def read(source: Source, encoding: str = "") -> Table:
    """Opens a backup of calls as a table. Entities are never declared or looked up.

    Args:
        source: The opened file.
        encoding: The encoding; UTF-8 by default, as the app writes it.

    Returns:
        The table, one row for each call.

    Raises:
        CallqError: It holds no call.
    """
    source.stream.seek(0)
    text = io.TextIOWrapper(source.stream, encoding or "utf-8-sig", "replace", newline=None)
    rows = Rows(_rows(text))
    if not rows.peek(1):
        raise CallqError(
            f"{source.name} is an XML file with no calls in it.",
            code=Exit.BAD_FILE,
            name="no-people-in-file",
        )
    return Table(
        name=source.name,
        headers=tuple(_HEADERS.values()),
        rows=rows,
        dialect=Dialect("utf-8-sig", ",", QUOTE, 0, source.size),
        tell=lambda: source.size if text.closed else source.stream.tell(),
        on_close=text.close,
    )


def _rows(text: io.TextIOWrapper) -> Iterator[Row]:
    number = 0
    while line := text.readline(_LONGEST):
        number += 1
        for call in _CALL.finditer(line):
            said = {name: html.unescape(a or b) for name, a, b in _ATTRIBUTE.findall(call[1])}
            cells = (said.get(name, "").replace("\0", "").strip() for name in _HEADERS)
            yield Row(number, tuple("" if cell == _UNKNOWN else cell for cell in cells))
