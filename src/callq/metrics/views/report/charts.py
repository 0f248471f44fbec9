"""Charts: columns, curves with a band, and shares with a range."""

from collections.abc import Callable, Sequence

from callq.metrics.survival import Curve, Point
from callq.metrics.views.figures import percent
from callq.metrics.views.report.svg import (
    BOTTOM,
    HEIGHT,
    LEFT,
    RIGHT,
    WIDTH,
    Scale,
    across,
    frame,
    label,
    rules,
    ticks,
    upwards,
    words,
)
from callq.named_tuple import NamedTuple

_REACH_WIDTH, _REACH_HEIGHT = 120, 14
_MOST_LABELS = 12
_HALF = 420
"""Width of a drawing that shares a row."""
_GAP = 0.2


class Bar(NamedTuple):
    """A column: its label, its two parts from the bottom, and its tooltip."""

    name: str
    lower: int
    upper: int
    said: str
    mark: int = 0
    """A number above it, like wins; 0 for none."""


def columns(bars: Sequence[Bar], title: str, line: int = 0, line_words: str = "") -> str:
    """Columns of two parts each, with a line across for the capacity."""
    most = max([line, *(bar.lower + bar.upper for bar in bars)], default=0) * 1.08
    up = upwards(most)
    step = (WIDTH - LEFT - RIGHT) / max(1, len(bars))
    body = rules(up, [(at, f"{at:,.0f}") for at in ticks(most) if at == int(at)])
    every = -(-len(bars) // _MOST_LABELS)
    for i, bar in enumerate(bars):
        x, wide = round(LEFT + i * step + step * _GAP / 2, 1), round(step * (1 - _GAP), 1)
        middle, top = round(x + wide / 2, 1), up(bar.lower + bar.upper)
        body.append(f"<g><title>{words(bar.said)}</title>")
        body.append(_box(x, up(bar.lower), wide, up(0) - up(bar.lower), "lower"))
        body.append(_box(x, top, wide, up(bar.lower) - top, "upper"))
        if bar.mark:
            body.append(label(middle, top - 4, str(bar.mark), "mark"))
        body.append("</g>")
        if i % every == 0:
            body.append(label(middle, HEIGHT - BOTTOM + 16, bar.name, "below"))
    if line:
        y = up(line)
        body.append(f'<line class="full" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y}" y2="{y}"/>')
        body.append(label(WIDTH - RIGHT, y - 5, line_words, "end"))
    return frame(body, title)


def _box(x: float, y: float, wide: float, high: float, kind: str) -> str:
    if high <= 0:
        return ""
    return f'<rect class="{kind}" x="{x}" y="{y}" width="{wide}" height="{round(high, 1)}"/>'


def came_back(curve: Curve, unit: str, title: str) -> str:
    """The share with the event, in steps, with its band, as far as it's reliable."""
    end = curve.reliable_until
    points = [point for point in curve.points if point.at <= end]
    most = max((1 - point.low for point in points), default=0.05) * 1.05
    right, up = across(end, _HALF), upwards(most)
    body = rules(up, [(at, f"{at * 100:g}%") for at in ticks(most)], _HALF)
    for at in ticks(end):
        body.append(label(right(at), HEIGHT - BOTTOM + 16, f"{at:,.0f}", "below"))
    body.append(label(_HALF - RIGHT, HEIGHT - 1, unit, "end"))
    shares = _steps(points, end, lambda point: 1 - point.left)
    high = _steps(points, end, lambda point: 1 - point.low)
    low = _steps(points, end, lambda point: 1 - point.high)
    around = [*high, *reversed(low)]
    body.append(f'<path class="band" d="{_path(around, right, up)}Z"/>')
    body.append(f'<path class="curve" d="{_path(shares, right, up)}"/>')
    if points:
        last = points[-1]
        said = f"{percent(1 - last.left)} within {last.at:,.0f} {unit}"
        body.append(label(right(end) - 2, up(1 - last.left) - 6, said, "end strong"))
    return frame(body, title, _HALF)


def _steps(
    points: Sequence[Point], end: float, share: Callable[[Point], float]
) -> list[tuple[float, float]]:
    found, now = [(0.0, 0.0)], 0.0
    for point in points:
        found.append((point.at, now))
        now = share(point)
        found.append((point.at, now))
    return [*found, (end, now)]


def _path(steps: Sequence[tuple[float, float]], right: Scale, up: Scale) -> str:
    places = [f"{right(x)},{up(y)}" for x, y in steps]
    return f"M{places[0]}L{' '.join(places[1:])}"


def reach(middle: float | None, low: float, high: float, most: float) -> str:
    """A small drawing of a figure with its interval, on a scale that the rows of a table share."""
    if not most:
        return ""
    x = [round(min(1.0, value / most) * (_REACH_WIDTH - 8) + 4, 1) for value in (low, high)]
    y = _REACH_HEIGHT / 2
    dot = ""
    if middle is not None:
        at = round(min(1.0, middle / most) * (_REACH_WIDTH - 8) + 4, 1)
        dot = f'<circle class="dot" cx="{at}" cy="{y}" r="3.5"/>'
    return (
        f'<svg class="reach" viewBox="0 0 {_REACH_WIDTH} {_REACH_HEIGHT}" aria-hidden="true">'
        f'<line x1="{x[0]}" x2="{x[1]}" y1="{y}" y2="{y}"/>{dot}</svg>'
    )
