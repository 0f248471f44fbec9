"""Where somebody is, as it is stored: their address, and what they told us."""

from datetime import datetime
from typing import NamedTuple

from callq.storage.db import Db
from callq.storage.moments import maybe_moment

COLUMNS = (
    "zone", "country", "region", "postal", "places", "place_zones", "told", "told_at", "told_by",
)  # fmt: skip


class Stored(NamedTuple):
    """What a prospect's row says of where they are; see `schema.Prospect`."""

    zone: str
    country: str
    region: str
    postal: str
    places: str
    place_zones: str
    told: str
    told_at: datetime | None
    told_by: str


def read(db: Db, prospect_id: int) -> Stored | None:
    """Where somebody is; None when they are gone."""
    row = db.one(
        f"SELECT {', '.join(COLUMNS)} FROM prospect WHERE id = :id AND removed_at IS NULL",
        {"id": prospect_id},
    )
    return None if row is None else Stored._make((*row[:7], maybe_moment(row[7]), row[8]))


def phone_places(db: Db, phone_id: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The zones and the places that a number's own digits tell."""
    row = db.one("SELECT zones, places FROM phone WHERE id = :id", {"id": phone_id})
    zones, places = row or ("", "")
    return tuple(filter(None, zones.split(","))), tuple(filter(None, places.split(",")))
