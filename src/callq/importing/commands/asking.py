"""Asks on a terminal what a file leaves open, once and before anything is imported."""

from dataclasses import replace

import typer

from callq.engine.outcomes import BY_WORD
from callq.engine.words import plural
from callq.importing.date_orders import Ambiguous
from callq.importing.dispositions import STAGE, Unknown, meaning
from callq.importing.questions import ambiguous_dates, looked_at, mapping_of, unknown_words
from callq.importing.run import Request
from callq.terminal.keys import pick
from callq.terminal.safe import safe
from callq.terminal.terminal import note


def asked(request: Request) -> Request:
    """Completes a request with the answers.

    Raises:
        CallqError: The file can't be read.
    """
    if request.path == "-":
        return request
    with looked_at(request) as table:
        if table is None:
            return request
        mapping = mapping_of(request, table)
        if dates := ambiguous_dates(request, table, mapping):
            request = replace(request, dates=_order_of(dates))
        words = {
            unknown.word: _meaning_of(unknown) for unknown in unknown_words(request, table, mapping)
        }
    return replace(request, words={**request.words, **words})


def _order_of(found: Ambiguous) -> str:
    """Asks how the dates of a file are written; empty if the answer is none of these."""
    days = [f"{day:%B} {day.day}, {day.year}" for _, day in found.readings]
    years = {day.year for _, day in found.readings}
    brief = [day.rpartition(",")[0] for day in days] if len(years) == 1 else days
    one = f"{safe(found.column)}: {safe(found.text)} \N{EN DASH} {' or '.join(brief)}?"
    at = pick(one, days, more=False)
    if at is None or at >= len(days):
        note("These dates stay unread.")
        return ""
    return found.readings[at][0]


def _meaning_of(unknown: Unknown) -> str:
    """Asks what an unknown word means until the answer is one."""
    where, word = safe(unknown.column), safe(unknown.word)
    note(f'{where}: {plural(unknown.cells, "cell")} say{"s" * (unknown.cells == 1)} "{word}".')
    while True:
        answer = typer.prompt("What is that? An outcome, open, or stage", default=STAGE)
        found = meaning(answer)
        if found:
            return found
        note(f"Outcomes: {', '.join(BY_WORD)}. Not called yet: open. Anything else: stage.")
