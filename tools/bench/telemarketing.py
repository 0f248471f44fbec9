"""What a real log says: the phone campaigns of a Portuguese bank, May 2008 to November 2010.

    python tools/bench/telemarketing.py bank-additional-full.csv.gz [--write docs/numbers.md]

Loads the file as calls, counts them as `callq stats` does, and prints the figures of
docs/numbers.md, or writes them there. The data: S. Moro, P. Cortez and P. Rita 2014, Decision
Support Systems 62, doi 10.1016/j.dss.2014.03.001.

Each row is a client: how many calls they got in a campaign, what the last one came to, and what an
earlier campaign had come to. What the file does not tell is how the calls before the last ended and
at which hour they were: they are stored as unanswered, at noon.
"""

import argparse
import csv
import gzip
import re
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from callq.config import read_settings
from callq.engine.words import SHORT_DAYS
from callq.metrics.intervals import Rate, rate
from callq.metrics.persistence import to_next_win
from callq.metrics.statements import Scope
from callq.metrics.stats import Stats, count, period_asked_for
from callq.metrics.survival import Spell, kaplan_meier
from callq.metrics.views.figures import between, calls_words, came_back, percent
from callq.records import calls
from callq.records.calls import NewCall
from callq.records.change_people import insert as insert_people
from callq.records.contacts import Contact
from callq.storage import journal
from callq.storage.db import Db
from callq.workspace import Workspace, open_workspace

NOW = datetime(2010, 11, 27, tzinfo=UTC)
"""The day after the last call."""
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")
_BATCH = 5_000
_UNKNOWN_DAYS = 180
"""How long ago an earlier campaign is taken to be where the file does not say."""
_NOT_SAID = 999
_COMPARED = ("nonexistent", "failure")
_TRIES = (1, 2, 3, 5, 8, 12)
_MARKS = re.compile(r"(<!-- figures -->\n).*?(<!-- end of figures -->)", re.DOTALL)


class Client(NamedTuple):
    """A row of the file."""

    day: date
    """Of the last call."""
    tries: int
    won: bool
    before: str
    """What an earlier campaign came to: `failure`, `success` or `nonexistent`."""
    days_since: int


