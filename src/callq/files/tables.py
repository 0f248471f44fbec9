"""Opens a file as a table, whatever its format; recognised by content, not by name."""

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal, NoReturn, cast

from callq.errors import CallqError, Exit
from callq.files import delimited
from callq.files.grid import Dialect, Row, Rows, Source, Table

__all__ = ["FORMATS", "Dialect", "Format", "Row", "Rows", "Source", "Table", "open_table"]

_HEAD = 1 << 12
_IN_MEMORY = 1 << 23


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file: how to recognise it and how to read it."""

    name: str
    sniff: Callable[[bytes], bool]
    """Tells by the first bytes whether a file is of this kind."""
    read: Callable[[Source, str], Table]
    """Makes a table of it; takes the encoding that the user named, or ""."""


def _refuse(what: str) -> Callable[[Source, str], NoReturn]:
    """Returns a reader that says what a file is, and that it can't be read."""

    def read(source: Source, encoding: str) -> NoReturn:  # noqa: ARG001 - a reader's signature
        raise CallqError(
            f"{source.name} is {what}, not delimited text.",
            hint="Export or save it as CSV and import that.",
            code=Exit.BAD_FILE,
        )

    return read


def _starting(*marks: bytes) -> Callable[[bytes], bool]:
    return lambda head: head.removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(marks)


FORMATS: tuple[Format, ...] = (
    Format("zip", _starting(b"pk\x03\x04", b"pk\x05\x06"), _refuse("a ZIP file or a workbook")),
    Format("xls", _starting(b"\xd0\xcf\x11\xe0"), _refuse("an old Excel workbook")),
    Format("vcard", _starting(b"begin:vcard"), _refuse("a vCard file")),
    Format("calendar", _starting(b"begin:vcalendar"), _refuse("a calendar")),
    Format("pdf", _starting(b"%pdf-"), _refuse("a PDF")),
    Format("html", _starting(b"<!doctype", b"<html", b"<table"), _refuse("a web page")),
    Format("xml", _starting(b"<?xml"), _refuse("an XML file")),
    Format("json", _starting(b'{"', b"{\n", b"{\r", b'[{"', b"[\n"), _refuse("a JSON file")),
    Format("gzip", _starting(b"\x1f\x8b"), _refuse("a packed file")),
    Format("sqlite", _starting(b"sqlite format 3\0"), _refuse("a database")),
    Format("image", _starting(b"\x89png", b"gif8", b"\xff\xd8\xff"), _refuse("a picture")),
    Format("delimited", delimited.sniff, delimited.read),
)
"""The formats, asked in this order; a new one goes before `delimited`, which takes what is left."""


def open_table(
    path: Path | Literal["-"], *, stdin: BinaryIO | None = None, encoding: str = ""
) -> Table:
    """Opens a file as a table.

    Args:
        path: The file, or "-" for standard input.
        stdin: The stream that "-" means.
        encoding: The encoding of a text file, when the user knows it.

    Returns:
        The table, to be closed by the caller.

    Raises:
        CallqError: The file is missing, a folder, empty, or no table.
    """
    name = "standard input" if path == "-" else str(path)
    stream = _opened(path, stdin, name)
    try:
        source = Source(name, stream, stream.seek(0, 2), _head(stream))
        if not source.size:
            _refuse_empty(name)
        return next(form for form in FORMATS if form.sniff(source.head)).read(source, encoding)
    except BaseException:
        stream.close()
        raise


def _head(stream: BinaryIO) -> bytes:
    """Returns the first bytes of a stream and leaves it at its start."""
    stream.seek(0)
    head = stream.read(_HEAD)
    stream.seek(0)
    return head


def _refuse_empty(name: str) -> NoReturn:
    raise CallqError(f"{name} is empty.", code=Exit.BAD_FILE)


def _opened(path: Path | Literal["-"], stdin: BinaryIO | None, name: str) -> BinaryIO:
    """Returns a stream that can be gone through twice."""
    if path == "-":
        if stdin is None:
            raise CallqError("There is no standard input to read.", code=Exit.BAD_FILE)
        return _copied(stdin)
    try:
        stream = path.open("rb")
    except FileNotFoundError:
        raise CallqError(f"There is no file {name}.", code=Exit.BAD_FILE) from None
    except IsADirectoryError:
        raise CallqError(
            f"{name} is a folder.", hint="Name a file in it.", code=Exit.BAD_FILE
        ) from None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise CallqError(f"{name} can't be read: {why}.", code=Exit.BAD_FILE) from None
    if stream.seekable():
        return stream
    with stream:
        return _copied(stream)


def _copied(stream: BinaryIO) -> BinaryIO:
    """Returns a copy of a pipe, kept on disk when it is long."""
    copy = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - closed with its table
    shutil.copyfileobj(stream, copy)
    return cast("BinaryIO", copy)
