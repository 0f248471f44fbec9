"""Updates a stored prospect from a row of a file, and reports the changes.

Any list may fill blanks and add numbers and addresses. Only a newer export of the same list
replaces values, and never those a rep has set by hand.
"""

from typing import Any

from callq.named_tuple import NamedTuple
from callq.records import people
from callq.records.change_people import PeopleWriter
from callq.records.contacts import Contact, StoredProspect
from callq.records.location import ADDRESS, places_of
from callq.storage import journal
from callq.workspace import Workspace

_FIELDS = ("company", "title", "owner", "external_id", "value", "note", "reach")
_ONLY_FILLED = frozenset({"external_id"})
"""Ids of other systems never change; a blank may be filled."""
_SECOND = {
    "company": "Company 2", "title": "Title 2", "owner": "Owner 2", "value": "Value 2",
    "external_id": "Id 2", "country": "Country 2", "region": "State 2", "postal": "Postal code 2",
    "reach": "Own hours 2",
}  # fmt: skip
"""Custom fields for what a second row of a person says instead."""
_LONGEST = 50_000
_PARTS = ("country", "region", "postal")
"""The parts of an address, which are replaced together."""
_IMPLIED = ("places", "place_zones")


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

    @property
    def replaces(self) -> bool:
        """Whether a value gave way to another, and wasn't blank or added to."""
        return bool(self.old) and not self.new.startswith((f"{self.old}; ", f"{self.old}\n"))


