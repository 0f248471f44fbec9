"""Breaks files in every way it can think of and reads them: `make fuzz`.

    python tests/fuzz.py [--inputs 100000] [--minutes 60] [--seed 1] [--format csv] [--write]

Each input is a file of a kind that reps have (or one under ../shared/data, where that is), damaged
by some random cuts, copies, splices and flips; a workbook is damaged inside its ZIP file as well as
outside. It is read to its end, as an import would. Only a refusal in plain words may come of it:
anything else is printed with the bytes that caused it, and so is one that takes longer than some
seconds. Memory is bounded; the peak is printed at the end. `--write` puts the figures into
docs/reliability.md.
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
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any

from callq.errors import CallqError
from callq.importing.bulk_reader import Reading, read_here
from callq.importing.readers.open import open_table

sys.path.insert(0, str(Path(__file__).parents[1] / "tools" / "faults"))
import report

SHARED = Path(__file__).parents[1].parent / "shared" / "data"
_SLOW_SECONDS = 10
"""Of work, not on the clock: the machine may have other things to do."""
_TELL = 50_000
_CELL = re.compile(rb"(?<=>)[^<>]+(?=</[vt]>)")
_MOST_MEMORY = 2 << 30
_LARGEST_SEED = 20_000
_TOKENS = (
    b'"', b'""', b",", b";", b"\t", b"|", b"\n", b"\r", b"\r\n", b"\0", b"\xff", b"\xef\xbb\xbf",
    b"\xff\xfe", b"=", b"=\r\n", b"=0D=0A=", b"BEGIN:VCARD\r\n", b"END:VCARD\r\n", b"N:", b"TEL;X=",
    b"ENCODING=QUOTED-PRINTABLE:", b"ENCODING=b:", b"CHARSET=koi8-r:", b"{", b"}", b"[", b"]",
    b"\\u0000", b"\\", b"1e999", b"<c r='A1'>", b"</c>", b"<row>", b"&#0;", b"&amp;", b"<!--",
    b"nan", b"00", b"+", b"x", b";ext=", b" or ", b"/", b"2026-13-45", b"9" * 30, b"(" * 40,
    b" " * 200, b"a" * 500, "\u202e\u200b\u0660".encode(), b"do not call", b"1-800-FLOWERS",
)  # fmt: skip

CSV = (
    b"Name;Company;Phone;Mobile;Email;Last Call;Outcome;Notes;Do Not Call\r\n"
    b'Ann Lee;Acme;"(212) 555-0100 x12";001-312-555-0101;a@b.cd;03/04/2026;No answer;"two\nlines";\r\n'
    b'Bob;"He said ""no""";212.555.0100 or 646-555-0191;;b@c.de;2026-01-05 10:00;Not interested;;yes\r\n'
)
VCARD = (
    b"BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCller;=\r\n"
    b"Ann;;;\r\nTEL;CELL:+49 30 123456\r\nTEL;WORK;VOICE:(212) 555-0100\r\nEMAIL:a@b.cd\r\n"
    b"PHOTO;ENCODING=BASE64;JPEG:\r\n /9j/4AAQSkZJRgABAQ\r\n\r\nEND:VCARD\r\nBEGIN:VCARD\r\n"
    b'VERSION:3.0\r\nFN:Bob\\, Ray\r\nitem1.TEL;TYPE="cell,voice":tel:+1-212-555-0100;ext=4\r\n'
    b"NOTE:folded\r\n  line\r\nORG:Acme;Sales\r\nEND:VCARD\r\n"
)  # fmt: skip
JSON = (
    b'{"name": "Ann", "phone": ["212-555-0100", {"type": "cell", "value": "+44 20 7946 0958"}],\n'
    b' "tags": ["a", null, 1.5e3], "nested": {"x": {"y": true}}}\n{"name": "B\\u00f8b", "phone": 5}\n'
)

_OWN_JSON = (
    b'{"schema": "callq.list/1", "items": [{"id": 1, "name": "Ann", "phones": [{"number": "1"}]},\n'
    b'{"id": 2, "name": "Bob", "state": "do-not-call", "emails": ["a@b.cd"], "custom": {"a": "b"}}]}\n'
)


_COMPANIES = (
    b'[{"id": "l1", "display_name": "Acme", "contacts": [{"name": "Ann", "phones": [{"phone":\n'
    b'"212-555-0100"}]}, {"name": "Bob"}]}, {"name": "Beta", "contacts": [], "phone": "1"}]\n'
)


