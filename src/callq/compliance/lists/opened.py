"""Opens a do-not-call list: packed or not, its form found by content, read in flat memory."""

import codecs
import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Literal

from callq.compliance.lists.dialing import Dialing, dialing
from callq.compliance.lists.ftc_xml import XmlNumbers
from callq.compliance.lists.layouts import (
    Change,
    Form,
    Layout,
    find_layout,
    read_changes,
    read_numbers,
)
from callq.compliance.lists.naming import Named, read_name
from callq.compliance.lists.unread import BadLine, Unread
from callq.engine.registries import REASSIGNED, Registry
from callq.errors import CallqError, Exit
from callq.importing.readers import packed
from callq.importing.readers.open import open_source
from callq.importing.readers.table import Source

_BLOCK = 1 << 20
_LONGEST_LINE = 1 << 14
_SAMPLE = 500
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BINARY = (b"%PDF", b"\xd0\xcf\x11\xe0", b"SQLite format 3", b"\x89PNG")


class NumberFile:
    """A list as it stands in a file; to be gone through once."""

    def __init__(self, source: Source, named: Named, region: Dialing) -> None:
        """Finds the form of an unpacked file.

        Raises:
            CallqError: It isn't a list of that kind.
        """
        self.name = source.name
        self.named = named
        self.size = source.size
        self.numbers_read = 0
        self._region = region
        self._source = source
        self._unread = Unread(source.name, source.size)
        self._layout = Layout(Form.XML) if _is_xml(source.head) else self._find_layout()

    @property
    def form(self) -> Form:
        """What kind of list it is."""
        return self._layout.form

    def read_as(self, registry: Registry | None) -> None:
        """Reads only the numbers answered with yes, of a registry that answers; else all."""
        if registry is None or registry.hit != REASSIGNED:
            self._layout = self._layout._replace(answer=None)

    @property
    def has_changes(self) -> bool:
        """Whether it says what was put on and taken off; then read `changes`."""
        return self._layout.has_changes

    @property
    def bad_lines(self) -> tuple[BadLine, ...]:
        """The first lines that could not be read, and that the bound allowed."""
        return tuple(self._unread.first)

    @property
    def bad(self) -> int:
        """How many lines could not be read."""
        return self._unread.count

    def position(self) -> int:
        """How many bytes have been read."""
        return self._source.stream.tell()

    def numbers(self) -> Iterator[list[int]]:
        """The numbers, some at a time, as the digits of their E.164 form.

        Raises:
            CallqError: Too many lines can't be read; the caller has to drop what it got.
        """
        lines = 0
        if self.form is Form.XML:
            self._source.stream.seek(0)
            xml = XmlNumbers(self.name, self._source.stream, self._unread)
            for found in xml.blocks():
                self.numbers_read += len(found)
                yield found
            lines = xml.lines
        else:
            for first, block, count in self._blocks():
                found = read_numbers(self._layout, self._region, block, first, self._unread)
                self.numbers_read += len(found)
                lines += count
                yield found
        self._judge(lines)

    def changes(self) -> Iterator[list[Change]]:
        """What was put on and taken off, some at a time, in the order of the file.

        Raises:
            CallqError: As `numbers`.
        """
        lines = 0
        for first, block, count in self._blocks():
            found = read_changes(self._layout, self._region, block, first, self._unread)
            self.numbers_read += len(found)
            lines += count
            yield found
        self._judge(lines)

    def _judge(self, lines: int) -> None:
        self._unread.judge(lines)
        if lines and not self.numbers_read and self._layout.answer is not None:
            raise CallqError(
                f"{self.name} answers none of its numbers with yes. Nothing imported.",
                hint="To release the ones of an older copy: callq dnc drop us-rnd",
                code=Exit.BAD_FILE,
                name="no-yes",
            )
        if not self.numbers_read:
            raise CallqError(
                f"{self.name} has no phone numbers. Nothing imported.",
                hint="Is it a do-not-call list?",
                code=Exit.BAD_FILE,
                name="no-numbers",
            )

    def _blocks(self) -> Iterator[tuple[int, str, int]]:
        """Blocks of whole lines: the number of the first, the text, how many are not blank."""
        first, rest = 1, ""
        skip = self._layout.header
        for text in self._texts():
            whole, mark, rest = (rest + text).rpartition("\n")
            if len(rest) > _LONGEST_LINE:
                raise CallqError(
                    f"{self.name} has a line longer than {_LONGEST_LINE:,} characters. "
                    "Nothing imported.",
                    hint="Is it a do-not-call list?",
                    code=Exit.BAD_FILE,
                    name="line-too-long",
                )
            if not mark:
                continue
            first, skip, body = _without_header(first, whole, skip=skip)
            yield first, body, _not_blank(body)
            first += body.count("\n") + 1
        if rest.strip():
            first, skip, body = _without_header(first, rest, skip=skip)
            yield first, body, _not_blank(body)

    def _texts(self) -> Iterator[str]:
        self._source.stream.seek(0)
        reader = io.TextIOWrapper(
            self._source.stream, encoding=_encoding(self._source.head), errors="replace"
        )
        try:
            while text := reader.read(_BLOCK):
                yield text
        finally:
            reader.detach()

    def _find_layout(self) -> Layout:
        head = self._source.head
        if head.startswith(_BINARY):
            raise CallqError(
                f"{self.name} isn't a list of numbers. Nothing imported.",
                hint="Is it a do-not-call list?",
                code=Exit.BAD_FILE,
                name="not-a-number-list",
            )
        text = head.decode(_encoding(head), errors="replace").replace("\r\n", "\n")
        lines = text.replace("\r", "\n").split("\n")
        if len(head) < self.size and len(lines) > 1:
            lines.pop()
        return find_layout(self.name, lines[:_SAMPLE], self._region)


@contextmanager
def open_list(
    path: Path | Literal["-"], *, region: str, stdin: BinaryIO | None = None
) -> Iterator[NumberFile]:
    """Opens a list; packed ones (.zip, .gz) within the bounds of `callq.importing.readers.packed`.

    Args:
        path: The file, or "-" for standard input.
        region: The country of numbers written without a country code.
        stdin: The stream that "-" means.

    Raises:
        CallqError: It is missing, empty, damaged, packed beyond reason, or no such list.
    """
    how = dialing(region)
    source = open_source(path, stdin=stdin)
    named = read_name(source.name)
    try:
        if source.head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b")):
            inner, _ = packed.unpack(source)
            source.stream.close()
            source = inner
            _, _, member = source.name.rpartition("(")
            named = named if named.dated else read_name(member.removesuffix(")"))
        yield NumberFile(source, named, how)
    finally:
        source.stream.close()


def _without_header(first: int, text: str, *, skip: bool) -> tuple[int, bool, str]:
    """Takes the header off the first block that has it."""
    while skip and text:
        line, mark, text = text.partition("\n")
        first += bool(mark)
        skip = not line.strip()
    return first, skip, text


def _not_blank(body: str) -> int:
    return sum(1 for line in body.split("\n") if line and not line.isspace())


def _encoding(head: bytes) -> str:
    # Digits are the same in every other encoding, and nothing else of a list is used.
    return next((name for mark, name in _MARKS if head.startswith(mark)), "latin-1")


def _is_xml(head: bytes) -> bool:
    text = head.decode(_encoding(head), errors="replace")
    return text.lstrip("\ufeff \t\r\n").startswith("<")
