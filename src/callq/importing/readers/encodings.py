"""Finds out in which encoding a text file is written."""

import codecs
import re
from dataclasses import dataclass
from typing import NoReturn

from callq.errors import CallqError
from callq.importing.readers.table import Source

PATCH = "callq-patch"
"""Error handler: bytes that don't fit are read as Windows-1252, and written back as they were."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHUNK = 1 << 20
_AROUND = 1 << 16
_LEGACY = "cp1252"
_CONTROL = re.compile("[\x00-\x08\x0e-\x19\x1b-\x1f\x7f\ufffd]")


@dataclass(frozen=True, slots=True)
class Encoding:
    """An encoding, the error handler to read it with, and what to tell the user about it."""

    name: str
    errors: str
    remark: str = ""
    skip: int = 0
    """How many bytes to leave out at the start: a mark that contradicts what follows."""
    unsure: bool = False
    """Whether another encoding is nearly as likely."""


def find_encoding(source: Source) -> Encoding:
    """Finds the encoding of a source.

    A byte order mark decides; else UTF-8 if every byte of the file agrees, or nearly every one;
    else Windows-1252, unless the bytes look like another script.

    Args:
        source: The file; its stream is left at its start.

    Returns:
        The encoding.
    """
    if four := _four_bytes(source.head):
        return four
    for mark, name in _BOMS:
        if source.head.startswith(mark):
            return Encoding(name, PATCH if name == "utf-8-sig" else "replace")
    if wide := _without_mark(source.head):
        return Encoding(wide, "replace", f"read as {wide.upper()}")
    offset = _first_bad_byte(source)
    if offset is None:
        return Encoding("utf-8", PATCH)
    source.stream.seek(max(0, offset - _AROUND))
    around = source.stream.read(2 * _AROUND)
    source.stream.seek(0)
    good, bad = _count_utf8(around)
    if good > 2 * bad:
        return Encoding("utf-8", PATCH, "mostly UTF-8; other bytes were read as Windows-1252")
    return _old(around)


def named_encoding(name: str) -> Encoding:
    """The encoding that the user named with --encoding.

    Raises:
        CallqError: Python knows no text encoding of that name.
    """
    try:
        "a".encode(name)
    except (LookupError, ValueError):
        refuse_encoding(name)
    return Encoding(name, PATCH if name.startswith("cp") else "replace")


def refuse_encoding(name: str) -> NoReturn:
    """Refuses the name of an encoding that can't be used."""
    raise CallqError(
        f'Unknown encoding "{name}".', hint="Try utf-8 or cp1252.", name="unknown-encoding"
    )


def is_binary(text: str) -> bool:
    """Tells whether a decoded sample holds too many control characters to be text."""
    return len(_CONTROL.findall(text)) > max(3, len(text) // 50)


def _without_mark(head: bytes) -> str:
    """Returns the 16-bit encoding that a pattern of zero bytes gives away, or ""."""
    sample = head[: len(head) // 2 * 2]
    half = len(sample) // 2
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if half >= 2 and odd > half // 2 and even * 20 < odd:
        return "utf-16-le"
    if half >= 2 and even > half // 2 and odd * 20 < even:
        return "utf-16-be"
    return ""


def _four_bytes(head: bytes) -> Encoding | None:
    """Returns UTF-32 if the zero bytes of a text give it away, whatever its mark says."""
    marked = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if (
        head.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE))
        or head.count(0) * 5 < len(head) * 3
    ):
        return None
    skip = 2 if marked else 0
    text = head[skip : skip + (len(head) - skip) // 4 * 4]
    zeros = [text[place::4].count(0) * 2 < len(text) // 4 for place in range(4)]
    name = {0: "utf-32-le", 3: "utf-32-be"}.get(zeros.index(True)) if sum(zeros) == 1 else None
    return Encoding(name, "replace", f"read as {name.upper()}", skip) if name else None


def _first_bad_byte(source: Source) -> int | None:
    """Returns where a stream stops being UTF-8, or None; leaves it at its start."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    offset = 0
    source.stream.seek(0)
    try:
        while chunk := source.stream.read(_CHUNK):
            decoder.decode(chunk)
            offset += len(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        return offset + error.start
    finally:
        source.stream.seek(0)
    return None


def _old(sample: bytes) -> Encoding:
    """Returns the likeliest of the older encodings, with the words it was judged by if unsure."""
    from callq.importing.readers.old_encodings import guess

    found = guess(sample)
    remark = f"not UTF-8; read as {found.label}"
    if not found.sure:
        words = ", ".join(f'"{word}"' for word in found.samples)
        remark = f"not sure of the encoding: it reads like {found.label}, with {words}"
    return Encoding(found.codec, PATCH, remark, unsure=not found.sure)


def _count_utf8(sample: bytes) -> tuple[int, int]:
    """Returns how many characters beyond ASCII are good UTF-8, and how many bytes are not."""
    text = sample.decode("utf-8", "surrogateescape")
    bad = sum("\udc80" <= char <= "\udcff" for char in text)
    return sum(char > "\x7f" for char in text) - bad, bad


def _patch(error: UnicodeError) -> tuple[str | bytes, int]:
    """Decodes bytes that don't fit as Windows-1252, and encodes such characters back."""
    if isinstance(error, UnicodeDecodeError):
        wrong = error.object[error.start : error.end]
        if error.encoding.lower().replace("-", "") in {"utf8", "utf8sig"}:
            return wrong.decode(_LEGACY, PATCH), error.end
        return wrong.decode("latin-1"), error.end
    if isinstance(error, UnicodeEncodeError):
        lost = error.object[error.start : error.end]
        return bytes(ord(char) if ord(char) < 256 else ord("?") for char in lost), error.end
    raise error


codecs.register_error(PATCH, _patch)
