"""Every view and refusal of the metrics, word for word; `make snapshots` rewrites it."""

import re

from syrupy.assertion import SnapshotAssertion

from helpers import Callq, Office, new_york


def test_wording(office: Office, run_callq: Callq, snapshot: SnapshotAssertion) -> None:
    texts: list[str] = []

    def show(*arguments: str) -> None:
        found = run_callq.here(*arguments)
        said = found.out or found.err.partition("callq: ")[2]
        texts.append(f"$ callq {' '.join(arguments)}\n{said}")

    show("stats", "all")
    show("forecast", "--days", "3")
    for i in range(40):
        office.add(f"Person {i}", new_york(i), now="2025-11-01T09:00:00-04:00",
                   list_name="fair" if i % 4 else "web", owner="ann" if i % 2 else "bob")  # fmt: skip
        day = f"2025-11-{1 + i % 28:02}"
        office.log(i + 1, "no-answer", now=f"{day}T10:30:00-05:00", agent="ann")
        office.log(i + 1, "soft-no", reason="price", now=f"{day}T15:30:00-05:00", agent="ann")
        if i % 5 == 0:
            office.log(i + 1, "no-answer", now="2026-01-12T10:30:00-05:00", agent="bob")
            office.log(i + 1, "won", now=f"2026-02-{1 + i % 20:02}T11:30:00-05:00", agent="bob")
    office.add("New", new_york(50))
    office.log("1", "callback", at="2026-03-13 15:00", now="2026-03-10T11:00:00-04:00")
    show("stats", "year")
    for by in ("rep", "reason", "outcome", "hour"):
        show("stats", "year", "--by", by)
    show("forecast", "--days", "30", "--capacity", "5")
    show("forecast", "--days", "3")
    show("report", "r.html")
    page = (run_callq.home / "r.html").read_text()
    texts.append(_text_of(page))
    for refused in (
        ("stats", "soon"), ("stats", "week", "--from", "monday"), ("stats", "--by", "moon"),
        ("stats", "--from", "2026-03-01", "--to", "2026-02-01"), ("stats", "--from", "2026-12-01"),
        ("stats", "--from", "blue moon"), ("report", "none/r.html"),
    ):  # fmt: skip
        show(*refused)
    assert "\n".join(texts) == snapshot


def _text_of(page: str) -> str:
    """The words of the page, a line for each element, without its drawings."""

    body = re.sub(r"<svg.*?</svg>", "", page[page.index("<body>") :], flags=re.DOTALL)
    lines = re.sub(r"</(?:p|h1|h2|tr|figure|header|div)>", "\n", body)
    plain = re.sub(r"<[^>]+>", " ", lines)
    return "\n".join(" ".join(line.split()) for line in plain.splitlines() if line.strip())
