"""Writes prospects with their numbers, addresses and words, and finds them again."""

import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from callq.records.number_lists import OPTED_OUT, REGISTRY, hit
from callq.storage import meta
from callq.storage.db import Db
from callq.storage.moments import seconds
from callq.storage.rows import integer

_ASCII_WORD = re.compile("[a-z0-9]+")
MOST_MEANT = 50
"""How many are enough to say that it is not clear who is meant."""
_LONGEST_ID = 9
EVERYBODY = 1_000_000_000
"""A limit that is none, for questions whose answer must not depend on one."""


class NewPhone(NamedTuple):
    """A number to be stored; see `callq.places.phones.Phone` for what the fields mean."""

    label: str
    written: str
    e164: str
    extension: str
    shown: str
    quality: str
    zones: tuple[str, ...]
    places: tuple[str, ...] = ()


class NewProspect(NamedTuple):
    """A prospect to be stored."""

    name: str
    company: str = ""
    title: str = ""
    owner: str = ""
    list_name: str = ""
    zone: str = ""
    country: str = ""
    region: str = ""
    postal: str = ""
    places: tuple[str, ...] = ()
    """Where the address lies; see `callq.places.addresses.read_address`."""
    place_zones: tuple[str, ...] = ()
    note: str = ""
    tags: tuple[str, ...] = ()
    custom: tuple[tuple[str, str], ...] = ()
    external_id: str = ""
    value: float | None = None
    opt_out_text: str = ""
    phones: tuple[NewPhone, ...] = ()
    emails: tuple[str, ...] = ()


class Found(NamedTuple):
    """Enough of a prospect to tell them from others."""

    id: int
    name: str
    company: str
    shown: str
    list_name: str


class Details(NamedTuple):
    """What is stored of a prospect besides the projection."""

    id: int
    name: str
    company: str
    title: str
    owner: str
    list_name: str
    zone: str
    country: str
    note: str
    tags: tuple[str, ...]
    custom: dict[str, str]
    external_id: str
    value: float | None
    opt_out_text: str
    created_at: int
    phones: tuple["StoredPhone", ...]
    emails: tuple[str, ...]


class StoredPhone(NamedTuple):
    """A number as stored."""

    id: int
    label: str
    written: str
    e164: str
    extension: str
    shown: str
    quality: str
    zones: str
    blocked: bool
    listed: bool
    """Whether it stands on a registry of do-not-call numbers."""


_WAYS = ("phones", "emails")
OWN = tuple(field for field in NewProspect._fields if field not in _WAYS)
"""What a prospect has of its own, in the order of `Ready.own`."""
NUMBER = (*NewPhone._fields, "reversed_digits")
"""What a number has, in the order of `Ready.phones`."""
BLANK = {
    "state": "fresh", "action": "call", "due_at": None, "transition_at": None, "ready": 0,
    "tier": 0,
    "hours_id": 0, "part_mask": 0, "hold": "", "rank": 0.0, "phone_id": None, "why": "",
    "rule": "", "misses": 0, "callback_at": None, "last_at": None, "last_outcome": "",
    "last_note": "", "conversation_outcome": "", "conversation_reason": "",
    "conversation_at": None, "conversation_agent": "",
    "audited": 0, "only_imported": 0, "flags": "", "consent_ends_at": None,
    "consent_ended_at": None,
    "exempt_until": None,
}  # fmt: skip
"""The projection of somebody who is not judged yet."""
_COLUMNS = ("id", *OWN, "created_at", "command_id", "confirmed_location", "confirmed_by", *BLANK)
_TAGS, _CUSTOM = OWN.index("tags"), OWN.index("custom")
_PLACES, _PLACE_ZONES = OWN.index("places"), OWN.index("place_zones")
_quoted = json.encoder.encode_basestring


class Ready(NamedTuple):
    """A prospect as the columns of its tables, so that storing them is nothing but storing.

    Made of plain tuples, texts and numbers, so that another process can hand it over.
    """

    own: tuple[Any, ...]
    """In the order of `OWN`."""
    phones: tuple[tuple[str, ...], ...]
    """Each in the order of `NUMBER`."""
    emails: tuple[str, ...]
    words: tuple[str, ...]
    """Those of name and company, by which they are found."""


