"""Do-not-call registries: how old a copy may be, what it covers, and what overrides it.

The rows with their sources are in `data/registries.json`.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from callq.engine.spans import Span, local_time
from callq.named_tuple import NamedTuple

CONSUMER, NO_CALLS = "consumer", "none"
REGISTERED, DO_NOT_CALL, REASSIGNED = "registry", "do-not-call", "reassigned"


class Registry(NamedTuple):
    """A do-not-call registry, or another list that grows old."""

    series: str
    """callq's name for its copies."""
    name: str
    region: str
    """The country or state whose numbers it's about: `US`, `US-TX`."""
    days: int | None
    """How old a copy may be, from its own date; None: no limit is known."""
    source: str
    grade: str
    by_area: bool = False
    """Whether copies are downloaded area code by area code."""
    covers: str = CONSUMER
    """The kind of calls that must be checked against it; `NO_CALLS`: none has to be."""
    hit: str = REGISTERED
    """What it means for a number to be on it."""
    relationship: Mapping[str, Span] | None = None
    """How long each kind overrides an entry; None: as long as in the country's row."""

    @property
    def country(self) -> str:
        """Its country, two letters."""
        return self.region.partition("-")[0]

    @property
    def is_needed(self) -> bool:
        """Whether some calls must be checked against a copy, and one that isn't too old."""
        return self.covers != NO_CALLS

    def applies(self, places: Iterable[str]) -> bool:
        """Whether it's about a number in these places: `US`, `US-FL`, `US-*` for any state."""
        regions = {self.region, f"{self.country}-*"}
        return any(place in regions or place.partition("-")[0] == self.region for place in places)

    def exempts(self, country: Mapping[str, Span]) -> Mapping[str, Span]:
        """How long each kind of relationship overrides its entries.

        Args:
            country: How long by the country's row; a registry's own rule is never wider.
        """
        if self.relationship is None:
            return country
        return narrowed((country, self.relationship))


def narrowed(each: Sequence[Mapping[str, Span]]) -> dict[str, Span]:
    """How long each kind of relationship counts where all of some rules must allow it."""
    kinds = set.intersection(*map(set, each)) if each else set()
    return {k: min((one[k] for one in each), key=lambda span: span.rough_days) for k in kinds}


UNANSWERED, REQUIRED, NOT_NEEDED = "unanswered", "required", "not needed"
ANSWERS = (UNANSWERED, REQUIRED, NOT_NEEDED)
"""Whether a team checks numbers against registries: `[calling] registries` of its rulebook."""

_NANP = "1"
_AREA_CODE = 4


def missing(
    registries: Iterable[Registry], places: Collection[str], kind: str, coverage: str
) -> tuple[str, ...]:
    """The registries that should cover a number but of which there's no copy.

    Sources: 16 CFR 310.4(b)(1)(iii)(B), by which a missing copy isn't safer than an old one.

    Args:
        registries: Every registry.
        places: The rows that apply to the number: `US`, `US-FL`.
        kind: The kind of call.
        coverage: What covers it, as an hours group has it: `us-ftc:7`.
    """
    found = {part.partition(":")[0] for part in coverage.split(",")}
    return tuple(
        registry.series for registry in registries
        if registry.covers == kind and registry.series not in found and registry.applies(places)
    )  # fmt: skip


def area_of(number: int, registry: Registry, code: str) -> str:
    """The area of a registry that covers a number: how the numbers of that area begin.

    Empty for one that no call has to be checked against.

    Args:
        number: The digits of its E.164 form.
        registry: The registry.
        code: The country code of its region.
    """
    if not registry.is_needed:
        return ""
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
