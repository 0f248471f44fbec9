"""By what a person is told in a text about somebody else: a name, an address, a number."""

import json
import re
from collections.abc import Iterable
from typing import NamedTuple

_BETWEEN = r"[\s().\-/]{0,3}"
_SHORTEST_NUMBER = 7


class Sign(NamedTuple):
    """A text as a whole word in any case, or a number in any spelling."""

    text: str
    country: str = ""
    """Of a number: its country code."""
    national: str = ""
    """Of a number: its digits after the country code."""

    def likes(self, *, as_json: bool) -> tuple[str, ...]:
        """Patterns of SQL's LIKE, escaped by `!`, that no text with the sign fails to match."""
        if self.national:
            return ("%" + "%".join(self.national) + "%",)
        escaped = (re.sub(r"([%_!])", r"!\1", form) for form in self._forms(as_json))
        return tuple(f"%{form}%" for form in escaped)

    def without(self, held: str, instead: str, *, as_json: bool) -> str:
        """A text with something else in place of the sign."""
        if self.national:
            return re.sub(self._number(), instead, held)
        for form in self._forms(as_json):
            whole = rf"(?<!\w){re.escape(form)}(?!\w)"
            held = re.sub(whole, instead.replace("\\", r"\\"), held, flags=re.IGNORECASE)
        return held

    def _forms(self, as_json: bool) -> tuple[str, ...]:
        """How a text may stand in a column: as it is, or as JSON writes it."""
        if not as_json:
            return (self.text,)
        forms = (json.dumps(self.text)[1:-1], json.dumps(self.text, ensure_ascii=False)[1:-1])
        return tuple(dict.fromkeys(forms))

    def _number(self) -> str:
        """The digits with whatever people write between them, with or without what comes before."""
        country = rf"(?:(?:\+|00)?{self.country}{_BETWEEN})?"
        trunk = rf"(?:\(?0\)?{_BETWEEN})?"
        return rf"(?<!\d)\(?{country}\(?{trunk}\(?{_BETWEEN.join(self.national)}(?!\d)"


def of_texts(texts: Iterable[str]) -> tuple[Sign, ...]:
    """Names, addresses and other texts as signs; empty ones are none."""
    return tuple(Sign(text) for text in dict.fromkeys(texts) if text)


def of_numbers(numbers: Iterable[tuple[str, str]]) -> tuple[Sign, ...]:
    """Numbers as signs, each as country code and national digits; one too short is none."""
    return tuple(
        Sign("", country, national)
        for country, national in dict.fromkeys(numbers)
        if len(national) >= _SHORTEST_NUMBER
    )
