"""Find prospects and read what's on record; `records.change_people` writes."""

from collections.abc import Iterable, Sequence

from callq.named_tuple import NamedTuple
from callq.records.contacts import StoredPhone, StoredProspect, words_of
from callq.records.number_lists import OPTED_OUT, hit
from callq.storage import meta
from callq.storage.db import Db, among
from callq.storage.rows import Columns, integer

MOST_MEANT = 50
"""Enough to know that it isn't clear who is meant."""
_LONGEST_ID = 9
EVERYBODY = 1_000_000_000
"""No limit, for queries whose answer mustn't depend on one."""


class Found(NamedTuple):
    """Enough of a prospect to tell them from others."""

    id: int
    name: str
    company: str
    shown: str
    list_name: str


_STORED = Columns(StoredProspect, but=("phones", "emails"))
_PHONE = Columns(
    StoredPhone,
    "f",
    against="CASE WHEN EXISTS (SELECT 1 FROM dnc d WHERE d.number = f.e164 AND d.lifted_at IS NULL)"
    f" THEN {OPTED_OUT} ELSE {hit('f.e164')} END",
)
_FOUND = (
    "SELECT DISTINCT p.id, p.name, p.company, COALESCE(f.shown, ''), p.list_name FROM prospect p "
    "LEFT JOIN phone f ON f.id = (SELECT n.id FROM phone n WHERE n.prospect_id = p.id "
    "ORDER BY n.position, n.id LIMIT 1)"
)


def details(db: Db, prospect_id: int) -> StoredProspect | None:
    """Everything on record about a prospect except projection and calls; None if removed."""
    who = {"id": prospect_id}
    row = db.one(f"SELECT {_STORED.sql} FROM prospect WHERE id = :id AND removed_at IS NULL", who)
    phones = db.rows(
        f"SELECT {_PHONE.sql} FROM phone f WHERE f.prospect_id = :id ORDER BY f.position", who
    )
    emails = db.rows("SELECT address FROM email WHERE prospect_id = :id ORDER BY position", who)
    if row is None:
        return None
    return _STORED.read(row)._replace(
        phones=tuple(_PHONE.read_all(phones)), emails=tuple(address for (address,) in emails)
    )


def last_id(db: Db) -> int:
    """The highest id a prospect has or had, also an erased one; 0 if there was none."""
    last = integer(db, "SELECT COALESCE(MAX(id), 0) FROM prospect")
    return max(last, int(meta.read(db, meta.LAST_PERSON) or 0))


def count_waiting(db: Db, after: int, ids: Iterable[int] = ()) -> int:
    """How many people wait for a decision on their opt-out request.

    Args:
        db: The store, with current statuses.
        after: Counts the people with a higher id than this.
        ids: Counts those with a lower one among these.
    """
    waits = "FROM prospect WHERE audited = 1 AND hold = 'opt-out-request'"
    newer = integer(db, f"SELECT COUNT(*) {waits} AND id > :after", {"after": after})
    older = [id_ for id_ in ids if id_ <= after]
    return newer + sum(1 for _ in among(db, f"SELECT id {waits} AND id IN (:these)", older))


def has_merged(db: Db) -> bool:
    """Whether any prospects were merged."""
    return db.one("SELECT 1 FROM prospect WHERE merged_into IS NOT NULL LIMIT 1") is not None


def former_names(db: Db, prospect_id: int) -> list[tuple[str, str]]:
    """Name and company of everyone who was merged into a prospect."""
    rows = db.rows(
        "SELECT name, company FROM prospect WHERE merged_into = :id ORDER BY id",
        {"id": prospect_id},
    )
    return [(name, company) for name, company in rows]


def by_id(db: Db, prospect_id: int) -> list[Found]:
    """The prospect with an id, or the one they were merged into; empty if there's neither."""
    found = _find(db, "p.id = :id", {"id": prospect_id})
    if found:
        return found
    into = "p.id = (SELECT merged_into FROM prospect WHERE id = :id)"
    return _find(db, into, {"id": prospect_id})


