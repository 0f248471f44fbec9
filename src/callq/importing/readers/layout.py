"""Finds the delimiter and the header line of a delimited text."""

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from callq.importing.readers.quoting import Lines, Record, Records
from callq.importing.readers.table import MARKS

DELIMITERS = (",", ";", "\t", "|")
_RARE = ("^", "~", ":", "\xa6", "\xa7", "#", "!")
"""Delimiters that are only believed where they cut out known headers and the rows are even."""
_SAMPLE_LINES = 200
_SAMPLE_SIZE = 1 << 18
_DEEPEST_HEADER = 20
_HINT = re.compile(r'"?sep=(.)"?\s*$', re.IGNORECASE)
_DATA = re.compile(
    r"\s*(?:\S+@\S+\.\S+|https?://.*|\d{4}-\d\d-\d\d.*|[+(\d][\d\s().+/-]{6,}(?:\s*(?:x|ext).*)?)\s*$",
    re.IGNORECASE | re.DOTALL,
)
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\x00-\x08]")


@dataclass(frozen=True, slots=True)
class Layout:
    """The delimiter, the header if there is one, and the lines before it."""

    delimiter: str
    header: Record | None
    width: int
    """How many cells most records have."""
    skipped: int
    """How many lines to leave out before the first row, the header line among them."""
    prose: tuple[str, ...]
    """The lines before the header, without blank ones."""


def find_layout(lines: Lines) -> Layout:
    """Finds the layout from the first lines, without taking them."""
    sample: list[str] = []
    size = 0
    while size < _SAMPLE_SIZE and len(sample) < _SAMPLE_LINES:
        line = lines.peek(len(sample))
        if line is None:
            break
        sample.append(line)
        size += len(line)
    if sample and (hint := _HINT.match(sample[0])):
        return layout_of(_records(sample, hint[1], 1), hint[1], 1)
    delimiter = _delimiter(sample)
    return layout_of(_records(sample, delimiter), delimiter)


def layout_of(records: Sequence[Record], delimiter: str, first: int = 0) -> Layout:
    """Finds the header among the first records of a table.

    Args:
        records: The records, blank ones left out.
        delimiter: What separates their cells.
        first: How many lines come before the first record.

    Returns:
        The layout.
    """
    width, _ = _usual_width(records)
    header = _known_header(records)
    if header is None:
        header = _structural_header(records, width)
    if header is None:
        widest = max((len(record.cells) for record in records), default=1)
        return Layout(delimiter, None, max(width, min(widest, 2 * width)), first, ())
    before = [record for record in records if record.line < header.line]
    prose = tuple(" ".join(" ".join(record.cells).split()) for record in before)
    skipped = header.line + header.lines - 1
    return Layout(delimiter, header, len(header.cells), skipped, prose)


def remarks_on(layout: Layout) -> Iterator[str]:
    """Yields remarks on a header and the lines before it."""
    if layout.header is None:
        yield "no header line; the columns are called column 1, column 2, …"
    elif layout.prose:
        quoted = layout.prose[0] if len(layout.prose[0]) < 50 else layout.prose[0][:49] + "…"
        count = len(layout.prose)
        yield f"{count} line{'s' * (count > 1)} before the header left out, from {quoted!r}"
    if layout.header:
        for remark in layout.header.problems:
            yield f"line {layout.header.line}: {remark}"


def tidy(header: str) -> str:
    """Returns a header without what surrounds it, visible or not."""
    return " ".join(_INVISIBLE.sub("", header).split())


def name_columns(headers: Sequence[str]) -> tuple[str, ...]:
    """Returns unique names: a second "Email" becomes "Email 2", an empty one "column 7"."""
    taken = {tidy(header).casefold() for header in headers}
    seen: set[str] = set()
    names: list[str] = []
    for number, header in enumerate(headers, 1):
        wanted = tidy(header) or f"column {number}"
        name, copy = wanted, 1
        while name.casefold() in seen or (copy > 1 and name.casefold() in taken):
            copy += 1
            name = f"{wanted} {copy}"
        seen.add(name.casefold())
        names.append(name)
    return tuple(names)


def looks_like_data(cell: str) -> bool:
    """Tells whether a cell holds an email address, a phone number, a date or a web address."""
    return len(cell) <= 400 and _DATA.match(cell) is not None


def _records(sample: Sequence[str], delimiter: str, first: int = 0) -> list[Record]:
    rest = iter(sample[first:])
    return list(Records(Lines(lambda: next(rest, ""), first + 1), delimiter))


def _delimiter(sample: Sequence[str]) -> str:
    """Returns the delimiter that cuts the lines into the most even rows."""
    best, best_score = DELIMITERS[0], 0.0
    for delimiter in DELIMITERS:
        if not any(delimiter in line for line in sample):
            continue
        records = _records(sample, delimiter)
        width, even = _usual_width(records)
        if width < 2:
            continue
        score = even / len(records) + 0.1 * min(math.log2(width), 4)
        if _known_header(records):
            score += 1
        elif _structural_header(records, width):
            score += 0.5
        if score > best_score:
            best, best_score = delimiter, score
    return best if best_score > 1 else _rare_delimiter(sample) or best


def _rare_delimiter(sample: Sequence[str]) -> str:
    """Returns a rare delimiter, if it cuts the lines into a table, or ""."""
    for delimiter in _RARE:
        if sum(delimiter in line for line in sample) < 2:
            continue
        records = _records(sample, delimiter)
        width, even = _usual_width(records)
        header = _known_header(records)
        if header and len(header.cells) == width > 1 and even > 0.8 * len(records):
            return delimiter
    return ""


def _usual_width(records: Sequence[Record]) -> tuple[int, int]:
    """Returns the commonest number of cells beyond one, and how many records have it."""
    counts = Counter(len(record.cells) for record in records if len(record.cells) > 1)
    return max(counts.items(), key=lambda item: (item[1], item[0])) if counts else (1, len(records))


def _known_header(records: Sequence[Record]) -> Record | None:
    """Returns the first record that holds words known as headers."""
    from callq.importing.headers import is_known

    if records and tuple(cell.casefold() for cell in records[0].cells[:2]) == MARKS:
        return records[0]
    best, most = None, 0
    for record in records[:_DEEPEST_HEADER]:
        cells = {tidy(cell) for cell in record.cells}
        known = sum(is_known(cell) for cell in cells)
        enough = 1 if len(record.cells) == 1 and record is records[0] else 2
        enough = max(enough, sum(map(looks_like_data, cells)) + 1)
        if known >= enough and known > 2 * most:
            best, most = record, known
    return best


def _structural_header(records: Sequence[Record], width: int) -> Record | None:
    """Returns the first record that is wide enough and holds no data, if one comes before data."""
    candidates: list[Record] = []
    for record in records[:_DEEPEST_HEADER]:
        filled = [cell for cell in record.cells if cell.strip()]
        if any(looks_like_data(cell) for cell in filled):
            break
        if len(filled) >= max(1, width * 0.6):
            candidates.append(record)
    wide = (record for record in candidates if len(record.cells) >= width)
    return next(wide, candidates[0] if candidates else None)
