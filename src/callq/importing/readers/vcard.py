"""Reads vCard address books, of every version and as every program writes them."""

import base64
import binascii
import codecs
import io
import quopri
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import count, islice
from urllib.parse import unquote

from callq.errors import CallqError, Exit
from callq.importing.readers.encodings import (
    PATCH,
    Encoding,
    find_encoding,
    named_encoding,
    refuse_encoding,
)
from callq.importing.readers.layout import tidy
from callq.importing.readers.quoting import QUOTE
from callq.importing.readers.table import Dialect, Row, Rows, Source, Table

REJECTED = "X-CALLQ-REJECTED"
"""The property of a rejects file that says why; left out when it is read again."""
_LONGEST_LINE = 1 << 20
"""What a property has beyond is cut off; nothing but a picture is as long."""
_LONGEST_CARD = 1 << 24
"""What a card has beyond is left out when it is rejected."""
_MOST_PROPERTIES = 5000
_MOST_COLUMNS = 200
_LONGEST_CUSTOM = 500
_LONGEST_KEPT = 200
_LONGEST_FIELD = 120
_LONGEST_NAME = 40
"""Names and labels beyond are for machines."""
_REST = "More (vCard)"
"""The column for everything beyond the last column allowed."""

_PROPERTY = re.compile(
    r"(?:(?P<group>[\w-]{1,60})\.)?(?P<name>[A-Za-z][\w-]{0,200})[ \t]*"
    r'(?P<parameters>(?:;(?:[^":;]|"[^"]*")*)*):',
    re.ASCII,
)
_LOOSE_PROPERTY = re.compile(
    r"(?:(?P<group>[\w-]{1,60})\.)?(?P<name>[A-Za-z][\w-]{0,200})[ \t]*(?P<parameters>;[^:]*):",
    re.ASCII,
)
_MARKER = re.compile(r"\s*(?:BEGIN|END)\s*:\s*VCARD\s*$", re.IGNORECASE)
_MARKS = frozenset("BbEe")
_PARAMETER = re.compile(r';((?:[^";]|"[^"]*"|")*?)(?=;|$)')
_GAP = re.compile(r"(?<!\\)((?:\\\\)*);")
_COMMA = re.compile(r"(?<!\\)((?:\\\\)*),")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_APPLE_LABEL = re.compile(r"_\$!<(.*)>!\$_")
_OWN_LABEL = re.compile(
    r"X-CUSTOM\((?:CHARSET=([\w-]+),)?(?:ENCODING=([\w-]+),)?(.*)\)", re.IGNORECASE
)
_HUMPS = re.compile(r"(?<=[a-z])(?=[A-Z])")
_OFFSET = re.compile(r"(?:UTC|GMT)?[+-]?\d\d?:?(?:\d\d)?$")
_NUMBERED = re.compile(r"(.*?) (\d+)( - \w+)?")
_ENCODINGS = {
    "QUOTED-PRINTABLE": "Q", "Q": "Q", "BASE64": "B", "B": "B", "8BIT": "", "7BIT": "",
}  # fmt: skip
_NO_TEXT_CODECS = frozenset({"idna", "punycode", "undefined", "unicode_escape", "utf_7", "mbcs"})
_NEVER_DIALED = frozenset(
    {"fax", "facsimile", "telefax", "pager", "beeper", "bbs", "modem", "telex", "tty", "tdd"}
)
_LABELS = {"cell": "mobile", "iphone": "mobile", "cellular": "mobile", "business": "work"}
_NO_LABELS = frozenset({"voice", "pref", "internet", "msg", "video", "text", "tel", "phone", "x"})
_DROPPED = frozenset(
    {
        *("PHOTO", "LOGO", "SOUND", "KEY", "VERSION", "PRODID", "REV", "CLASS", "SORT-STRING"),
        *("LABEL", "MAILER", "SOURCE", "MEMBER", "CLIENTPIDMAP", "XML", "KIND", "PROFILE"),
        *(
            "BEGIN",
            "END",
            "X-ABLABEL",
            "X-ABADR",
            "X-MS-CARDPICTURE",
            "X-MS-OL-DESIGN",
            "X-ABSHOWAS",
        ),
        *("X-MS-OL-DEFAULT-POSTAL-ADDRESS", "X-ADDRESSBOOKSERVER-KIND", "X-PRODID"),
        *("X-PHONETIC-FIRST-NAME", "X-PHONETIC-LAST-NAME", "X-IMAGEHASH", "X-IMAGETYPE"),
        *(REJECTED, "X-CALLQ-STATE", "X-CALLQ-DUE", "X-CALLQ-HELD"),
    }
)
"""Properties that tell a rep nothing."""
_BINARY = frozenset({"PHOTO", "LOGO", "SOUND", "KEY", "X-MS-CARDPICTURE"})
_READ = frozenset({"N", "FN", "NICKNAME", "ORG", "TEL", "X-MS-TEL", "EMAIL", "ADR", "AGENT"})
_PLAIN = {
    "TITLE": "Title", "ROLE": "Role", "URL": "Website", "NOTE": "Notes", "CATEGORIES": "Tags",
    "UID": "External ID", "BDAY": "Birthday", "ANNIVERSARY": "Anniversary", "TZ": "Time Zone",
}  # fmt: skip
_OWN = {
    "X-CALLQ-OWNER": "Owner", "X-CALLQ-LIST": "List", "X-CALLQ-ID": "External ID",
    "X-CALLQ-LAST-OUTCOME": "Last outcome", "X-CALLQ-LAST-CALLED": "Last called",
    "X-CALLQ-DO-NOT-CALL": "Do not call",
}  # fmt: skip
"""What callq itself writes into its cards."""
_OWN_FIELD, _OWN_BLOCK = "X-CALLQ-FIELD", "X-CALLQ-DO-NOT-CALL"
_NEXT = frozenset({*_DROPPED, *_READ, *_PLAIN})
"""What begins the next property even where a line break of quoted-printable is left open."""
_ORDER = (
    *("Name", "Company", "Department", "Title", "Role", "Phone", "Email", "Address", "City"),
    *("State", "Postal Code", "Country", "Time Zone", "Website", "Tags", "Notes", "External ID"),
)
_ADDRESS = ("Address", "City", "State", "Postal Code", "Country")


