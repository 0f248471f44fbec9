"""Settles which number of a file's dates is the day, by its columns, its people or its date."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import islice

from callq.importing.dates import Order, Spelled, latest_reading, order_of, read_date
from callq.importing.headers import ColumnUse, map_headers
from callq.importing.headers import Mapping as ColumnMap
from callq.importing.history import dates_in
from callq.importing.readers.call_log import unfold
from callq.importing.readers.table import Row, Table
from callq.named_tuple import NamedTuple
from callq.places.addresses import country_of
from callq.places.phones import Quality, read_between

_FIELDS = ("last_called", "callback_at", "created", "history")
_OF_THE_PAST = ("last_called", "created", "history")
_MONTH_FIRST = frozenset({"US"})
_DAY_FIRST = frozenset({
    "AR", "AT", "AU", "BE", "BG", "BR", "CH", "CL", "CO", "CY", "CZ", "DE", "DK", "EE", "ES", "FI",
    "FR", "GB", "GR", "HR", "IE", "IL", "IN", "IT", "LU", "MX", "NL", "NO", "NZ", "PE", "PL", "PT",
    "RO", "RS", "RU", "SI", "SK", "TR", "UA", "UY", "VE",
})  # fmt: skip
"""Countries that write the day first by Unicode CLDR; in others, such as Canada, both are usual."""
_DAY_FIRST_LANGUAGES = frozenset({
    "cs", "da", "de", "es", "fi", "fr", "it", "nl", "no", "pl", "pt", "ro", "ru", "tr", "uk",
})  # fmt: skip
_NEARLY_ALL = 0.9
_MOST_NUMBERS = 200
_UNSURE = (Order.UNDECIDED, Order.CONTRADICTED)


class Orders(NamedTuple):
    """The order of day and month in each column of dates."""

    by_column: dict[int, Order]
    inferred: Order = Order.UNDECIDED
    """What people and file show, where no date of the file proves an order."""
    example: str = ""
    """The first date read by it, as written."""


class Ambiguous(NamedTuple):
    """A date that can be read in several ways, like others of its file."""

    column: str
    text: str
    readings: tuple[tuple[Spelled, date], ...]
    """What each order makes of it."""


def orders_in(
    rows: Sequence[Row], mapping: ColumnMap, *, region: str, near: date | None, said: str
) -> Orders:
    """Returns the order of day and month in each column of dates.

    What a person said counts first, then what the dates of the column prove, then the other dates
    of the file if they agree. Else the country of its people, the language of its headers, and the
    day it was written decide together, before which all its calls were; if they agree.

    Args:
        rows: The first rows.
        mapping: What the columns are used as.
        region: The country of numbers without one, as ISO code.
        near: The day the file was written, if known.
        said: How a person says dates are written: mdy, dmy, ymd, or empty.
    """
    cells = {
        at: list(_dates(rows, at, use))
        for at, use in enumerate(mapping.columns)
        if use.field in _FIELDS
    }
    if said:
        return Orders(dict.fromkeys(cells, Spelled(said).order))
    orders = {at: order_of(texts) for at, texts in cells.items()}
    proven = set(orders.values()) - {Order.UNDECIDED}
    settled = proven.pop() if len(proven) == 1 else Order.UNDECIDED
    if settled is Order.CONTRADICTED:
        settled = Order.UNDECIDED
    example = inferred = None
    if settled is Order.UNDECIDED and not proven:
        open_ = (text for texts in cells.values() for text in texts if latest_reading(text))
        example = next((text for text in open_ if not read_date(text, Order.UNDECIDED)), None)
    if example:
        past = (text for at, texts in cells.items() for text in texts
                if mapping.columns[at].field in _OF_THE_PAST)  # fmt: skip
        inferred = _inferred(rows, mapping, past, region, near)
    order = inferred or settled
    by_column = {at: order if own is Order.UNDECIDED else own for at, own in orders.items()}
    return Orders(by_column, inferred or Order.UNDECIDED, example or "" if inferred else "")


def orders_of_calls(
    table: Table, *, region: str, near: date, said: str
) -> tuple[Orders, Ambiguous | None]:
    """Returns the order of the dates of a phone system's log, and one that stays unread for it.

    Args:
        table: The log, as opened; its rows are used up.
        region: As in `orders_in`.
        near: As in `orders_in`.
        said: As in `orders_in`.
    """
    calls = unfold(table)
    rows = calls.sample()
    mapping = map_headers(calls.headers, rows, {})
    orders = orders_in(rows, mapping, region=region, near=near, said=said)
    place = calls.headers.index("Call Date")
    kept = orders._replace(by_column={place: orders.by_column.get(place, Order.UNDECIDED)})
    return kept, ambiguous(rows, mapping, kept)


def ambiguous(rows: Sequence[Row], mapping: ColumnMap, orders: Orders) -> Ambiguous | None:
    """Returns the first date that stays unread because its order is unknown, or None."""
    for at, order in orders.by_column.items():
        if order not in _UNSURE:
            continue
        use = mapping.columns[at]
        for text in _dates(rows, at, use):
            if latest_reading(text) and not read_date(text, order):
                read = ((spelled, read_date(text, spelled.order)) for spelled in Spelled)
                return Ambiguous(use.header, text, tuple((s, d.date()) for s, d in read if d))
    return None


def _dates(rows: Sequence[Row], at: int, use: ColumnUse) -> Iterator[str]:
    """Yields the dates of a column, as written."""
    cells = (row.cells[at].strip() for row in rows if at < len(row.cells))
    return dates_in(cells) if use.field == "history" else cells


def _inferred(
    rows: Sequence[Row], mapping: ColumnMap, past: Iterable[str], region: str, near: date | None
) -> Order | None:
    """Returns the order that people, headers and the day of the file agree on, or None."""
    country = _country(rows, mapping, region)
    votes = set()
    if country in _MONTH_FIRST:
        votes.add(Order.MONTH_FIRST)
    if country in _DAY_FIRST or mapping.language in _DAY_FIRST_LANGUAGES:
        votes.add(Order.DAY_FIRST)
    if near:
        votes |= _before(past, near)
    return votes.pop() if len(votes) == 1 else None


def _before(past: Iterable[str], near: date) -> set[Order]:
    """Returns the orders in which a call was made that would be in the future in the other."""
    last, votes = near + timedelta(days=1), set()
    for text in past:
        month, day = (read_date(text, order) for order in (Order.MONTH_FIRST, Order.DAY_FIRST))
        if month and day and (month.date() <= last) != (day.date() <= last):
            votes.add(Order.MONTH_FIRST if month.date() <= last else Order.DAY_FIRST)
    return votes


def _country(rows: Sequence[Row], mapping: ColumnMap, region: str) -> str:
    """Returns the country of nearly all people, by their numbers, else their addresses; or ""."""
    homes = [at for at, use in enumerate(mapping.columns) if use.field == "country"]
    phones = [at for at, use in enumerate(mapping.columns) if use.field == "phone"]
    named = [_home(row, homes) for row in rows[:_MOST_NUMBERS]]
    numbers = (
        read_between(cell, home, region)
        for row, home in zip(rows, named, strict=False)
        for at in phones
        if at < len(row.cells) and (cell := row.cells[at].strip())
    )
    regions = (n.region for n in numbers if n.quality is not Quality.IMPOSSIBLE and n.region)
    found = Counter(islice(regions, _MOST_NUMBERS)) or Counter(filter(None, named))
    country, count = found.most_common(1)[0] if found else ("", 0)
    return country if count >= _NEARLY_ALL * found.total() else ""


def _home(row: Row, homes: Sequence[int]) -> str:
    named = next((row.cells[at] for at in homes if at < len(row.cells) and row.cells[at]), "")
    return country_of(named) if named else ""


def in_words(orders: Orders) -> str:
    """The remark on an order that no date of the file proves, or ""."""
    if orders.inferred is Order.UNDECIDED:
        return ""
    month = orders.inferred is Order.MONTH_FIRST
    first, other = ("month", "dmy") if month else ("day", "mdy")
    return (
        f"dates such as {orders.example} are read with the {first} first; "
        f"for the {'day' if month else 'month'} first, add --dates {other}"
    )
