"""The one declaration of the schema: tables, constraints and indexes.

Moments are whole seconds since 1970 in UTC, as `UtcSeconds` enforces. Everything under "projection"
on a prospect follows from the call log and the rulebook and can be computed again at any time.

The daily commands read and write with plain SQL, and a new store is made from
`data/schema_*.sql`, which `make docs` writes from `as_sql`: both without this module.
"""

import re
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Dialect,
    Index,
    Integer,
    MetaData,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import CreateIndex, CreateTable
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

VERSION = 2
"""Goes up by one with every released schema change; each has a module in `migrations/`."""

_BYTEWISE = String().with_variant(String(collation="C"), "postgresql")
"""Text compared byte by byte on every database, so a prefix is a range."""

_ID: Any = BigInteger().with_variant(Integer(), "sqlite")
"""A row id; SQLite assigns one by itself only in a column declared INTEGER."""


class UtcSeconds(TypeDecorator[datetime]):
    """An aware datetime, stored as whole seconds since 1970 in UTC."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        """Refuse a datetime without a time zone, which could be any moment."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone")
        return int(value.timestamp())

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """An aware datetime in UTC."""
        return None if value is None else datetime.fromtimestamp(value, UTC)


def _moment(*, index: bool = False) -> Any:
    return Field(sa_type=UtcSeconds, index=index)


def _maybe_moment() -> Any:
    return Field(default=None, sa_type=UtcSeconds, nullable=True)


def _id() -> Any:
    return Field(default=None, primary_key=True, sa_type=_ID)


def _ref(target: str, *, index: bool = False, nullable: bool = False) -> Any:
    default = None if nullable else ...
    return Field(default, foreign_key=target, index=index, nullable=nullable, sa_type=_ID)


class Base(SQLModel):
    """The metadata all tables share."""

    metadata = MetaData()


class Meta(Base, table=True):
    """EvaluationInput about the store itself, like its schema version and the rulebook in force."""

    key: str = Field(primary_key=True)
    value: str = Field(sa_type=Text)


class Command(Base, table=True):
    """A command that changed something, so it can be undone."""

    id: int | None = _id()
    agent: str
    at: datetime = _moment()
    name: str
    summary: str
    undone_at: datetime | None = _maybe_moment()
    __table_args__ = (Index("command_by_agent", "agent", "id"),)


class Change(Base, table=True):
    """What a row was before a command changed it; no `before` when the command made the row."""

    id: int | None = _id()
    command_id: int = _ref("command.id", index=True)
    table_name: str
    row_id: int = Field(sa_type=_ID)
    before: str | None = Field(default=None, sa_type=Text)


