"""Whatever names hold, a table fits its width and a line is a line."""

import re
import unicodedata
from pathlib import Path

import pytest
from rich.cells import cell_len

from helpers import IN_LOS_ANGELES, Callq, Office, copy_store, new_york

WILD = [
    "王小明 東京電力株式会社の営業部長様",
    "Ольга Константиновна Преображенская-Воскресенская",
    "محمد عبد الرحمن الشريف",
    "שלום ישראלי",
    "👩‍👩‍👧‍👦 Family & 🦊🦊🦊🦊🦊🦊🦊🦊🦊🦊🦊🦊🦊🦊🦊🦊",
    "é́́́́́́ Zalgơ̸̢͍",
    "[red]x[/red] [link=http://evil]y[/link]",
    "\x1b[31mred\x1b[0m \x1b]0;title\x07 \x9b2J",
    "tab\there new\nline car\rriage form\x0cfeed",
    "\u202eright to left\u202c \u2066isolate\u2069 \u200fmark",
    "=1+1", "+1+1", "-1", "@SUM(A1)", "x" * 400,
    "a\u2028b\u2029c\u0085d", ":smile: **bold** `code`", "\ufeffbom\u200bzero",
    "ｆｕｌｌｗｉｄｔｈ ｎａｍｅ ｏｆ ａ ｃｏｍｐａｎｙ", "한국전력공사 영업본부장 김철수 귀하",
]  # fmt: skip
"""Wide, long, combining, right-to-left, and made to break out."""
COMMANDS = [
    ("today",), ("today", "--all"), ("list", "--all"), ("purge-check", "--all"),
    ("purge-check", "--by", "list"), ("purge-check", "--by", "rep"), ("next",),
    ("show", "1"), ("why", "1"), ("show", "8"), ("why", "4"), ("forecast",), ("stats",),
    ("stats", "all"), ("stats", "--by", "rep"), ("stats", "--by", "list"),
    ("stats", "--by", "reason"), ("stats", "--by", "outcome"), ("stats", "--by", "hour"),
]  # fmt: skip