def make_ready(new: NewProspect, words: Iterable[str] | None = None) -> Ready:
    """A prospect as columns.

    Args:
        new: The prospect.
        words: Those of name and company, where somebody has them already.
    """
    if words is None:
        words = words_of(f"{new.name} {new.company}")
    *own, phones, emails = new
    own[_TAGS] = "\n".join(new.tags)
    own[_PLACES], own[_PLACE_ZONES] = ",".join(new.places), ",".join(new.place_zones)
    own[_CUSTOM] = _as_json(new.custom)
    return Ready(
        tuple(own),
        tuple(map(_phone_row, phones)),
        tuple([address.lower() for address in emails]),
        tuple(words),
    )


def _as_json(pairs: Iterable[tuple[str, str]]) -> str:
    """Pairs as the text that the encoder of the standard library makes of them, sooner."""
    texts = [f"{_quoted(name)}: {_quoted(text)}" for name, text in dict(pairs).items()]
    return f"{{{', '.join(texts)}}}"


def as_new(ready: Ready) -> NewProspect:
    """The prospect that `make_ready` made columns of."""
    values = dict(zip(OWN, ready.own, strict=True))
    values["tags"] = _parts(values["tags"], "\n")
    for name in ("places", "place_zones"):
        values[name] = _parts(values[name], ",")
    values["custom"] = tuple(json.loads(values["custom"]).items())
    phones = []
    for row in ready.phones:
        phone: dict[str, Any] = dict(zip(NUMBER[:-1], row[:-1], strict=True))
        phone["zones"], phone["places"] = _parts(phone["zones"], ","), _parts(phone["places"], ",")
        phones.append(NewPhone(**phone))
    return NewProspect(**values, phones=tuple(phones), emails=ready.emails)


def _parts(text: str, gap: str) -> tuple[str, ...]:
    return tuple(text.split(gap)) if text else ()


def _phone_row(phone: NewPhone) -> tuple[str, ...]:
    # A plain tuple will do.
    label, written, e164, extension, shown, quality, zones, places = phone
    return (
        label, written, e164, extension, shown, quality, ",".join(zones), ",".join(places),
        tail_of(e164 or written),
    )  # fmt: skip


LOOKED_UP_BY = (
    "phone_by_number", "ix_email_address", "ix_email_prospect_id", "prospect_by_external_id",
    "name_word_of",
)  # fmt: skip
"""The indexes by which somebody in the store is known again."""
SORTED = ("name_word",)
"""The tables that are kept in the order of their values."""

_INSERT_WORD = (
    "INSERT INTO name_word (word, prospect_id) VALUES (:word, :prospect_id) ON CONFLICT DO NOTHING"
)
_FOUND = (
    "SELECT DISTINCT p.id, p.name, p.company, COALESCE(f.shown, ''), p.list_name FROM prospect p "
    "LEFT JOIN phone f ON f.id = (SELECT n.id FROM phone n WHERE n.prospect_id = p.id "
    "ORDER BY n.position, n.id LIMIT 1)"
)


def insert(db: Db, people: Sequence[NewProspect], command_id: int, now: datetime) -> list[int]:
    """Stores prospects without a projection; their ids. Inside a write transaction.

    Raises:
        CallqError: A number or address belongs to somebody who was forgotten.
    """
    ready = [make_ready(person) for person in people]
    first, phone_ids = reserve(db, ready)
    blank = [tuple(BLANK.values())] * len(ready)
    return insert_ready(db, ready, first, phone_ids, blank, command_id, now)


def last_id(db: Db) -> int:
    """The highest id that a prospect has or had, also one who was erased; 0 when there was none."""
    row = db.one("SELECT COALESCE(MAX(id), 0) FROM prospect")
    return max(int(row[0]) if row else 0, int(meta.read(db, meta.LAST_PERSON) or 0))


def reserve(db: Db, people: Sequence[Ready]) -> tuple[int, Sequence[int]]:
    """The first of the ids that prospects will have, and the ids of their numbers."""
    numbers = sum(len(person.phones) for person in people)
    return last_id(db) + 1, db.reserve("phone", numbers) if numbers else ()