class Updater:
    """Compares rows with stored prospects; one per import."""

    def __init__(self, ws: Workspace, writer: PeopleWriter, list_name: str, region: str) -> None:
        """See `Updater`.

        Args:
            ws: Inside a write transaction.
            writer: Of the import.
            list_name: The list it brings.
            region: The country of addresses that name none, as ISO code.
        """
        self.region = region
        self.ws = ws
        self.writer = writer
        self.list_name = list_name
        self.before = people.last_id(ws.db)
        """The highest id in the store before this import."""
        self.gained: set[int] = set()
        """Ids of prospects who got a new number."""
        self.asked: set[int] = set()
        """Ids of prospects whose opt-out request was unknown until now."""
        self._met: set[int] = set()
        self._any_merged = people.has_merged(ws.db)
        self._by_reps: dict[int, frozenset[str]] | None = None

    def update(self, details: StoredProspect, new: Contact, line: int) -> list[Change]:
        """Stores what is new in a row.

        Args:
            details: The stored prospect.
            new: The row.
            line: Its line.

        Returns:
            The changes.
        """
        again = details.id in self._met
        newer = not again and self._is_newer(details, new)
        self._met.add(details.id)
        # First, because a number may give the country of an address without one.
        ways = self._ways(details, new, line)
        values = self._values(details, new, newer=newer, again=again) | self._moved(
            details, new, newer=newer
        )
        changed = self.writer.change(details, values)
        if "opt_out_text" in changed:
            self.asked.add(details.id)
        changes: list[Change] = []
        for field, value in changed.items():
            if field == "custom":
                changes += _custom(line, details, value)
            elif field not in _IMPLIED:
                both = _spoken(field, value, details)
                changes.append(Change(line, details.id, details.name, *both))
        return changes + ways

    def _moved(self, details: StoredProspect, new: Contact, *, newer: bool) -> dict[str, Any]:
        """The new address, and the fields that follow from it.

        A confirmed location stays. A different address replaces the stored one as a whole or not
        at all; one that agrees with it fills its blanks.
        """
        given = {field: getattr(new, field) for field in ADDRESS if getattr(new, field)}
        if not given or details.confirmed_location:
            return {}
        other = {field for field, text in given.items() if text != getattr(details, field)}
        kept = self._set_by_hand(details) if other and newer else frozenset()
        zone, address = other & {"zone"}, other & set(_PARTS)
        if details.zone and not (newer and "zone" not in kept):
            zone = set()
        is_known = any(getattr(details, field) for field in address)
        if is_known and not (newer and not kept & set(_PARTS)):
            address = set()
        values: dict[str, Any] = {f: given[f] for f in ADDRESS if f in zone | address}
        if values:
            values |= places_of(self.ws.db, self.region, details, values)
        return values

    def skip(self, prospect_id: int) -> None:
        """Notes a prospect this import added: a second row replaces nothing."""
        self._met.add(prospect_id)

    def _is_newer(self, details: StoredProspect, new: Contact) -> bool:
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

    def _values(
        self, details: StoredProspect, new: Contact, *, newer: bool, again: bool
    ) -> dict[str, Any]:
        """The columns to set."""
        kept = self._by_hand(details, new) if newer or again else frozenset()
        values: dict[str, Any] = {}
        for column in _FIELDS:
            old, given = getattr(details, column), getattr(new, column)
            replaced = newer and column not in kept | _ONLY_FILLED
            if given not in ("", None) and given != old and (replaced or old in ("", None)):
                values[column] = given
        custom = self._custom(details, new, newer=newer and "custom" not in kept, again=again)
        if new.note and details.note:
            if _has(details.note, new.note, "\n"):
                values.pop("note", None)
            elif again and "note" not in kept:
                values["note"] = _with(details.note, new.note, "\n")
            elif "note" not in values:
                key = f"Note ({self.list_name})"
                custom[key] = _with(custom.get(key, ""), new.note, "\n")
        if new.opt_out_text and not details.opt_out_text and not self._was_looked_at(details):
            values["opt_out_text"] = new.opt_out_text
        values["tags"] = tuple(dict.fromkeys((*details.tags, *new.tags)))
        values["custom"] = custom
        return values

    def _custom(
        self, details: StoredProspect, new: Contact, *, newer: bool, again: bool
    ) -> dict[str, str]:
        """The custom fields: of several rows in one file, every value is kept."""
        custom = dict(details.custom)
        added = dict(new.custom)
        if again and details.id > self.before:
            others = ((name, getattr(details, f), getattr(new, f)) for f, name in _SECOND.items())
            added |= {name: str(text) for name, old, text in others if old and text and old != text}
        for name, text in added.items():
            old = custom.get(name, "")
            if again:
                custom[name] = _with(old, text, "; ")
            elif not old or (newer and not _has(old, text, "; ")):
                custom[name] = text
        return custom

    def _by_hand(self, details: StoredProspect, new: Contact) -> frozenset[str]:
        """The columns a rep has set by hand; looked up only if the row differs."""
        same = all(getattr(new, c) in ("", None, getattr(details, c)) for c in _FIELDS)
        if same and all(details.custom.get(name) == text for name, text in new.custom):
            return frozenset()
        return self._set_by_hand(details)

    def _set_by_hand(self, details: StoredProspect) -> frozenset[str]:
        if self._by_reps is None:
            self._by_reps = journal.set_by_hand(self.ws.db)
        return self._by_reps.get(details.id, frozenset())

    def _was_looked_at(self, details: StoredProspect) -> bool:
        # A rep decided they may be called; the same words again change nothing.
        return journal.changed_before(self.ws.db, details.id, "opt_out_text")

    def _ways(self, details: StoredProspect, new: Contact, line: int) -> list[Change]:
        """Adds numbers and addresses that aren't stored yet."""
        known = {phone.e164 or phone.written for phone in details.phones}
        phones = [phone for phone in new.phones if (phone.e164 or phone.written) not in known]
        for phone in phones:
            self.writer.add_phone(details.id, phone)
            self.gained.add(details.id)
        emails = [address for address in new.emails if address not in details.emails]
        for address in emails:
            self.writer.add_email(details.id, address)
        found = [("phone", phone.shown) for phone in phones]
        found += [("email", address) for address in emails]
        return [Change(line, details.id, details.name, way, "", text) for way, text in found]


def _has(old: str, text: str, gap: str) -> bool:
    """Whether a text of several parts has a part already."""
    return f"{gap}{text}{gap}" in f"{gap}{old}{gap}"


def _with(old: str, text: str, gap: str) -> str:
    """A text of several parts with one more; unchanged if it's there or the text would get huge."""
    if not old or _has(old, text, gap):
        return old or text
    return f"{old}{gap}{text}" if len(old) < _LONGEST else old


_NAMES = {
    "opt_out_text": "opt-out request",
    "external_id": "id",
    "region": "state",
    "reach": "own hours",
}


def _spoken(column: str, value: Any, details: StoredProspect) -> tuple[str, str, str]:
    """A field with its old and new value, as text."""
    old, name = getattr(details, column), _NAMES.get(column, column)
    if column == "tags":
        return name, ", ".join(old), ", ".join(value)
    return name, _text(old), _text(value)


def _text(value: object) -> str:
    if isinstance(value, float):
        return f"{value:g}"
    return "" if value is None else str(value)


def _custom(line: int, details: StoredProspect, fresh: dict[str, str]) -> list[Change]:
    return [
        Change(line, details.id, details.name, name, details.custom.get(name, ""), text)
        for name, text in fresh.items()
        if details.custom.get(name) != text
    ]
