"""Makes a registry's list of synthetic numbers, in order, as the FTC gives it out."""

from pathlib import Path

import synthetic

DATED = synthetic.NOW.date().isoformat()
_FIRST, _LINES = 2_000_000, 8_000_000


def write(path: Path, count: int) -> None:
    """Writes so many numbers, shared out among the area codes of the synthetic folder and more.

    Args:
        path: Where to.
        count: How many numbers.
    """
    areas = sorted({*synthetic.AREAS, *(str(area) for area in range(300, 500))})
    each = count // len(areas)
    step = _LINES // each
    with path.open("w", encoding="ascii") as file:
        for area in areas:
            file.writelines(f"{area},{_FIRST + place * step}\n" for place in range(each))
        rest = count - each * len(areas)
        file.writelines(f"{areas[-1]},{_FIRST + place * step + 1}\n" for place in range(rest))