def insert_ready(
    db: Db,
    people: Sequence[Ready],
    first: int,
    phone_ids: Sequence[int],
    projections: Iterable[Sequence[Any]],
    command_id: int | None,
    now: datetime,
) -> list[int]:
    """Stores prospects with what `reserve` gave and their projections, in the order of `BLANK`.

    Returns:
        Their ids.

    Raises:
        CallqError: A number or address belongs to somebody who was forgotten.
    """
    at = NUMBER.index("e164")
    _refuse_forgotten(db, (phone[at] for one in people for phone in one.phones))
    _refuse_forgotten(db, (address for one in people for address in one.emails))
    ids = range(first, first + len(people))
    pairs = list(zip(ids, people, strict=True))
    came = (seconds(now), command_id, "", "")
    db.insert(
        "prospect",
        _COLUMNS,
        [(id_, *one.own, *came, *row) for (id_, one), row in zip(pairs, projections, strict=True)],
    )
    owned = ((id_, place, *phone) for id_, one in pairs for place, phone in enumerate(one.phones))
    phones = [(phone_id, *row) for phone_id, row in zip(phone_ids, owned, strict=True)]
    db.insert("phone", ("id", "prospect_id", "position", *NUMBER), phones)
    emails = [(id_, i, address) for id_, one in pairs for i, address in enumerate(one.emails)]
    db.insert("email", ("prospect_id", "position", "address"), emails)
    # Many people share their words.
    words = [(word, id_) for id_, one in pairs for word in one.words]
    db.insert_sorted("name_word", ("word", "prospect_id"), words)
    return list(ids)


def insert_phones(db: Db, phones: Iterable[tuple[int, int, Sequence[NewPhone]]]) -> None:
    """Stores numbers: prospect id, first position, numbers.

    Raises:
        CallqError: One of them belongs to somebody who was forgotten.
    """
    phones = list(phones)
    _refuse_forgotten(db, (phone.e164 for _, _, some in phones for phone in some))
    rows = [
        (id_, place, *_phone_row(phone))
        for id_, start, some in phones
        for place, phone in enumerate(some, start)
    ]
    db.insert("phone", ("prospect_id", "position", *NUMBER), rows)


def insert_email(db: Db, prospect_id: int, position: int, address: str) -> None:
    """Stores an address.

    Raises:
        CallqError: It belongs to somebody who was forgotten.
    """
    _refuse_forgotten(db, [address])
    columns = ("prospect_id", "position", "address")
    db.insert("email", columns, [(prospect_id, position, address.lower())])


def _refuse_forgotten(db: Db, texts: Iterable[str]) -> None:
    # Here, not above: a rep who only reads people passes no door.
    from callq.storage.suppression import refuse_erased

    refuse_erased(db, texts)


def insert_words(db: Db, people: Iterable[tuple[int, str, str]]) -> None:
    """Makes people findable by the words of name and company."""
    db.many(
        _INSERT_WORD,
        [
            {"word": word, "prospect_id": id_}
            for id_, name, company in people
            for word in words_of(f"{name} {company}")
        ],
    )


def replace_words(db: Db, prospect_id: int, name: str, company: str) -> None:
    """Does so again after a change of name; whoever was merged into them is found there too."""
    db.run("DELETE FROM name_word WHERE prospect_id = :id", {"id": prospect_id})
    former = former_names(db, prospect_id)
    insert_words(db, ((prospect_id, *both) for both in ((name, company), *former)))


def has_merged(db: Db) -> bool:
    """Whether anybody was merged into anybody."""
    return db.one("SELECT 1 FROM prospect WHERE merged_into IS NOT NULL LIMIT 1") is not None


def former_names(db: Db, prospect_id: int) -> list[tuple[str, str]]:
    """Name and company of everybody who was merged into a prospect."""
    rows = db.rows(
        "SELECT name, company FROM prospect WHERE merged_into = :id ORDER BY id",
        {"id": prospect_id},
    )
    return [(name, company) for name, company in rows]


