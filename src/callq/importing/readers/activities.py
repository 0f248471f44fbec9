"""Reads a CRM's list of activities: calls that are done, and calls to make.

Such a list has a row for each call, meeting and task, with a due date and whether it's done. Here
every call gets the columns of any list of calls; the other rows keep what they say.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from callq.importing.readers.table import Row, Rows, Table

_CALL = ("Call Date", "Outcome", "Call Notes", "Agent Name")
HEADERS = (*_CALL, "Next Call", "Notes")
"""The columns that every such list gets."""
_SAMPLE, _MOST = 400, 0.8
_NEEDED = {"type", "done", "due"}


def unfold(table: Table, mapped: Collection[str] = ()) -> Table:
    """Returns a list of activities with its calls as calls and callbacks; other tables as they are.

    Args:
        table: The opened table.
        mapped: Headers that the user gave a field; those of the activities leave it as it is.
    """
    at = _columns(table.headers)
    if (
        not at
        or not _fits(table.sample(_SAMPLE), at)
        or {table.headers[place] for place in at.values()} & set(mapped)
    ):
        return table
    used = set(at.values())
    kept = [place for place in range(len(table.headers)) if place not in used]
    named = {place: f"{table.headers[place]} (activity)" for place in (at["type"], at["due"])}
    headers = (*(table.headers[place] for place in kept), *named.values(), *HEADERS)

    def rows() -> Iterator[Row]:
        for row in table.rows:
            cells = [row.cells[place] for place in (*kept, *named)]
            yield Row(row.line, (*cells, *_told(row, at)), row.problems, row.raw)

    remark = "read as a list of activities: only calls count, and those to do are callbacks"
    return replace(table, headers=headers, rows=Rows(rows()), remarks=(*table.remarks, remark))


def _told(row: Row, at: dict[str, int]) -> tuple[str, ...]:
    """Returns the cells of `HEADERS`."""
    cell = {part: row.cells[place].strip() for part, place in at.items()}
    when = f"{cell['due']} {cell.get('time', '')}".strip()
    note, agent = cell.get("note", ""), cell.get("agent", "")
    if not _is_call(cell["type"]):
        return ("", "", "", "", "", note)
    if _plain(cell["done"]) in _vocabulary()["finished"]:
        return (when, "Completed", note, agent, "", "")
    return ("", "", "", "", when, note)


def _fits(sample: Sequence[Row], at: dict[str, int]) -> bool:
    """Tells whether the cells are kinds of activities, some of them calls, and done or to do."""
    names = _vocabulary()
    kinds = [_plain(cell) for row in sample if (cell := row.cells[at["type"]].strip())]
    ends = [_plain(cell) for row in sample if (cell := row.cells[at["done"]].strip())]
    known = sum(kind in names["calls"] or kind in names["others"] for kind in kinds)
    decided = sum(end in names["finished"] or end in names["unfinished"] for end in ends)
    return (
        any(kind in names["calls"] for kind in kinds)
        and known >= len(kinds) * _MOST
        and bool(ends)
        and decided >= len(ends) * _MOST
    )


def _columns(headers: Sequence[str]) -> dict[str, int]:
    """Returns the column of each part, or nothing if these aren't activities."""
    plain = [_plain(header) for header in headers]
    words = [_headless(word) for word in plain]
    names = _vocabulary()
    # A bare "Date" is a due date only among columns that speak of activities.
    if words == plain and "subject" not in plain:
        names = names | {"due": names["due"] - names["bare_due"]}
    at: dict[str, int] = {}
    for part in ("type", "done", "due", "time", "note", "agent"):
        found = [i for i, word in enumerate(words) if word in names[part] and i not in at.values()]
        if found:
            at[part] = found[0]
    return at if set(at) >= _NEEDED else {}


def _headless(word: str) -> str:
    first, _, rest = word.partition(" ")
    return rest if rest and first in _vocabulary()["heads"] else word


def _is_call(text: str) -> bool:
    return _plain(text) in _vocabulary()["calls"]


def _plain(text: str) -> str:
    from callq.importing.headers import simplified

    return simplified(text)


@lru_cache(maxsize=1)
def _vocabulary() -> dict[str, frozenset[str]]:
    """Returns the words of `[activities]` in `data/call_logs.toml`."""
    import tomllib
    from importlib.resources import files

    data = tomllib.loads(files("callq").joinpath("data/call_logs.toml").read_text("utf-8"))
    return {part: frozenset(map(_plain, words)) for part, words in data["activities"].items()}