@dataclass(frozen=True, slots=True)
class _Kind:
    """The part of a property before its colon, parsed."""

    name: str
    """In capitals."""
    parameters: tuple[tuple[str, str], ...]
    types: tuple[str, ...]
    """In small letters, each once, without the leading "x-"."""
    preference: int
    """The smaller, the more it is preferred; 101 when it isn't."""
    encoding: str
    """"Q" for quoted-printable, "B" for base64, else ""."""
    charset: str

    @classmethod
    def of(cls, name: str, parameters: tuple[tuple[str, str], ...]) -> "_Kind":
        """Understands the parameters of a property."""
        first: dict[str, str] = {}
        for key, value in parameters:
            first.setdefault(key, value)
        values = ",".join(value for key, value in parameters if key == "TYPE")
        types = (part.strip().lower().removeprefix("x-") for part in values.split(","))
        distinct = tuple(dict.fromkeys(filter(None, types)))
        preference = 1 if "pref" in distinct else 101
        written = first.get("PREF", "")
        if written.isascii() and written.isdecimal():
            preference = min(int(written[:4]), 100)
        encoding = _ENCODINGS.get(first.get("ENCODING", "").upper(), "")
        return cls(name, parameters, distinct, preference, encoding, first.get("CHARSET", ""))


@dataclass(frozen=True, slots=True)
class _Property:
    """One property of a card; its text as in the file, one character per byte."""

    kind: _Kind
    group: str
    raw: str

    @property
    def name(self) -> str:
        """Its name in capitals, or "" when it has none."""
        return self.kind.name


@dataclass(slots=True)
class _Card:
    """One card, as in the file."""

    line: int
    properties: list[_Property] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    agents: list["_Card"] = field(default_factory=list)
    raw: str = ""
    """All of it as in the file, one character per byte."""

    def of(self, *names: str) -> list[_Property]:
        """Returns the properties of a name, the preferred ones first."""
        found = [each for each in self.properties if each.kind.name in names]
        return sorted(found, key=lambda each: each.kind.preference) if found[1:] else found

    def label(self, prop: _Property) -> str:
        """Returns the label of a property, or ""."""
        if not prop.group:
            return ""
        for each in self.properties:
            if each.name == "X-ABLABEL" and each.group == prop.group:
                return each.raw
        return ""


_BEGINS = re.compile(rb"\s*begin[ \t]*:[ \t]*vcard(?:\s|$)", re.IGNORECASE)
_LINES_BEFORE = 9
"""How many lines with something in them may come before the first card."""


