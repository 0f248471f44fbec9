"""Every report and refusal of `callq export`, word for word; `make snapshots` rewrites it."""

from syrupy.assertion import SnapshotAssertion

from helpers import Callq, Office, new_york

_TYPED = (
    "out.csv",
    "out.csv",
    "out.xlsx",
    "out.jsonl",
    "out.vcf",
    "out.ics",
    "out.tasks.json",
    "out.doc",
    "out.csv --format pdf",
    "",
    "- --format csv --json",
    "more.csv --list nope",
    "more.csv --state nope",
    "- --format csv",
)


def test_wording(office: Office, run_callq: Callq, snapshot: SnapshotAssertion) -> None:
    office.add("Ann Lee", new_york(1), company="Lee & Co")
    office.add("Bob Ray", new_york(2))
    office.log("Bob", "dnc")
    texts = []
    for typed in _TYPED:
        found = run_callq.here("export", *typed.split())
        texts.append(f"$ callq export {typed}\n{found.out}{found.err}")
    assert "\n".join(texts) == snapshot


def test_help(run_callq: Callq, snapshot: SnapshotAssertion) -> None:
    assert run_callq.ok("export", "--help").out == snapshot
