"""Days off: the team's own dates, and the holidays of its country."""

from datetime import date
from typing import TYPE_CHECKING

from callq.engine.rulebook import Rulebook
from callq.workspace import Workspace

if TYPE_CHECKING:
    from callq.engine.calling import Calling


def days_off(
    ws: Workspace,
    first: date,
    last: date,
    *,
    rulebook: Rulebook | None = None,
    calling: "Calling | None" = None,
) -> frozenset[date]:
    """Local dates from the first to the last that aren't business days, weekends aside.

    The dates of `[business]` and of `closed` in `[calling]`, and the public holidays on which the
    calling rules allow no call to the team's own country (setting `region`), less those of `open`.

    Args:
        ws: An open workspace.
        first: From when public holidays are wanted.
        last: Until when, included.
        rulebook: By which rules; those in force by default.
        calling: The calling rules of the same.
    """
    from callq.places.holidays import dates_of

    calendars = (calling or ws.calling).calendars_of(str(ws.settings["region"]))
    public = dates_of(calendars, range(first.year, last.year + 1)) if calendars else {}
    opened = (calling or ws.calling).choices.opened
    kept = (date.fromisoformat(day) for day in public if day not in opened)
    return (rulebook or ws.rulebook).holidays | {day for day in kept if first <= day <= last}
