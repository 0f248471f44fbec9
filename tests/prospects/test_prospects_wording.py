"""What a person reads when adding, editing, merging and deduplicating people."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from syrupy.assertion import SnapshotAssertion

from callq.errors import CallqError
from callq.prospects.add import add, check_value, person_from
from callq.prospects.dedupe import AUTO, merge_all, search
from callq.records import leases
from helpers import IN_CHICAGO, IN_LOS_ANGELES, IN_NEW_YORK, Callq, Office, new_york

BEFORE = "2026-03-09T10:00:00-04:00"


def _two(office: Office) -> None:
    office.add("Robert Smith", IN_NEW_YORK, now=BEFORE, emails=("rob@example.com",), list_name="a")
    office.add(
        "Bob Smith", IN_CHICAGO, IN_NEW_YORK, now=BEFORE, emails=("bob@example.com",),
        company="Acme", title="CEO", owner="bob", list_name="b", zone="America/Chicago",
        note="Prefers mornings.", tags=("vip",), custom=(("Budget", "3000"),), value=900.0,
    )  # fmt: skip


def _refusal(act: Callable[[], object]) -> str:
    try:
        act()
    except CallqError as error:
        return f"{error.name} ({error.code:d}): {error.message} {error.hint}"
    raise AssertionError("not refused")


def test_wording_of_refusals(office: Office, snapshot: SnapshotAssertion) -> None:
    _two(office)
    office.add("Cyd Moe", IN_LOS_ANGELES)
    changes: list[dict[str, Any]] = [
        {}, {"name": " "}, {"zone": "Mars/Base"}, {"value": -1.0}, {"fields": ("Budget",)},
        {"drop_phone": ("999",)}, {"add_phone": (" ",)}, {"drop_email": ("x@y.z",)},
        {"add_email": ("nonsense",)},
    ]  # fmt: skip
    said = [_refusal(partial(office.edit, 1, **change)) for change in changes]
    said.append(_refusal(lambda: check_value(float("inf"))))
    said.append(_refusal(lambda: office.add(" ")))
    said.append(_refusal(lambda: office.add("robert smith", IN_NEW_YORK)))
    said.append(_refusal(lambda: office.merge(1, "robert")))
    other = 3 - office.take(agent="bob").item.entry.id
    with office.workspace() as ws, ws.db.write():
        leases.take(ws.db, other, "cyd", ws.now, ws.now + timedelta(minutes=15))
    said.append(_refusal(lambda: office.merge(1, 2)))
    with office.workspace() as ws:
        found = search(ws, AUTO)
        merge_all(ws, found)
        said += found.busy
        said += add(ws, person_from(ws, name="Ron", phones=("ask Ann", "555-0100"))).warnings
    assert "\n".join(said) == snapshot


def test_wording_of_commands(office: Office, run_callq: Callq, snapshot: SnapshotAssertion) -> None:
    _two(office)
    office.log(2, "do-not-call")
    office.edit(1, add_phone=(IN_LOS_ANGELES,))
    said = [
        run_callq.ok("add", "Ron Hale", "--phone", IN_NEW_YORK).out,
        run_callq.ok(
            "edit", "ron", "--company", "Acme", "--list", "a", "--add-phone", IN_CHICAGO,
            "--drop-phone", IN_NEW_YORK, "--add-email", "Ron@example.com",
        ).out,
        run_callq.ok("list").out,
        run_callq.ok("list", "--limit", "1").out,
        run_callq.ok("list", "--lists").out,
        run_callq.ok("list", "nemo").out,
        run_callq.ok("people", "merge", "1", "2", "--dry-run").out,
        run_callq.ok("people", "merge", "1", "2").out,
    ]  # fmt: skip
    assert "\n".join(said) == snapshot


def test_wording_of_dedupe(office: Office, run_callq: Callq, snapshot: SnapshotAssertion) -> None:
    office.add("Robert Smith", new_york(1), company="Acme", emails=("rob@acme.example",))
    office.add("Bob Smith", new_york(1))
    office.add("Carla Mendez", new_york(2))
    office.add("Karla Mendez", new_york(2), new_york(1))
    office.add("Tom Fox", new_york(3), company="Fox & Sons")
    office.add("Tom Fox", new_york(4), company="Fox and Sons Ltd")
    office.add("Zoe Hale", new_york(5))
    commands = [("--dry-run",), ("--auto", "--dry-run"), ("--auto", "--above", "0.6"), ("--auto",)]
    said = [run_callq.ok("people", "dedupe", *words).out for words in commands]
    assert "\n".join([*said, run_callq.ok("undo").out]) == snapshot