def sniff(head: bytes) -> bool:
    """Tells by the first bytes whether a file is an address book."""
    text = head.lstrip(b"\xef\xbb\xbf\xff\xfe").replace(b"\0", b"")
    lines = (line for line in re.split(rb"[\r\n]+", text) if line.strip())
    return any(map(_BEGINS.match, islice(lines, _LINES_BEFORE + 1)))


def read(source: Source, encoding: str = "") -> Table:
    """Opens an address book as a table, one row for each card.

    Args:
        source: The opened file.
        encoding: The encoding of what doesn't tell its own, when the user knows it.

    Returns:
        The table; its rows are read from the file as they are asked for.

    Raises:
        CallqError: There is nothing in its cards.
    """
    book = _Book(source, encoding)
    headers = book.survey()
    if not headers:
        raise CallqError(
            f"{source.name} is a vCard file with no people in it.",
            code=Exit.BAD_FILE,
            name="no-people-in-file",
        )
    return Table(
        name=source.name,
        headers=headers,
        rows=Rows(book.rows(headers)),
        dialect=Dialect("utf-8-sig", ",", QUOTE, 0, source.size),
        remarks=tuple(book.remarks()),
        form="vcard",
        unit="card on line",
        tell=book.tell,
        on_close=book.close,
    )


