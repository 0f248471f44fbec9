"""Whether someone may be offered: slow, simple, and written from the facts, not from callq.

It shares no code with what it judges. It reads the people, numbers and calls as they are stored,
and keeps the opt-out requests by what was typed, so that one that gets lost is missed.
"""

import sqlite3
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

NEW_YORK, CHICAGO, DENVER = "America/New_York", "America/Chicago", "America/Denver"
LOS_ANGELES = "America/Los_Angeles"


def every(start: float, end: float) -> tuple[tuple[float, float] | None, ...]:
    """The same hours on all days."""
    return ((start, end),) * 7


def week(
    days: tuple[float, float],
    saturday: tuple[float, float] | None,
    sunday: tuple[float, float] | None,
) -> tuple[tuple[float, float] | None, ...]:
    """Hours from Monday to Friday, of Saturday and of Sunday."""
    return (*(days,) * 5, saturday, sunday)


WINDOWS = {
    "US": every(8, 21),
    "US-FL": every(8, 20),
    "US-OK": every(8, 20),
    "US-MD": every(8, 20),
    "US-WA": every(8, 20),
    "US-CT": every(9, 20),
    "US-OR": every(8, 20),
    "US-NJ": every(8, 21),
    "US-TX": week((9, 21), (9, 21), (12, 21)),
    "US-LA": week((8, 20), (8, 20), None),
    "US-MS": week((8, 20), (8, 20), None),
    "US-RI": week((9, 18), (10, 17), None),
    "US-PA": every(8, 21),
    "US-UT": week((8, 21), (8, 21), None),
    "US-KY": every(10, 21),
    "US-NV": every(9, 20),
    "US-MA": every(8, 20),
    "US-WY": every(8, 20),
    "US-NM": every(9, 21),
    "GB": week((8, 21), (9, 21), (9, 21)),
    "ES": every(9, 21),
    "CA": week((9, 21.5), (10, 18), (10, 18)),
    "AU": week((9, 20), (9, 17), None),
    "IN": every(10, 21),
}
"""Local hours, the end exclusive; None: no calls on that day."""

FRANCE = ((10, 13), (14, 20))
NO_HOLIDAYS = {"US-LA", "US-RI", "US-PA", "US-UT", "AU", "FR", "GB"}
HOLIDAYS = {
    "US": {(1, 1), (7, 4), (12, 25)},
    "GB": {(1, 1), (12, 25)},
    "AU": {(1, 1), (1, 26), (4, 25), (12, 25)},
    "FR": {(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)},
}
THANKSGIVING = {date(2026, 11, 26), date(2027, 11, 25)}
NEEDS_CONSENT = {"FR", "DE", "ES", "NL", "AT", "US-CT", "US-NJ"}
"""Of consumers; in New Jersey on cell phones, and a number doesn't show whether it is one."""
NO_ROW = {"BE"}
"""Countries that the facts say nothing of."""
THREE_A_DAY = {"US-FL", "US-OK", "US-MD", "US-OR"}


class Line(NamedTuple):
    """What the facts say of a number."""

    zones: tuple[str, ...]
    """Everywhere its area code reaches."""
    rows: tuple[str, ...]
    """The rows of the facts that hold: country and state."""


def us(state: str, *zones: str) -> Line:
    """A number in the United States; no state where the facts have no row for it."""
    return Line(zones, ("US", f"US-{state}") if f"US-{state}" in WINDOWS else ("US",))


