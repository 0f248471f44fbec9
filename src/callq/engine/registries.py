"""The do-not-call registries callq knows, and how old a copy of each may be.

Rules with their sources and confidence: P read in the official text, S in a second source,
K general knowledge, unverified.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

from callq.engine.spans import local_time


class Registry(NamedTuple):
    """A do-not-call registry."""

    series: str
    """callq's name for its copies."""
    name: str
    region: str
    """The country whose numbers it has, two letters."""
    max_age_days: int | None
    """How old a copy may be, from its own date; None: no limit is known."""
    source: str
    grade: str
    by_area: bool = False
    """Whether copies are downloaded area code by area code."""
    covers: str = "consumer"
    """The kind of calls that must be checked against it."""


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
        "PECR regulation 21: binds 28 days after listing", "P", covers="business",
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
"""Any other series is your own list: it never gets too old and is never replaced."""

UNANSWERED, REQUIRED, NOT_NEEDED = "unanswered", "required", "not needed"
ANSWERS = (UNANSWERED, REQUIRED, NOT_NEEDED)
"""Whether a team checks numbers against registries: `[calling] registries` of its rulebook."""

BY_SERIES: dict[str, Registry] = {registry.series: registry for registry in REGISTRIES}
_NANP = "1"
_AREA_CODE = 4


def missing(places: Iterable[str], kind: str, coverage: str) -> tuple[str, ...]:
    """The registries that should cover a number but of which there's no copy.

    Sources: 16 CFR 310.4(b)(1)(iii)(B), by which a missing copy isn't safer than an old one.

    Args:
        places: The rows that apply to the number: `US`, `US-FL`.
        kind: The kind of call.
        coverage: What covers it, as an hours group has it: `us-ftc:7`.
    """
    found = {part.partition(":")[0] for part in coverage.split(",")}
    countries = {place.partition("-")[0] for place in places}
    return tuple(
        registry.series for registry in REGISTRIES
        if registry.region in countries and registry.covers == kind
        and registry.series not in found
    )  # fmt: skip


def area_of(number: int, registry: Registry, code: str) -> str:
    """The area of a registry that covers a number: how the numbers of that area begin.

    Args:
        number: The digits of its E.164 form.
        registry: The registry.
        code: The country code of its region.
    """
    return str(number)[:_AREA_CODE] if registry.by_area and code == _NANP else code


def expires_at(dated: date, max_age_days: int | None) -> datetime | None:
    """The moment from which a copy is too old, as a clock in UTC shows it; see `is_too_old`.

    Args:
        dated: The copy's own date.
        max_age_days: How old it may be; None: any age.
    """
    if max_age_days is None:
        return None
    return datetime.combine(dated + timedelta(days=max_age_days + 1), time(), UTC)


def is_too_old(expires_at: datetime | None, now: datetime, zones: Iterable[tzinfo]) -> bool:
    """Whether a copy is too old for a call: the days count where the called party is.

    Args:
        expires_at: When the day after its last one begins, as a clock in UTC shows it.
        now: Aware.
        zones: Every zone the called party may be in; UTC if there's none.
    """
    if expires_at is None:
        return False
    end = expires_at.replace(tzinfo=None)
    clocks = tuple(zones) or (UTC,)
    return any(local_time(now, zone).replace(tzinfo=None) >= end for zone in clocks)
