"""The registries of do-not-call numbers that callq knows, and how old a copy of each may be.

Facts with their sources and how sure each is: P read in the official text, S in a second source,
K general knowledge, unverified.
"""

from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple


class Registry(NamedTuple):
    """A registry of do-not-call numbers."""

    series: str
    """The name by which callq knows its copies."""
    name: str
    region: str
    """The country whose numbers it holds, two letters."""
    max_age_days: int | None
    """How old a copy may be, from its own date; None: no limit is known."""
    source: str
    grade: str
    by_area: bool = False
    """Whether copies are fetched area code by area code."""


REGISTRIES: tuple[Registry, ...] = (
    Registry(
        "us-ftc", "National Do Not Call Registry", "US", 31,
        "16 CFR 310.4(b)(3)(iv): a copy obtained no more than 31 days before the call", "P",
        by_area=True,
    ),
    Registry(
        "gb-tps", "Telephone Preference Service", "GB", 28,
        "PECR regulation 21: binds 28 days after listing", "P",
    ),
    Registry(
        "gb-ctps", "Corporate Telephone Preference Service", "GB", 28,
        "PECR regulation 21: binds 28 days after listing", "P",
    ),
    Registry(
        "ca-dncl", "National Do Not Call List", "CA", 31,
        "CRTC: a copy no older than 31 days", "P", by_area=True,
    ),
    Registry(
        "au-dncr", "Do Not Call Register", "AU", 30, "a washed list serves for 30 days", "K"
    ),
    Registry("hk-dncr", "Do-not-call Registers", "HK", None, "no limit is known", "K"),
)  # fmt: skip
"""A series of another name is a list of our own: it has no age and is never replaced."""

BY_SERIES: dict[str, Registry] = {registry.series: registry for registry in REGISTRIES}
_NANP = "1"
_AREA_CODE = 4


def area_of(number: int, registry: Registry, code: str) -> str:
    """The area of a registry that covers a number: how the numbers of that area begin.

    Args:
        number: The digits of its E.164 form.
        registry: The registry.
        code: The country code of its region.
    """
    return str(number)[:_AREA_CODE] if registry.by_area and code == _NANP else code


def expires_at(dated: date, max_age_days: int | None) -> datetime | None:
    """The moment from which a copy is too old: when the day after its last one begins in UTC.

    Args:
        dated: The copy's own date.
        max_age_days: How old it may be; None: any age.
    """
    if max_age_days is None:
        return None
    return datetime.combine(dated + timedelta(days=max_age_days + 1), time(), UTC)
