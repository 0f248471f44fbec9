"""Reads LDIF, the address books of Thunderbird and directories: one row for each entry."""

import base64
import binascii
import io
import re
from collections.abc import Iterator

from callq.errors import CallqError, Exit
from callq.importing.readers.encodings import find_encoding, named_encoding
from callq.importing.readers.quoting import QUOTE
from callq.importing.readers.table import Dialect, Row, Rows, Source, Table
from callq.named_tuple import NamedTuple

_START = re.compile(
    rb"(?:[^\n:]*\n){0,9}?"
    rb"(?:version:[ ]*1[ \t\r]*\n(?:[ \t\r]*\n|#[^\n]*\n)*)?dn::? ?\S"
)
_LONGEST = 1 << 24
_HEADERS = {
    "cn": "Name", "commonname": "Name", "givenname": "First Name", "gn": "First Name",
    "sn": "Last Name", "surname": "Last Name", "o": "Company", "company": "Company",
    "organizationname": "Company", "ou": "Department", "title": "Title",
    "mail": "Email", "mozillasecondemail": "Email 2", "telephonenumber": "Work Phone",
    "homephone": "Home Phone", "mobile": "Mobile", "cellphone": "Mobile",
    "mobiletelephonenumber": "Mobile", "fax": "Fax", "facsimiletelephonenumber": "Fax",
    "pager": "Pager", "pagerphone": "Pager", "street": "Address", "streetaddress": "Address",
    "mozillaworkstreet2": "Address 2", "l": "City", "locality": "City", "st": "State",
    "region": "State", "postalcode": "Postal Code", "c": "Country", "countryname": "Country",
    "description": "Notes", "mozillaworkurl": "Website", "workurl": "Website",
    "labeleduri": "Website", "mozillanickname": "Nickname", "homepostaladdress": "Home Address",
    "mozillahomestreet": "Home Address", "mozillahomelocalityname": "Home City",
    "mozillahomestate": "Home State", "mozillahomepostalcode": "Home Postal Code",
    "mozillahomecountryname": "Home Country",
}  # fmt: skip
_DROPPED = frozenset(
    {"dn", "objectclass", "changetype", "modifytimestamp", "mozillausehtmlmail", "jpegphoto"}
    | {"usercertificate", "userpassword", "entryuuid", "version", "photo", "usersmimecertificate"}
)
"""Attributes that tell a rep nothing."""
_GROUPS = frozenset({"groupofnames", "groupofuniquenames", "organizationalunit", "dcobject"})
_NUMBERS = frozenset({"Work Phone", "Home Phone", "Mobile", "Email", "Email 2"})


class _Entry(NamedTuple):
    """One entry: its line, and its attributes as header and text."""

    line: int
    pairs: dict[str, str]
    group: bool
    raw: str


def sniff(head: bytes) -> bool:
    """Tells by the first bytes whether a file is LDIF, also after a few other lines."""
    text = head.lstrip(b"\xef\xbb\xbf\xff\xfe").replace(b"\0", b"").replace(b"\r", b"\n")
    return _START.match(text.lstrip()) is not None


def read(source: Source, encoding: str = "") -> Table:
    """Opens an LDIF file as a table, one row for each person.

    Args:
        source: The opened file.
        encoding: The encoding, when the user knows it; LDIF is UTF-8 by its own rules.

    Returns:
        The table; its rows are read from the file as they are asked for.

    Raises:
        CallqError: No entry is a person.
    """
    found = named_encoding(encoding) if encoding else find_encoding(source)
    source.stream.seek(0)
    text = io.TextIOWrapper(source.stream, found.name, found.errors, newline=None)
    seen: dict[str, None] = {}
    groups = 0
    for entry in _entries(text):
        groups += entry.group
        if not entry.group:
            seen.update(dict.fromkeys(entry.pairs))
    if not seen:
        raise CallqError(
            f"{source.name} is an LDIF file with no people in it.",
            code=Exit.BAD_FILE,
            name="no-people-in-file",
        )
    headers = tuple(seen)
    left = f"{groups:,} group{'s' * (groups > 1)} left out" if groups else ""

    def rows() -> Iterator[Row]:
        text.seek(0)
        for entry in _entries(text):
            if not entry.group:
                cells = tuple(entry.pairs.get(header, "") for header in headers)
                yield Row(entry.line, cells, (), entry.raw)

    return Table(
        name=source.name,
        headers=headers,
        rows=Rows(rows()),
        dialect=Dialect("utf-8-sig", ",", QUOTE, 0, source.size),
        remarks=tuple(filter(None, (found.remark, left))),
        form="delimited",
        tell=lambda: source.size if text.closed else source.stream.tell(),
        on_close=text.close,
    )


def _entries(text: io.TextIOWrapper) -> Iterator[_Entry]:
    """Yields the entries; whatever comes before the first `dn:` is left out."""
    begun, classes = 0, set[str]()
    pairs: dict[str, str] = {}
    for line, name, value in _attributes(text):
        if name == "dn":
            if begun and pairs:
                yield _entry(begun, pairs, classes)
            begun, pairs, classes = line, {}, set()
        elif begun and name == "objectclass":
            classes.add(value.lower())
        elif begun and name not in _DROPPED and value:
            header = _HEADERS.get(name, name)
            known = pairs.get(header)
            gap = "; " if header in _NUMBERS else "\n"
            pairs[header] = f"{known}{gap}{value}" if known else value
    if begun and pairs:
        yield _entry(begun, pairs, classes)


def _entry(line: int, pairs: dict[str, str], classes: set[str]) -> _Entry:
    raw = ", ".join(f"{header}: {text}" for header, text in pairs.items())
    return _Entry(line, pairs, bool(classes & _GROUPS), raw)


def _attributes(text: io.TextIOWrapper) -> Iterator[tuple[int, str, str]]:
    """Yields line, name in small letters, and value of each attribute, unfolded and decoded."""
    start, held = 0, ""
    for number, line in enumerate(_lines(text), 1):
        if line.startswith(" "):
            held = held + line[1:] if len(held) < _LONGEST else held
            continue
        if found := _attribute(held):
            yield start, *found
        start, held = number, "" if line.startswith("#") else line
    if found := _attribute(held):
        yield start, *found


def _lines(text: io.TextIOWrapper) -> Iterator[str]:
    while line := text.readline(_LONGEST):
        yield line.replace("\0", "").rstrip("\n")


def _attribute(line: str) -> tuple[str, str] | None:
    """Returns name and value of `name: text`, `name:: base64` or `name;option: text`."""
    name, colon, value = line.removeprefix("\ufeff").partition(":")
    name = name.partition(";")[0].strip().lower()
    if not colon or not name or " " in name:
        return None
    if value.startswith(":"):
        try:
            value = base64.b64decode(value[1:].strip(), validate=True).decode("utf-8", "replace")
        except (binascii.Error, ValueError):
            return None
    # A link to the value, as `jpegPhoto:< file:///…`, isn't followed.
    return None if value.startswith("<") else (name, value.strip())
