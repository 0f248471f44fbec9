"""Takes everything of a person out of the store, on every engine; inside a write transaction."""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from callq.privacy.identifiers import Sign, of_texts
from callq.records import number_lists, people
from callq.storage import journal, meta, personal, schema
from callq.storage.db import Db

GONE = "(forgotten)"
"""What stands where somebody's name was in a text about somebody else."""
_AS_JSON = {("prospect", "custom"), ("change", "before")}
_CHANGE = "SELECT id, table_name, before, command_id, row_id FROM change"
_OWNER = {
    "prospect": "id", "call": "prospect_id", "skip": "prospect_id", "consent": "prospect_id",
    "homework": "prospect_id",
}  # fmt: skip
"""Where a row about somebody says who that is."""


class Traces(NamedTuple):
    """By what somebody can be told, now and formerly."""

    ids: tuple[int, ...]
    """Theirs, and those that were merged into it; none when only a number is known."""
    names: tuple[str, ...]
    numbers: tuple[str, ...]
    """E.164: theirs, those they had, and those they were called on."""
    written: tuple[tuple[str, str], ...]
    """Each number, and how it was written or is shown."""
    emails: tuple[str, ...]
    changes: tuple[int, ...]
    """The rows of the journal that hold former values of theirs."""
    commands: tuple[int, ...]
    """The commands that concerned them."""


def traces(db: Db, prospect_id: int) -> Traces:
    """Gathers what somebody can be told by, from their rows, their calls and the journal."""
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
    """How many calls were logged with somebody, voided ones too."""
    row = db.one(f"SELECT COUNT(*) FROM call WHERE prospect_id IN ({_listed(ids)})")
    return int(row[0]) if row else 0


def erase(db: Db, ids: Sequence[int]) -> None:
    """Removes somebody's rows and all rows that belong to them; nobody gets their ids again."""
    meta.write(db, meta.LAST_PERSON, str(max(people.last_id(db), *ids)))
    _remove(db, "prospect", ids)


def pseudonymise(db: Db, prospect_id: int, pseudonym: str, macs: dict[str, str]) -> None:
    """Leaves of somebody only what the law may want to see, under a name that says nothing.

    Args:
        db: Inside a write transaction.
        prospect_id: Whose rows.
        pseudonym: What they are called from now on.
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
    """Removes former values from the journal: theirs, and their numbers in rows of others.

    Without them no undo brings anything back.
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
    """Takes a number nobody else has out of the log and our own lists; whose calls it was in."""
    rows = db.rows("SELECT DISTINCT prospect_id FROM call WHERE number = :n", {"n": number})
    db.run("DELETE FROM dnc WHERE number = :n", {"n": number})
    number_lists.strike_out(db, int(number[1:]))
    db.run(
        "UPDATE call SET number = '', number_mac = :mac WHERE number = :n",
        {"n": number, "mac": mac},
    )
    return {row[0] for row in rows}


def retell(db: Db, found: Traces, numbers: Sequence[Sign]) -> None:
    """Takes somebody's names, however short, out of what callq itself wrote about them.

    These are the summaries of commands, the reasons of do-not-call entries, and the notes of those
    whom they named. To be run before their rows go.

    Args:
        db: Inside a write transaction.
        found: By what they can be told.
        numbers: Their numbers as signs.
    """
    ids = _listed(found.ids)
    entries = db.rows(
        "SELECT d.id, d.command_id, d.lifting_id FROM dnc d LEFT JOIN call c ON c.id = d.call_id "
        f"WHERE c.prospect_id IN ({ids}) OR d.number IN "
        f"(SELECT e164 FROM phone WHERE prospect_id IN ({ids}) AND e164 <> '')"
    )
    named = db.rows(
        "SELECT DISTINCT referred_to FROM call "
        f"WHERE prospect_id IN ({ids}) AND referred_to IS NOT NULL"
    )
    told = (*of_texts((*found.names, *found.emails, *(t for _, t in found.written))), *numbers)
    commands = {*found.commands, *(id_ for row in entries for id_ in row[1:] if id_ is not None)}
    _retell(db, "command", "summary", sorted(commands), told)
    for column in personal.NAMING["dnc"]:
        _retell(db, "dnc", column, [row[0] for row in entries], told)
    by = of_texts(f"Named by {name}." for name in found.names)
    for column in ("note", "last_note"):
        _retell(db, "prospect", column, [row[0] for row in named], by, f"Named by {GONE}.")