class Prospect(Base, table=True):
    """A person or company to be called."""

    id: int | None = _id()
    name: str
    company: str = ""
    title: str = ""
    owner: str = ""
    list_name: str = ""
    zone: str = ""
    country: str = ""
    region: str = ""
    """State or province of their address, as it was written."""
    postal: str = ""
    places: str = ""
    """Where the address is, e.g. `US-FL`; after a `?`, where the zone is."""
    place_zones: str = ""
    """Every zone of the address."""
    confirmed_location: str = ""
    """The location they confirmed: an IANA zone or a place like `US-TN`. It overrides the
    area code."""
    confirmed_at: datetime | None = _maybe_moment()
    confirmed_by: str = ""
    note: str = Field(default="", sa_type=Text)
    tags: str = ""
    custom: str = Field(default="{}", sa_type=Text)
    external_id: str = ""
    value: float | None = None
    opt_out_text: str = ""
    created_at: datetime = _moment()
    removed_at: datetime | None = _maybe_moment()
    command_id: int | None = _ref("command.id", index=True, nullable=True)
    postponed_until: datetime | None = _maybe_moment()
    """Not due before this, because their rep has time off; a later call ends it."""
    postponed_at: datetime | None = _maybe_moment()
    snoozed_until: datetime | None = _maybe_moment()
    """Not due before this, because a rep said so; a later call ends it."""
    snoozed_at: datetime | None = _maybe_moment()
    snoozed_callback_at: datetime | None = _maybe_moment()
    """The time of the callback that it moves; None: it moves none."""
    reach: str = ""
    """When they ask to be called: `mon-fri 17:00-24:00`; empty: any time."""
    merged_into: int | None = Field(default=None, sa_type=_ID)
    """The prospect they were merged into; they're removed and found as that one."""
    # projection
    state: str = "fresh"
    action: str = "call"
    due_at: datetime | None = _maybe_moment()
    transition_at: datetime | None = _maybe_moment()
    ready: int = 0
    tier: int = 0
    hours_id: int = 0
    part_mask: int = 0
    hold: str = ""
    rank: float = 0.0
    chance: float = 0.0
    """The log of how many times the average chance of a win they have; a part of `rank`."""
    phone_id: int | None = Field(default=None, sa_type=_ID)
    rule: str = ""
    misses: int = 0
    callback_at: datetime | None = _maybe_moment()
    last_at: datetime | None = _maybe_moment()
    last_outcome: str = ""
    last_note: str = Field(default="", sa_type=Text)
    conversation_outcome: str = ""
    conversation_reason: str = ""
    conversation_at: datetime | None = _maybe_moment()
    conversation_agent: str = ""
    audited: int = 0
    flags: str = ""
    consent_ends_at: datetime | None = _maybe_moment()
    """When the consent ends that allows calls to them."""
    consent_ended_at: datetime | None = _maybe_moment()
    """When the last such consent ended."""
    exempt_until: datetime | None = _maybe_moment()
    """Until when a consent or a relationship overrides a registry entry for their number."""
    asked_at: datetime | None = _maybe_moment()
    """When they asked to be called, where that makes them hot."""

    __table_args__ = (
        CheckConstraint("ready IN (0, 1)", name="ready_is_yes_or_no"),
        CheckConstraint("tier BETWEEN 0 AND 6", name="tier_is_known"),
        CheckConstraint("ready = 0 OR due_at IS NOT NULL", name="ready_has_a_time"),
        CheckConstraint(
            "state NOT IN ('do-not-call', 'closed') OR ready = 0",
            name="opted_out_and_closed_are_not_ready",
        ),
        *(
            Index(
                f"ready{name}", *column, "tier", "hours_id", "part_mask", text("rank DESC"), "id",
                sqlite_where=text("ready = 1 AND hold = ''"),
                postgresql_where=text("ready = 1 AND hold = ''"),
            )
            for name, column in (("", ()), ("_by_list", ("list_name",)), ("_by_owner", ("owner",)))
        ),
        Index(
            "due_transitions", "tier", "transition_at",
            sqlite_where=text("transition_at IS NOT NULL"),
            postgresql_where=text("transition_at IS NOT NULL"),
        ),
        Index(
            "ready_since", "due_at",
            sqlite_where=text("ready = 1"), postgresql_where=text("ready = 1"),
        ),
        Index(
            "on_hold", "hold", "id",
            sqlite_where=text("hold <> ''"), postgresql_where=text("hold <> ''"),
        ),
        Index(
            "audit", "id", sqlite_where=text("audited = 1"), postgresql_where=text("audited = 1")
        ),
        *(
            Index(
                column, column,
                sqlite_where=text(f"{column} IS NOT NULL"),
                postgresql_where=text(f"{column} IS NOT NULL"),
            )
            for column in ("consent_ends_at", "consent_ended_at", "merged_into", "asked_at")
        ),
        Index("prospect_by_list", "list_name"),
        *(
            Index(f"prospect_by_{name}", column, sqlite_where=text(where),
                  postgresql_where=text(where))
            for name, column, where in (
                ("owner", "owner", "owner <> ''"),
                ("state", "state", "state <> 'fresh'"),
                ("tags", "tags", "tags <> ''"),
            )
        ),
        Index("prospect_by_external_id", "external_id"),
    )  # fmt: skip


class Phone(Base, table=True):
    """A number of a prospect, as written and as dialed."""

    id: int | None = _id()
    prospect_id: int = _ref("prospect.id", index=True)
    position: int
    label: str = ""
    written: str
    e164: str = Field(default="", sa_type=_BYTEWISE)
    extension: str = ""
    shown: str
    quality: str
    zones: str = ""
    places: str = ""
    """Countries and states the number may be in, e.g. `US-FL`, most likely first."""
    line: str = ""
    """`mobile`, `landline` or `voip`; empty when unknown."""
    reversed_digits: str = Field(default="", sa_type=_BYTEWISE)
    """The national digits in reverse, so the end of a number is a prefix."""
    __table_args__ = (
        Index("phone_by_number", "e164"),
        Index("phone_by_ending", "reversed_digits"),
        # Undo brings a removed number back with its id, so no id is given twice.
        {"sqlite_autoincrement": True},
    )


