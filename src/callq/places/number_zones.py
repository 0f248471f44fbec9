"""Which time zones and states the first digits of a number mean: `data/number_zones.toml`."""

from functools import lru_cache
from importlib.resources import files

from callq.named_tuple import NamedTuple
from callq.places.addresses import ANY_STATE, clocks_of

_LONGEST = 8


class Area(NamedTuple):
    """Where numbers that begin alike are."""

    zones: tuple[str, ...]
    """Every zone they may be in, the likeliest first."""
    places: tuple[str, ...]
    """Their states; empty when these digits don't tell."""


def area_code(code: str) -> tuple[str, ...]:
    """Our own zones of a North American area code; empty where the phone library has them right."""
    return _table()["area_codes"].get(code, _NOWHERE).zones


def placed(digits: str, country: str) -> Area:
    """Where a number outside North America is, as narrowly as its first digits tell.

    Args:
        digits: The E.164 digits without the plus.
        country: The number's country, as ISO code.

    Returns:
        Where these digits name no part of a country of several clocks: all of them, and `ID-*`.
    """
    clocks = clocks_of(country)
    if len(clocks) < 2:
        return Area(clocks, (country,))
    known = _table()["numbers"]
    for length in range(_LONGEST, 1, -1):
        found = known.get(digits[:length])
        if found:
            return Area(found.zones, found.places or (country,))
    return Area(clocks, (f"{country}-{ANY_STATE}",))


_NOWHERE = Area((), ())


@lru_cache(maxsize=1)
def _table() -> dict[str, dict[str, Area]]:
    import tomllib

    text = (files("callq") / "data" / "number_zones.toml").read_text(encoding="utf-8")
    return {
        part: {
            digits: Area(tuple(row["zones"].split()), tuple(row.get("places", "").split()))
            for digits, row in rows.items()
        }
        for part, rows in tomllib.loads(text).items()
    }
