"""Reads phone numbers as people write them."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from callq.named_tuple import NamedTuple
from callq.places.addresses import places_of_area, zones_of
from callq.places.number_zones import area_code, placed

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber


class Quality(StrEnum):
    """How far a number can be trusted to ring."""

    VALID = "valid"
    """A number in a range that is in use."""
    POSSIBLE = "possible"
    """The right length, but in no range known to be in use."""
    IMPOSSIBLE = "impossible"
    """Can't be dialed from here: no number, too short, too long, or without its area code."""


class Phone(NamedTuple):
    """One phone number, as written and as understood."""

    written: str
    """The text as it stood in the file."""
    e164: str
    """`+12125550100`; empty when impossible."""
    extension: str
    """Digits to dial once connected, or empty."""
    shown: str
    """How to print it; the written text when impossible."""
    quality: Quality
    zones: tuple[str, ...]
    """Every time zone the number may be in, the likeliest first; empty when unknown."""
    region: str
    """The country, as ISO code; empty when unknown."""
    line: str = ""
    """`mobile`, `landline` or `voip`; empty when the digits don't tell."""

    @property
    def places(self) -> tuple[str, ...]:
        """Every country or state the number may be in, e.g. `US-FL`; empty when unknown."""
        if self.e164[:2] == "+1":
            return places_of_area(self.e164[2:5], self.region)
        return placed(self.e164[1:], self.region).places if self.region else ()


_CACHE = 16_384
_LONGEST_DIRECT = 60
"""Longer texts are searched for a number instead of being read as one."""
_LONGEST_SEARCHED = 250
_LONGEST_CELL = 1000
"""A longer cell is prose and isn't split."""

_NANP = 1
_NATIONAL_LENGTH = 10
_SHORTEST_PREFIX = 3
_SEVEN_DIGITS = 1_000_000
_MEXICO = 52
_OLD_MOBILE = re.compile(r"1[2-9]\d{9}$")
"""Until 2019, Mexican mobiles had a 1 before their ten digits."""

_HIDDEN = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\x00-\x08]")
_FORMULA = re.compile(r'="?([^"]*)"?$')
_AMERICAN_FROM_ABROAD = re.compile(r"001[\s.-]+(?=\(?\d{3}\)?[\s.-]*\d{3}[\s.-]\d{4}(?!\d))")
"""A country code behind 00, also beside a country that dials 0011."""
_FLOAT_TAIL = re.compile(r"(\+?\d{5,})[.,]0+$")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3}){2,4}$")
_SCIENTIFIC = re.compile(r"[+-]?\d+(?:[.,]\d+)?e[+-]?\d+$", re.IGNORECASE)
_LABEL = re.compile(r"[^\W\d_][^\d:+]{0,24}:\s*")
_BLANKS = frozenset({"", "nan", "none", "null", "n/a", "#n/a", "na", "-", "--", "unknown"})

_FOREIGN_EXTENSION = re.compile(
    r"[\s,;(]*\b(?:durchwahl|dw|nebenstelle|poste|toestel|interno|ramal|wewn|anknytning|apparat)"
    r"\b[.:\s]*(\d{1,9})\)?\s*$",
    re.IGNORECASE,
)
_EXTENSION_MARK = re.compile(
    r";\s*ext\s*=|(?<![^\W\d_])(?:e?xt(?:ensi[oó]n|n)?|x|доб|int|anexo)[.:=\s]*(?=\d)"
    r"|(?<=\d)\s*[#~]",
    re.IGNORECASE,
)
_LETTERS = re.compile(r"[^\W\d_]")
_VANITY = re.compile(r"[+(]?\d[\d\s().-]{2,}[A-Za-z][A-Za-z\d\s.-]*$")
_USUAL = re.compile(
    r"(?:(?:\+|00)?1)?[ .()-]*([2-9]\d\d)[ .()-]*(\d{3})[ .-]*(\d{4})(?: ?x ?(\d{1,9}))?$", re.ASCII
)
"""A North American number in one of its usual styles."""
_SIGNS_OF_PATTERNS = re.compile(r"\\.|\[[^]]*\]|[()|]")
_FREE_LINE = re.compile(r"\\d\{(?:[4-9]|1\d)\}$")
_EXIT_CODE = re.compile(r"[(\s]*(?:00|011)[)\s.-]*")
_DOUBLE_ZERO = re.compile(r"[(\s+]*00+[)\s.-]*")


