"""Tells rows that aren't people: totals, footers of reports, page lines."""

import re
from collections.abc import Sequence

from callq.importing.readers.table import Row, Rows

_AHEAD = 6
_MOST = 0.7
_TOTALS = frozenset((
    "total", "totals", "grand total", "subtotal", "sub total", "sum", "count", "summe", "gesamt",
    "gesamtsumme", "zwischensumme", "anzahl", "total général", "sous total", "suma", "totale",
    "totaal", "итого", "всего", "razem", "summa", "i alt", "yhteensä", "toplam", "celkem",
    "合計", "总计", "합계",
))  # fmt: skip
_FOOTER = re.compile(
    r"copyright\b|\(c\)\s*(?:19|20)\d\d|©|all rights reserved|confidential information|"
    r"confidential\s*-|do not distribute|generated (?:by|on|at)\b|report (?:generated|run|created)|"
    r"(?:printed|exported|created|downloaded|run) (?:by|on|at)[: ].*\d|as of \d|"
    r"page \d+(?: of \d+)?$|"
    r"(?:seite|pagina|p\xe1gina|strona|sida|side|sivu|strana|sayfa) \d+"
    r"(?: (?:von|di|de|van|z|av|af|ze) \d+)?$|"
    r"ende (?:des berichts|der liste)|fin(?:e)? (?:du|del) (?:rapport|rapporto|informe|reporte)\b|"
    r"fim do relat\xf3rio|koniec raportu|einde (?:rapport|van)|"
    r"\d+ (?:records?|rows?|contacts?|leads?|datens\xe4tze)\b.{0,20}$|"
    r"(?:number of |total )(?:records|rows|contacts|leads)\b|end of (?:report|file|list)|"
    r"-{3,}|={3,}|\*{3,}|_{3,}",
    re.IGNORECASE,
)

_THINGS = (
    r"(?:people|persons|contacts|records|rows|leads|calls|customers|clients|entries|prospects|"
    r"members|names|kontakte|personen|kunden|eintr\xe4ge|contactos|clientes|clienti|contatti)"
)
_COUNTED = re.compile(
    rf"(?:grand |sub)?(?:total|totals|sum|count|summe|gesamt|anzahl|suma|totale)\s*(?:of\s+)?"
    rf"(?:{_THINGS})?\s*[:=(-]?\s*\d[\d,.\s]*(?:{_THINGS})?\s*\)?",
    re.IGNORECASE,
)
_MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|december|"
    "januar|februar|m\xe4rz|mai|juni|juli|oktober|dezember"
)
_TITLE = re.compile(
    r"[^\W\d_]|.{1,60}:|.{1,40}\s(?:region|territory|district|section)|"
    r"(?:region|territory|district|section|team|group|list|week|month|quarter|batch|part)\s*"
    r"[:#-]?\s*(?:\d{1,4}|[a-z])|"
    rf"(?:{_MONTHS})\s+\d{{4}}|(?:q[1-4]|h[12])(?:\s+\d{{4}})?|"
    rf"(?:week|month) of \S.{{0,30}}",
    re.IGNORECASE,
)
"""A line that only names the people below it: a region, a letter, a month."""


def is_no_person(row: Row, headers: Sequence[str], rows: Rows) -> bool:
    """Tells whether a row without number or address is a total, or part of a report's footer.

    Args:
        row: The row.
        headers: Of its table.
        rows: Those after it, which aren't taken.
    """
    filled = [cell.strip() for cell in row.cells if cell.strip()]
    if not filled:
        return False
    plain = " ".join(re.sub(r"[\W_]+", " ", filled[0].casefold()).split())
    if plain in _TOTALS or re.sub(r" \d+$", "", plain) in _TOTALS:
        return all(_is_figure(cell) for cell in filled[1:])
    if len(filled) > 1 or len(headers) < 2:
        return False
    if _FOOTER.match(filled[0]) or _COUNTED.fullmatch(filled[0]) or _TITLE.fullmatch(filled[0]):
        return True
    # A title stands before a footer, on a line without the other columns.
    return _is_short(row, headers) and _footer_follows(headers, rows)


def is_header_again(row: Row, headers: Sequence[str]) -> bool:
    """Tells whether a row names the columns as a program does: "CRM__First_Name__c".

    Args:
        row: One of the first rows below the header.
        headers: Of its table.
    """
    pairs = [
        (_squashed(header), cell.strip())
        for header, cell in zip(headers, row.cells, strict=False)
        if cell.strip()
    ]
    named = sum(
        len(header) > 1 and " " not in cell and header in _squashed(cell) for header, cell in pairs
    )
    return len(pairs) > 2 and named > len(pairs) * _MOST


def _squashed(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())


def _footer_follows(headers: Sequence[str], rows: Rows) -> bool:
    ahead = rows.peek(_AHEAD)
    return any(_FOOTER.match(row.cells[0].strip()) for row in ahead) and all(
        _is_short(row, headers) for row in ahead
    )


def _is_short(row: Row, headers: Sequence[str]) -> bool:
    """Tells whether a row is one cell where the others have several."""
    missing = f"{len(headers) - 1} cell"
    return any(problem.startswith(missing) and "fewer" in problem for problem in row.problems)


def _is_figure(cell: str) -> bool:
    return not any(map(str.isalpha, cell)) or cell.casefold() in ("n/a", "total", "usd", "eur")
