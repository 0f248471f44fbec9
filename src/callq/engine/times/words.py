"""The words and signs of a typed time: vocabulary, and the cutting of text into tokens."""

import re
from collections.abc import Iterator

from callq.engine.words import MONTH_NAMES, WEEKDAY_NAMES
from callq.named_tuple import NamedTuple

WEEKDAYS = {
    "mon": 0, "tue": 1, "tues": 1, "wed": 2, "weds": 2, "thu": 3, "thur": 3, "thurs": 3,
    "fri": 4, "sat": 5, "sun": 6,
    **{name.lower(): index for index, name in enumerate(WEEKDAY_NAMES)},
}  # fmt: skip
MONTHS = {
    **{name[:3].lower(): index for index, name in enumerate(MONTH_NAMES, 1)},
    **{name.lower(): index for index, name in enumerate(MONTH_NAMES, 1)},
    "sept": 9,
}

_NUMBERS = (
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    "twenty",
)  # fmt: skip
TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50}
COUNTS = (
    {word: count for count, word in enumerate(_NUMBERS, 1)} | TENS | {"sixty": 60, "ninety": 90}
)
_ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
)  # fmt: skip
ORDINALS = {word: count for count, word in enumerate(_ORDINALS, 1)}
SUFFIXES = frozenset({"st", "nd", "rd", "th"})
MINUTES_PAST = COUNTS | {"half": 30, "quarter": 15}
MERIDIEMS = frozenset({"am", "pm", "a", "p"})
CLOCK_SUFFIXES = frozenset({"o'clock", "oclock", "ish", "sharp", "hours", "hrs"})


class Unit(NamedTuple):
    """A unit of spans: so many minutes (elapsed), days, months or business days.

    Units compare by their length, except that a business day compares with nothing.
    """

    length: int
    kind: str
    factor: int


_MINUTE, _HOUR = Unit(1, "minutes", 1), Unit(60, "minutes", 60)
_DAY, _WEEK, _FORTNIGHT = Unit(1440, "days", 1), Unit(10_080, "days", 7), Unit(20_160, "days", 14)
_MONTH, _QUARTER = Unit(43_200, "months", 1), Unit(129_600, "months", 3)
_YEAR = Unit(518_400, "months", 12)
BUSINESS_DAY = Unit(0, "business", 1)
UNITS = {
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), _MINUTE),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours"), _HOUR),
    **dict.fromkeys(("d", "day", "days"), _DAY),
    **dict.fromkeys(("w", "wk", "wks", "week", "weeks"), _WEEK),
    **dict.fromkeys(("fortnight", "fortnights"), _FORTNIGHT),
    **dict.fromkeys(("mo", "mos", "mth", "mths", "month", "months"), _MONTH),
    **dict.fromkeys(("quarter", "quarters"), _QUARTER),
    **dict.fromkeys(("y", "yr", "yrs", "year", "years"), _YEAR),
    **dict.fromkeys(("bd", "workday", "workdays"), BUSINESS_DAY),
}
LONE_UNITS = {
    word: UNITS[word]
    for word in ("minute", "hour", "day", "week", "wk", "fortnight", "month", "quarter", "year")
}
"""Units that need no number: "week from friday". A plural has lost its number."""
BUSINESS = frozenset({"business", "working", "work"})


class Part(NamedTuple):
    """A part of the day: the hour it is read as, and the hours it lies between."""

    name: str
    hour: int
    first: int
    end: int


EVENING = Part("evening", 18, 17, 24)
END_OF_DAY = Part("end of the day", 17, 17, 17)
END_OF_WEEK = Part("end of the week", 17, 0, 24)
AFTER_LUNCH = Part("afternoon", 13, 12, 18)
PARTS = {
    "morning": Part("morning", 9, 5, 12),
    "afternoon": Part("afternoon", 14, 12, 18),
    **dict.fromkeys(("evening", "night"), EVENING),
    **dict.fromkeys(("lunch", "lunchtime"), Part("lunch", 12, 11, 14)),
    **dict.fromkeys(("eod", "eob", "cob"), END_OF_DAY),
}

