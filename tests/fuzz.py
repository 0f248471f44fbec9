"""Breaks files in every way it can think of and reads them: `make fuzz`.

    python tests/fuzz.py [--inputs 100000] [--minutes 60] [--seed 1] [--format csv] [--write]

Each input is a file of a kind that reps have (or one under ../shared/data, where that is), damaged
by some random cuts, copies, splices and flips; a workbook is damaged inside its ZIP file as well as
outside, and JSON also by values that change places. It is read to its end, as an import would, and
phone systems' logs also as `reconcile` would, on a store that must stay as it is. Only a refusal in
plain words may come of it: anything else is printed with the bytes that caused it, and so is one
that takes longer than some seconds. Memory is bounded; the peak is printed at the end. `--write`
puts the figures into docs/reliability.md.
"""

import argparse
import gzip
import io
import json
import random
import re
import resource
import signal
import sys
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from types import FrameType
from typing import Any

from callq.calls.reconcile import reconcile
from callq.calls.views.reconcile import as_json
from callq.errors import CallqError
from callq.importing.bulk_reader import Reading, read_here
from callq.importing.readers.open import open_table
from callq.workspace import Workspace
from helpers import Office
from samples import (
    ANN,
    BOB,
    BY_PROGRAM,
    COMPANIES,
    CSV,
    CY,
    JSON,
    LDIF,
    LOGS,
    OLD_WORKBOOK,
    OWN_JSON,
    VCARD,
    ods_content,
)

sys.path.insert(0, str(Path(__file__).parents[1] / "tools" / "faults"))
import report

SHARED = Path(__file__).parents[1].parent / "shared" / "data"
KINDS = (
    "csv", "vcard", "ldif", "json", "contacts", "calls", "reconcile", "xlsx", "ods", "xls", "packed",
)  # fmt: skip
_SLOW_SECONDS = 10
"""Of work, not on the clock: the machine may have other things to do."""
_TELL = 50_000
_CELL = re.compile(rb"(?<=>)[^<>]+(?=</(?:[vt]|text:p)>)")
_VALUES: tuple[Any, ...] = (
    None, True, 0, -1, 1e300, "", "x", [], {}, [[]], [{}], [None], {"": ""}, {"name": None}, "2026-13-45",
    "212-556-0101", "\ud800", "do not call", {"value": {"value": []}}, ["a", {"b": [1]}],
)  # fmt: skip
_KEYS = (
    "", "name", "contacts", "people", "calls", "data", "items", "schema", "properties", "attributes",
    "phone", "phones", "emails", "names", "from", "to", "direction", "duration", "date", "\0",
)  # fmt: skip
_LOG = "SELECT count(*), total(duration) FROM call"
_MOST_MEMORY = 2 << 30
_LARGEST_SEED = 20_000
_TOKENS = (
    b'"', b'""', b",", b";", b"\t", b"|", b"\n", b"\r", b"\r\n", b"\0", b"\xff", b"\xef\xbb\xbf",
    b"\xff\xfe", b"=", b"=\r\n", b"=0D=0A=", b"BEGIN:VCARD\r\n", b"END:VCARD\r\n", b"N:", b"TEL;X=",
    b"ENCODING=QUOTED-PRINTABLE:", b"ENCODING=b:", b"CHARSET=koi8-r:", b"{", b"}", b"[", b"]",
    b"\\u0000", b"\\", b"1e999", b"<c r='A1'>", b"</c>", b"<row>", b"&#0;", b"&amp;", b"<!--",
    b"nan", b"00", b"+", b"x", b";ext=", b" or ", b"/", b"2026-13-45", b"9" * 30, b"(" * 40,
    b"dn: ", b"\ndn:: eA==\n", b"cn:: ", b":< file:///x", b"\n ", b"objectclass: groupOfNames\n",
    b'table:number-columns-repeated="99999"', b'table:number-rows-repeated="-1"', b"<table:table-row>",
    b"<calls>", b"<call ", b"/>", b'date="9e9"', b"Outbound", b"inbound", b"internal", b"-1", b"25:61:61",
    b"1772637300000", b"Wed 03/04/2026", b" <101>", b"sip:", b"NO ANSWER", b"+12125560101", b"null",
    b" " * 200, b"a" * 500, "\u202e\u200b\u0660".encode(), b"do not call", b"1-800-FLOWERS",
)  # fmt: skip


