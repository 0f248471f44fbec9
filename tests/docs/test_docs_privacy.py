"""docs/privacy.md names every violation, as the program has them."""

from docs_page import DOCS, code_in, read_page

from callq.engine.checks import CHECKS

PAGE = read_page(DOCS / "privacy.md")


def test_violations_are_those_of_the_program() -> None:
    rows = PAGE.table("violation", "it means")
    assert {code_in(row["violation"])[0]: row["it means"] for row in rows} == {
        check.code: check.meaning for check in CHECKS if check.marks
    }
