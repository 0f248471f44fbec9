"""Add, change, move and remove people, journaled for undo. Only this module writes them.

People are the rows of `prospect`, `phone`, `email` and `name_word`. Of these, `projection` writes
the columns that follow from the calls, `location` the places an upgrade fills in, and
`storage.journal` what undo puts back; `privacy.erasure` deletes.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from callq.records import people
from callq.records.contacts import (
    Contact,
    ContactPhone,
    PhoneRow,
    ProspectRow,
    Ready,
    StoredProspect,
    columns_of,
    make_ready,
    phone_row,
    words_of,
)
from callq.records.projection import BLANK, COLUMNS, Projector
from callq.storage import journal
from callq.storage.db import Db, among
from callq.storage.moments import seconds
from callq.storage.rows import integer

LOOKED_UP_BY = (
    "phone_by_number", "ix_email_address", "ix_email_prospect_id", "prospect_by_external_id",
    "name_word_of",
)  # fmt: skip
"""The indexes by which stored people are matched."""
SORTED = ("name_word",)
"""The tables stored in the order of their values."""
_CAME = ("created_at", "command_id", "confirmed_location", "confirmed_by")
_PROSPECT = ("id", *ProspectRow._fields, *_CAME, *COLUMNS)
_PHONE = ("id", "prospect_id", "position", *PhoneRow._fields)
_EMAIL = ("prospect_id", "position", "address")
_WORD = ("word", "prospect_id")
_INSERT_WORD = (
    "INSERT INTO name_word (word, prospect_id) VALUES (:word, :prospect_id) ON CONFLICT DO NOTHING"
)


def _same_name(one: Ready) -> tuple[str, ...]:
    return people.same_name(one.own.name, one.own.company)


def _held(one: Ready) -> Ready:
    name, company = one.own.name, one.own.company
    text = one.own.opt_out_text or f"{name} of {company} opted out before, by another number"
    return one._replace(own=one.own._replace(opt_out_text=text))


class PeopleWriter:
    """Writes people for one command, inside its write transaction.

    The caller refreshes the projections of the people it changed.
    """

    def __init__(self, projector: Projector, command_id: int) -> None:
        """See `PeopleWriter`.

        Args:
            projector: The transaction's.
            command_id: The command in the journal.
        """
        self.projector = projector
        self._db = projector.db
        self._command = command_id
        self._opted_out: frozenset[tuple[str, ...]] | None = None

    def _hold_namesakes(self, newcomers: Sequence[Ready]) -> Sequence[Ready]:
        """Newcomers, on hold where a person of the same name and company opted out before."""
        if not any(map(_same_name, newcomers)):
            return newcomers
        if self._opted_out is None:
            self._opted_out = people.names_opted_out(self._db)
        known = self._opted_out
        return [_held(one) if known and _same_name(one) in known else one for one in newcomers]

    def add(self, newcomers: Sequence[Ready]) -> list[int]:
        """Store new people, each row once with its projection; their ids.

        Call `Projector.finish` after the last of them.

        Raises:
            CallqError: A number or address belongs to someone who was erased.
        """
        newcomers = self._hold_namesakes(newcomers)
        first, phone_ids = _reserve(self._db, newcomers)
        rows = self.projector.first_rows(newcomers, phone_ids)
        ids = _insert(
            self._db, newcomers, first, phone_ids, rows, self._command, self.projector.now
        )  # fmt: skip
        self.projector.refresh_called(ids, newcomers)
        return ids

    def change(self, stored: StoredProspect, values: Mapping[str, Any]) -> dict[str, Any]:
        """Change fields of a prospect.

        Args:
            stored: The prospect as they are.
            values: Fields of `StoredProspect` and what they should be.

        Returns:
            The fields that changed.
        """
        changed = {name: new for name, new in values.items() if getattr(stored, name) != new}
        if changed:
            self.set(stored.id, changed)
        return changed

    def set(self, prospect_id: int, values: Mapping[str, Any]) -> None:
        """Set fields of a prospect without comparing; see `change`."""
        journal.remember(self._db, self._command, "prospect", prospect_id, values)
        if {"list_name", "owner"} & set(values):
            # They leave one count and enter another.
            self.projector.remove([prospect_id])
        _update(self._db, prospect_id, columns_of(values))
        if {"name", "company"} & set(values):
            refresh_words(self._db, [prospect_id])

    def set_each(self, values: Mapping[int, Mapping[str, Any]]) -> None:
        """Set the same fields of many prospects, with few statements; their status stays."""
        names = list(next(iter(values.values()), {}))
        sql = f"SELECT id, {', '.join(names)} FROM prospect WHERE id IN (:these)"
        sets = ", ".join(f"{name} = :{name}" for name in names)
        with self.projector.moving(values):
            before = list(among(self._db, sql, values))
            journal.remember_each(self._db, self._command, "prospect", names, before)
            self._db.many(
                f"UPDATE prospect SET {sets} WHERE id = :id",
                [{**columns_of(each), "id": id_} for id_, each in values.items()],
            )

    def add_phone(self, prospect_id: int, phone: ContactPhone) -> None:
        """Add a number after the ones they have.

        Raises:
            CallqError: It belongs to someone who was erased.
        """
        _refuse_erased(self._db, [phone.e164])
        self._add("phone", prospect_id, phone_row(phone)._asdict())

    def add_email(self, prospect_id: int, address: str) -> None:
        """Add an email address after the ones they have.

        Raises:
            CallqError: It belongs to someone who was erased.
        """
        _refuse_erased(self._db, [address])
        self._add("email", prospect_id, {"address": address.lower()})

    def set_line(self, prospect_id: int, line: str, numbers: Collection[str]) -> bool:
        """Says what kind of line some numbers (E.164) of a prospect are on; whether that's new."""
        rows = self._db.rows(
            "SELECT id, e164 FROM phone WHERE prospect_id = :id AND line <> :line",
            {"id": prospect_id, "line": line},
        )
        changed = [phone_id for phone_id, e164 in rows if e164 in numbers]
        for phone_id in changed:
            journal.remember(self._db, self._command, "phone", phone_id, ("line",))
            self._db.run(
                "UPDATE phone SET line = :line WHERE id = :id", {"id": phone_id, "line": line}
            )
        return bool(changed)

    def drop_phone(self, phone_id: int) -> None:
        """Remove a number from its prospect; do-not-call entries against it stay."""
        self._drop("phone", phone_id)

    def drop_email(self, prospect_id: int, address: str) -> None:
        """Remove an address from a prospect."""
        which = {"id": prospect_id, "address": address.lower()}
        sql = "SELECT MAX(id) FROM email WHERE prospect_id = :id AND address = :address"
        self._drop("email", integer(self._db, sql, which))

    def move_phones(self, phone_ids: Iterable[int], to: int) -> None:
        """Move numbers to another prospect, after the ones they have."""
        self._move("phone", phone_ids, to)

    def move_emails(self, email_ids: Iterable[int], to: int) -> None:
        """Move email addresses to another prospect, after the ones they have."""
        self._move("email", email_ids, to)

    def merge_into(self, kept: int, gone: int) -> None:
        """Hide a merged prospect; what referred to them now refers to the one kept."""
        self.projector.remove([gone])
        now = seconds(self.projector.now)
        former = self._db.rows("SELECT id FROM prospect WHERE merged_into = :id", {"id": gone})
        self.set(gone, {"removed_at": now, "merged_into": kept})
        for (id_,) in former:
            self.set(id_, {"merged_into": kept})
        refresh_words(self._db, [kept])

    def restore(
        self,
        prospects: Sequence[Mapping[str, Any]],
        phones: Sequence[Mapping[str, Any]],
        emails: Sequence[Mapping[str, Any]],
        names: Iterable[tuple[int, str, str]],
    ) -> None:
        """Store people from callq's own export as they were, without a projection.

        Args:
            prospects: By column.
            phones: The same, each with its `prospect_id`.
            emails: The same.
            names: Id, name and company to find them by, also previous ones.
        """
        from callq.records import full

        blank = [
            {**prospect, **BLANK._asdict(), "command_id": self._command} for prospect in prospects
        ]
        full.insert(self._db, "prospect", blank)
        full.insert(self._db, "phone", phones)
        full.insert(self._db, "email", emails)
        _insert_words(self._db, names)

    def restore_merged(self, into: int, former: Contact) -> None:
        """Store a record that had been merged into a prospect, so its name finds them."""
        (id_,) = insert(self._db, [former], self._command, self.projector.now)
        self._db.run("DELETE FROM name_word WHERE prospect_id = :id", {"id": id_})
        removed = {"removed_at": seconds(self.projector.now), "merged_into": into}
        _update(self._db, id_, removed)

    def _add(self, table: str, prospect_id: int, values: Mapping[str, Any]) -> None:
        owned = {"prospect_id": prospect_id, "position": self._end(table, prospect_id), **values}
        marks = ", ".join(f":{name}" for name in owned)
        row_id = integer(
            self._db,
            f"INSERT INTO {table} ({', '.join(owned)}) VALUES ({marks}) RETURNING id",
            owned,
        )
        journal.remember_new(self._db, self._command, table, row_id)

    def _drop(self, table: str, row_id: int) -> None:
        journal.remember_gone(self._db, self._command, table, row_id)
        self._db.run(f"DELETE FROM {table} WHERE id = :id", {"id": row_id})

    def _move(self, table: str, row_ids: Iterable[int], to: int) -> None:
        sql = f"UPDATE {table} SET prospect_id = :to, position = :position WHERE id = :id"
        for position, row_id in enumerate(row_ids, self._end(table, to)):
            journal.remember(self._db, self._command, table, row_id, ("prospect_id", "position"))
            self._db.run(sql, {"to": to, "position": position, "id": row_id})

    def _end(self, table: str, prospect_id: int) -> int:
        sql = f"SELECT MAX(position) + 1 FROM {table} WHERE prospect_id = :id"
        return integer(self._db, sql, {"id": prospect_id})


