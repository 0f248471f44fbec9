"""Finds out which of the older encodings a text is in, by the words that each makes of it."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_WORDS = re.compile(rb"[^\s,;\"]*[\x80-\xff][^\s,;\"]*")
_MOST_WORDS = 400
_LONGEST_WORD = 120
_LATIN = {
    "Western European": "àâäãåáæçéèêëíìîïñóòôöõøœßúùûüÿ",
    "Polish": "ąćęłńóśźż",
    "Czech or Slovak": "áäčďéěíĺľňóôŕřšťúůýž",
    "Hungarian": "áéíóöőúüű",
    "Romanian": "ăâîşţșț",
    "Croatian or Slovene": "čćđšž",
    "Turkish": "çğ\u0131öşüâîi\u0307",
    "Icelandic": "áðéíóúýþæö",
}
"""The letters beyond ASCII of languages, or of several that share a file."""
_CANDIDATES = (
    ("cp1252", "Windows-1252", ("Western European", "Icelandic")),
    ("mac_roman", "MacRoman", ("Western European",)),
    ("cp850", "DOS code page 850", ("Western European",)),
    ("cp1250", "Windows-1250", ("Polish", "Czech or Slovak", "Hungarian", "Romanian",
                                "Croatian or Slovene")),
    ("iso8859_2", "Latin-2", ("Polish", "Czech or Slovak", "Hungarian", "Romanian",
                              "Croatian or Slovene")),
    ("cp852", "DOS code page 852", ("Polish", "Czech or Slovak", "Hungarian", "Romanian",
                                    "Croatian or Slovene")),
    ("mac_latin2", "Mac Central European", ("Polish", "Czech or Slovak", "Hungarian")),
    ("cp1254", "Windows-1254", ("Turkish",)),
    ("cp857", "DOS code page 857", ("Turkish",)),
    ("cp1251", "Windows-1251", ()),
    ("koi8_r", "KOI8-R", ()),
    ("cp866", "DOS code page 866", ()),
    ("mac_cyrillic", "Mac Cyrillic", ()),
    ("iso8859_5", "ISO 8859-5", ()),
    ("cp1253", "Windows-1253", ()),
    ("cp737", "DOS code page 737", ()),
    ("cp1255", "Windows-1255", ()),
    ("cp862", "DOS code page 862", ()),
    ("cp1256", "Windows-1256", ()),
    ("cp874", "Windows-874", ()),
    ("cp932", "Shift-JIS", ()),
    ("euc_jp", "EUC-JP", ()),
    ("gb18030", "GB18030", ()),
    ("big5", "Big5", ()),
    ("euc_kr", "EUC-KR", ()),
)  # fmt: skip
"""Codec, its name for people, and the languages it is chosen for; the commonest first."""
_ASIAN = frozenset({"cp932", "euc_jp", "gb18030", "big5", "euc_kr"})
_RARE_CYRILLIC = frozenset("ўџѓќљњћђјѕґЂЃЉЊЌЋЏЎЈЅ")
_ASIAN_SCRIPTS = frozenset({"HIRAGANA", "KATAKANA", "HALFWIDTH", "CJK", "HANGUL"})
_NO_GREEK_END = frozenset("βγδζθκλμπστφχψ")
_WORDS_OF_ONE = frozenset("àáâãèéíóòôúå")
_APART = frozenset(
    "\u2018\u2019\u201c\u201d\u201e\u201a\u2013\u2014\u2026\u2022\xa0\xab\xbb\u20ac\xa7\xb0\xba\xaa\xae\xa9\u2122\xb7\xb2\xb3"
)
"""Signs between words, or behind one."""
_TURKISH_TOO = frozenset("ðýþ")
"""Letters of Icelandic whose bytes are letters of Turkish as well: they alone decide nothing."""
_PLAIN_GAIN, _MARGIN = 0.55, 0.15
_VOWELS = frozenset("аеёиоуыэюяієїαειηουωάέίήόύώ")
_FEWEST_VOWELS = 0.28


@dataclass(frozen=True, slots=True)
class Guess:
    """The likeliest encoding of a text."""

    codec: str
    label: str
    """Its name for people."""
    sure: bool
    samples: tuple[str, ...]
    """A few of its words, read so."""


def guess(sample: bytes) -> Guess:
    """Returns the likeliest of the older encodings.

    Args:
        sample: Some bytes of the text, which aren't UTF-8.

    Returns:
        The guess; it isn't sure when another encoding makes words nearly as likely of it.
    """
    words = [word[:_LONGEST_WORD] for word in dict.fromkeys(_WORDS.findall(sample))][:_MOST_WORDS]
    size = sum(byte > 0x7F for word in words for byte in word) or 1
    found: list[tuple[float, int, str]] = []
    for place, (codec, _, languages) in enumerate(_CANDIDATES):
        text = _decoded(b"\n".join(words), codec)
        if text is not None:
            found.append((_score(text, codec, languages) / size, -place, text))
    best, *others = sorted(found, reverse=True)
    codec, label, _ = _CANDIDATES[-best[1]]
    rivals = [score for score, _, text in others if text != best[2]]
    sure = best[0] >= _PLAIN_GAIN and best[0] - max(rivals, default=-9.0) >= _MARGIN
    samples = tuple(dict.fromkeys(best[2].split("\n")))[:3]
    plain = codec == "cp1252" and not _TURKISH_TOO & set(best[2].lower())
    return Guess(codec, label, sure or plain, samples)


def _decoded(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        # One-byte encodings have gaps; the Asian ones are refuted by a byte that doesn't fit.
        at_the_end = error.start >= len(data) - 2
        return data.decode(codec, "replace") if codec not in _ASIAN or at_the_end else None


def _score(text: str, codec: str, languages: tuple[str, ...]) -> float:
    """Returns how much like words a text is: about one for each byte beyond ASCII that fits."""
    score = 0.0
    letters: list[str] = []
    for word in text.split("\n"):
        for at, char in enumerate(word):
            if char > "\x7f":
                before, after = word[at - 1 : at] if at else "", word[at + 1 : at + 2]
                score += _of_char(char, before, after, codec)
                if _script(char) == "LATIN":
                    letters.append(char)
    others = [char.lower() for char in text if _script(char) in {"CYRILLIC", "GREEK"}]
    if sum(char in _VOWELS for char in others) < len(others) * _FEWEST_VOWELS:
        score -= len(others)  # Hebrew has no vowels; as Russian it would make no words
    if not letters:
        return score
    fits = max((_fit(letters, name) for name in languages), default=-float(len(letters)))
    return score + fits


def _fit(letters: list[str], language: str) -> float:
    """Returns how well letters fit a language: one for each that it has."""
    has = frozenset(_LATIN[language])
    return sum(1.0 if letter.lower()[0] in has else -0.4 for letter in letters)


def _of_char(char: str, before: str, after: str, codec: str) -> float:
    """Returns what a character beyond ASCII tells for its encoding, the letters of Latin aside."""
    script = _script(char)
    if not script:
        return _of_sign(char, before, after)
    if script in _ASIAN_SCRIPTS:
        mixed = (before + after).isascii() and (before + after).strip().isalnum()
        return -1.0 if mixed else _of_asian(char, script, codec)
    beside = {_script(other) for other in (before, after) if other.isalpha()}
    if beside - {script} or (char.isupper() and before.islower()):
        return -3.0
    if script == "LATIN":
        return _of_latin(char, before, after)
    if script == "GREEK" and (char == "ς" if after.isalpha() else char.lower() in _NO_GREEK_END):
        return -1.5
    rare = -0.5 if char in _RARE_CYRILLIC else 1.0
    return 0.85 if char.isupper() and before.isupper() else rare


def _of_sign(char: str, before: str, after: str) -> float:
    if char in _APART:
        inside = before.isalpha() and after.isalpha()
        return 0.8 if char == "\u2019" or not inside else -2.0
    return -2.0 if (before + after).strip().isalpha() else -0.6


def _of_latin(char: str, before: str, after: str) -> float:
    """Returns what speaks against a letter of Latin; whether a language has it comes on top."""
    if char.islower() and before.isupper() and after.isupper():
        return -1.5
    crowded = min(before, after) > "\x7f" and before.isalpha() and after.isalpha()
    foreign = char.lower() == "õ" and after.lower() != "e"
    lone = not (before + after).strip() and char not in _WORDS_OF_ONE
    return -1.2 if crowded or foreign or lone else 0.0


def _of_asian(char: str, script: str, codec: str) -> float:
    """Returns up to two for what two bytes mean, by how common it is in that encoding."""
    if script == "HALFWIDTH":
        return 0.8
    if script in {"HIRAGANA", "KATAKANA"}:
        return 2.0 if codec in {"cp932", "euc_jp"} else 0.5
    try:
        first = char.encode("gb2312" if codec == "gb18030" else codec)[0]
    except UnicodeEncodeError:
        return 0.2
    if codec == "euc_kr":
        return 2.0 if 0xB0 <= first <= 0xC8 else 0.4
    last = {"cp932": 0x97, "euc_jp": 0xCF, "gb18030": 0xD7, "big5": 0xC6}.get(codec, 0)
    return 1.9 if first <= last else 0.6


@lru_cache(maxsize=4096)
def _script(char: str) -> str:
    """Returns the script of a letter by its name in Unicode, or "" for other signs."""
    if not char.isalpha() or char in "ªº":
        return ""
    name = unicodedata.name(char, "").split(" ")[0]
    return "" if name == "MICRO" else name
