"""Installs callq where installing is hard, with every Python there is; `make installs`."""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import report

ROOT = Path(__file__).parents[2]
OLDEST = (3, 11)
PLACE = "a folder's [very] odd name"
WORK = "ünusual % folder"
_SOURCES = ("src", "pyproject.toml", "README.md", "LICENSE", "constraints.txt")
_PEOPLE = (
    "Name,Phone,Email\nZoë Müller,+1 212 555 0100,zoe@example.com\nAnn Lee,+44 20 7946 0001,\n"
)
_WORDS: tuple[tuple[str, ...], ...] = (
    ("--version",), ("import", "people.csv", "--list", "fair"), ("today",), ("next",),
    ("log", "1", "callback", "--at", "tomorrow 10:00"), ("log", "2", "not-interested"),
    ("why", "1"), ("show", "2"), ("purge-check",), ("undo",), ("export", "out.xlsx"),
    ("store", "backup",), ("store", "check",), ("stats",),
)  # fmt: skip
_NOW = {"CALLQ_NOW": "2026-03-11T15:00:00Z", "CALLQ_ZONE": "America/New_York", "CALLQ_AGENT": "ann"}


class Circumstance(NamedTuple):
    """What is wrong with a computer."""

    name: str
    variables: Mapping[str, str | None]
    """Set, or taken away where None."""


CIRCUMSTANCES = (
    Circumstance("as usual", {}),
    Circumstance("`LC_ALL=C`", {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}),
    Circumstance("`LANG=de_DE.ISO-8859-1`", {"LANG": "de_DE.ISO-8859-1", "LC_ALL": None}),
    Circumstance("no HOME", {"HOME": None}),
    Circumstance("HOME can't be written", {"HOME": "/proc/nowhere"}),
)


def pythons() -> list[str]:
    """Every CPython from the oldest that is declared: on PATH and where pyenv puts them."""
    places = [Path(place) for place in os.environ["PATH"].split(os.pathsep)]
    places += sorted(Path("~/.pyenv/versions").expanduser().glob("*/bin"))
    found: dict[tuple[int, int], str] = {}
    for place in places:
        for path in sorted(place.glob("python3.[0-9]*")):
            if path.name.replace("python3.", "").isdigit() and (version := _version(path)):
                found.setdefault(version, str(path))
    return [found[version] for version in sorted(found) if version >= OLDEST]


def main() -> int:
    """Tries every Python under every circumstance."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--write", action="store_true", help="the figures into docs/reliability.md")
    asked = reader.parse_args()
    rows: list[tuple[object, ...]] = []
    wrong: list[str] = []
    for python in pythons():
        with tempfile.TemporaryDirectory() as folder:
            place = Path(folder) / PLACE
            place.mkdir()
            sources = _copied(place)
            for circumstance in CIRCUMSTANCES:
                found = list(_tried(python, sources, place, circumstance))
                wrong += found
                told = "works" if not found else f"{len(found)} wrong"
                rows.append((_full_version(python), circumstance.name, told))
                sys.stdout.write(f"{rows[-1]}\n")
    sys.stdout.write("\n".join(wrong))
    if asked.write:
        report.write("installs", _lines(rows))
    return bool(wrong)


def _tried(python: str, sources: Path, place: Path, circumstance: Circumstance) -> Iterator[str]:
    """Installs from the sources with wheels alone and no compiler, and runs a rep's day."""
    shutil.rmtree(place / "env", ignore_errors=True)
    subprocess.run([python, "-m", "venv", str(place / "env")], check=True)
    programs = place / "env" / "bin"
    environment = _environment(programs, circumstance)
    pip = [str(programs / "python"), "-m", "pip", "install", "--quiet", "--only-binary", ":all:"]
    ended = _run([*pip, str(sources)], place, environment)
    if ended.returncode:
        yield f"{python}, {circumstance.name}: pip: {ended.stderr[-2000:]}"
        return
    work = place / WORK
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(mode=0o700)
    (work / "people.csv").write_text(_PEOPLE, encoding="utf-8")
    environment |= _NOW | {"CALLQ_DB": str(work / "callq.db")}
    for words in _WORDS:
        ended = _run([str(programs / "callq"), *words], work, environment)
        if ended.returncode or "Traceback" in ended.stderr:
            yield f"{python}, {circumstance.name}: callq {' '.join(words)}: {ended.stderr[-2000:]}"


def _environment(programs: Path, circumstance: Circumstance) -> dict[str, str]:
    """No compiler: the only programs are those of the environment itself."""
    kept = {
        key: value for key, value in os.environ.items() if not key.startswith(("CALLQ_", "LC_"))
    }
    kept |= {"PATH": str(programs), "CC": "/nowhere/cc", "CXX": "/nowhere/c++"}
    for name, value in circumstance.variables.items():
        kept.pop(name, None)
        if value is not None:
            kept[name] = value
    return kept


def _run(
    words: Sequence[str], where: Path, environment: Mapping[str, str]
) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        words, cwd=where, env=dict(environment), stdin=subprocess.DEVNULL, capture_output=True,
        check=False, encoding="utf-8", errors="replace",
    )  # fmt: skip


def _copied(place: Path) -> Path:
    """The sources, in a folder of a name that no one should give."""
    into = place / "callq as it came"
    into.mkdir()
    for name in _SOURCES:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, into / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, into / name)
    return into


def _version(path: Path) -> tuple[int, int] | None:
    said = _full_version(str(path))
    return (int(said.split(".")[0]), int(said.split(".")[1])) if said else None


def _full_version(python: str) -> str:
    asking = [python, "-c", "import platform; print(platform.python_version())"]
    ended = subprocess.run(asking, capture_output=True, text=True, check=False)
    return ended.stdout.strip() if ended.returncode == 0 else ""


def _lines(rows: Sequence[tuple[object, ...]]) -> list[str]:
    names = [circumstance.name for circumstance in CIRCUMSTANCES]
    table = [
        (version, *(told for each, _, told in rows if each == version))
        for version in dict.fromkeys(row[0] for row in rows)
    ]
    told = (
        "From the sources, wheels alone, no compiler on the path, in a folder called "
        f"`{PLACE}`; then {len(_WORDS)} commands of a rep's day:"
    )
    return [told, "", *report.table(("Python", *names), table)]


if __name__ == "__main__":
    sys.exit(main())
