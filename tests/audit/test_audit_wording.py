"""Every view and refusal of the audit, word for word; `make snapshots` rewrites it."""

from typing import Any

from syrupy.assertion import SnapshotAssertion

from helpers import IN_CHICAGO, Callq, Office, new_york


def test_wording(office: Office, run_callq: Callq, snapshot: SnapshotAssertion) -> None:
    wide = run_callq.wide(120)
    texts: dict[str, str] = {}

    def show(*arguments: str) -> None:
        found = wide.here(*arguments)
        texts["callq " + " ".join(arguments)] = found.out or found.err

    show("purge-check")
    last_year = "2025-03-04T06:59:00-05:00"
    logged: list[tuple[str, str, dict[str, Any]]] = [
        ("Amy", "ni", {"reason": "timing", "note": "maybe after the summer", "duration": "9s"}),
        ("Ben", "hn", {"now": "2026-03-10T10:00:00-04:00"}),
        ("Cora", "hn", {"permission": True}),
        ("Dan", "ni", {"channel": "email"}),
        ("Eve", "dnc", {}),
        ("Fay", "wn", {}),
        ("Gus", "int", {}),
    ]
    for i, (name, outcome, said) in enumerate(logged):
        office.add(name, new_york(i), now=last_year, list_name="fair", company="Acme")
        office.log(name, outcome, **{"now": last_year, **said})
    office.add("Hal", IN_CHICAGO, now=last_year, opt_out_text="no calls please")
    office.import_(office.file(f"Name,Phone,Last Outcome\nIda,{new_york(9)},Not interested\n"))
    show("purge-check")
    show("purge-check", "--by", "reason", "--limit", "1")
    show("purge-check", "--by", "colour")
    show("purge-check", "--json", "--csv")
    show("purge-check", "people.csv", "--mine")
    assert "\n".join(f"$ {typed}\n{text}" for typed, text in texts.items()) == snapshot