def details(db: Db, prospect_id: int) -> Details | None:
    """All that is stored of a prospect besides projection and calls."""
    row = db.one(
        "SELECT id, name, company, title, owner, list_name, zone, country, note, tags, custom, "
        "external_id, value, opt_out_text, created_at FROM prospect WHERE id = :id AND "
        "removed_at IS NULL",
        {"id": prospect_id},
    )
    if row is None:
        return None
    phones = db.rows(
        "SELECT f.id, f.label, f.written, f.e164, f.extension, f.shown, f.quality, f.zones, "
        "CASE WHEN EXISTS (SELECT 1 FROM dnc d WHERE d.number = f.e164 AND d.lifted_at IS NULL) "
        f"THEN {OPTED_OUT} ELSE {hit('f.e164')} END "
        "FROM phone f WHERE f.prospect_id = :id ORDER BY f.position",
        {"id": prospect_id},
    )
    emails = db.rows(
        "SELECT address FROM email WHERE prospect_id = :id ORDER BY position", {"id": prospect_id}
    )
    tags = tuple(filter(None, row[9].split("\n")))
    return Details._make(
        (
            *row[:9], tags, json.loads(row[10]), *row[11:15],
            tuple(StoredPhone._make((*p[:8], p[8] == OPTED_OUT, p[8] == REGISTRY)) for p in phones),
            tuple(address for (address,) in emails),
        )
    )  # fmt: skip


def by_id(db: Db, prospect_id: int) -> list[Found]:
    """The prospect with an id, or the one they were merged into; nobody if there is neither."""
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
    """Somebody who must never be contacted and has one of these addresses."""
    which = "p.state = 'never' AND p.id IN (SELECT prospect_id FROM email WHERE address = :address)"
    found = (_find(db, which, {"address": one.lower()}, 1) for one in addresses)
    return next((some[0] for some in found if some), None)


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
    """Prospects of whose name or company every given word begins a word."""
    # The longest word is the rarest, as a rule: the index is entered by it.
    words = sorted(words_of(text), key=len, reverse=True)
    if not words:
        return []
    conditions = [
        f"p.id IN (SELECT prospect_id FROM name_word WHERE word >= :w{i} AND word < :e{i})"
        for i in range(len(words))
    ]
    return _find(db, " AND ".join(conditions), _ranges(words), limit)


def some_by_word(db: Db, text: str, limit: int) -> list[Found]:
    """Some prospects with a word that begins so, whichever the index gives first."""
    words = words_of(text)[-1:]
    if not words:
        return []
    which = (
        "p.id IN (SELECT prospect_id FROM name_word WHERE word >= :w0 AND word < :e0 "
        "ORDER BY word, prospect_id LIMIT :limit)"
    )
    return _find(db, which, _ranges(words), limit)


