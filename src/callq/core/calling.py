"""When and whom one may call, by where they are: the rows that hold, and what follows from them."""

from typing import NamedTuple


class GroupKey(NamedTuple):
    """What decides the calling hours of somebody; all who share it are one group."""

    zones: tuple[str, ...]
    """Every zone they may be in, IANA names, the likeliest first."""
    places: tuple[str, ...] = ()
    """The ids of the rows that hold, sorted."""
    kind: str = "consumer"
    """`consumer`, `business` or `debt`."""
    coverage: str = ""
    """Which registries of do-not-call numbers have to cover them."""

    def __str__(self) -> str:
        """The key as it is stored."""
        return "|".join((",".join(self.zones), ",".join(self.places), self.kind, self.coverage))
