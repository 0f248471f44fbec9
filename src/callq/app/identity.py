"""Who is the same prospect: number and name, so that fifty who share a switchboard stay fifty."""

from collections.abc import Iterable

from callq.store import people
from callq.store.db import Db
from callq.store.people import Details, NewProspect


def known_as(db: Db, new: NewProspect) -> int | None:
    """The stored prospect that a new record names, or None."""
    for key in keys(new):
        for found in _candidates(db, key):
            details = people.details(db, found)
            if details and (same(new, details) or _was(db, new, details)):
                return found
    return None


def same(new: NewProspect, other: NewProspect | Details) -> bool:
    """Whether two records that share a key are the same prospect: their names must agree too."""
    if people.words_of(new.name) != people.words_of(other.name):
        return False
    if any(phone.e164 for phone in new.phones) or new.emails or new.external_id:
        return True
    return people.words_of(new.company) == people.words_of(other.company)


def _was(db: Db, new: NewProspect, details: Details) -> bool:
    """Whether somebody of that name was merged into them, so that their old list adds nobody."""
    former = people.former_names(db, details.id)
    return any(same(new, details._replace(name=name, company=company)) for name, company in former)


def keys(new: NewProspect) -> tuple[str, ...]:
    """What a prospect may be known by: numbers, addresses, foreign ids; else the bare name."""
    found = [f"phone:{phone.e164}" for phone in new.phones if phone.e164]
    found += [f"email:{address}" for address in new.emails]
    found += [f"id:{new.external_id}"] if new.external_id else []
    return tuple(found) or (f"name:{new.name}",)


def _candidates(db: Db, key: str) -> Iterable[int]:
    kind, _, value = key.partition(":")
    look = {
        "phone": people.by_number,
        "email": people.by_email,
        "id": people.by_external_id,
        "name": people.by_words,
    }[kind]
    return (found.id for found in look(db, value, people.EVERYBODY))
