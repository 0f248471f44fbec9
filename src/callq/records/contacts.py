"""The shapes of a contact: what a source said about a person, and the rows that store it."""

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Annotated, Any

from callq.named_tuple import NamedTuple
from callq.records.number_lists import BLOCKS, LISTED, LITIGATOR, OPTED_OUT, REASSIGNED, REGISTRY
from callq.storage.moments import seconds
from callq.storage.rows import parts

_ASCII_WORD = re.compile("[a-z0-9]+")


# What a source said


class ContactPhone(NamedTuple):
    """A number as a source gave it, and as it was read; see `callq.places.phones.Phone`."""

    label: str
    written: str
    e164: str
    extension: str
    shown: str
    quality: str
    zones: tuple[str, ...]
    places: tuple[str, ...] = ()
    line: str = ""


class Contact(NamedTuple):
    """A person as typed, or as a file has them: what `add`, `import` and a referral store."""

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
    reach: str = ""
    """Their own hours, as `engine.reach.reach_text` writes them; empty: any time."""
    phones: tuple[ContactPhone, ...] = ()
    emails: tuple[str, ...] = ()


# What is stored


class ProspectRow(NamedTuple):
    """The columns of a prospect that come from a source, as stored."""

    name: str
    company: str
    title: str
    owner: str
    list_name: str
    zone: str
    country: str
    region: str
    postal: str
    places: str
    place_zones: str
    note: str
    tags: str
    custom: str
    external_id: str
    value: float | None
    opt_out_text: str
    reach: str


class PhoneRow(NamedTuple):
    """The columns of a number, as stored."""

    label: str
    written: str
    e164: str
    extension: str
    shown: str
    quality: str
    zones: str
    places: str
    line: str
    reversed_digits: str


class Ready(NamedTuple):
    """A contact as rows, ready to insert."""

    own: ProspectRow
    phones: tuple[PhoneRow, ...]
    emails: tuple[str, ...]
    words: tuple[str, ...]
    """The words of name and company to find them by."""

    @classmethod
    def of(cls, plain: "PlainRows", words: tuple[str, ...]) -> "Ready":
        """The rows from plain tuples, with the words to find them by; see `plain_rows`."""
        own, phones, emails = plain
        # `_make` takes twice the time, and an import makes millions.
        rows = tuple([_row(PhoneRow, phone) for phone in phones])
        return _row(cls, (_row(ProspectRow, own), rows, emails, words))


_row = tuple.__new__
_MARKS = {
    OPTED_OUT: "on do-not-call",
    LITIGATOR: "on a list of people who sue callers",
    REASSIGNED: "may be someone else's",
    REGISTRY: "on a registry",
}
PlainRows = tuple[tuple[Any, ...], tuple[tuple[str, ...], ...], tuple[str, ...]]
"""The rows of a `Ready` as plain tuples, which one process can hand to another."""


def _lines(text: str) -> tuple[str, ...]:
    return parts(text, "\n")


class StoredPhone(NamedTuple):
    """A number on record."""

    id: int
    label: str
    written: str
    e164: str
    extension: str
    shown: str
    quality: str
    zones: tuple[str, ...]
    against: int | None
    """What forbids calling it, as `number_lists.hit` says it; None: nothing."""

    @property
    def blocked(self) -> bool:
        """Whether they opted out, or a list has it that's against everyone on it."""
        return self.against in BLOCKS

    @property
    def listed(self) -> bool:
        """Whether a list forbids calls to it: a registry, or one of numbers that changed hands."""
        return self.against in LISTED

    @property
    def mark(self) -> str:
        """What is against it, in a few words."""
        return _MARKS.get(self.against or 0, "")