@pytest.fixture(scope="module")
def wild(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which every text is wild, and someone stands in every section."""
    office = Office(tmp_path_factory.mktemp("wild"))
    copy_store(template, office.home)
    before = "2026-03-09T11:00:00-04:00"
    for i, name in enumerate(WILD):
        office.add(
            name, new_york(i), now=before, company=WILD[-i], list_name=WILD[i % 3], title=name,
            owner=WILD[i % 5], note=name, tags=(name.replace("\n", " "),), value=12345.0,
            custom=((name[:30], name),),
        )  # fmt: skip
    for who, outcome in ((2, "ni"), (3, "hn"), (5, "int"), (7, "dnc"), (9, "wn"), (11, "na")):
        office.log(who, outcome, note=WILD[who], now=before, agent=WILD[who])
    office.log(4, "cb", at="tomorrow 3pm", now="2026-03-10T12:00:00-04:00")
    office.log(6, "cb", at="wednesday 9am", now=before, note=WILD[8])
    office.add(WILD[0], IN_LOS_ANGELES, now=before, company=WILD[4])
    office.add(WILD[4], "+1 800 555 0199", now=before)
    office.add(WILD[5], "+1 800 555 0198", now=before, opt_out_text=WILD[7])
    office.take(agent=WILD[4])
    return office.path


@pytest.fixture
def run(wild: Path, tmp_path: Path) -> Callq:
    copy_store(wild, tmp_path / "home")
    return Callq(tmp_path / "home")


def check_lines(text: str, width: int) -> None:
    """No line is wider than the terminal, and nothing in it moves the cursor."""
    for line in text.split("\n"):
        assert cell_len(line) <= width, (cell_len(line), line)
        for sign in line:
            assert unicodedata.category(sign) not in ("Cc", "Cs"), ascii(line)
            assert unicodedata.bidirectional(sign) not in (
                "LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"
            ), ascii(line)  # fmt: skip


@pytest.mark.parametrize("width", [40, 80, 100, 120, 200])
@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_no_line_is_wider_than_the_terminal(
    run: Callq, arguments: tuple[str, ...], width: int
) -> None:
    ended = run.wide(width).here(*arguments)
    assert ended.code == 0, ended
    check_lines(ended.out, width)


def test_it_is_so_in_a_process_of_its_own(run: Callq) -> None:
    for width in (80, 120):
        check_lines(run.wide(width).ok("today", "--all").out, width)


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("people", [0, 1, 500])
def test_queues_of_any_length_fit(
    run_callq: Callq, office: Office, people: int, width: int
) -> None:
    rows = "".join(f"Person {i},+1 212 556 {i:04},Company {i}\n" for i in range(people))
    office.now = "2026-03-10T10:00:00-04:00"
    if people:
        office.import_(office.file("Name,Phone,Company\n" + rows), list_name="a" * 30)
    ended = run_callq.wide(width).here("today", "--limit", "1000")
    check_lines(ended.out, width)
    assert sum("(212) 556-" in line for line in ended.out.splitlines()) == people
    assert ("No one to call right now." in ended.out) is (people == 0)


def test_names_of_lists_fit(run_callq: Callq, office: Office) -> None:
    office.add("Ann", list_name="東" * 60)
    check_lines(run_callq.wide(80).here("list", "--lists").out, 80)


def test_a_name_is_shown_as_it_is_not_as_markup(run: Callq) -> None:
    said = run.wide(200).here("today", "--all").out
    assert "[red]x[/red]" in said
    assert ":smile: **bold**" in said


def test_the_least_important_columns_go_first(run: Callq) -> None:
    """Number, name and reason stay; the last word goes before the local time."""
    heads = {}
    for width in (120, 80, 60, 40):
        lines = run.wide(width).here("today").out.splitlines()
        heads[width] = next(line.split() for line in lines if "Who" in line)
    for width in heads:
        assert {"Who", "Number", "Why"} <= set(heads[width]), heads
    assert "Company" in heads[120]
    assert len(heads[40]) < len(heads[80]) <= len(heads[120])


@pytest.mark.parametrize("width", ["", "0", "x", "5"])
def test_a_width_that_is_none_is_eighty_or_twenty(run: Callq, width: str) -> None:
    ended = run.here("today", env={"COLUMNS": width})
    check_lines(ended.out, 20 if width == "5" else 80)


def test_messages_are_lines_as_well(run: Callq) -> None:
    wild = f"{WILD[7]} {WILD[8]} {WILD[9]} {WILD[15]}"
    for arguments in (["show", wild], ["log", "1", wild], ["log", "1", "cb", "--at", wild],
                      ["today", "--list", wild], ["config", wild], [wild]):  # fmt: skip
        ended = run.here(*arguments)
        assert ended.code > 1
        for sign in ended.err.replace("\n", ""):
            assert unicodedata.category(sign) not in ("Cc", "Cs"), ascii(ended.err)
            assert sign not in "\u202e\u2066"


# The limit ----------------------------------------------------------------------------------------


def test_a_limit_hides_no_callback(run_callq: Callq, office: Office) -> None:
    before = "2026-03-10T10:00:00-04:00"
    for i in range(4):
        office.add(f"Promised {i}", new_york(i), now=before)
        office.log(f"Promised {i}", "cb", within="23 hours", now=before)
    for i in range(4, 8):
        office.add(f"Later {i}", new_york(i), now=before)
        office.log(f"Later {i}", "cb", within="26 hours", now=before)
    for i in range(8, 12):
        office.add(f"Fresh {i}", new_york(i), now=before)
    said = run_callq.here("today", "--limit", "1").out
    assert len(re.findall(r"Promised \d", said)) == 4
    assert len(re.findall(r"Later \d", said)) == 4
    assert "Fresh" not in said
    assert "4 more: callq today --all" in said


def test_a_limit_hides_no_callback_that_waits_for_its_hours(
    run_callq: Callq, office: Office
) -> None:
    """They said eight in the evening, in Los Angeles; it is past that, and no one may call now."""
    before = "2026-03-09T15:00:00-04:00"
    office.add("Promised", IN_LOS_ANGELES, now=before)
    office.log("promised", "cb", at="tomorrow 8:30pm", now=before)
    for i in range(3):
        office.add(f"Fresh {i}", new_york(i), now=before)
    found = run_callq.here("today", "--limit", "1", "--json").json
    assert found["counts"]["callbacks"] == 1
    assert [item["name"] for item in found["waiting"]] == ["Promised"]


def test_what_is_left_is_reported(run_callq: Callq, office: Office) -> None:
    for i in range(30):
        office.add(f"Person {i}", new_york(i), now="2026-03-10T10:00:00-04:00")
    assert "5 more: callq today --all" in run_callq.here("today").out
    assert "more: callq today" not in run_callq.here("today", "--all").out
    assert run_callq.here("today", env={"CALLQ_LIMIT": "30"}).out.count("(212)") == 30


@pytest.mark.parametrize("width", [64, 72, 80])
def test_the_counts_of_the_day_break_between_two_of_them(run: Callq, width: int) -> None:
    lines = run.wide(width).here("today").out.split("\n\n")[0].splitlines()[1:]
    counts = [count for line in lines for count in line.split(" · ")]
    assert [count.split()[1] for count in counts] == ["callbacks", "to", "waiting", "on"]
