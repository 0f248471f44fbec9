"""Measures `callq people dedupe`: who is found, against two baselines, and how long it takes.

    python tools/bench/duplicates.py [--people N] [--write]

On real names: `chicago_early_childhood_messy.csv`, 3,337 sites merged from ten sources. No column
tells which rows are one site. Truth is judged by the street address, which neither callq nor a
baseline is shown: same street (four in five letters alike), house numbers at most ten apart.
On made-up people: every sixth has a twin, changed the way people change names; truth is known.
`--write` puts the tables into docs/dedupe.md.
"""

import argparse
import csv
import re
import resource
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import combinations
from pathlib import Path
from random import Random
from typing import NamedTuple

import synthetic
from rapidfuzz.fuzz import ratio

from callq.prospects.likeness import Corpus, Record
from callq.prospects.names import tokens, word_lists
from callq.prospects.pairing import LEAST, Groups, pairs

ROOT = Path(__file__).parents[2]
CHICAGO = ROOT.parent / "shared" / "data" / "contacts" / "chicago_early_childhood_messy.csv"
BARS = (LEAST, 0.7, 0.9, 0.95)
_DIRECTIONS = frozenset("n s e w north south east west".split())  # noqa: SIM905
_KINDS = frozenset(
    "st street ave avenue av blvd boulevard rd road dr drive pl place ct court pkwy ln".split()  # noqa: SIM905
)
_NEAR_HOUSES, _ALIKE = 10, 80
Pairs = set[tuple[int, int]]


class Folder(NamedTuple):
    """Records, and which pairs of them are one."""

    records: list[Record]
    truth: Pairs


class Found(NamedTuple):
    """How well a way of finding duplicates did."""

    way: str
    pairs: int
    precision: float
    recall: float


