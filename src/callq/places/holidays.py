"""Public holidays of countries, states and provinces, by the holidays library.

It lists state observances too, which is stricter than the rules for calls, and misses days that are
proclaimed for once: teams add and remove dates in their rulebook.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache

_EVES = "-eves"
_DAYS = {
    "good-friday": "Good Friday", "election-day": "Election Day",
    "even-election-day": "Election Day",
}  # fmt: skip


def dates_of(calendars: Iterable[str], years: range) -> dict[str, str]:
    """The public holidays of all calendars together.

    Args:
        calendars: `US`, `US-AL`, or `CA-*` for every province; also single days such as
            `05-04`, `good-friday`, `election-day`, or `IT-eves`, the day before each of IT's.
        years: Which years.

    Returns:
        Their names by ISO date, in order.
    """
    found: dict[str, str] = {}
    for calendar in calendars:
        for day, name in _one(calendar, years).items():
            found.setdefault(day, name)
    return dict(sorted(found.items()))


@lru_cache(maxsize=256)
def _one(calendar: str, years: range) -> dict[str, str]:
    if calendar[0].islower() or calendar[0].isdigit():
        return {_day(calendar, year).isoformat(): _DAYS.get(calendar, "closed by law")
                for year in years if calendar != "even-election-day" or year % 2 == 0}  # fmt: skip
    if calendar.endswith(_EVES):
        of = calendar.removesuffix(_EVES)
        days = _one(of, range(years.start, years.stop + 1))
        return {
            (date.fromisoformat(day) - timedelta(days=1)).isoformat(): f"the day before {name}"
            for day, name in days.items()
        }
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
        listed = holidays.country_holidays(country, subdiv=one, years=years, language="en_US")
        found |= {day.isoformat(): name for day, name in listed.items()}
    return found


def _day(name: str, year: int) -> date:
    if name == "good-friday":
        from dateutil.easter import easter

        return easter(year) - timedelta(days=2)
    if name in ("election-day", "even-election-day"):
        # The Tuesday after the first Monday in November.
        first_monday = 1 + (7 - date(year, 11, 1).weekday()) % 7
        return date(year, 11, first_monday + 1)
    month, _, day = name.partition("-")
    return date(year, int(month), int(day))