def digits_of(text: str) -> str:
    """Returns only the digits of a text, as plain 0 to 9, for look-ups."""
    if text.isascii():
        return "".join(filter(str.isdigit, text))
    values = (unicodedata.decimal(char, -1) for char in text)
    return "".join(str(value) for value in values if value >= 0)


@lru_cache(maxsize=_CACHE)
def parts_of(e164: str) -> tuple[str, str]:
    """Country code and national digits of a number in E.164."""
    import phonenumbers

    country = str(phonenumbers.parse(e164).country_code)
    return country, e164.removeprefix(f"+{country}")


@lru_cache(maxsize=_CACHE)
def anywhere(e164: str, extension: str = "") -> str:
    """A number as every country reads it, and no spreadsheet runs it: (+1) 212-555-0100."""
    code, rest = parts_of(e164)
    if code == "1" and len(rest) == 10:
        rest = f"{rest[:3]}-{rest[3:6]}-{rest[6:]}"
    return f"(+{code}) {rest}{f' ext. {extension}' if extension else ''}"


def read_phone(text: str, region: str) -> Phone:
    """Reads one number; never raises.

    Args:
        text: The number as written, perhaps with words or an extension.
        region: The country the reader is in, as ISO code, for numbers without one.

    Returns:
        The number; `IMPOSSIBLE` with its written text when it can't be dialed.
    """
    home = region.upper()
    return read_usual(text, home) or read_any(text, home)


def read_between(text: str, country: str, home: str) -> Phone:
    """Reads a number that stands beside a country: in that country, if it is in use there.

    Args:
        text: The number as written.
        country: The country of its owner, as ISO code; empty when unknown.
        home: The country of the reader, for everything else.
    """
    if country and country != home.upper():
        # Three, three and four digits, set apart: only North American numbers are written that way.
        if is_usual(text) and not text.strip().isdigit():
            here = read_phone(text, home)
            if here.quality is Quality.VALID:
                return here
        there = read_phone(text, country)
        if there.quality is Quality.VALID:
            return there
        here = read_phone(text, home)
        return there if here.quality is Quality.IMPOSSIBLE else here
    return read_phone(text, home)


@lru_cache(maxsize=_CACHE)
def read_any(text: str, home: str) -> Phone:
    """Reads one number in any style, see `read_phone`; the region in capitals."""
    found = _understand(_clean(text), home)
    if found is None:
        return Phone(text, "", "", text.strip(), Quality.IMPOSSIBLE, (), "")
    return _describe(text, home, *found)


def is_usual(text: str) -> bool:
    """Tells whether a text is one number, in one of the usual North American styles."""
    return _USUAL.match(text) is not None


def read_usual(text: str, home: str) -> Phone | None:
    """Reads a North American number in one of its usual styles: as `read_any` does, but sooner.

    Args:
        text: The number as written.
        home: The country the reader is in, as ISO code in capitals.

    Returns:
        The number; None when it is written in another style.
    """
    bare = text.strip()
    usual = _USUAL.match(bare)
    if usual is None or len(bare) > _LONGEST_DIRECT or not _is_dialed_as_one(bare, home):
        return None
    area, exchange, line, extension = usual.groups()
    if line == "0000" and _FLOAT_TAIL.match(bare):
        return None
    lies = _of_exchange(area + exchange, home) or _lying(area + exchange + line, home)
    shown = f"({area}) {exchange}-{line}" if lies.near else f"+1 {area}-{exchange}-{line}"
    return Phone(
        text,
        f"+1{area}{exchange}{line}",
        extension or "",
        f"{shown} ext. {extension}" if extension else shown,
        lies.quality,
        lies.zones,
        lies.region,
    )


class _Lying(NamedTuple):
    """What is known of a North American number by where it lies."""

    region: str
    near: bool
    """Whether it is written as in the reader's own country."""
    quality: Quality
    zones: tuple[str, ...]


def _lying(national: str, home: str) -> _Lying:
    region = _north_american_region(national, home)
    near = region == home or (not region and _in_north_america(home))
    quality = Quality.VALID if region else Quality.POSSIBLE
    return _Lying(region, near, quality, _north_american_zones(national))


