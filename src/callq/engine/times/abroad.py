"""Everyday times in German, French and Spanish, put into English before they're read."""

import re
from functools import lru_cache

_WORDS = {
    "today": "heute aujourd'hui hoy",
    "tomorrow": "morgen demain mañana",
    "yesterday": "gestern hier ayer",
    "monday": "montag lundi lunes",
    "tuesday": "dienstag mardi martes",
    "wednesday": "mittwoch mercredi miércoles miercoles",
    "thursday": "donnerstag jeudi jueves",
    "friday": "freitag vendredi viernes",
    "saturday": "samstag sonnabend samedi sábado sabado",
    "sunday": "sonntag dimanche domingo",
    "january": "januar jänner janvier enero",
    "february": "februar février fevrier febrero",
    "march": "märz maerz mars marzo",
    "april": "avril abril",
    "may": "mai mayo",
    "june": "juni juin junio",
    "july": "juli juillet julio",
    "august": "août aout agosto",
    "september": "septembre septiembre",
    "october": "oktober octobre octubre",
    "november": "novembre noviembre",
    "december": "dezember décembre decembre diciembre",
    "morning": "vormittag vormittags früh matin",
    "afternoon": "nachmittag nachmittags",
    "evening": "abend abends soir noche",
    "noon": "mittag mittags midi mediodía mediodia",
    "days": "tag tage tagen jour jours día días dia dias",
    "weeks": "woche wochen semaine semaines semana semanas",
    "months": "monat monate monaten mois mes meses",
    "hours": "stunde stunden heure heures hora horas",
    "minutes": "minuten minutos",
    "in": "dans dentro en",
    "at": "um gegen à vers",
    "a": "einem einer einen une",
    "of": "de del",
    "next": "nächsten nächste nächster naechste naechsten prochain prochaine próximo próxima",
    "": "le la el los les den dem der",
}
_PHRASES = (
    (r"\b(?:über|ueber)morgen\b|\bapr[eè]s[- ]demain\b|\bpasado mañana\b", "day after tomorrow"),
    (r"\bmorgen (?:früh|vormittag)\b|\bmañana por la mañana\b", "tomorrow morning"),
    (r"\bpor la mañana\b", "morning"),
    (r"\b(?:por|de) la tarde\b|\bapr[eè]s[- ]midi\b", "afternoon"),
    (r"\b(?:por|de) la noche\b", "evening"),
    ((r"\b(?:nächste|naechste|kommende|diese nächste) woche\b|\b(?:la )?semaine prochaine\b"
     r"|\b(?:la )?(?:semana que viene|próxima semana|proxima semana)\b"), "next week"),
    ((r"\b(?:nächsten|naechsten|kommenden) monat\b|\b(?:le )?mois prochain\b"
     r"|\b(?:el )?(?:mes que viene|próximo mes|proximo mes)\b"), "next month"),
    ((r"\b(?:nächstes|naechstes) jahr\b|\b(?:l'an|l'ann[ée]e) prochaine?\b"
     r"|\b(?:el )?(?:año que viene|próximo año)\b"), "next year"),
    (r"\b(\w+) (?:prochain|que viene)\b", r"next \1"),
    (r"\b(?:a|hacia) las? (\d)", r"at \1"),
    (r"\bdentro de\b", "in"),
    (r"\b(\d{1,2}) uhr (\d\d)\b", r"\1:\2"),
    (r"\b(\d{1,2}(?::\d\d)?) uhr\b", r"at \1"),
    (r"\b(?:einer|einem|eine|une|una) (?=woche|tag|monat|semaine|semana|stunde|heure|hora)", "1 "),
    (r"\b(?:um|gegen|à|vers) at\b", "at"),
    (r"(?<!\d )\bam (?=\w)", ""),
)  # fmt: skip
_ENGLISH = {word: english for english, words in _WORDS.items() for word in words.split()}
_SHARED = frozenset({"in", "am", "a", "at", "of", "die", "de", "la", "en", "mes", "mars", "hier"})
"""Words of these languages that show nothing: English has them, or a name may."""
_SURE = frozenset(_ENGLISH) - _SHARED | frozenset({"uhr", "übermorgen", "uebermorgen"})
_DAY_OF_MONTH = re.compile(
    r"\b(\d{1,2})\. (jan\w*|jänner|feb\w*|märz|april|mai|jun[ei]|jul[iy]|aug\w*|sep\w*"
    r"|o[ck]t\w*|nov\w*|de[cz]\w*)\b"
)
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")


@lru_cache(maxsize=64)
def in_english(text: str) -> str:
    """A phrase in English; as it is where no word shows another language."""
    plain = _DAY_OF_MONTH.sub(r"\1 \2", text.lower().replace("\u2019", "'"))
    words = _WORD.findall(plain)
    if _SURE.isdisjoint(words) and "las" not in words:
        return plain if _DAY_OF_MONTH.search(text.lower()) else text
    for pattern, instead in _PHRASES:
        plain = re.sub(pattern, instead, plain)
    found = _WORD.sub(lambda match: _ENGLISH.get(match[0], match[0]), plain)
    return " ".join(found.replace("in 1 weeks", "in 1 week").split())
