"""Decide whether two records are the same prospect: by number and name.

A number alone isn't enough: 50 people behind one switchboard stay 50 people. Nor is a name: two
rows that have nothing else in common stay two.
"""

from collections.abc import Iterable, Iterator, Sequence

from callq.records import people
from callq.records.contacts import (
    Contact,
    ContactPhone,
    Ready,
    StoredPhone,
    StoredProspect,
    from_ready,
    words_of,
)
from callq.storage.db import Db, among

_FEWEST_DIGITS = 6


def known_as(db: Db, new: Contact, since: int | None = None) -> StoredProspect | None:
    """Find the stored prospect a new record describes, or None.

    Args:
        db: The store.
        new: The record.
        since: Later ids came with the same file, in which two rows that differ are two people.
    """
    return next(_all_known_as(db, new, since), None)


def all_known_as(db: Db, new: Contact) -> Iterator[int]:
    """Yield every stored prospect a new record may describe, some more than once."""
    return (details.id for details in _all_known_as(db, new))


def _all_known_as(db: Db, new: Contact, since: int | None = None) -> Iterator[StoredProspect]:
    bare = is_bare(new)
    for kind, value in keys(new):
        for found in _candidates(db, kind, value):
            details = people.details(db, found)
            if details and (
                _same(new, details, bare, since) or _was(db, new, details, bare, since)
            ):
                yield details


def is_bare(new: Contact) -> bool:
    """Whether a record has nothing that identifies a person besides the name."""
    return not (new.external_id or new.emails or any(phone.e164 for phone in new.phones))


def _same(new: Contact, other: StoredProspect, bare: bool, since: int | None) -> bool:
    """Whether two records that share a key are the same prospect. Names must match too."""
    if words_of(new.name) != words_of(other.name):
        return False
    return _is_same_name(new, other, since) if bare else True


def _is_same_name(new: Contact, other: StoredProspect, since: int | None) -> bool:
    """Whether a record without a key of its own is a prospect of that name.

    It is by a number that can't be dialed but is written alike, else only if all else agrees.
    """
    if numbers := _numbers(new.phones):
        return numbers <= _numbers(other.phones)
    if words_of(new.company) != words_of(other.company):
        return False
    given, known = _details(new), _details(other)
    if since is not None and other.id > since:
        reached = other.external_id or other.emails or _numbers(other.phones)
        return given == known and not reached
    agree = all(known.get(name, text) == text for name, text in given.items())
    if new.list_name == other.list_name:
        return agree
    return agree and bool(given or new.company) and given.keys() <= known.keys()


def _numbers(phones: Iterable[ContactPhone | StoredPhone]) -> set[str]:
    """Numbers as written: those with enough digits to be one, and not a word in their column."""
    return {p.written for p in phones if sum(map(str.isdigit, p.written)) >= _FEWEST_DIGITS}


def _details(one: Contact | StoredProspect) -> dict[str, str]:
    """What tells namesakes apart: title, address and custom fields, without blanks."""
    own = {f"{field}=": getattr(one, field) for field in ("title", "country", "region", "postal")}
    return {name: text for name, text in (own | dict(one.custom)).items() if text}


def _was(db: Db, new: Contact, details: StoredProspect, bare: bool, since: int | None) -> bool:
    """Whether a record with that name was merged into them, so re-importing it adds no one."""
    former = people.former_names(db, details.id)
    return any(
        _same(new, details._replace(name=name, company=company), bare, since)
        for name, company in former
    )


def keys(new: Contact) -> tuple[tuple[str, str], ...]:
    """Kind and value of what identifies a prospect: numbers, emails, ids; else the name."""
    found = [("phone", phone.e164) for phone in new.phones if phone.e164]
    found += [("email", address) for address in new.emails]
    found += [("id", new.external_id)] if new.external_id else []
    return tuple(found) or (("name", new.name),)