def chicago(path: Path = CHICAGO) -> Folder:
    """The real folder: what callq sees of it, and the truth by address."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    records, houses = [], {}
    for row in rows:
        house = _house(row["Address"])
        if house is None:
            continue
        digits = re.sub(r"\D", "", row["Phone"])
        numbers = frozenset({(digits, "")} if len(digits) >= 7 else ())
        name = " ".join(row["Site name"].split())
        records.append(Record(int(row["Id"]), name, " ".join(row["Agency"].split()), numbers))
        houses[int(row["Id"])] = house
    return Folder(records, _same_house(houses))


def _house(address: str) -> tuple[int, str] | None:
    """House number and street, without direction and kind: `2929 W. 19th St.` is 2929, 19."""
    match = re.match(r"(\d+)[\s?]*(?:-\s*\d+)?\s+(.*)", address.strip().lower())
    if match is None:
        return None
    words = re.findall(r"[a-z0-9]+", match[2])
    words = [re.sub(r"^(\d+)(st|nd|rd|th)$", r"\1", word) for word in words]
    street = next((w for w in words if w not in _DIRECTIONS and w not in _KINDS), "")
    return (int(match[1]), street) if street else None


def _same_house(houses: dict[int, tuple[int, str]]) -> Pairs:
    streets: defaultdict[str, list[int]] = defaultdict(list)
    for id_, (_, street) in houses.items():
        streets[street].append(id_)
    alike = {
        (a, b)
        for a, b in combinations(sorted(streets), 2)
        if not (a + b).isdecimal() and ratio(a, b) >= _ALIKE
    }
    found = set()
    for a, b in [*((s, s) for s in streets), *alike]:
        for i in streets[a]:
            for j in streets[b]:
                if i < j and abs(houses[i][0] - houses[j][0]) <= _NEAR_HOUSES:
                    found.add((i, j))
                elif a != b and j < i and abs(houses[i][0] - houses[j][0]) <= _NEAR_HOUSES:
                    found.add((j, i))
    return found


def made_up(count: int) -> Folder:
    """People of who every sixth is in the folder twice, and switchboards that many share."""
    rng = Random(11)
    records: list[Record] = []
    truth: Pairs = set()
    people = (person.prospect for person in synthetic.folder(count * 6 // 7))
    switchboard = ""
    for person in people:
        numbers = [phone.e164 for phone in person.phones if phone.e164]
        if len(records) % 50 == 0:
            switchboard = numbers[0] if numbers else switchboard
        if rng.random() < 0.1:
            numbers = [switchboard]
        one = Record(
            len(records) + 1, person.name, person.company,
            frozenset((n, "") for n in numbers), frozenset(person.emails),
        )  # fmt: skip
        records.append(one)
        if rng.random() < 1 / 6:
            twin = _twin(rng, one, len(records) + 1)
            records.append(twin)
            truth.add((one.id, twin.id))
    return Folder(records, truth)


def _twin(rng: Random, one: Record, id_: int) -> Record:
    name = rng.choice((_misspelt, _nickname, _initial, _turned, _same))(rng, one.name)
    company = "" if rng.random() < 0.3 else one.company + rng.choice(("", " Inc.", " LLC"))
    numbers = one.numbers
    if rng.random() < 0.15:
        numbers = frozenset({(f"+1212555{rng.randrange(10**4):04}", "")})
    emails = one.emails if rng.random() < 0.5 else frozenset[str]()
    return Record(id_, name, company, numbers, emails)


def _same(_: Random, name: str) -> str:
    return name.upper()


def _misspelt(rng: Random, name: str) -> str:
    at = rng.randrange(1, len(name) - 1)
    return name[:at] + name[at + 1 :]


def _nickname(rng: Random, name: str) -> str:
    groups = word_lists().nicknames
    first, _, rest = name.partition(" ")
    same = [w for w, group in groups.items() if group == groups.get(first.casefold())]
    return f"{rng.choice(same).title() if same else first} {rest}"


def _initial(_: Random, name: str) -> str:
    first, rest = name.split(" ", 1)
    return f"{first[0]}. {rest}"


def _turned(_: Random, name: str) -> str:
    first, rest = name.split(" ", 1)
    return f"{rest}, {first}"


def by_key(records: Iterable[Record], key: Callable[[Record], Iterable[str]]) -> Pairs:
    """A baseline: all pairs that have a key in common."""
    blocks: defaultdict[str, list[int]] = defaultdict(list)
    for record in records:
        for value in key(record):
            blocks[value].append(record.id)
    return {pair for ids in blocks.values() for pair in combinations(sorted(ids), 2)}


def by_callq(folder: Folder, bar: float) -> Pairs:
    """All pairs that are one when every proposal above a bar is accepted."""
    corpus = Corpus(folder.records)
    groups = Groups({record.id: record for record in folder.records}, corpus)
    for pair in pairs(folder.records, corpus, bar):
        if proposal := groups.propose(pair):
            groups.join(proposal.kept.id, proposal.gone.id)
    roots = {groups.root(record.id) for record in folder.records}
    return {pair for root in roots for pair in combinations(sorted(groups.members(root)), 2)}


def measure(folder: Folder, bars: Iterable[float] = BARS) -> Iterator[Found]:
    """Baselines first, then callq at several bars."""
    by_number = by_key(folder.records, lambda r: [n for n, _ in r.numbers])
    by_name = by_key(folder.records, lambda r: [" ".join(r.name.casefold().split())])
    by_words = by_key(folder.records, lambda r: [" ".join(sorted(tokens(r.name)))])
    yield _found("the same number", by_number, folder)
    yield _found("the same name", by_name, folder)
    yield _found("the same number and name", by_number & by_name, folder)
    yield _found("the same number and words of the name", by_number & by_words, folder)
    for bar in bars:
        yield _found(f"callq, at least {bar:.0%} sure", by_callq(folder, bar), folder)


def _found(way: str, found: Pairs, folder: Folder) -> Found:
    right = len(found & folder.truth)
    return Found(way, len(found), right / max(1, len(found)), right / max(1, len(folder.truth)))


def table(found: Iterable[Found]) -> str:
    """The figures as the docs print them."""
    lines = ["| way | pairs | precision | recall |", "|---|---:|---:|---:|"]
    lines += [f"| {f.way} | {f.pairs:,} | {f.precision:.3f} | {f.recall:.3f} |" for f in found]
    return "\n".join(lines)


def whole_command(count: int) -> str:
    """Time and memory of `dedupe --auto` and of its undo, on a store of made-up people."""
    from callq.calls.undo import undo
    from callq.config import read_settings
    from callq.places.phones import read_phone
    from callq.prospects import dedupe
    from callq.records.change_people import insert as insert_people
    from callq.records.contacts import Contact, ContactPhone
    from callq.storage import journal
    from callq.workspace import open_workspace

    folder = made_up(count)
    with tempfile.TemporaryDirectory() as home:
        environ = {"CALLQ_HOME": home, "CALLQ_AGENT": "bench", "CALLQ_ZONE": "America/New_York"}
        ws = open_workspace(read_settings(environ), create=True)
        new = []
        for record in folder.records:
            read = [read_phone(number, "US") for number, _ in sorted(record.numbers)]
            phones = tuple(
                ContactPhone("", p.written, p.e164, "", p.shown, p.quality.value, p.zones)
                for p in read
            )
            new.append(Contact(record.name, record.company, phones=phones,
                                   emails=tuple(record.emails)))  # fmt: skip
        with ws.db.write():
            command = journal.begin(ws.db, "add", "setup", ws.now)
            insert_people(ws.db, new, command, ws.now)
            ws.projector().rebuild()
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        start = time.perf_counter()
        found = dedupe.search(ws, dedupe.AUTO)
        searched = time.perf_counter()
        merged = len(dedupe.merge_all(ws, found))
        done = time.perf_counter()
        undo(ws)
        end = time.perf_counter()
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        ws.db.close()
    cells = (
        f"{len(folder.records):,}", f"{searched - start:.1f} s", f"{merged:,}",
        f"{done - searched:.1f} s", f"{end - done:.1f} s", f"{(most - before) / 1024:.0f} MB",
    )  # fmt: skip
    return f"| {' | '.join(cells)} |"


def main() -> int:
    """Measures and prints; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=100_000, help="made-up people")
    parser.add_argument("--write", action="store_true", help="put the tables into docs/dedupe.md")
    arguments = parser.parse_args()
    tables = {}
    if CHICAGO.exists():
        real = chicago()
        tables["chicago"] = table(measure(real))
        print(f"{len(real.records):,} real sites, {len(real.truth):,} pairs are one")
        print(tables["chicago"], flush=True)
    folder = made_up(arguments.people)
    tables["made-up"] = table(measure(folder))
    print(f"{len(folder.records):,} made-up people, {len(folder.truth):,} pairs are one")
    print(tables["made-up"], flush=True)
    head = "| people | comparing | merged | merging | undo | memory on top |"
    tables["time"] = f"{head}\n{'|---:' * 6}|\n{whole_command(arguments.people)}"
    print(tables["time"])
    if arguments.write:
        page = ROOT / "docs" / "dedupe.md"
        text = page.read_text(encoding="utf-8")
        for name, figures in tables.items():
            text = re.sub(
                rf"(<!-- {name} -->\n).*?(<!-- end -->)",
                rf"\1\n{figures}\n\n\2",
                text,
                flags=re.DOTALL,
            )
        page.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
