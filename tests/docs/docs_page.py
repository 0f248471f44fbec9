"""Reads the pages: fenced blocks and what they do, tables, headings, links, and words of callq."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from docs_shell import Ran, Step, run_steps

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = tuple(sorted([*ROOT.glob("*.md"), *DOCS.glob("*.md")]))
"""Every page of the project."""
LIVING = (
    *(
        DOCS / f"{name}.md"
        for name in (
            "concepts",
            "views",
            "hooks",
            "do-not-call",
            "hours",
            "rulebook",
            "json",
            "numbers",
            "playbook",
            "goals",
            "privacy",
            "export",
        )
    ),
    ROOT / "README.md",
)
"""Pages whose examples are run, and written anew by `update.py`."""

_FENCE = re.compile(r"^```(?P<info>.*)$")
_TITLE = re.compile(r'title="([^"]+)"')
_CLOCK = re.compile(r"^<!-- clock: (\S+) -->$")
_HEADING = re.compile(r"^(#{1,6}) (.+)$")
_CELL = re.compile(r"(?<!\\)\|")


class Block(NamedTuple):
    """A fenced block."""

    kind: str
    """The first word after the fence, e.g. `console`."""
    info: str
    start: int
    """The first line inside, counted from 0."""
    lines: tuple[str, ...]

    @property
    def title(self) -> str:
        """The file that it shows; empty for most."""
        match = _TITLE.search(self.info)
        return match[1] if match else ""

    @property
    def runs(self) -> bool:
        """Whether its commands are to be run."""
        return self.kind == "console" and "not-run" not in self.info


class Example(NamedTuple):
    """A command of a page with the output under it."""

    command: str
    start: int
    """Where the output starts, as a line counted from 0."""
    output: str
    short: bool = False
    """Whether the page shows its JSON shortened."""


@dataclass(frozen=True)
class Page:
    """A page and what is on it."""

    path: Path
    text: str
    lines: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "lines", tuple(self.text.split("\n")))

    @property
    def name(self) -> str:
        """For messages: `docs/json.md`."""
        return self.path.relative_to(ROOT).as_posix()

    def blocks(self) -> Iterator[Block]:
        """Every fenced block, in order."""
        start, info = -1, ""
        for number, line in enumerate(self.lines):
            fence = _FENCE.match(line)
            if fence is None:
                continue
            if start < 0:
                start, info = number + 1, fence["info"].strip()
            else:
                kind = info.split()[0] if info else ""
                yield Block(kind, info, start, self.lines[start:number])
                start = -1

    def prose(self) -> str:
        """The page without its fenced blocks and comments."""
        kept = "\n".join(line for line in self._outside_fences() if line is not None)
        return re.sub(r"<!--.*?-->", "", kept, flags=re.DOTALL)

    def section(self, heading: str) -> "Page":
        """What stands under a heading, down to the next of its level."""
        start = level = 0
        for number, line in enumerate(self._outside_fences()):
            match = _HEADING.match(line) if line is not None else None
            if match and level and len(match[1]) <= level:
                return Page(self.path, "\n".join(self.lines[start:number]))
            if match and not level and _plain(match[2]) == heading:
                start, level = number + 1, len(match[1])
        if not level:
            raise KeyError(f"{self.name} has no heading {heading!r}")
        return Page(self.path, "\n".join(self.lines[start:]))

    def headings(self) -> list[str]:
        """Every heading, without its markup."""
        return [
            _plain(match[2])
            for line in self._outside_fences()
            if line is not None and (match := _HEADING.match(line))
        ]

    def anchors(self) -> set[str]:
        """The names by which links reach its headings."""
        found: set[str] = set()
        for heading in self.headings():
            slug = re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
            name, copy = slug, 0
            while name in found:
                copy += 1
                name = f"{slug}-{copy}"
            found.add(name)
        return found

    def tables(self) -> list[list[list[str]]]:
        """Every table: rows of cells, the first row the headings."""
        found: list[list[list[str]]] = []
        rows: list[list[str]] = []
        for line in (*self._outside_fences(), ""):
            if line is not None and line.startswith("|"):
                rows.append([cell.strip().replace(r"\|", "|") for cell in _CELL.split(line)[1:-1]])
            elif rows:
                found.append([row for row in rows if not all(set(c) <= set("-: ") for c in row)])
                rows = []
        return found

    def table(self, *headings: str) -> list[dict[str, str]]:
        """The rows of all tables with these headings (and perhaps more), by heading."""
        found = [
            dict(zip(table[0], row, strict=True))
            for table in self.tables()
            if set(headings) <= set(table[0])
            for row in table[1:]
        ]
        if not found:
            raise KeyError(f"{self.name} has no table with the columns {headings}")
        return found

    def examples(self) -> list[Example]:
        """Every command that stands after a `$` in a console block, with its output."""
        return [example for block in self.blocks() for example in _examples(block)]

    def steps(self) -> list[Step]:
        """What the page does, in its order."""
        doing: list[tuple[int, Step]] = []
        for number, line in enumerate(self.lines):
            if match := _CLOCK.match(line):
                doing.append((number, Step("clock", match[1])))
        for block in self.blocks():
            if block.runs:
                doing += [(e.start, Step("run", e.command)) for e in _examples(block)]
            elif block.title and block.kind == "diff":
                old = "\n".join(line[1:] for line in block.lines if line[:1] in (" ", "-"))
                new = "\n".join(line[1:] for line in block.lines if line[:1] in (" ", "+"))
                doing.append((block.start, Step("edit", new, block.title, old)))
            elif block.title:
                text = "".join(f"{line}\n" for line in block.lines)
                doing.append((block.start, Step("write", text, block.title)))
        return [step for _, step in sorted(doing, key=lambda each: each[0])]

    def run(self) -> list[tuple[Example, Ran]]:
        """Runs the examples; each with what it printed."""
        examples = [e for block in self.blocks() if block.runs for e in _examples(block)]
        return list(zip(examples, _ran(tuple(self.steps())), strict=True))

    def updated(self) -> str:
        """The page with the output of its examples as it is now."""
        lines = list(self.lines)
        for example, ran in reversed(self.run()):
            if ran.output is None:
                continue
            end = example.start + (len(example.output.split("\n")) if example.output else 0)
            output = shortened(ran.output) if example.short else ran.output
            lines[example.start : end] = output.split("\n") if output else []
        return "\n".join(lines)

    def _outside_fences(self) -> tuple[str | None, ...]:
        inside = {n for b in self.blocks() for n in range(b.start - 1, b.start + len(b.lines) + 1)}
        return tuple(None if n in inside else line for n, line in enumerate(self.lines))


@cache
def read_page(path: Path) -> Page:
    """A page of the project."""
    return Page(path, path.read_text(encoding="utf-8"))


@cache
def _ran(steps: tuple[Step, ...]) -> tuple[Ran, ...]:
    return tuple(run_steps(steps))


def _examples(block: Block) -> list[Example]:
    if block.kind != "console":
        return []
    found: list[Example] = []
    starts = [n for n, line in enumerate(block.lines) if line.startswith("$ ")]
    for start, end in zip(starts, [*starts[1:], len(block.lines)], strict=True):
        command, after = block.lines[start][2:], start + 1
        while command.endswith("\\"):
            command = f"{command[:-1].rstrip()} {block.lines[after].lstrip('> ').strip()}"
            after += 1
        output = "\n".join(block.lines[after:end])
        short = "short" in block.info.split()
        found.append(Example(command, block.start + after, output, short))
    return found


def shortened(text: str, width: int = 100) -> str:
    """JSON on as few lines as fit, lists cut after their first item; other text as it is."""
    try:
        return _fitted(json.loads(text), "", width)
    except ValueError:
        return text


def _fitted(value: Any, indent: str, width: int) -> str:
    if isinstance(value, list) and len(value) > 1:
        value = [value[0], "…"]
    inline = json.dumps(value, ensure_ascii=False)
    deeper = indent + "  "
    if len(indent) + len(inline) <= width - 20 or not isinstance(value, dict | list):
        return inline
    if isinstance(value, list):
        inner = [_fitted(each, deeper, width) for each in value]
        return "[" + ", ".join(inner) + "]"
    inner = [f"{json.dumps(key)}: {_fitted(each, deeper, width)}" for key, each in value.items()]
    rows, line = [], ""
    for each in inner:
        if line and (len(indent) + len(line) + len(each) > width - 4 or "\n" in each):
            rows.append(line)
            line = each
        else:
            line = f"{line}, {each}" if line else each
    rows.append(line)
    return "{\n" + ",\n".join(deeper + row for row in rows) + f"\n{indent}}}"


def _plain(markup: str) -> str:
    return markup.replace("`", "").strip()


def code_in(cell: str) -> list[str]:
    """What stands in backticks."""
    return re.findall(r"`([^`]+)`", cell)


def said_of_callq(page: Page) -> list[str]:
    """Every command line of callq that a page shows or names."""
    shown = [example.command for example in page.examples()]
    shown += [line for b in page.blocks() if b.kind in ("sh", "bash") for line in b.lines]
    named: Sequence[str] = code_in(page.prose())
    lines = [*shown, *named]
    return [part.strip() for line in lines for part in line.split("|") if _calls_callq(part)]


def _calls_callq(text: str) -> bool:
    return re.match(r"\s*(?:[A-Z_]+=\S* )*callq(?:\s|$)", text) is not None
