"""Finds the words of a file's outcome columns that callq doesn't know, to ask for them once."""

from collections import Counter

from callq.importing.dispositions import Unknown, Words
from callq.importing.own_export import open_own
from callq.importing.people import BLANKS
from callq.importing.preview import Chosen
from callq.importing.readers.open import open_table
from callq.importing.run import Request

_LOOKED_AT = 5000
_MOST, _LONGEST = 8, 60
"""How many words are asked for; longer cells are prose."""


def unknown_words(request: Request) -> list[Unknown]:
    """The most frequent unknown words among the first rows of a file.

    Raises:
        CallqError: The file can't be read, or the maps don't fit it.
    """
    if request.path == "-":
        return []
    own, _ = open_own(request.path, None)
    if own is not None:
        own.stream.close()
        return []
    with open_table(
        request.path, encoding=request.encoding, sheet=request.sheet, mapped=request.mapped
    ) as table:
        mapping = Chosen(request.mapping, request.kept_maps).of(table)
        words = Words(mapping.language, request.words)
        found: Counter[tuple[str, str]] = Counter()
        for at, use in enumerate(mapping.columns):
            if use.field != "last_outcome":
                continue
            for row in table.sample(_LOOKED_AT):
                cell = row.cells[at].strip() if at < len(row.cells) else ""
                if cell and cell not in BLANKS and len(cell) <= _LONGEST:
                    found[use.header, cell] += not (words.read(cell) or words.says(cell))
    return [Unknown(*key, count) for key, count in found.most_common(_MOST) if count]
