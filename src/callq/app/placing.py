"""Tells the places of numbers and addresses that were stored before anybody asked for them."""

from functools import lru_cache

from callq.app.add_person import placed
from callq.app.desk import Desk
from callq.phones import read_phone
from callq.store.people import NewPhone, NewProspect

_PHONES = (
    "SELECT id, e164 FROM phone WHERE places = '' AND e164 <> '' AND id > :after "
    "ORDER BY id LIMIT 5000"
)
_PEOPLE = (
    "SELECT id, name, zone, country, region, postal FROM prospect WHERE places = '' "
    "AND (zone <> '' OR country <> '' OR region <> '' OR postal <> '') AND id > :after "
    "ORDER BY id LIMIT 5000"
)


def place_everybody(desk: Desk) -> None:
    """Fills in where numbers and addresses lie; inside a write transaction."""
    after = 0
    while rows := desk.db.rows(_PHONES, {"after": after}):
        after = rows[-1][0]
        found = [{"id": id_, "places": ",".join(_places(e164))} for id_, e164 in rows]
        desk.db.many("UPDATE phone SET places = :places WHERE id = :id", found)
    home, after = str(desk.settings["region"]), 0
    while rows := desk.db.rows(_PEOPLE, {"after": after}):
        after = rows[-1][0]
        desk.db.many(
            "UPDATE prospect SET places = :places, place_zones = :zones WHERE id = :id",
            [_placed(desk, home, *row) for row in rows],
        )


@lru_cache(maxsize=4096)
def _places(e164: str) -> tuple[str, ...]:
    return read_phone(e164, "").places


def _placed(
    desk: Desk, home: str, id_: int, name: str, zone: str, country: str, region: str, postal: str
) -> dict[str, object]:
    phones = desk.db.rows(
        "SELECT places FROM phone WHERE prospect_id = :id ORDER BY position", {"id": id_}
    )
    numbers = tuple(
        NewPhone("", "", "", "", "", "", (), tuple(filter(None, places.split(","))))
        for (places,) in phones
    )
    new = NewProspect(
        name, zone=zone, country=country, region=region, postal=postal, phones=numbers
    )  # fmt: skip
    found = placed(new, home)
    return {"id": id_, "places": ",".join(found.places), "zones": ",".join(found.place_zones)}
