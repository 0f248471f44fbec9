"""Whatever stands in names, notes, headers, rulebooks and file names: shown safely, kept as it is."""

import csv
import io
import json
import re
import unicodedata
from pathlib import Path

import pytest

from callq.cli import TREE
from callq.commandline.group import commands_of
from helpers import Callq, Office, on_a_terminal

STEER = "\x1b[2J\x1b]0;owned\x07\x1b]8;;http://x\x07link\x1b]8;;\x07\x9b31m\x7f"
BIDI = "\u202etxt.exe\u2066x\u2069\u200f"
MARKUP = "[red]rich[/red] [link=http://x]y[/link] [/] :smile: [bold"
LINES = "one\ntwo\r\nthree\u2028four\u2029five\x0bsix\x85seven"
FORMULA = '=HYPERLINK("http://x?"&A1,"click")'
FORMAT = "%s %(x)s {0} {name.__class__} {name!r:>99999} ${HOME} `id` $(id) \\x1b"
WORDS = "Ze\u0301\u0300\u0301 שלום محمد 王小明 👩‍👩‍👧‍👦"
HTML = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'></style></title>&amp;<!--"
LONG = "Long " + "x" * 30_000
HOSTILE = (STEER, BIDI, MARKUP, LINES, FORMULA, FORMAT, WORDS, LONG, HTML, f"nul\x00{STEER}")
STEERING = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
NEVER = {"\u200e", "\u200f", "\u061c", "\u2028", "\u2029"}
OURS = re.compile(r"\x1b\[[0-9;]*m|\x1b\]8;((id=\d+)?;tel:\+\d+|;)\x1b\\")
"""Colours, and links to numbers to be dialed."""

SHOWN: dict[str, tuple[tuple[str, ...], ...]] = {
    "today": ((), ("--csv",), ("--json",), ("--plain",), ("--all",)),
    "next": ((), ("--json",)),
    "log": (("1", "na"), ("2", "na", "--json"), ("3", "nonsense"), ("nobody" + STEER, "na")),
    "script": (("1",), ("1", "--json")),
    "mail": (("1",), ("1", "--json"), ("1", "--mailto")),
    "note": (("1", "more"), ("1", "more", "--json")),
    "undo": ((), ("--json",), ()),
    "show": (*((str(i),) for i in range(1, 10)), ("1", "--json"), ("nobody" + BIDI,)),
    "why": (("1",), ("2",), ("1", "--json"), ("4",)),
    "list": ((), ("--json",), ("--lists",), ("--lists", "--json"), ("--held",), ("--list", STEER)),
    "people record": ((), ("--policy",), ("1",), ("1", "--csv"), ("1", "--json")),
    "purge-check": ((), ("--csv",), ("--json",), ("--by", "rep"), ("--by", "list"), ("hostile.csv",)),
    "stats": ((), ("--json",), ("--by", "agent"), ("--by", "list")),
    "forecast": ((), ("--json",)),
    "import": (("hostile.csv", "--preview"), ("hostile.csv", "--dry-run"),
               ("hostile.csv", "--preview", "--csv"),
               ("hostile.csv", "--dry-run", "--json"), ("hostile.csv", "--map", f"{STEER}=name"),
               ("no\x1b[2Jwhere\u202e.csv",), ("hostile.csv", "--list", MARKUP)),
    "add": ((STEER, "--phone", BIDI), (MARKUP, "--company", LINES)),
    "edit": (("1", "--company", BIDI), ("1", "--field", f"{STEER}={MARKUP}"), ("2", "--tag", STEER)),
    "people merge": (("1", "2", "--dry-run"), ("1", "2", "--dry-run", "--json")),
    "people dedupe": ((), ("--json",)),
    "people erase": (("1", "--dry-run"), ("1", "--dry-run", "--json"), ("--number", STEER)),
    "playbook": (("show",), ("check", "hostile.toml"), ("apply", "hostile.toml", "--dry-run")),
    "dnc": (("list",), ("list", "--json"), ("check", STEER), ("check", "+12125560001"),
            ("add", "+1 212 556 0001", "--reason", STEER), ("list", "--history")),
    "rules": (("check", "hostile.toml"), ("apply", "hostile.toml"), ("check", "own.toml"),
              ("diff", "own.toml"), ("apply", "own.toml", "--dry-run"), ("check", f"no{BIDI}.toml")),
    "config": ((), ("--json",), ("agent", STEER), ("zone", BIDI), ("limit", MARKUP), (STEER,)),
    "demo": (("--into", "no/\x1b[2J/where"),),
    "store backup": (("x\x1b[2J\u202e.db",), ("--show",), ("x\x1b[2J\u202e.db",)),
    "store restore": (("no\x1b[2J.db",), ("hostile.csv", "--yes")),
    "store check": ((), ("--json",)),
    "people disclose": (("1",), ("1", "--json"), ("3",), ("nobody" + STEER,)),
    "report": (("-",), ("x\x1b[2J\u202e.html",)),
    # What goes into a file or another program is left as it was; see below for terminals.
    "export": ((), ("x\x1b[2J.csv",)),
    "goals time-off": (("24 december" + STEER,), ("24 december", "--dry-run")),
    "goals show": ((), ("--json",)),
}  # fmt: skip


