"""Decides which column of a file is which field, by its header and its cells."""

import csv
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Mapping as AbstractMapping
from dataclasses import dataclass
from functools import lru_cache

from callq.errors import CallqError
from callq.exporting.model import OWN
from callq.importing.dispositions import is_strange, tells_of_calls
from callq.importing.readers.table import Row

FIELDS: dict[str, str] = {
    "name": "the whole name",
    "first_name": "the first name",
    "middle_name": "the middle name",
    "last_name": "the last name",
    "company": "the company",
    "title": "their job title",
    "phone": "a phone number; any number of columns",
    "email": "an email address; any number of columns",
    "owner": "the rep they belong to",
    "list": "the list they come from",
    "tags": "tags; any number of columns",
    "note": "a note; any number of columns",
    "zone": "their time zone",
    "country": "their country",
    "region_state": "their state or province",
    "city": "their city",
    "postal": "their postal code",
    "address": "their street",
    "website": "their website",
    "source": "where the lead came from",
    "external_id": "their id in the other system",
    "value": "what the deal is worth",
    "last_outcome": "how the last call ended",
    "last_called": "when the last call was",
    "call_note": "a note on the call",
    "duration": "how long the call took",
    "call_agent": "who called",
    "history": "calls with date and outcome, one or more per cell; any number of columns",
    "attempts": "how many calls there were",
    "direction": "whether you called them or they called you",
    "reason": "why they weren't interested",
    "callback_at": "when to call back",
    "reach": "when they ask to be called: weekdays after 5pm",
    "dnc": "yes if you may not call them",
    "may_call": "no if you may not call them",
    "created": "when the record was made",
    "stage": "the stage of the deal",
    "country_code": "the country calling code of the phone number",
    "phone_label": "the kind of number in the phone column next to it",
    "custom": "a custom field under its own header",
    "ignore": "left out",
}
"""Every field a column can be, with what it holds."""

_LINE_TYPES = ("line type", "number type", "phone line type")
"""Columns of a carrier look-up: mobile, landline or VoIP, for the first number."""
_MANY = frozenset({
    "phone", "email", "tags", "note", "phone_label", "history", "dnc", "may_call", "custom",
    "ignore",
})  # fmt: skip
OF_A_CALL = ("last_called", "last_outcome", "reason", "call_note", "duration", "call_agent")
"""Fields of one call: those of "Call 1 Date" and "Call 2 Date" belong to two calls."""
_ONE_CALL = re.compile(
    r"(?:call|attempt|dial|touch|anruf|versuch|appel|llamada|ligacao|chiamata|poging|звонок)"
    r" \d{1,2}|\d{1,2}(?: ?(?:st|nd|rd|th))? (?:call|attempt)"
)
_PERSON_OF = re.compile(r"(?P<head>\D+?) (?P<number>\d) (?P<rest>\D+)")
_NTH = re.compile(r"(?P<head>\D+?)(?: (?P<number>\d))?")
_REACHED_BY = frozenset({"phone", "email"})
_OF_A_PERSON = ("name", "first_name", "middle_name", "last_name", "title", "phone", "email")
BESIDE = "names a person beside them"
"""Why a column stays a custom field that names a second person, but says no way to reach them."""
_PREFIXES = (
    "primary contact",
    "contact",
    "lead",
    "person",
    "prospect",
    "customer",
    "client",
    "main",
)
_PHONE_AND_FAX = re.compile(
    r"(?:phone|tel\w*)\W*(?:/|&|\band\b|\bor\b|\bund\b)\W*(?:tele)?fax", re.IGNORECASE
)
_DIGITS = re.compile(r"(?<=[^\W\d_])(?=\d)")
_HUMPS = re.compile("(?<=[a-z\u0430-\u044f])(?=[A-Z\u0410-\u042f])")
_EMAIL_CELL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_PHONE_CELL = re.compile(
    r"(\+?[\d\s().\-/]{7,24}\d)(?:\s*(?:x|ext\.?|#)\s*\d{1,6})?", re.IGNORECASE
)
_NOT_PHONE_CELL = re.compile(
    r"-|\d+\.\d+$|\d{4}-\d\d?-\d\d?|\d\d?[./-]\d\d?[./-]\d{2,4}\b|\d{3}-\d\d-\d{4}$|\d{1,3}(\.\d{1,3}){3}$"
)
_SHORT_NUMBER = re.compile(r"\d{8}|\d{2,4}([ -])\d{2,4}(?:\1\d{2,4}){0,3}")
"""Numbers of countries where eight digits are enough."""
_MOST = 0.6
_FEW_WORDS = 8
"""As many as are asked for at once."""
_TELLS = "its words are call outcomes"
_LONGEST = 400