def workbook() -> dict[str, bytes]:
    """The parts of a small workbook."""
    import openpyxl  # type: ignore[import-untyped]

    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.append(["Name", "Phone", "Last Called", "Zip"])
    page.append(["Ann Lee", 2125550100, "2026-03-01", 1234.0])
    page.append(["Bob Ray", "(312) 555-0101", 46000.5, None])
    book.create_sheet("Empty")
    kept = io.BytesIO()
    book.save(kept)
    with zipfile.ZipFile(kept) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def spreadsheet() -> dict[str, bytes]:
    """The parts of a small OpenDocument spreadsheet, with repeated cells and a comment."""

    def cell(text: str, more: str = 'office:value-type="string"') -> str:
        return f"<table:table-cell {more}><text:p>{text}</text:p></table:table-cell>"

    header = "".join(map(cell, ("Name", "Phone", "Last Called", "Zip")))
    number = cell("2,125,550,100", 'office:value-type="float" office:value="2125550100"')
    day = '<table:table-cell office:value-type="date" office:date-value="2026-03-01T10:00:00"/>'
    note = "<office:annotation><text:p>old</text:p></office:annotation>"
    blank = '<table:table-cell table:number-columns-repeated="16380"/>'
    rows = (
        f"<table:table-row>{header}{blank}</table:table-row>"
        f"<table:table-row>{cell('Ann <text:s/>Lee')}{number}{day}{cell('01234')}</table:table-row>"
        f'<table:table-row table:number-rows-repeated="2">{cell(f"{note}Bob")}'
        f"{cell('(312) 555-0101')}</table:table-row>"
        f'<table:table-row table:number-rows-repeated="1048570">{blank}</table:table-row>'
    )
    return {
        "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
        "content.xml": ods_content(("Empty", ""), ("People", rows)).encode(),
    }


def zipped(parts: dict[str, bytes]) -> bytes:
    """A ZIP file of some parts."""
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in parts.items():
            packed.writestr(name, data)
    return kept.getvalue()


def damaged(data: bytes, rng: random.Random) -> bytes:
    """A file with some places changed."""
    bytes_ = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 3, 5, 10, 30))):
        at = rng.randrange(len(bytes_) + 1)
        end = min(len(bytes_), at + int(rng.expovariate(1 / 12)))
        how = rng.randrange(7)
        if how == 0:
            bytes_[at:at] = rng.choice(_TOKENS)
        elif how == 1:
            bytes_[at:end] = rng.choice(_TOKENS)
        elif how == 2:
            del bytes_[at:end]
        elif how == 3:
            bytes_[at:at] = bytes_[at:end] * rng.choice((1, 2, 50))
        elif how == 4 and at < len(bytes_):
            bytes_[at] = rng.randrange(256)
        elif how == 5:
            start = rng.randrange(len(bytes_) + 1)
            bytes_[at:at] = bytes_[start : start + 40]
        else:
            del bytes_[at : None if rng.random() < 0.1 else end]
    return bytes(bytes_)


def overwritten(data: bytes, rng: random.Random) -> bytes:
    """A file with some bytes changed in their place: what old workbooks find by its offset stays there."""
    bytes_ = bytearray(data)
    for _ in range(rng.choice((1, 2, 5, 20))):
        at = rng.randrange(len(bytes_))
        bytes_[at] = rng.choice((0, 1, 255, bytes_[at] ^ 1 << rng.randrange(8), rng.randrange(256)))
    return bytes(bytes_)


def rewritten(sheet: bytes, rng: random.Random) -> bytes:
    """A part of a workbook that is still XML, with other things in some of its cells."""
    odd = rng.sample(_TOKENS, 3)
    plain = [token.replace(b"&", b"&amp;").replace(b"<", b"&lt;") for token in odd]

    def other(found: re.Match[bytes]) -> bytes:
        return rng.choice(plain) + found[0][: rng.randrange(4)] if rng.random() < 0.4 else found[0]

    return _CELL.sub(other, sheet)


def reshaped(data: bytes, rng: random.Random) -> bytes:
    """JSON that is still JSON, with some values in the place of others; other files as they are."""
    try:
        whole = json.loads(data)
    except ValueError:
        return data
    for _ in range(rng.choice((1, 1, 2, 5))):
        nodes = list(_nodes(whole))
        holder, key = rng.choice(nodes)
        if rng.random() < 0.2:
            holder.pop(key)
        else:
            there, other = rng.choice(nodes)
            value = there[other] if rng.random() < 0.5 else rng.choice(_VALUES)
            holder[key] = json.loads(json.dumps(value))
        if isinstance(holder, dict) and holder and rng.random() < 0.2:
            holder[rng.choice(_KEYS)] = holder.pop(rng.choice(list(holder)))
        if not whole:
            break
    return json.dumps(whole, indent=rng.choice((None, None, 1))).encode()


