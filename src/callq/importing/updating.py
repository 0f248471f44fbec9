"""Updates a stored prospect from a row of a file, and reports the changes.

Any list may fill blanks and add numbers and addresses. Only a newer export of the same list
replaces values, and never those a rep has set by hand.
"""

import json
from typing import Any, NamedTuple

from callq.records import location, people
from callq.records.location import ADDRESS, places_of
from callq.records.people import Details, NewProspect
from callq.records.projection import Projector
from callq.storage import journal
from callq.workspace import Workspace

_FIELDS = ("company", "title", "owner", "external_id", "value", "note")
_ONLY_FILLED = frozenset({"external_id"})
"""Ids of other systems never change; a blank may be filled."""
_PARTS = ("country", "region", "postal")
"""The parts of an address, which are replaced together."""


class Change(NamedTuple):
    """A change to one field of a stored prospect."""

    line: int
    """Of the file."""
    id: int
    name: str
    field: str
    old: str
    """Empty if it was blank."""
    new: str


class Updater:
    """Compares rows with stored prospects; one per import."""

    def __init__(
        self, ws: Workspace, projector: Projector, command: int, list_name: str, region: str
    ) -> None:
        """See `Updater`.

        Args:
            ws: Inside a write transaction.
            projector: Of that transaction.
            command: The import.
            list_name: The list it brings.
            region: The country of addresses that name none, as ISO code.
        """
        self.region = region
        self.ws = ws
        self.projector = projector
        self.command = command
        self.list_name = list_name
        self.gained: set[int] = set()
        """Ids of prospects who got a new number."""
        self._met: set[int] = set()
        self._any_merged = people.has_merged(ws.db)
        self._by_reps: dict[int, frozenset[str]] | None = None

    def update(self, details: Details, new: NewProspect, line: int) -> list[Change]:
        """Stores what is new in a row.

        Args:
            details: The stored prospect.
            new: The row.
            line: Its line.

        Returns:
            The changes.
        """
        newer = details.id not in self._met and self._is_newer(details, new)
        self._met.add(details.id)
        # First, because a number may give the country of an address without one.
        ways = self._ways(details, new, line)
        values = self._values(details, new, newer=newer)
        changes = [
            Change(line, details.id, details.name, *_spoken(column, value, details))
            for column, value in values.items()
            if column != "custom"
        ]
        if "custom" in values:
            changes += _custom(line, details, json.loads(values["custom"]))
        moved = self._moved(details, new, newer=newer)
        values |= {column: text for column, (_, text) in moved.items()}
        changes += [
            Change(line, details.id, details.name, _NAMES.get(column, column), *both)
            for column, both in moved.items()
            if column in ADDRESS
        ]
        if values:
            self._store(details, values)
        return changes + ways

    def _moved(
        self, details: Details, new: NewProspect, *, newer: bool
    ) -> dict[str, tuple[str, str]]:
        """The address columns that change, and those that follow from them: old and new values.

        A confirmed location stays. A different address replaces the stored one as a whole or not
        at all; one that agrees with it fills its blanks.
        """
        given = {column: getattr(new, column) for column in ADDRESS if getattr(new, column)}
        stored = location.read(self.ws.db, details.id) if given else None
        if stored is None or stored.confirmed_location:
            return {}
        known = stored._asdict()
        other = {column for column, text in given.items() if text != known[column]}
        kept = self._set_by_hand(details) if other and newer else frozenset()
        zone, address = other & {"zone"}, other & set(_PARTS)
        if known["zone"] and not (newer and "zone" not in kept):
            zone = set()
        if any(known[column] for column in address) and not (newer and not kept & set(_PARTS)):
            address = set()
        set_ = {column: given[column] for column in ADDRESS if column in zone | address}
        if not set_:
            return {}
        set_ |= places_of(self.ws.db, self.region, details.id, known | set_)
        return {c: (known[c], text) for c, text in set_.items() if text != known[c]}

    def skip(self, prospect_id: int) -> None:
        """Notes a prospect this import added: a second row replaces nothing."""
        self._met.add(prospect_id)

    def _is_newer(self, details: Details, new: NewProspect) -> bool:
        """Whether a row comes from the same list or system as the stored prospect.

        Merged prospects came from several lists and keep the values that won.
        """
        same_list = details.list_name == new.list_name
        same_id = new.external_id != "" and new.external_id == details.external_id
        return (
            (same_list or same_id)
            and journal.came_by(self.ws.db, details.id) == "import"
            and not (self._any_merged and people.former_names(self.ws.db, details.id))
        )

    def _values(self, details: Details, new: NewProspect, *, newer: bool) -> dict[str, Any]:
        """The columns to set."""
        kept = self._by_hand(details, new) if newer else frozenset()
        values: dict[str, Any] = {}
        for column in _FIELDS:
            old, given = getattr(details, column), getattr(new, column)
            replaced = newer and column not in kept | _ONLY_FILLED
            if given not in ("", None) and given != old and (replaced or old in ("", None)):
                values[column] = given
        custom = {**dict(new.custom), **details.custom}
        if newer and "custom" not in kept:
            custom = {**details.custom, **dict(new.custom)}
        loose = new.note and details.note and new.note not in details.note
        if loose and "note" not in values:
            custom.setdefault(f"Note ({self.list_name})", new.note)
        if custom != details.custom:
            values["custom"] = json.dumps(custom, ensure_ascii=False)
        if new.opt_out_text and not details.opt_out_text and not self._was_looked_at(details):
            values["opt_out_text"] = new.opt_out_text
        tags = tuple(dict.fromkeys((*details.tags, *new.tags)))
        if tags != details.tags:
            values["tags"] = "\n".join(tags)
        return values

    def _by_hand(self, details: Details, new: NewProspect) -> frozenset[str]:
        """The columns a rep has set by hand; looked up only if the row differs."""
        same = all(getattr(new, c) in ("", None, getattr(details, c)) for c in _FIELDS)
        if same and all(details.custom.get(name) == text for name, text in new.custom):
            return frozenset()
        return self._set_by_hand(details)

    def _set_by_hand(self, details: Details) -> frozenset[str]:
        if self._by_reps is None:
            self._by_reps = journal.set_by_hand(self.ws.db)
        return self._by_reps.get(details.id, frozenset())

    def _was_looked_at(self, details: Details) -> bool:
        # A rep decided they may be called; the same words again change nothing.
        return journal.changed_before(self.ws.db, details.id, "opt_out_text")

    def _store(self, details: Details, values: dict[str, Any]) -> None:
        journal.remember(self.ws.db, self.command, "prospect", details.id, values)
        if "owner" in values:
            self.projector.forget([details.id])
        people.change(self.ws.db, details.id, values)
        if "company" in values:
            people.replace_words(self.ws.db, details.id, details.name, values["company"])

    def _ways(self, details: Details, new: NewProspect, line: int) -> list[Change]:
        """Adds numbers and addresses that aren't stored yet."""
        known = {phone.e164 or phone.written for phone in details.phones}
        phones = [phone for phone in new.phones if (phone.e164 or phone.written) not in known]
        for phone in phones:
            place = people.next_place(self.ws.db, "phone", details.id)
            people.insert_phones(self.ws.db, [(details.id, place, (phone,))])
            newest = people.last_phone(self.ws.db, details.id)
            journal.remember_new(self.ws.db, self.command, "phone", newest)
            self.gained.add(details.id)
        emails = [address for address in new.emails if address not in details.emails]
        for address in emails:
            place = people.next_place(self.ws.db, "email", details.id)
            people.insert_email(self.ws.db, details.id, place, address)
            row = people.email_id(self.ws.db, details.id, address)
            journal.remember_new(self.ws.db, self.command, "email", row or 0)
        found = [("phone", phone.shown) for phone in phones]
        found += [("email", address) for address in emails]
        return [Change(line, details.id, details.name, way, "", text) for way, text in found]


_NAMES = {"opt_out_text": "opt-out request", "external_id": "id", "region": "state"}


def _spoken(column: str, value: object, details: Details) -> tuple[str, str, str]:
    """A field with its old and new value, as text."""
    old, name = getattr(details, column), _NAMES.get(column, column)
    if column == "tags":
        return name, ", ".join(old), ", ".join(str(value).split("\n"))
    return name, _text(old), _text(value)


def _text(value: object) -> str:
    if isinstance(value, float):
        return f"{value:g}"
    return "" if value is None else str(value)


def _custom(line: int, details: Details, fresh: dict[str, str]) -> list[Change]:
    return [
        Change(line, details.id, details.name, name, details.custom.get(name, ""), text)
        for name, text in fresh.items()
        if details.custom.get(name) != text
    ]
