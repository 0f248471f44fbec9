"""Packages bring readers and exporters for kinds of files callq doesn't know."""

import importlib.metadata
from pathlib import Path

import pytest

from callq.errors import CallqError
from callq.exporting.export import format_of
from callq.importing.readers.open import open_table
from helpers import Callq, Result, command, new_york

CODE = """
def read(path):
    for line in path.read_text().splitlines():
        name, phone, outcome = line.split("~")
        yield {"Name": name, "Phone": phone, "Last outcome": outcome or None}

def write(rows, path):
    path.write_text("".join(f"{r['Name']}~{r['Phone']}~{r['Last outcome']}\\n" for r in rows))

def fail(*_):
    raise ValueError("no such field\\nmore")

def numbers(path):
    return [1, 2]

def nothing(path):
    return []
"""
POINTS = """[callq.readers]
wavy = wavy_package:read
bad = wavy_package:fail
odd = wavy_package:numbers
none = wavy_package:nothing
gone = wavy_package:missing
csv = wavy_package:fail

[callq.exporters]
wavy = wavy_package:write
bad = wavy_package:fail
csv = wavy_package:fail
"""


def install(folder: Path, package: str = "callq-wavy") -> Path:
    """Puts a package with entry points into a folder, as an installer would."""
    info = folder / f"{package.replace('-', '_')}-1.0.dist-info"
    info.mkdir(parents=True)
    (folder / "wavy_package.py").write_text(CODE)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {package}\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(POINTS)
    return folder


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = install(tmp_path / "site")
    monkeypatch.syspath_prepend(str(folder))
    return folder


def refusal(path: Path) -> CallqError:
    with pytest.raises(CallqError) as caught:
        open_table(path)
    return caught.value


def test_a_real_command_reads_and_writes_by_a_package(run_callq: Callq, tmp_path: Path) -> None:
    env = {"PYTHONPATH": str(install(tmp_path / "site"))}

    def run(*words: str) -> Result:
        return run_callq(*words, env=env, program=command())

    (run_callq.home / "list.WAVY").write_text(
        f"Ann Lee~{new_york(0)}~not interested\nBo Berg~{new_york(1)}~\nCy Orr~12~\n~~\n"
    )
    done = run("import", "list.WAVY", "--json")
    assert (done.code, done.json["list"], done.json["counts"]["added"]) == (0, "list", 3), done
    assert run("import", "list.WAVY", "--sheet", "2").code == 2
    assert run("export", "out.wavy", "--json").json["written"] == 3
    lines = (run_callq.home / "out.wavy").read_text().splitlines()
    assert [line.split("~")[0] for line in lines] == ["Ann Lee", "Bo Berg", "Cy Orr"]
    assert lines[0].endswith("~soft-no")
    assert run("export", "--format", "wavy").out.splitlines() == lines
    failed = run("export", "out.bad")
    assert (failed.code, "callq-wavy" in failed.err) == (5, True)
    assert not (run_callq.home / "out.bad").exists()
    (run_callq.home / "list.bad").write_text("x")
    failed = run("import", "list.bad")
    assert (failed.code, "callq-wavy" in failed.err) == (5, True)


@pytest.mark.parametrize(
    ("ending", "name"),
    [
        ("bad", "plug-in-failed"),
        ("odd", "plug-in-failed"),
        ("gone", "plug-in-failed"),
        ("none", "no-people-in-file"),
    ],
)
def test_a_mistake_of_a_package_is_a_refusal_that_names_it(
    packages: Path, ending: str, name: str
) -> None:
    path = packages / f"people.{ending}"
    path.write_text("Name,Phone\nAnn,1\n")
    error = refusal(path)
    assert (error.name, error.code) == (name, 5)
    assert "callq-wavy" in error.message
    assert "\n" not in error.message


@pytest.mark.usefixtures("packages")
def test_two_packages_for_one_kind_are_refused(tmp_path: Path, packages: Path) -> None:
    install(packages, "other-waves")
    path = tmp_path / "people.wavy"
    path.write_text("Ann~1~\n")
    assert refusal(path).name == "several-plug-ins"


@pytest.mark.usefixtures("packages")
def test_callqs_own_kinds_are_its_own(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("Name,Phone\nAnn,1\n")
    with open_table(path) as table:
        assert table.headers == ("Name", "Phone")
    assert format_of("csv", "").exporter is None
    assert format_of("", "people.csv").exporter is None


def test_no_package_is_looked_for_where_callq_knows_the_kind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def entry_points(*, group: str) -> list[importlib.metadata.EntryPoint]:
        asked.append(group)
        return []

    monkeypatch.setattr(importlib.metadata, "entry_points", entry_points)
    for name in ("people.csv", "people.CSV", "people", "people.txt", "people.dat"):
        (tmp_path / name).write_text("Name,Phone\nAnn,1\n")
        with open_table(tmp_path / name) as table:
            assert table.headers == ("Name", "Phone")
    assert len(asked) == 1
    with pytest.raises(CallqError) as caught:
        format_of("", "people.dat")
    assert caught.value.name == "unknown-format"
