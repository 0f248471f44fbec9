"""The pages about the project itself: nothing missing, nothing twice, nothing that is gone."""

import re

import pytest
from docs_page import DOCS, ROOT, code_in, read_page

DECISIONS = (DOCS / "decisions.md").read_text(encoding="utf-8")
TARGETS = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


def test_decisions_are_numbered_once_each_in_their_order() -> None:
    numbers = re.findall(r"^## (\d+)\. \S", DECISIONS, re.MULTILINE)
    assert numbers == [str(n) for n in range(1, DECISIONS.count("\n## ") + 1)]


def test_every_decision_has_a_title_of_its_own_and_its_reasons() -> None:
    titles, texts = [], []
    for section in DECISIONS.split("\n## ")[1:]:
        title, _, text = section.partition("\n")
        titles.append(title.partition(". ")[2])
        texts.append(text.strip())
    assert len(set(titles)) == len(titles)
    assert all(texts)


@pytest.mark.parametrize("page", [path.name for path in sorted(DOCS.glob("*.md"))])
def test_the_readme_leads_to_every_page(page: str) -> None:
    assert f"(docs/{page})" in read_page(ROOT / "README.md").prose()


def test_contributing_tells_every_target_of_make() -> None:
    page = read_page(ROOT / "CONTRIBUTING.md")
    told = {word for row in page.table("`make`", "does") for word in code_in(row["`make`"])}
    assert set(TARGETS) - {"demo", "check"} <= told


def test_every_room_is_in_the_architecture_and_says_where_to_begin() -> None:
    rows = read_page(DOCS / "architecture.md").table("room", "what it does")
    listed = [word.rstrip("/") for row in rows for word in code_in(row["room"])]
    rooms = [path for path in (ROOT / "src/callq").iterdir() if (path / "__init__.py").exists()]
    assert {path.name for path in rooms} == {name for name in listed if not name.endswith(".py")}
    for room in rooms:
        assert "Begin with" in (room / "__init__.py").read_text(encoding="utf-8"), room