@dataclass(frozen=True, slots=True)
class ColumnUse:
    """What one column is used as."""

    header: str
    field: str
    """One of `FIELDS`."""
    label: str = ""
    """For a phone: "mobile", "work"; for a `phone_label`: the header of its phone column; for what
    belongs to one of several calls: its number."""
    why: str = ""
    """How that was found, in words."""
    person: str = ""
    """Of several people in one row: the number of the one it's about; empty for the first."""


@dataclass(frozen=True, slots=True)
class Mapping:
    """What every column of a table is used as, in the order of the columns."""

    columns: tuple[ColumnUse, ...]
    language: str = ""
    """Of the headers, as ISO code; empty if they're English or it isn't clear."""

    def of(self, field: str) -> tuple[ColumnUse, ...]:
        """Returns the columns used as a field."""
        return tuple(use for use in self.columns if use.field == field)


@dataclass(frozen=True, slots=True)
class _Claim:
    """A column that could be a field; the smaller its rank, the better its claim."""

    rank: tuple[int, int, int]
    column: int
    field: str
    why: str


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    """The words of `data/headers.toml`, each as `simplified` makes it."""

    fields: dict[str, tuple[str, int]]
    """Header to field and place in its list."""
    words: dict[str, frozenset[str]]
    ambiguous: dict[str, frozenset[str]]
    exports: tuple[tuple[frozenset[str], dict[str, str]], ...]
    languages: dict[str, frozenset[str]]
    """Words of headers that only one language has, by ISO code."""


def is_known(header: str) -> bool:
    """Tells whether a text is known as a header."""
    return len(header) <= 60 and _known(simplified(header)) is not None


def names_anyone(headers: Sequence[str]) -> bool:
    """Tells whether a table has a column for a name, company, number or address."""
    return any(_field_of(simplified(header)) in (*_OF_A_PERSON, "company") for header in headers)


def language_of(headers: Sequence[str]) -> str:
    """Returns the language that most headers are in, as ISO code; "" for English or a tie."""
    words = {word for header in headers for word in simplified(header).split()}
    counts = {code: len(words & telling) for code, telling in _vocabulary().languages.items()}
    best, *others = sorted(counts, key=lambda code: -counts[code])
    clear = best != "en" and all(counts[code] < counts[best] for code in others)
    return best if clear else ""


def beside_in_words(mapping: Mapping) -> str:
    """Returns the remark on columns that only name a second person, or ""."""
    names = [use.header for use in mapping.columns if use.why == BESIDE]
    if not names:
        return ""
    kept = "a custom field" if len(names) == 1 else "custom fields"
    return (
        f"{', '.join(names)} may name a second person in the row, without a phone or email; "
        f"kept as {kept}"
    )


def simplified(header: str) -> str:
    """Returns a header without case, accents, punctuation and other dress."""
    text = re.sub(r"__c$", "", header.strip())
    if " " not in text:
        text = _HUMPS.sub(" ", text)
    text = unicodedata.normalize("NFKD", _DIGITS.sub(" ", text).casefold())
    text = "".join(char for char in text if not unicodedata.combining(char))
    text = re.sub(r"'s\b", "", text)
    words = re.sub(r"[\W_]+", " ", text).strip()
    return re.sub(r"\be mail", "email", words)


