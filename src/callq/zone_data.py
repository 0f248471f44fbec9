"""Read time zones from the newer of two sources: the computer's own and the tzdata package.

Computers keep theirs for years, while countries change their clocks several times a year.
"""

import zoneinfo
from datetime import date
from pathlib import Path

from callq.named_tuple import NamedTuple

_SYSTEM, _PACKAGE = "the computer", "the tzdata package"
_RELEASES = ("tzdata.zi", "+VERSION")
"""Files that begin with the release: `# version 2026f`, or `2026f` on a Mac."""
_LONGEST_LINE = 40


class ZoneData(NamedTuple):
    """The time zones in use."""

    release: str
    """As the time zone database names it, e.g. `2026f`; empty when unknown."""
    source: str

    @property
    def dated(self) -> date | None:
        """About when it came out; releases carry a year alone, so the middle of it."""
        year = self.release[:4]
        return date(int(year), 7, 1) if year.isdecimal() else None


def use_newest() -> None:
    """Lets `ZoneInfo` read the newer source; call it before the first zone is made."""
    package = _package()
    if package and package[0] > _system():
        zoneinfo.reset_tzpath((package[1], *zoneinfo.TZPATH))


def in_use() -> ZoneData:
    """The time zones that `ZoneInfo` reads."""
    package = _package()
    if package and package[1] in zoneinfo.TZPATH[:1]:
        return ZoneData(package[0], _PACKAGE)
    system = _system()
    return ZoneData(system, _SYSTEM) if system or not package else ZoneData(package[0], _PACKAGE)


def _package() -> tuple[str, str] | None:
    """The package's release and folder; None where it isn't installed."""
    try:
        import tzdata
    except ImportError:
        return None
    return tzdata.IANA_VERSION, f"{tzdata.__path__[0]}/zoneinfo"


def _system() -> str:
    """The release of the computer's own time zones; empty when it has none or doesn't say."""
    for folder in zoneinfo.TZPATH:
        for name in _RELEASES:
            try:
                with Path(folder, name).open(encoding="ascii", errors="replace") as file:
                    return file.readline(_LONGEST_LINE).removeprefix("# version ").strip()
            except OSError:
                continue
    return ""
