"""Work out what one record keeps when two records are the same person. Pure."""

from datetime import datetime
from typing import Any

from callq.named_tuple import NamedTuple
from callq.records.contacts import StoredProspect

FIELDS = ("company", "title", "owner", "list_name", "zone", "country", "external_id", "reach")
_LABELS = {"list_name": "list", "external_id": "id", "value": "value"}


class Combined(NamedTuple):
    """What changes on the record you keep."""

    values: dict[str, Any]
    """Fields to set."""
    filled: tuple[str, ...]
    """Fields that were blank and are filled now."""
    beside: tuple[tuple[str, str], ...]
    """Where the two disagree: the other record's value, kept as a custom field."""


def combine_places(ours: StoredProspect, theirs: StoredProspect) -> dict[str, Any]:
    """Fill in the location: state and postal code one by one, a confirmed location as a whole.

    The places are joined: the person may be anywhere either record says.
    """
    found: dict[str, Any] = {
        field: getattr(theirs, field)
        for field in ("region", "postal")
        if not getattr(ours, field) and getattr(theirs, field)
    }
    if theirs.confirmed_location and not ours.confirmed_location:
        fields = "confirmed_location", "confirmed_by", "confirmed_at"
        found |= {field: getattr(theirs, field) for field in fields}
    for field in ("places", "place_zones"):
        found[field] = tuple(dict.fromkeys((*getattr(ours, field), *getattr(theirs, field))))
    return found


def combine_put_off(ours: StoredProspect, theirs: StoredProspect, now: datetime) -> dict[str, Any]:
    """Choose how long the person is put off during their rep's time off.

    A future date wins over a blank or a past one, and the earlier of two future dates wins. The
    moment it was decided comes with it, because a call after that moment ends it.
    """
    coming = [one for one in (ours, theirs) if one.postponed_until and one.postponed_until > now]
    first = min(coming, key=lambda one: one.postponed_until or now, default=ours)
    return {"postponed_until": first.postponed_until, "postponed_at": first.postponed_at}


def combine_snooze(ours: StoredProspect, theirs: StoredProspect, now: datetime) -> dict[str, Any]:
    """Choose how long the person is snoozed, as `combine_put_off` does."""
    coming = [one for one in (ours, theirs) if one.snoozed_until and one.snoozed_until > now]
    first = min(coming, key=lambda one: one.snoozed_until or now, default=ours)
    fields = "snoozed_until", "snoozed_at", "snoozed_callback_at"
    return {field: getattr(first, field) for field in fields}


def combine(kept: StoredProspect, gone: StoredProspect, *, confirmed: bool = False) -> Combined:
    """Fill the blanks of one record from another. Neither loses anything.

    Args:
        kept: The record you keep. Where the two disagree, its value wins.
        gone: The other record. Values that differ go into custom fields named after its id.
        confirmed: Only the other record has a confirmed location, so its zone wins.
    """
    values: dict[str, Any] = {}
    filled: list[str] = []
    beside: list[tuple[str, str]] = []
    if _differ(kept.name, gone.name):
        beside.append((f"name (from {gone.id})", gone.name))
    for column in (*FIELDS, "value"):
        ours, theirs = getattr(kept, column), getattr(gone, column)
        if theirs in ("", None):
            continue
        label = _LABELS.get(column, column)
        wins = ours in ("", None) or (confirmed and column == "zone")
        if wins:
            values[column] = theirs
            filled.append(label)
        if ours not in ("", None) and _differ(str(ours), str(theirs)):
            whose, said = (kept.id, ours) if wins else (gone.id, theirs)
            beside.append((f"{label} (from {whose})", _written(said)))
    custom = dict(kept.custom)
    for key, value in gone.custom.items():
        if not _differ(custom.setdefault(key, value), value):
            continue
        beside.append((f"{key} (from {gone.id})", value))
    custom |= beside
    texts = _texts(kept, gone)
    values |= texts
    filled += texts
    if custom != kept.custom:
        values["custom"] = custom
        filled += [] if len(custom) == len(kept.custom) + len(beside) else ["custom fields"]
    if gone.created_at < kept.created_at:
        values["created_at"] = gone.created_at
    return Combined(values, tuple(filled), tuple(beside))


def _texts(kept: StoredProspect, gone: StoredProspect) -> dict[str, Any]:
    """Join notes, opt-out words and tags. Only the ones that change."""
    joined = {
        "note": _both(kept.note, gone.note, "\n"),
        "opt_out_text": _both(kept.opt_out_text, gone.opt_out_text, "; "),
        "tags": tuple(dict.fromkeys((*kept.tags, *gone.tags))),
    }
    return {field: both for field, both in joined.items() if both != getattr(kept, field)}


def _differ(one: str, other: str) -> bool:
    return " ".join(one.split()).casefold() != " ".join(other.split()).casefold()


def _both(ours: str, theirs: str, between: str) -> str:
    if not theirs or theirs in ours:
        return ours
    return f"{ours}{between}{theirs}" if ours and ours not in theirs else theirs


def _written(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
