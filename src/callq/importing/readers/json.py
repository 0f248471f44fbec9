"""Reads JSON: one object a line, an array of objects, or the objects that callq itself prints."""

import io
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NoReturn

from callq.errors import CallqError, Exit
from callq.importing.readers.encodings import find_encoding, named_encoding
from callq.importing.readers.layout import tidy
from callq.importing.readers.quoting import QUOTE
from callq.importing.readers.table import MARKS, Dialect, Row, Rows, Source, Table

_LONGEST = 1 << 24
"""No object is longer; neither is a line."""
_CHUNK = 1 << 16
_MOST_COLUMNS = 200
_REST = "More (JSON)"
"""The column for everything beyond the last column allowed."""

_START = re.compile(rb"\s*\[?\s*\{\s*[\"}]|\s*\[\s*(?:\]\s*)?$")
_WRAPPERS = frozenset(
    {"items", "data", "results", "records", "people", "contacts", "prospects", "leads", "rows"}
    | {"connections", "calls", "persons", "entries", "value", "objects", "users", "customers"}
)
"""Names under which other programs put the array of people, or of calls."""
_COMPANY = frozenset(
    {"name", "display_name", "company", "company_name", "organization", "account", "account_name"}
)
"""Names under which an object says which company it is."""
_MEMBERS = ("contacts", "people", "persons", "employees", "members")
"""Names under which a company has its people."""
_INLINED = frozenset({"custom", "custom_fields", "fields", "properties", "attributes"})
_LINES = re.compile(
    r"tags?|labels?|categor(?:y|ies)|groups?|keywords|notes?|comments?", re.IGNORECASE
)
_PHONES = re.compile(
    r"(?:.*[ _-])?(?:(?:tele)?phones?|(?:tele)?phone[ _-]?numbers?|numbers|mobiles?|cells?|tels?)",
    re.IGNORECASE,
)
_EMAILS = re.compile(r"(?:.*[ _-])?e-?mails?(?:[ _-]?addresses)?", re.IGNORECASE)
_NUMBER_KEYS = (
    *("written", "number", "value", "phone", "e164", "phone_number", "phoneNumber", "tel"),
    *("canonicalForm", "email", "address", "emailAddress"),
)
_WHOLE = {
    "names": {"displayName": "Name", "givenName": "First Name", "familyName": "Last Name"},
    "organizations": {"name": "Company", "title": "Title", "department": "Department"},
    "biographies": {"value": "Notes"},
    "urls": {"value": "Website"},
    "birthdays": {"text": "Birthday"},
    "addresses": {"formattedValue": "Address", "city": "City", "region": "State",
                  "postalCode": "Postal Code", "country": "Country"},
}  # fmt: skip
"""What Google keeps in lists of objects, by key; the first, which is the primary one, counts."""
_OF_OTHERS = {"org_id": "company", "organization": "company", "account": "company",
              "owner_id": "owner", "owner": "owner", "user_id": "owner"}  # fmt: skip
