"""Reads time zones as people and other systems write them."""

import re
from functools import lru_cache

_NORTH_AMERICA = frozenset({"US", "CA"})
_SPOKEN = {
    "eastern": "America/New_York",
    "central": "America/Chicago",
    "mountain": "America/Denver",
    "pacific": "America/Los_Angeles",
    "alaska": "America/Anchorage",
    "hawaii": "Pacific/Honolulu",
}
_SHORT = {
    **dict.fromkeys(("et", "est", "edt"), "America/New_York"),
    **dict.fromkeys(("ct", "cst", "cdt"), "America/Chicago"),
    **dict.fromkeys(("mt", "mst", "mdt"), "America/Denver"),
    **dict.fromkeys(("pt", "pst", "pdt"), "America/Los_Angeles"),
}
_DRESS = re.compile(r"\b(?:standard|daylight|time|zone|us|canada)\b|[()&]|gmt[-+\d:]*|utc[-+\d:]*")


@lru_cache(maxsize=1024)
def zone_of(text: str, region: str) -> str:
    """Returns the IANA name of a time zone, or "" when the text names none.

    Args:
        text: "America/Chicago", "us_slash_central", "Eastern Time (US & Canada)" or, for readers
            in North America, "CST".
        region: The reader's country, as ISO code.
    """
    if len(text) > 80:
        return ""
    name = text.strip().replace("_slash_", "/").replace(" ", "_")
    if "/" in name or name.upper() in {"UTC", "GMT"}:
        return _existing(name)
    if region.upper() not in _NORTH_AMERICA:
        return ""
    words = " ".join(_DRESS.sub(" ", text.casefold()).split())
    return _SPOKEN.get(words) or _SHORT.get(words) or ""


def _existing(name: str) -> str:
    """Returns a zone's name in its own letters, or ""."""
    from zoneinfo import ZoneInfo, available_timezones

    try:
        return ZoneInfo(name).key
    except (ValueError, OSError, KeyError):
        by_case = {zone.casefold(): zone for zone in available_timezones()}
        return by_case.get(name.casefold(), "")
