"""What identifies a person in texts about others: names, emails, numbers."""

import json
import re
from collections.abc import Iterable

from callq.named_tuple import NamedTuple

_BETWEEN = r"[\s().\-/]{0,3}"
_SHORTEST_NUMBER = 7


class Identifier(NamedTuple):
    """A whole word in any case, or a number however it's written."""

    text: str
    country: str = ""
    """The country code of a number."""
    national: str = ""
    """The digits of a number after the country code."""

    def likes(self, *, as_json: bool) -> tuple[str, ...]:
        """SQL LIKE patterns, escaped with `!`. Every text with the identifier matches one."""
        if self.national:
            return ("%" + "%".join(self.national) + "%",)
        escaped = (re.sub(r"([%_!])", r"!\1", form) for form in self._forms(as_json))
        return tuple(f"%{form}%" for form in escaped)

    def without(self, held: str, instead: str, *, as_json: bool) -> str:
        """Replace the identifier in a text."""
        if self.national:
            return re.sub(self._number(), instead, held)
        for form in self._forms(as_json):
            whole = rf"(?<!\w){re.escape(form)}(?!\w)"
            held = re.sub(whole, instead.replace("\\", r"\\"), held, flags=re.IGNORECASE)
        return held

    def _forms(self, as_json: bool) -> tuple[str, ...]:
        """The forms a text may have in a column: as is, or as JSON."""
        if not as_json:
            return (self.text,)
        forms = (json.dumps(self.text)[1:-1], json.dumps(self.text, ensure_ascii=False)[1:-1])
        return tuple(dict.fromkeys(forms))

    def _number(self) -> str:
        """A pattern for the digits with separators, with or without prefixes."""
        country = rf"(?:(?:\+|00)?{self.country}{_BETWEEN})?"
        trunk = rf"(?:\(?0\)?{_BETWEEN})?"
        return rf"(?<!\d)\(?{country}\(?{trunk}\(?{_BETWEEN.join(self.national)}(?!\d)"


def of_texts(texts: Iterable[str]) -> tuple[Identifier, ...]:
    """Turn names, emails and other texts into identifiers. Skips empty ones."""
    return tuple(Identifier(text) for text in dict.fromkeys(texts) if text)


def of_numbers(numbers: Iterable[tuple[str, str]]) -> tuple[Identifier, ...]:
    """Turn numbers (country code, national digits) into identifiers. Skips short ones."""
    return tuple(
        Identifier("", country, national)
        for country, national in dict.fromkeys(numbers)
        if len(national) >= _SHORTEST_NUMBER
    )
