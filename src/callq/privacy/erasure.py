"""Delete everything about a person, on every engine, inside a write transaction."""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from callq.named_tuple import NamedTuple
from callq.privacy.identifiers import Identifier, of_texts
from callq.records import number_lists, people
from callq.storage import journal, meta, personal, schema
from callq.storage.db import Db
from callq.storage.rows import integer

GONE = "(erased)"
"""Replaces an erased name in texts about others."""
_AS_JSON = {("prospect", "custom"), ("change", "before"), ("saved_view", "words")}
_OWNER = {
    "prospect": "id", "call": "prospect_id", "skip": "prospect_id", "consent": "prospect_id",
    "research": "prospect_id",
}  # fmt: skip
"""The column that says which prospect a row is about."""


class Traces(NamedTuple):
    """What identifies a person, now and in the past."""

    ids: tuple[int, ...]
    """Their id and the ids merged into it; empty if only a number is known."""
    names: tuple[str, ...]
    numbers: tuple[str, ...]
    """E.164: current ones, former ones, and the ones called."""
    written: tuple[tuple[str, str], ...]
    """Each number with the ways it was written or is shown."""
    emails: tuple[str, ...]
    changes: tuple[int, ...]
    """Journal rows with their former values."""
    commands: tuple[int, ...]
    """Ids of the commands about them."""


def traces(db: Db, prospect_id: int) -> Traces:
    """Gather what identifies a person from their rows, their calls and the journal."""
    merged = db.rows(
        "SELECT id FROM prospect WHERE merged_into = :id ORDER BY id", {"id": prospect_id}
    )
    ids = (prospect_id, *(row[0] for row in merged))
    which = _listed(ids)
    changes = _changes_of(db, ids)
    former = [(table, json.loads(before)) for _, table, before, _ in changes if before]
    names = [people.name_of(db, id_) for id_ in ids]
    phones = db.rows(
        "SELECT e164, written, shown FROM phone "
        f"WHERE prospect_id IN ({which}) ORDER BY prospect_id, position, id"
    )
    phones += [
        (row.get("e164", ""), row.get("written", ""), row.get("shown", ""))
        for table, row in former if table == "phone"
    ]  # fmt: skip
    called = db.rows(
        f"SELECT DISTINCT number FROM call WHERE prospect_id IN ({which}) AND number <> '' UNION "
        f"SELECT d.number FROM dnc d JOIN call c ON c.id = d.call_id "
        f"WHERE c.prospect_id IN ({which})"
    )
    emails = db.rows(f"SELECT address FROM email WHERE prospect_id IN ({which})")
    return Traces(
        ids,
        names=_once(
            [*names, *(row.get("name", "") for table, row in former if table == "prospect")]
        ),
        numbers=_once([*(phone[0] for phone in phones), *(number for (number,) in called)]),
        written=tuple(dict.fromkeys((p[0], text) for p in phones for text in p[1:] if text)),
        emails=_once(
            [*(a for (a,) in emails), *(r.get("address", "") for t, r in former if t == "email")]
        ),
        changes=tuple(change[0] for change in changes),
        commands=_commands_of(db, ids, [change[3] for change in changes]),
    )


def calls_of(db: Db, ids: Sequence[int]) -> int:
    """How many calls were logged with a person, voided ones too."""
    return integer(db, f"SELECT COUNT(*) FROM call WHERE prospect_id IN ({_listed(ids)})")


def erase(db: Db, ids: Sequence[int]) -> None:
    """Delete a person's rows and everything that refers to them. Ids are never reused."""
    meta.write(db, meta.LAST_PERSON, str(max(people.last_id(db), *ids)))
    _remove(db, "prospect", ids)


def pseudonymize(db: Db, prospect_id: int, pseudonym: str, macs: dict[str, str]) -> None:
    """Keep only the compliance record of a person, under a random name.

    Args:
        db: Inside a write transaction.
        prospect_id: The person.
        pseudonym: The name to store.
        macs: The keyed hash of each number.
    """
    for number, mac in macs.items():
        db.run(
            "UPDATE call SET number_mac = :mac WHERE prospect_id = :id AND number = :number",
            {"mac": mac, "id": prospect_id, "number": number},
        )
    for table, column in personal.references("prospect"):
        kept = personal.EVIDENCE.get(table.name)
        if kept is None or column.name != "prospect_id":
            _drop(db, table.name, column.name, [prospect_id], nullable=bool(column.nullable))
            continue
        blank = {
            c.name: personal.blank(table.name, c.name) for c in table.columns if c.name not in kept
        }
        _set(db, table.name, {"prospect_id": prospect_id}, blank)
    stays = {"id", "created_at", "removed_at", "merged_into"}
    columns = schema.Base.metadata.tables["prospect"].columns
    row = {c.name: personal.blank("prospect", c.name) for c in columns if c.name not in stays}
    _set(db, "prospect", {"id": prospect_id}, row | {"name": pseudonym})