class Email(Base, table=True):
    """An email address of a prospect, in lower case."""

    id: int | None = _id()
    prospect_id: int = _ref("prospect.id", index=True)
    position: int
    address: str = Field(sa_type=_BYTEWISE, index=True)
    __table_args__ = ({"sqlite_autoincrement": True},)


class NameWord(Base, table=True):
    """A word of a person's name or company, without case and accents, to find them by it."""

    __tablename__ = "name_word"
    word: str = Field(primary_key=True, sa_type=_BYTEWISE)
    prospect_id: int = Field(primary_key=True, foreign_key="prospect.id", sa_type=_ID)
    __table_args__ = (Index("name_word_of", "prospect_id"), {"sqlite_with_rowid": False})


class Call(Base, table=True):
    """A logged call. Rows are added and voided, never edited."""

    id: int | None = _id()
    prospect_id: int = _ref("prospect.id")
    at: datetime = _moment()
    logged_at: datetime = _moment()
    agent: str
    channel: str = "call"
    number: str = Field(default="", sa_type=_BYTEWISE)
    outcome: str
    written: str = ""
    """The outcome as it was typed or imported."""
    reason: str = ""
    permission: int | None = None
    given_at: datetime | None = _maybe_moment()
    duration: int | None = None
    note: str = Field(default="", sa_type=Text)
    imported: int = 0
    referred_to: int | None = _ref("prospect.id", nullable=True)
    command_id: int | None = _ref("command.id", index=True, nullable=True)
    voided_at: datetime | None = _maybe_moment()
    voided_by: str = ""
    violations: str = ""
    """The checks it violated at its own moment, comma-separated."""
    checked: str = Field(default="", sa_type=Text)
    """What was checked when it was logged, as compact JSON; see `callq.compliance.check`."""
    number_mac: str = ""
    """The keyed hash of the number, once its owner was erased."""
    tier: str = ""
    """The class they were due in just before the call, e.g. `retry`; empty when they weren't."""
    chance: float | None = None
    """The learned chance they were ranked by then, as a log multiple; None when they weren't."""
    rule_chance: float | None = None
    """The same by the fixed rule alone."""
    explored: str = ""
    """The part of the day that was drawn for this retry; empty when none was."""
    __table_args__ = (
        CheckConstraint("duration IS NULL OR duration >= 0", name="duration_is_not_negative"),
        Index("call_of_prospect", "prospect_id", "at"),
        Index("call_on_number", "number", "at"),
        Index("call_by_moment", "at"),
        Index(
            "call_in_violation",
            "at",
            sqlite_where=text("violations <> ''"),
            postgresql_where=text("violations <> ''"),
        ),
        Index(
            "call_explored",
            "at",
            sqlite_where=text("explored <> ''"),
            postgresql_where=text("explored <> ''"),
        ),
    )


class Dnc(Base, table=True):
    """A do-not-call entry against a number, in force while `lifted_at` is empty."""

    id: int | None = _id()
    number: str = Field(sa_type=_BYTEWISE, index=True)
    since: datetime = _moment()
    source: str
    reason: str = ""
    by_agent: str = ""
    call_id: int | None = _ref("call.id", index=True, nullable=True)
    command_id: int | None = _ref("command.id", index=True, nullable=True)
    lifted_at: datetime | None = _maybe_moment()
    lifted_reason: str = ""
    lifted_by: str = ""
    """The rep who lifted it."""
    consent_command_id: int | None = Field(default=None, index=True, nullable=True, sa_type=_ID)
    """The command that recorded the consent."""
    consent_by: str = ""
    """Who agreed to be called again; empty when it was lifted by undo."""
    consent_at: datetime | None = _maybe_moment()
    consent_how: str = ""
    covers: str = "number"
    """`person`: everyone who has the number is blocked, on all their numbers; else `number`."""
    because_of: str = Field(default="", sa_type=_BYTEWISE)
    """The number the request named, of an entry for another number of the same people."""