def steering(text: str) -> set[str]:
    """Signs that a terminal would follow."""
    return {
        ascii(sign)
        for sign in text
        if sign in NEVER
        or unicodedata.category(sign) in ("Cc", "Cs")
        or unicodedata.bidirectional(sign) in STEERING
    }


@pytest.fixture
def run(run_callq: Callq, office: Office) -> Callq:
    """A folder in which every text is hostile, as imported, called and noted."""
    home = run_callq.home
    people = [
        {
            "Name": text or "x", "Company": text, "Title": text, "Phone": f"+1 212 556 {i:04}",
            "Email": f"p{i}@example.com", "Notes": text, "Tags": text, "Owner": text[:300],
            f"Own {text[:200]}": text, "Last Outcome": ("not interested", "", "dnc")[i % 3],
        }
        for i, text in enumerate(HOSTILE, 1)
    ]  # fmt: skip
    lines = "".join(json.dumps(person) + "\n" for person in people)
    (home / "hostile.jsonl").write_text(lines)
    ended = run_callq.here("import", "hostile.jsonl", "--list", MARKUP + STEER, "--no-rejects")
    assert (ended.code, steering(ended.out + ended.err) - {"'\\n'"}) == (0, set()), ended
    out = io.StringIO()
    csv.writer(out).writerows([
        ["Name", "Phone", STEER, MARKUP, BIDI, FORMULA], *([t, f"+1 646 556 {i:04}", t, t, t, t]
        for i, t in enumerate(HOSTILE[:-1])),
    ])  # fmt: skip
    (home / "hostile.csv").write_text(out.getvalue(), newline="")
    run_callq.here("import", "hostile.csv", "--list", FORMULA, "--no-rejects")
    (home / "hostile.toml").write_text(
        f"version = {json.dumps(STEER)}\nnonsense = {json.dumps(BIDI)}\n"
    )
    shipped = run_callq.here("rules", "show").out
    (home / "own.toml").write_text(shipped + (
        '\n[[outcomes]]\nword = "odd"\nlabel = ' + json.dumps(MARKUP + STEER) + '\nlike = "busy"\n'
    ))  # fmt: skip
    for i, text in enumerate(HOSTILE, 1):
        if "\x00" not in text:
            run_callq.here(
                "log", str(i), "ni", "--reason", "price", "--note", text, agent=text[:300]
            )
    return run_callq


def cases() -> list[tuple[str, ...]]:
    """Also those no one has thought of here: bare, and as JSON."""
    return [
        (*name.split(), *more)
        for name in commands_of(TREE)
        for more in SHOWN.get(name, ((), ("--json",)))
    ]


def test_what_is_shown_steers_nothing(run: Callq) -> None:
    """Neither what is printed nor what is said, in any form, at 80 and 120 columns."""
    for columns in (80, 120):
        for words in cases():
            ended = run.wide(columns).here(*words)
            assert "Traceback" not in ended.err, (words, ended.err[-2000:])
            allowed = {"'\\n'"} | ({"'\\t'"} if "--plain" in words else set())
            in_lines = "--csv" in words or words[0] == "mail"
            allowed |= {"'\\r'"} if in_lines else set()
            assert steering(ended.out + ended.err) <= allowed, (words, ended.out[:3000], ended.err)


