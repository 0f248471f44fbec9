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
"""The folder that every page finds beside it, as in a copy of the project."""
COLUMNS = 100
_CLOCK_NOTICES = ("Clock fixed by CALLQ_NOW", "  (clock fixed by CALLQ_NOW)")


class Step(NamedTuple):
    """Something a page does: `run` a line, `write` a file, `edit` one, set the `clock`."""

    do: str
    text: str = ""
    """The line, the contents, the new text, or the moment."""
    name: str = ""
    """The file."""
    old: str = ""
    """What the new text stands for."""


class Ran(NamedTuple):
    """What became of a line."""

    output: str | None
    """What a terminal shows, messages among the results; None when it is not for us to run."""
    code: int
    out: str = ""
    """What went to standard output alone."""


def run_steps(steps: Sequence[Step]) -> list[Ran]:
    """Runs the steps of a page; a result for each `run` among them."""
    with TemporaryDirectory() as folder:
        shutil.copytree(EXAMPLES, Path(folder) / "examples")
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
        else:
            raise ValueError(step.do)
    sys.stdout.write(json.dumps(results))


def _edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    if text.count(old) != 1:
        raise ValueError(f"{path} has {text.count(old)} times:\n{old}")
    path.write_text(text.replace(old, new), encoding="utf-8")


def _line(line: str, last_code: int) -> Ran:
    """Runs a pipeline; what no one pipes on is shown, messages among it."""
    stages, target = _parsed(line)
    shown, out = b"", b""
    code = 0
    if target:
        # As a shell does: the file is there, and empty, before the program starts.
        Path(target).write_bytes(b"")
    for place, words in enumerate(stages):
        ran = _program(words, out, last_code)
        if ran is None:
            return Ran(None, 0)
        is_last = place == len(stages) - 1 and not target
        shown += ran.shown if is_last else ran.messages
        out, code = ran.out, ran.code
    if target:
        Path(target).write_bytes(out)
        out = b""
    return Ran(_tidy(shown.decode()), code, out.decode())


class _Printed(NamedTuple):
    """What a program printed, by where it went; `shown` is both in the order of a terminal."""

    out: bytes
    messages: bytes = b""
    shown: bytes = b""
    code: int = 0


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


def _program(words: list[str], stdin: bytes, last_code: int) -> _Printed | None:
    variables = {}
    while words and "=" in words[0] and words[0].partition("=")[0].isupper():
        name, _, value = words[0].partition("=")
        variables[name] = value
        words = words[1:]
    name, arguments = words[0], words[1:]
    if name == "callq" and not {"--install-completion", "--show-completion"} & set(arguments):
        return _callq(arguments, stdin, variables)
    out = b""
    if name == "cat":
        out = b"".join(Path(path).read_bytes() for path in arguments)
    elif name == "head":
        count = int(arguments[-1].lstrip("-"))
        out = b"".join(stdin.splitlines(keepends=True)[:count])
    elif name == "cut":
        fields = [int(field) - 1 for field in arguments[-1].removeprefix("-f").split(",")]
        rows = [line.split("\t") for line in stdin.decode().splitlines()]
        out = "".join("\t".join(row[f] for f in fields) + "\n" for row in rows).encode()
    elif words == ["echo", "$?"]:
        out = f"{last_code}\n".encode()
    else:
        return None
    return _Printed(out, shown=out)


class _Tee(io.RawIOBase):
    """Writes to several buffers."""

    def __init__(self, *buffers: io.BytesIO) -> None:
        self.buffers = buffers

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        return max(buffer.write(data) for buffer in self.buffers)


def _callq(arguments: list[str], stdin: bytes, variables: Mapping[str, str]) -> _Printed:
    from callq.cli import run

    out, messages, shown = io.BytesIO(), io.BytesIO(), io.BytesIO()
    streams = sys.stdin, sys.stdout, sys.stderr
    sys.stdin = io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8")
    sys.stdout = _text(_Tee(out, shown))
    sys.stderr = _text(_Tee(messages, shown))
    code = 0
    try:
        with _variables(variables):
            run(arguments)
    except SystemExit as end:
        code = int(end.code or 0)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        sys.stdin, sys.stdout, sys.stderr = streams
    return _Printed(out.getvalue(), messages.getvalue(), shown.getvalue(), code)


def _text(raw: _Tee) -> io.TextIOWrapper:
    # mypy's own idea of a buffer lacks what this one needs none of.
    return io.TextIOWrapper(raw, encoding="utf-8", write_through=True)  # type: ignore[arg-type]


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
    """The one object that a line printed, and nothing beside it."""
    return json.loads(ran.out)


if __name__ == "__main__":
    _main()
