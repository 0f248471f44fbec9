"""Figures in a few signs: shares with their interval, numbers of calls, bars."""

from callq.metrics.intervals import Rate
from callq.metrics.persistence import ToNext
from callq.metrics.survival import Curve

TOO_LITTLE = "too little to tell"
_EIGHTHS = " ▏▎▍▌▋▊▉"


def percent(share: float) -> str:
    """`0.4%`, `24%`: one digit after the point where it matters."""
    points = share * 100
    return f"{points:.1f}%" if points < 9.95 else f"{points:.0f}%"


def between(low: float, high: float) -> str:
    """`23 to 26%`, `0.1 to 1.6%`."""
    return f"{percent(low).rstrip('%')} to {percent(high)}"


def share_words(rate: Rate) -> str:
    """`24% (23 to 26%)`; what there is instead when that tells too little."""
    if rate.share is None:
        return ""
    if not rate.tells:
        return TOO_LITTLE
    return f"{percent(rate.share)} ({between(rate.low, rate.high)})"


def calls(count: float) -> str:
    """A number of calls: `2.4`, `24`, `1,240`."""
    return f"{count:.1f}" if count < 9.95 else f"{count:,.0f}"


def calls_words(to_next: ToNext, less: int = 0) -> str:
    """`530 (281 to 1,121)`: calls to the next win, `less` taken off each figure.

    With too few wins: `over 120 (too few wins)`, what holds at least.
    """
    if not to_next.trials:
        return ""
    if not to_next.tells or to_next.expected is None or to_next.high is None:
        return f"over {calls(to_next.low - less)} (too few wins)"
    low, high = calls(to_next.low - less), calls(to_next.high - less)
    return f"{calls(to_next.expected - less)} ({low} to {high})"


def came_back(curve: Curve, length: float) -> str:
    """`2.4% (1.4 to 4.1%)`: for how many it has happened by then."""
    if not curve.tells_at(length):
        return TOO_LITTLE
    point = curve.at(length)
    return f"{percent(1 - point.left)} ({between(1 - point.high, 1 - point.low)})"


def bar(value: float, most: float, width: int, upto: float = 0.0) -> str:
    """A bar of `value` where `most` fills the width, then a lighter one `upto` there."""
    if most <= 0 or width <= 0:
        return ""
    eighths = max(0, min(width * 8, round(value / most * width * 8)))
    full, part = divmod(eighths, 8)
    drawn = "█" * full + (_EIGHTHS[part] if part else "")
    lighter = min(width, round(upto / most * width)) - len(drawn)
    return drawn + "░" * max(0, lighter)
