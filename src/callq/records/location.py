"""Where prospects are: their stored address and confirmed location, and the places they imply."""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from callq.places.phones import read_phone
from callq.records.people import NewPhone, NewProspect
from callq.storage.db import Db
from callq.storage.moments import maybe_moment

ADDRESS = ("zone", "country", "region", "postal")
"""The columns that say where a prospect is."""
COLUMNS = (*ADDRESS, "places", "place_zones", "confirmed_location", "confirmed_at", "confirmed_by")

_PHONES = (
    "SELECT id, e164 FROM phone WHERE places = '' AND e164 <> '' AND id > :after "
    "ORDER BY id LIMIT 5000"
)
_PEOPLE = (
    "SELECT id, zone, country, region, postal FROM prospect WHERE places = '' "
    "AND (zone <> '' OR country <> '' OR region <> '' OR postal <> '') AND id > :after "
    "ORDER BY id LIMIT 5000"
)


class Stored(NamedTuple):
    """Where a prospect is, as stored; see `schema.Prospect`."""

    zone: str
    country: str
    region: str
    postal: str
    places: str
    place_zones: str
    confirmed_location: str
    """The location they confirmed: a zone or a place; empty if none."""
    confirmed_at: datetime | None
    confirmed_by: str


def read(db: Db, prospect_id: int) -> Stored | None:
    """Where a prospect is; None if they were removed."""
    row = db.one(
        f"SELECT {', '.join(COLUMNS)} FROM prospect WHERE id = :id AND removed_at IS NULL",
        {"id": prospect_id},
    )
    if row is None:
        return None
    stored = Stored._make(row)
    return stored._replace(confirmed_at=maybe_moment(row[COLUMNS.index("confirmed_at")]))


def phone_places(db: Db, phone_id: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The time zones and places that a number's own digits imply."""
    row = db.one("SELECT zones, places FROM phone WHERE id = :id", {"id": phone_id})
    zones, places = row or ("", "")
    return tuple(filter(None, zones.split(","))), tuple(filter(None, places.split(",")))


def place_everybody(db: Db, home: str) -> None:
    """Fills in the places of numbers and addresses stored without them, in a transaction.

    Args:
        db: The store.
        home: See `places_of`.
    """
    after = 0
    while rows := db.rows(_PHONES, {"after": after}):
        after = rows[-1][0]
        found = [{"id": id_, "places": ",".join(_places(e164))} for id_, e164 in rows]
        db.many("UPDATE phone SET places = :places WHERE id = :id", found)
    after = 0
    while rows := db.rows(_PEOPLE, {"after": after}):
        after = rows[-1][0]
        db.many(
            "UPDATE prospect SET places = :places, place_zones = :place_zones WHERE id = :id",
            [
                {"id": id_, **places_of(db, home, id_, dict(zip(ADDRESS, where, strict=True)))}
                for id_, *where in rows
            ],
        )


@lru_cache(maxsize=4096)
def _places(e164: str) -> tuple[str, ...]:
    return read_phone(e164, "").places


def places_of(db: Db, home: str, prospect_id: int, where: Mapping[str, str]) -> dict[str, str]:
    """The columns that follow from a prospect's address and stored numbers.

    Args:
        db: The store.
        home: ISO code of the country to assume where neither address nor number has one.
        prospect_id: The prospect whose numbers count.
        where: Their `zone`, `country`, `region` and `postal`.
    """
    phones = db.rows(
        "SELECT places FROM phone WHERE prospect_id = :id ORDER BY position", {"id": prospect_id}
    )
    numbers = tuple(
        NewPhone("", "", "", "", "", "", (), tuple(filter(None, places.split(","))))
        for (places,) in phones
    )
    new = NewProspect(
        "", zone=where["zone"], country=where["country"], region=where["region"],
        postal=where["postal"], phones=numbers,
    )  # fmt: skip
    found = placed(new, home)
    return {"places": ",".join(found.places), "place_zones": ",".join(found.place_zones)}


def placed(person: NewProspect, home: str) -> NewProspect:
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
