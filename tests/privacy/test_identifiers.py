"""A person is found in texts by whole words and by numbers in any spelling, and by nothing less."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callq.privacy.identifiers import Identifier, of_numbers, of_texts

NEW_YORK, LONDON = of_numbers([("1", "2125560701"), ("44", "2079460703")])
(ANN,) = of_texts(["Ann Lee"])


@pytest.mark.parametrize(
    ("sign", "held", "left"),
    [
        (NEW_YORK, "call 212-556-0701 now", "call X now"),
        (NEW_YORK, "(212) 556-0701", "X"),
        (NEW_YORK, "+1 (212) 556.0701, or mail", "X, or mail"),
        (NEW_YORK, "1-212-556-0701", "X"),
        (NEW_YORK, "0012125560701", "X"),
        (NEW_YORK, "12125560701 or 2125560701", "X or X"),
        (NEW_YORK, "32125560701", "32125560701"),
        (NEW_YORK, "21255607012", "21255607012"),
        (NEW_YORK, "212 556 0702", "212 556 0702"),
        (LONDON, "020 7946 0703", "X"),
        (LONDON, "+44 (0)20 7946 0703", "X"),
        (LONDON, "0044 20 7946 0703", "X"),
        (ANN, "ann lee's ws", "X's ws"),
        (ANN, "Joann Lee, Ann Leeson", "Joann Lee, Ann Leeson"),
        (ANN, "Ann  Lee", "Ann  Lee"),
    ],
)
def test_what_is_found(sign: Identifier, held: str, left: str) -> None:
    assert sign.without(held, "X", as_json=False) == left
    if held != left:
        assert any(matches(like, held) for like in sign.likes(as_json=False))


def matches(like: str, held: str) -> bool:
    """As SQL's LIKE with `!` as escape."""
    pattern = "".join(
        ".*" if part == "%" else "." if part == "_" else re.escape(part[-1])
        for part in re.findall(r"!.|.", like, re.DOTALL)
    )
    return re.fullmatch(pattern, held, re.DOTALL | re.IGNORECASE) is not None


@given(st.text(min_size=1).filter(str.strip), st.text(), st.text(), st.booleans())
def test_a_text_is_found_wherever_it_stands_alone(
    text: str, before: str, after: str, as_json: bool
) -> None:
    import json

    sign = Identifier(text)
    whole = f"{before} {text} {after}"
    held = json.dumps({"note": whole}, ensure_ascii=len(text) % 2 == 0) if as_json else whole
    told = sign.without(held, "", as_json=as_json)
    assert len(told) < len(held)
    if as_json:
        assert isinstance(json.loads(told), dict)
    assert any(matches(like, held) for like in sign.likes(as_json=as_json))


@given(st.text(alphabet="0123456789 ().-+/", max_size=30))
def test_a_number_goes_whole_or_not_at_all(text: str) -> None:
    told = NEW_YORK.without(f"{text} 212 556 0701", "", as_json=False)
    assert "5560701" not in re.sub(r"\D", "", told).removeprefix(re.sub(r"\D", "", text))