def workbook(sheet: bytes = b"") -> dict[str, bytes]:
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


def rewritten(sheet: bytes, rng: random.Random) -> bytes:
    """A part of a workbook that is still XML, with other things in some of its cells."""
    odd = rng.sample(_TOKENS, 3)
    plain = [token.replace(b"&", b"&amp;").replace(b"<", b"&lt;") for token in odd]

    def other(found: re.Match[bytes]) -> bytes:
        return rng.choice(plain) + found[0][: rng.randrange(4)] if rng.random() < 0.4 else found[0]

    return _CELL.sub(other, sheet)


def seeds(rng: random.Random) -> dict[str, list[bytes]]:
    """Whole files to damage, by format."""
    found: dict[str, list[bytes]] = {"csv": [CSV], "vcard": [VCARD], "json": [JSON]}
    for path in sorted(SHARED.rglob("*.*")):
        kind = {".csv": "csv", ".vcf": "vcard", ".tsv": "csv"}.get(path.suffix)
        if kind:
            data = path.read_bytes()
            start = 0 if len(data) < _LARGEST_SEED else data.find(b"\n", rng.randrange(len(data)))
            found[kind].append((data[:500] + data[start : start + 3000])[:_LARGEST_SEED])
    text = CSV.decode()
    lines = b"".join(JSON.replace(b",\n", b",").splitlines(keepends=True)) * 8
    found["json"] += [
        lines,
        lines,
        JSON * 8,
        b"[" + JSON.replace(b"}\n{", b"},\n{") + b"]",
        _OWN_JSON,
        _COMPANIES,
    ]
    found["csv"].append(b'a", {"x": [1, "y z"],\n "b": 9 0"}],\n' * 30)
    found["csv"] += [text.encode(name) for name in ("utf-16", "utf-16-be", "utf-32", "cp1252")]
    return found


def inputs(rng: random.Random, only: str) -> Iterator[tuple[str, bytes]]:
    """Damaged files, without end."""
    whole, parts = seeds(rng), workbook()
    sheets = [name for name in parts if name.endswith(".xml")]
    kinds = (
        [only]
        if only
        else ["csv", "csv", "csv", "vcard", "vcard", "json", "json", "xlsx", "packed"]
    )
    while True:
        kind = rng.choice(kinds)
        if kind == "xlsx":
            some = dict(parts)
            for _ in range(rng.randrange(1, 3)):
                name = rng.choice(sheets)
                change = rewritten if rng.random() < 0.5 else damaged
                some[name] = change(some[name], rng)
            data = zipped(some)
            yield kind, damaged(data, rng) if rng.random() < 0.2 else data
        elif kind == "packed":
            inner = damaged(rng.choice(whole["csv"]), rng)
            data = gzip.compress(inner, 1) if rng.random() < 0.5 else zipped({"a.csv": inner})
            yield kind, damaged(data, rng) if rng.random() < 0.5 else data
        else:
            yield kind, damaged(rng.choice(whole[kind]), rng)


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
    broken, slowest, start, done = 0, 0.0, time.monotonic(), 0
    signal.signal(signal.SIGPROF, _too_slow)
    for number, (kind, data) in zip(range(count), inputs(rng, only), strict=False):
        spent, done = time.process_time(), number
        if time.monotonic() - start > minutes * 60:
            break
        if number and not number % _TELL:
            say(f"{number:,} inputs, {broken} mistakes, slowest {slowest:.1f} s")
        signal.setitimer(signal.ITIMER_PROF, _SLOW_SECONDS)
        try:
            ended[f"{kind}: {take_in(data)}"] += 1
        except Exception:  # noqa: BLE001 - that is what is looked for
            broken += 1
            say(
                f"input {number} ({kind}, {len(data)} bytes):\n{traceback.format_exc()}{data!r:.3000}"
            )
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
        done = number + 1
        slowest = max(slowest, time.process_time() - spent)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    figures = {
        "inputs": done, "seed": seed, "mistakes": broken, "minutes": (time.monotonic() - start) / 60,
        "slowest_seconds": slowest, "peak_mib": peak, "ended": dict(sorted(ended.items())),
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
    parser.add_argument(
        "--format", default="", choices=("", "csv", "vcard", "json", "xlsx", "packed")
    )
    given = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    figures = fuzz(given.inputs, given.seed, given.format, _say, given.minutes)
    if given.write:
        report.write("fuzz", written(figures))
    return 1 if figures["mistakes"] else 0


if __name__ == "__main__":
    sys.exit(main())
