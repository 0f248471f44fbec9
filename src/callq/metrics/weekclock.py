"""The local hour of the week for a timestamp, fast enough for every call of a long log."""

from datetime import UTC, datetime, timedelta, tzinfo

DAY_SECONDS = 86_400
WEEK_HOURS = 168
_EPOCH_HOURS = 72
"""1 January 1970 was a Thursday: three days into a week."""
_START = datetime.fromtimestamp(0, UTC).replace(tzinfo=None)
_SECOND = timedelta(seconds=1)


class WeekClock:
    """The local clock of one time zone, with a cache of two lookups a day."""

    def __init__(self, zone: tzinfo) -> None:
        self._zone = zone
        self._offsets: dict[int, int | None] = {}

    def local(self, at: int) -> int:
        """Seconds since 1970 as the wall clock there shows them."""
        day = at // DAY_SECONDS
        try:
            offset = self._offsets[day]
        except KeyError:
            offset = self._offsets[day] = self._of_day(day)
        return at + (self._ask(at) if offset is None else offset)

    def hour_of_week(self, at: int) -> int:
        """The local hour of the week: 0 is Monday from 00:00, 167 Sunday from 23:00."""
        return hour_of_week(self.local(at))

    def _of_day(self, day: int) -> int | None:
        """None for a day on which the clocks change: a zone does so at most once within one."""
        first, after = day * DAY_SECONDS, (day + 1) * DAY_SECONDS
        early, late = self._ask(first), self._ask(after - 1)
        return early if early == late else None

    def _ask(self, at: int) -> int:
        try:
            wall = datetime.fromtimestamp(at, self._zone)
        except (OverflowError, ValueError, OSError):
            return 0
        return (wall.replace(tzinfo=None) - _START) // _SECOND - at


def hour_of_week(local: int) -> int:
    """The hour of the week of a local second: 0 is Monday from 00:00, 167 Sunday from 23:00."""
    return (local // 3600 + _EPOCH_HOURS) % WEEK_HOURS
