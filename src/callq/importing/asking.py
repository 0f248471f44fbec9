"""Asks on a terminal what a file leaves open, once and before anything is imported."""

from dataclasses import replace

import typer

from callq.engine.outcomes import BY_WORD
from callq.engine.words import plural
from callq.errors import CallqError
from callq.importing.date_orders import Ambiguous
from callq.importing.dispositions import STAGE, Unknown, meaning
from callq.importing.headers import Mapping
from callq.importing.questions import (
    ambiguous_dates,
    looked_at,
    mapping_of,
    strange_names,
    unknown_words,
)
from callq.importing.readers.table import Table
from callq.importing.regions import Unclear, find_region, region_named
from callq.importing.run import Request, refuse_unsure
from callq.terminal.keys import pick
from callq.terminal.safe import safe
from callq.terminal.terminal import note, refuse


def asked(request: Request) -> Request:
    """Completes a request with the answers.

    Raises:
        CallqError: The file can't be read, or its encoding isn't the one it reads like.
    """
    if request.path == "-":
        return request
    with looked_at(request) as table:
        if table is None:
            return request
        mapping = mapping_of(request, table)
        if table.dialect.unsure:
            request = replace(request, encoding=_encoding_of(table, mapping))
        region = request.region
        if not request.region_given:
            found = find_region(table, mapping, region)
            if isinstance(found, Unclear):
                found = _region_of(found)
                request = replace(request, region=found, region_given=True)
            region = found
        if dates := ambiguous_dates(replace(request, region=region), table, mapping):
            request = replace(request, dates=_order_of(dates))
        words = {
            unknown.word: _meaning_of(unknown) for unknown in unknown_words(request, table, mapping)
        }
    return replace(request, words={**request.words, **words})


def _encoding_of(table: Table, mapping: Mapping) -> str:
    """Asks whether the names of a file are right in the encoding that it reads like."""
    encoding = table.dialect.encoding
    names = ", ".join(f'"{safe(name)}"' for name in strange_names(table, mapping))
    question = f"It reads like {encoding}, with {names}." if names else table.dialect.unsure
    if not typer.confirm(f"{question} Is that right?", default=None, err=True):
        refuse_unsure(table)
    return encoding


def _region_of(found: Unclear) -> str:
    """Asks for the country of numbers until the answer is one."""
    note(safe(found.what))
    while True:
        answer = typer.prompt(
            "Which country are these numbers from?", default=found.country or None, err=True
        )
        try:
            return region_named(answer)
        except CallqError as error:
            refuse(error)


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
        answer = typer.prompt("What is that? An outcome, open, or stage", default=STAGE, err=True)
        found = meaning(answer)
        if found:
            return found
        note(f"Outcomes: {', '.join(BY_WORD)}. Not called yet: open. Anything else: stage.")