def by_email(db: Db, address: str, limit: int = MOST_MEANT) -> list[Found]:
    """Prospects with an address."""
    which = "p.id IN (SELECT prospect_id FROM email WHERE address = :address)"
    return _find(db, which, {"address": address.lower()}, limit)


def opted_out_with(db: Db, addresses: Sequence[str]) -> Found | None:
    """People who must never be contacted and have one of these addresses."""
    theirs = "SELECT prospect_id FROM email WHERE address = :address"
    which = f"p.state = 'do-not-call' AND p.id IN ({theirs})"
    found = (_find(db, which, {"address": one.lower()}, 1) for one in addresses)
    return next((some[0] for some in found if some), None)


def same_name(name: str, company: str) -> tuple[str, ...]:
    """What two records of the same name and company share; empty without either."""
    words = " ".join(name.casefold().split()), " ".join(company.casefold().split())
    return words if all(words) else ()


def names_opted_out(db: Db) -> frozenset[tuple[str, ...]]:
    """Name and company of everyone who must never be called, as `same_name` has them."""
    rows = db.rows(
        "SELECT name, company FROM prospect WHERE state = 'do-not-call' AND removed_at IS NULL "
        "AND company <> ''"
    )
    return frozenset(same_name(name, company) for name, company in rows) - {()}


def by_number(db: Db, e164: str, limit: int = MOST_MEANT) -> list[Found]:
    """Prospects with a number."""
    which = "p.id IN (SELECT prospect_id FROM phone WHERE e164 = :e164)"
    return _find(db, which, {"e164": e164}, limit)


def by_ending(db: Db, digits: str, limit: int = MOST_MEANT) -> list[Found]:
    """Prospects with a number that ends in these digits."""
    tail = digits[::-1]
    which = (
        "p.id IN (SELECT prospect_id FROM phone "
        "WHERE reversed_digits >= :start AND reversed_digits < :end)"
    )
    return _find(db, which, {"start": tail, "end": _after(tail)}, limit)


def by_words(db: Db, text: str, limit: int = MOST_MEANT) -> list[Found]:
    """Prospects whose name or company has words that begin with every given word."""
    which, params = with_words(text)
    return _find(db, which, params, limit) if which else []


def with_words(text: str) -> tuple[str, dict[str, object]]:
    """The condition of `by_words` on `p`, and its parameters; empty for a text without words."""
    # The longest word is usually the rarest, so the index is searched by it.
    words = sorted(words_of(text), key=len, reverse=True)
    conditions = [
        f"p.id IN (SELECT prospect_id FROM name_word WHERE word >= :w{i} AND word < :e{i})"
        for i in range(len(words))
    ]
    return " AND ".join(conditions), _ranges(words)


def some_by_word(db: Db, text: str, limit: int) -> list[Found]:
    """Some prospects with a word that begins like this, in the index's order."""
    words = words_of(text)[-1:]
    if not words:
        return []
    which = (
        "p.id IN (SELECT prospect_id FROM name_word WHERE word >= :w0 AND word < :e0 "
        "ORDER BY word, prospect_id LIMIT :limit)"
    )
    return _find(db, which, _ranges(words), limit)


def words_like(db: Db, word: str, limit: int = 50_000) -> list[str]:
    """Words of names that `word` may be a typo of.

    They begin with its first letter, or with its second in case the two were swapped.
    """
    found: dict[str, None] = {}
    for start in dict.fromkeys(word[:2]):
        rows = db.rows(
            "SELECT DISTINCT word FROM name_word WHERE word >= :start AND word < :end LIMIT :limit",
            {"start": start, "end": _after(start), "limit": limit},
        )
        found.update((row[0], None) for row in rows)
    return list(found)


def _ranges(words: Sequence[str]) -> dict[str, object]:
    starts: dict[str, object] = {f"w{i}": word for i, word in enumerate(words)}
    return starts | {f"e{i}": _after(word) for i, word in enumerate(words)}


def by_part(db: Db, text: str, limit: int = MOST_MEANT) -> list[Found]:
    """Prospects whose name or company contains every given word; reads all words."""
    which, params = with_part(text)
    return _find(db, which, params, limit) if which else []


