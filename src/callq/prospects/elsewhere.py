"""Finds people whose number, written without a country, was read in another country before."""

import re
from collections.abc import Mapping
from functools import cached_property

from callq.places.phones import digits_of
from callq.records.contacts import (
    Contact,
    ContactPhone,
    PhoneRow,
    Ready,
    StoredPhone,
    StoredProspect,
    words_of,
)
from callq.storage.db import Db, among

_FEWEST_DIGITS = 7
_EXTENSION = re.compile(r"[\s,;(]*(?:#|x|ext(?:ension|n)?)[.:=\s]*\d{1,7}[\s)]*$", re.IGNORECASE)
_THERE = "SELECT 1 FROM phone WHERE e164 >= :start AND e164 < :end LIMIT 1"
_LIKE = (
    "SELECT f.written, p.name, p.id FROM phone f JOIN prospect p "
    "ON p.id = f.prospect_id WHERE f.reversed_digits IN (:these) AND p.removed_at IS NULL"
)


def national(phone: ContactPhone | PhoneRow | StoredPhone) -> str:
    """The digits of a number that is written without a country; empty for others.

    Zeros in front and the extension are left out, because countries treat them differently.
    """
    bare = phone.written.lstrip("( '")
    if bare.startswith(("+", "00", "011")):
        return ""
    digits = digits_of(_EXTENSION.sub("", phone.written)).lstrip("0")
    return digits if len(digits) >= _FEWEST_DIGITS else ""


class Elsewhere:
    """Looks for people with the same name and the same number as written, whatever its country."""

    def __init__(self, db: Db) -> None:
        self.db = db

    @cached_property
    def _codes(self) -> list[str]:
        """The calling codes of the numbers on record."""
        from phonenumbers import COUNTRY_CODE_TO_REGION_CODE

        ranges = ((code, {"start": f"+{code}", "end": f"+{code + 1}"})
                  for code in COUNTRY_CODE_TO_REGION_CODE)  # fmt: skip
        return [str(code) for code, range_ in ranges if self.db.rows(_THERE, range_)]

    def who(self, many: Mapping[int, Ready]) -> dict[int, int]:
        """The ids of the people on record, by the same keys as their records."""
        wanted = {(words_of(one.own.name), digits): place
                  for place, one in many.items()
                  for digits in map(national, one.phones) if digits}  # fmt: skip
        tails = {
            tail for one in many.values() for phone in one.phones for tail in self._tails(phone)
        }
        found: dict[int, int] = {}
        if not tails:
            return found
        for written, name, id_ in among(self.db, _LIKE, list(tails)):
            stored = ContactPhone("", written, "", "", "", "", ())
            place = wanted.get((words_of(name), national(stored)))
            if place is not None:
                found[place] = min(id_, found.get(place, id_))
        return found

    def _tails(self, phone: PhoneRow) -> set[str]:
        """The reversed digits that a number has on record if it was read in another country."""
        digits = national(phone)
        if not digits:
            return set()
        zeros = digits_of(_EXTENSION.sub("", phone.written))
        numbers = {digits_of(phone.written), zeros}
        numbers |= {code + each for code in self._codes for each in (digits, zeros)}
        return {number[::-1] for number in numbers} - {phone.reversed_digits}


def as_stored(new: Contact, known: StoredProspect, *, dial: bool) -> Contact:
    """A record whose numbers are those on record, where they're written alike.

    Args:
        new: The record.
        known: The person on record.
        dial: Whether a number on record that can't be dialed gives way to one that can.
    """
    stored = {digits: phone for phone in known.phones if (digits := national(phone))}
    phones = []
    for phone in new.phones:
        same = stored.get(national(phone))
        if same is None or same.e164 == phone.e164 or (dial and not same.e164):
            phones.append(phone)
            continue
        phones.append(ContactPhone(
            phone.label, same.written, same.e164, same.extension, same.shown, same.quality,
            same.zones,
        ))  # fmt: skip
    return new._replace(phones=tuple(phones))