def words_like(db: Db, word: str, limit: int = 50_000) -> list[str]:
    """Words of names that a slip of the finger may have made `word` of.

    Those that begin with its first letter, or with its second where the two were swapped.
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
    """Prospects of whose name or company every given word is a part of a word; reads all words."""
    words = words_of(text)
    if not words:
        return []
    conditions = [
        f"p.id IN (SELECT prospect_id FROM name_word WHERE word LIKE :w{i})"
        for i in range(len(words))
    ]
    params: dict[str, object] = {f"w{i}": f"%{word}%" for i, word in enumerate(words)}
    return _find(db, " AND ".join(conditions), params, limit)


def by_full_name(db: Db, text: str) -> list[Found]:
    """Prospects whose name has just these words, in any case and order."""
    wanted = words_of(text)
    return [one for one in by_words(db, text, EVERYBODY) if set(words_of(one.name)) == set(wanted)]


def removed(db: Db, who: str, e164: str) -> list[Found]:
    """Those taken out of every list who may be meant by an id, number, address or full name."""
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
    """Every list with how many people it holds."""
    rows = db.rows(
        "SELECT list_name, COUNT(*) FROM prospect WHERE removed_at IS NULL GROUP BY list_name "
        "ORDER BY list_name"
    )
    return [(name, n) for name, n in rows]


def has_list(db: Db, name: str) -> bool:
    """Whether anybody is on a list."""
    sql = "SELECT 1 FROM prospect WHERE list_name = :name AND removed_at IS NULL LIMIT 1"
    return db.one(sql, {"name": name}) is not None


def words_of(text: str) -> tuple[str, ...]:
    """The words of a name, without case and accents, each once, in their order."""
    if text.isascii():
        return tuple(dict.fromkeys(_ASCII_WORD.findall(text.lower())))
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return tuple(dict.fromkeys(kept.split()))


def tail_of(number: str) -> str:
    """The digits of a number from the last to the first."""
    if number[:1] == "+" and number[1:].isdigit() and number.isascii():
        return number[:0:-1]
    return "".join(c for c in reversed(number) if c.isdecimal())


def _find(db: Db, which: str, params: dict[str, object], limit: int = MOST_MEANT) -> list[Found]:
    sql = f"{_FOUND} WHERE p.removed_at IS NULL AND {which} ORDER BY p.id LIMIT :limit"
    return [Found(*row) for row in db.rows(sql, {**params, "limit": limit})]


def _after(prefix: str) -> str:
    """The first text after everything that begins with the prefix."""
    return prefix[:-1] + chr(ord(prefix[-1]) + 1)


def added_by(db: Db, command_id: int) -> set[int]:
    """Whom a command brought into the store."""
    rows = db.rows(
        "SELECT id FROM prospect WHERE command_id = :id AND removed_at IS NULL", {"id": command_id}
    )
    return {row[0] for row in rows}


def called_among(db: Db, command_id: int) -> set[int]:
    """Those of them who have calls that stand."""
    rows = db.rows(
        "SELECT DISTINCT c.prospect_id FROM call c JOIN prospect p ON p.id = c.prospect_id "
        "WHERE p.command_id = :id AND c.voided_at IS NULL",
        {"id": command_id},
    )
    return {row[0] for row in rows}


def remove(db: Db, ids: Iterable[int], now: datetime) -> None:
    """Takes people out of every list and look-up; their rows and calls stay."""
    db.many(
        "UPDATE prospect SET removed_at = :at WHERE id = :id",
        [{"id": id_, "at": seconds(now)} for id_ in ids],
    )


def name_of(db: Db, prospect_id: int) -> str:
    """A name, also of somebody removed."""
    row = db.one("SELECT name FROM prospect WHERE id = :id", {"id": prospect_id})
    return str(row[0]) if row else ""


def change(db: Db, prospect_id: int, values: dict[str, Any]) -> None:
    """Sets columns of a prospect; the names are ours."""
    sets = ", ".join(f"{column} = :{column}" for column in values)
    db.run(f"UPDATE prospect SET {sets} WHERE id = :id", {**values, "id": prospect_id})


def refresh_words(db: Db, ids: Iterable[int]) -> None:
    """Makes people findable by the names they have now."""
    for prospect_id in ids:
        row = db.one("SELECT name, company FROM prospect WHERE id = :id", {"id": prospect_id})
        if row is not None:
            replace_words(db, prospect_id, row[0], row[1])


def next_place(db: Db, table: str, prospect_id: int) -> int:
    """The place after the last of somebody's numbers (`phone`) or addresses (`email`)."""
    known = {"phone": "phone", "email": "email"}[table]
    return integer(
        db,
        f"SELECT COALESCE(MAX(position) + 1, 0) FROM {known} WHERE prospect_id = :id",
        {"id": prospect_id},
    )


def numbers_of(db: Db, prospect_id: int) -> tuple[str, ...]:
    """The numbers of a prospect that can be dialed, E.164."""
    rows = db.rows(
        "SELECT e164 FROM phone WHERE prospect_id = :id AND e164 <> '' ORDER BY position, id",
        {"id": prospect_id},
    )
    return tuple(row[0] for row in rows)


def last_phone(db: Db, prospect_id: int) -> int:
    """The id of the number stored last."""
    return integer(db, "SELECT MAX(id) FROM phone WHERE prospect_id = :id", {"id": prospect_id})


def drop_phone(db: Db, phone_id: int) -> None:
    """Removes a number from its prospect; do-not-call entries against it stay."""
    db.run("DELETE FROM phone WHERE id = :id", {"id": phone_id})


def email_id(db: Db, prospect_id: int, address: str) -> int | None:
    """The id of an address of a prospect."""
    row = db.one(
        "SELECT MAX(id) FROM email WHERE prospect_id = :id AND address = :address",
        {"id": prospect_id, "address": address.lower()},
    )
    return int(row[0]) if row and row[0] is not None else None


def drop_email(db: Db, row_id: int) -> None:
    """Removes an address from its prospect."""
    db.run("DELETE FROM email WHERE id = :id", {"id": row_id})


def by_external_id(db: Db, external_id: str, limit: int = MOST_MEANT) -> list[Found]:
    """Prospects who came with an id of another system, or into whom such a one was merged."""
    which = (
        "p.id IN (SELECT COALESCE(merged_into, id) FROM prospect WHERE external_id = :external_id)"
    )
    return _find(db, which, {"external_id": external_id}, limit)