def with_part(text: str) -> tuple[str, dict[str, object]]:
    """The condition of `by_part`, as `with_words` has it."""
    words = words_of(text)
    conditions = [
        f"p.id IN (SELECT prospect_id FROM name_word WHERE word LIKE :w{i})"
        for i in range(len(words))
    ]
    return " AND ".join(conditions), {f"w{i}": f"%{word}%" for i, word in enumerate(words)}


def by_full_name(db: Db, text: str) -> list[Found]:
    """Prospects whose name has exactly these words, in any case and order."""
    wanted = words_of(text)
    return [one for one in by_words(db, text, EVERYBODY) if set(words_of(one.name)) == set(wanted)]


def removed(db: Db, who: str, e164: str) -> list[Found]:
    """Removed prospects who match an id, number, address or full name."""
    which = [
        "p.id = :id",
        "p.id IN (SELECT prospect_id FROM phone WHERE e164 = :e164 AND e164 <> '')",
        "p.id IN (SELECT prospect_id FROM email WHERE address = :who)",
        "LOWER(p.name) = :who",
    ]
    id_ = int(who) if who.isdecimal() and len(who) <= _LONGEST_ID else 0
    rows = db.rows(
        f"{_FOUND} WHERE p.removed_at IS NOT NULL AND p.merged_into IS NULL "
        f"AND ({' OR '.join(which)}) ORDER BY p.id",
        {"id": id_, "e164": e164, "who": who.strip().lower()},
    )
    return [Found(*row) for row in rows]


def list_names(db: Db) -> list[tuple[str, int]]:
    """Every list with its number of people."""
    rows = db.rows(
        "SELECT list_name, COUNT(*) FROM prospect WHERE removed_at IS NULL GROUP BY list_name "
        "ORDER BY list_name"
    )
    return [(name, n) for name, n in rows]


def has_list(db: Db, name: str) -> bool:
    """Whether anyone is on a list."""
    sql = "SELECT 1 FROM prospect WHERE list_name = :name AND removed_at IS NULL LIMIT 1"
    return db.one(sql, {"name": name}) is not None


def _find(db: Db, which: str, params: dict[str, object], limit: int = MOST_MEANT) -> list[Found]:
    sql = f"{_FOUND} WHERE p.removed_at IS NULL AND {which} ORDER BY p.id LIMIT :limit"
    return [Found(*row) for row in db.rows(sql, {**params, "limit": limit})]


def _after(prefix: str) -> str:
    """The first text after everything that begins with a prefix."""
    return prefix[:-1] + chr(ord(prefix[-1]) + 1)


def added_by(db: Db, command_id: int) -> set[int]:
    """The people a command added."""
    rows = db.rows(
        "SELECT id FROM prospect WHERE command_id = :id AND removed_at IS NULL", {"id": command_id}
    )
    return {row[0] for row in rows}


def called_among(db: Db, command_id: int) -> set[int]:
    """The people a command added who have calls."""
    rows = db.rows(
        "SELECT DISTINCT c.prospect_id FROM call c JOIN prospect p ON p.id = c.prospect_id "
        "WHERE p.command_id = :id AND c.voided_at IS NULL",
        {"id": command_id},
    )
    return {row[0] for row in rows}


def name_of(db: Db, prospect_id: int) -> str:
    """A prospect's name, also if they were removed."""
    row = db.one("SELECT name FROM prospect WHERE id = :id", {"id": prospect_id})
    return str(row[0]) if row else ""


def numbers_of(db: Db, prospect_id: int) -> tuple[str, ...]:
    """The numbers of a prospect that can be dialed, E.164."""
    rows = db.rows(
        "SELECT e164 FROM phone WHERE prospect_id = :id AND e164 <> '' ORDER BY position, id",
        {"id": prospect_id},
    )
    return tuple(row[0] for row in rows)


def by_external_id(db: Db, external_id: str, limit: int = MOST_MEANT) -> list[Found]:
    """Prospects with an id from another system, or that one was merged into."""
    which = (
        "p.id IN (SELECT COALESCE(merged_into, id) FROM prospect WHERE external_id = :external_id)"
    )
    return _find(db, which, {"external_id": external_id}, limit)
