"""Finds before an import which country a file's numbers are from, if not from the expected one."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from callq.errors import CallqError
from callq.importing.headers import Mapping
from callq.importing.readers.table import Row, Table
from callq.named_tuple import NamedTuple
from callq.places.addresses import country_of
from callq.places.phones import Quality, digits_of, is_usual, read_phone

_COUNTRIES_OF = {
    "de": ("DE", "AT", "CH", "LI", "LU"), "fr": ("FR", "BE", "CH", "LU", "MC", "CA"), "es": ("ES",),
    "pt": ("PT", "BR"), "it": ("IT", "CH"), "nl": ("NL", "BE"), "pl": ("PL",), "no": ("NO",),
    "sv": ("SE", "FI"), "da": ("DK",), "fi": ("FI",), "cs": ("CZ",), "tr": ("TR",), "hu": ("HU",),
    "ro": ("RO", "MD"), "ru": ("RU", "BY", "KZ"), "uk": ("UA",), "bg": ("BG",),
    "el": ("GR", "CY"), "he": ("IL",), "ja": ("JP",), "ko": ("KR",), "zh": ("CN", "TW", "HK"),
}  # fmt: skip
"""Where a language is spoken, the country of most of its files first."""
_OWN_SCRIPT = frozenset({"bg", "el", "he", "ja", "ko", "ru", "uk", "zh"})
_DOMAIN = re.compile(r"@[^\s@]+\.([a-z]{2})\b", re.IGNORECASE)
_NOT_A_COUNTRY = frozenset({"CO", "ME", "TV", "IO", "AI", "CC", "EU", "TO", "LY", "FM"})
_NORTH_AMERICAN = ("US", "CA")
_MOST = 200
_FEW, _MANY = 0.5, 0.6
_FEWEST_DIGITS = 7
_FEWEST_NUMBERS, _NEARLY_ALL = 3, 0.9
_A_THIRD = 3


class Unclear(NamedTuple):
    """Numbers of a file that don't exist in the region, but do in the country it comes from."""

    region: str
    country: str
    """Empty where nothing shows it."""
    example: str

    @property
    def what(self) -> str:
        """What's wrong with the numbers, as a sentence."""
        if self.country:
            return f'"{self.example}" doesn\'t exist in {self.region}, but in {self.country}.'
        return f'None of them exists in {self.region}, e.g. "{self.example}".'


def region_named(text: str) -> str:
    """The ISO code of a country named with --region, by its code or name.

    Raises:
        CallqError: It's no country.
    """
    code = country_of(text)
    if not code:
        raise CallqError(
            f'Unknown country "{text}".',
            hint="Use its two letters, like US or DE.",
            name="unknown-country",
        )
    return code


def settled_region(table: Table, mapping: Mapping, region: str) -> str:
    """Returns the country of a file's numbers, see `find_region`, which has the same arguments.

    Raises:
        CallqError: They don't exist in the region, and the file doesn't say where else.
    """
    found = find_region(table, mapping, region)
    if isinstance(found, Unclear):
        raise CallqError(
            f"Which region are these numbers from? {found.what}",
            hint=f"Add --region {found.country or 'and their country'}; or --region {region} to "
            "leave them as written.",
            name="region-unclear",
        )
    return found


def find_region(table: Table, mapping: Mapping, region: str) -> str | Unclear:
    """Finds the country of a file's numbers: the region, or the one that the rest of it shows.

    Another country is known if every address and number that names one names it, there's one for
    each third number, none of the numbers can be dialed in the region, and nearly all exist there.

    Args:
        table: The opened file; no row is taken.
        mapping: What its columns are used as.
        region: The country its numbers would be read in by default.
    """
    rows = table.sample()
    numbers = list(_national(rows, mapping))[:_MOST]
    if region in _NORTH_AMERICAN and sum(map(_looks_american, numbers)) * 2 > len(numbers):
        # Made-up American numbers aren't another country's.
        return region
    spoken = _COUNTRIES_OF.get(mapping.language, ())
    if not numbers or (
        _share_valid(numbers, region) > _FEW and not _is_abroad(numbers, mapping, region)
    ):
        return region
    named = _named(rows, mapping)
    if len(named) == 1:
        country, count = named.most_common(1)[0]
        told = count * _A_THIRD >= len(numbers) and (not spoken or country in spoken)
        if told and _all_are_from(numbers, country, region):
            return country
    for country in (*spoken[:1], *(country for country, _ in named.most_common(3))):
        if country != region and _share_valid(numbers, country) >= _MANY:
            return Unclear(region, country, numbers[0])
    return Unclear(region, "", numbers[0]) if _none_exists(numbers, region) else region