class _Book:
    """An address book. It is read twice: for its columns, then for its rows."""

    def __init__(self, source: Source, encoding: str) -> None:
        self._source = source
        self._found = _given(encoding) if encoding else find_encoding(source)
        source.stream.seek(0)
        self._wide = self._found.name.replace("_", "-").startswith(("utf-16", "utf-32"))
        codec = self._found.name if self._wide else "latin-1"
        self._text = io.TextIOWrapper(source.stream, codec, errors="replace", newline=None)
        self._words = _Words(Encoding("utf-8", PATCH) if self._wide else self._found, encoding)
        self._stray = 0
        self._groups = 0

    def survey(self) -> tuple[str, ...]:
        """Goes through the cards for the columns that they need."""
        seen: dict[str, None] = {}
        for card in self._cards():
            seen.update((header, None) for header, _ in self._pairs(card))
        places = {header: place for place, header in enumerate(seen)}
        headers = sorted(seen, key=lambda header: (*_place(header), places[header]))
        if len(headers) > _MOST_COLUMNS:
            headers = [*headers[:_MOST_COLUMNS], _REST]
        return tuple(headers)

    def rows(self, headers: tuple[str, ...]) -> Iterator[Row]:
        """Yields a row for each card."""
        columns = {header: at for at, header in enumerate(headers)}
        for card in self._cards():
            cells = [""] * len(headers)
            for header, text in self._pairs(card):
                at = columns.get(header)
                if at is None:
                    at, text = len(headers) - 1, f"{header}: {text}"  # noqa: PLW2901
                cells[at] = f"{cells[at]}\n{text}" if cells[at] else text
            yield Row(card.line, tuple(cells), tuple(dict.fromkeys(card.problems)), card.raw)

    def remarks(self) -> Iterator[str]:
        """Yields remarks on the file as a whole, after `survey`."""
        if self._found.remark and (self._wide or self._words.fell_back):
            yield self._found.remark
        if self._groups:
            yield f"{_counted(self._groups, 'card')} of groups, not of people, left out"
        if self._stray:
            yield f"{_counted(self._stray, 'line')} outside the cards left out"

    def tell(self) -> int:
        """Returns how far the file was read."""
        return self._source.size if self._text.closed else self._source.stream.tell()

    def close(self) -> None:
        """Closes the file."""
        self._text.close()

    def _cards(self) -> Iterator[_Card]:
        """Yields the cards of people and firms, from the start of the file."""
        self._text.seek(0)
        self._stray = self._groups = 0
        for card in self._any_cards():
            kinds = card.of("KIND", "X-ADDRESSBOOKSERVER-KIND")
            if kinds and kinds[0].raw.strip().lower() == "group":
                self._groups += 1
            else:
                yield card

    def _any_cards(self) -> Iterator[_Card]:
        """Yields the cards; one that isn't ended ends where the next begins."""
        stack: list[_Card] = []
        tape = _Tape(_lines(self._text, wide=self._wide))
        for line, prop, problem in _properties(iter(tape)):
            value = prop.raw.strip().upper()
            begins = value == "BEGIN:VCARD" if prop.name == "AGENT" else prop.name == "BEGIN"
            if begins and value.endswith("VCARD"):
                nested = prop.name == "AGENT" or (stack and _awaits_agent(stack[-1]))
                if stack and not nested:
                    yield _unended(stack[0], tape.cut(line))
                    stack.clear()
                if not stack:
                    tape.cut(line)
                stack.append(_Card(line))
                if len(stack) > 1 and len(stack) < 9:
                    stack[-2].agents.append(stack[-1])
            elif not stack:
                self._stray += 1
                tape.cut(line)
            elif prop.name == "END" and value == "VCARD":
                card = stack.pop()
                if not stack:
                    card.raw = tape.cut(line + 1)
                    yield card
            else:
                _add(stack[-1], prop, problem)
        if stack:
            yield _unended(stack[0], tape.cut())

    # What a card says

    def _pairs(self, card: _Card) -> Iterator[tuple[str, str]]:
        """Yields header and text of everything in a card, each header once but for the rest."""
        joined: dict[str, str] = {}
        for header, text in self._all_pairs(card):
            tidied = text.strip()
            if not tidied:
                continue
            gap = "\n" if header.startswith(("Notes", "Tags", "Address")) else ", "
            if header not in joined:
                joined[header] = tidied
            elif tidied not in joined[header].split(gap):
                joined[header] += gap + tidied
        yield from joined.items()

    def _all_pairs(self, card: _Card) -> Iterator[tuple[str, str]]:
        yield "Name", self._name(card)
        yield from self._organization(card)
        yield from self._phones(card)
        emails = dict.fromkeys(self._text_of(each) for each in card.of("EMAIL"))
        for number, text in enumerate(filter(None, emails), 1):
            yield ("Email" if number == 1 else f"Email {number}"), text.removeprefix("mailto:")
        yield from self._addresses(card)
        for agent in card.agents:
            numbers = [self._text_of(each) for each in agent.of("TEL")]
            yield "Agent (vCard)", " ".join(filter(None, [self._name(agent), *numbers]))
        websites = count(1)
        for prop in card.properties:
            if prop.name in _DROPPED or prop.name in _READ or len(prop.name) > _LONGEST_NAME:
                continue
            if prop.name == "UID" and card.of("X-CALLQ-ID"):
                continue
            if prop.name == _OWN_FIELD:
                yield _own_field(*self._parts(prop))
                continue
            header = self._header(card, prop)
            text = self._text_of(prop)
            if header == "Website" and text.strip() and (number := next(websites)) > 1:
                header = f"Website {number}"
            if prop.name not in _PLAIN and len(text) > _LONGEST_CUSTOM:
                continue
            yield header, text

    def _header(self, card: _Card, prop: _Property) -> str:
        """Returns the header of a property without a rule of its own."""
        if prop.name == "TZ" and _OFFSET.match(prop.raw.strip()):
            return "TZ (vCard)"
        if header := _PLAIN.get(prop.name) or _OWN.get(prop.name):
            return header
        label = dict(prop.kind.parameters).get("X-SERVICE-TYPE") or self._label(card, prop)
        return tidy(f"{(label or prop.name)[:_LONGEST_NAME]} (vCard)")

    def _name(self, card: _Card) -> str:
        """Returns the whole name: as displayed, else put together, else the nickname."""
        for prop in card.of("FN"):
            if text := " ".join(self._text_of(prop).split()):
                return text
        for prop in card.of("N"):
            parts = [*self._parts(prop), "", "", "", "", ""]
            family, given, middle, prefix, suffix = parts[:5]
            if text := " ".join(f"{prefix} {given} {middle} {family} {suffix}".split()):
                return text
        return next((" ".join(self._text_of(p).split()) for p in card.of("NICKNAME")), "")

    def _organization(self, card: _Card) -> Iterator[tuple[str, str]]:
        for number, prop in enumerate(card.of("ORG"), 1):
            company, *departments = [*self._parts(prop), ""]
            copy = f" {number}" if number > 1 else ""
            yield f"Company{copy}", company
            yield f"Department{copy}", ", ".join(filter(None, departments))
        if self._name(card) != (nick := ", ".join(map(self._text_of, card.of("NICKNAME")))):
            yield "Nickname (vCard)", nick

    def _phones(self, card: _Card) -> Iterator[tuple[str, str]]:
        """Yields the numbers with their kinds; faxes and pagers under their own headers."""
        numbers = count(1)
        seen: set[str] = set()
        opted_out = bool(card.of(_OWN_BLOCK))
        for prop in card.of("TEL", "X-MS-TEL"):
            text = _dialable(" ".join(self._text_of(prop).split()))
            if not text:
                continue
            label, kind = self._kind(card, prop)
            if not opted_out and (_OWN_BLOCK, "yes") in prop.kind.parameters:
                yield "Blocked (vCard)", text
            elif kind:
                yield f"{kind.capitalize()} ({label})" if label else kind.capitalize(), text
            elif text not in seen:
                seen.add(text)
                number = next(numbers)
                yield f"Phone {number} - Type", label or "phone"
                yield f"Phone {number} - Value", text

    def _kind(self, card: _Card, prop: _Property) -> tuple[str, str]:
        """Returns the label of a number, and "fax" or the like when it is not to be called."""
        label = self._label(card, prop)
        words = label.lower().split() or list(prop.kind.types)
        kind = next((word for word in (*words, *prop.kind.types) if word in _NEVER_DIALED), "")
        kept = (_LABELS.get(word, word) for word in words if word not in _NO_LABELS)
        return tidy(" ".join(dict.fromkeys(w for w in kept if w not in _NEVER_DIALED)))[
            :_LONGEST_NAME
        ], kind

    def _label(self, card: _Card, prop: _Property) -> str:
        """Returns a label that the owner of the book gave a property."""
        for key, _ in prop.kind.parameters:
            if own := _OWN_LABEL.match(key):
                return self._words.decoded(own[3], own[1] or "", "Q" if own[2] else "")
        for key, value in prop.kind.parameters:
            if key == "TYPE" and (own := _OWN_LABEL.match(value)):
                return self._words.decoded(own[3], own[1] or "", "Q" if own[2] else "")
        raw = self._words.decoded(card.label(prop), "", "").strip()
        apple = _APPLE_LABEL.fullmatch(raw)
        return _HUMPS.sub(" ", apple[1]) if apple else _unescaped(raw)

    def _addresses(self, card: _Card) -> Iterator[tuple[str, str]]:
        """Yields the preferred address, or the first at work, in parts; the others whole."""
        found = [(prop, self._address(prop)) for prop in card.of("ADR")]
        found = [(prop, parts) for prop, parts in found if any(parts)]
        found.sort(key=lambda each: (each[0].kind.preference, "work" not in each[0].kind.types))
        for number, (prop, parts) in enumerate(found):
            if number == 0:
                yield from zip(_ADDRESS, parts, strict=True)
                continue
            kind = self._label(card, prop) or " ".join(
                each for each in prop.kind.types if each not in {"pref", "postal", "parcel"}
            )
            yield tidy(f"Address {kind[:_LONGEST_NAME]} (vCard)"), ", ".join(filter(None, parts))

    def _address(self, prop: _Property) -> tuple[str, ...]:
        """Returns street, city, state, postal code and country."""
        parts = [", ".join(part.split("\n")).strip(" ,") for part in self._parts(prop)]
        parts += [""] * 7
        return (", ".join(filter(None, parts[:3])), *parts[3:7])

    def _parts(self, prop: _Property) -> list[str]:
        """Returns the parts of a structured value."""
        encoding, charset = prop.kind.encoding, prop.kind.charset
        quoted = encoding == "Q"
        parts = _split(
            _GAP, prop.raw if quoted else self._words.decoded(prop.raw, charset, encoding)
        )
        if quoted:
            parts = [self._words.decoded(part, charset, encoding) for part in parts]
        joined = (_COMMA.sub(r"\1, ", part) if prop.name == "N" else part for part in parts)
        return [_unescaped(part).strip() for part in joined]

    def _text_of(self, prop: _Property) -> str:
        """Returns the text of a property."""
        text = self._words.decoded(prop.raw, prop.kind.charset, prop.kind.encoding)
        if prop.name == "CATEGORIES":
            return "\n".join(_unescaped(part).strip() for part in _split(_COMMA, text))
        return _unescaped(text)