class StoredProspect(NamedTuple):
    """A prospect on record, without the projection and the calls."""

    id: int
    name: str
    company: str
    title: str
    owner: str
    list_name: str
    zone: str
    country: str
    region: str
    postal: str
    places: tuple[str, ...]
    place_zones: tuple[str, ...]
    note: str
    tags: Annotated[tuple[str, ...], _lines]
    custom: Annotated[dict[str, str], json.loads]
    external_id: str
    value: float | None
    opt_out_text: str
    created_at: datetime
    confirmed_location: str
    """The location they confirmed: a zone or a place; empty if none."""
    confirmed_at: datetime | None
    confirmed_by: str
    postponed_until: datetime | None
    """The day they're called again after their rep's time off."""
    postponed_at: datetime | None
    """When that was decided."""
    snoozed_until: datetime | None
    """Until when a rep snoozed them."""
    snoozed_at: datetime | None
    snoozed_callback_at: datetime | None
    """The time of the callback that it moves."""
    reach: str
    """Their own hours, as `engine.reach.reach_text` writes them; empty: any time."""
    phones: tuple[StoredPhone, ...] = ()
    emails: tuple[str, ...] = ()

    def phones_from(self, e164: str) -> tuple[StoredPhone, ...]:
        """Their numbers, the given one first."""
        return tuple(sorted(self.phones, key=lambda phone: not phone.e164 or phone.e164 != e164))


_quoted = json.encoder.encode_basestring


def _as_json(custom: Mapping[str, str] | Iterable[tuple[str, str]]) -> str:
    """Texts by name as JSON, faster than `json.dumps`."""
    texts = [f"{_quoted(name)}: {_quoted(text)}" for name, text in dict(custom).items()]
    return f"{{{', '.join(texts)}}}"


_AS_STORED: Mapping[str, Callable[[Any], Any]] = {
    "places": ",".join,
    "place_zones": ",".join,
    "tags": "\n".join,
    "custom": _as_json,
    "created_at": seconds,
    "confirmed_at": seconds,
    "postponed_until": seconds,
    "postponed_at": seconds,
    "snoozed_until": seconds,
    "snoozed_at": seconds,
    "snoozed_callback_at": seconds,
}


def columns_of(values: Mapping[str, Any]) -> dict[str, Any]:
    """Fields of a `StoredProspect` as the columns that store them."""
    return {
        name: _AS_STORED[name](given) if name in _AS_STORED else given
        for name, given in values.items()
    }


def make_ready(new: Contact) -> Ready:
    """A contact as rows."""
    return Ready.of(plain_rows(new), words_of(f"{new.name} {new.company}"))


def plain_rows(new: Contact) -> PlainRows:
    """A contact as rows that are plain tuples: the prospect's, those of the numbers, the emails."""
    name, company, title, owner, list_name, zone, country, region, postal, places, place_zones, \
        note, tags, custom, external_id, value, opt_out_text, reach, phones, \
        emails = new  # fmt: skip
    own = (
        name, company, title, owner, list_name, zone, country, region, postal, ",".join(places),
        ",".join(place_zones), note, "\n".join(tags), _as_json(custom), external_id, value,
        opt_out_text, reach,
    )  # fmt: skip
    lower = tuple([address.lower() for address in emails])
    return own, tuple([_phone_columns(phone) for phone in phones]), lower


def phone_row(phone: ContactPhone) -> PhoneRow:
    """A number as its columns."""
    return PhoneRow._make(_phone_columns(phone))


def _phone_columns(phone: ContactPhone) -> tuple[str, ...]:
    label, written, e164, extension, shown, quality, zones, places, line = phone
    return (
        label, written, e164, extension, shown, quality, ",".join(zones), ",".join(places), line,
        e164[:0:-1] or tail_of(written),
    )  # fmt: skip


def from_ready(ready: Ready) -> Contact:
    """The contact that `make_ready` made rows of."""
    own = ready.own
    values = own._asdict() | {
        "places": parts(own.places),
        "place_zones": parts(own.place_zones),
        "tags": _lines(own.tags),
        "custom": tuple(json.loads(own.custom).items()),
    }
    return Contact(**values, phones=tuple(map(from_row, ready.phones)), emails=ready.emails)


def from_row(row: PhoneRow) -> ContactPhone:
    """The number that `phone_row` made columns of."""
    return ContactPhone(*row[:6], parts(row.zones), parts(row.places), row.line)


# How they are found


def words_of(text: str) -> tuple[str, ...]:
    """The words of a name in order, without case and accents, each once."""
    if text.isascii():
        return tuple(dict.fromkeys(_ASCII_WORD.findall(text.lower())))
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return tuple(dict.fromkeys(kept.split()))


def tail_of(number: str) -> str:
    """The digits of a number in reverse."""
    if number[:1] == "+" and number[1:].isdigit() and number.isascii():
        return number[:0:-1]
    return "".join(c for c in reversed(number) if c.isdecimal())
