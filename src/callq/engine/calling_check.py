"""Finds every mistake in a table of jurisdictions at once, each with its line."""

from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, ValidationInfo, field_validator

from callq.engine.calling import BUSINESS, CONSUMER, EVERYONE, GRADES, KINDS, read_hours
from callq.engine.rulebook import read_day
from callq.engine.toml_check import (
    Count,
    File,
    SomeSpan,
    Table,
    Text,
    fault,
    key_of,
    matching,
    one_of,
    reads,
)
from callq.engine.toml_lines import Mistake

_KEYS = (
    "name", "hours", "clock", "holidays", "calendars", "eves", "caps", "after_conversation",
    "after_refusal", "consent", "customer", "written", "automatic", "mobile", "lists",
    "relationship", "business", "only", "grade", "grades", "source", "note",
)  # fmt: skip
_ID = r"[A-Z]{2}(-[A-Z0-9]{1,6})?"
_GRADES = tuple(grade for grade in GRADES if grade != "own")


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        message = f'unknown time zone "{name}". Write it like "America/Chicago"'
        raise fault("unknown-zone", message) from None
    return name


RowId = Annotated[str, matching(_ID, "isn't a country or state. Write it like US or US-FL")]
_DAY = r"[01]\d-[0-3]\d|good-friday|(even-)?election-day"
_Calendar = Annotated[
    str,
    matching(
        f"own|{_ID}|{_DAY}",
        'isn\'t a calendar or a day. Write it like "US-AL", "own", "05-04" or "good-friday"',
    ),
]
_Hours = Annotated[dict[str, str], reads(read_hours, "not-hours")]
_Holidays = Annotated[str, one_of(("none", "avoid", "allowed"))]
_Consent = Annotated[str, one_of((CONSUMER, EVERYONE))]
_Grade = Annotated[str, one_of(_GRADES)]


class _Cap(Table):
    max: Count
    within: SomeSpan


class _Lists(Table):
    honour: Text | None = None
    keep: Text | None = None
    age: SomeSpan | None = None


class _Relationship(Table):
    purchase: SomeSpan | None = None
    inquiry: SomeSpan | None = None


class _Automatic(Table):
    hours: _Hours | None = None
    holidays: _Holidays | None = None


class _Mobile(Table):
    consent: _Consent
    customer: SomeSpan | None = None
    written: bool = False


class OwnRow(Table):
    """A country or state in a team's own rulebook; it needs no grade."""

    name: Text
    source: Text
    note: Text | None = None
    hours: _Hours | None = None
    clock: Annotated[Text, AfterValidator(_zone)] | None = None
    holidays: _Holidays | None = None
    calendars: list[_Calendar] = []
    eves: Annotated[str, reads(read_day, "not-hours")] | None = None
    caps: list[_Cap] = []
    after_conversation: SomeSpan | None = None
    after_refusal: SomeSpan | None = None
    consent: _Consent | None = None
    customer: SomeSpan | None = None
    written: bool = False
    automatic: _Automatic | None = None
    mobile: _Mobile | None = None
    lists: _Lists = _Lists()
    relationship: _Relationship = _Relationship()
    only: Annotated[str, one_of(KINDS)] | None = None
    business: Annotated[str, one_of(("applies", "hours", "exempt"))] = "applies"
    grade: _Grade | None = None
    grades: dict[Annotated[str, key_of(_KEYS)], _Grade] = {}

    @field_validator("business")
    @classmethod
    def _for_business(cls, value: str, info: ValidationInfo) -> str:
        if value != "applies" and info.data.get("only") == BUSINESS:
            raise fault("contradiction", 'must be "applies" in a row that is only for business')
        return value

    @field_validator("written")
    @classmethod
    def _of_a_consent(cls, value: bool, info: ValidationInfo) -> bool:
        if value and info.data.get("consent", "") is None:
            raise fault("contradiction", 'needs "consent"')
        return value

    @field_validator("clock")
    @classmethod
    def _for_hours(cls, value: str, info: ValidationInfo) -> str:
        if info.data.get("hours", "") is None:
            raise fault("contradiction", 'needs "hours"')
        return value


class _Row(OwnRow):
    grade: _Grade


_Country = Annotated[str, matching("[A-Z]{2}", "isn't a country. Write it like US")]


class _Jurisdictions(Table):
    version: Text
    rows: dict[RowId, _Row]
    territories: dict[_Country, _Country] = {}


def check(text: str) -> tuple[dict[str, Any] | None, tuple[Mistake, ...]]:
    """Reads a table and finds all its mistakes.

    Args:
        text: A TOML file with a version and rows.

    Returns:
        The data for `callq.engine.calling.build`, None if there's any mistake; and the mistakes by
        line.
    """
    file = File(text)
    if not file.is_broken:
        file.check(_Jurisdictions)
    return file.result()
