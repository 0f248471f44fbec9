"""Where prospects are: the places that their address and numbers imply."""

from collections.abc import Mapping
from typing import Any

from callq.named_tuple import NamedTuple
from callq.places.phones import read_phone
from callq.records.contacts import Contact, ContactPhone, StoredProspect, columns_of
from callq.storage.db import Db
from callq.storage.rows import parts

ADDRESS = ("zone", "country", "region", "postal")
"""The columns that say where a prospect is."""

_PHONES = "SELECT id, e164, line FROM phone WHERE e164 <> '' AND id > :after ORDER BY id LIMIT 5000"
_PEOPLE = (
    "SELECT id, zone, country, region, postal FROM prospect WHERE places = '' "
    "AND (zone <> '' OR country <> '' OR region <> '' OR postal <> '') AND id > :after "
    "ORDER BY id LIMIT 5000"
)


def phone_places(db: Db, phone_id: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The time zones and places that a number's own digits imply."""
    row = db.one("SELECT zones, places FROM phone WHERE id = :id", {"id": phone_id})
    zones, places = row or ("", "")
    return parts(zones), parts(places)


def countries_of_numbers(db: Db, prospect_id: int) -> frozenset[str]:
    """The countries of a prospect's numbers, as ISO codes."""
    rows = db.rows("SELECT places FROM phone WHERE prospect_id = :id", {"id": prospect_id})
    places = (place for (text,) in rows for place in text.split(",") if place)
    return frozenset(place.partition("-")[0] for place in places)


def place_everybody(db: Db, home: str) -> None:
    """Places all numbers anew, and addresses stored without places, in a transaction.

    Countries change their clocks and area codes are added: numbers follow the tables of today.

    Args:
        db: The store.
        home: See `places_of`.
    """
    after = 0
    while rows := db.rows(_PHONES, {"after": after}):
        after = rows[-1][0]
        db.many(
            "UPDATE phone SET places = :places, zones = :zones, line = :line WHERE id = :id",
            [{"id": id_, **_of_number(e164, line)} for id_, e164, line in rows],
        )
    after = 0
    while people := list(map(_Address._make, db.rows(_PEOPLE, {"after": after}))):
        after = people[-1].id
        db.many(
            "UPDATE prospect SET places = :places, place_zones = :place_zones WHERE id = :id",
            [
                {"id": row.id, **columns_of(_places_of(db, home, row.id, *row[1:]))}
                for row in people
            ],
        )


class _Address(NamedTuple):
    """Where a prospect is, by `ADDRESS`."""

    id: int
    zone: str
    country: str
    region: str
    postal: str


def _of_number(e164: str, line: str) -> dict[str, str]:
    phone = read_phone(e164, "")
    return {
        "places": ",".join(phone.places),
        "zones": ",".join(phone.zones),
        "line": phone.line or line,
    }


def places_of(
    db: Db, home: str, stored: StoredProspect, values: Mapping[str, Any]
) -> dict[str, tuple[str, ...]]:
    """The fields that follow from a prospect's address and numbers.

    Args:
        db: The store; it knows numbers that the command has added.
        home: ISO code of the country to assume where neither address nor number has one.
        stored: The prospect.
        values: Their new address, where it differs.
    """
    address = (values.get(field, getattr(stored, field)) for field in ADDRESS)
    return _places_of(db, home, stored.id, *address)


def _places_of(
    db: Db, home: str, prospect_id: int, zone: str, country: str, region: str, postal: str
) -> dict[str, tuple[str, ...]]:
    rows = db.rows(
        "SELECT places FROM phone WHERE prospect_id = :id ORDER BY position", {"id": prospect_id}
    )
    numbers = tuple(ContactPhone("", "", "", "", "", "", (), parts(places)) for (places,) in rows)
    contact = Contact("", zone=zone, country=country, region=region, postal=postal, phones=numbers)
    found = placed(contact, home)
    return {"places": found.places, "place_zones": found.place_zones}


def placed(person: Contact, home: str) -> Contact:
    """The same person with the places and zones of their address filled in.

    Args:
        person: To be stored.
        home: ISO code of the country to assume where neither address nor number has one.
    """
    if not (person.country or person.region or person.postal or person.zone):
        return person
    from callq.places.addresses import country_of_zone, read_address

    countries = (place.partition("-")[0] for phone in person.phones for place in phone.places)
    home = next(countries, home)
    places, zones = read_address(person.country, person.region, person.postal, home)
    country = "" if places or not person.zone else country_of_zone(person.zone)
    if country:
        # The ? means: use this only where the number implies no place.
        places = (f"?{country}-*" if country in ("US", "CA") else f"?{country}",)
    return person._replace(places=places, place_zones=zones)
