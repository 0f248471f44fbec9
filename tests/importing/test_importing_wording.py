"""Every report, preview and refusal of `callq import`, word for word; `make snapshots` rewrites it."""

import gzip
import io
import re
import zipfile
from pathlib import Path

import openpyxl  # type: ignore[import-untyped]
from syrupy.assertion import SnapshotAssertion

from callq.importing import advice
from helpers import IN_CHICAGO, Callq, Office, new_york

_LIST = f"""\
Name,Company,Phone,Email,Last Outcome,Last Called,Attempts,Value,Time Zone,Do Not Call,Booth talk
Ann Lee,Lee & Co,{new_york(1)},ann@example.com,No answer,2026-03-09,3,1250.00,America/New_York,,likes it
Bob Ray,Ray,226-2649,not an address,Purple,03/04/2026,many,1.250,Mars,,
Cyd Fox,Fox,12345,,Not interested,2027-01-01,200,,,maybe,please don't call me again
Ann Lee,Lee & Co,{new_york(1)},ann2@example.com,,,,,,,wants a demo
,,,,,,,,,,nobody left a card
Eve Orr,Orr,{IN_CHICAGO},eve@example.com,DNC,2026-03-02,,,,,
"""
_KNOWN = f"Name,Company,Phone,Title\nAnn Lee,Lee and Company,{new_york(1)},CEO\n"


def _book() -> bytes:
    book = openpyxl.Workbook()
    book.active.title = "Leads"
    for row in (["Name", "Phone"], ["Ann", 1]):
        book.active.append(row)
    book.create_sheet("Empty")
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _zip(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name in names:
            archive.writestr(name, b"Name,Phone\nAnn,1\n")
    return buffer.getvalue()


def _files(home: Path) -> None:
    files = {
        "fair.csv": _LIST.encode(), "more.csv": _KNOWN.encode(), "leads.xlsx": _book(),
        "empty.csv": b"", "bytes.csv": bytes(range(256)) * 20, "old.xls": b"\xd0\xcf\x11\xe0\xa1",
        "broken.xlsx": b"PK\x03\x04abc", "page.html": b"<html><table>", "doc.pdf": b"%PDF-1.7\n",
        "two.zip": _zip("a.csv", "b.csv"), "none.zip": _zip(), "cut.csv.gz": b"\x1f\x8b\x08\0xx",
        "twice.gz": gzip.compress(gzip.compress(b"Name\nAnn\n")), "no.vcf": b"BEGIN:VCARD\n",
        "no.json": b"[{}]", "bad.json": b'[\n{"name": "Ann"}\n{"name": "Bob"}]',
    }  # fmt: skip
    for name, data in files.items():
        (home / name).write_bytes(data)
    (home / "folder").mkdir()


_TYPED = (
    "fair.csv --preview --map Company=company",
    "fair.csv --dry-run",
    "fair.csv",
    "more.csv --list fair",
    "more.csv --save-map fair",
    "leads.xlsx --sheet March",
    "leads.xlsx --sheet Empty",
    "fair.csv --sheet March",
    *(
        f"{name}"
        for name in [
            "gone.csv",
            "folder",
            "empty.csv",
            "bytes.csv",
            "old.xls",
            "broken.xlsx",
            "page.html",
            "doc.pdf",
            "two.zip",
            "none.zip",
            "cut.csv.gz",
            "twice.gz",
            "no.vcf",
            "no.json",
            "bad.json",
        ]
    ),
    "fair.csv --encoding klingon",
    "fair.csv --encoding utf-16",
    "fair.csv --region Texas",
    "fair.csv --zone Mars",
    "fair.csv --rejects x.csv --no-rejects",
    "fair.csv --rejects more.csv",
    "fair.csv --map Phone",
    "fair.csv --map Phon=phone",
    "fair.csv --map Phone=fone",
    "fair.csv --map Name=owner --map Company=owner",
    "fair.csv --map Name=owner --map Name=company",
    "fair.csv --map expo",
    "bytes.csv --map fair",
    "leads.xlsx --map fair",
    "fair.csv --save-map ../x",
    "everyone.jsonl --owner ann",
    "cut.jsonl",
)


def test_wording(office: Office, run_callq: Callq, snapshot: SnapshotAssertion) -> None:
    _files(office.home)
    wide = run_callq.wide(120)
    texts = []
    for typed in _TYPED:
        if typed.startswith("everyone"):
            run_callq.here("export", "everyone.jsonl")
            whole = (office.home / "everyone.jsonl").read_bytes()
            (office.home / "cut.jsonl").write_bytes(whole[:-20])
        found = wide.here("import", *typed.split())
        text = re.sub(re.escape(str(office.home)), "HOME", found.out + found.err)
        texts.append(f"$ callq import {typed}\n{text}")
    assert "\n".join(texts) == snapshot


def test_advice(snapshot: SnapshotAssertion) -> None:
    lines = [f"{what}: {what_to_do}" for what, what_to_do in advice._ADVICE]
    assert "\n".join(lines) == snapshot


def test_help(run_callq: Callq, snapshot: SnapshotAssertion) -> None:
    assert run_callq.ok("import", "--help").out == snapshot