def parse_map(text: str) -> dict[str, str]:
    """Reads what `--map` was given: `Mobile=phone, "Boss, direct"=owner, Junk=ignore`.

    Args:
        text: Pairs of header and field, with commas between them.

    Returns:
        The field of each header, as written.

    Raises:
        CallqError: A part isn't a pair, or a header is named twice.
    """
    pairs: dict[str, str] = {}
    for part in next(csv.reader([_quote_whole(text)], skipinitialspace=True), []):
        header, sign, field = part.rpartition("=")
        header, field = header.strip(), field.strip()
        if not part.strip():
            continue
        if not sign or not header or not field:
            raise CallqError(
                f'--map can\'t read "{part.strip()}": it needs HEADER=FIELD.',
                hint="For example: --map 'Mobile=phone, Boss=owner, Junk=ignore'.",
                name="bad-map-pair",
            )
        if header in pairs:
            raise CallqError(
                f'--map names the column "{header}" twice.',
                hint="Keep one of them.",
                name="duplicate-map-header",
            )
        pairs[header] = field
    return pairs


def map_headers(
    headers: Sequence[str],
    sample_rows: Sequence[Row],
    overrides: AbstractMapping[str, str] | None = None,
) -> Mapping:
    """Tells what each column is used as.

    Known headers come first, then words in a header, then what the cells look like; all else is
    kept under its own header.

    Args:
        headers: The headers, unique.
        sample_rows: Some rows, from which cells are judged.
        overrides: Fields by header, from `--map`; they win.

    Returns:
        One use for each column.

    Raises:
        CallqError: An override names a header or a field that doesn't exist.
    """
    forced = _forced(headers, overrides or {})
    columns = _Columns(headers, sample_rows)
    claims = [_Claim((0, 0, at), at, field, "from --map") for at, field in forced.items()]
    own = [at for at, h in enumerate(headers) if h.casefold() in OWN and at not in forced]
    claims += [_Claim((0, 1, at), at, "ignore", "what callq works out by itself") for at in own]
    free = [at for at in range(len(headers)) if at not in forced and at not in own]
    claims += [claim for at in free for claim in columns.claims(at)]
    taken: dict[str, int] = {}
    settled: dict[int, tuple[str, str]] = {}
    for claim in sorted(claims, key=lambda claim: claim.rank):
        if claim.column in settled:
            continue
        place = claim.field + columns.call_of(claim.column, claim.field)
        place += f" of {columns.people[claim.column]}" if columns.people[claim.column] else ""
        if place in taken and claim.field not in _MANY:
            already = headers[taken[place]]
            if claim.rank[0] == 0:
                raise CallqError(
                    f'--map uses both "{already}" and "{headers[claim.column]}" as {claim.field}.',
                    hint=f"Only one column can be {claim.field}: keep one of them.",
                    name="duplicate-map-field",
                )
            # A second column of outcomes is read too, cell by cell, as a stage is.
            kept = "stage" if claim.field == "last_outcome" else "custom"
            settled[claim.column] = (kept, f'"{already}" is the {_spoken(claim.field)}')
            continue
        taken[place] = claim.column
        settled[claim.column] = (claim.field, claim.why)
    return Mapping(tuple(columns.uses(settled)), columns.language)


