"""The page: whole in itself, harmless whatever names hold, and drawn inside its frames."""

import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callq.config import read_settings
from callq.demo import demo
from callq.metrics.report import Report, gather
from callq.metrics.statements import Scope
from callq.metrics.stats import period_asked_for
from callq.metrics.survival import Spell, kaplan_meier
from callq.metrics.views.report.charts import Bar, came_back, columns, reach
from callq.metrics.views.report.page import page
from helpers import Callq, Office, new_york

HOSTILE = (
    '<script>document.title="broken"</script>', '"><img src=x onerror=alert(1)>', "</style><b>",
    "&amp;&lt;", "\u202egnp.exe", "]]>-->", "' onmouseover='x", "{{7*7}}",
)  # fmt: skip
_VOID = {"meta", "img", "br", "link", "input", "line", "rect", "circle", "path"}


class Reader(HTMLParser):
    """Every element of a page, and whether each is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.open: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in _VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def read(text: str) -> Reader:
    reader = Reader()
    reader.feed(text)
    reader.close()
    assert reader.open == []
    return reader


def told(office: Office, span: str = "year", **scope: Any) -> str:
    with office.workspace() as ws:
        report = gather(ws, period_asked_for(ws, span, "", ""), Scope()._replace(**scope), 90)
        return page(report, ws.home)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page of the sample folder."""
    environ = {
        "CALLQ_HOME": str(tmp_path_factory.mktemp("demo")), "CALLQ_AGENT": "ann",
        "CALLQ_NOW": "2026-03-11T10:15:00-04:00", "CALLQ_ZONE": "America/New_York",
    }  # fmt: skip
    ws = demo.prepare(read_settings(environ)).ws
    report: Report = gather(ws, period_asked_for(ws, "year", "", ""), Scope(), 90)
    ws.db.close()
    return page(report, ws.home)


def test_nothing_is_loaded_from_anywhere(sample: str) -> None:
    reader = read(sample)
    assert not {"script", "link", "img", "iframe", "object", "base", "form"} & set(reader.tags)
    names = {name for _, name, _ in reader.attributes}
    assert not names & {"src", "href", "srcset", "action", "xlink:href"}
    assert not [name for name in names if name.startswith("on")]
    assert "http:" not in sample
    assert "https:" not in sample
    assert "url(" not in sample
    assert "@import" not in sample
    assert ("meta", "content", "default-src 'none'; style-src 'unsafe-inline'") in reader.attributes


def test_it_has_every_section(sample: str) -> None:
    assert sample.count("<h2>") == 8
    assert "44" in " ".join(read(sample).text)
    assert sum(tag == "svg" for tag in read(sample).tags) > 10


def test_every_drawing_says_what_it_is(sample: str) -> None:
    for drawing in re.findall(r"<svg [^>]*>", sample):
        assert "aria-label=" in drawing or 'aria-hidden="true"' in drawing


def test_names_are_text_and_nothing_else(office: Office) -> None:
    for i, name in enumerate(HOSTILE):
        office.add(name, new_york(i), list_name=name, owner=name, now="2026-03-09T10:00:00-04:00")
        office.log(i + 1, "soft-no", reason="price", agent=name, now="2026-03-10T10:00:00-04:00")
    text = told(office)
    reader = read(text)
    plain = read(told(Office(office.home), list_name="nothing"))
    assert set(reader.tags) <= {*plain.tags, "svg", "line", "rect", "circle", "path", "text", "g",
                                "title", "td", "tr", "th", "table", "figure", "figcaption"}  # fmt: skip
    names = {name for _, name, _ in reader.attributes}
    assert not [name for name in names if name.startswith("on")]
    shown = " ".join(reader.text)
    for name in HOSTILE[:4]:
        assert name in shown
    assert "\u202e" not in text


def test_an_empty_store_has_a_page(office: Office) -> None:
    text = told(office, "all")
    assert "<h2>Calls to come</h2>" in text
    assert "nan" not in text.lower()
    read(text)


QUICK = settings(deadline=None, max_examples=60)
COUNTS = st.integers(0, 5_000)


def inside(drawing: str) -> None:
    """It is well-formed, and every figure lies in its frame."""
    root = ET.fromstring(drawing)  # noqa: S314 - a drawing of our own
    width, height = (float(n) for n in root.attrib["viewBox"].split()[2:])
    for each in root.iter():
        for name, limit in (
            ("x", width),
            ("x1", width),
            ("x2", width),
            ("y", height),
            ("cx", width),
        ):
            if name in each.attrib:
                assert -1 <= float(each.attrib[name]) <= limit + 1, (each.tag, each.attrib)
        for pair in re.findall(r"(-?[\d.]+),(-?[\d.]+)", each.attrib.get("d", "")):
            assert -1 <= float(pair[0]) <= width + 1
            assert -1 <= float(pair[1]) <= height + 1


