"""The pages: their examples are current, their links lead somewhere, what they name exists."""

import re
import shutil
import subprocess
from difflib import unified_diff
from pathlib import Path

import pytest
from docs_cli import complaint
from docs_page import LIVING, PAGES, ROOT, read_page, said_of_callq
from docs_shell import SHOWN_HOME

_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_MACHINE = re.compile(r"(?<![\w.~$})-])/(?:work|root|tmp|workspace|mnt|Users|home)/[\w.-]*")


def _named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", LIVING, ids=_named)
def test_examples_print_what_the_page_shows(path: Path) -> None:
    """Fixed by: python tests/docs/update.py."""
    page = read_page(path)
    shown, printed = page.text.splitlines(), page.updated().splitlines()
    assert shown == printed, "\n" + "\n".join(
        unified_diff(shown, printed, "on the page", "printed now", lineterm="", n=2)
    )


@pytest.mark.parametrize("path", LIVING, ids=_named)
def test_no_example_ends_in_a_traceback(path: Path) -> None:
    assert "Traceback" not in read_page(path).text


@pytest.mark.parametrize("path", PAGES, ids=_named)
def test_every_command_that_a_page_names_exists_with_its_options(path: Path) -> None:
    wrong = {line: complaint(line) for line in said_of_callq(read_page(path))}
    assert {line: why for line, why in wrong.items() if why} == {}


@pytest.mark.parametrize("path", PAGES, ids=_named)
def test_links_lead_somewhere(path: Path) -> None:
    page = read_page(path)
    broken = [link for link in _LINK.findall(page.prose()) if not _leads_somewhere(path, link)]
    assert broken == []


def _leads_somewhere(page: Path, link: str) -> bool:
    if re.match(r"[a-z]+:", link):
        return True
    file, _, anchor = link.partition("#")
    target = (page.parent / file).resolve() if file else page
    if not target.exists():
        return False
    return not anchor or anchor in read_page(target).anchors()


def test_no_file_names_a_place_on_somebodys_computer() -> None:
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("no repository here")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    named = {}
    for name in listed.stdout.decode().split("\0"):
        path = ROOT / name
        if not name or not path.is_file():
            continue
        # A made-up home in our examples, and files that a test only names, are no one's.
        made_up = (SHOWN_HOME, "/tmp/") if name.startswith("tests/") else (SHOWN_HOME,)  # noqa: S108
        found = [f for f in _MACHINE.findall(_text(path)) if not f.startswith(made_up)]
        if found:
            named[name] = found
    assert named == {}


def _text(path: Path) -> str:
    data = path.read_bytes()
    return "" if b"\0" in data else data.decode(errors="replace")


@pytest.mark.parametrize(
    ("line", "is_wrong"),
    [
        ("callq today --limit 5", False),
        ("CALLQ_AGENT=bob callq --no-input next --skip --x", False),
        ("callq rules apply FILE --dry-run", False),
        ("callq foretell", True),
        ("callq today --fast", True),
        ("callq rules show --json", True),
        ('callq log "Ron', True),
    ],
)
def test_command_lines_are_judged(line: str, *, is_wrong: bool) -> None:
    assert bool(complaint(line)) is is_wrong