class NumberList(Base, table=True):
    """A do-not-call list of many numbers, as it was imported: one row for each area it covers."""

    __tablename__ = "number_list"
    id: int | None = _id()
    series: str
    """Which list this is a copy of, e.g. `us-ftc`, or the name of your own list."""
    kind: str
    """`full` replaces the last copy of its area, `change` adds to one, `own` never expires."""
    area: str = Field(default="", sa_type=_BYTEWISE)
    """How the numbers it covers begin, without the plus, e.g. `1818`; empty if it covers none."""
    dated: str = ""
    """The list's own date, ISO."""
    expires_at: datetime | None = _maybe_moment()
    """When it becomes too old to rely on; None: never."""
    batch: int = Field(default=0, sa_type=_ID)
    """The same for areas whose newest copies become too old together; see `records.coverage`."""
    entries: int = 0
    file: str = ""
    imported_at: datetime = _moment()
    by_agent: str = ""
    command_id: int | None = _ref("command.id", index=True, nullable=True)
    ended_at: datetime | None = _maybe_moment()
    """When it was replaced, dropped or undone; its numbers are deleted some time later."""
    ended_reason: str = ""
    ended_by: int | None = _ref("command.id", index=True, nullable=True)
    """The command that ended it; None while it's in force."""
    emptied: int = 0
    """Whether its numbers were deleted, so it can't come back."""
    __table_args__ = (
        CheckConstraint(
            "kind IN ('full', 'change', 'own', 'barred', 'reassigned')",
            name="kind_of_list_is_known",
        ),
        Index("list_by_area", "area"),
        Index(
            "list_in_force",
            "series",
            "batch",
            "expires_at",
            sqlite_where=text("ended_by IS NULL"),
            postgresql_where=text("ended_by IS NULL"),
        ),
    )


class ListedNumber(Base, table=True):
    """A number on a list: the digits of its E.164 form, compact enough for ten million."""

    __tablename__ = "listed_number"
    number: int = Field(primary_key=True, sa_type=BigInteger)
    # No foreign key: an import would pay for ten million look-ups.
    list_id: int = Field(primary_key=True, sa_type=BigInteger)
    removed_by: int = Field(default=0, sa_type=BigInteger)
    """The list of changes, or the recorded consent, that took it off; 0 while it's in force."""
    __table_args__ = ({"sqlite_with_rowid": False},)


class NotDuplicates(Base, table=True):
    """Two prospects who look alike but aren't the same person, as a rep has decided."""

    __tablename__ = "not_duplicates"
    id: int | None = _id()
    one_id: int = _ref("prospect.id")
    other_id: int = _ref("prospect.id")
    agent: str
    at: datetime = _moment()
    __table_args__ = (UniqueConstraint("one_id", "other_id", name="not_duplicates_once"),)


class Suppression(Base, table=True):
    """A number or address never to be stored or called again, kept only as a keyed hash."""

    id: int | None = _id()
    mac: str = Field(unique=True)
    """HMAC-SHA256 of the E.164 number or the address in lower case, in hexadecimal."""
    key_id: str
    reason: str
    requested_at: datetime = _moment()
    source: str = ""


class Lease(Base, table=True):
    """A prospect reserved for one rep for some minutes."""

    prospect_id: int = Field(primary_key=True, foreign_key="prospect.id", sa_type=_ID)
    agent: str = Field(index=True)
    until: datetime = _moment()
    taken_at: datetime = _moment()
    dialed_at: datetime | None = _maybe_moment()
    """When callq last dialed one of their numbers under this lease."""
    dialed_numbers: str = ""
    """The numbers it dialed, E.164, comma-separated, the latest last."""


class Skip(Base, table=True):
    """A prospect that a rep skipped, with the reason."""

    prospect_id: int = Field(primary_key=True, foreign_key="prospect.id", sa_type=_ID)
    agent: str = Field(primary_key=True)
    at: datetime = _moment()
    until: datetime = _moment()
    reason: str = ""


class Hours(Base, table=True):
    """A group of prospects who share their calling hours; see `callq.engine.calling.GroupKey`.

    What follows from the key, the rulebook and the calendar is stored with it, so reading the
    queue doesn't have to work it out.
    """

    id: int | None = _id()
    key: str = Field(unique=True)
    zones: str
    """Every zone they may be in, IANA names, most likely first."""
    places: str = ""
    """The rows of the table of jurisdictions that apply to them."""
    kind: str = ""
    """`consumer`, `business` or `debt`."""
    coverage: str = ""
    """Which registries of do-not-call numbers have to cover them."""
    windows: str = ""
    """When they're offered, by the clock of every zone; see `callq.engine.hours`."""
    legal: str = ""
    """When the law allows a call: the same without the team's own hours."""
    closed: str = Field(default="", sa_type=Text)
    """Local dates without calls, ISO, in order."""
    first_day: str = ""
    last_day: str = ""
    """The first and last local date they're known for; empty when no row asks for dates."""