def unname(db: Db, signs: Sequence[Sign]) -> set[int]:
    """Takes signs out of what is written about others; which prospects' texts were changed."""
    touched: set[int] = set()
    for table, columns in personal.NAMING.items() if signs else ():
        for row in _naming(db, table, signs):
            changed = {c: _without(table, c, row[c], signs) for c in columns}
            changed = {c: text for c, text in changed.items() if text != row[c]}
            if changed:
                keys = {key: row[key] for key in _keys(table)}
                _set(db, table, keys, changed)
                touched |= {row[_OWNER[table]]} if table in _OWNER else set()
    return touched


def named_in(db: Db, signs: Sequence[Sign], but: Iterable[int]) -> tuple[int, ...]:
    """The prospects in whose texts one of the signs stands.

    Args:
        db: The store.
        signs: Of somebody.
        but: Whose own rows don't count.
    """
    found: set[int] = set()
    for table, owner in _OWNER.items() if signs else ():
        for row in _naming(db, table, signs):
            if any(_without(table, c, row[c], signs) != row[c] for c in personal.NAMING[table]):
                found.add(row[owner])
    return tuple(sorted(found - set(but)))


def _retell(
    db: Db, table: str, column: str, ids: Iterable[int], signs: Sequence[Sign], instead: str = GONE
) -> None:
    for id_ in ids:
        row = db.one(f"SELECT {column} FROM {table} WHERE id = :id", {"id": id_})
        told = _without(table, column, row[0], signs, instead) if row else None
        if row and told != row[0]:
            _set(db, table, {"id": id_}, {column: told})


def _remove(db: Db, table: str, ids: Sequence[int]) -> None:
    for child, column in personal.references(table):
        _drop(db, child.name, column.name, ids, nullable=bool(column.nullable))
    db.many(f"DELETE FROM {table} WHERE id = :id", [{"id": id_} for id_ in ids])


def _drop(db: Db, table: str, column: str, ids: Sequence[int], *, nullable: bool) -> None:
    """Removes the rows that refer to removed ones; of those that may stand alone, the reference."""
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


def _changes_of(db: Db, ids: Sequence[int]) -> list[tuple[int, str, str | None, int]]:
    """The journal's rows about somebody: id, table, former values, command."""
    named = sorted({column.name for _, column in personal.references("prospect")})
    about = [
        f"before LIKE '%\"{column}\": {id_}{end}%'"
        for column in named for id_ in ids for end in (",", "}")
    ]  # fmt: skip
    rows = db.rows(
        f"{_CHANGE} WHERE (table_name = 'prospect' AND row_id IN ({_listed(ids)})) "
        f"OR (table_name <> 'prospect' AND ({' OR '.join(about)}))"
    )
    for table, column in personal.references("prospect"):
        if table.name not in journal.TABLES or column.name == "referred_to":
            continue
        own = {row[4] for row in rows if row[1] == table.name}
        now = f"SELECT id FROM {table.name} WHERE {column.name} IN ({_listed(ids)})"
        own |= {row[0] for row in db.rows(now)}
        made = f"{_CHANGE} WHERE table_name = :table AND row_id IN ({_listed(own)})"
        rows += db.rows(made, {"table": table.name}) if own else []
    return [(row[0], row[1], row[2], row[3]) for row in {row[0]: row for row in rows}.values()]


def _commands_of(db: Db, ids: Sequence[int], more: Iterable[int]) -> tuple[int, ...]:
    which = _listed(ids)
    rows = db.rows(
        f"SELECT command_id FROM prospect WHERE id IN ({which}) UNION "
        f"SELECT command_id FROM call WHERE prospect_id IN ({which}) OR referred_to IN ({which})"
    )
    return tuple(sorted({row[0] for row in rows if row[0] is not None} | set(more)))


def _naming(db: Db, table: str, signs: Sequence[Sign]) -> Iterator[dict[str, Any]]:
    """Rows that may hold one of the signs: their keys and the columns that may name somebody."""
    columns = personal.NAMING[table]
    likes = [
        (column, like)
        for column in columns
        for sign in signs
        for like in sign.likes(as_json=(table, column) in _AS_JSON)
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
    table: str, column: str, held: object, signs: Sequence[Sign], instead: str = GONE
) -> object:
    if not isinstance(held, str):
        return held
    for sign in signs:
        held = sign.without(held, instead, as_json=(table, column) in _AS_JSON)
    return held


def _listed(ids: Iterable[int]) -> str:
    return ", ".join(str(int(id_)) for id_ in ids) or "0"


def _once(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(filter(None, dict.fromkeys(texts)))