def _nodes(value: Any) -> Iterator[tuple[Any, Any]]:
    """Yields each place of a value: what holds it, and under which key."""
    inside = (
        value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    )
    for key in inside:
        yield value, key
        yield from _nodes(value[key])


def seeds(rng: random.Random) -> dict[str, list[bytes]]:
    """Whole files to damage, by format."""
    logs = [text.encode() for text in LOGS.values()]
    found: dict[str, list[bytes]] = {
        "csv": [CSV], "vcard": [VCARD], "json": [JSON], "calls": logs, "reconcile": logs,
        "contacts": [json.dumps(each).encode() for each in BY_PROGRAM.values()], "ldif": [LDIF.encode()],
        "xls": [OLD_WORKBOOK],
    }  # fmt: skip
    for path in sorted(SHARED.rglob("*.*")):
        kind = {".csv": "csv", ".vcf": "vcard", ".tsv": "csv", ".ldif": "ldif"}.get(path.suffix)
        if kind:
            data = path.read_bytes()
            start = 0 if len(data) < _LARGEST_SEED else data.find(b"\n", rng.randrange(len(data)))
            found[kind].append((data[:500] + data[start : start + 3000])[:_LARGEST_SEED])
    coded = f"{LDIF}\ndn:: Y249eA==\ncn:: Wm/DqyDDhWx1bmQ=\nmobile;x-a: 1\njpegPhoto:< file:///x\n"
    group = "\ndn: cn=Golf\nobjectclass: groupOfNames\nmember: cn=Ann Roe\n"
    found["ldif"] += [coded.encode(), f"Our people\n\nversion: 1\n\n{LDIF}{group}{LDIF}".encode()]
    text = CSV.decode()
    lines = b"".join(JSON.replace(b",\n", b",").splitlines(keepends=True)) * 8
    found["json"] += [
        lines,
        lines,
        JSON * 8,
        b"[" + JSON.replace(b"}\n{", b"},\n{") + b"]",
        OWN_JSON,
        COMPANIES,
    ]
    found["csv"].append(b'a", {"x": [1, "y z"],\n "b": 9 0"}],\n' * 30)
    found["csv"] += [text.encode(name) for name in ("utf-16", "utf-16-be", "utf-32", "cp1252")]
    return found


def inputs(rng: random.Random, only: str) -> Iterator[tuple[str, bytes]]:
    """Damaged files, without end."""
    whole, books = seeds(rng), {"xlsx": workbook(), "ods": spreadsheet()}
    kinds = [only] if only else [*KINDS, "csv", "json", "vcard"]
    while True:
        kind = rng.choice(kinds)
        if kind in books:
            some = dict(books[kind])
            for _ in range(rng.randrange(1, 3)):
                name = rng.choice([name for name in some if name.endswith(".xml")])
                change = rewritten if rng.random() < 0.5 else damaged
                some[name] = change(some[name], rng)
            data = zipped(some)
            yield kind, damaged(data, rng) if rng.random() < 0.2 else data
        elif kind == "packed":
            inner = damaged(rng.choice(whole["csv"]), rng)
            data = gzip.compress(inner, 1) if rng.random() < 0.5 else zipped({"a.csv": inner})
            yield kind, damaged(data, rng) if rng.random() < 0.5 else data
        else:
            data = rng.choice(whole[kind])
            if kind == "xls" and rng.random() < 0.8:
                yield kind, overwritten(data, rng)
            elif data[:1] in {b"{", b"["} and rng.random() < 0.5:
                data = reshaped(data, rng)
                yield kind, damaged(data, rng) if rng.random() < 0.2 else data
            else:
                yield kind, damaged(data, rng)


@contextmanager
def some_calls() -> Iterator[Workspace]:
    """A store whose people the logs name, one of them called, and one on do-not-call."""
    with tempfile.TemporaryDirectory() as folder:
        office = Office(Path(folder))
        with office.workspace(create=True):
            pass
        for name, number in (("Ann Roe", ANN), ("Bob Fox", BOB), ("Cy Lee", CY)):
            office.add(name, number)
        office.log("1", "voicemail", now="2026-03-04T10:19:00-05:00")
        office.log("2", "do-not-call", now="2026-03-04T10:21:00-05:00")
        with office.workspace(now="2026-03-11T16:00-04:00") as ws:
            yield ws


