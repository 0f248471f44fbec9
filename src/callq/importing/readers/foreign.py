"""Reads kinds of files callq doesn't know, by a plug-in: one row for each mapping it gives."""

from collections.abc import Mapping
from pathlib import Path

from callq.errors import CallqError, Exit
from callq.importing.readers.quoting import QUOTE
from callq.importing.readers.table import Dialect, Row, Rows, Source, Table
from callq.plugins import READERS, Plugin, blamed, find

_KNOWN = frozenset(
    {".csv", ".tsv", ".tab", ".txt", ".xlsx", ".xlsm", ".xls", ".ods", ".vcf", ".vcard", ".ldif"}
    | {".ldi", ".json", ".jsonl", ".ndjson", ".xml", ".gz", ".zip", ""}
)
"""Endings that callq's own readers know, so that no plug-in is looked for."""


def reader_for(path: Path) -> Plugin | None:
    """The plug-in for a file; None if callq knows such files, or no package brings one.

    Raises:
        CallqError: It can't be loaded.
    """
    ending = path.suffix.lower()
    return None if ending in _KNOWN else find(READERS, ending)


def read(source: Source, path: Path, reader: Plugin) -> Table:
    """Opens a file as a table by a plug-in.

    Args:
        source: The opened file; the plug-in opens it once more.
        path: Where it is.
        reader: Called with the path; gives mappings of header to text, one for each person.

    Raises:
        CallqError: The plug-in failed, or gave no people.
    """
    with blamed(reader.named):
        people = [_texts(each) for each in reader.run(path)]
    headers = tuple(dict.fromkeys(header for person in people for header in person))
    if not headers:
        raise CallqError(
            f"The {reader.named} found no people in {source.name}.",
            code=Exit.BAD_FILE,
            name="no-people-in-file",
        )
    rows = (
        Row(number, tuple(person.get(header, "") for header in headers))
        for number, person in enumerate(people, 1)
        if any(person.values())
    )
    return Table(
        name=source.name,
        headers=headers,
        rows=Rows(rows),
        dialect=Dialect("utf-8-sig", ",", QUOTE, 0, source.size),
        unit="row",
        tell=lambda: source.size,
        on_close=source.stream.close,
    )


def _texts(person: Mapping[str, object]) -> dict[str, str]:
    return {
        header: "" if cell is None else str(cell)
        for name, cell in person.items()
        if (header := str(name).strip())
    }
