"""Reads where numbers and addresses lie: countries, states, and the zones of their clocks."""

from collections.abc import Collection
from functools import lru_cache
from importlib.resources import files
from typing import Any

from callq.named_tuple import NamedTuple

_UNITED_STATES, _CANADA = "US", "CA"
_WITH_STATES = (_UNITED_STATES, _CANADA, "AU")
ANY_STATE = "*"
"""In the place of a state: it may be any, as in `US-*`."""


class Address(NamedTuple):
    """Where an address lies."""

    places: tuple[str, ...] = ()
    """States, or countries where no state is known, e.g. `US-FL`, `FR`; empty when unknown."""
    zones: tuple[str, ...] = ()
    """Every zone of them, the likeliest first; empty when the address tells none."""


@lru_cache(maxsize=1)
def _by_area_code() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for place, codes in _read("area_codes.toml").items():
        for code in codes:
            found[code] = (*found.get(code, ()), place)
    return found


@lru_cache(maxsize=4096)
def places_of_area(code: str, region: str) -> tuple[str, ...]:
    """The states, provinces or country of a North American area code.

    Args:
        code: Three digits.
        region: The country of the number where it is known, as ISO code.

    Returns:
        `US-*` (any state) or `CA-*` for a code that lies nowhere; both when it is unknown: the
        country.
    """
    found = _by_area_code().get(code)
    if found:
        return found
    if region in (_UNITED_STATES, _CANADA):
        return (f"{region}-*",)
    return (region,) if region else ("US-*", "CA-*")


def read_address(country: str, state: str, postal: str, home: str = "") -> Address:
    """Where an address lies; text it does not understand is ignored.

    Args:
        country: A name or an ISO code, as written.
        state: State or province, as written.
        postal: The postal code, as written.
        home: The country of addresses that name none, as ISO code.
    """
    named = country_of(country)
    if country.strip() and not named:
        return Address()
    where = named or home.upper()
    states = (state_of(state, where), state_of_postal(postal, where))
    found = tuple(dict.fromkeys(filter(None, states)))
    if not found:
        return Address((named,), zones_of(named)) if named else Address()
    return Address(found, tuple(dict.fromkeys(zone for one in found for zone in zones_of(one))))


def zones_of(place: str) -> tuple[str, ...]:
    """Every zone of a state, or of a country on one clock; empty for others."""
    table = _places()["states" if "-" in place else "countries"]
    return tuple(str(table.get(place, {}).get("zones", "")).split())


def clocks_of(country: str) -> tuple[str, ...]:
    """Every zone of a country, one for each of its clocks, the likeliest first."""
    entry = _places()["countries"].get(country, {})
    return tuple(str(entry.get("clocks") or entry.get("zones", "")).split())


def name_of(place: str) -> str:
    """A place as people call it; its code when it has no name."""
    table = _places()["states" if "-" in place else "countries"]
    return str(table.get(place, {}).get("name", place))


def country_of(text: str) -> str:
    """The ISO code of a country as people write it; empty when it names none."""
    words = " ".join(text.split())
    if words.upper() in _places()["countries"]:
        return words.upper()
    return _countries().get(words.casefold(), "")


def state_of(text: str, country: str) -> str:
    """A state or province as people write it: `FL`, `Florida`, `US-FL`; empty when it is none."""
    words = " ".join(text.split()).strip(".")
    code = words.upper().removeprefix(f"{country}-")
    if country not in _WITH_STATES or not words:
        return ""
    if f"{country}-{code}" in _places()["states"]:
        return f"{country}-{code}"
    found = _states().get(words.casefold(), "")
    return found if found.startswith(f"{country}-") else ""


def state_of_postal(text: str, country: str) -> str:
    """The state or province of a postal code; empty when unknown."""
    code = "".join(text.split()).upper()
    if country == _UNITED_STATES and code[:5].isdecimal() and len(code) >= 5:
        found = _zip_codes().get(int(code[:3]), "")
    elif country == _CANADA and code:
        found = _letters().get(code[0], "")
    else:
        return ""
    return f"{country}-{found}" if found else ""


def places_named(text: str, countries: Collection[str] = ()) -> tuple[str, ...]:
    """What a state or country as a rep types it can mean: `US-TN`, `Tennessee`, `FR`, `DE`.

    Args:
        text: As typed.
        countries: Where it most likely is, as ISO codes: what it means there comes alone.

    Returns:
        One place; several where it can mean several, such as Delaware and Germany; none if none.
    """
    text = text.strip()
    country, dash, _ = text.upper().partition("-")
    if dash and country in _WITH_STATES:
        return tuple(filter(None, (state_of(text, country),)))
    found = [*(state_of(text, country) for country in _WITH_STATES), country_of(text)]
    found = [place for place in found if place]
    likely = [place for place in found if place.partition("-")[0] in countries]
    return tuple(likely or found)


def country_of_zone(zone: str) -> str:
    """The country in which a zone's clocks are; empty when several have it, or it is unknown."""
    return _zone_countries().get(zone, "")


@lru_cache(maxsize=1)
def _places() -> dict[str, Any]:
    return _read("places.toml")


@lru_cache(maxsize=1)
def _countries() -> dict[str, str]:
    found = {entry["name"].casefold(): code for code, entry in _places()["countries"].items()}
    return found | _spelled(states=False)


@lru_cache(maxsize=1)
def _states() -> dict[str, str]:
    found = {entry["name"].casefold(): code for code, entry in _places()["states"].items()}
    return found | _spelled(states=True)


def _spelled(*, states: bool) -> dict[str, str]:
    return {
        word: place
        for place, words in _places()["spellings"].items()
        if ("-" in place) is states
        for word in words
    }


@lru_cache(maxsize=1)
def _zip_codes() -> dict[int, str]:
    found = {}
    for state, ranges in _places()["postal"][_UNITED_STATES].items():
        for one in ranges.split():
            first, _, last = one.partition("-")
            found.update(dict.fromkeys(range(int(first), int(last or first) + 1), state))
    return found


@lru_cache(maxsize=1)
def _letters() -> dict[str, str]:
    provinces = _places()["postal"][_CANADA]
    return {letter: state for state, letters in provinces.items() for letter in letters.split()}


@lru_cache(maxsize=1)
def _zone_countries() -> dict[str, str]:
    found: dict[str, set[str]] = {}
    for table in ("states", "countries"):
        for place, entry in _places()[table].items():
            for zone in entry["zones"].split():
                found.setdefault(zone, set()).add(place.partition("-")[0])
    return {zone: countries.pop() for zone, countries in found.items() if len(countries) == 1}


def _read(name: str) -> dict[str, Any]:
    import tomllib

    return tomllib.loads((files("callq") / "data" / name).read_text(encoding="utf-8"))