def compare(ws: Workspace, data: bytes) -> str:
    """Compares a phone system's log with a store that must stay as it is; how that ended."""
    before = ws.db.one(_LOG)
    try:
        found = reconcile(ws, "-", None, io.BytesIO(data))
        json.dumps(as_json(found, logged=False))
    except CallqError as error:
        if not error.message.strip():
            raise AssertionError("a refusal without words") from error
        return "refused"
    if ws.db.one(_LOG) != before:
        raise AssertionError("a comparison has changed the log")
    return "read" if found.calls else "no one in it"


def take_in(data: bytes) -> str:
    """Reads a file to its end; how that ended."""
    rows = 0
    try:
        with open_table("-", stdin=io.BytesIO(data)) as table:
            for _ in read_here(table, Reading(list_name="x")):
                rows += 1
    except CallqError as error:
        if not error.message.strip():
            raise AssertionError("a refusal without words") from error
        return "refused"
    return "read" if rows else "no one in it"


def _too_slow(_signal: int, _frame: FrameType | None) -> None:
    raise TimeoutError(f"more than {_SLOW_SECONDS} s")


def fuzz(
    count: int, seed: int, only: str, say: Callable[[str], None], minutes: float = 1e9
) -> dict[str, Any]:
    """Reads so many damaged files, or until the time is over; the figures."""
    rng = random.Random(seed)  # noqa: S311 - the same inputs for the same seed
    ended: Counter[str] = Counter()
    broken, slowest, start = 0, 0.0, time.monotonic()
    signal.signal(signal.SIGPROF, _too_slow)
    with some_calls() if only in {"", "reconcile"} else nullcontext() as ws:
        for number, (kind, data) in zip(range(count), inputs(rng, only), strict=False):
            if time.monotonic() - start > minutes * 60:
                break
            if number and not number % _TELL:
                say(f"{number:,} inputs, {broken} mistakes, slowest {slowest:.1f} s")
            spent = time.process_time()
            signal.setitimer(signal.ITIMER_PROF, _SLOW_SECONDS)
            try:
                how = compare(ws, data) if ws and kind == "reconcile" else take_in(data)
            except Exception:  # noqa: BLE001 - that is what is looked for
                how, broken = "broken", broken + 1
                trace = traceback.format_exc()
                say(f"input {number} ({kind}, {len(data)} bytes):\n{trace}{data!r:.3000}")
            finally:
                signal.setitimer(signal.ITIMER_PROF, 0)
            ended[f"{kind}: {how}"] += 1
            slowest = max(slowest, time.process_time() - spent)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    figures = {
        "inputs": sum(ended.values()), "seed": seed, "mistakes": broken,
        "minutes": (time.monotonic() - start) / 60, "slowest_seconds": slowest, "peak_mib": peak,
        "ended": dict(sorted(ended.items())),
    }  # fmt: skip
    say(json.dumps(figures, indent=2))
    return figures


def written(figures: dict[str, Any]) -> list[str]:
    """The figures as a table for docs/reliability.md."""
    rows: dict[str, Counter[str]] = {}
    for key, number in figures["ended"].items():
        kind, _, how = key.partition(": ")
        rows.setdefault(kind, Counter())[how] += number
    table = [
        (f"`{kind}`", sum(n.values()), n["read"], n["no one in it"], n["refused"])
        for kind, n in rows.items()
    ]
    whole = [sum(figures["ended"].values())]
    whole += [sum(n[how] for n in rows.values()) for how in ("read", "no one in it", "refused")]
    heading = ("kind", "files", "read", "no one in it", "refused in words")
    return [
        *report.table(heading, [*table, ("**in all**", *whole)]),
        "",
        f"Tracebacks, hangs, refusals without words: **{figures['mistakes']}**. The slowest took "
        f"{figures['slowest_seconds']:.1f} s of work, memory came to {figures['peak_mib']:.0f} MiB. "
        f"Seed {figures['seed']}, {figures['minutes']:.0f} minutes.",
    ]


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main() -> int:
    """Fuzzes; 1 when there was a mistake."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--inputs", type=int, default=100_000)
    parser.add_argument("--minutes", type=float, default=1e9, help="stop after so long")
    parser.add_argument("--write", action="store_true", help="into docs/reliability.md")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--format", default="", choices=("", *KINDS))
    given = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    figures = fuzz(given.inputs, given.seed, given.format, _say, given.minutes)
    if given.write:
        report.write("fuzz", written(figures))
    return 1 if figures["mistakes"] else 0


if __name__ == "__main__":
    sys.exit(main())