def drop_changes(db: Db, found: Traces) -> None:
    """Delete former values from the journal: theirs, and their numbers in rows of others.

    After that no undo can bring anything back.
    """
    gone = set(found.changes)
    for number in found.numbers:
        rows = db.rows(
            "SELECT id FROM change WHERE table_name = 'phone' AND before LIKE :like",
            {"like": f'%"e164": "{number}"%'},
        )
        gone |= {row[0] for row in rows}
    for address in found.emails:
        rows = db.rows(
            "SELECT id, before FROM change WHERE table_name = 'email' AND before IS NOT NULL"
        )
        gone |= {row[0] for row in rows if json.loads(row[1]).get("address") == address}
    db.many("DELETE FROM change WHERE id = :id", [{"id": id_} for id_ in sorted(gone)])


def drop_number(db: Db, number: str, mac: str) -> set[int]:
    """Delete a number no one else has from calls and own lists. Returns the ids affected."""
    rows = db.rows("SELECT DISTINCT prospect_id FROM call WHERE number = :n", {"n": number})
    db.run("DELETE FROM dnc WHERE number = :n", {"n": number})
    number_lists.strike_out(db, int(number[1:]))
    db.run(
        "UPDATE call SET number = '', number_mac = :mac WHERE number = :n",
        {"n": number, "mac": mac},
    )
    return {row[0] for row in rows}


def redact_own(db: Db, found: Traces, numbers: Sequence[Identifier]) -> None:
    """Redact a person's names, even short ones, in texts callq itself wrote about them.

    These are summaries of commands, reasons of do-not-call entries, and notes of people they
    referred. Run it before their rows are deleted.

    Args:
        db: Inside a write transaction.
        found: What identifies them.
        numbers: Their numbers.
    """
    ids = _listed(found.ids)
    entries = db.rows(
        "SELECT d.id, d.command_id, d.consent_command_id FROM dnc d LEFT JOIN call c ON c.id = "
        "d.call_id "
        f"WHERE c.prospect_id IN ({ids}) OR d.number IN "
        f"(SELECT e164 FROM phone WHERE prospect_id IN ({ids}) AND e164 <> '')"
    )
    named = db.rows(
        "SELECT DISTINCT referred_to FROM call "
        f"WHERE prospect_id IN ({ids}) AND referred_to IS NOT NULL"
    )
    known = (*of_texts((*found.names, *found.emails, *(t for _, t in found.written))), *numbers)
    made_by = (id_ for _, *both in entries for id_ in both if id_ is not None)
    commands = {*found.commands, *made_by}
    _redact_rows(db, "command", "summary", sorted(commands), known)
    for column in personal.NAMING["dnc"]:
        _redact_rows(db, "dnc", column, [row[0] for row in entries], known)
    by = of_texts(f"Named by {name}." for name in found.names)
    for column in ("note", "last_note"):
        _redact_rows(db, "prospect", column, [row[0] for row in named], by, f"Named by {GONE}.")


def redact(db: Db, identifiers: Sequence[Identifier]) -> set[int]:
    """Redact identifiers in texts about others. Returns the ids whose texts changed."""
    touched: set[int] = set()
    for table, columns in personal.NAMING.items() if identifiers else ():
        for row in _naming(db, table, identifiers):
            changed = {c: _without(table, c, row[c], identifiers) for c in columns}
            changed = {c: text for c, text in changed.items() if text != row[c]}
            if changed:
                keys = {key: row[key] for key in _keys(table)}
                _set(db, table, keys, changed)
                touched |= {row[_OWNER[table]]} if table in _OWNER else set()
    return touched


def named_in(db: Db, identifiers: Sequence[Identifier], but: Iterable[int]) -> tuple[int, ...]:
    """Ids of prospects whose texts contain one of the identifiers.

    Args:
        db: The store.
        identifiers: The person's.
        but: Ids whose own rows don't count.
    """
    found: set[int] = set()
    for table, owner in _OWNER.items() if identifiers else ():
        for row in _naming(db, table, identifiers):
            if any(
                _without(table, c, row[c], identifiers) != row[c] for c in personal.NAMING[table]
            ):
                found.add(row[owner])
    return tuple(sorted(found - set(but)))


def _redact_rows(
    db: Db,
    table: str,
    column: str,
    ids: Iterable[int],
    identifiers: Sequence[Identifier],
    instead: str = GONE,
) -> None:
    for id_ in ids:
        row = db.one(f"SELECT {column} FROM {table} WHERE id = :id", {"id": id_})
        text = _without(table, column, row[0], identifiers, instead) if row else None
        if row and text != row[0]:
            _set(db, table, {"id": id_}, {column: text})


