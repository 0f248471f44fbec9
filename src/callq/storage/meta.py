"""EvaluationInput about the store itself: key and value."""

from callq.storage.db import Db, Row

SCHEMA = "schema"
NEEDS = "needs"
"""The callq version the schema needs; older versions refuse the store."""
STALE = "stale"
"""Set while every status must be recomputed, after an upgrade or a restore."""
RULEBOOK = "rulebook"
"""The rulebook in force as JSON, so daily commands don't need a TOML parser."""
RULEBOOK_TEXT = "rulebook_text"
RULEBOOK_HASH = "rulebook_hash"
PLAYBOOK = "playbook"
"""The callq version that compiled the playbook; another version compiles it again."""
PLAYBOOK_TEXT = "playbook_text"
PLAYBOOK_HASH = "playbook_hash"
JURISDICTIONS = "jurisdictions"
"""The table of jurisdictions as JSON, from the callq version that applied the rulebook."""
TABLE_VERSION = "jurisdictions_version"
CALENDAR = "calendar"
"""The first and last day for which all groups have their holidays."""
CHANCE = "chance"
"""What was learned from the calls, as JSON; see `engine.chance`."""
CHANCE_PLACE = "chance_place"
"""How far the log has been learned; see `records.likelihood`."""

ANSWERING = "answering"
"""When people answer, as far as drawn retries have shown it; see `engine.answering`."""
EXPLORED_SINCE = "explored_since"
"""From when on drawn retries count: since the parts of the day are what they are."""
ERASURE_KEY = "erasure_key"
"""The id of the erasure key; set once anyone was erased."""
LAST_PERSON = "last_person"
"""The highest id of an erased person, so no new person gets it."""
ERASURE_PENDING = "erasure_pending"
"""Set while erased data may still be in free pages of the store's files."""
MOVING = "moving"
"""Where the rows come from, while another store is being moved into this one."""
MOVED = "moved"
"""Where everything in this store was moved to; it's kept, but no longer the team's."""
KNOWN_AS = "known_as"
"""What the ids of exported calendar entries and cards are made from, in a store that was moved."""


NO_TABLES = "no-tables"
"""The name of the refusal where a server has no store."""


def read_all(db: Db) -> dict[str, str]:
    """Every key except the long texts that few commands read."""
    rows = db.rows(
        "SELECT key, value FROM meta WHERE key NOT IN ('rulebook_text', 'playbook_text', "
        "'jurisdictions') "
        "AND key NOT LIKE 'rulebook_before:%' AND key NOT LIKE 'playbook_before:%'"
    )
    return {str(key): str(value) for key, value in rows}


def acting(db: Db) -> Row | None:
    """Who uses a store on a server, if it knows reps and managers.

    The user's name, whether they're a manager, and who else is.
    """
    return db.one(
        "SELECT CAST(session_user AS TEXT), has_table_privilege(c.oid, 'DELETE'), "
        "(SELECT string_agg(m.rolname, ', ' ORDER BY m.rolname) FROM pg_auth_members a JOIN "
        "pg_roles m ON m.oid = a.member WHERE a.roleid = c.relowner AND m.rolcanlogin) "
        "FROM pg_class c WHERE c.oid = to_regclass('meta') AND c.relrowsecurity"
    )


def schema(db: Db) -> Row | None:
    """The row that says the store's schema."""
    return db.one("SELECT value FROM meta WHERE key = 'schema'")


def read(db: Db, key: str) -> str | None:
    """One value, or None."""
    row = db.one("SELECT value FROM meta WHERE key = :key", {"key": key})
    return None if row is None else str(row[0])


def write(db: Db, key: str, value: str) -> None:
    """Set a value; inside a write transaction."""
    db.run(
        "INSERT INTO meta (key, value) VALUES (:key, :value) "
        "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        {"key": key, "value": value},
    )


def remove(db: Db, key: str) -> None:
    """Remove a value; inside a write transaction."""
    db.run("DELETE FROM meta WHERE key = :key", {"key": key})
