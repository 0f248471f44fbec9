"""Schema 2: the callq version it needs; places, consents, merges, lists, dialing, erasures."""

import re
from typing import Any

import sqlalchemy as sa
from alembic import op

from callq.storage.db import Db
from callq.storage.migrations import BYTEWISE, ROW_ID, add_column

revision = "2"
down_revision = "1"


def upgrade() -> None:
    """Add what schema 2 has and schema 1 doesn't."""
    _places()
    _hours()
    _consents()
    _merging()
    _number_lists()
    _words()
    _dialing()
    _erasure()
    _offers()
    _list_holds()
    _views()
    op.drop_column("prospect", "why")


def _text(name: str, kind: Any = None) -> "sa.Column[Any]":
    return sa.Column(name, kind or sa.String(), nullable=False)


def _places() -> None:
    for name in ("region", "postal", "places", "place_zones", "confirmed_location", "confirmed_by"):
        add_column("prospect", _text(name), "''")
    for name in ("confirmed_at", "consent_ends_at", "consent_ended_at", "exempt_until"):
        add_column("prospect", sa.Column(name, sa.BigInteger()))
    for name in ("consent_ends_at", "consent_ended_at"):
        where = sa.text(f"{name} IS NOT NULL")
        op.create_index(name, "prospect", [name], sqlite_where=where, postgresql_where=where)
    add_column("phone", _text("places"), "''")
    add_column("phone", _text("line"), "''")
    op.create_table(
        "place_decision",
        sa.Column("id", ROW_ID, primary_key=True),
        *map(_text, ("kind", "place", "first_day", "last_day", "reason", "agent")),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger()),
        sa.CheckConstraint("kind IN ('accepted', 'closed')", name="kind_of_decision_is_known"),
    )


def _hours() -> None:
    """Created again: groups follow from the people and are recomputed after an upgrade."""
    op.drop_table("hours")
    texts = ("zones", "places", "kind", "coverage", "windows", "legal")
    op.create_table(
        "hours",
        sa.Column("id", ROW_ID, primary_key=True),
        sa.Column("key", sa.String(), nullable=False, unique=True),
        *map(_text, texts),
        _text("closed", sa.Text()),
        _text("first_day"),
        _text("last_day"),
    )


def _consents() -> None:
    moments = {"since": False, "until": True, "recorded_at": False, "withdrawn_at": True}
    op.create_table(
        "consent",
        sa.Column("id", ROW_ID, primary_key=True),
        sa.Column("prospect_id", ROW_ID, sa.ForeignKey("prospect.id"), nullable=False),
        *map(_text, ("kind", "scope", "number")),
        sa.Column("written", sa.Integer(), nullable=False),
        *map(_text, ("seller", "source")),
        _text("note", sa.Text()),
        *(sa.Column(name, sa.BigInteger(), nullable=may) for name, may in moments.items()),
        _text("by_agent"),
        sa.Column("command_id", ROW_ID, sa.ForeignKey("command.id")),
        *map(_text, ("withdrawn_by", "withdrawn_reason")),
    )
    for column in ("prospect_id", "command_id"):
        op.create_index(f"ix_consent_{column}", "consent", [column])


def _merging() -> None:
    add_column("prospect", sa.Column("merged_into", ROW_ID))
    where = sa.text("merged_into IS NOT NULL")
    op.create_index(
        "merged_into", "prospect", ["merged_into"], sqlite_where=where, postgresql_where=where
    )
    op.create_table(
        "not_duplicates",
        sa.Column("id", ROW_ID, primary_key=True),
        *(
            sa.Column(name, ROW_ID, sa.ForeignKey("prospect.id"), nullable=False)
            for name in ("one_id", "other_id")
        ),
        _text("agent"),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.UniqueConstraint("one_id", "other_id", name="not_duplicates_once"),
    )


