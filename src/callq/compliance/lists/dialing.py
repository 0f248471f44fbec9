"""Reads the numbers of a list fast: digits as a country writes them, or E.164."""

import re
from functools import lru_cache

from callq.errors import CallqError
from callq.named_tuple import NamedTuple

_SPACING = str.maketrans("", "", " \t\u00a0().-/'\"")
_LEAST, _MOST = 7, 15
_NANP = re.compile(r"[2-9]\d{9}", re.ASCII)


class Dialing(NamedTuple):
    """How a country writes its numbers."""

    region: str
    code: str
    """The country code, e.g. `44`."""
    trunk: str
    """What is dialed before a national number, e.g. `0`; may be empty."""
    abroad: str
    """What is dialed before a country code, e.g. `00`."""
    lengths: frozenset[int]
    """How many digits its fixed and mobile numbers have, without trunk and country code."""

    def read(self, text: str) -> int | None:
        """The digits of a number's E.164 form as one integer; None where the text is none."""
        plus = text[:1] == "+"
        digits = text[plus:].translate(_SPACING)
        if not (digits.isascii() and digits.isdecimal()) or len(digits) > _MOST + 3:
            return None
        if plus:
            return self._whole(digits)
        national = self._national(digits)
        if national:
            return int(self.code + national)
        if digits.startswith(self.abroad):
            return self._whole(digits[len(self.abroad) :])
        return None

    def _national(self, digits: str) -> str:
        trunk, code = self.trunk, self.code
        for start in (trunk, "", code):
            rest = digits[len(start) :]
            if digits.startswith(start) and len(rest) in self.lengths and self._in_use(rest):
                return rest
        return ""

    def _in_use(self, national: str) -> bool:
        if self.code == "1":
            return _NANP.fullmatch(national) is not None
        return not (self.trunk and national.startswith(self.trunk))

    def _whole(self, digits: str) -> int | None:
        if not _LEAST <= len(digits) <= _MOST or digits[0] == "0":
            return None
        if digits[0] == "1" and not (len(digits) == 11 and _NANP.fullmatch(digits[1:])):
            return None
        return int(digits)


@lru_cache(maxsize=32)
def dialing(region: str) -> Dialing:
    """How a country writes its numbers.

    Args:
        region: Its two letters.

    Raises:
        CallqError: There is no such country.
    """
    import phonenumbers

    known = phonenumbers.PhoneMetadata.metadata_for_region(region.upper())
    if known is None:
        raise CallqError(
            f'Unknown country "{region}".', hint="Type its two letters, e.g. US or GB.",
            name="unknown-country",
        )  # fmt: skip
    kinds = (known.fixed_line, known.mobile)
    lengths = {n for kind in kinds if kind for n in kind.possible_length if n > 0}
    code = str(known.country_code)
    abroad = "011" if code == "1" else "00"
    return Dialing(region.upper(), code, known.national_prefix or "", abroad, frozenset(lengths))
