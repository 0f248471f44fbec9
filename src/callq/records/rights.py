"""Who may do what on a server: rights that the database itself holds reps and managers to.

A manager owns the tables. A rep reads them, adds rows in their own name, changes what a call or an
edit changes, and keeps a journal of it; with psql they can do no more than with callq.
"""

import hashlib
from collections.abc import Iterator

from callq.named_tuple import NamedTuple
from callq.records.projection import COLUMNS as PROJECTION
from callq.storage import meta
from callq.storage.db import Db

REP, MANAGER = "rep", "manager"
_LONGEST_NAME = 50
_ME = "session_user::text"
_MOST_CHANGES = 200
"""How many rows one command of a rep may change: more is a bulk change."""
_COMMANDS_LOOKED_AT = 500
_DAYS_OF_A_SLIP = 2
_FUNCTION = "callq_journaled"


class Rights(NamedTuple):
    """What a rep may do with the rows of a table, apart from reading them.

    Each is a condition on the row; empty: nothing.
    """

    add: str = ""
    change: str = ""
    """What must be true of the row when it's changed."""
    columns: tuple[str, ...] = ()
    """The columns that may change; all if empty."""
    remove: str = ""


_ANY = "TRUE"
_READ_ONLY = Rights()
_OWN = f"agent = {_ME}"
_FOLLOWS = (meta.CALENDAR, meta.ANSWERING, meta.CHANCE, meta.CHANCE_PLACE)
"""What follows from the calls and the calendar: each rep's callq works it out."""
_FOLLOWING = f"key IN ({', '.join(map(repr, _FOLLOWS))})"
RIGHTS: dict[str, Rights] = {
    "meta": Rights(_FOLLOWING, _FOLLOWING),
    "command": Rights(add=_OWN, change=_OWN, columns=("summary", "undone_at")),
    "change": Rights(
        add=f"EXISTS (SELECT 1 FROM command m WHERE m.id = command_id AND m.agent = {_ME}) AND "
        f"(SELECT COUNT(*) FROM change c WHERE c.command_id = change.command_id) < {_MOST_CHANGES}"
    ),
    "prospect": Rights(add=_ANY, change=_ANY),
    "phone": Rights(_ANY, _ANY, remove=_ANY),
    "email": Rights(_ANY, _ANY, remove=_ANY),
    "name_word": Rights(add=_ANY, remove=_ANY),
    "call": Rights(
        add=f"{_OWN} AND number_mac = ''",
        change=_OWN,
        columns=("voided_at", "voided_by", "duration", "referred_to"),
    ),
    "dnc": Rights(
        add=f"by_agent = {_ME} AND consent_by = '' AND lifted_at IS NULL",
        change=f"by_agent = {_ME} AND lifted_by = {_ME} AND consent_by = '' "
        f"AND lifted_at - since <= {_DAYS_OF_A_SLIP * 86_400}",
        columns=("lifted_at", "lifted_reason", "lifted_by"),
    ),
    "number_list": _READ_ONLY,
    "listed_number": _READ_ONLY,
    "not_duplicates": Rights(add=_OWN, remove=_OWN),
    "suppression": _READ_ONLY,
    "lease": Rights(_OWN, _OWN, remove=_ANY),
    "skip": Rights(_OWN, _OWN),
    "hours": Rights(_ANY, _ANY),
    "consent": Rights(
        add=f"by_agent = {_ME}",
        change=f"withdrawn_by IN ('', {_ME})",
        columns=("withdrawn_at", "withdrawn_by", "withdrawn_reason"),
        remove=f"by_agent = {_ME}",
    ),
    "tally": Rights(_ANY, _ANY),
    "script": _READ_ONLY,
    "research": Rights(_OWN, _OWN, remove=_OWN),
    "saved_view": Rights(_OWN, _OWN, remove=_ANY),
    "place_decision": _READ_ONLY,
    "list_hold": _READ_ONLY,
    "time_off": Rights(_OWN, _OWN, remove=_OWN),
}
"""By table. One that isn't here can only be read."""
JOURNALED = ("prospect", "phone", "email", "saved_view")
"""Tables whose rows a rep changes and removes only with an entry in the journal."""
_DERIVED = frozenset({*PROJECTION, "id", "hours_id"})