def _number_lists() -> None:
    for name in ("lifted_by", "consent_by", "consent_how"):
        add_column("dnc", _text(name), "''")
    add_column("dnc", _text("covers"), "'number'")
    add_column("dnc", _text("because_of", BYTEWISE), "''")
    add_column("dnc", sa.Column("consent_at", sa.BigInteger()))
    add_column("dnc", sa.Column("consent_command_id", ROW_ID))
    op.create_index("ix_dnc_consent_command_id", "dnc", ["consent_command_id"])
    op.create_table(
        "number_list",
        sa.Column("id", ROW_ID, primary_key=True),
        *map(_text, ("series", "kind")),
        _text("area", BYTEWISE),
        _text("dated"),
        sa.Column("expires_at", sa.BigInteger()),
        sa.Column("batch", ROW_ID, nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        _text("file"),
        sa.Column("imported_at", sa.BigInteger(), nullable=False),
        _text("by_agent"),
        sa.Column("command_id", ROW_ID, sa.ForeignKey("command.id")),
        sa.Column("ended_at", sa.BigInteger()),
        _text("ended_reason"),
        sa.Column("ended_by", ROW_ID, sa.ForeignKey("command.id")),
        sa.Column("emptied", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('full', 'change', 'own', 'barred', 'reassigned')",
            name="kind_of_list_is_known",
        ),
    )
    op.create_index("list_by_area", "number_list", ["area"])
    op.create_index(
        "list_in_force", "number_list", ["series", "batch", "expires_at"],
        sqlite_where=sa.text("ended_by IS NULL"), postgresql_where=sa.text("ended_by IS NULL"),
    )  # fmt: skip
    for column in ("command_id", "ended_by"):
        op.create_index(f"ix_number_list_{column}", "number_list", [column])
    op.create_table(
        "listed_number",
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("list_id", sa.BigInteger(), nullable=False),
        sa.Column("removed_by", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("number", "list_id"),
        sqlite_with_rowid=False,
    )


def _words() -> None:
    """The playbook in force, research, time off, and who was put off."""
    op.create_table(
        "script",
        *(
            sa.Column(name, sa.String(), primary_key=True)
            for name in ("list_name", "stage", "kind")
        ),
        _text("body", sa.Text()),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "research",
        sa.Column("id", ROW_ID, primary_key=True),
        sa.Column("prospect_id", ROW_ID, sa.ForeignKey("prospect.id"), nullable=False),
        _text("agent"),
        sa.Column("at", sa.BigInteger(), nullable=False),
        _text("text", sa.Text()),
    )
    op.create_index("ix_research_prospect_id", "research", ["prospect_id"])
    op.create_table(
        "time_off",
        sa.Column("id", ROW_ID, primary_key=True),
        *map(_text, ("agent", "first_day", "last_day")),
    )
    op.create_index("ix_time_off_agent", "time_off", ["agent"])
    moments = (
        "postponed_until",
        "postponed_at",
        "snoozed_until",
        "snoozed_at",
        "snoozed_callback_at",
    )
    for name in moments:
        add_column("prospect", sa.Column(name, sa.BigInteger()))
    add_column("prospect", _text("reach"), "''")


def _views() -> None:
    op.create_table(
        "saved_view",
        sa.Column("id", ROW_ID, primary_key=True),
        sa.Column("name", sa.String(), nullable=False, unique=True),
        _text("words", sa.Text()),
        _text("agent"),
        sa.Column("at", sa.BigInteger(), nullable=False),
    )
    indexed = {"owner": "owner <> ''", "state": "state <> 'fresh'", "tags": "tags <> ''"}
    for column, condition in indexed.items():
        where = sa.text(condition)
        op.create_index(
            f"prospect_by_{column}", "prospect", [column], sqlite_where=where,
            postgresql_where=where,
        )  # fmt: skip


def _dialing() -> None:
    add_column("lease", sa.Column("dialed_at", sa.BigInteger()))
    add_column("lease", _text("dialed_numbers"), "''")


def _erasure() -> None:
    for name, kind in (("violations", None), ("checked", sa.Text()), ("number_mac", None)):
        add_column("call", _text(name, kind), "''")
    where = sa.text("violations <> ''")
    op.create_index("call_in_violation", "call", ["at"], sqlite_where=where, postgresql_where=where)
    op.create_table(
        "suppression",
        sa.Column("id", ROW_ID, primary_key=True),
        sa.Column("mac", sa.String(), nullable=False, unique=True),
        *map(_text, ("key_id", "reason")),
        sa.Column("requested_at", sa.BigInteger(), nullable=False),
        _text("source"),
    )


def _offers() -> None:
    add_column("prospect", sa.Column("chance", sa.Float(), nullable=False), "0")
    for name in ("tier", "explored"):
        add_column("call", _text(name), "''")
    for name in ("chance", "rule_chance"):
        add_column("call", sa.Column(name, sa.Float()))
    where = sa.text("explored <> ''")
    op.create_index("call_explored", "call", ["at"], sqlite_where=where, postgresql_where=where)


def _list_holds() -> None:
    add_column("prospect", sa.Column("asked_at", sa.BigInteger()))
    where = sa.text("asked_at IS NOT NULL")
    op.create_index(
        "asked_at", "prospect", ["asked_at"], sqlite_where=where, postgresql_where=where
    )
    op.create_table(
        "list_hold",
        sa.Column("id", ROW_ID, primary_key=True),
        sa.Column("list_name", sa.String(), nullable=False, unique=True),
        *map(_text, ("hold", "agent")),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("hold IN ('list-paused', 'list-closed')", name="hold_of_list_is_known"),
    )


def change_rows(db: Db) -> None:
    """Take the weight of a term that is gone out of the rulebook in force."""
    named = "key = 'rulebook_text' OR key LIKE 'rulebook_before:%'"
    for key, text in db.rows(f"SELECT key, value FROM meta WHERE {named}"):
        kept = re.sub(r"(?m)^freshness[ \t]*=.*\n", "", text)
        db.run("UPDATE meta SET value = :kept WHERE key = :key", {"kept": kept, "key": key})
