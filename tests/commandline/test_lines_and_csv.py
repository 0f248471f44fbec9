"""Output for other programs: one line a person, and CSV that a spreadsheet does not run."""

import csv
import io
import re
import unicodedata
from pathlib import Path

import pytest
from test_widths import WILD

from callq.cli import app
from callq.commandline.group import built
from callq.metrics.stats import GROUPS
from callq.records.rulebooks import shipped_text
from callq.terminal.safe import defused
from helpers import Callq, Office, copy_store, new_york

PLAIN = ["place", "id", "name", "company", "number", "their time", "why now"]
FILE = "own.toml"
MORE = "more.csv"
QUEUES = (("today", "--csv"), ("purge-check", "--csv"), ("list", "--csv"))
TABLES = (
    *QUEUES, ("today", "--csv", "-a"), ("list", "--lists", "--csv"), ("hours", "--csv"),
    ("purge-check", "--by", "rep", "--csv"), ("people", "record", "--from", "2026-01-01", "--csv"),
    ("people", "record", "--policy", "--csv"),
    ("stats", "--csv"), *(("stats", "--by", by, "--csv") for by in GROUPS), ("forecast", "--csv"),
    ("rules", "diff", FILE, "--csv"), ("dnc", "list", "--csv"), ("config", "--csv"),
    ("import", MORE, "--preview", "--csv"), ("people", "dedupe", "--csv"),
    ("goals", "show", "--csv"),
)  # fmt: skip
WITH_CSV = [
    " ".join(words) for words, command in built(app)
    if any("--csv" in param.opts for param in command.params)
]  # fmt: skip
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
    longer = shipped_text().replace('unknown = "30 days"', 'unknown = "60 days"')
    (tmp_path / "home" / FILE).write_text(longer)
    rows = "".join(f'"{name.replace(chr(34), chr(34) * 2)}",{new_york(9)}\n' for name in WILD)
    (tmp_path / "home" / MORE).write_text(f"Name,Phone\n{rows}", encoding="utf-8")
    goals = 'goals_morning = "20 calls 08:00-12:00"\n'
    (tmp_path / "home" / "config.toml").write_text(goals, encoding="utf-8")
    return Callq(tmp_path / "home")


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_every_line_is_someone(run: Callq) -> None:
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


def test_csv_of_people_has_the_fields_of_the_json(run: Callq) -> None:
    rows = table(run.here("list", "--csv", "--all").out)
    items = run.here("list", "--json", "--all").json["items"]
    assert list(rows[0]) == list(items[0])
    assert [row["id"] for row in rows] == [str(item["id"]) for item in items]


def test_every_row_of_a_table_has_every_column(run: Callq) -> None:
    for arguments in TABLES:
        rows = list(csv.reader(io.StringIO(run.here(*arguments).out, newline="")))
        assert len({len(row) for row in rows}) == 1, arguments
        for name in rows[0]:
            assert re.fullmatch(r"[a-z][a-z0-9_]*", name), arguments


def test_a_figure_of_a_table_is_a_number(run: Callq) -> None:
    (row,) = table(run.here("stats", "--csv").out)
    total = run.here("stats", "--json").json["total"]
    assert (row["whose"], int(row["dials"])) == ("everyone", total["dials"])
    assert row["calls_per_win"] == ""
    days = table(run.here("forecast", "--days", "30", "--csv").out)
    business = [day["day"] for day in run.here("forecast", "--days", "30", "--json").json["days"]
                if day["business"]]  # fmt: skip
    assert [day["day"] for day in days] == business


@pytest.mark.parametrize("arguments", QUEUES, ids=" ".join)
def test_csv_has_the_same_head_when_it_is_empty(
    run: Callq, template: Path, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    full = run.here(*arguments).out.splitlines()[0]
    copy_store(template, tmp_path / "empty")
    assert Callq(tmp_path / "empty").here(*arguments).out.splitlines() == [full]


@pytest.mark.parametrize("arguments", TABLES, ids=" ".join)
def test_csv_runs_nothing_and_does_not_control_the_terminal(
    run: Callq, arguments: tuple[str, ...]
) -> None:
    out = run.here(*arguments).out
    for row in csv.reader(io.StringIO(out, newline="")):
        for cell in row:
            assert not cell.startswith(("=", "+", "-", "@", "\t", "\r")), cell
    for sign in out.replace("\n", ""):
        assert unicodedata.category(sign) not in ("Cc", "Cs"), ascii(sign)


def test_csv_is_utf8_in_any_locale(run: Callq) -> None:
    run.ok("add", "Zoë Ünal", "--phone", "+1 212 556 0099")
    text = run.ok("list", "unal", "--csv", env={"PYTHONIOENCODING": "ascii"}).out
    assert "Zoë Ünal" in text


@pytest.mark.parametrize("words", WITH_CSV)
def test_every_csv_has_its_test_here(words: str) -> None:
    assert any(list(line[: words.count(" ") + 1]) == words.split() for line in TABLES)


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@a", "'@a"), ("\tx", "'\tx"),
        ("\rx", "'\rx"), ("", ""), ("a=1", "a=1"), ("'=1", "''=1"), ("1", "1"),
    ],
)  # fmt: skip
def test_a_formula_is_defused_by_an_apostrophe(cell: str, shown: str) -> None:
    assert defused(cell) == shown


@pytest.mark.parametrize("words", [*WITH_CSV, "today --plain"])
def test_only_one_format_at_a_time(run: Callq, words: str) -> None:
    for flags in (["--json", "--csv"], ["--csv", "--json"]):
        ended = run.here(*words.split(), *([FILE] if words == "rules diff" else []), *flags)
        assert (ended.code, ended.out) == (2, "")
        assert "--json" in ended.err or "--plain" in ended.err
