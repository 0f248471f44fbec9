"""Makes the stores that are measured, through callq's own schema, writers and rules.

    python tools/bench/stores.py SHAPE FILE

A program of its own, so that the process that measures stays small. What it leaves is what a
folder looks like in the evening: everyone is judged up to `synthetic.EVENING`.
"""

import hashlib
import json
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, timedelta
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import synthetic
from synthetic import Person

import callq
from callq.engine.calling import build as build_calling
from callq.engine.rulebook import build
from callq.places.holidays import dates_of
from callq.places.phones import read_phone
from callq.records import calls, dnc
from callq.records.change_people import insert as insert_people
from callq.records.contacts import Contact, ContactPhone
from callq.records.evaluation import EvaluationContext
from callq.records.projection import Projector
from callq.records.rulebooks import install, read_rulebook, shipped_table
from callq.storage import journal
from callq.storage.db import Db
from callq.storage.opening import open_store

Zones = dict[str, tuple[tuple[str, ...], tuple[str, ...]]]
"""Zones and places of an area code."""

_BATCH = 5_000
_LONGEST_IN_STORE_DAYS = 400
_SHORTEST_IN_STORE_DAYS = 30


class Shape(NamedTuple):
    """What a store holds."""

    people: int
    calls_each: int = 0
    """For a pile; a folder has as many calls as its people happen to have."""

    def made_up(self) -> Iterator[Person]:
        """Its people."""
        if self.calls_each:
            return synthetic.pile(self.people, self.calls_each)
        return synthetic.folder(self.people)


SHAPES = {
    "small": Shape(538),
    "large": Shape(1_000_000),
    "pile": Shape(100_000, calls_each=10),
    "quick-large": Shape(20_000),
    "quick-pile": Shape(2_000, calls_each=10),
}


def fingerprint() -> str:
    """Changes with whatever a made store depends on: then it has to be made again."""
    package, here = Path(callq.__file__).parent, Path(__file__).parent
    sources = (
        here / "synthetic.py", here / "stores.py", package / "storage" / "schema.py",
        package / "data" / "rulebook.toml",
    )  # fmt: skip
    return hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:16]


def make(shape: Shape, path: Path) -> None:
    """Makes a store; nothing is left when it fails half-way."""
    fresh = path.with_suffix(".making")
    fresh.unlink(missing_ok=True)
    db = open_store(str(fresh), create=True)
    # The file is thrown away if the power goes: no need to wait for the disk.
    for pragma in ("journal_mode=MEMORY", "synchronous=OFF", "cache_size=-1500000"):
        db.one(f"PRAGMA {pragma}")
    _fill(db, shape)
    for pragma in ("synchronous=FULL", "journal_mode=WAL"):
        db.one(f"PRAGMA {pragma}")
    db.close()
    fresh.replace(path)
    path.with_suffix(".json").write_text(json.dumps({"fingerprint": fingerprint()}), "utf-8")


def _fill(db: Db, shape: Shape) -> None:
    text, data = read_rulebook(None)
    with db.write():
        install(db, text, data)
        command = journal.begin(db, "import", "bench", synthetic.EVENING)
        zones: Zones = {}
        batches = -(-shape.people // _BATCH)
        for number, batch in enumerate(_batches(shape.made_up())):
            _store(db, batch, command, number / batches, zones)
        rulebook = build(data)
        calling = build_calling(shipped_table(), data, rulebook.hours)
        context = EvaluationContext(UTC, calling, synthetic.EVENING)
        Projector(db, rulebook, context, dates_of).rebuild()
        journal.describe(db, command, f"{shape.people} people")


def _batches(everybody: Iterable[Person]) -> Iterator[list[Person]]:
    left = iter(everybody)
    while batch := list(islice(left, _BATCH)):
        yield batch


def _store(db: Db, batch: list[Person], command: int, part: float, zones: Zones) -> None:
    days = _LONGEST_IN_STORE_DAYS - (_LONGEST_IN_STORE_DAYS - _SHORTEST_IN_STORE_DAYS) * part
    came = synthetic.NOW - timedelta(days=days)
    everybody = [_placed(person.prospect, zones) for person in batch]
    insert_people(db, everybody, command, came)
    calls.insert(db, [call for person in batch for call in person.calls], command, came)
    opted_out = (p.prospect.phones for p in batch if p.opted_out)
    numbers = (phone.e164 for phones in opted_out for phone in phones)
    dnc.block(db, numbers, source="call", agent="bench", now=came, command_id=command)


def _placed(prospect: Contact, zones: Zones) -> Contact:
    return prospect._replace(phones=tuple(_zoned(phone, zones) for phone in prospect.phones))


def _zoned(phone: ContactPhone, zones: Zones) -> ContactPhone:
    area = phone.e164[:5]
    if area not in zones:
        read = read_phone(phone.e164, "US")
        zones[area] = read.zones, read.places
    return phone._replace(zones=zones[area][0], places=zones[area][1])


if __name__ == "__main__":
    make(SHAPES[sys.argv[1]], Path(sys.argv[2]))