RELATIVE_DAYS = {"today": 0, "tomorrow": 1, "tmrw": 1, "tmr": 1, "overmorrow": 2, "yesterday": -1}
NEXT = frozenset({"next", "nxt"})
WEEK = frozenset({"week", "wk"})

EDGES = {
    **dict.fromkeys(("end",), "end"),
    **dict.fromkeys(("start", "beginning"), "start"),
    **dict.fromkeys(("mid", "middle"), "middle"),
}
EDGE_UNITS = {"week": "week", "wk": "week", "month": "month", "quarter": "quarter", "year": "year"}
SHORT_EDGES = {
    f"{edge}{shift}{unit[0]}": (name, unit, 1 if shift or name == "start" else 0)
    for edge, name in (("eo", "end"), ("so", "start"))
    for shift in ("", "n")
    for unit in ("week", "month", "quarter", "year")
}
"""`eom` and its like: which edge of which unit, and how many units ahead."""

LEADS = frozenset({
    "call", "callback", "ring", "phone", "try", "back", "again", "him", "her", "them", "me", "us",
})  # fmt: skip
"""What may stand before the time: "call back tuesday"."""

NEAR = frozenset({"around", "about", "approx", "roughly", "circa", "~"})
AT = frozenset({"at", "@", "by"}) | NEAR
ON = frozenset({"on", "for", "the"})

ZONE_WORDS = (
    "utc", "gmt", "et", "est", "edt", "ct", "cst", "cdt", "mt", "mst", "mdt", "pt", "pst", "pdt",
    "bst", "cet", "cest", "eet", "ist", "jst", "aest",
)  # fmt: skip
_VAGUE = ("does not say when", "in 2h", "tomorrow 9am")
_REPEATS = ("makes it a repeated time, and a call has one time", "tuesday 10am")
REFUSALS: dict[str, tuple[str, ...]] = {
    "asap": ("names no moment", "now", "in 30m"),
    "never": ("is an outcome of a call, such as do-not-call, and not a time", "in 1 year"),
    "later": ("does not say how much later", "in 2h", "tomorrow 9am"),
    **dict.fromkeys(("someday", "sometime", "eventually", "whenever", "soon", "anytime"), _VAGUE),
    **dict.fromkeys(
        ("few", "several", "some"), ("does not say how many", "in 3 days", "in a couple of days")
    ),
    **dict.fromkeys(
        ("weekend", "weekends"), ("may be Saturday or Sunday", "saturday 10am", "sunday 3pm")
    ),
    **dict.fromkeys(("every", "daily", "weekly", "monthly", "each"), _REPEATS),
    "spring": ("does not say which month", "start of april", "start of may"),
    "summer": ("does not say which month", "start of june", "start of september"),
    **dict.fromkeys(
        ("fall", "autumn"), ("does not say which month", "start of september", "start of october")
    ),
    "winter": ("does not say which month", "start of december", "start of january"),
    **dict.fromkeys(
        ("christmas", "xmas", "holidays"),
        ("does not say which day", "december 28", "start of january"),
    ),
    "half": ("is not clear by itself", "half past 4", "in half an hour"),
    **dict.fromkeys(("or", "either"), ("leaves a choice open", "tuesday 10am", "thursday 3pm")),
    **dict.fromkeys(
        ("before", "until", "till", "within"),
        ("gives only a latest time, not when to call", "11am", "this morning"),
    ),
    **dict.fromkeys(
        ("early", "late"), ("does not say which hour or day", "start of april", "tomorrow 9am")
    ),
    **dict.fromkeys(
        ZONE_WORDS,
        ("is a time zone, and only an offset is understood", "2026-04-01T15:00+02:00"),
    ),
}
"""Words that are understood but name no moment: why not, and what to write instead."""