@lru_cache(maxsize=_CACHE)
def _of_exchange(digits: str, home: str) -> _Lying | None:
    """Returns what the first six digits tell, or None where the last four have a say in it."""
    asked = (_in_use(guess) for guess in (home, "US", "CA", _island(digits[:4])))
    if all(found is None or found.by_exchange for found in asked):
        return _lying(f"{digits}0000", home)
    return None


def _is_dialed_as_one(text: str, home: str) -> bool:
    """Tells whether ten digits are a North American number to a reader there, or by a plus."""
    return text[:2] == "+1" or _in_north_america(home)


def _north_american_region(national: str, home: str) -> str:
    """Returns the region in which ten digits are a number in use, the reader's own first, or ""."""
    for guess in (home, "US", "CA"):
        if (used := _in_use(guess)) and used.pattern.match(national):
            return guess
    island = _island(national[:4])
    return island if (used := _in_use(island)) and used.pattern.match(national) else ""


class _InUse(NamedTuple):
    """What every ten-digit number in use in a North American region matches."""

    pattern: "re.Pattern[str]"
    by_exchange: bool
    """Whether the last four digits don't matter."""


@lru_cache(maxsize=64)
def _in_use(region: str) -> _InUse | None:
    """Returns which ten-digit numbers are in use in a North American region.

    Put together from the library's own patterns, the way it puts them together itself: the
    general one, and one of those for a kind of number.
    """
    from phonenumbers import PhoneMetadata

    facts = PhoneMetadata.metadata_for_region(region, None) if region else None
    if facts is None or facts.country_code != _NANP or facts.general_desc is None:
        return None
    kinds = (
        facts.premium_rate, facts.toll_free, facts.shared_cost, facts.voip, facts.personal_number,
        facts.pager, facts.uan, facts.voicemail, facts.fixed_line, facts.mobile,
    )  # fmt: skip
    general = facts.general_desc
    patterns = [
        kind.national_number_pattern
        for kind in kinds
        if kind is not None
        and kind.national_number_pattern
        and (not kind.possible_length or _NATIONAL_LENGTH in kind.possible_length)
    ]
    if not patterns or _NATIONAL_LENGTH not in general.possible_length:
        return None
    either = "|".join(f"(?:{pattern})" for pattern in dict.fromkeys(patterns))
    return _InUse(
        re.compile(rf"(?=(?:{general.national_number_pattern})$)(?:{either})$"),
        all(map(_leaves_the_line_free, (str(general.national_number_pattern), *patterns))),
    )


def _leaves_the_line_free(pattern: str) -> bool:
    """Tells whether a pattern ends in four digits that may be any, in each of its alternatives."""
    depth, start, alternatives = 0, 0, []
    for sign in _SIGNS_OF_PATTERNS.finditer(pattern):
        depth += {"(": 1, ")": -1}.get(sign[0], 0)
        if sign[0] == "|" and not depth:
            alternatives.append(pattern[start : sign.start()])
            start = sign.end()
    alternatives.append(pattern[start:])
    return all(map(_FREE_LINE.search, alternatives))


@lru_cache(maxsize=16_384)
def _island(digits: str) -> str:
    """Returns the smaller North American region to which the first four digits belong, or ""."""
    from phonenumbers import PhoneMetadata, region_codes_for_country_code

    for region in region_codes_for_country_code(_NANP):
        facts = PhoneMetadata.metadata_for_region(region, None)
        if facts and facts.leading_digits and re.match(facts.leading_digits, digits):
            return str(region)
    return ""


# Reading

Reading = tuple["PhoneNumber", Quality, str]
"""A parsed number, its quality and its region ("" when unknown)."""


def _clean(text: str) -> str:
    """Takes off what spreadsheets and other programs put around a number."""
    text = _HIDDEN.sub("", text.strip()[:_LONGEST_SEARCHED]).strip()
    if text[:1] == "=" and (formula := _FORMULA.match(text)):
        text = formula[1].strip()
    text = text.lstrip("'`\u00b4\u2019").strip()
    if abroad := _AMERICAN_FROM_ABROAD.match(text):
        text = f"+1 {text[abroad.end() :]}"
    if text.casefold() in _BLANKS or _SCIENTIFIC.match(text):
        return ""
    if tail := _FLOAT_TAIL.match(text):
        return tail[1]
    if _THOUSANDS.match(text):
        return text.replace(",", "")
    return text


