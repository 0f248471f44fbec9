"""Tells callq's own export from other files, before anything else of it is read."""

from pathlib import Path
from typing import BinaryIO, Literal

from callq.importing.readers import packed
from callq.importing.readers.open import open_source
from callq.importing.readers.table import Source

_HEAD = 400


def is_export(head: bytes) -> bool:
    """Whether a file starts like one of our exports."""
    if not head.lstrip(b"\xef\xbb\xbf \r\n").startswith(b"{"):
        return False
    from callq.records.codec import SCHEMA  # Loads the schema, which takes a third of a second.

    return f'"schema": "{SCHEMA}"'.encode() in head[:_HEAD]


def open_own(
    path: Path | Literal["-"], stdin: BinaryIO | None
) -> tuple[Source | None, BinaryIO | None]:
    """Opens a file if it is an export of callq's own, also one packed with gzip.

    Returns:
        The opened file, or None; and, where that was standard input, a copy of it to go on with,
        to be closed by the caller.

    Raises:
        CallqError: It is missing, a folder, empty, or packed and damaged.
    """
    source = open_source(path, stdin=stdin)
    try:
        own = _own(source)
        if own is source:
            return own, None
        if own is None and path == "-":
            source.stream.seek(0)
            return None, source.stream
    except BaseException:
        source.stream.close()
        raise
    source.stream.close()
    return own, None


def _own(source: Source) -> Source | None:
    """An export of callq's own, unpacked; None when it is something else."""
    if is_export(source.head):
        return source
    if not source.head.startswith(b"\x1f\x8b"):
        return None
    inner, _ = packed.unpack(source)
    if is_export(inner.head):
        return inner
    inner.stream.close()
    return None