"""Objects that a person belongs to: of each, the name is what a rep needs."""
_TECHNICAL = frozenset({"attributes", "metadata", "etag", "resourcename"})
_LABEL_KEYS = ("label", "type", "kind", "formattedType")
_OWN = {
    "id": "callq id (JSON)",
    "state": "status (JSON)",
    "zone": "time zone",
    "last_at": "last called",
    "last_note": "note",
    "callback_at": "callback at",
    "phone_shown": "",
    "zones": "",
    "leased_to": "",
}
"""What callq's own words are as headers, where they would be taken for something else."""
_NEVER = re.compile(r"\b(?:do[ -]not[ -]call|dnc)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Item:
    """An object, or what the file has in place of one."""

    line: int
    value: Any
    bad: str = ""
    """The text, if it isn't an object."""
    own: bool = False
    """Whether callq wrote it."""
    text: str = ""
    """Its line, where it has one to itself."""


def sniff(head: bytes) -> bool:
    """Tells by the first bytes whether a file is JSON with objects in it."""
    text = head.lstrip(b"\xef\xbb\xbf\xff\xfe").replace(b"\0", b"")
    return _START.match(text) is not None


def read(source: Source, encoding: str = "") -> Table:
    """Opens JSON as a table, one row for each object.

    Args:
        source: The opened file.
        encoding: The encoding, when the user knows it; else it is found out.

    Returns:
        The table; its rows are read from the file as they are asked for.

    Raises:
        CallqError: It isn't JSON, or holds no objects.
    """
    objects = _Objects(source, encoding)
    headers = objects.survey()
    if not headers:
        raise CallqError(
            f"{source.name} is a JSON file with no people in it.",
            code=Exit.BAD_FILE,
            name="no-people-in-file",
        )
    return Table(
        name=source.name,
        headers=headers,
        rows=Rows(objects.rows(headers)),
        dialect=Dialect("utf-8-sig", ",", QUOTE, 0, source.size),
        remarks=tuple(objects.remarks()),
        form="json",
        unit="object" if objects.crowded else "line",
        tell=objects.tell,
        on_close=objects.close,
    )


class _Objects:
    """The objects of a file. It is read twice: for its columns, then for its rows."""

    def __init__(self, source: Source, encoding: str) -> None:
        self._source = source
        self._found = named_encoding(encoding) if encoding else find_encoding(source)
        source.stream.seek(0)
        self._text = io.TextIOWrapper(
            source.stream, self._found.name, self._found.errors, newline=None
        )
        self._bad: list[tuple[int, int]] = []
        self.crowded = False
        """Whether lines hold several objects, so that objects are counted instead of lines."""

    def survey(self) -> tuple[str, ...]:
        """Goes through the objects for the columns that they need."""
        seen: dict[str, None] = {}
        last = 0
        for count, item in enumerate(self._items(), 1):
            self.crowded = self.crowded or item.line == last
            last = item.line
            if item.bad:
                self._bad.append((count, item.line))
            else:
                seen.update((header, None) for header, _ in _pairs(item))
        headers = list(seen)
        if len(headers) > _MOST_COLUMNS:
            headers = [*headers[:_MOST_COLUMNS], _REST]
        return tuple(headers)

    def rows(self, headers: tuple[str, ...]) -> Iterator[Row]:
        """Yields a row for each object; anything else goes in an extra cell."""
        columns = {header: at for at, header in enumerate(headers)}
        for count, item in enumerate(self._items(), 1):
            line = count if self.crowded else item.line
            cells = [""] * len(headers)
            if item.bad:
                yield Row(line, (*cells, item.bad), ("not a JSON object",), item.bad)
                continue
            for header, text in _pairs(item):
                at = columns.get(header)
                if at is None:
                    at, text = len(headers) - 1, f"{header}: {text}"  # noqa: PLW2901
                cells[at] = f"{cells[at]}\n{text}" if cells[at] else text
            if any(cells):
                # The schema marks callq's own objects; inside an array it would be lost.
                mark = {"schema": "callq."} if item.own else {}
                raw = item.text or json.dumps(mark | item.value, ensure_ascii=False)
                yield Row(line, tuple(cells), (), raw)

    def remarks(self) -> Iterator[str]:
        """Yields remarks on the file as a whole, after `survey`."""
        if self._found.remark:
            yield self._found.remark
        if count := len(self._bad):
            verb = "aren't JSON objects" if count > 1 else "isn't a JSON object"
            what, first = ("item", self._bad[0][0]) if self.crowded else ("line", self._bad[0][1])
            yield f"{count:,} {what}{'s' * (count > 1)} {verb}, from {what} {first:,}"

    def tell(self) -> int:
        """Returns how far the file was read."""
        return self._source.size if self._text.closed else self._source.stream.tell()

    def close(self) -> None:
        """Closes the file."""
        self._text.close()

    def _items(self) -> Iterator[_Item]:
        """Yields the objects, from the start of the file."""
        self._text.seek(0)
        by_line = self._is_by_line()
        self._text.seek(0)
        if by_line:
            return _each_member(self._lines())
        return _each_member(_Document(self._source.name, self._text.read).items())

    def _is_by_line(self) -> bool:
        """Tells whether the first line is an object by itself, and no array in a wrapping."""
        line = " "
        while line.isspace():
            line = self._text.readline(_LONGEST)
        found = _parsed(line.removeprefix("\ufeff").strip().removesuffix(","))
        if not isinstance(found, dict):
            return False
        wraps = any(_wraps(key, found) and isinstance(found[key], list) for key in found)
        wraps = wraps or _is_keyed(found) or (len(found) == 1 and _is_keyed(*found.values()))
        # An object with a name and people may be a list of that name; a second line tells.
        return not wraps or (_is_company(found) and bool(self._text.readline(_LONGEST).strip()))

    def _lines(self) -> Iterator[_Item]:
        """Yields the objects of a file with one on each line."""
        number = 0
        while line := self._text.readline(_LONGEST):
            number += 1
            rest = line
            while rest and not rest.endswith("\n"):
                rest = self._text.readline(_LONGEST)
            text = line.removeprefix("\ufeff").replace("\0", "").strip().removesuffix(",")
            if text:
                value = _parsed(text)
                bad = "" if isinstance(value, dict) else text
                own = isinstance(value, dict) and _is_own(value.get("schema"))
                yield _Item(number, value, bad, own, text)


class _Document:
    """JSON read a value at a time, however it is broken into lines."""

    def __init__(self, name: str, read_text: Callable[[int], str]) -> None:
        self._name = name
        self._read = read_text
        self._buffer = ""
        self._at = 0
        self._line = 1
        """The line of the character at `_counted`."""
        self._counted = 0

    def items(self) -> Iterator[_Item]:
        """Yields the objects."""
        while char := self._peek():
            if char == "[":
                yield from self._array(own=False)
            elif char == "{":
                yield from self._object()
            else:
                self._refuse("expected { or [ here")

    def _array(self, *, own: bool) -> Iterator[_Item]:
        """Yields the items of an array."""
        self._take("[")
        while self._peek() != "]":
            line = self._here()
            value = self._value()
            bad = "" if isinstance(value, dict) else json.dumps(value, ensure_ascii=False)
            yield _Item(line, value, bad, own)
            if self._peek() == "]":
                break
            self._take(",")
        self._take("]")

    def _object(self) -> Iterator[_Item]:
        """Yields an object, or the items of the arrays that it wraps."""
        line, wraps = self._here(), False
        found: dict[str, Any] = {}
        self._take("{")
        while self._peek() != "}":
            key = self._value()
            if not isinstance(key, str):
                self._refuse("expected a name in quotes here")
            self._take(":")
            if _wraps(key, found) and self._peek() == "[":
                wraps = True
                yield from self._array(own=_is_own(found.get("schema")))
            else:
                found[key] = self._value()
            if self._peek() == "}":
                break
            self._take(",")
        self._take("}")
        if wraps:
            return
        keyed = found
        if len(found) == 1 and (key := next(iter(found))) in _WRAPPERS:
            keyed = found[key]
        if _is_keyed(keyed):
            yield from (_Item(line, {"key": key} | one) for key, one in keyed.items())
        else:
            yield _Item(line, found, "", _is_own(found.get("schema")))

    def _peek(self) -> str:
        """Returns the next character that isn't blank, or "" at the end."""
        while True:
            while self._at < len(self._buffer):
                if self._buffer[self._at] not in " \t\r\n\ufeff\0":
                    return self._buffer[self._at]
                self._at += 1
            if not self._fill():
                return ""

    def _take(self, wanted: str) -> None:
        if self._peek() != wanted:
            self._refuse(f"expected {wanted} here")
        self._at += 1

    def _value(self) -> Any:
        """Takes the next value, reading on while it isn't whole."""
        self._peek()
        while True:
            try:
                value, end = _DECODER.raw_decode(self._buffer, self._at)
            except (ValueError, RecursionError) as error:
                if len(self._buffer) - self._at > _LONGEST or not self._fill():
                    why = getattr(error, "msg", "it can't be read").removesuffix(" starting at")
                    self._at = min(getattr(error, "pos", self._at), len(self._buffer))
                    self._refuse(why[:1].lower() + why[1:])
            else:
                if end == len(self._buffer) and self._fill():
                    continue  # a number may go on
                self._at = end
                return value

    def _fill(self) -> bool:
        """Reads on, twice as much as waits; tells whether there was more."""
        more = self._read(max(_CHUNK, len(self._buffer) - self._at))
        if more:
            self._count()
            self._buffer, self._at = self._buffer[self._at :] + more, 0
            self._counted = 0
        return bool(more)

    def _here(self) -> int:
        """Returns the line of what comes next."""
        self._peek()
        return self._count()

    def _count(self) -> int:
        """Returns the line of the next character."""
        self._line += self._buffer.count("\n", self._counted, self._at)
        self._counted = self._at
        return self._line

    def _refuse(self, why: str) -> NoReturn:
        line = self._count()
        raise CallqError(
            f"{self._name} has a JSON mistake on line {line:,}: {why}.",
            hint="Fix that line, or save the file as CSV and import that.",
            code=Exit.BAD_FILE,
            name="bad-json",
        )


_DECODER = json.JSONDecoder(parse_constant=lambda _: None)


def _parsed(text: str) -> Any:
    """Returns a value, or None when the text isn't one."""
    try:
        return _DECODER.decode(text)
    except (ValueError, RecursionError):
        return None


def _is_own(schema: object) -> bool:
    return isinstance(schema, str) and schema.startswith("callq.")


def _is_company(value: Mapping[str, Any]) -> bool:
    """Tells whether an object is a company, not a wrapper around people."""
    if "schema" in value:
        return False
    return any(key.lower() in _COMPANY and isinstance(value[key], str) for key in value)


def _wraps(key: str, found: Mapping[str, Any]) -> bool:
    """Tells whether a key of an object holds the array that the file is about."""
    if key == "calls":  # of a person, if the object is one
        return not ({"schema", "name", "phone", "email"} & set(found))
    return key in _WRAPPERS


def _is_keyed(value: Any) -> bool:
    """Tells whether an object holds people by their keys: objects alike, and nothing else."""
    if not isinstance(value, dict) or not value or "schema" in value:
        return False
    if not all(isinstance(one, dict) and one for one in value.values()):
        return False
    first, *others = (set(one) for one in value.values())
    said = {key.lower().replace("_", "") for key in first}
    known = said & {"name", "firstname", "lastname", "phone", "email", "fullname", "mobile"}
    return bool(others and known) and all(first & other for other in others)


def _each_member(items: Iterator[_Item]) -> Iterator[_Item]:
    """Yields the people of a company one by one, each with what is known of the company."""
    for item in items:
        members = []
        if isinstance(item.value, dict) and not item.own and _is_company(item.value):
            members = [
                (key, one)
                for key in _MEMBERS
                if isinstance(item.value.get(key), list)
                for one in item.value[key]
                if isinstance(one, dict)
            ]
        for key, one in members:
            company = {name: inner for name, inner in item.value.items() if name != key}
            yield _Item(item.line, _as_company(company, one) | one)
        if not members:
            yield item


def _as_company(company: dict[str, Any], member: dict[str, Any]) -> dict[str, Any]:
    """Returns what is known of a company under names that are not its member's own."""
    found: dict[str, Any] = {}
    for name, inner in company.items():
        if name.lower() in _COMPANY and isinstance(inner, str):
            found.setdefault("company", inner)
        elif name in member or name.lower() == "id":
            found[f"company {name}"] = inner
        else:
            found[name] = inner
    return found


# From objects to cells


def _pairs(item: _Item) -> Iterator[tuple[str, str]]:
    """Yields header and text of everything in an object, each header once."""
    joined: dict[str, str] = {}
    for header, text in _own_pairs(item.value) if item.own else _flat(item.value):
        name, tidied = tidy(header)[:120], text.strip()
        if tidied and name:
            joined[name] = f"{joined[name]}\n{tidied}" if name in joined else tidied
    yield from joined.items()


def _own_pairs(value: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yields header and text of everything in an object that callq wrote."""
    renamed = {
        _OWN.get(key, key): inner
        for key, inner in value.items()
        if key not in {"schema", "calls"} and _OWN.get(key, key)
    }
    # A zone that follows from the number is left to the number.
    if value.get("state") == "do-not-call" or _NEVER.search(str(value.get("last_outcome"))):
        renamed["do not call"] = True
    yield from _flat(renamed)


def _flat(value: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yields header and text of everything in an object."""
    for key, inner in value.items():
        if key in MARKS or (key.lower() in _TECHNICAL and _is_technical(key, inner)):
            continue
        if isinstance(inner, dict):
            yield from _nested(key, inner)
        elif isinstance(inner, list):
            yield from _listed(key, inner)
        else:
            yield key, _text(inner)


def _nested(key: str, value: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yields what is in an object within an object, if it is flat, or its JSON."""
    value = {k: v for k, v in value.items() if not _is_technical(k, v)}
    if (header := _OF_OTHERS.get(key.lower())) and (name := _name_in(value)):
        yield header, name
        value = {k: v for k, v in value.items() if k.lower() != "name"}
    if any(isinstance(inner, dict | list) for inner in value.values()):
        yield f"{key} (JSON)", json.dumps(value, ensure_ascii=False)
        return
    for name, inner in value.items():
        if key.lower() in _INLINED:
            header = name
        elif key.lower() in {"name", "names"}:
            header = f"{name} {key}"
        else:
            header = f"{key} {name}"
        yield header, _text(inner)


def _is_technical(key: str, value: Any) -> bool:
    """Tells whether a value is how a program names its own objects, as Salesforce and Google do."""
    if key.lower() == "attributes":
        return isinstance(value, dict) and set(value) <= {"type", "url"}
    return key.lower() in _TECHNICAL


def _name_in(value: Mapping[str, Any]) -> str:
    name = next((inner for key, inner in value.items() if key.lower() == "name"), None)
    return name if isinstance(name, str) else ""


def _listed(key: str, values: list[Any]) -> Iterator[tuple[str, str]]:
    """Yields the phones or addresses of a list, numbered, or its JSON."""
    simple = not any(isinstance(each, dict | list) for each in values)
    if key in _WHOLE and values and isinstance(values[0], dict):
        yield from ((header, _text(values[0].get(k))) for k, header in _WHOLE[key].items())
        if len(values) > 1:
            yield f"more {key} (JSON)", json.dumps(values[1:], ensure_ascii=False)
        return
    if _PHONES.fullmatch(key):
        yield from _numbers(values)
    elif _EMAILS.fullmatch(key):
        for number, each in enumerate(values, 1):
            yield f"Email {number}", _text(_first(each, _NUMBER_KEYS))
    elif simple and _LINES.fullmatch(key):
        yield key, "\n".join(map(_text, values))
    elif values:
        yield f"{key} (JSON)", json.dumps(values, ensure_ascii=False)


def _numbers(values: list[Any]) -> Iterator[tuple[str, str]]:
    """Yields the numbers of a list with their kinds."""
    for number, each in enumerate(values, 1):
        text = _text(_first(each, _NUMBER_KEYS))
        if isinstance(each, dict):
            if (extension := _text(each.get("extension"))) and extension not in text:
                text = f"{text} x{extension}"
            yield f"Phone {number} - Type", _text(_first(each, _LABEL_KEYS))
            if each.get("do_not_call") is True:
                yield "do not call", "yes"
        yield f"Phone {number} - Value", text


def _first(value: Any, keys: tuple[str, ...]) -> Any:
    """Returns the first filled value that an object has under some keys; else the value."""
    if not isinstance(value, dict):
        return value
    return next((value[key] for key in keys if value.get(key)), None)


def _text(value: Any) -> str:
    """Returns a value as the text of a cell."""
    if value is None:
        return ""
    if isinstance(value, str):
        # A lone half of a character pair can't be stored.
        return value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        whole = value.is_integer() and abs(value) < 1e17
        return str(int(value)) if whole else format(Decimal(repr(value)), "f")
    return str(value) if isinstance(value, int) else json.dumps(value, ensure_ascii=False)