def _is_abroad(numbers: Sequence[str], mapping: Mapping, region: str) -> bool:
    """Tells whether a script of another country says that numbers are from there, not from here."""
    spoken = _COUNTRIES_OF.get(mapping.language, ())
    is_foreign = mapping.language in _OWN_SCRIPT and region not in spoken
    return is_foreign and _share_valid(numbers, spoken[0]) >= _MANY


def remark_on(found: str | Unclear, region: str) -> str:
    """The remark on a country that was found in place of the region, or ""."""
    if isinstance(found, Unclear):
        return f"which region are these numbers from? {found.what} Add --region"
    return "" if found == region else f"the numbers exist in {found}, not in {region}"


def _all_are_from(numbers: Sequence[str], country: str, region: str) -> bool:
    """Tells whether numbers exist in a country, and none of them could be one of the region's."""
    here = (read_phone(text, region).quality for text in numbers)
    return (
        all(quality is Quality.IMPOSSIBLE for quality in here)
        and _share_valid(numbers, country) >= _NEARLY_ALL
    )


def _none_exists(numbers: Sequence[str], region: str) -> bool:
    """Tells whether numbers can't be dialed in a region, and not for want of an area code."""
    if len(numbers) < _FEWEST_NUMBERS:
        return False
    long = [text for text in numbers if len(digits_of(text)) > _FEWEST_DIGITS]
    impossible = sum(read_phone(text, region).quality is Quality.IMPOSSIBLE for text in long)
    return impossible >= len(numbers) * _NEARLY_ALL


def _looks_american(text: str) -> bool:
    return is_usual(text) and not text.strip().isdigit()


def _national(rows: Sequence[Row], mapping: Mapping) -> Iterator[str]:
    """Yields the numbers without a country code, in rows that name no country."""
    phones = [at for at, use in enumerate(mapping.columns) if use.field == "phone"]
    places = [
        at for at, use in enumerate(mapping.columns) if use.field in ("country", "country_code")
    ]
    for row in rows:
        if any(at < len(row.cells) and row.cells[at].strip() for at in places):
            continue
        for at in phones:
            cell = row.cells[at].strip() if at < len(row.cells) else ""
            bare = cell.lstrip("( ")
            if len(digits_of(cell)) >= _FEWEST_DIGITS and not bare.startswith(("+", "00", "011")):
                yield cell


def _named(rows: Sequence[Row], mapping: Mapping) -> Counter[str]:
    """Counts the countries that email addresses and numbers with a country code are from."""
    found: Counter[str] = Counter()
    for at, use in enumerate(mapping.columns):
        cells = [row.cells[at] for row in rows if at < len(row.cells)]
        if use.field == "email":
            ends = (match[1].upper() for cell in cells for match in _DOMAIN.finditer(cell))
            found.update("GB" if end == "UK" else end for end in ends if end not in _NOT_A_COUNTRY)
        elif use.field == "phone":
            abroad = [cell for cell in cells if cell.strip().startswith("+")][:_MOST]
            found.update(filter(None, (read_phone(cell, "").region for cell in abroad)))
    return found


def _share_valid(numbers: Sequence[str], country: str) -> float:
    good = sum(read_phone(text, country).quality is Quality.VALID for text in numbers)
    return good / len(numbers)