def _candidates(db: Db, kind: str, value: str) -> Iterable[int]:
    look = {
        "phone": people.by_number,
        "email": people.by_email,
        "id": people.by_external_id,
        "name": people.by_words,
    }[kind]
    return (found.id for found in look(db, value, people.EVERYBODY))


def marks_of(
    ready: Ready, name_words: tuple[str, ...], company_words: tuple[str, ...]
) -> Sequence[int]:
    """Hashes that match two records of the same prospect within one process.

    Args:
        ready: The record.
        name_words: See `words_of`.
        company_words: The same.

    Returns:
        The same prospect always shares one of them; now and then a stranger does too.
    """
    name = hash(name_words)
    marks = [hash((phone.e164, name)) for phone in ready.phones if phone.e164]
    marks += [hash((address, name)) for address in ready.emails]
    if ready.own.external_id:
        marks.append(hash((ready.own.external_id, name, "id")))
    if marks:
        return marks
    new = from_ready(ready)
    if numbers := _numbers(new.phones):
        return [hash((number, name)) for number in numbers]
    return (hash((name, company_words, frozenset(_details(new).items()))),)


_KNOWN = {
    "phone": "SELECT f.e164, p.name, p.id FROM phone f JOIN prospect p ON p.id = f.prospect_id "
    "WHERE f.e164 IN (:these) AND p.removed_at IS NULL",
    "email": "SELECT f.address, p.name, p.id FROM email f JOIN prospect p "
    "ON p.id = f.prospect_id WHERE f.address IN (:these) AND p.removed_at IS NULL",
    "id": "SELECT external_id, name, id FROM prospect WHERE external_id IN (:these) "
    "AND removed_at IS NULL",
}
_FORMER = {
    "phone": "SELECT f.e164, g.name, g.id FROM phone f JOIN prospect g "
    "ON g.merged_into = f.prospect_id WHERE f.e164 IN (:these)",
    "email": "SELECT f.address, g.name, g.id FROM email f JOIN prospect g "
    "ON g.merged_into = f.prospect_id WHERE f.address IN (:these)",
    "id": "SELECT p.external_id, g.name, g.id FROM prospect p JOIN prospect g "
    "ON p.merged_into IN (g.id, g.merged_into) WHERE p.external_id IN (:these)",
}
"""The same for merged records: the one kept is found by their names too."""


class Known:
    """Which of many records the store may already have, looked up in one batch."""

    def __init__(self, db: Db, many: Iterable[Ready]) -> None:
        asked: dict[str, list[str]] = {kind: [] for kind in _KNOWN}
        for kind, value in (way for one in many for way in _ways(one)):
            asked[kind].append(value)
        self._any_merged = people.has_merged(db)
        self._found: dict[tuple[str, str, tuple[str, ...]], int] = {}
        for kind, values in asked.items():
            for sql in (_KNOWN, _FORMER) if self._any_merged else (_KNOWN,):
                for value, name, id_ in among(db, sql[kind], values):
                    key = kind, value, words_of(name)
                    self._found[key] = min(id_, self._found.get(key, id_))

    def may_hold(self, one: Ready) -> bool:
        """Whether the store may have a record. False is certain."""
        ways = _ways(one)
        if not ways:
            return True
        if not self._found:
            return False
        name = words_of(one.own.name)
        return any((*way, name) in self._found for way in ways)

    def who(self, one: Ready) -> int | None:
        """The prospect a record describes, as in `known_as`. None means: ask `known_as`."""
        if self._any_merged:
            return None
        name = words_of(one.own.name)
        found = (self._found.get((*way, name)) for way in _ways(one))
        return next((id_ for id_ in found if id_ is not None), None)


def _ways(one: Ready) -> list[tuple[str, str]]:
    ways = [("phone", phone.e164) for phone in one.phones if phone.e164]
    ways += [("email", address) for address in one.emails]
    return [*ways, ("id", one.own.external_id)] if one.own.external_id else ways
