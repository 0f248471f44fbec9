"""Whether someone may be offered: slow, simple, and written from the facts, not from callq.

It shares no code with what it judges. It reads the people, numbers and calls as they are stored,
and keeps the opt-out requests by what was typed, so that one that gets lost is missed.
"""

import sqlite3
import tomllib
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from gate_facts import (
    CELL_PHONES_NEED_CONSENT,
    CHICAGO,
    FRANCE,
    HOLIDAYS,
    LINES,
    MOST_DAYS,
    NEEDS_CONSENT,
    NEEDS_WRITING,
    NO_HOLIDAYS,
    NO_ROW,
    REGISTRIES,
    STATES,
    THANKSGIVING,
    THREE_A_DAY,
    WINDOWS,
    Line,
)  # fmt: skip

GAP = timedelta(minutes=20)
"""Between two calls to a person, and on a number: the shipped rulebook's."""
COMPANY_GAP = timedelta(hours=1)
"""Between two calls to a company."""


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
    persons: bool = False
    """It's about everyone who has the number, on all their numbers."""
    because_of: str = ""
    """The number they named, when this is another of theirs."""
    any_day: bool = False
    """Undoing its command lifts it on later days, too: it was only a copy."""
    of_list: bool = False
    """It came with a list of the team's own, which doesn't say when they asked."""