class _Words:
    """Decodes texts: by the charset beside them, as UTF-8, or as the file as a whole is written."""

    def __init__(self, file: Encoding, forced: str) -> None:
        self._file = file
        self._first = () if forced else ("utf-8",)
        self.fell_back = False

    def decoded(self, raw: str, charset: str, encoding: str) -> str:
        """Returns a text, a character for each byte, as it was meant.

        Args:
            raw: The text as in the file.
            charset: The charset named beside it, or "".
            encoding: "Q" for quoted-printable, "B" for base64, or "".
        """
        data = raw.encode("latin-1", "replace")
        if encoding == "Q":
            data = quopri.decodestring(data)
        elif encoding == "B":
            try:
                data = base64.b64decode(data, validate=True)
            except (binascii.Error, ValueError):
                return ""
        elif data.isascii() and not charset:
            return raw
        for codec in (*filter(None, [_codec(charset)]), *self._first):
            try:
                return data.decode(codec)
            except (UnicodeError, LookupError):
                continue
        self.fell_back = True
        return data.decode(self._file.name, self._file.errors)


# Lines


def _lines(text: io.TextIOWrapper, *, wide: bool) -> Iterator[tuple[int, str]]:
    """Yields number and text of each line that isn't blank, a character for each byte."""
    for number in count(1):
        line = text.readline(_LONGEST_LINE)
        if not line:
            return
        rest = line
        while rest and not rest.endswith("\n"):
            rest = text.readline(_LONGEST_LINE)
        if wide:
            line = line.encode("utf-8", "replace").decode("latin-1")
        line = line.replace("\0", "").rstrip("\n")
        if number == 1:
            line = line.removeprefix("\xef\xbb\xbf")
        if line.strip(" \t"):
            yield number, line


