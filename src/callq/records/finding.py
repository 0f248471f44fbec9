"""People by what was typed of them: an id, a number in any style, an email, or part of a name."""

from collections.abc import Callable

from callq.errors import CallqError
from callq.records import people
from callq.records.people import Found
from callq.storage.db import Db

_SHORTEST_ENDING = 4
_LONGEST_ID = 9
_LONGEST_TEXT = 200
_MANY = 2000


def find(
    db: Db, text: str, region: str, most: int = people.MOST_MEANT, *, asks: bool = False
) -> list[Found]:
    """Everybody who may be meant, up to `most`, by the first reading that finds anybody.

    Args:
        db: The store.
        text: As typed, without spaces around it.
        region: Whose numbers those without a country code are.
        most: How many are enough.
        asks: Whether a rep picks one of them; a script has ids, and means the id.

    Raises:
        CallqError: `name-too-long`.
    """
    if len(text) > _LONGEST_TEXT:
        raise CallqError(f'"{text[:30]}…" is too long for a name.', name="name-too-long")
    for reading in _readings(db, text, region, most, asks=asks):
        found = reading()
        if found:
            return found
    return []


def which(db: Db, text: str, region: str) -> tuple[str, dict[str, object]]:
    """The people a text finds, as a condition on `p` and its parameters, however many they are.

    Raises:
        CallqError: `name-too-long`.
    """
    found = find(db, text, region, _MANY)
    if len(found) < _MANY:
        return f"p.id IN ({', '.join(str(one.id) for one in found) or '-1'})", {}
    words = people.with_words(text)
    # Only words find so many people.
    return words if words[0] and people.by_words(db, text, 1) else people.with_part(text)


def number_in(text: str, region: str) -> str:
    """The number (E.164) that a text is, read in a region; empty when it is none."""
    digits = sum(c.isdecimal() for c in text)
    if digits < _SHORTEST_ENDING or any(c.isalpha() for c in text):
        return ""
    from callq.places.phones import read_phone

    return read_phone(text, region).e164


def _readings(
    db: Db, text: str, region: str, most: int, *, asks: bool
) -> list[Callable[[], list[Found]]]:
    digits = "".join(c for c in text if c.isdecimal())
    letters = any(c.isalpha() for c in text)
    readings: list[Callable[[], list[Found]]] = []
    if text[:1] == "#" and text[1:].isdecimal() and len(text) <= _LONGEST_ID + 1:
        return [lambda: people.by_id(db, int(text[1:]))]
    if "@" in text:
        readings.append(lambda: people.by_email(db, text, most))
    if text.isdecimal() and len(text) < _SHORTEST_ENDING:
        readings.append(lambda: people.by_id(db, int(text)))
    if len(digits) >= _SHORTEST_ENDING and not letters:
        # The ending first: it needs no phone library, which would cost a rep half a command.
        readings.append(lambda: _by_ending_or_id(db, text, digits, most, asks=asks))
        readings.append(lambda: _by_number(db, text, region, most))
    if text:
        readings.append(lambda: people.by_words(db, text, most))
        readings.append(lambda: people.by_part(db, text, most))
    return readings


def _by_ending_or_id(db: Db, text: str, digits: str, most: int, *, asks: bool) -> list[Found]:
    """Who has the id, and who has a number that ends so: a rep says which of them."""
    is_id = text.isdecimal() and text[0] != "0" and len(text) <= _LONGEST_ID
    named = people.by_id(db, int(text)) if is_id else []
    if named and not asks:
        return named
    others = (one for one in people.by_ending(db, digits, most) if one not in named)
    return [*named, *others][:most]


def _by_number(db: Db, text: str, region: str, most: int) -> list[Found]:
    e164 = number_in(text, region)
    return people.by_number(db, e164, most) if e164 else []