class _Columns:
    """The columns of a table and what each could be."""

    def __init__(self, headers: Sequence[str], rows: Sequence[Row]) -> None:
        self.headers = headers
        self.rows = rows
        self.words = [simplified(header) for header in headers]
        self.vocabulary = _vocabulary()
        self.language = language_of(headers)
        present = set(self.words)
        self.beside: set[int] = set()
        """Columns with the name of a second person who has no number or address."""
        self.people = self._people()
        for person in (self._companions(), self._numbered()):
            for at, (who, words) in person.items():
                self.people[at], self.words[at] = who, words
        self.special: dict[str, str] = {}
        for needs, use in self.vocabulary.exports:
            if needs <= present:
                self.special = {**use, **self.special}
        known = {found[0] for word in self.words if (found := _known(word))}
        names = self.vocabulary.ambiguous
        self.has_family = "last_name" in known
        self.has_first = "first_name" in known
        self.has_outcome = "last_outcome" in known
        self.counts_calls = "attempts" in known
        self.named_beside = bool(present & names["family_beside"])
        self.has_name = bool(known & {"name", "first_name", "last_name"})

    def _people(self) -> list[str]:
        """Returns for each column which further person of a row it's about, or ""."""
        heads = self.vocabulary.words["people_in_a_row"]
        numbers = []
        for words in self.words:
            match = _PERSON_OF.fullmatch(words)
            theirs = match and match["head"] in heads and _field_of(match["rest"]) in _OF_A_PERSON
            numbers.append(match["number"] if match and theirs else "")
        named = {
            number
            for number, words in zip(numbers, self.words, strict=True)
            if number and _field_of(words) in ("name", "first_name")
        }
        several = len(named) > 1
        return [n if several and n in named and n != min(named) else "" for n in numbers]

    def _companions(self) -> dict[int, tuple[str, str]]:
        """Returns for each column about a spouse or partner who it's about, and its other words."""
        theirs: dict[str, dict[int, str]] = {}
        for at, words in enumerate(self.words):
            if found := self._companion_of(words):
                who, rest = found
                theirs.setdefault(who, {})[at] = rest or "name"
        people: dict[int, tuple[str, str]] = {}
        for who, columns in theirs.items():
            names = {
                at for at, rest in columns.items() if _field_of(rest) in ("name", "first_name")
            }
            if not any(map(self._are_words, names)):
                continue
            fields = {_field_of(rest) for rest in columns.values()}
            if fields & _REACHED_BY:
                people |= {at: (who, rest) for at, rest in columns.items()}
            else:
                self.beside |= names
        return people

    def _companion_of(self, words: str) -> tuple[str, str] | None:
        """Returns the companion that a header is about and the rest of it, or None."""
        for who in self.vocabulary.words["companion"]:
            rest = words.removeprefix(who).strip() if f"{words} ".startswith(f"{who} ") else None
            if rest is None and words.endswith(f" {who}"):
                rest = words.removesuffix(who).strip()
            if rest is not None and (not rest or _field_of(rest) in _OF_A_PERSON):
                return who, rest
        return None

    def _numbered(self) -> dict[int, tuple[str, str]]:
        """Returns the columns of a second person in "Contact 1, Phone 1, Contact 2, Phone 2"."""
        heads = self.vocabulary.words["people_in_a_row"]
        parts = [_NTH.fullmatch(words) for words in self.words]
        names: dict[str, dict[str, int]] = {}
        ways: dict[str, dict[str, list[int]]] = {}
        for at, part in enumerate(parts):
            if part and part["head"] in heads and self._are_words(at):
                names.setdefault(part["head"], {})[part["number"] or "1"] = at
            elif part and (field := _field_of(part["head"])) in _REACHED_BY:
                ways.setdefault(field, {}).setdefault(part["number"] or "1", []).append(at)
        for head, named in names.items():
            alike = [way for way in ways.values() if len(named) > 1 and way.keys() == named.keys()]
            if alike:
                others = {n: (f"{head} {n}", at) for n, at in named.items() if n != min(named)}
                people = {at: (who, "name") for who, at in others.values()}
                return people | {
                    at: (others[n][0], _field_of(self.words[at]))
                    for way in alike for n in others for at in way[n]
                }  # fmt: skip
        return {}

    def _are_words(self, at: int) -> bool:
        """Tells whether most cells of a column could be names."""
        cells = self._cells(at)
        return bool(cells) and _share(cells, _is_word) >= _MOST

    def call_of(self, at: int, field: str) -> str:
        """Returns which call a column is about, or "" if there's only one."""
        if field not in OF_A_CALL:
            return ""
        return next((word for word in self.words[at].split() if word.isdigit()), "")

    def claims(self, at: int) -> Iterator[_Claim]:
        """Yields what a column could be."""
        words, given = self.words[at], set(self.words[at].split())
        if field := self.special.get(words):
            yield _Claim((0, 1, at), at, field, "a header of this export")
            return
        if why := self._not_theirs(at, given):
            yield _Claim((1, 0, at), at, "custom", why)
            return
        if phone := self._labels(at):
            yield _Claim((1, 0, at), at, "phone_label", f'the kind of number in "{phone}"')
            return
        if _ONE_CALL.fullmatch(words):
            yield _Claim((1, 0, at), at, "history", "one call per cell")
            return
        if found := _known(words):
            field, why = self._settle(at, found[0])
            grade = found[2] + (field != found[0])
            yield _Claim((grade, found[1], at), at, field, why)
            return
        yield from self._guesses(at, given)

    def _not_theirs(self, at: int, given: set[str]) -> str:
        """Returns why a column isn't about the person of the row, or ""."""
        words = self.vocabulary.words
        if given & words["fax"] and not _PHONE_AND_FAX.search(self.headers[at]):
            return "fax or pager"
        if at in self.beside:
            return BESIDE
        apart = given & words["not_theirs"] or (
            not self.people[at] and self._companion_of(self.words[at])
        )
        return "a number of a person beside them" if apart and given & words["phone"] else ""

    def uses(self, settled: dict[int, tuple[str, str]]) -> Iterator[ColumnUse]:
        """Yields the use of each column once the claims are settled."""
        for at, header in enumerate(self.headers):
            field, why = settled.get(at, ("custom", "unknown header"))
            label = ""
            if field == "phone":
                label = self._phone_label(at)
            elif field == "phone_label":
                label = self._labels(at)
            elif field in OF_A_CALL:
                label = self.call_of(at, field)
            yield ColumnUse(header, field, label, why, self.people[at])

    def _settle(self, at: int, field: str) -> tuple[str, str]:
        """Returns the field of a known header in this file, and why."""
        word, names = self.words[at], self.vocabulary.ambiguous
        bare = " ".join(part for part in word.split() if not part.isdigit())
        if why := self._doubt(at, field, bare):
            return "custom", why
        if field == "name" and (part := self._part_of_a_name(word)):
            return part
        if field == "stage":
            return self._status(at, of_a_deal=word in names["of_a_deal"])
        if field == "country_code" and (cells := self._cells(at)):
            digits = sum(bool(re.fullmatch(r"\+?\d{1,4}", cell)) for cell in cells)
            if digits < len(cells) * _MOST:
                return "country", "countries, not calling codes"
        return field, "known header"

    def _status(self, at: int, *, of_a_deal: bool) -> tuple[str, str]:
        """Returns whether a status says how calls ended, and why; a few strange words are asked."""
        words = set(self._cells(at))
        if any(
            tells_of_calls(word, self.language, of_a_deal=of_a_deal, of_calls=self.counts_calls)
            for word in words
        ):
            return "last_outcome", _TELLS
        few = 0 < len(words) <= _FEW_WORDS and not of_a_deal
        if few and all(is_strange(word, self.language) for word in words):
            return "last_outcome", "none of its words is known"
        return "stage", "none of its words is a call outcome"

    def _part_of_a_name(self, word: str) -> tuple[str, str] | None:
        """Returns which half of a name a header means beside the other half, and why."""
        names = self.vocabulary.ambiguous
        if word in names["given"] and self.has_family and not self.has_first:
            return "first_name", "first names: there's a last name column"
        if word in names["family"] and self.named_beside and not self.has_family:
            return "last_name", "last names: there's a first name column"
        return None

    def _doubt(self, at: int, field: str, bare: str) -> str:
        """Returns why a header that may mean other things isn't that field, or ""."""
        names, cells = self.vocabulary.ambiguous, self._cells(at)
        if field == "last_called" and bare in names["bare_date"] and not self._tells_of_calls():
            return "no column says how a call ended"
        if field == "phone" and bare in names["maybe_phone"]:
            phones = cells and _share(cells, _is_number) >= _MOST
            return "" if phones else "doesn't look like phone numbers"
        if bare in names["half_a_name"] and not (self.has_first and self.has_family):
            return "half a name, and no other half"
        if field == "call_agent" and cells and _share(cells, _is_dialable) >= _MOST:
            return "numbers, not names"
        return ""

    def _tells_of_calls(self) -> bool:
        """Tells whether any column says how calls ended: a bare "Date" is that of a call then."""
        if not self.has_outcome:
            at = [i for i, words in enumerate(self.words) if _field_of(words) == "stage"]
            self.has_outcome = any(self._settle(i, "stage")[1] == _TELLS for i in at)
        return self.has_outcome

    def _guesses(self, at: int, given: set[str]) -> Iterator[_Claim]:
        """Yields what a column of an unknown header could be."""
        words = self.vocabulary.words
        contact = not given & words["not_contact"]
        for field in ("email", "phone"):
            if contact and (hit := given & words[field]):
                yield _Claim((3, 0, at), at, field, f'"{min(hit)}" in the header')
                return
        cells = self._cells(at)
        if cells and _share(cells, _is_email) >= _MOST and contact:
            yield _Claim((4, 0, at), at, "email", "looks like email addresses")
        elif cells and not given & words["never_dialed_id"] and contact and self._phones(at, cells):
            yield _Claim((4, 0, at), at, "phone", "looks like phone numbers")
        elif (
            not self.has_name and self._nameless(at) and cells and _share(cells, _is_word) >= _MOST
        ):
            yield _Claim((5, 0, at), at, "name", "first column of words")
        elif not self.has_name and "name" in given and not given & words["not_a_person"]:
            yield _Claim((5, 0, at), at, "name", '"name" in the header')

    def _phones(self, at: int, cells: list[str]) -> bool:
        """Tells whether cells are phone numbers; bare digits count only in a nameless column."""
        nameless = self._nameless(at)
        return _share(cells, lambda cell: _is_phone(cell, bare=nameless)) >= _MOST

    def _nameless(self, at: int) -> bool:
        return self.words[at].startswith("column ")

    def _cells(self, at: int) -> list[str]:
        """Returns the filled cells of a column's sample."""
        cells = (row.cells[at].strip() for row in self.rows if at < len(row.cells))
        return [cell for cell in cells if cell]

    def _labels(self, at: int) -> str:
        """Returns the phone column that a "Phone 1 - Type" column describes, or ""."""
        if self.words[at] in _LINE_TYPES:
            phones = (h for h, words in zip(self.headers, self.words, strict=True)
                      if set(words.split()) & self.vocabulary.words["phone"])  # fmt: skip
            return next(phones, "")
        *start, last = self.words[at].split() or [""]
        if last not in self.vocabulary.words["label"] or not start:
            return ""
        stem = " ".join(start)
        if not set(start) & self.vocabulary.words["phone"]:
            return ""
        for header, words in zip(self.headers, self.words, strict=True):
            if words in {stem, f"{stem} value", f"{stem} number"}:
                return header
        return ""

    def _phone_label(self, at: int) -> str:
        """Returns the kind of phone in a header: "mobile", "home 2", or "phone"."""
        words = self.words[at]
        if self._nameless(at):
            return "phone"
        for prefix in _PREFIXES:
            words = words.removeprefix(prefix + " ")
        generic = self.vocabulary.words["phone_itself"]
        kept = [word for word in words.split() if word not in generic and word != "1"]
        if all(word.isdigit() for word in kept):
            kept.insert(0, "phone")
        return " ".join(kept)