def clients(path: Path) -> Iterator[Client]:
    """The rows, one by one; their dates follow from their order, month and weekday."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        at = date(2008, 5, 1)
        for row in csv.DictReader(lines, delimiter=";"):
            month, weekday = _MONTHS.index(row["month"]) + 1, _WEEKDAYS.index(row["day_of_week"])
            if month != at.month:
                at = date(at.year + (month < at.month), month, 1)
            at += timedelta(days=(weekday - at.weekday()) % 7)
            since = int(row["pdays"])
            yield Client(
                at, int(row["campaign"]), row["y"] == "yes", row["poutcome"],
                _UNKNOWN_DAYS if since == _NOT_SAID else since,
            )  # fmt: skip


def calls_of(client: Client, prospect_id: int) -> Iterator[NewCall]:
    """The calls of a client, the first one first."""
    last = datetime.combine(client.day, time(12), UTC)
    if client.before != "nonexistent":
        outcome = "soft-no" if client.before == "failure" else "interested"
        earlier = last - timedelta(days=max(1, client.days_since), hours=1)
        yield NewCall(prospect_id, earlier, outcome)
    for left in range(client.tries - 1, 0, -1):
        yield NewCall(prospect_id, last - timedelta(minutes=left), "no-answer")
    yield NewCall(prospect_id, last, "won" if client.won else "soft-no")


def load(db: Db, everybody: Iterable[Client]) -> None:
    """Stores them, some thousands at a time."""
    rows = iter(everybody)
    with db.write():
        command = journal.begin(db, "import", "bench", NOW)
        while batch := list(islice(rows, _BATCH)):
            new = [Contact(f"Client {client.day}", list_name="bank") for client in batch]
            ids = insert_people(db, new, command, NOW)
            some = [
                call for id_, one in zip(ids, batch, strict=True) for call in calls_of(one, id_)
            ]
            calls.insert(db, some, command, NOW)


def workspace_in(folder: Path) -> Workspace:
    """A workspace at an empty store, at the end of the log."""
    environ = {"CALLQ_HOME": str(folder), "CALLQ_NOW": NOW.isoformat(), "CALLQ_ZONE": "UTC",
               "CALLQ_AGENT": "bench"}  # fmt: skip
    return open_workspace(read_settings(environ), create=True)


def counted(ws: Workspace) -> Stats:
    """What `callq stats all` counts."""
    return count(ws, period_asked_for(ws, "all", "", ""), Scope())


def figures(stats: Stats, everybody: list[Client]) -> str:
    """The figures as they stand in the docs."""
    by_try = kaplan_meier(Spell(one.tries, one.won) for one in everybody)
    tries = sum(one.tries for one in everybody)
    to_next = calls_words(to_next_win(tries, stats.total.wins))
    by_year, by_weekday = bought_by_year(everybody), bought_by_weekday(everybody)
    sold = f"{stats.people:,} clients got {tries:,} calls; {stats.total.wins:,} of them bought"
    blocks = (
        f"{sold}. Calls per win: {to_next}.",
        _table(
            ("bought, by year", "never called before", "had said no in an earlier campaign"),
            [
                [str(year), *(_counted(by_year[year, before]) for before in _COMPARED)]
                for year in sorted({year for year, _ in by_year})
            ],
        ),
        _table(
            ("within so many calls", "bought"), [[str(n), came_back(by_try, n)] for n in _TRIES]
        ),
        _table(
            ("weekday of the last call", "bought"),
            [[SHORT_DAYS[day], _share(bought)] for day, bought in by_weekday.items()],
        ),
    )
    return "\n\n".join(blocks)


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [f"| {' | '.join(cells)} |" for cells in (heads, *rows)]
    return "\n".join([lines[0], "|---" * len(heads) + "|", *lines[1:]])


def bought_by_year(everybody: Iterable[Client]) -> dict[tuple[int, str], Rate]:
    """The share who bought, by the year and by what an earlier campaign had come to."""
    counts: dict[tuple[int, str], list[int]] = {}
    for one in everybody:
        cell = counts.setdefault((one.day.year, one.before), [0, 0])
        cell[0] += one.won
        cell[1] += 1
    return {key: rate(*cell) for key, cell in counts.items()}


def bought_by_weekday(everybody: Iterable[Client]) -> Mapping[int, Rate]:
    """The share who bought, by the weekday of their last call, all five compared at once."""
    found: dict[int, list[int]] = {}
    for one in everybody:
        counts = found.setdefault(one.day.weekday(), [0, 0])
        counts[0] += one.won
        counts[1] += 1
    return {day: rate(*found[day], compared=len(found)) for day in sorted(found)}


def _share(found: Rate) -> str:
    return f"{percent(found.share or 0)} ({between(found.low, found.high)})"


def _counted(found: Rate) -> str:
    return f"{_share(found)} of {found.trials:,}"


def main() -> int:
    """Prints the figures, or writes them between the marks of a page."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", type=Path, help="bank-additional-full.csv.gz")
    parser.add_argument("--write", type=Path, help="a page with marks around the figures")
    arguments = parser.parse_args()
    everybody = list(clients(arguments.file))
    with tempfile.TemporaryDirectory() as folder:
        ws = workspace_in(Path(folder))
        load(ws.db, everybody)
        text = figures(counted(ws), everybody)
        ws.db.close()
    if arguments.write:
        page = arguments.write.read_text(encoding="utf-8")
        arguments.write.write_text(with_figures(page, text), encoding="utf-8")
    else:
        print(text)
    return 0


def with_figures(page: str, text: str) -> str:
    """A page with these figures between its marks."""
    return _MARKS.sub(lambda marks: f"{marks[1]}\n{text}\n\n{marks[2]}", page)


if __name__ == "__main__":
    sys.exit(main())