@QUICK
@given(
    st.lists(st.builds(Bar, st.text(max_size=8), COUNTS, COUNTS, st.text(max_size=20), COUNTS), max_size=80),
    COUNTS,
)  # fmt: skip
def test_columns_stay_in_their_frame(bars: list[Bar], line: int) -> None:
    inside(columns(bars, "title <&>", line, "full"))


@QUICK
@given(st.lists(st.builds(Spell, st.integers(0, 400).map(float), st.booleans()), max_size=80))
def test_curves_stay_in_their_frame(spells: list[Spell]) -> None:
    inside(came_back(kaplan_meier(spells), "days", "title"))


@QUICK
@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1), st.floats(0.01, 1))
def test_a_reach_stays_in_its_frame(a: float, b: float, c: float, most: float) -> None:
    low, middle, high = sorted((a, b, c))
    inside(reach(middle, low, high, most))


# In a browser -------------------------------------------------------------------------------------


def browser() -> str:
    found = next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), ""
    )
    if not found:
        pytest.skip("no browser is installed here")
    return found


def browse(path: Path, folder: Path, *flags: str) -> str:
    """What a browser says of a page, without a network."""
    ended = subprocess.run(
        [browser(), "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
         "--disable-dev-shm-usage", f"--user-data-dir={folder / 'profile'}", "--host-rules=MAP * 0.0.0.0",
         "--enable-logging=stderr", *flags, path.as_uri()],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    if ended.returncode:
        pytest.skip(f"the browser does not run here: {ended.stderr[-200:]}")
    complaints = [line for line in ended.stderr.splitlines() if "CONSOLE" in line]
    assert complaints == []
    return ended.stdout


def test_a_browser_shows_all_of_it(sample: str, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_text(sample, encoding="utf-8")
    dom = browse(path, tmp_path, "--dump-dom")
    assert dom.count("<h2>") == sample.count("<h2>")
    assert dom.count("<svg") == sample.count("<svg")
    assert dom.count("<td") == sample.count("<td")
    picture = tmp_path / "report.png"
    browse(path, tmp_path, "--window-size=1000,3000", f"--screenshot={picture}")
    assert picture.stat().st_size > 50_000, "a blank page is smaller"


def test_a_browser_runs_no_name(office: Office, tmp_path: Path) -> None:
    office.add("Ann", new_york(1), list_name=HOSTILE[0], now="2026-03-09T10:00:00-04:00")
    office.log(1, "soft-no", agent=HOSTILE[1], now="2026-03-10T10:00:00-04:00")
    path = tmp_path / "report.html"
    path.write_text(told(office), encoding="utf-8")
    dom = browse(path, tmp_path, "--dump-dom")
    assert "<title>Calls," in dom
    assert "<script" not in dom
    assert "<img" not in dom


def test_it_prints(sample: str, tmp_path: Path) -> None:
    path, printed = tmp_path / "report.html", tmp_path / "report.pdf"
    path.write_text(sample, encoding="utf-8")
    browse(path, tmp_path, f"--print-to-pdf={printed}")
    assert printed.read_bytes().startswith(b"%PDF")


# The command --------------------------------------------------------------------------------------


def test_the_file_is_its_owners_alone_and_never_written_over(run_callq: Callq) -> None:
    path = run_callq.home / "r.html"
    run_callq.ok("report", "r.html")
    assert path.stat().st_mode & 0o777 == 0o600
    first = path.read_text()
    path.write_text("mine")
    ended = run_callq("report", "r.html")
    assert (ended.code, ended.out) == (8, "")
    assert path.read_text() == "mine"
    run_callq.ok("report", "r.html", "--force")
    assert path.read_text() == first
    assert path.stat().st_mode & 0o777 == 0o600
    assert sorted(p.name for p in run_callq.home.iterdir() if "r.html" in p.name) == ["r.html"]


def test_to_standard_output(run_callq: Callq) -> None:
    assert run_callq.ok("report", "-").out.startswith("<!DOCTYPE html>")


@pytest.mark.parametrize(
    "arguments",
    [("none/r.html",), ("r.html", "soon"), ("r.html", "b.html"), ("r.html", "--list", "none")],
)  # fmt: skip
def test_a_bad_call_writes_nothing(run_callq: Callq, arguments: tuple[str, ...]) -> None:
    ended = run_callq("report", *arguments)
    assert ended.code > 1
    assert ended.out == ""
    assert not (run_callq.home / "r.html").exists()