class _Tape:
    """Lines on their way, kept until a card is made of them."""

    def __init__(self, lines: Iterator[tuple[int, str]]) -> None:
        self._lines = lines
        self._kept: deque[tuple[int, str]] = deque()
        self._size = 0

    def __iter__(self) -> Iterator[tuple[int, str]]:
        """Yields number and text of each line."""
        for numbered in self._lines:
            self._size += len(numbered[1])
            if self._size < _LONGEST_CARD:
                self._kept.append(numbered)
            yield numbered

    def cut(self, before: int = 0) -> str:
        """Takes out the lines before one, or all, and returns them."""
        kept, taken = self._kept, []
        while kept and (not before or kept[0][0] < before):
            taken.append(kept.popleft()[1])
        self._size = sum(len(text) for _, text in kept)
        return "\n".join(taken)


def _unended(card: _Card, raw: str) -> _Card:
    """Returns a card without an end, with the end added."""
    card.problems.append("the card has no end")
    card.raw = f"{raw}\nEND:VCARD"
    return card


def _properties(lines: Iterator[tuple[int, str]]) -> Iterator[tuple[int, _Property, str]]:
    """Yields line, property and the problems about it, unfolded."""
    begun: _Unfolding | None = None
    for number, line in lines:
        marker = line.lstrip()[:1] in _MARKS and _MARKER.match(line)
        if marker:
            line = line.strip()  # noqa: PLW2901
        head = _PROPERTY.match(line) or _LOOSE_PROPERTY.match(line)
        if begun and not marker and begun.goes_on(line, head):
            continue
        if begun:
            yield begun.done()
        begun = _Unfolding(number, line, head)
    if begun:
        yield begun.done()


class _Unfolding:
    """A property whose coming lines may belong to it."""

    def __init__(self, number: int, line: str, head: re.Match[str] | None) -> None:
        self._number = number
        self._group = (head["group"] or "").lower() if head else ""
        self._kind = _kind(head["name"], head["parameters"]) if head else _NAMELESS
        self._name = self._kind.name
        self._parts = [line[head.end() :] if head else line]
        self._size = len(line)
        self._problem = "" if head else "unreadable line skipped"
        self._quoted = self._kind.encoding == "Q"
        self._binary = self._kind.encoding == "B" or self._name in _BINARY

    def goes_on(self, line: str, head: re.Match[str] | None) -> bool:
        """Takes a line that goes on with the property, or tells that it doesn't."""
        if self._name in {"BEGIN", "END"}:
            return False
        soft = self._quoted and self._parts[-1].rstrip(" \t").endswith("=")
        if soft and not (head and head["name"] in _NEXT):
            self._parts[-1] = self._parts[-1].rstrip(" \t")[:-1]
            self._append(line)
        elif line[0] in " \t":
            self._append(line[1:])
        elif head or not self._name:
            return False
        elif not self._binary:
            self._problem = f"a line without a name was read as part of {self._name}"
            self._append(("=0A" if self._quoted else "\n") + line)
        return True

    def done(self) -> tuple[int, _Property, str]:
        """Returns the line it began on, the property, and the problems."""
        raw = "".join(self._parts)
        if self._quoted:
            raw = raw.removesuffix("=")
        if self._binary:
            raw = "".join(raw.split())
        return self._number, _Property(self._kind, self._group, raw), self._problem

    def _append(self, text: str) -> None:
        self._size += len(text)
        if self._size <= _LONGEST_LINE:
            self._parts.append(text)