def _forced(headers: Sequence[str], overrides: AbstractMapping[str, str]) -> dict[int, str]:
    """Returns the fields that the user gave, by column."""
    forced: dict[int, str] = {}
    for header, field in overrides.items():
        at = _find(headers, header)
        if at is None:
            raise CallqError(
                f'--map names "{header}", but the file has no column with that header.',
                hint=_nearest(header, headers) or f"Its columns: {', '.join(headers)}.",
                name="unknown-header",
            )
        name = simplified(field).replace(" ", "_")
        if name not in FIELDS:
            raise CallqError(
                f'--map names an unknown field "{field}".',
                hint=_nearest(name, list(FIELDS)) or f"Fields: {', '.join(FIELDS)}.",
                name="unknown-field",
            )
        forced[at] = name
    return forced


def _find(headers: Sequence[str], wanted: str) -> int | None:
    """Returns the column a user means, written alike or nearly so."""
    for same in (str, str.casefold, simplified):
        found = [at for at, header in enumerate(headers) if same(header) == same(wanted)]
        if len(found) == 1:
            return found[0]
    return None


def _nearest(wanted: str, names: Sequence[str]) -> str:
    """Returns a hint naming what resembles a wrong name, or ""."""
    import difflib

    by_case = {name.casefold(): name for name in names}
    close = difflib.get_close_matches(wanted.casefold(), list(by_case), 3, 0.5)
    return f"Did you mean {' or '.join(by_case[name] for name in close)}?" if close else ""


