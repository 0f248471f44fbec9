"""docs/concepts.md names every state, tier, hold, verdict and flag, as the program has them."""

from docs_page import DOCS, code_in, read_page

from callq.engine import ranking
from callq.engine.audit import Flag, Verdict
from callq.engine.model import Hold, State, Tier

PAGE = read_page(DOCS / "concepts.md")


def _words(*headings: str) -> list[str]:
    return [code_in(row[headings[0]])[0] for row in PAGE.table(*headings)]


def test_states_are_those_of_the_program() -> None:
    assert _words("state", "it means") == list(State)


def test_tiers_of_the_states_are_those_of_the_program() -> None:
    for row in PAGE.table("state", "tier when due"):
        state = State(code_in(row["state"])[0])
        tier = ranking._TIERS.get(state, Tier.NONE)
        assert row["tier when due"].split(",")[0] == tier.word, state


def test_tiers_stand_in_their_order() -> None:
    ranked = [tier.word for tier in Tier if tier is not Tier.NONE]
    assert _words("tier", "who") == [*ranked, Tier.NONE.word]


def test_holds_are_those_of_the_program() -> None:
    assert _words("hold", "lifted by") == [hold.value for hold in Hold if hold.value]


def test_verdicts_are_those_of_the_program() -> None:
    assert set(_words("verdict", "it means")) == set(Verdict)
    assert len(_words("verdict", "it means")) == len(Verdict)


def test_flags_mean_what_the_program_says_they_mean() -> None:
    told = {code_in(row["flag"])[0]: row["it means"] for row in PAGE.table("flag", "it means")}
    assert told == {flag.value: flag.meaning for flag in Flag}


def test_flags_stand_in_the_table_of_their_kind() -> None:
    tables = [table for table in PAGE.tables() if table[0] == ["flag", "it means"]]
    for table, warns in zip(tables, (False, True), strict=True):
        assert {Flag(code_in(row[0])[0]) for row in table[1:]} == {
            flag for flag in Flag if flag.warns is warns
        }
