"""Opens a file of any format as a table; the content decides, the name only finds plug-ins."""

import shutil
import tempfile
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO, Literal, NoReturn, cast

from callq.errors import CallqError, Exit
from callq.importing.readers import (
    activities,
    call_log,
    call_xml,
    delimited,
    foreign,
    ldif,
    ods,
    packed,
    vcard,
    xls,
    xlsx,
)
from callq.importing.readers import json as jsonlines
from callq.importing.readers.table import Dialect, Row, Rows, Source, Table

__all__ = [
    "FORMATS", "Dialect", "Format", "Row", "Rows", "Source", "Table", "open_source", "open_table",
]  # fmt: skip

_HEAD = 1 << 12
_IN_MEMORY = 1 << 23


@dataclass(frozen=True, slots=True)
class Format:
    """A file format: how to recognize it and how to read it."""

    name: str
    sniff: Callable[[bytes], bool]
    """Whether a file with these first bytes has this format."""
    read: Callable[[Source, str, str], Table]
    """Opens it as a table, with the --encoding and --sheet given, or ""."""


def _refuse(what: str) -> Callable[[Source, str, str], NoReturn]:
    """Returns a reader that refuses a file and says what it is."""

    def read(source: Source, *_: str) -> NoReturn:
        raise CallqError(
            f"{source.name} is {what}, which callq can't import.",
            hint="Export or save it as CSV and import that.",
            code=Exit.BAD_FILE,
            name="unsupported-file",
        )

    return read


def _sheetless(read: Callable[[Source, str], Table]) -> Callable[[Source, str, str], Table]:
    """Returns the reader of a format that has no sheets."""

    def checked(source: Source, encoding: str, sheet: str) -> Table:
        if sheet:
            raise CallqError(
                f'{source.name} has no sheet "{sheet}": it isn\'t a workbook.',
                hint="Leave --sheet out.",
                name="no-sheets",
            )
        return read(source, encoding)

    return checked


def _read_zip(source: Source, encoding: str, sheet: str) -> Table:
    """Reads a workbook, which is a ZIP file too, or the one table in a ZIP file."""
    names = packed.names_in(source)
    if xlsx.MANIFEST in names:
        return xlsx.read(source, encoding, sheet)
    if "mimetype" in names and "content.xml" in names:
        return ods.read(source, encoding, sheet)
    return _read_packed(source, encoding, sheet)


def _read_packed(source: Source, encoding: str, sheet: str) -> Table:
    """Reads a packed file as what it unpacks to, unless that is packed again."""
    inner, remarks = packed.unpack(source)
    try:
        form = _format_of(inner)
        inside = packed.names_in(inner) if form.read is _read_zip else ()
        workbook = xlsx.MANIFEST in inside or "content.xml" in inside
        if form.read in {_read_zip, _read_packed} and not workbook:
            _refuse("a packed file in a packed file")(source, encoding, sheet)
        table = form.read(inner, encoding, sheet)
    except BaseException:
        inner.stream.close()
        raise
    source.stream.close()
    return replace(table, remarks=(*remarks, *table.remarks))


def _starting(*marks: bytes) -> Callable[[bytes], bool]:
    return lambda head: head.removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(marks)


FORMATS: tuple[Format, ...] = (
    Format("zip", _starting(b"pk\x03\x04", b"pk\x05\x06"), _read_zip),
    Format("xls", _starting(b"\xd0\xcf\x11\xe0"), xls.read),
    Format("vcard", vcard.sniff, _sheetless(vcard.read)),
    Format("ldif", ldif.sniff, _sheetless(ldif.read)),
    Format("calendar", _starting(b"begin:vcalendar"), _refuse("a calendar")),
    Format("pdf", _starting(b"%pdf-"), _refuse("a PDF")),
    Format("html", _starting(b"<!doctype", b"<html", b"<table"), _refuse("a web page")),
    Format("calls", call_xml.sniff, _sheetless(call_xml.read)),
    Format("xml", _starting(b"<?xml"), _refuse("an XML file")),
    Format("json", jsonlines.sniff, _sheetless(jsonlines.read)),
    Format("gzip", _starting(b"\x1f\x8b"), _read_packed),
    Format("sqlite", _starting(b"sqlite format 3\0"), _refuse("a database")),
    Format("image", _starting(b"\x89png", b"gif8", b"\xff\xd8\xff"), _refuse("a picture")),
    Format("delimited", delimited.sniff, _sheetless(delimited.read)),
)
"""The formats, asked in this order; a new one goes before `delimited`, which takes what is left."""


