"""Runs the examples of one page, in a process, a folder and a store of their own.

As a module it starts that process; as a script it is that process: steps as JSON on standard input,
what they printed as JSON on standard output. One process for a page is what keeps a page of sixty
commands within two seconds.
"""

import io
import json
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

NOW = "2026-03-11T10:15:00-04:00"
"""A Wednesday morning in New York."""
HOME = ".callq"
"""Where the examples keep store and settings; relative, so that it reads the same everywhere."""
SHOWN_HOME = "/home/ann"
"""What the folder of an example is called in its output."""
EXAMPLES = Path(__file__).parents[2] / "examples"
"""Files that every page finds beside it."""
COLUMNS = 100
_CLOCK_NOTICES = ("Clock fixed by CALLQ_NOW", "  (clock fixed by CALLQ_NOW)")


class Step(NamedTuple):
    """Something a page does: `run` a line, `write` a file, `edit` one, set the `clock`, `fresh`."""

    do: str
    text: str = ""
    """The line, the contents, the new text, or the moment."""
    name: str = ""
    """The file."""
    old: str = ""
    """What the new text stands for."""


class Ran(NamedTuple):
    """What a line printed, as a terminal shows it; None when it is not for us to run."""

    output: str | None
    code: int


def run_steps(steps: Sequence[Step]) -> list[Ran]:
    """Runs the steps of a page; a result for each `run` among them."""
    with TemporaryDirectory() as folder:
        shutil.copytree(EXAMPLES, folder, dirs_exist_ok=True)
        found = subprocess.run(
            [sys.executable, __file__],
            input=json.dumps(steps),
            capture_output=True,
            text=True,
            encoding="utf-8",
            env=environment(folder),
            cwd=folder,
            timeout=120,
            check=False,
        )
    if found.returncode:
        raise RuntimeError(found.stderr)
    where = (os.path.realpath(folder), folder)
    return [_elsewhere(Ran(*each), where) for each in json.loads(found.stdout)]


def _elsewhere(ran: Ran, where: Sequence[str]) -> Ran:
    output = ran.output
    for folder in where:
        output = output and output.replace(folder, SHOWN_HOME)
    return ran._replace(output=output)


def environment(folder: str) -> dict[str, str]:
    """All that the process is told: Ann in New York, who has set nothing."""
    return {
        "PATH": os.environ.get("PATH", ""),
        "HOME": folder,
        "LANG": "C.UTF-8",
        "PYTHONUTF8": "1",
        "LOGNAME": "ann",
        "TZ": "America/New_York",
        "CALLQ_HOME": HOME,
        "CALLQ_NOW": NOW,
        "COLUMNS": str(COLUMNS),
        **{name: os.environ[name] for name in ("SYSTEMROOT", "PYTHONPATH") if name in os.environ},
    }


# In the process -----------------------------------------------------------------------------------


def _main() -> None:
    results: list[Ran] = []
    code = 0
    for step in [Step(*each) for each in json.load(sys.stdin)]:
        if step.do == "run":
            ran = _line(step.text, code)
            code = ran.code
            results.append(ran)
        elif step.do == "write":
            Path(step.name).write_text(step.text, encoding="utf-8")
        elif step.do == "edit":
            _edit(Path(step.name), step.old, step.text)
        elif step.do == "clock":
            os.environ["CALLQ_NOW"] = step.text
        elif step.do == "fresh":
            folder = Path("fresh")
            folder.mkdir()
            os.chdir(folder)
        else:
            raise ValueError(step.do)
    sys.stdout.write(json.dumps(results))


def _edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    if text.count(old) != 1:
        raise ValueError(f"{path} has {text.count(old)} times:\n{old}")
    path.write_text(text.replace(old, new), encoding="utf-8")