def _understand(text: str, home: str) -> Reading | None:
    """Returns the best reading of a cleaned text, or None when it can't be dialed."""
    best = None
    if text:
        for reading in _readings(text, home):
            if reading[1] is Quality.VALID:
                return reading
            best = best or reading
    return best


def _readings(text: str, home: str) -> Iterator[Reading]:
    """Yields the ways to read a text, the plainest first."""
    if _LETTERS.search(text):
        text = _FOREIGN_EXTENSION.sub(r" x\1", _LABEL.sub("", text, count=1))
    wordy = _LETTERS.search(text[: _number_end(text)]) is not None
    if not wordy and len(text) <= _LONGEST_DIRECT:
        plain = list(_direct(text, home))
        yield from plain
        if plain:
            return
    if wordy or len(digits_of(text)) > 9:
        yield from _search(text, home)
    if wordy and len(text) <= _LONGEST_DIRECT:
        yield from _vanity(text, home)
    if text.isdecimal() and len(text) > 10:  # a spreadsheet took the plus off
        yield from _valid("+" + text, home)


def _direct(text: str, home: str) -> Iterator[Reading]:
    """Yields the readings of a text that is nothing but a number."""
    north_american = _is_dialed_as_one(text, home)
    if text[:1] == "+" or (text[:1] in "0(" and north_american):
        zeros = _DOUBLE_ZERO.match(text)
        first = list(_try("+" + text[zeros.end() :], home)) if zeros else []
        if first:
            yield from first
            return
    yield from _try(text, home)
    if text[:1] in "0(" and (abroad := _EXIT_CODE.match(text)):
        yield from _valid("+" + text[abroad.end() :], home)


def _try(text: str, home: str) -> Iterator[Reading]:
    """Yields the number a text is, if it can be dialed."""
    import phonenumbers

    try:
        number = phonenumbers.parse(text, home or None)
    except phonenumbers.NumberParseException:
        return
    if number.country_code == _MEXICO and _OLD_MOBILE.match(str(number.national_number)):
        number.national_number -= 10**_NATIONAL_LENGTH
    yield from _judge(number, home)


def _valid(text: str, home: str) -> Iterator[Reading]:
    """Yields the number a text is, if it is in use: for readings that need proof."""
    return (reading for reading in _try(text, home) if reading[1] is Quality.VALID)


def _judge(number: "PhoneNumber", home: str) -> Iterator[Reading]:
    """Yields a parsed number with its quality and region, unless it can't be dialed."""
    import phonenumbers

    if region := _region(number, home):
        yield number, Quality.VALID, region
    elif phonenumbers.is_possible_number_with_reason(
        number
    ) == phonenumbers.ValidationResult.IS_POSSIBLE and not _has_no_area_code(number):
        regions = phonenumbers.region_codes_for_country_code(number.country_code or 0)
        yield number, Quality.POSSIBLE, regions[0] if len(regions) == 1 else ""


def _has_no_area_code(number: "PhoneNumber") -> bool:
    """Tells whether a North American number begins as no area code does, with 0 or 1."""
    national = str(number.national_number or "")
    return number.country_code == _NANP and (len(national) < _NATIONAL_LENGTH or national < "2")


def _region(number: "PhoneNumber", home: str) -> str:
    """Returns the region in which a number is valid, the reader's own first, or ""."""
    import phonenumbers

    is_valid = phonenumbers.is_valid_number_for_region
    for guess in (home, "US", "CA") if number.country_code == _NANP else (home,):
        if is_valid(number, guess):
            return guess
    region = str(phonenumbers.region_code_for_number(number) or "")
    return region if region and is_valid(number, region) else ""


@lru_cache(maxsize=256)
def _in_north_america(region: str) -> bool:
    """Tells whether a region dials in the North American way."""
    import phonenumbers

    return bool(phonenumbers.country_code_for_region(region) == _NANP)