class Consent(Base, table=True):
    """A consent, or a business relationship; it counts from `since` to `until`."""

    id: int | None = _id()
    prospect_id: int = _ref("prospect.id", index=True)
    kind: str
    """`consent`, or a relationship: `purchase`, `inquiry`."""
    scope: str = "all"
    """What it covers: `all`, `calls`, `texts`, `emails`."""
    number: str = ""
    """The one number it's for, E.164; empty for all their numbers."""
    written: int = 0
    """Whether they agreed in writing."""
    seller: str = ""
    """Whose calls it allows, if not your company's."""
    source: str
    note: str = Field(default="", sa_type=Text)
    since: datetime = _moment()
    until: datetime | None = _maybe_moment()
    recorded_at: datetime = _moment()
    by_agent: str
    command_id: int | None = _ref("command.id", index=True, nullable=True)
    withdrawn_at: datetime | None = _maybe_moment()
    withdrawn_by: str = ""
    withdrawn_reason: str = ""


class Tally(Base, table=True):
    """How many people are ready, updated with the projection, so no command has to count."""

    scope: str = Field(primary_key=True)
    tier: int = Field(primary_key=True, sa_type=Integer)
    hours_id: int = Field(primary_key=True, sa_type=_ID)
    part_mask: int = Field(primary_key=True, sa_type=Integer)
    hold: str = Field(primary_key=True)
    people: int
    __table_args__ = ({"sqlite_with_rowid": False},)


class Script(Base, table=True):
    """A text of the playbook in force, as JSON; an empty list or stage means all."""

    list_name: str = Field(primary_key=True)
    stage: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    body: str = Field(sa_type=Text)
    __table_args__ = ({"sqlite_with_rowid": False},)


class Research(Base, table=True):
    """What a rep found out about a prospect before a call."""

    id: int | None = _id()
    prospect_id: int = _ref("prospect.id", index=True)
    agent: str
    at: datetime = _moment()
    text: str = Field(sa_type=Text)


class PlaceDecision(Base, table=True):
    """What the team decided on a place: a country without a row that it calls, or closed days."""

    __tablename__ = "place_decision"
    id: int | None = _id()
    kind: str
    place: str
    first_day: str = ""
    """Of a closure: local dates, ISO, both included."""
    last_day: str = ""
    reason: str = ""
    agent: str
    at: datetime = _moment()
    ended_at: datetime | None = _maybe_moment()
    __table_args__ = (
        CheckConstraint("kind IN ('accepted', 'closed')", name="kind_of_decision_is_known"),
    )


class ListHold(Base, table=True):
    """A list that is paused or closed; a list without a row isn't."""

    __tablename__ = "list_hold"
    id: int | None = _id()
    list_name: str = Field(unique=True)
    hold: str
    """`list-paused` or `list-closed`."""
    agent: str
    at: datetime = _moment()
    __table_args__ = (
        CheckConstraint("hold IN ('list-paused', 'list-closed')", name="hold_of_list_is_known"),
    )


class TimeOff(Base, table=True):
    """Days a rep doesn't work: local dates, `2026-03-11`, both included."""

    __tablename__ = "time_off"
    id: int | None = _id()
    agent: str = Field(index=True)
    first_day: str
    last_day: str


class SavedView(Base, table=True):
    """A filter with a name, which everyone who shares the store can use."""

    __tablename__ = "saved_view"
    id: int | None = _id()
    name: str = Field(unique=True)
    words: str = Field(sa_type=Text)
    """The filter as JSON, its times and amounts as they were typed."""
    agent: str
    at: datetime = _moment()


def as_sql(dialect: str) -> str:
    """The statements that make all tables and indexes on `sqlite` or `postgresql`."""
    how = (sqlite if dialect == "sqlite" else postgresql).dialect()
    made: list[CreateTable | CreateIndex] = []
    for table in Base.metadata.sorted_tables:
        indexes = sorted(table.indexes, key=lambda index: str(index.name))
        made += [CreateTable(table), *map(CreateIndex, indexes)]
    texts = (str(part.compile(dialect=how)).strip() for part in made)
    return "\n".join(re.sub(r"[ \t]+$", "", text, flags=re.MULTILINE) + ";\n" for text in texts)
