"""Output for other programs: one line a person, and CSV that a spreadsheet does not run."""

import csv
import io
import unicodedata
from pathlib import Path

import pytest
from test_widths import WILD

from callq.terminal.safe import defused
from helpers import Callq, Office, copy_store, new_york

PLAIN = ["place", "id", "name", "company", "number", "their time", "why now"]
NEWLINE_LIKE = "\x0b\x0c\x1c\x1d\x1e\x85"
"""What `str.splitlines` and some terminals take for the end of a line."""


@pytest.fixture(scope="module")
def made(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    office = Office(tmp_path_factory.mktemp("lines"))
    copy_store(template, office.home)
    before = "2026-03-09T11:00:00-04:00"
    for i, name in enumerate(WILD, 1):
        office.add(name, new_york(i), now=before, company=WILD[-i], note=name, owner="ann")
    office.log(2, "ni", note=WILD[8], now=before)
    office.log(3, "int", note="=cmd", now=before)
    return office.path


@pytest.fixture
def run(made: Path, tmp_path: Path) -> Callq:
    copy_store(made, tmp_path / "home")
    return Callq(tmp_path / "home")


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_every_line_is_somebody(run: Callq) -> None:
    lines = run.here("today", "--plain", "--limit", "1000").out.split("\n")
    assert lines.pop() == ""
    found = run.here("today", "--json", "--limit", "1000").json["items"]
    assert len(lines) == len(found) == len(WILD) - 2
    for place, (line, item) in enumerate(zip(lines, found, strict=True), 1):
        cells = line.split("\t")
        assert len(cells) == len(PLAIN)
        assert cells[:2] == [f"@{place}", str(item["id"])]
        assert cells[4] == item["phone_shown"]
        for sign in line.replace("\t", ""):
            assert unicodedata.category(sign) not in ("Cc", "Cs")
            assert sign not in NEWLINE_LIKE


def test_an_empty_queue_has_no_line(run_callq: Callq) -> None:
    assert run_callq.here("today", "--plain").out == ""


def test_csv_has_the_fields_of_the_json(run: Callq) -> None:
    rows = table(run.here("today", "--csv", "--limit", "1000").out)
    items = run.here("today", "--json", "--limit", "1000").json["items"]
    assert list(rows[0]) == list(items[0])
    assert [row["id"] for row in rows] == [str(item["id"]) for item in items]
    for row, item in zip(rows, items, strict=True):
        assert row["phone"] == f"'{item['phone']}"
        assert float(row["score"]) == item["score"]
        assert row["hold"] == ""


def test_csv_of_the_audit_has_the_fields_of_the_json(run: Callq) -> None:
    (row,) = table(run.here("purge-check", "--csv").out)
    (item,) = run.here("purge-check", "--json").json["items"]
    assert list(row) == list(item)
    assert row["flags"].split() == item["flags"]
    assert row["verdict"] == item["verdict"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("today", "--csv"),
        pytest.param(
            ("purge-check", "--csv"),
        ),
    ],
    ids=" ".join,
)
def test_csv_has_the_same_head_when_it_is_empty(
    run: Callq, run_callq: Callq, template: Path, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    full = run.here(*arguments).out.splitlines()[0]
    copy_store(template, tmp_path / "empty")
    assert Callq(tmp_path / "empty").here(*arguments).out.splitlines() == [full]


@pytest.mark.parametrize(
    "arguments", [("today", "--csv", "-a"), ("purge-check", "--csv")], ids=" ".join
)
def test_no_cell_is_a_formula(run: Callq, arguments: tuple[str, ...]) -> None:
    for row in csv.reader(io.StringIO(run.here(*arguments).out, newline="")):
        for cell in row:
            assert not cell.startswith(("=", "+", "-", "@", "\t", "\r")), cell


@pytest.mark.parametrize(
    "arguments", [("today", "--csv", "-a"), ("purge-check", "--csv")], ids=" ".join
)
def test_csv_does_not_control_the_terminal(run: Callq, arguments: tuple[str, ...]) -> None:
    for sign in run.here(*arguments).out.replace("\n", ""):
        assert unicodedata.category(sign) not in ("Cc", "Cs"), ascii(sign)


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@a", "'@a"), ("\tx", "'\tx"),
        ("\rx", "'\rx"), ("", ""), ("a=1", "a=1"), ("'=1", "''=1"), ("1", "1"),
    ],
)  # fmt: skip
def test_a_formula_is_defused_by_an_apostrophe(cell: str, shown: str) -> None:
    assert defused(cell) == shown


def test_only_one_format_at_a_time(run: Callq) -> None:
    for flags in (["--json", "--csv"], ["--json", "--plain"], ["--csv", "--plain"]):
        ended = run.here("today", *flags)
        assert (ended.code, ended.out) == (2, "")
        assert "--json, --csv and --plain exclude each other." in ended.err
