"""Takes a registry's copies out of force, and takes back what a command did with lists."""

from typing import NamedTuple

from callq.compliance.dnc_import import Progress, concerned, judge, judge_again
from callq.engine.registries import BY_SERIES
from callq.engine.words import day, plural
from callq.errors import CallqError, Exit
from callq.records import coverage, number_lists
from callq.storage import journal
from callq.storage.dry_run import written
from callq.storage.journal import Command
from callq.workspace import Workspace


class Dropped(NamedTuple):
    """What was taken out of force."""

    series: str
    copies: int
    numbers: int
    people: int
    """Who had a number on it, and was judged again."""


def drop(
    ws: Workspace,
    series: str,
    area: str,
    on_judging: Progress = lambda _done, _total: None,
    *,
    dry_run: bool = False,
) -> Dropped:
    """Takes the copies of a registry out of force; those it alone held may be called again.

    Args:
        ws: An open workspace.
        series: Which registry.
        area: Only this area code; all when empty.
        on_judging: Told people judged again and people in all.
        dry_run: Only say what would happen.

    Raises:
        CallqError: There is no such list, or it is one of our own.
    """
    with written(ws.db, dry_run=dry_run):
        return _drop(ws, series, area, on_judging)


def _drop(ws: Workspace, series: str, area: str, on_judging: Progress) -> Dropped:
    command = journal.begin(ws.db, "dnc drop", ws.agent, ws.now)
    copies = [
        copy
        for copy in number_lists.in_force(ws.db, series)
        if not area or copy.area in (area, f"1{area}")
    ]
    _refuse(ws, series, area, found=bool(copies))
    before = coverage.everything(ws.db, series)
    why = f"dropped by {ws.agent}"
    number_lists.end(ws.db, [copy.id for copy in copies], why, command, ws.now)
    people = judge_again(ws, command, before, series, on_judging)
    journal.describe(ws.db, command, f"{plural(len(copies), 'copy', 'copies')} of {series}")
    return Dropped(series, len(copies), sum(copy.entries for copy in copies), people)


def take_back(ws: Workspace, command: Command) -> None:
    """Takes back an import or a drop of lists, and judges those concerned again.

    Raises:
        CallqError: An import is not of today, or the numbers are gone for good.
    """
    same_day = day(command.at, ws.home) == day(ws.now, ws.home)
    if command.name == "dnc import" and not same_day:
        raise CallqError(
            f"That list went on do-not-call on {day(command.at, ws.home)}; that can be taken "
            "back only on the same day.",
            hint="A newer copy replaces a registry; only a recorded consent lifts our own entries.",
            code=Exit.REFUSED,
        )
    if number_lists.is_swept(ws.db, command.id):
        raise CallqError(
            "The numbers of that list are gone for good.",
            hint="callq dnc import FILE brings it in again.",
            code=Exit.REFUSED,
        )
    people = concerned(ws, command.id)
    before = coverage.everything(ws.db, "")
    if number_lists.take_back(ws.db, command.id, ws.now):
        after = coverage.everything(ws.db, "")
        coverage.move(ws.db, ws.projector().groups, before, after)
        judge(ws, people)


def _refuse(ws: Workspace, series: str, area: str, *, found: bool) -> None:
    if series not in BY_SERIES and number_lists.in_force(ws.db, series):
        raise CallqError(
            f"{series} is a list of your own: only a recorded consent lifts a number.",
            hint='callq dnc remove NUMBER --consent "WHO/WHEN/HOW"',
            code=Exit.REFUSED,
        )
    if not found:
        place = f" of area code {area}" if area else ""
        raise CallqError(
            f"There is no copy of {series}{place} in force.",
            hint="callq dnc list shows the lists.",
            code=Exit.NOT_FOUND,
        )