def _quote_whole(text: str) -> str:
    """Moves the quotes of `"a, b"=c` around the whole pair, as the csv module wants them."""
    return re.sub(r'"([^"]*)"(\s*=\s*[\w -]+)', r'"\1\2"', " ".join(text.splitlines()))


@lru_cache(maxsize=4096)
def _known(words: str) -> tuple[str, int, int] | None:
    """Returns the field of a simplified header, its place there, and how good the match is."""
    fields = _vocabulary().fields
    bare = " ".join(word for word in words.split() if not word.isdigit())
    for grade, form in ((1, words), (1, bare)):
        if form in fields:
            return (*fields[form], grade)
    for prefix in _PREFIXES:
        rest = bare.removeprefix(prefix + " ")
        if rest != bare and rest in fields:
            return (*fields[rest], 2)
    return None


def _field_of(words: str) -> str:
    """Returns the field of a simplified header, or ""."""
    found = _known(words)
    return found[0] if found else ""


def _is_email(cell: str) -> bool:
    return len(cell) <= _LONGEST and _EMAIL_CELL.search(cell) is not None


def _is_phone(cell: str, *, bare: bool) -> bool:
    """Tells whether a cell has the shape of a phone number."""
    match = _PHONE_CELL.fullmatch(cell)
    if not match or _NOT_PHONE_CELL.match(cell):
        return False
    digits = sum(char.isdigit() for char in match[1])
    styled = not match[1].isdigit()
    return 9 <= digits <= 15 and (styled or (bare and digits >= 10))