LINES = {
    "+12122345678": us("NY", NEW_YORK),
    "+13052345678": us("FL", NEW_YORK),
    "+18504340123": us("FL", NEW_YORK, CHICAGO),
    "+14482000123": us("FL", NEW_YORK, CHICAGO),
    "+14239990123": us("TN", NEW_YORK, CHICAGO),
    "+14052345678": us("OK", CHICAGO),
    "+13012345678": us("MD", NEW_YORK),
    "+12062345678": us("WA", LOS_ANGELES),
    "+12032345678": us("CT", NEW_YORK),
    "+12142345678": us("TX", CHICAGO),
    "+15042345678": us("LA", CHICAGO),
    "+16012345678": us("MS", CHICAGO),
    "+12052345678": us("AL", CHICAGO),
    "+14012345678": us("RI", NEW_YORK),
    "+12152345678": us("PA", NEW_YORK),
    "+18012345678": us("UT", DENVER),
    "+15022345678": us("KY", NEW_YORK),
    "+13642000123": us("KY", NEW_YORK, CHICAGO),
    "+17022345678": us("NV", LOS_ANGELES),
    "+16172345678": us("MA", NEW_YORK),
    "+13072345678": us("WY", DENVER),
    "+15052345678": us("NM", DENVER),
    "+16052345678": us("SD", CHICAGO, DENVER),
    "+12072345678": us("ME", NEW_YORK),
    "+16023345678": us("AZ", "America/Phoenix"),
    "+14162345678": Line(("America/Toronto",), ("CA",)),
    "+442079460018": Line(("Europe/London",), ("GB",)),
    "+33142278186": Line(("Europe/Paris",), ("FR",)),
    "+493012345678": Line(("Europe/Berlin",), ("DE",)),
    "+34612345678": Line(("Europe/Madrid", "Atlantic/Canary"), ("ES",)),
    "+12012345678": us("NJ", NEW_YORK),
    "+15032345678": us("OR", LOS_ANGELES),
    "+16892345678": us("FL", NEW_YORK),
    "+4315127000": Line(("Europe/Vienna",), ("AT",)),
    "+3225127000": Line(("Europe/Brussels",), ("BE",)),
    "+31201234567": Line(("Europe/Amsterdam",), ("NL",)),
    "+61292345678": Line(("Australia/Sydney",), ("AU",)),
}
NOWHERE = ("+18002255288",)
"""Toll-free: no one knows where it rings."""


@dataclass
class Wish:
    """Someone asked never to be called on a number."""

    number: str
    at: datetime
    command: int
    kept_by_undo: bool = False
    """It came with something whose undo does not lift it."""
    lifted: int = 0
    """The command that lifted it."""
    owed_to: frozenset[int] = frozenset()
    """The calls in which they asked, when the number was learned of them later."""


@dataclass(frozen=True)
class Registry:
    """The newest copy of a registry's numbers of an area code."""

    as_of: date
    numbers: frozenset[str]
    command: int
    before: "Registry | None"
    """What it took the place of."""