def _search(text: str, home: str) -> Iterator[Reading]:
    """Yields the numbers found in a text; short ones only if they are in use."""
    import phonenumbers

    for leniency in (phonenumbers.Leniency.VALID, phonenumbers.Leniency.POSSIBLE):
        for match in phonenumbers.PhoneNumberMatcher(text, home or None, leniency, 9):
            for reading in _judge(match.number, home):
                digits = match.number.national_number or 0
                if reading[1] is Quality.VALID or digits >= _SEVEN_DIGITS:
                    yield reading


def _vanity(text: str, home: str) -> Iterator[Reading]:
    """Yields a number whose letters are keys to press, as in 1-800-FLOWERS.

    Outside North America, only numbers of services are written so, behind their prefix.
    """
    import phonenumbers

    letters = _LETTERS.findall(text)
    if len(letters) < 3 or not _VANITY.match(text):
        return
    before = digits_of(text[: text.index(letters[0])])
    keys = digits_of(phonenumbers.convert_alpha_characters_in_number(text))
    if text[:1] != "+" and _in_north_america(home):
        keys, before = keys.removeprefix("1"), before.removeprefix("1")
        if len(before) == 7:  # a local number, then words
            return
        keys = keys[:_NATIONAL_LENGTH]  # letters beyond the number are for the eye
    for number, quality, region in _valid("+" + keys if text[:1] == "+" else keys, home):
        prefix = before.removeprefix(str(number.country_code)) if text[:1] == "+" else before
        if len(prefix) >= _SHORTEST_PREFIX and (
            number.country_code == _NANP or _is_of_a_service(number)
        ):
            yield number, quality, region


# Describing


def _describe(text: str, home: str, number: "PhoneNumber", quality: Quality, region: str) -> Phone:
    """Makes the record of an understood number."""
    import phonenumbers

    extension = digits_of(number.extension or "")
    number.extension = None
    region = "" if region == "001" else region
    near = region == home or (
        not region and number.country_code == phonenumbers.country_code_for_region(home)
    )
    styles = phonenumbers.PhoneNumberFormat
    style = styles.NATIONAL if near else styles.INTERNATIONAL
    shown = str(phonenumbers.format_number(number, style))
    return Phone(
        written=text,
        e164=str(phonenumbers.format_number(number, styles.E164)),
        extension=extension,
        shown=f"{shown} ext. {extension}" if extension else shown,
        quality=quality,
        zones=_zones(number, region),
        region=region,
        line=_line(number),
    )


def _zones(number: "PhoneNumber", region: str) -> tuple[str, ...]:
    """Returns every zone a number may be in, the likeliest first."""
    if number.country_code == _NANP:
        return _north_american_zones(f"{number.national_number:010}")
    if not region:
        return ()
    if _is_of_a_service(number):
        return ()
    return placed(f"{number.country_code}{number.national_number}", region).zones


def _is_of_a_service(number: "PhoneNumber") -> bool:
    """Tells whether a number is toll-free, premium or the like, and so in no place."""
    from phonenumbers import PhoneNumberType, number_type

    return number_type(number) in {
        PhoneNumberType.TOLL_FREE,
        PhoneNumberType.PREMIUM_RATE,
        PhoneNumberType.SHARED_COST,
        PhoneNumberType.PERSONAL_NUMBER,
    }


def _line(number: "PhoneNumber") -> str:
    """Returns what kind of line a number is on, where its digits tell."""
    if number.country_code == _NANP:
        return ""
    from phonenumbers import PhoneNumberType, number_type

    return {
        PhoneNumberType.MOBILE: "mobile",
        PhoneNumberType.FIXED_LINE: "landline",
        PhoneNumberType.VOIP: "voip",
    }.get(number_type(number), "")


def _north_american_zones(national: str) -> tuple[str, ...]:
    """Returns all zones of a number's area code, the likeliest first.

    One answer proves nothing there: for many split area codes the library names only one side.
    """
    union = _zones_of_area(national[:3])
    return union if len(union) < 2 else _zones_by_exchange(national[:6], union)


@lru_cache(maxsize=_CACHE)
def _zones_by_exchange(national: str, union: tuple[str, ...]) -> tuple[str, ...]:
    """Returns the zones of a split area code, that of these six digits first, if it is known."""
    from phonenumbers.tzdata import TIMEZONE_DATA

    for length in range(6, 2, -1):
        answer = TIMEZONE_DATA.get("1" + national[:length])
        if answer and len(answer) == 1 and answer[0] in union:
            return (*answer, *(zone for zone in union if zone != answer[0]))
    return union


