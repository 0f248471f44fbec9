"""The session's own lines: head, keys, questions, an empty queue, the summary."""

from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from callq.calls.questions import Question, ReasonKey
from callq.engine.filters import in_words
from callq.engine.words import clock, distance, plural, when
from callq.planning.views.goals import progress_words
from callq.queue.waiting import Waiting, reasons
from callq.records.choosing import View as Saved
from callq.session.head import SOON, Head
from callq.session.keys import Keymap, Phase
from callq.session.meanwhile import Meanwhile
from callq.session.session import Summary
from callq.terminal.safe import safe

if TYPE_CHECKING:
    from rich.text import Text

_GAP = "   "
WIDE = 110
"""From this many columns on, there is room for everything beside each other."""
PROMPTS = {
    Question.REASON: "Why not? Enter: no reason",
    Question.TIME: "When, their time",
    Question.PERMISSION: "May we call two or three times a year? y or n",
    Question.REFERRAL: "Who did they refer you to? Name and number",
    Question.NOTE: "Note",
}


def head_line(
    head: Head, home: tzinfo, started: datetime | None, moment: datetime, width: int
) -> "Text":
    """Goal, callbacks, the rep's time and the clock of this call.

    Args:
        head: What it says.
        home: The rep's zone.
        started: When the call was dialed; None before.
        moment: The time that the clocks show.
        width: In columns.
    """
    from rich.text import Text

    done = progress_words(head.progress) if head.progress else f"{head.done_today:,} today"
    text = Text("callq", style="bold")
    text.append(f"{_GAP}{safe(head.agent)}{_GAP}{done}", style="not bold")
    text.append(f"{_GAP}{clock(moment, home)}", style="not bold")
    if started:
        seconds = max(0, int((moment - started).total_seconds()))
        text.append(f"{_GAP}on the call {seconds // 60}:{seconds % 60:02}", style="bold green")
    callback = callback_words(head, home, moment)
    if callback:
        text.append(f"{_GAP}{callback}", style="not bold yellow")
    text.truncate(width, overflow="ellipsis", pad=True)
    return text


def callback_words(head: Head, home: tzinfo, moment: datetime) -> str:
    """`callback 3:00 PM, in 4 min: Ron Smith`, the time before a name that may be cut."""
    item = head.callback
    if item is None or item.entry.callback_at is None:
        return ""
    at = item.entry.callback_at
    near = ""
    if at <= moment:
        near = f", {distance(moment - at)} late"
    elif at - moment <= SOON:
        near = f", in {distance(at - moment)}"
    more = f" (+{head.callbacks - 1})" if head.callbacks > 1 else ""
    return f"callback {clock(at, home)}{near}: {safe(item.entry.name)}{more}"


NO_VIEWS = "There's no saved view. Make one: callq list --tag vip --save-view vips"


def view_lines(saved: Sequence[Saved]) -> "list[Text]":
    """The saved views with the digits that choose them."""
    from rich.text import Text

    width = max(len(safe(one.name)) for one in saved)
    named = [f"  {place}  {safe(one.name):<{width}}  {safe(in_words(one.wanted))}"
             for place, one in enumerate(saved, 1)]  # fmt: skip
    return [Text(line) for line in (*named, "  0  as the session began")]


def chosen_words(name: str) -> str:
    """What you go on with."""
    return f'Now you call the view "{safe(name)}".' if name else "Now you go on as you began."


def outcome_line(keymap: Keymap, phase: Phase, width: int) -> "Text":
    """Every outcome with its key; dim where the letter means something else before the call."""
    return _pairs(
        [
            (one.key, one.label.partition(" or ")[0], keymap.act(one.key, phase) is one)
            for one in keymap.outcomes
        ],
        width,
    )


def action_line(keymap: Keymap, phase: Phase, width: int) -> "Text":
    """What else can be done, with its keys; in a narrow window, what is done every day."""
    shown = keymap.shown(phase, everything=width >= WIDE)
    return _pairs([(key, label, True) for key, label in shown], width)


def answers_line(objections: Sequence[str], width: int) -> "Text":
    """Which digit shows what to answer during a call."""
    pairs = [(str(n), kind.replace("-", " "), True) for n, kind in enumerate(objections, 1)]
    return _pairs([*pairs, ("0", "opening", True)], width)


def reason_line(keys: Sequence[ReasonKey], width: int) -> "Text":
    """Every reason with its key."""
    return _pairs([(one.key, one.label, True) for one in keys], width)


def _pairs(pairs: Sequence[tuple[str, str, bool]], width: int) -> "Text":
    """Keys and words, wrapped between pairs; a click on one presses its key."""
    from rich.text import Text

    text, used = Text(), 0
    for key, label, usable in pairs:
        sign = key.replace("ctrl+", "^").replace("enter", "⏎")
        length = len(sign) + len(label) + 1
        if used and used + 2 + length > width:
            text.append("\n")
            used = 0
        text.append("  " if used else "")
        start = len(text)
        text.append(sign, style="bold cyan" if usable else "dim")
        text.append(f" {label}", style="" if usable else "dim")
        text.apply_meta({"@click": f"screen.press({key!r})"}, start)
        used += length + (2 if used else 0)
    return text


def waiting_words(found: Waiting | None, now: datetime, home: tzinfo) -> list[str]:
    """Why there's no one to call, line by line, and when there is."""
    if found is None:
        return ["You're on a break. Press Enter to go on."]
    lines = ["No one to call right now.", ""]
    lines += [f"{count:>9,}  {words}" for count, words in reasons(found)]
    if found.held:
        lines += ["", "See who's on hold: callq list --held"]
    if found.next_at:
        lines += ["", f"Next: {when(found.next_at, now, home)}, your time. The session waits."]
    return lines


def meanwhile_words(found: Meanwhile) -> str:
    """What happened to the person who was on the screen."""
    name, agent = safe(found.name), safe(found.agent)
    return {
        "gone": f"{name} was just removed or merged.",
        "opted-out": f"{name} just went on do-not-call.",
        "leased": f"{agent} has {name} now.",
        "logged": f"{agent or 'Someone'} just logged {safe(found.outcome)} for {name}.",
    }[found.code]


def summary_lines(found: Summary, home: tzinfo) -> list[str]:
    """What the session came to: calls, outcomes, what was agreed, the goal, what's next."""
    done, head = found.done, found.head
    if not done.calls:
        return ["No calls in this session."]
    lines = [f"{plural(done.calls, 'call')}, {plural(done.talks, 'conversation')}."]
    lines.append("  " + ", ".join(f"{label} {count}" for label, count in done.outcomes))
    lines += [
        f"  Agreed: {safe(promise.name)}, {when(promise.at, head.now, home)}, your time"
        for promise in done.promises
    ]
    if head.progress:
        streak = f", {plural(found.streak, 'day')} in a row" if found.streak else ""
        lines.append(f"  {progress_words(head.progress)}{streak}")
    callback = callback_words(head, home, head.now)
    return [*lines, f"  Next {callback}"] if callback else lines