@dataclass
class Oracle:
    """What was typed so far, as far as the facts care."""

    wishes: list[Wish] = field(default_factory=list)
    erased: set[str] = field(default_factory=set)
    registries: dict[str, Registry] = field(default_factory=dict)
    """By area code."""
    consents: dict[int, list[tuple[datetime, datetime | None, int]]] = field(default_factory=dict)
    """By person: from, until, and the command."""
    withdrawn: dict[int, list[tuple[datetime, int]]] = field(default_factory=dict)
    told: dict[int, list[tuple[str, int]]] = field(default_factory=dict)
    """Where a person said they are: zones, the last one holds, and the commands."""
    leases: dict[int, tuple[str, datetime]] = field(default_factory=dict)
    accepted: dict[str, int] = field(default_factory=dict)
    """Countries without rules that someone answers for, and the commands."""
    closed: list[tuple[str, date, date, int]] = field(default_factory=list)
    """Rows closed for some days, and the commands."""
    reopened: dict[int, list[tuple[str, date, date, int]]] = field(default_factory=dict)
    """The closures that a command ended."""

    def taken_back(
        self, db: sqlite3.Connection, command: int, now: datetime, home: ZoneInfo
    ) -> None:
        """A command was undone; a wish goes with it only on its own day."""
        for wish in self.wishes:
            if wish.lifted == command:
                wish.lifted = 0
            same_day = wish.at.astimezone(home).date() == now.astimezone(home).date()
            if wish.command == command and not wish.kept_by_undo and same_day:
                wish.lifted = command
        voided = {row[0] for row in db.execute("SELECT id FROM call WHERE voided_at IS NOT NULL")}
        for wish in self.wishes:
            # All was a slip: then nothing is owed to a number learned of them either.
            if wish.owed_to and wish.owed_to <= voided and not wish.lifted:
                wish.lifted = command
        for area, registry in list(self.registries.items()):
            if registry.command == command:
                del self.registries[area]
                if registry.before:
                    self.registries[area] = registry.before
        for given in self.consents.values():
            given[:] = [each for each in given if each[2] != command]
        for refused in self.withdrawn.values():
            refused[:] = [each for each in refused if each[1] != command]
        for places in self.told.values():
            places[:] = [each for each in places if each[1] != command]
        self.accepted = {place: by for place, by in self.accepted.items() if by != command}
        self.closed += self.reopened.pop(command, [])
        self.closed = [each for each in self.closed if each[3] != command]

    def objection(
        self, db: sqlite3.Connection, person: int, number: str, now: datetime, *, promised: bool
    ) -> str:
        """Why this person may not be offered on this number now; empty when they may be.

        Who was promised a call is never called too often: they asked for it.
        """
        return (
            self._unwanted(db, person, number, now)
            or self._unconsented(db, person, number, now)
            or ("" if promised else self._too_often(db, person, number, now))
            or self._bad_moment(db, person, number, now)
        )

    def _unwanted(self, db: sqlite3.Connection, person: int, number: str, now: datetime) -> str:
        if number in self.erased:
            return "was erased and kept off for ever"
        if any(wish.number == number and not wish.lifted for wish in self.wishes):
            return "is on do-not-call"
        owned = {row[0] for row in db.execute(
            "SELECT e164 FROM phone WHERE prospect_id = ?", [person])}  # fmt: skip
        if number not in owned:
            return "is not theirs"
        area = number[2:5] if number.startswith("+1") else ""
        registry = self.registries.get(area)
        if registry and number in registry.numbers and not self._agreed(person, now):
            return "is on the registry"
        if registry and (now.astimezone(UTC).date() - registry.as_of) > timedelta(days=32):
            return "is covered by a stale copy of the registry"
        return ""

    def _unconsented(self, db: sqlite3.Connection, person: int, number: str, now: datetime) -> str:
        line = LINES.get(number)
        asking = NEEDS_CONSENT & set(line.rows) if line else set()
        (stored,) = db.execute(
            "SELECT line FROM phone WHERE prospect_id = ? AND e164 = ?", [person, number]
        ).fetchone()
        if stored in ("landline", "voip"):
            asking -= {"US-NJ"}
        if not asking:
            return ""
        return "" if self._agreed(person, now) else "needs a consent"

    def _agreed(self, person: int, now: datetime) -> bool:
        back = max((at for at, _ in self.withdrawn.get(person, ())), default=None)
        return any(
            since <= now and (until is None or now < until) and (not back or since >= back)
            for since, until, _ in self.consents.get(person, ())
        )

    def _too_often(self, db: sqlite3.Connection, person: int, number: str, now: datetime) -> str:
        line = LINES.get(number)
        caps = [("number", 3, timedelta(hours=24))]
        if line and THREE_A_DAY & set(line.rows):
            caps.append(("person", 3, timedelta(hours=24)))
        for per, most, within in caps:
            since = int((now - within).timestamp())
            column, value = ("prospect_id", person) if per == "person" else ("number", number)
            (count,) = db.execute(
                f"SELECT COUNT(*) FROM call WHERE {column} = ? AND at > ? AND at <= ? "
                "AND voided_at IS NULL AND channel = 'call' AND imported = 0 "
                "AND outcome <> 'emailed'",
                [value, since, int(now.timestamp())],
            ).fetchone()
            if count >= most:
                return f"was called {count} times within {within} (per {per})"
        return ""

    def _bad_moment(self, db: sqlite3.Connection, person: int, number: str, now: datetime) -> str:
        (explicit,) = db.execute("SELECT zone FROM prospect WHERE id = ?", [person]).fetchone()
        line = LINES.get(number) or Line((), ("US",))
        zones = [*line.zones, *filter(None, [explicit])]
        rows = line.rows
        if self.told.get(person):
            # Their own word outdoes what an area code hints at, state and all.
            zones, rows = [self.told[person][-1][0]], rows[:1]
        if not zones:
            return "is nobody knows where"
        if NO_ROW & set(line.rows) - set(self.accepted):
            return "is in a country nobody knows the rules of"
        for zone in zones:
            for row in rows:
                local = now.astimezone(ZoneInfo(CHICAGO if row == "US-MS" else zone))
                why = _closed(row, local) or self._shut(row, local.date())
                if why:
                    return f"{why} ({row}, {zone})"
        return ""

    def _shut(self, row: str, day: date) -> str:
        shut = any(row == one and first <= day <= last for one, first, last, _ in self.closed)
        return f"{day} is closed" if shut else ""


def _closed(row: str, local: datetime) -> str:
    hour = local.hour + local.minute / 60
    country = row.partition("-")[0]
    if row in NO_HOLIDAYS:
        free = (local.month, local.day) in HOLIDAYS[country]
        if free or (country == "US" and local.date() in THANKSGIVING):
            return f"{local:%d %b} is a holiday"
    if row == "FR":
        open_ = local.weekday() < 5 and any(start <= hour < end for start, end in FRANCE)
        return "" if open_ else f"{local:%a %H:%M} is outside"
    if row not in WINDOWS:
        return ""
    window = WINDOWS[row][local.weekday()]
    if window is None or not window[0] <= hour < window[1]:
        return f"{local:%a %H:%M} is outside"
    return ""