def _is_dialable(cell: str) -> bool:
    return _is_phone(cell, bare=True)


def _is_number(cell: str) -> bool:
    """Tells whether a cell has the shape of a phone number, perhaps a short one."""
    return _is_dialable(cell) or _SHORT_NUMBER.fullmatch(cell) is not None


def _is_word(cell: str) -> bool:
    """Tells whether a cell has letters and no digits, as a name has."""
    return any(map(str.isalpha, cell)) and not any(map(str.isdigit, cell))


def _share(cells: Sequence[str], judge: Callable[[str], bool]) -> float:
    return sum(map(judge, cells)) / len(cells)


def _spoken(field: str) -> str:
    return field.replace("_", " ")


@lru_cache(maxsize=1)
def _vocabulary() -> _Vocabulary:
    """Loads the words."""
    import tomllib
    from importlib.resources import files

    data = tomllib.loads(files("callq").joinpath("data/headers.toml").read_text("utf-8"))
    fields: dict[str, tuple[str, int]] = {}
    for field, headers in data["fields"].items():
        for place, header in enumerate(headers):
            fields.setdefault(simplified(header), (field, place))
    return _Vocabulary(
        fields=fields,
        words=_simple_sets(data["words"]),
        languages=_simple_sets(data["languages"]),
        ambiguous=_simple_sets(data["ambiguous"]),
        exports=tuple(
            (
                frozenset(map(simplified, export["needs"])),
                {simplified(header): field for header, field in export["use"].items()},
            )
            for export in data["exports"].values()
        ),
    )


def _simple_sets(table: dict[str, list[str]]) -> dict[str, frozenset[str]]:
    return {name: frozenset(map(simplified, words)) for name, words in table.items()}
