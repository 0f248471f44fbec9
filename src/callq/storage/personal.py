"""Where the store may hold personal data: what erasing and the data report go through.

A person's rows are found by their references to `prospect.id`, read from the schema itself, so a
new table can't be left out. Texts in other people's rows are listed here; a test compares these
lists with the schema, so a new column must be added to one of them.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from callq.storage import schema

if TYPE_CHECKING:
    from sqlalchemy import Column, Table

NAMING: dict[str, tuple[str, ...]] = {
    "prospect": ("title", "note", "tags", "custom", "opt_out_text", "last_note"),
    "call": ("written", "note"),
    "dnc": ("reason", "lifted_reason", "consent_by", "consent_how", "because_of"),
    "skip": ("reason",),
    "research": ("text",),
    "consent": ("seller", "source", "note", "withdrawn_reason"),
    "command": ("summary",),
    "change": ("before",),
    "saved_view": ("words",),
}
"""Texts that may name another person."""

NUMBERS: dict[str, str] = {"call": "number", "dnc": "number"}
"""Numbers in rows that may stay after the person who had them is erased."""

OF_ONE: frozenset[str] = frozenset({"phone", "email", "name_word", "lease"})
"""Tables whose texts are only about the person they belong to."""

NO_ONE_ELSE: frozenset[str] = frozenset({
    "script.list_name", "script.stage", "script.kind", "script.body", "research.agent",
    "place_decision.kind", "place_decision.place", "place_decision.first_day",
    "place_decision.last_day", "place_decision.reason", "place_decision.agent",
    "list_hold.list_name", "list_hold.hold", "list_hold.agent",
    "saved_view.name", "saved_view.agent",
    "time_off.agent", "time_off.first_day", "time_off.last_day",
    "meta.key", "meta.value", "not_duplicates.agent",
    "hours.key", "hours.zones", "hours.places", "hours.kind", "hours.coverage", "hours.windows",
    "hours.legal", "hours.closed", "hours.first_day", "hours.last_day",
    "consent.kind", "consent.scope", "consent.number", "consent.by_agent", "consent.withdrawn_by",
    "prospect.region", "prospect.postal", "prospect.places", "prospect.place_zones",
    "prospect.reach", "prospect.confirmed_location", "prospect.confirmed_by",
    "tally.scope", "tally.hold", "skip.agent",
    "command.agent", "command.name", "change.table_name",
    "suppression.mac", "suppression.key_id", "suppression.reason", "suppression.source",
    "dnc.covers", "dnc.source", "dnc.by_agent", "dnc.lifted_by",
    "number_list.series", "number_list.kind", "number_list.area", "number_list.dated",
    "number_list.file", "number_list.by_agent", "number_list.ended_reason",
    "call.agent", "call.channel", "call.outcome", "call.reason", "call.voided_by",
    "call.violations",
    "call.checked", "call.number_mac", "call.tier", "call.explored",
    "prospect.name", "prospect.company", "prospect.owner", "prospect.list_name", "prospect.zone",
    "prospect.country", "prospect.external_id", "prospect.state", "prospect.action",
    "prospect.hold", "prospect.rule", "prospect.last_outcome",
    "prospect.conversation_outcome", "prospect.conversation_reason",
    "prospect.conversation_agent", "prospect.flags",
})  # fmt: skip
"""Texts that never name another prospect: callq's own words, reps, people's own names."""

EVIDENCE: dict[str, frozenset[str]] = {
    "call": frozenset({
        "id", "prospect_id", "at", "logged_at", "agent", "channel", "reason", "permission",
        "given_at", "duration", "imported", "voided_at", "voided_by", "violations", "checked",
        "outcome", "number_mac",
    }),
    "consent": frozenset({
        "id", "prospect_id", "kind", "scope", "written", "since", "until", "recorded_at",
        "by_agent", "withdrawn_at", "withdrawn_by",
    }),
}  # fmt: skip
"""Tables whose rows the law may require after an erasure, and the columns that stay."""


def references(table: str) -> Iterator[tuple["Table", "Column[object]"]]:
    """Every table and column that refers to a table's id, by name."""
    for name in sorted(schema.Base.metadata.tables):
        found = schema.Base.metadata.tables[name]
        for column in found.columns:
            if any(key.target_fullname == f"{table}.id" for key in column.foreign_keys):
                yield found, column


def blank(table: str, column: str) -> object:
    """The value of a column with nothing in it."""
    found = schema.Base.metadata.tables[table].columns[column]
    if found.nullable:
        return None
    fields = next(m for m in schema.Base.__subclasses__() if m.__tablename__ == table).model_fields
    default = fields[column].default
    return default if isinstance(default, str | int | float) else ""
