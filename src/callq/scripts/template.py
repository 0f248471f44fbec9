"""Fills `{field}` in a text from a fixed set; a missing value shows as `[company not known]`.

No attributes, indexes or format codes, because playbooks come from outside.
"""

import re
from collections.abc import Collection, Iterator, Mapping

from callq.named_tuple import NamedTuple

_PIECE = re.compile(r"\{\{|\}\}|\{([^{}\n]*)\}([.!?](?![.!?]))?|[{}]")
"""A field comes with the mark that ends its sentence; marks in a row are meant."""
_CLOSING = "\"'\u201d\u2019\u00bb)"


class Filled(NamedTuple):
    """A text with its fields filled in."""

    text: str
    missing: tuple[str, ...]
    """The fields without a value, in order, each once."""


class Fault(NamedTuple):
    """Something in a template that can't be filled."""

    field: str
    """The field as written; empty for a single brace."""


def fields_of(text: str) -> tuple[str, ...]:
    """The fields a text names, in their order, each once; those that don't exist too."""
    found = (match[1] for match in _PIECE.finditer(text) if match[1] is not None)
    return tuple(dict.fromkeys(found))


def faults_of(text: str, known: Collection[str]) -> Iterator[Fault]:
    """What in a text can't be filled: unknown fields, and single braces."""
    for match in _PIECE.finditer(text):
        if match[1] is not None:
            if match[1] not in known:
                yield Fault(match[1])
        elif match[0] in ("{", "}"):
            yield Fault("")


def fill(text: str, values: Mapping[str, str], absent: Mapping[str, str]) -> Filled:
    """Fills a text whose fields are known.

    Values are put in as they are: braces in them are text. Only a sentence that ends with a value
    which is a sentence itself is not ended twice.

    Args:
        text: The template.
        values: What is known, by field; an empty value counts as unknown.
        absent: What to say for each field that is not known, e.g. `company not known`.
    """
    missing: dict[str, None] = {}

    def one(match: re.Match[str]) -> str:
        field = match[1]
        if field is None:
            return match[0][0]
        value, mark = values.get(field, ""), match[2] or ""
        if value:
            return value if mark and _is_ended(value, mark) else value + mark
        missing[field] = None
        return f"[{absent.get(field, f'{field} not known')}]{mark}"

    return Filled(_PIECE.sub(one, text), tuple(missing))


def _is_ended(value: str, mark: str) -> bool:
    """Whether a value ends its sentence: in the same mark, or in any where a period follows."""
    return value.rstrip().rstrip(_CLOSING).endswith((mark, "!", "?", "…") if mark == "." else mark)
