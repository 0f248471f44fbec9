"""A rep's goals: progress in a few words, and the page of `callq goals`."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from callq.engine.blocks import Progress
    from callq.planning.goals import Kept

SCHEMA = "callq.goals/1"
_SIGNS = {"met": "■", "missed": "□", "off": "·", "time-off": "~", "open": "?"}
_STYLES = {"met": "green", "missed": "red", "off": "dim", "time-off": "cyan", "open": "yellow"}


def progress_words(progress: "Progress") -> str:
    """`12 of 20 this morning`."""
    return f"{progress.done:,} of {progress.calls:,} this {progress.name}"


def progress_json(progress: "Progress | None") -> dict[str, Any] | None:
    """The same for JSON."""
    if progress is None:
        return None
    return {"name": progress.name, "done": progress.done, "goal": progress.calls}


def show(kept: "Kept") -> None:
    """Prints goals and streaks."""
    from datetime import timedelta

    from rich.text import Text

    from callq.engine.words import date_in_words, month_and_day, plural, time_of_day
    from callq.terminal.safe import safe
    from callq.terminal.terminal import console

    out = console()
    longest = plural(kept.longest, "day")
    head = Text(
        f"{plural(kept.streak, 'day')} in a row", style="bold green" if kept.streak else "bold"
    )
    head.append(f"  {safe(kept.agent)} · best this year: {longest}", style="not bold dim")
    out.print(head)
    for block, progress in zip(kept.blocks, kept.today, strict=True):
        done = progress.done >= progress.calls
        text = Text(f"  {block.name:<11}", style="bold")
        text.append(
            f"{time_of_day(block.start)} to {time_of_day(block.end)}  ", style="not bold dim"
        )
        words = f"{progress.done:,} of {progress.calls:,}"
        text.append(words, style="not bold green" if done else "not bold")
        text.append("  goal reached" if done else "", style="not bold green")
        out.print(text)
    out.print()
    for week in kept.weeks:
        monday = week[0].day - timedelta(days=week[0].day.weekday())
        text = Text(f"  {month_and_day(monday):<6}", style="dim")
        text.append("  " * week[0].day.weekday())
        for day in week:
            text.append(f" {_SIGNS[day.what]}", style=f"not dim {_STYLES[day.what]}")
        out.print(text)
    out.print("  " + "   ".join(f"{_SIGNS[what]} {what}" for what in _SIGNS), style="dim")
    for days_off in kept.all_days_off:
        first, last = date_in_words(days_off.first), date_in_words(days_off.last)
        out.print(f"Time off: {first} to {last}.", style="dim")


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def write_csv(kept: "Kept") -> None:
    """Prints the days as CSV."""
    from callq.terminal.csv_out import write_items

    write_items(("day", "status", "done", "goal"), as_json(kept)["days"])


def as_json(kept: "Kept") -> dict[str, Any]:
    """The documented object."""
    return {
        "schema": SCHEMA,
        "agent": kept.agent,
        "streak": kept.streak,
        "longest": kept.longest,
        "blocks": [
            {
                "name": block.name,
                "from": _clock(block.start),
                "to": _clock(block.end),
                "done": progress.done,
                "goal": progress.calls,
            }
            for block, progress in zip(kept.blocks, kept.today, strict=True)
        ],
        "days": [
            {"day": day.day.isoformat(), "status": day.what, "done": day.done, "goal": day.calls}
            for week in kept.weeks
            for day in week
        ],
        "time_off": [
            {"from": one.first.isoformat(), "to": one.last.isoformat()} for one in kept.all_days_off
        ],
    }