@lru_cache(maxsize=1024)
def _zones_of_area(code: str) -> tuple[str, ...]:
    """Returns all zones of a North American area code.

    Ours first, then those in the library's own table, then those of its state.
    """
    found = area_code(code) or _library_zones().get(code)
    return found or tuple(
        dict.fromkeys(z for place in places_of_area(code, "") for z in zones_of(place))
    )


@lru_cache(maxsize=1)
def _library_zones() -> dict[str, tuple[str, ...]]:
    """Returns all zones that the library's own table holds under each North American area code."""
    from phonenumbers.tzdata import TIMEZONE_DATA

    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for prefix, zones in TIMEZONE_DATA.items():
        if len(prefix) >= 4 and prefix[0] == "1":
            found[prefix[1:4]].update(zones)
    # The zone under most of the area code's exchanges is the likeliest.
    return {
        code: tuple(sorted(zones, key=lambda zone: (-zones[zone], zone)))
        for code, zones in found.items()
    }


# Several numbers in one cell

_OR = r"\s(?:or|and|oder|und|ou|et|of|en)\s"
_ANY_SEPARATOR = re.compile(rf"[;|,/&\r\n]|:::|{_OR}", re.IGNORECASE)
_SEPARATORS = (
    (re.compile(rf"\s*(?:[;|&\r\n]|:::)+\s*|\s*{_OR}\s*", re.IGNORECASE), 5),
    (re.compile(r"\s*,\s*"), 7),
    (re.compile(r"\s*/\s*"), 7),
)
"""What stands between two numbers, and how many digits a part needs to be one, outermost first."""


_BEGINS = re.compile(
    r"(?<![\d+(.-])(?:\+\d[\d ().-]{6,}\d(?!\d)(?=\s*(?:$|[^\d\s]))|"
    r"\+\d(?=[\d ().-]{7,}\s\+\d)|(?<=\s)\+\d(?=[\d ().-]{7,})|"
    r"(?:\+?1[ .-]?)?\(?[2-9]\d\d\)?[ .-]?\d{3}[ .-]?\d{4}(?!\d))",
    re.ASCII,
)
"""Where a whole number begins: a North American one, or one with a plus."""


def split_cell(text: str) -> list[str]:
    """Splits a cell that holds several numbers.

    A part with too few digits to be a number (an area code before a slash, an extension,
    a word) stays with its neighbour.

    Args:
        text: The cell.

    Returns:
        The numbers, each with the words that stand with it; empty for an empty cell.
    """
    text = text.strip()
    if not text:
        return []
    if len(text) > _LONGEST_CELL:
        return [text]
    parts = [text]
    if _ANY_SEPARATOR.search(text):
        for separator, digits in _SEPARATORS:
            parts = [piece for part in parts for piece in _split(part, separator, digits)]
    return [number for part in parts for number in _set_apart(part)]


def _set_apart(text: str) -> list[str]:
    """Splits numbers with nothing but blanks or their labels between them."""
    starts = [match.start() for match in _BEGINS.finditer(text)]
    cuts = [0, *starts[1:], len(text)]
    pieces = [text[start:end].strip() for start, end in pairwise(cuts)]
    return [piece for piece in pieces if piece]


def _split(text: str, separator: re.Pattern[str], digits: int) -> list[str]:
    """Splits at one kind of separator, where both sides are numbers of their own."""
    pieces: list[str] = []
    start = part_start = part_end = 0
    has_number = False
    for cut in [*separator.finditer(text), None]:
        previous_end, part_end = part_end, cut.start() if cut else len(text)
        part = text[part_start:part_end]
        if len(digits_of(part[: _number_end(part)])) >= digits:
            if has_number:
                pieces.append(text[start:previous_end])
                start = part_start
            has_number = True
        part_start = cut.end() if cut else part_end
    pieces.append(text[start:])
    bare = (piece.strip(" ,;/|&:\t\r\n").strip() for piece in pieces)
    return [piece for piece in bare if piece]


def _number_end(text: str) -> int:
    """Returns where the number ends and its extension begins."""
    mark = _EXTENSION_MARK.search(text)
    return mark.start() if mark else len(text)
