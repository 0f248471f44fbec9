"""Public holidays of countries, states and provinces, by the holidays library.

It lists state observances too, which is stricter than the rules for calls, and misses days that are
proclaimed for once: teams add and remove dates in their rulebook.
"""

from collections.abc import Iterable
from functools import lru_cache


def dates_of(calendars: Iterable[str], years: range) -> dict[str, str]:
    """The public holidays of all calendars together.

    Args:
        calendars: `US`, `US-AL`, or `CA-*` for every province.
        years: Which years.

    Returns:
        Their names by ISO date, in order.
    """
    found: dict[str, str] = {}
    for calendar in calendars:
        for date, name in _one(calendar, years).items():
            found.setdefault(date, name)
    return dict(sorted(found.items()))


@lru_cache(maxsize=256)
def _one(calendar: str, years: range) -> dict[str, str]:
    import holidays

    country, _, state = calendar.partition("-")
    known = holidays.list_supported_countries()
    if country not in known:
        return {}
    if state == "*":
        states: list[str | None] = [None, *known[country]]
    else:
        states = [state if state in known[country] else None]
    found: dict[str, str] = {}
    for one in states:
        days = holidays.country_holidays(country, subdiv=one, years=years, language="en_US")
        found |= {date.isoformat(): name for date, name in days.items()}
    return found
