"""Tells the places of addresses that change, and of those stored before anybody asked for them."""

from collections.abc import Mapping
from functools import lru_cache

from callq.places.phones import read_phone
from callq.records.people import NewPhone, NewProspect
from callq.storage.db import Db

ADDRESS = ("zone", "country", "region", "postal")
"""The columns from which it follows where somebody is."""

_PHONES = (
    "SELECT id, e164 FROM phone WHERE places = '' AND e164 <> '' AND id > :after "
    "ORDER BY id LIMIT 5000"
)
_PEOPLE = (
    "SELECT id, zone, country, region, postal FROM prospect WHERE places = '' "
    "AND (zone <> '' OR country <> '' OR region <> '' OR postal <> '') AND id > :after "
    "ORDER BY id LIMIT 5000"
)


def place_everybody(db: Db, home: str) -> None:
    """Fills in where numbers and addresses lie; inside a write transaction."""
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
    """The columns that follow from an address and the stored numbers of somebody.

    Args:
        db: The store.
        home: The country of addresses that name none, where no number tells one; as ISO code.
        prospect_id: Whose numbers.
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
    """The same person with the places and zones of their address.

    Args:
        person: To be stored.
        home: The country of addresses that name none, where no number tells one; as ISO code.
    """
    if not (person.country or person.region or person.postal or person.zone):
        return person
    from callq.places.addresses import country_of_zone, read_address

    countries = (place.partition("-")[0] for phone in person.phones for place in phone.places)
    home = next(countries, home)
    places, zones = read_address(person.country, person.region, person.postal, home)
    country = "" if places or not person.zone else country_of_zone(person.zone)
    if country:
        # Only where a number tells nothing: there may be states in that zone, and any of them.
        places = (f"?{country}-*" if country in ("US", "CA") else f"?{country}",)
    return person._replace(places=places, place_zones=zones)
