"""Saved views, which a team shares, and the one SQL condition that a filter becomes."""

import json
from collections.abc import Callable
from datetime import datetime, tzinfo
from typing import Any

from callq.engine import filters
from callq.engine.filters import Between, Filter
from callq.engine.model import State
from callq.errors import CallqError, Exit
from callq.named_tuple import NamedTuple
from callq.records import finding
from callq.records.queue import Condition
from callq.storage import journal
from callq.storage.db import Db
from callq.storage.moments import seconds

VERDICTS = {
    "decide": "p.hold = 'opt-out-request'",
    "on-hold": "p.hold <> 'opt-out-request' AND p.state <> 'needs-number' AND {held}",
    "write-now": "p.action IN ('reply', 'propose') AND NOT {held}",
    "call-again": "p.ready = 1 AND p.action NOT IN ('reply', 'propose') AND NOT {held}",
    "cooling-down": "p.ready = 0 AND p.state NOT IN ('needs-number', 'do-not-call') "
                    "AND p.action NOT IN ('reply', 'propose') AND NOT {held}",
    "dead": "p.state = 'needs-number' AND p.hold <> 'opt-out-request'",
}  # fmt: skip
"""The verdicts of the audit that aren't states, for people the audit covers."""
_MOST_TAGS = 5000


class Asked(NamedTuple):
    """What the words of a filter depend on."""

    now: datetime
    zone: tzinfo
    """The rep's own."""
    region: str
    """Whose numbers those without a country code are."""
    held_groups: tuple[int, ...] = ()
    """The hours groups of which no one is offered, see `needs_held`."""


def needs_held(wanted: Filter) -> bool:
    """Whether the hours groups on hold have to be known."""
    is_verdict = bool(wanted.state) and wanted.state not in tuple(State)
    return wanted.held or wanted.due == filters.NOW or is_verdict


def condition(db: Db, wanted: Filter, asked: Asked) -> Condition:
    """The condition of a filter.

    Raises:
        CallqError: A word can't be read, or there's no such state.
    """
    made = _Made(db, asked)
    for name, read in _READERS.items():
        words = getattr(wanted, name)
        if words:
            read(made, words)
    sql = "".join(f" AND ({part})" for part in made.parts)
    return Condition(sql, made.params)


def check(db: Db, wanted: Filter, asked: Asked) -> None:
    """Refuses a filter that `condition` would refuse, and reads no one.

    Raises:
        CallqError: A word can't be read, or there's no such state.
    """
    condition(db, wanted._replace(text="", tags=()), asked)


def scans(wanted: Filter) -> bool:
    """Whether no index leads to the people of a filter, so everyone is read."""
    leads = (wanted.list_name, wanted.tags, wanted.text, wanted.held, wanted.due == filters.NOW)
    owned = wanted.owner not in ("", filters.UNOWNED)
    indexed = any(leads) or owned or wanted.state not in ("", State.FRESH)
    return bool(wanted.typed) and not indexed


