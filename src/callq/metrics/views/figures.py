"""Figures as short text: shares with their range, numbers of calls, bars."""

from callq.metrics.intervals import Rate
from callq.metrics.persistence import ToNext
from callq.metrics.survival import Curve

TOO_LITTLE = "too few to say"
_EIGHTHS = " ▏▎▍▌▋▊▉"


def percent(share: float) -> str:
    """`0.4%`, `24%`: one decimal below 10%."""
    points = share * 100
    return f"{points:.1f}%" if points < 9.95 else f"{points:.0f}%"


def between(low: float, high: float) -> str:
    """`23-26%`, `0.1-1.6%`."""
    return f"{percent(low).rstrip('%')}-{percent(high)}"


def share_words(rate: Rate) -> str:
    """`24% (23-26%)`, or `TOO_LITTLE` if the range is too wide to use."""
    if rate.share is None:
        return ""
    if not rate.tells:
        return TOO_LITTLE
    return f"{percent(rate.share)} ({between(rate.low, rate.high)})"


def calls(count: float) -> str:
    """A number of calls: `2.4`, `24`, `1,240`."""
    return f"{count:.1f}" if count < 9.95 else f"{count:,.0f}"


def calls_words(to_next: ToNext, less: int = 0) -> str:
    """`about 530, most likely 281-1,121`: calls to the next win, `less` taken off each figure.

    With too few wins, a lower limit: `over 120 (too few wins)`.
    """
    if not to_next.trials:
        return ""
    if not to_next.tells or to_next.expected is None or to_next.high is None:
        return f"over {calls(to_next.low - less)} (too few wins)"
    low, high = calls(to_next.low - less), calls(to_next.high - less)
    return f"about {calls(to_next.expected - less)}, most likely {low}-{high}"


def came_back(curve: Curve, length: float) -> str:
    """`2.4% (1.4-4.1%)`: the share who came back within `length`."""
    if not curve.tells_at(length):
        return TOO_LITTLE
    point = curve.at(length)
    return f"{percent(1 - point.left)} ({between(1 - point.high, 1 - point.low)})"


def bar(value: float, most: float, width: int, upto: float = 0.0) -> str:
    """A bar for `value`, where `most` fills the width, then a lighter one up to `upto`."""
    if most <= 0 or width <= 0:
        return ""
    eighths = max(0, min(width * 8, round(value / most * width * 8)))
    full, part = divmod(eighths, 8)
    drawn = "█" * full + (_EIGHTHS[part] if part else "")
    lighter = min(width, round(upto / most * width)) - len(drawn)
    return drawn + "░" * max(0, lighter)
