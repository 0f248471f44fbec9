"""Reads the FTC's XML list as it streams by; entities and document types are refused."""

from collections.abc import Iterator
from typing import BinaryIO, NoReturn
from xml.parsers import expat

from callq.compliance.lists.unread import Unread
from callq.errors import CallqError, Exit

_CHUNK = 1 << 16
_LONGEST_TAG = 1 << 20
_AREA, _LOCAL = 3, 7


class XmlNumbers:
    """The numbers of `<list><ac val='423'><ph val='5550101'/></ac></list>`."""

    def __init__(self, name: str, stream: BinaryIO, unread: Unread) -> None:
        self.name = name
        self.lines = 0
        """How many numbers there were, readable or not."""
        self._stream = stream
        self._unread = unread
        self._path: list[str] = []
        self._area = ""
        self._found: list[int] = []
        self._heard = 0
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._parser.StartDoctypeDeclHandler = self._refuse_doctype
        self._parser.EntityDeclHandler = self._refuse_doctype

    def blocks(self) -> Iterator[list[int]]:
        """The numbers, some at a time.

        Raises:
            CallqError: Not well-formed XML, or another kind of list.
        """
        fed = 0
        try:
            while chunk := self._stream.read(_CHUNK):
                self._parser.Parse(chunk, False)
                fed += len(chunk)
                if fed - self._heard > _LONGEST_TAG:
                    self._refuse("holds a tag longer than 1 MiB")
                if self._found:
                    found, self._found = self._found, []
                    yield found
            self._parser.Parse(b"", True)
        except expat.ExpatError as error:
            self._refuse(f"is broken off or no well-formed XML (line {error.lineno})")
        if self._found:
            yield self._found

    def _start(self, tag: str, values: dict[str, str]) -> None:
        self._heard = max(self._heard, self._parser.CurrentByteIndex)
        self._path.append(tag)
        if self._path == ["list"]:
            return
        if self._path == ["list", "ac"]:
            self._area = values.get("val", "")
            return
        if self._path != ["list", "ac", "ph"]:
            self._refuse(f"has <{tag[:20]}> on line {self._parser.CurrentLineNumber}, "
                         "which FTC lists don't")  # fmt: skip
        self.lines += 1
        local = values.get("val", "")
        digits = self._area + local
        right = len(self._area) == _AREA and len(local) == _LOCAL
        if right and digits.isascii() and digits.isdecimal() and digits[0] in "23456789":
            self._found.append(int(f"1{digits}"))
        else:
            self._unread.note(self._parser.CurrentLineNumber, f"{self._area} {local}")

    def _end(self, _tag: str) -> None:
        self._heard = max(self._heard, self._parser.CurrentByteIndex)
        self._path.pop()

    def _text(self, text: str) -> None:
        if text.strip():
            line = self._parser.CurrentLineNumber
            self._refuse(f"has text on line {line}, which FTC lists don't")
        self._heard = max(self._heard, self._parser.CurrentByteIndex)

    def _refuse_doctype(self, *_: object) -> None:
        self._refuse("declares a document type or entities, which FTC lists don't")

    def _refuse(self, what: str) -> NoReturn:
        raise CallqError(
            f"{self.name} {what}. Nothing imported.",
            hint="Download it again.",
            code=Exit.BAD_FILE,
            name="bad-xml",
        )