def test_on_a_terminal_only_our_own_colours_are_left(run: Callq) -> None:
    for words in (("today",), ("show", "1"), ("show", "2"), ("show", "3"), ("why", "1"), ("list",),
                  ("purge-check",), ("next",), ("show", "nobody" + STEER),
                  ("export", "-", "--format", "csv"), ("export", "-", "--format", "vcf")):  # fmt: skip
        screen = on_a_terminal(run, *words)
        left = OURS.sub("", screen.text)
        assert steering(left) <= {"'\\n'"}, (words, left)


def test_a_page_for_a_browser_runs_nothing(run: Callq) -> None:
    page = run.here("report", "-").out
    assert "<html" in page.lower()
    for sign in ("<script>alert", "<img src=x", 'onerror=alert(1)>"', "</style></title>"):
        assert sign not in page


def test_markup_is_text(run: Callq) -> None:
    shown = run.wide(200).here("show", "3").out
    assert "[red]rich[/red]" in shown
    assert ":smile:" in shown


def test_everything_is_kept_as_it_was(run: Callq, office: Office) -> None:
    for i, text in enumerate(HOSTILE, 1):
        row = office.row(i)
        assert row["note"] == text.strip()
        for column in ("name", "company", "title"):
            # Of one line: no other sign is touched.
            assert row[column] == re.sub(r"\s+", " ", text).strip(), (column, ascii(text[:60]))
        (kept,) = json.loads(row["custom"]).values()
        assert kept == text.strip()
        if "\x00" not in text:
            (note,) = (n for (n,) in office.rows("SELECT note FROM call WHERE prospect_id = :i AND "
                                                 "imported = 0", i=i))  # fmt: skip
            assert note == text.strip()


def test_json_gives_it_back_exactly(run: Callq) -> None:
    for i, text in enumerate(HOSTILE, 1):
        ended = run.here("show", str(i), "--json")
        assert ended.json["name"] == re.sub(r"\s+", " ", text).strip()
        assert ended.json["note"] == text.strip()
        assert steering(ended.out) <= {"'\\n'"}


@pytest.mark.parametrize("words", [w for w in cases() if "--csv" in w], ids=" ".join)
def test_no_spreadsheet_runs_a_cell(run: Callq, words: tuple[str, ...]) -> None:
    rows = list(csv.reader(io.StringIO(run.here(*words).out)))
    assert len(rows) > 1, "something is shown"
    for cell in (cell for row in rows for cell in row):
        assert not re.match(r"[=+\-@\t\r]", cell), cell[:80]


def test_a_name_is_completed_safely(run: Callq) -> None:
    for shell in ("bash", "zsh", "fish"):
        ended = run(
            env={"_CALLQ_COMPLETE": f"complete_{shell}", "COMP_WORDS": "callq\nshow\non",
                 "COMP_CWORD": "2", "_TYPER_COMPLETE_ARGS": "callq show on"}, program=None,
        )  # fmt: skip
        assert "Traceback" not in ended.err
        assert steering(ended.out + ended.err) <= {"'\\n'", "'\\t'"}, ended


def test_a_file_whose_name_steers_is_named_safely(run: Callq) -> None:
    name = f"pe{STEER.replace('/', '')}{BIDI}[red].csv"
    Path(run.home / name).write_text("Name,Phone\nAnn,oops\nBob,+1 212 556 7777\n")
    for words in (
        ("import", name, "--dry-run"),
        ("purge-check", name),
        ("import", name),
        ("undo", "--yes"),
    ):
        ended = run(*words)
        assert (ended.code, "Traceback" in ended.err) == (0, False), ended
        assert steering(ended.out + ended.err) <= {"'\\n'"}, words


def test_no_template_reads_what_it_was_not_given(run: Callq) -> None:
    """Texts that look like templates, in every field that a script or a mail may use."""
    for words in (("script", "6"), ("mail", "6"), ("mail", "6", "--json"), ("show", "6")):
        ended = run.here(*words)
        assert "Traceback" not in ended.err
        assert "<class" not in ended.out
        assert str(Path.home()) not in ended.out or words[0] == "show"