class _Made:
    """A condition while it's made: each method adds what one word of the filter says."""

    def __init__(self, db: Db, asked: Asked) -> None:
        self.db = db
        self.asked = asked
        self.parts: list[str] = []
        self.params: dict[str, object] = {}
        self._groups = ", ".join(map(str, asked.held_groups)) or "-1"

    def _add(self, sql: str, **params: object) -> None:
        self.parts.append(sql)
        self.params |= params

    def list_name(self, name: str) -> None:
        self._add("p.list_name = :f_list", f_list=name)

    def owner(self, name: str) -> None:
        if name == filters.UNOWNED:
            self._add("p.owner = ''")
        else:
            # Said twice, as an index holds only people who have an owner.
            self._add("p.owner = :f_owner AND p.owner <> ''", f_owner=name)

    def state(self, state: str) -> None:
        if state in tuple(State):
            # An index holds only those who were called.
            called = "" if state == State.FRESH else " AND p.state <> 'fresh'"
            self._add(f"p.state = :f_state{called}", f_state=state)
        elif state in VERDICTS:
            held = f"(p.hold <> '' OR p.hours_id IN ({self._groups}))"
            self._add(f"p.audited = 1 AND {VERDICTS[state].format(held=held)}")
        else:
            raise CallqError(
                f'Unknown state "{state}".',
                name="unknown-state",
                hint=f"States: {', '.join((*State, *VERDICTS))}.",
            )

    def tags(self, tags: tuple[str, ...]) -> None:
        meant = {tag.casefold() for tag in tags}
        rows = self.db.stream("SELECT DISTINCT tags FROM prospect WHERE tags <> ''")
        known = sorted(text for (text,) in rows if meant <= set(text.casefold().split("\n")))
        if len(known) > _MOST_TAGS:
            raise CallqError(
                "Too many different people have this tag.", hint="Narrow it: add another --tag.",
                name="too-many-tags",
            )  # fmt: skip
        names = {f"f_tag{i}": text for i, text in enumerate(known)}
        marks = ", ".join(f":{name}" for name in names) or "NULL"
        self._add(f"p.tags <> '' AND p.tags IN ({marks})", **names)

    def fields(self, fields: tuple[str, ...]) -> None:
        for i, field in enumerate(fields):
            name, _, value = (part.strip() for part in field.partition("="))
            if not (name and value):
                raise CallqError(
                    f'"{field}" isn\'t NAME=VALUE.', hint="Write --field Budget=3000.",
                    name="bad-field",
                )  # fmt: skip
            needle = f"{_quoted(name)}: {_quoted(value)}"
            for sign in "\\%_":
                needle = needle.replace(sign, f"\\{sign}")
            which = f"LOWER(p.custom) LIKE LOWER(:f_field{i}) ESCAPE '\\'"
            self._add(which, **{f"f_field{i}": f"%{needle}%"})

    def value(self, text: str) -> None:
        amount = filters.read_amount(text)
        self._add(f"p.value {amount.sign} :f_value", f_value=amount.number)

    def reason(self, reason: str) -> None:
        self._add("p.conversation_reason = :f_reason", f_reason=reason)

    def last_talk(self, text: str) -> None:
        span = filters.read_last_talk(text, self.asked.now, self.asked.zone)
        if span is None:
            self._add("p.conversation_at IS NULL")
        else:
            self._between("conversation_at", span)

    def due(self, text: str) -> None:
        if text == filters.NOW:
            self._add(f"p.ready = 1 AND p.hold = '' AND p.hours_id NOT IN ({self._groups})")
        else:
            self._between("due_at", filters.read_due(text, self.asked.now, self.asked.zone))

    def held(self, _: bool) -> None:
        self._add(f"p.hold <> '' OR (p.ready = 1 AND p.hours_id IN ({self._groups}))")

    def text(self, text: str) -> None:
        which, params = finding.which(self.db, text.strip(), self.asked.region)
        self._add(which, **params)

    def _between(self, column: str, span: Between) -> None:
        for sign, name, at in ((">=", "from", span.start), ("<", "until", span.end)):
            if at is not None:
                key = f"f_{column}_{name}"
                self._add(f"p.{column} {sign} :{key}", **{key: seconds(at)})


_quoted = json.encoder.encode_basestring
_READERS: dict[str, Callable[[_Made, Any], None]] = {
    name: getattr(_Made, name) for name in Filter._fields if name != "mine"
}


class View(NamedTuple):
    """A saved view."""

    name: str
    wanted: Filter
    agent: str
    """Who saved it."""


def all_views(db: Db) -> list[View]:
    """Every saved view, by name."""
    rows = db.rows("SELECT name, words, agent FROM saved_view ORDER BY name")
    return [View(name, filters.of_stored(json.loads(words)), agent) for name, words, agent in rows]


def view(db: Db, name: str) -> Filter:
    """What a saved view says.

    Raises:
        CallqError: `unknown-view`.
    """
    known = {one.name: one.wanted for one in all_views(db)}
    found = known.get(name)
    if found is None:
        from difflib import get_close_matches

        near = get_close_matches(name, known, n=3, cutoff=0.5)
        hint = f"Did you mean {' or '.join(near)}?" if near else "See yours: callq list --views"
        raise CallqError(
            f'There is no view "{name}".', hint=hint, code=Exit.NOT_FOUND, name="unknown-view"
        )
    return found


def save(db: Db, one: View, now: datetime) -> bool:
    """Saves a view, in place of one of its name; whether there was one. Undo takes it back."""
    words = json.dumps(filters.stored(one.wanted), ensure_ascii=False)
    values = {"name": one.name, "words": words, "agent": one.agent, "at": seconds(now)}
    with db.write():
        command = journal.begin(db, "view", one.agent, now, f"saved view {one.name}")
        known = _id(db, one.name)
        if known is not None:
            journal.remember(db, command, "saved_view", known, ("words", "agent", "at"))
            sets = "words = :words, agent = :agent, at = :at"
            db.run(f"UPDATE saved_view SET {sets} WHERE name = :name", values)
            return True
        row = db.one(
            "INSERT INTO saved_view (name, words, agent, at) VALUES (:name, :words, :agent, :at) "
            "RETURNING id",
            values,
        )
        journal.remember_new(db, command, "saved_view", row[0] if row else 0)
    return False


def drop(db: Db, name: str, agent: str, now: datetime) -> None:
    """Removes a saved view. Undo brings it back.

    Raises:
        CallqError: `unknown-view`.
    """
    view(db, name)
    with db.write():
        known = _id(db, name)
        if known is not None:
            command = journal.begin(db, "view", agent, now, f"removed view {name}")
            journal.remember_gone(db, command, "saved_view", known)
            db.run("DELETE FROM saved_view WHERE id = :id", {"id": known})


def _id(db: Db, name: str) -> int | None:
    row = db.one("SELECT id FROM saved_view WHERE name = :name", {"name": name})
    return None if row is None else int(row[0])
