"""Runs the tests on one end of the declared versions: `make lowest`, `make upper`."""

import argparse
import re
import subprocess
import sys
import tomllib
import venv
from collections.abc import Iterator
from pathlib import Path

import report

ROOT = Path(__file__).parents[2]
_NAMED = re.compile(r"^([A-Za-z0-9_.-]+)(?:\[[^]]*\])?>=([0-9a-z.]+)")
_NAME = re.compile(r"[A-Za-z0-9_.-]+")
_SUMMARY = re.compile(r"^(?=.*\b(?:passed|failed)\b)[\d\w ,.]+ in [\d.]+s.*$", re.MULTILINE)


def requirements() -> list[str]:
    """What callq needs to run, as pyproject.toml says it."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    declared: list[str] = tomllib.loads(text)["project"]["dependencies"]
    return declared


def lowest(declared: list[str]) -> Iterator[str]:
    """A pin for each requirement that names a lowest version."""
    for requirement in declared:
        if match := _NAMED.match(requirement):
            yield f"{match[1]}=={match[2]}"


def main() -> int:
    """Installs that end into an environment of its own and runs the tests."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("end", choices=("lowest", "upper"))
    reader.add_argument("--tests", nargs="*", default=["tests"])
    reader.add_argument("--processes", default="auto")
    reader.add_argument("--keep", action="store_true", help="use the environment that is there")
    reader.add_argument("--write", action="store_true", help="the figures into docs/reliability.md")
    asked = reader.parse_args()
    folder = ROOT / f".venv-{asked.end}"
    python = str(folder / "bin" / "python")
    if not asked.keep:
        _install(folder, list(lowest(requirements())) if asked.end == "lowest" else [])
    options = ["-q", "-n", asked.processes, "-p", "no:cacheprovider"]
    ended = subprocess.run(
        [python, "-m", "pytest", *options, *asked.tests],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    sys.stdout.write(ended.stdout)
    if asked.write and (found := _SUMMARY.findall(ended.stdout)):
        report.write(asked.end, _lines(python, found[-1], asked.tests))
    return ended.returncode


def _install(folder: Path, pins: list[str]) -> None:
    venv.create(folder, clear=True, with_pip=True)
    python = str(folder / "bin" / "python")
    constraints = folder / "constraints.txt"
    constraints.write_text("\n".join(pins), encoding="utf-8")
    pip = [python, "-m", "pip", "install", "--quiet", "--upgrade"]
    subprocess.run([*pip, "pip"], check=True)
    wanted = ["--constraint", str(constraints), "--editable", ".", "--group", "test"]
    subprocess.run([*pip, *wanted], cwd=ROOT, check=True)


def _lines(python: str, summary: str, tests: list[str]) -> list[str]:
    listed = subprocess.run(
        [python, "-m", "pip", "list", "--format=freeze"], check=True, capture_output=True, text=True
    ).stdout
    pins = [line.lower().partition("==") for line in listed.splitlines()]
    there = {name: version for name, _, version in pins}
    names = [match[0] for each in requirements() if (match := _NAME.match(each))]
    shown = [f"{name} {there[name]}" for name in names if name in there]
    return [
        f"{', '.join(shown)}.",
        "",
        f"`{' '.join(tests)}`: {summary.split(' in ', maxsplit=1)[0]}.",
    ]


if __name__ == "__main__":
    sys.exit(main())