def open_table(
    path: Path | Literal["-"],
    *,
    stdin: BinaryIO | None = None,
    encoding: str = "",
    sheet: str = "",
    mapped: Collection[str] | None = (),
) -> Table:
    """Opens a file as a table.

    Args:
        path: The file, or "-" for standard input.
        stdin: The stream that "-" means.
        encoding: The encoding of a text file, when the user knows it.
        sheet: The name or number of a workbook's sheet; else the first that holds a table.
        mapped: Headers from --map. If one is a column of a phone system's call log, or if this is
            None, the log stays as it is instead of becoming a list of the people called.

    Returns:
        The table, to be closed by the caller.

    Raises:
        CallqError: The file is missing, a folder, empty, no table, or has no such sheet; or a
            plug-in failed.
    """
    source = open_source(path, stdin=stdin)
    try:
        table = _reader_of(source, path)(source, encoding, sheet)
        if mapped is None:
            return table
        log = call_log.unfold(table, mapped)
        return activities.unfold(table, mapped) if log is table else log
    except BaseException:
        source.stream.close()
        raise


def open_source(path: Path | Literal["-"], *, stdin: BinaryIO | None = None) -> Source:
    """Opens a file before its format is known.

    Args:
        path: The file, or "-" for standard input.
        stdin: The stream that "-" means.

    Returns:
        The source, to be closed by the caller.

    Raises:
        CallqError: The file is missing, a folder, or empty.
    """
    name = "standard input" if path == "-" else str(path)
    stream = _opened(path, stdin, name)
    try:
        source = Source(name, stream, stream.seek(0, 2), _head(stream))
        if not source.size:
            _refuse_empty(name)
    except BaseException:
        stream.close()
        raise
    return source


def _format_of(source: Source) -> Format:
    """Returns the format of a file, by its first bytes."""
    return next(form for form in FORMATS if form.sniff(source.head))


def _reader_of(source: Source, path: Path | Literal["-"]) -> Callable[[Source, str, str], Table]:
    """Returns the reader of a file: a plug-in's, if the name ends as no file callq knows."""
    plugin = None if path == "-" else foreign.reader_for(path)
    if plugin is None:
        return _format_of(source).read
    where = Path(path)
    return _sheetless(lambda opened, _: foreign.read(opened, where, plugin))


def _head(stream: BinaryIO) -> bytes:
    """Returns the first bytes of a stream and leaves it at its start."""
    stream.seek(0)
    head = stream.read(_HEAD)
    stream.seek(0)
    return head


def _refuse_empty(name: str) -> NoReturn:
    raise CallqError(f"{name} is empty.", code=Exit.BAD_FILE, name="empty-file")


def _opened(path: Path | Literal["-"], stdin: BinaryIO | None, name: str) -> BinaryIO:
    """Returns a seekable stream."""
    if path == "-":
        if stdin is None:
            raise CallqError(
                "There's nothing on standard input.",
                hint="Name a file.",
                code=Exit.BAD_FILE,
                name="no-standard-input",
            )
        return _copied(stdin)
    try:
        stream = path.open("rb")
    except FileNotFoundError:
        raise CallqError(
            f"Can't find the file {name}.", code=Exit.BAD_FILE, name="missing-file"
        ) from None
    except IsADirectoryError:
        raise CallqError(
            f"{name} is a folder.",
            hint="Name a file in it.",
            code=Exit.BAD_FILE,
            name="file-is-folder",
        ) from None
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise CallqError(
            f"Can't read {name}: {why}.", code=Exit.BAD_FILE, name="unreadable-file"
        ) from None
    if stream.seekable():
        return stream
    with stream:
        return _copied(stream)


def _copied(stream: BinaryIO) -> BinaryIO:
    """Returns a copy of a pipe, kept on disk when it is long."""
    copy = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - closed with its table
    shutil.copyfileobj(stream, copy)
    return cast("BinaryIO", copy)