def _line(line: str, last_code: int) -> Ran:
    """Runs a pipeline; what nobody pipes on is shown, messages among it."""
    stages, target = _parsed(line)
    shown, piped, code = "", b"", 0
    if target:
        # As a shell does: the file is there, and empty, before the program starts.
        Path(target).write_bytes(b"")
    for place, words in enumerate(stages):
        is_last = place == len(stages) - 1
        ran = _program(words, piped, last_code, together=is_last and not target)
        if ran is None:
            return Ran(None, 0)
        out, messages, code = ran
        shown, piped = shown + messages, out
        if target and is_last:
            Path(target).write_bytes(out)
            piped = b""
    return Ran(_tidy(shown + piped.decode()), code)


def _parsed(line: str) -> tuple[list[list[str]], str]:
    """The words of each stage, and the file behind a `>`."""
    lexer = shlex.shlex(line, posix=True, punctuation_chars="|<>")
    lexer.whitespace_split = True
    lexer.commenters = ""
    stages: list[list[str]] = [[]]
    target = ""
    words = iter(lexer)
    for word in words:
        if word == "|":
            stages.append([])
        elif word == ">":
            target = next(words)
        elif word == "<":
            stages.insert(0, ["cat", next(words)])
        else:
            stages[-1].append(word)
    return stages, target


def _program(
    words: list[str], stdin: bytes, last_code: int, *, together: bool
) -> tuple[bytes, str, int] | None:
    variables = {}
    while words and "=" in words[0] and words[0].partition("=")[0].isupper():
        name, _, value = words[0].partition("=")
        variables[name] = value
        words = words[1:]
    name, arguments = words[0], words[1:]
    if name == "callq" and not {"--install-completion", "--show-completion"} & set(arguments):
        return _callq(arguments, stdin, variables, together=together)
    if name == "cat":
        return b"".join(Path(path).read_bytes() for path in arguments), "", 0
    if name == "head":
        count = int(arguments[-1].lstrip("-"))
        return b"".join(stdin.splitlines(keepends=True)[:count]), "", 0
    if name == "cut":
        fields = [int(field) - 1 for field in arguments[-1].removeprefix("-f").split(",")]
        rows = [line.split("\t") for line in stdin.decode().splitlines()]
        return "".join("\t".join(row[f] for f in fields) + "\n" for row in rows).encode(), "", 0
    if words == ["echo", "$?"]:
        return f"{last_code}\n".encode(), "", 0
    return None


def _callq(
    arguments: list[str], stdin: bytes, variables: Mapping[str, str], *, together: bool
) -> tuple[bytes, str, int]:
    """Runs callq; with `together`, its messages stand among its results."""
    from callq.cli.main import run

    out, messages = io.BytesIO(), io.BytesIO()
    with _streams(stdin, out, out if together else messages), _variables(variables):
        try:
            run(arguments)
            code = 0
        except SystemExit as end:
            code = int(end.code or 0)
    return out.getvalue(), messages.getvalue().decode(), code


@contextmanager
def _streams(stdin: bytes, out: io.BytesIO, messages: io.BytesIO) -> Iterator[None]:
    before = sys.stdin, sys.stdout, sys.stderr
    sys.stdin = io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8")
    sys.stdout = io.TextIOWrapper(out, encoding="utf-8", write_through=True)
    same = out is messages
    sys.stderr = (
        sys.stdout if same else io.TextIOWrapper(messages, encoding="utf-8", write_through=True)
    )
    try:
        yield
    finally:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        # Kept from closing the buffers that hold what was printed.
        sys.stdout.detach()
        if not same:
            sys.stderr.detach()
        sys.stdin, sys.stdout, sys.stderr = before


@contextmanager
def _variables(values: Mapping[str, str]) -> Iterator[None]:
    """Sets variables for one command, and takes back what the command itself sets."""
    before = dict(os.environ)
    os.environ.update(values)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def _tidy(output: str) -> str:
    """The output without blanks at line ends and without the notice of a fixed clock."""
    notice, mark = _CLOCK_NOTICES
    lines = [line.rstrip() for line in output.split("\n") if not line.startswith(notice)]
    return "\n".join(line.replace(mark, "") for line in lines).rstrip()


def json_of(ran: Ran) -> Any:
    """The object that a line printed."""
    assert ran.output is not None
    return json.loads(ran.output)


if __name__ == "__main__":
    _main()
