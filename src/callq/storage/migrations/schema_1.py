"""Schema 1: people, their numbers, the call log, do-not-call, the journal and the queue."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from callq.storage.migrations import BYTEWISE, ROW_ID

revision = "1"
down_revision = None


def upgrade() -> None:
    """Create all tables."""
    _bookkeeping()
    _people()
    _calls()
    _queue()


def _text(name: str, kind: Any = None) -> "sa.Column[Any]":
    return sa.Column(name, kind or sa.String(), nullable=False)


def _whole(*names: str) -> "list[sa.Column[Any]]":
    return [sa.Column(name, sa.Integer(), nullable=False) for name in names]


def _moments(*names: str, nullable: bool = True) -> "list[sa.Column[Any]]":
    return [sa.Column(name, sa.BigInteger(), nullable=nullable) for name in names]


def _id() -> "sa.Column[Any]":
    return sa.Column("id", ROW_ID, primary_key=True)


def _ref(name: str, target: str, **more: Any) -> "sa.Column[Any]":
    return sa.Column(name, ROW_ID, sa.ForeignKey(target), **more)


def _bookkeeping() -> None:
    op.create_table(
        "meta", sa.Column("key", sa.String(), primary_key=True), _text("value", sa.Text())
    )
    op.create_table(
        "command",
        _id(),
        _text("agent"),
        *_moments("at", nullable=False),
        _text("name"),
        _text("summary"),
        *_moments("undone_at"),
    )
    op.create_index("command_by_agent", "command", ["agent", "id"])
    op.create_table(
        "change",
        _id(),
        _ref("command_id", "command.id", nullable=False),
        _text("table_name"),
        sa.Column("row_id", ROW_ID, nullable=False),
        sa.Column("before", sa.Text()),
    )
    op.create_index("ix_change_command_id", "change", ["command_id"])


def _people() -> None:
    op.create_table(
        "prospect",
        _id(),
        *map(_text, ("name", "company", "title", "owner", "list_name", "zone", "country")),
        _text("note", sa.Text()),
        _text("tags"),
        _text("custom", sa.Text()),
        _text("external_id"),
        sa.Column("value", sa.Float()),
        _text("opt_out_text"),
        *_moments("created_at", nullable=False),
        *_moments("removed_at"),
        _ref("command_id", "command.id"),
        _text("state"),
        _text("action"),
        *_moments("due_at", "transition_at"),
        *_whole("ready", "tier", "hours_id", "part_mask"),
        _text("hold"),
        sa.Column("rank", sa.Float(), nullable=False),
        sa.Column("phone_id", ROW_ID),
        _text("why"),
        _text("rule"),
        *_whole("misses"),
        *_moments("callback_at", "last_at"),
        _text("last_outcome"),
        _text("last_note", sa.Text()),
        _text("conversation_outcome"),
        _text("conversation_reason"),
        *_moments("conversation_at"),
        _text("conversation_agent"),
        *_whole("audited"),
        _text("flags"),
        sa.CheckConstraint("ready IN (0, 1)", name="ready_is_yes_or_no"),
        sa.CheckConstraint("tier BETWEEN 0 AND 6", name="tier_is_known"),
        sa.CheckConstraint("ready = 0 OR due_at IS NOT NULL", name="ready_has_a_time"),
        sa.CheckConstraint(
            "state NOT IN ('do-not-call', 'closed') OR ready = 0",
            name="opted_out_and_closed_are_not_ready",
        ),
    )
    for name, first in (("", []), ("_by_list", ["list_name"]), ("_by_owner", ["owner"])):
        _partial(
            f"ready{name}",
            [*first, "tier", "hours_id", "part_mask", sa.text("rank DESC"), "id"],
            "ready = 1 AND hold = ''",
        )
    _partial("due_transitions", ["tier", "transition_at"], "transition_at IS NOT NULL")
    _partial("ready_since", ["due_at"], "ready = 1")
    _partial("on_hold", ["hold", "id"], "hold <> ''")
    _partial("audit", ["id"], "audited = 1")
    op.create_index("prospect_by_list", "prospect", ["list_name"])
    op.create_index("prospect_by_external_id", "prospect", ["external_id"])
    op.create_index("ix_prospect_command_id", "prospect", ["command_id"])
    op.create_table(
        "phone",
        _id(),
        _ref("prospect_id", "prospect.id", nullable=False),
        *_whole("position"),
        _text("label"),
        _text("written"),
        _text("e164", BYTEWISE),
        *map(_text, ("extension", "shown", "quality", "zones")),
        _text("reversed_digits", BYTEWISE),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_phone_prospect_id", "phone", ["prospect_id"])
    op.create_index("phone_by_number", "phone", ["e164"])
    op.create_index("phone_by_ending", "phone", ["reversed_digits"])
    op.create_table(
        "email",
        _id(),
        _ref("prospect_id", "prospect.id", nullable=False),
        *_whole("position"),
        _text("address", BYTEWISE),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_email_prospect_id", "email", ["prospect_id"])
    op.create_index("ix_email_address", "email", ["address"])
    op.create_table(
        "name_word",
        sa.Column("word", BYTEWISE, primary_key=True),
        _ref("prospect_id", "prospect.id", primary_key=True),
        sqlite_with_rowid=False,
    )
    op.create_index("name_word_of", "name_word", ["prospect_id"])


def _partial(name: str, columns: list[Any], which: str) -> None:
    where = sa.text(which)
    op.create_index(name, "prospect", columns, sqlite_where=where, postgresql_where=where)


def _calls() -> None:
    op.create_table(
        "call",
        _id(),
        _ref("prospect_id", "prospect.id", nullable=False),
        *_moments("at", "logged_at", nullable=False),
        _text("agent"),
        _text("channel"),
        _text("number", BYTEWISE),
        *map(_text, ("outcome", "written", "reason")),
        sa.Column("permission", sa.Integer()),
        *_moments("given_at"),
        sa.Column("duration", sa.Integer()),
        _text("note", sa.Text()),
        *_whole("imported"),
        _ref("referred_to", "prospect.id"),
        _ref("command_id", "command.id"),
        *_moments("voided_at"),
        _text("voided_by"),
        sa.CheckConstraint("duration IS NULL OR duration >= 0", name="duration_is_not_negative"),
    )
    op.create_index("call_of_prospect", "call", ["prospect_id", "at"])
    op.create_index("call_on_number", "call", ["number", "at"])
    op.create_index("call_by_moment", "call", ["at"])
    op.create_index("ix_call_command_id", "call", ["command_id"])
    op.create_table(
        "dnc",
        _id(),
        _text("number", BYTEWISE),
        *_moments("since", nullable=False),
        *map(_text, ("source", "reason", "by_agent")),
        _ref("call_id", "call.id"),
        _ref("command_id", "command.id"),
        *_moments("lifted_at"),
        _text("lifted_reason"),
    )
    for column in ("number", "call_id", "command_id"):
        op.create_index(f"ix_dnc_{column}", "dnc", [column])


def _queue() -> None:
    op.create_table(
        "lease",
        _ref("prospect_id", "prospect.id", primary_key=True, autoincrement=False),
        _text("agent"),
        *_moments("until", "taken_at", nullable=False),
    )
    op.create_index("ix_lease_agent", "lease", ["agent"])
    op.create_table(
        "skip",
        _ref("prospect_id", "prospect.id", primary_key=True),
        sa.Column("agent", sa.String(), primary_key=True),
        *_moments("at", "until", nullable=False),
        _text("reason"),
    )
    op.create_table("hours", _id(), sa.Column("zones", sa.String(), nullable=False, unique=True))
    op.create_table(
        "tally",
        sa.Column("scope", sa.String(), primary_key=True),
        sa.Column("tier", sa.Integer(), primary_key=True),
        sa.Column("hours_id", ROW_ID, primary_key=True),
        sa.Column("part_mask", sa.Integer(), primary_key=True),
        sa.Column("hold", sa.String(), primary_key=True),
        *_whole("people"),
        sqlite_with_rowid=False,
    )