def insert(db: Db, contacts: Sequence[Contact], command_id: int, now: datetime) -> list[int]:
    """Store people without a projection; their ids. Call `Projector.rebuild` afterwards.

    Raises:
        CallqError: A number or address belongs to someone who was erased.
    """
    ready = [make_ready(contact) for contact in contacts]
    first, phone_ids = _reserve(db, ready)
    blank = [BLANK] * len(ready)
    return _insert(db, ready, first, phone_ids, blank, command_id, now)


def remove(db: Db, ids: Iterable[int], now: datetime) -> None:
    """Hide people from every list and search, for undo; their rows and calls stay."""
    db.many(
        "UPDATE prospect SET removed_at = :at WHERE id = :id",
        [{"id": id_, "at": seconds(now)} for id_ in ids],
    )


def refresh_words(db: Db, ids: Iterable[int]) -> None:
    """Index people by the names they have now, and by names merged into them."""
    sql = "SELECT id, name, company FROM prospect WHERE id IN (:these)"
    for prospect_id, name, company in list(among(db, sql, list(ids))):
        db.run("DELETE FROM name_word WHERE prospect_id = :id", {"id": prospect_id})
        names = ((name, company), *people.former_names(db, prospect_id))
        _insert_words(db, ((prospect_id, *both) for both in names))