def _remove(db: Db, table: str, ids: Sequence[int]) -> None:
    for child, column in personal.references(table):
        _drop(db, child.name, column.name, ids, nullable=bool(column.nullable))
    db.many(f"DELETE FROM {table} WHERE id = :id", [{"id": id_} for id_ in ids])


def _drop(db: Db, table: str, column: str, ids: Sequence[int], *, nullable: bool) -> None:
    """Delete rows that refer to deleted ones, or clear the reference if it may be NULL."""
    which = [{"id": id_} for id_ in ids]
    if nullable:
        db.many(f"UPDATE {table} SET {column} = NULL WHERE {column} = :id", which)
    elif "id" in schema.Base.metadata.tables[table].columns:
        rows = [r[0] for w in which
                for r in db.rows(f"SELECT id FROM {table} WHERE {column} = :id", w)]  # fmt: skip
        _remove(db, table, rows)
    else:
        db.many(f"DELETE FROM {table} WHERE {column} = :id", which)


def _set(db: Db, table: str, keys: dict[str, Any], values: dict[str, Any]) -> None:
    sets = ", ".join(f"{column} = :{column}" for column in values)
    where = " AND ".join(f"{key} = :_{key}" for key in keys)
    which = {f"_{key}": value for key, value in keys.items()}
    db.run(f"UPDATE {table} SET {sets} WHERE {where}", {**values, **which})


class _Change(NamedTuple):
    """A row of the journal."""

    id: int
    table_name: str
    row_id: int
    before: str | None
    command_id: int


_CHANGE = f"SELECT {', '.join(_Change._fields)} FROM change"


def _changes_of(db: Db, ids: Sequence[int]) -> list[tuple[int, str, str | None, int]]:
    """Journal rows about a person: id, table, former values, command."""
    named = sorted({column.name for _, column in personal.references("prospect")})
    about = [
        f"before LIKE '%\"{column}\": {id_}{end}%'"
        for column in named for id_ in ids for end in (",", "}")
    ]  # fmt: skip
    found = db.rows(
        f"{_CHANGE} WHERE (table_name = 'prospect' AND row_id IN ({_listed(ids)})) "
        f"OR (table_name <> 'prospect' AND ({' OR '.join(about)}))"
    )
    changes = {change.id: change for change in map(_Change._make, found)}
    for table, column in personal.references("prospect"):
        if table.name not in journal.TABLES or column.name == "referred_to":
            continue
        own = {one.row_id for one in changes.values() if one.table_name == table.name}
        now = f"SELECT id FROM {table.name} WHERE {column.name} IN ({_listed(ids)})"
        own |= {row[0] for row in db.rows(now)}
        made = f"{_CHANGE} WHERE table_name = :table AND row_id IN ({_listed(own)})"
        more = db.rows(made, {"table": table.name}) if own else []
        changes |= {change.id: change for change in map(_Change._make, more)}
    return [(one.id, one.table_name, one.before, one.command_id) for one in changes.values()]


def _commands_of(db: Db, ids: Sequence[int], more: Iterable[int]) -> tuple[int, ...]:
    which = _listed(ids)
    rows = db.rows(
        f"SELECT command_id FROM prospect WHERE id IN ({which}) UNION "
        f"SELECT command_id FROM call WHERE prospect_id IN ({which}) OR referred_to IN ({which})"
    )
    return tuple(sorted({row[0] for row in rows if row[0] is not None} | set(more)))


def _naming(db: Db, table: str, identifiers: Sequence[Identifier]) -> Iterator[dict[str, Any]]:
    """Yield rows that may contain an identifier: their keys and the columns with free text."""
    columns = personal.NAMING[table]
    likes = [
        (column, like)
        for column in columns
        for identifier in identifiers
        for like in identifier.likes(as_json=(table, column) in _AS_JSON)
    ]
    params = {f"t{i}": like for i, (_, like) in enumerate(likes)}
    where = " OR ".join(
        f"LOWER({column}) LIKE LOWER(:t{i}) ESCAPE '!'" for i, (column, _) in enumerate(likes)
    )
    names = tuple(filter(None, dict.fromkeys((*_keys(table), _OWNER.get(table), *columns))))
    for row in db.rows(f"SELECT {', '.join(names)} FROM {table} WHERE {where}", params):
        yield dict(zip(names, row, strict=True))


def _keys(table: str) -> tuple[str, ...]:
    return tuple(c.name for c in schema.Base.metadata.tables[table].primary_key.columns)


def _without(
    table: str, column: str, held: object, identifiers: Sequence[Identifier], instead: str = GONE
) -> object:
    if not isinstance(held, str):
        return held
    for identifier in identifiers:
        held = identifier.without(held, instead, as_json=(table, column) in _AS_JSON)
    return held


def _listed(ids: Iterable[int]) -> str:
    return ", ".join(str(int(id_)) for id_ in ids) or "0"


def _once(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(filter(None, dict.fromkeys(texts)))
