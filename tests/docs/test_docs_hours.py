"""docs/hours.md says how many rules there are, how sure they are, and when they were checked."""

import re
from collections import Counter

from docs_page import DOCS

from callq.records.rulebooks import shipped_table


def test_how_many_how_sure_and_how_old() -> None:
    table = shipped_table()
    places = [row for row in table["rows"].values() if not row.get("only")]
    grades = Counter(row["grade"] for row in places)
    opening = " ".join((DOCS / "hours.md").read_text(encoding="utf-8").split())[:900]
    (shown,) = re.findall(
        r"rules for (\d+) countries, states and provinces, last checked on ([\d-]+)\. "
        r"How sure are they\? (\d+) were read in an official text, (\d+) in a second source, "
        r"(\d+) are general knowledge, and (\d+) are unverified",
        opening,
    )
    assert shown == (
        str(len(places)), table["version"],
        *(str(grades[grade]) for grade in ("P", "S", "K", "unverified")),
    )  # fmt: skip