KNOWN = frozenset().union(
    WEEKDAYS, MONTHS, COUNTS, ORDINALS, SUFFIXES, MERIDIEMS, CLOCK_SUFFIXES, UNITS, BUSINESS, PARTS,
    RELATIVE_DAYS, NEXT, EDGES, SHORT_EDGES, LEADS, AT, ON,
    ("in", "after", "from", "between", "and", "to", "this", "last", "coming", "easter", "now",
     "tonight", "noon", "midday", "midnight", "half", "past", "ago", "time", "of", "q", "couple"),
)  # fmt: skip
"""Words that have a meaning somewhere in a phrase."""
SUGGESTED = sorted(word for word in KNOWN if len(word) > 3)
"""What a misspelled word may have been."""


class Token(NamedTuple):
    """One sign of the phrase.

    Attributes:
        kind: `iso`, `date`, `dotted`, `slashed`, `clock`, `either` (3.30), `number`, `word`,
            `sign`, `strange` (nothing the grammar knows) or `end`.
        text: In lower case, without a closing full stop.
        raw: As typed.
        glued: No space before it.
    """

    kind: str
    text: str
    raw: str
    glued: bool = False


END = Token("end", "", "")

# No alternative can match the same text in two ways, so matching takes time linear in the text.
_TOKEN = re.compile(
    r"""
      (?P<iso>[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?![0-9])
          (?:t[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?(?:z|[+-][0-9]{2}:?[0-9]{2})?
           |\ [0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?(?:z|[+-][0-9]{2}:?[0-9]{2})|z)
          )?(?![0-9]))
    | (?P<date>[0-9]{4}/[0-9]{1,2}/[0-9]{1,2}(?![0-9])
        | [0-9]{1,2}(?P<sep>[/.-])[0-9]{1,2}(?P=sep)(?:[0-9]{4}|[0-9]{2})(?![0-9]))
    | (?P<dotted>[0-9]{1,2}\.[0-9]{1,2}\.(?![0-9]))
    | (?P<slashed>[0-9]{1,2}/[0-9]{1,2}(?![0-9/]))
    | (?P<clock>[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?![0-9:]))
    | (?P<either>[0-9]{1,2}\.[0-9]{1,2}(?![0-9]))
    | (?P<number>[0-9]+)
    | (?P<word>[^\W\d_]+(?:'[^\W\d_]*)*\.?)
    | (?P<sign>[-+~@])
    | (?P<strange>\S)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SPACES = re.compile("[\\s,\u200b\u2060\ufeff]+")
_FULL_STOPS = re.compile(r"(?<![^\W\d_])([ap])\.\s?m\b\.?", re.IGNORECASE)
_WORD_HYPHEN = re.compile(r"(?<=[^\W_])-(?=[^\W\d_])")
_ONE_SIGN = str.maketrans({
    "\u2019": "'", "\u2018": "'", "\u2013": "-", "\u2014": "-", "\u2212": "-", "\u2010": "-",
    "\u2011": "-",
})  # fmt: skip


def tokens(text: str) -> Iterator[Token]:
    """Cuts a phrase into tokens; every character but spaces and commas lands in one.

    Letter case, kinds of spaces, dashes and quotes do not matter; `a.m.` is `am`, and a hyphen
    before a letter ("10-ish", "mid-april") is a space.
    """
    from unicodedata import normalize

    plain = normalize("NFKC", text).translate(_ONE_SIGN)
    plain = _WORD_HYPHEN.sub(" ", _FULL_STOPS.sub(r"\1m", plain))
    plain = _SPACES.sub(" ", plain).strip()
    end = 0
    for match in _TOKEN.finditer(plain):
        raw, kind = match[0], match.lastgroup or "strange"
        glued = 0 < match.start() == end
        end = match.end()
        text_of = raw.lower()
        if kind == "word":
            text_of = text_of.rstrip(".'")
        yield Token(kind, text_of, raw, glued)