@dataclass(frozen=True)
class Registry:
    """The newest copy of a registry's numbers of an area code, or of a country."""

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
    """By area code, or country."""
    consents: dict[int, list[tuple[datetime, datetime | None, int, bool]]] = field(
        default_factory=dict
    )
    """By person: from, until, the command, and whether in writing."""
    withdrawn: dict[int, list[tuple[datetime, int]]] = field(default_factory=dict)
    told: dict[int, list[tuple[str, int]]] = field(default_factory=dict)
    """Where a person said they are: zones, the last one holds, and the commands."""
    leases: dict[int, tuple[str, datetime]] = field(default_factory=dict)
    asking: list[tuple[int, int]] = field(default_factory=list)
    """People a note or a cell says not to call, and the commands."""
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
            lifts = wish.any_day or (same_day and not wish.kept_by_undo)
            if wish.command == command and lifts:
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
        self.asking = [each for each in self.asking if each[1] != command]
        self.accepted = {place: by for place, by in self.accepted.items() if by != command}
        self.closed += self.reopened.pop(command, [])
        self.closed = [each for each in self.closed if each[3] != command]

    def asked_by(self, db: sqlite3.Connection, person: int) -> set[str]:
        """The numbers by which a person opted out for all their numbers."""
        owned = numbers_of(db, person)
        return {
            wish.number for wish in self.wishes
            if wish.persons and not wish.lifted and wish.number in owned
            and not _was_wrong(db, person, wish)
        }  # fmt: skip

    def others_with(self, db: sqlite3.Connection, number: str, now: datetime) -> list[str]:
        """The other numbers of everyone who has a number that isn't known to be wrong."""
        asked = Wish(number, now, 0)
        owners = db.execute("SELECT DISTINCT prospect_id FROM phone WHERE e164 = ?", [number])
        own = (numbers_of(db, who) for (who,) in owners if not _was_wrong(db, who, asked))
        return sorted(set().union(*own) - {number})

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
        owned = numbers_of(db, person)
        if number not in owned:
            return "is not theirs"
        for asked in self.asked_by(db, person):
            return f"belongs to one who opted out by {asked}"
        if any(person == who for who, _ in self.asking):
            return "belongs to one who asks not to be called, says a note"
        return self._unchecked(db, person, number, now)

    def _unchecked(self, db: sqlite3.Connection, person: int, number: str, now: datetime) -> str:
        line = LINES.get(number) or Line((), ("US",))
        zones, rows = self._whereabouts(db, person, number)
        # A registry is a list of numbers: a move takes none off it, and adds that of the place.
        needed = {*(row[:2] for row in rows), *line.rows, *rows} & REGISTRIES.keys()
        registry = self.registries.get(number[2:5] if number.startswith("+1") else line.rows[0])
        if answers(db).get("registries") == "required":
            for place in sorted(needed):
                if place != line.rows[0] or registry is None:
                    return f"is covered by no copy of {REGISTRIES[place]}"
        series = REGISTRIES.get(line.rows[0])
        if series is None or registry is None:
            return ""
        if number in registry.numbers and not self._agreed(person, now):
            return "is on the registry"
        last = registry.as_of + timedelta(days=MOST_DAYS[series])
        if any(now.astimezone(ZoneInfo(zone)).date() > last for zone in zones):
            return "is covered by a stale copy of the registry"
        return ""

    def _unconsented(self, db: sqlite3.Connection, person: int, number: str, now: datetime) -> str:
        rows = set(self._whereabouts(db, person, number)[1])
        (learned,) = db.execute(
            "SELECT line FROM phone WHERE prospect_id = ? AND e164 = ?", [person, number]
        ).fetchone()
        shown = LINES[number].line if number in LINES else ""
        asking = NEEDS_CONSENT & rows
        if (shown or learned) not in ("landline", "voip"):
            asking |= CELL_PHONES_NEED_CONSENT & rows
        if not asking:
            return ""
        in_writing = bool(asking & NEEDS_WRITING)
        return "" if self._agreed(person, now, in_writing=in_writing) else "needs a consent"

    def _agreed(self, person: int, now: datetime, *, in_writing: bool = False) -> bool:
        back = max((at for at, _ in self.withdrawn.get(person, ())), default=None)
        return any(
            since <= now
            and (until is None or now < until)
            and (not back or since >= back)
            and (written or not in_writing)
            for since, until, _, written in self.consents.get(person, ())
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
        return self._too_soon(db, person, number, now)

    def _too_soon(self, db: sqlite3.Connection, person: int, number: str, now: datetime) -> str:
        # A wrong number rang someone else: the person's other numbers may be dialed at once.
        (count,) = db.execute(
            "SELECT COUNT(*) FROM call WHERE at > ? AND at <= ? AND voided_at IS NULL "
            "AND channel = 'call' AND imported = 0 AND outcome <> 'emailed' AND "
            "(prospect_id = ? AND outcome NOT IN ('wrong-number', 'disconnected') "
            "OR prospect_id <> ? AND number = ?)",
            [int((now - GAP).timestamp()), int(now.timestamp()), person, person, number],
        ).fetchone()
        if count:
            return f"was called within the last {GAP}"
        return self._company_too_soon(db, person, now)

    def _company_too_soon(self, db: sqlite3.Connection, person: int, now: datetime) -> str:
        rows = db.execute(
            "SELECT c.prospect_id FROM prospect me JOIN prospect p ON lower(p.company) = "
            "lower(me.company) JOIN call c ON c.prospect_id = p.id WHERE me.id = ? "
            "AND me.company <> '' AND c.at > ? AND c.at <= ? AND c.voided_at IS NULL "
            "AND c.channel = 'call' AND c.imported = 0 "
            "AND c.outcome NOT IN ('emailed', 'wrong-number', 'disconnected')",
            [person, int((now - COMPANY_GAP).timestamp()), int(now.timestamp())],
        ).fetchall()
        return f"is of a company that was called within the last {COMPANY_GAP}" if rows else ""

    def _bad_moment(self, db: sqlite3.Connection, person: int, number: str, now: datetime) -> str:
        zones, rows = self._whereabouts(db, person, number)
        if not zones:
            return "is nobody knows where"
        held = answers(db).get("unknown_places", "hold") == "hold"
        if held and NO_ROW & set(rows) - set(self.accepted):
            return "is in a country nobody knows the rules of"
        for zone in zones:
            for row in rows:
                local = now.astimezone(ZoneInfo(CHICAGO if row == "US-MS" else zone))
                why = _closed(row, local) or self._shut(row, local.date())
                if why:
                    return f"{why} ({row}, {zone})"
        return ""

    def _whereabouts(
        self, db: sqlite3.Connection, person: int, number: str
    ) -> tuple[list[str], list[str]]:
        """The clocks and rows of everywhere they may be."""
        explicit, state = db.execute(
            "SELECT zone, region FROM prospect WHERE id = ?", [person]
        ).fetchone()
        line = LINES.get(number) or Line((), ("US",))
        zones, rows = [*line.zones, explicit], list(line.rows)
        if self.told.get(person):
            # Their own word outdoes what an area code hints at: a state outdoes its state, too.
            place = self.told[person][-1][0]
            zones = list(STATES.get(place, (place,)))
            rows = ["US", f"US-{place}"] if place in STATES else rows
        if state:
            zones += STATES[state]
            rows.append(f"US-{state}")
        return list(dict.fromkeys(filter(None, zones))), rows

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


def numbers_of(db: sqlite3.Connection, person: int) -> set[str]:
    """What someone can be dialed on."""
    rows = db.execute("SELECT e164 FROM phone WHERE prospect_id = ? AND e164 <> ''", [person])
    return {row[0] for row in rows}


def _was_wrong(db: sqlite3.Connection, person: int, wish: Wish) -> bool:
    """Whether a number was known to be someone else's before its owner opted out."""
    by = "9999999999" if wish.of_list else int(wish.at.timestamp())
    found = db.execute(
        "SELECT 1 FROM call WHERE prospect_id = ? AND number = ? AND outcome = 'wrong-number' "
        "AND voided_at IS NULL AND at <= ?", [person, wish.number, by],
    )  # fmt: skip
    return found.fetchone() is not None


def answers(db: sqlite3.Connection) -> dict[str, Any]:
    """What the team decided in its rulebook, under `calling`."""
    (text,) = db.execute("SELECT value FROM meta WHERE key = 'rulebook_text'").fetchone()
    return _calling(text)


@lru_cache(maxsize=64)
def _calling(text: str) -> dict[str, Any]:
    found: dict[str, Any] = tomllib.loads(text).get("calling", {})
    return found