class Names(NamedTuple):
    """How the two roles of a store are named on its server."""

    schema: str
    rep: str
    manager: str


def names(db: Db) -> Names:
    """The names of a store's roles: roles belong to the whole server, a store to one schema."""
    row = db.one("SELECT current_database(), current_schema()")
    database, schema = map(str, row or ("", ""))
    stem = f"callq_{database}_{schema}"
    if len(stem) > _LONGEST_NAME:
        stem = f"callq_{hashlib.sha256(stem.encode()).hexdigest()[:16]}"
    return Names(schema, f"{stem}_rep", f"{stem}_manager")


def install(db: Db) -> None:
    """Give a store on a server its two roles and their rights, or renew them.

    Inside a write transaction of the user who made the store, or of a manager.
    """
    found = names(db)
    for statement in _statements(db, found):
        db.run(statement)


def renew(db: Db) -> None:
    """Renew the rights after an upgrade, where a store has them."""
    if db.far and db.one("SELECT 1 FROM pg_roles WHERE rolname = :name", {"name": names(db).rep}):
        install(db)


def admit(db: Db, user: str, role: str, verifier: str = "") -> bool:
    """Let a database user be a rep or a manager; inside a write transaction.

    Args:
        db: A store with its roles.
        user: The name, as they log in at the server.
        role: `REP` or `MANAGER`; the other one is taken from them.
        verifier: Of their new password; empty: it stays as it is.

    Returns:
        Whether the user is new on the server.
    """
    found = names(db)
    new = db.one("SELECT 1 FROM pg_roles WHERE rolname = :user", {"user": user}) is None
    if new:
        db.run(f"CREATE ROLE {_name(user)} LOGIN")
    if verifier:
        db.run(f"ALTER ROLE {_name(user)} PASSWORD '{verifier}'")
    gets, loses = (found.rep, found.manager) if role == REP else (found.manager, found.rep)
    db.run(f"GRANT {_name(gets)} TO {_name(user)}")
    db.run(f"REVOKE {_name(loses)} FROM {_name(user)}")
    return new


def verifier_of(password: str, salt: bytes) -> str:
    """What a server keeps of a password (SCRAM-SHA-256, RFC 5803), so it never sees it itself."""
    import base64
    import hmac
    import unicodedata

    rounds = 4096
    prepared = unicodedata.normalize("NFKC", password).encode()
    salted = hashlib.pbkdf2_hmac("sha256", prepared, salt, rounds)
    stored = hashlib.sha256(hmac.digest(salted, b"Client Key", "sha256")).digest()
    parts = (stored, hmac.digest(salted, b"Server Key", "sha256"))
    keys = ":".join(base64.b64encode(part).decode() for part in parts)
    return f"SCRAM-SHA-256${rounds}:{base64.b64encode(salt).decode()}${keys}"