def _kind(name: str, parameters: str) -> _Kind:
    """Parses the part before a colon, cached because a book repeats the same few."""
    understand = _same_kind if len(parameters) < _LONGEST_KEPT else _new_kind
    return understand(name.upper(), parameters)


def _new_kind(name: str, parameters: str) -> _Kind:
    return _Kind.of(name, _parameters(parameters))


_same_kind = lru_cache(maxsize=1024)(_new_kind)
_NAMELESS = _Kind("", (), (), 101, "", "")


def _parameters(text: str) -> tuple[tuple[str, str], ...]:
    """Returns the parameters of a property; a bare word is an encoding or else a type."""
    found = []
    for written in _PARAMETER.findall(text):
        key, sign, value = written.partition("=")
        if _OWN_LABEL.match(written):
            found.append((written, ""))
            continue
        value = value.strip().strip('"').strip() if sign else key.strip()
        key = key.strip().upper() if sign else "TYPE"
        if not sign and value.upper() in _ENCODINGS:
            key = "ENCODING"
        found.append((key, value))
    return tuple(found)


def _own_field(name: str, *value: str) -> tuple[str, str]:
    """Returns header and text of a custom field that callq exported."""
    from callq.importing.headers import is_known

    header = tidy(name)[:_LONGEST_FIELD] or "Field"
    return f"{header} (field)" if is_known(header) else header, ";".join(value)


def _awaits_agent(card: _Card) -> bool:
    """Tells whether the next card is an agent's, inside this one."""
    last = card.properties[-1:]
    return bool(last) and last[0].name == "AGENT" and not last[0].raw.strip()


def _add(card: _Card, prop: _Property, problem: str) -> None:
    """Adds a property to a card, unless it tells nothing."""
    if problem:
        card.problems.append(problem)
    if prop.name in _BINARY or not prop.name:
        return
    if len(card.properties) < _MOST_PROPERTIES:
        card.properties.append(prop)
    else:
        card.problems.append(f"more than {_MOST_PROPERTIES:,} lines; skipped the rest")


# Words


def _split(gap: re.Pattern[str], text: str) -> list[str]:
    """Splits a text at marks without a backslash before them."""
    parts, start = [], 0
    for match in gap.finditer(text):
        parts.append(text[start : match.end() - 1])
        start = match.end()
    return [*parts, text[start:]]


def _unescaped(text: str) -> str:
    r"""Takes off backslashes, and makes line breaks of \n."""
    if "\\" in text:
        text = _ESCAPE.sub(lambda m: {"n": "\n", "N": "\n"}.get(m[1]) or _kept(m[0], m[1]), text)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _kept(written: str, char: str) -> str:
    return char if char in ',;:\\"' else written


def _dialable(text: str) -> str:
    """Returns a number without the dress of a web address: tel:+1-418-656-9254;ext=102."""
    if not text.lower().startswith("tel:"):
        return text
    number, *extras = unquote(text[4:]).split(";")
    extension = next((each[4:] for each in extras if each.lower().startswith("ext=")), "")
    return f"{number} x{extension}" if extension else number


def _codec(charset: str) -> str:
    """Returns the codec of a charset, or "" when there is none."""
    try:
        name = codecs.lookup(charset).name.replace("-", "_") if charset else ""
        "a".encode(name or "ascii")
    except (LookupError, ValueError):
        return ""
    return "" if name in _NO_TEXT_CODECS else name


def _given(encoding: str) -> Encoding:
    """Returns an encoding that the user named."""
    codec = _codec(encoding)
    if not codec:
        refuse_encoding(encoding)
    return named_encoding(codec)


def _place(header: str) -> tuple[int, int]:
    """Returns the sort key of a header."""
    numbered = _NUMBERED.fullmatch(header)
    base, number = (numbered[1], int(numbered[2])) if numbered else (header, 1)
    return (_ORDER.index(base) if base in _ORDER else len(_ORDER)), number


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}{'s' * (number > 1)}"
