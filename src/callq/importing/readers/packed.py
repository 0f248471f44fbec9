"""Unpacks .zip and .gz files, within bounds that no honest contact file reaches."""

import gzip
import tempfile
import zipfile
import zlib
from pathlib import PurePosixPath
from typing import IO, BinaryIO, NoReturn, cast

from callq.errors import CallqError, Exit
from callq.importing.readers.table import Source

MOST_UNPACKED = 1 << 30
"""No file is unpacked beyond this many bytes."""
_MOST_MEMBERS = 10_000
_HONEST_RATIO = 200
"""Text packs to a fiftieth at best; what shrinks further is checked above `_SUSPECT_FROM`."""
_SUSPECT_FROM = 1 << 26
_CHUNK = 1 << 20
_IN_MEMORY = 1 << 23
_HEAD = 1 << 12
_TABLES = frozenset(
    {".csv", ".tsv", ".tab", ".xlsx", ".vcf", ".vcard", ".json", ".jsonl", ".ndjson"}
)


def open_archive(source: Source) -> zipfile.ZipFile:
    """Opens a ZIP archive once it is known that nothing in it is locked or blows up.

    Args:
        source: The opened file.

    Returns:
        The archive; closing it leaves the stream of the source open.

    Raises:
        CallqError: It is damaged, locked with a password, or would unpack to too much.
    """
    try:
        archive = zipfile.ZipFile(source.stream)
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError):
        raise CallqError(
            f"{source.name} is a damaged ZIP file or workbook.",
            hint="Download or save it again.",
            code=Exit.BAD_FILE,
            name="damaged-file",
        ) from None
    infos = archive.infolist()
    if len(infos) > _MOST_MEMBERS:
        raise CallqError(
            f"{source.name} has {len(infos):,} files in it.",
            hint="Unzip it and import the one you want.",
            code=Exit.BAD_FILE,
            name="several-files-in-archive",
        )
    if any(info.flag_bits & 1 for info in infos):
        _refuse_locked(source.name)
    if sum(info.file_size for info in infos) > MOST_UNPACKED:
        _refuse_large(source.name)
    for info in infos:
        _check_ratio(source.name, info.file_size, info.compress_size)
    return archive


def names_in(source: Source) -> frozenset[str]:
    """Returns the names of the files in a ZIP archive.

    Raises:
        CallqError: As `open_archive` does.
    """
    with open_archive(source) as archive:
        return frozenset(archive.namelist())


def unpack(source: Source) -> tuple[Source, tuple[str, ...]]:
    """Unpacks a .gz file, or the one table in a .zip file.

    Args:
        source: The packed file; left open.

    Returns:
        The unpacked file, to be read with its own format and closed, and what to remark.

    Raises:
        CallqError: It is damaged, locked, too large, or holds several tables or none.
    """
    if source.head.startswith(b"\x1f\x8b"):
        with gzip.GzipFile(fileobj=source.stream, mode="rb") as stream:
            return _copied(source, cast("IO[bytes]", stream), source.name), ()
    with open_archive(source) as archive:
        table = _only_table(source.name, archive)
        others = [info.filename for info in _files(archive) if info is not table]
        remark = f"only {table.filename} was read; {_named(others)} left out"
        with _opened(source, archive, table) as stream:
            inner = _copied(source, stream, f"{source.name} ({table.filename})")
        return inner, (remark,) if others else ()


def _only_table(name: str, archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    """Returns the one file of an archive that is a table."""
    files = _files(archive)
    tables = [info for info in files if PurePosixPath(info.filename).suffix.lower() in _TABLES]
    for found in (files, tables):
        if len(found) == 1:
            return found[0]
    if not files:
        raise CallqError(f"{name} is an empty ZIP file.", code=Exit.BAD_FILE, name="empty-archive")
    several = _named([info.filename for info in tables or files])
    raise CallqError(
        f"{name} is a ZIP file with several files: {several}.",
        hint="Unzip it and import the ones you want.",
        code=Exit.BAD_FILE,
        name="several-files-in-archive",
    )


def _files(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """Returns what people put into an archive, without what their systems add."""
    return [
        info
        for info in archive.infolist()
        if info.filename
        and not info.is_dir()
        and not info.filename.startswith("__MACOSX/")
        and not PurePosixPath(info.filename).name.startswith(".")
        and PurePosixPath(info.filename).name.lower() not in {"desktop.ini", "thumbs.db"}
    ]


def _opened(source: Source, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> IO[bytes]:
    """Opens a member of an archive."""
    try:
        return archive.open(member)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError):
        _refuse_damaged(source.name)


def _copied(source: Source, packed: IO[bytes], name: str) -> Source:
    """Returns what a stream unpacks to, kept on disk when it is long."""
    copy = cast("BinaryIO", tempfile.SpooledTemporaryFile(_IN_MEMORY))  # noqa: SIM115
    size, head = 0, b""
    try:
        while chunk := packed.read(_CHUNK):
            size += len(chunk)
            head = head or chunk[:_HEAD]
            if size > MOST_UNPACKED:
                _refuse_large(source.name)
            _check_ratio(source.name, size, source.stream.tell())
            copy.write(chunk)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError):
        copy.close()
        _refuse_damaged(source.name)
    except BaseException:
        copy.close()
        raise
    if not size:
        copy.close()
        raise CallqError(f"{name} is empty.", code=Exit.BAD_FILE, name="empty-file")
    copy.seek(0)
    return Source(name, copy, size, head)


def _check_ratio(name: str, size: int, packed: int) -> None:
    """Refuses what grows as no text does."""
    if size > _SUSPECT_FROM and size > _HONEST_RATIO * max(packed, 1):
        _refuse_large(name)


def _named(names: list[str]) -> str:
    shown = ", ".join(names[:6])
    return f"{shown} and {len(names) - 6} more" if len(names) > 6 else shown


def _refuse_locked(name: str) -> NoReturn:
    raise CallqError(
        f"{name} is locked with a password.",
        hint="Save it without the password and import that.",
        code=Exit.BAD_FILE,
        name="locked-file",
    )


def _refuse_large(name: str) -> NoReturn:
    raise CallqError(
        f"{name} is too big once it's unzipped (over 1 GiB, or suspiciously well packed).",
        hint="Unzip it yourself and check what's in it.",
        code=Exit.BAD_FILE,
        name="archive-too-large",
    )


def _refuse_damaged(name: str) -> NoReturn:
    raise CallqError(
        f"{name} is a damaged ZIP or gzip file.",
        hint="Download it again.",
        code=Exit.BAD_FILE,
        name="damaged-file",
    )
