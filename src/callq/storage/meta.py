"""Facts about the store itself: key and value."""

from callq.storage.db import Db

SCHEMA = "schema"
NEEDS = "needs"
"""The callq that wrote the schema; an older one may not open the store."""
STALE = "stale"
"""Set while every status has to be computed again, after an upgrade or a restore."""
RULEBOOK = "rulebook"
"""The rulebook in force as JSON, so that the daily commands need no TOML parser."""
RULEBOOK_TEXT = "rulebook_text"
RULEBOOK_HASH = "rulebook_hash"
PLAYBOOK = "playbook"
"""Which callq compiled the playbook in force; another one compiles it again."""
PLAYBOOK_TEXT = "playbook_text"
PLAYBOOK_HASH = "playbook_hash"
JURISDICTIONS = "jurisdictions"
"""The table of jurisdictions as JSON, as it came with the callq that applied the rulebook."""
TABLE_VERSION = "jurisdictions_version"
CALENDAR = "calendar"
"""From which day to which every group knows its holidays."""

ERASURE_KEY = "erasure_key"
"""The id of the key by which forgotten numbers are known; set when anybody was forgotten."""
LAST_PERSON = "last_person"
"""The highest id that an erased person had: whoever comes later is not taken for them."""
ERASURE_PENDING = "erasure_pending"
"""Set while what was forgotten may still lie in free pages of the store's files."""


def read_all(db: Db) -> dict[str, str]:
    """Every key but the long texts that only rare commands read."""
    rows = db.rows(
        "SELECT key, value FROM meta WHERE key NOT IN ('rulebook_text', 'playbook_text', "
        "'jurisdictions') "
        "AND key NOT LIKE 'rulebook_before:%' AND key NOT LIKE 'playbook_before:%'"
    )
    return {str(key): str(value) for key, value in rows}


def read(db: Db, key: str) -> str | None:
    """One value, or None."""
    row = db.one("SELECT value FROM meta WHERE key = :key", {"key": key})
    return None if row is None else str(row[0])


def write(db: Db, key: str, value: str) -> None:
    """Sets one value; inside a write transaction."""
    db.run(
        "INSERT INTO meta (key, value) VALUES (:key, :value) "
        "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        {"key": key, "value": value},
    )


def remove(db: Db, key: str) -> None:
    """Takes one value away; inside a write transaction."""
    db.run("DELETE FROM meta WHERE key = :key", {"key": key})
