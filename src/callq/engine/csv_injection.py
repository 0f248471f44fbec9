"""Cells of a spreadsheet: made harmless on the way out, and themselves again on the way in."""

import re

_SIGNS = r"=+@\-\t\r\N{FULLWIDTH EQUALS SIGN}\N{FULLWIDTH PLUS SIGN}\N{FULLWIDTH COMMERCIAL AT}"
_RUNS = re.compile(f"[{_SIGNS}]")
"""What a spreadsheet runs, or takes for the beginning of something to run."""
DEFUSED = re.compile(f"'['{_SIGNS}]")
"""A cell that was defused, or looks as if."""


def defused(cell: str) -> str:
    """A cell that a spreadsheet shows instead of running: with an apostrophe before it.

    One that looks defused already gets one more, so that `fused` gives back exactly what was.
    """
    return f"'{cell}" if _RUNS.match(cell) or DEFUSED.match(cell) else cell


def fused(cell: str) -> str:
    """A cell as it was before it was defused; any other cell as it is."""
    return cell[1:] if DEFUSED.match(cell) else cell