def _statements(db: Db, found: Names) -> Iterator[str]:
    rep, manager, schema = _name(found.rep), _name(found.manager), _name(found.schema)
    for role in (found.rep, found.manager):
        if db.one("SELECT 1 FROM pg_roles WHERE rolname = :name", {"name": role}) is None:
            yield f"CREATE ROLE {_name(role)} NOLOGIN"
    if not _is_member(db, found.manager):
        # Only a member can give tables to a role.
        yield f"GRANT {manager} TO CURRENT_USER"
    yield f"GRANT USAGE, CREATE ON SCHEMA {schema} TO {manager}"
    yield f"GRANT USAGE ON SCHEMA {schema} TO {rep}"
    rows = db.rows("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
    for table in sorted(str(table) for (table,) in rows):
        yield f"ALTER TABLE {_name(table)} OWNER TO {manager}"
        yield from _rights_of(table, RIGHTS.get(table, _READ_ONLY), rep, db)
    yield f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {schema} TO {rep}"
    yield _journal_check(found)
    yield f"ALTER FUNCTION {_FUNCTION}() OWNER TO {manager}"
    for table in JOURNALED:
        yield from _journal_trigger(db, table)


def _is_member(db: Db, role: str) -> bool:
    sql = "SELECT pg_has_role(r.oid, 'USAGE') FROM pg_roles r WHERE r.rolname = :role"
    return db.one(sql, {"role": role}) == (True,)


def _rights_of(table: str, rights: Rights, rep: str, db: Db) -> Iterator[str]:
    others = db.rows(
        "SELECT DISTINCT g.grantee::regrole::text FROM pg_class c, aclexplode(c.relacl) g "
        "WHERE c.oid = to_regclass(:table) AND g.grantee NOT IN (0, c.relowner)",
        {"table": _name(table)},
    )
    yield f"REVOKE ALL ON {_name(table)} FROM {', '.join(['PUBLIC', *(r for (r,) in others)])}"
    yield f"ALTER TABLE {_name(table)} ENABLE ROW LEVEL SECURITY"
    known = db.rows(
        "SELECT policyname FROM pg_policies WHERE schemaname = current_schema() "
        "AND tablename = :table", {"table": table},
    )  # fmt: skip
    for (policy,) in known:
        yield f"DROP POLICY {_name(str(policy))} ON {_name(table)}"
    columns = f" ({', '.join(map(_name, rights.columns))})" if rights.columns else ""
    for verb, grant, check in (
        ("SELECT", "SELECT", f"USING ({_ANY})"),
        ("INSERT", "INSERT", f"WITH CHECK ({rights.add})" if rights.add else ""),
        # A row that may not be changed is refused, not passed over.
        ("UPDATE", f"UPDATE{columns}",
         f"USING ({_ANY}) WITH CHECK ({rights.change})" if rights.change else ""),
        ("DELETE", "DELETE", f"USING ({rights.remove})" if rights.remove else ""),
    ):  # fmt: skip
        if check:
            yield f"GRANT {grant} ON {_name(table)} TO {rep}"
            policy = f"callq_{verb.lower()} ON {_name(table)} FOR {verb}"
            yield f"CREATE POLICY {policy} TO {rep} {check}"


def _journal_check(found: Names) -> str:
    """At the end of a rep's transaction: what was changed is in the journal of one of its commands.

    Such a command was begun in it, or undone. Temporary tables can't stand in for the journal.
    """
    return (
        f"CREATE OR REPLACE FUNCTION {_FUNCTION}() RETURNS trigger LANGUAGE plpgsql "
        f"SET search_path = {_name(found.schema)}, pg_temp AS $callq$ BEGIN "
        f"IF pg_has_role(session_user, '{found.manager}', 'USAGE') OR EXISTS ("
        "SELECT 1 FROM (SELECT id, xmin AS made FROM command "
        f"WHERE agent = {_ME} ORDER BY id DESC LIMIT {_COMMANDS_LOOKED_AT}) m "
        "WHERE m.made::text::bigint = txid_current() & 4294967295 "
        # The command that added a person, or one that has the row in its journal.
        "AND (m.id = (to_jsonb(OLD) ->> 'command_id')::bigint OR EXISTS (SELECT 1 FROM change c "
        "WHERE c.command_id = m.id AND c.table_name = TG_TABLE_NAME AND c.row_id = OLD.id))"
        ") THEN RETURN NULL; END IF; "
        "RAISE EXCEPTION 'a change of % without its journal', TG_TABLE_NAME "
        "USING ERRCODE = '42501'; END $callq$"
    )


def _journal_trigger(db: Db, table: str) -> Iterator[str]:
    rows = db.rows(
        "SELECT column_name FROM information_schema.columns "
        "WHERE table_schema = current_schema() AND table_name = :table ORDER BY ordinal_position",
        {"table": table},
    )
    facts = [_name(str(name)) for (name,) in rows if name not in _DERIVED]
    yield f"DROP TRIGGER IF EXISTS {_FUNCTION} ON {table}"
    yield (
        f"CREATE CONSTRAINT TRIGGER {_FUNCTION} AFTER UPDATE OF {', '.join(facts)} OR DELETE "
        f"ON {table} DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION {_FUNCTION}()"
    )


def _name(text: str) -> str:
    doubled = text.replace('"', '""')
    return f'"{doubled}"'
