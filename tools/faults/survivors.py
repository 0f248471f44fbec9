"""The mutants that no test can notice, by the reason: reads faults/survivors.md."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

PAGE = Path(__file__).with_name("survivors.md")
ANY = "…"
"""Stands for any text in an entry."""


class Survivor(NamedTuple):
    """An entry of the page."""

    reason: str
    """The heading that it stands under."""
    entry: str
    """The name of a mutant, or of several, with `…`."""

    def is_of(self, mutant: str) -> bool:
        """Whether a mutant of this name is meant."""
        pattern = ".*".join(re.escape(part) for part in self.entry.split(ANY))
        return re.fullmatch(pattern, mutant) is not None


def listed() -> Iterator[Survivor]:
    """Every entry of the page: the lines of its code blocks."""
    reason, is_code = "", False
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if line.startswith("```"):
            is_code = not is_code
        elif is_code and line.strip():
            yield Survivor(reason, line.strip())
        elif line.startswith("## "):
            reason = line.removeprefix("## ")


def reasons(lived: Iterable[str]) -> dict[str, str]:
    """Mutants that lived, each with its reason; those that no entry means are left out."""
    entries = list(listed())
    found = {}
    for mutant in lived:
        for each in entries:
            if each.is_of(mutant):
                found[mutant] = each.reason
                break
    return found