def _reserve(db: Db, newcomers: Sequence[Ready]) -> tuple[int, Sequence[int]]:
    """The first id that new prospects will have, and the ids of their numbers."""
    numbers = sum(len(one.phones) for one in newcomers)
    return people.last_id(db) + 1, db.reserve("phone", numbers) if numbers else ()


def _insert(
    db: Db,
    newcomers: Sequence[Ready],
    first: int,
    phone_ids: Sequence[int],
    projections: Iterable[Sequence[Any]],
    command_id: int,
    now: datetime,
) -> list[int]:
    _refuse_erased(db, (phone.e164 for one in newcomers for phone in one.phones))
    _refuse_erased(db, (address for one in newcomers for address in one.emails))
    ids = range(first, first + len(newcomers))
    pairs = list(zip(ids, newcomers, strict=True))
    came = (seconds(now), command_id, "", "")
    prospects = [
        (id_, *one.own, *came, *row) for (id_, one), row in zip(pairs, projections, strict=True)
    ]
    db.insert("prospect", _PROSPECT, prospects)
    left = iter(phone_ids)
    phones = [
        (next(left), id_, place, *phone)
        for id_, one in pairs
        for place, phone in enumerate(one.phones)
    ]
    db.insert("phone", _PHONE, phones)
    emails = [(id_, i, address) for id_, one in pairs for i, address in enumerate(one.emails)]
    db.insert("email", _EMAIL, emails)
    # Many people share words.
    words = [(word, id_) for id_, one in pairs for word in one.words]
    db.insert_sorted("name_word", _WORD, words)
    return list(ids)


def _insert_words(db: Db, names: Iterable[tuple[int, str, str]]) -> None:
    db.many(
        _INSERT_WORD,
        [
            {"word": word, "prospect_id": id_}
            for id_, name, company in names
            for word in words_of(f"{name} {company}")
        ],
    )


def _update(db: Db, prospect_id: int, columns: Mapping[str, Any]) -> None:
    sets = ", ".join(f"{column} = :{column}" for column in columns)
    db.run(f"UPDATE prospect SET {sets} WHERE id = :id", {**columns, "id": prospect_id})


def _refuse_erased(db: Db, texts: Iterable[str]) -> None:
    # Loaded here: commands that only read people don't need it.
    from callq.storage.suppression import refuse_erased

    refuse_erased(db, texts)
