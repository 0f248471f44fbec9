"""Pieces of a drawing: text made harmless, axes with round figures, a frame."""

from collections.abc import Sequence
from html import escape
from math import floor, log10

from callq.named_tuple import NamedTuple
from callq.terminal.safe import safe

WIDTH, HEIGHT = 720, 240
LEFT, RIGHT, TOP, BOTTOM = 46, 12, 12, 28
_MOST_TICKS = 5


class Scale(NamedTuple):
    """From a figure to a place on the drawing."""

    most: float
    start: float
    length: float

    def __call__(self, value: float) -> float:
        """Where a value lies, to a tenth of a point."""
        return round(self.start + value / self.most * self.length, 1)


def words(text: str) -> str:
    """Text from outside as it may stand in a page."""
    return escape(safe(text), quote=True)


def across(most: float, width: int = WIDTH) -> Scale:
    """From left to right."""
    return Scale(most or 1, LEFT, width - LEFT - RIGHT)


def upwards(most: float) -> Scale:
    """From the bottom to the top."""
    return Scale(most or 1, HEIGHT - BOTTOM, -(HEIGHT - TOP - BOTTOM))


def ticks(most: float) -> list[float]:
    """Round figures from 0 up to about `most`, five of them at most."""
    if most <= 0:
        return [0.0]
    size = 10 ** floor(log10(most / _MOST_TICKS))
    step = next(size * n for n in (1, 2, 5, 10) if most / (size * n) <= _MOST_TICKS)
    return [step * n for n in range(int(most / step + 1e-9) + 1)]


def frame(body: Sequence[str], title: str, width: int = WIDTH) -> str:
    """A drawing; its title is what a screen reader says of it."""
    said = words(title)
    return (
        f'<svg viewBox="0 0 {width} {HEIGHT}" role="img" aria-label="{said}">{"".join(body)}</svg>'
    )


def label(x: float, y: float, text: str, kind: str = "") -> str:
    """Words on a drawing."""
    return f'<text x="{x}" y="{y}" class="{kind}">{words(text)}</text>'


def rules(scale: Scale, figures: Sequence[tuple[float, str]], width: int = WIDTH) -> list[str]:
    """Lines across the drawing with their figures at the left."""
    return [
        f'<line class="rule" x1="{LEFT}" x2="{width - RIGHT}" y1="{scale(at)}" y2="{scale(at)}"/>'
        + label(LEFT - 6, scale(at) + 4, text, "left")
        for at, text in figures
    ]
