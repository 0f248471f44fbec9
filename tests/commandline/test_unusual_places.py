"""callq starts wherever it is put: any locale, no HOME, a path with spaces."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from callq.storage import meta
from helpers import NOW, Callq, Office

NAME = "Zoë Müller 王小明"


@pytest.mark.parametrize(
    "variables",
    [
        {"LC_ALL": "C", "LANG": ""},
        {"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"LC_ALL": "en_US.ISO-8859-1", "PYTHONUTF8": "0"},
        {"LANG": "", "LC_ALL": ""},
        {"PYTHONIOENCODING": "ascii"},
        {"PYTHONIOENCODING": "latin-1"},
    ],
    ids=str,
)
def test_any_locale_does(run_callq: Callq, office: Office, variables: dict[str, str]) -> None:
    """What the terminal can't show is marked; what is stored is what was typed."""
    people = office.file(f"Name,Phone\n{NAME},+1 212 555 0100\n")
    for words in (("import", str(people)), ("today",), ("show", "1"), ("log", "1", "na"),
                  ("today", "--json"), ("store", "check",), ("store", "backup",)):  # fmt: skip
        ended = subprocess.run(
            [sys.executable, "-m", "callq", *words], env=run_callq.environment(env=variables),
            cwd=run_callq.home, capture_output=True, check=False, stdin=subprocess.DEVNULL,
        )  # fmt: skip
        assert (ended.returncode, b"Traceback" in ended.stderr) == (0, False), (words, ended)
    assert office.rows("SELECT name FROM prospect") == [(NAME,)]


def test_json_is_utf_8_in_any_locale(run_callq: Callq, office: Office) -> None:
    """The contract says so, whatever the terminal is."""
    office.add(NAME, "+1 212 555 0100")
    for variables in ({"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
                      {"PYTHONIOENCODING": "ascii"}):  # fmt: skip
        assert run_callq.ok("today", "--json", env=variables).json["items"][0]["name"] == NAME


@pytest.mark.parametrize("home", ["", "/proc/nowhere", "/dev/null"])
def test_without_a_home_that_can_be_written(tmp_path: Path, home: str) -> None:
    """A store that is named is found; one that is not gives a sentence, or the home of the login."""
    store = tmp_path / "people.db"
    environment = {"PATH": os.environ["PATH"], "CALLQ_NOW": NOW, "CALLQ_ZONE": "UTC",
                   "CALLQ_AGENT": "ann"} | ({"HOME": home} if home else {})  # fmt: skip

    def run(*words: str, **more: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "callq", *words], env=environment | more, cwd=tmp_path, text=True,
            capture_output=True, check=False, stdin=subprocess.DEVNULL,
        )  # fmt: skip

    ended = run("add", "Ann Lee", CALLQ_DB=str(store))
    assert (ended.returncode, ended.stderr.count("Traceback")) == (0, 0), ended
    assert run("list", CALLQ_DB=str(store)).returncode == 0
    if home:
        ended = run("add", "Ann Lee")
        assert (ended.returncode, "Can't create" in ended.stderr) == (7, True), ended
        ended = run("config", "limit", "5")
        assert (ended.returncode, "Can't write" in ended.stderr) == (2, True), ended


def test_a_path_with_spaces_and_signs(tmp_path: Path) -> None:
    home = tmp_path / "a folder's [very] ünusual % name"
    home.mkdir(mode=0o700)
    run = Callq(home)
    run.ok("add", "Ann Lee", "--phone", "+1 212 555 0100")
    made = run.ok("store", "backup", "--json").json["path"]
    run.ok("log", "ann", "na")
    run.ok("store", "restore", made, "--yes")
    run.ok("store", "check")
    assert Office(home).rows(f"SELECT COUNT(*) FROM meta WHERE key = '{meta.NEEDS}'") == [(1,)]
