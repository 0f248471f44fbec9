"""Which hour of whose week a second falls in, fast enough for every call of a long log."""

from datetime import UTC, datetime, tzinfo

DAY_SECONDS = 86_400
WEEK_HOURS = 168
_EPOCH_HOURS = 72
"""1 January 1970 was a Thursday: three days into a week."""


class WeekClock:
    """The clock on the wall of one zone. Asks the zone twice a day and remembers the answer."""

    def __init__(self, zone: tzinfo) -> None:
        self._zone = zone
        self._offsets: dict[int, int | None] = {}

    def local(self, at: int) -> int:
        """Seconds since 1970 as the wall clock there shows them."""
        offset = self._offsets.get(at // DAY_SECONDS)
        return at + (self._offset(at) if offset is None else offset)

    def hour_of_week(self, at: int) -> int:
        """The local hour of the week: 0 is Monday from 00:00, 167 Sunday from 23:00."""
        return hour_of_week(self.local(at))

    def _offset(self, at: int) -> int:
        day = at // DAY_SECONDS
        if day not in self._offsets:
            # A zone changes its clocks at most once within a day.
            first, last = day * DAY_SECONDS, (day + 1) * DAY_SECONDS - 1
            early, late = self._ask(first), self._ask(last)
            self._offsets[day] = early if early == late else None
        known = self._offsets[day]
        return self._ask(at) if known is None else known

    def _ask(self, at: int) -> int:
        try:
            offset = datetime.fromtimestamp(at, UTC).astimezone(self._zone).utcoffset()
        except (OverflowError, ValueError, OSError):
            return 0
        return int(offset.total_seconds()) if offset else 0


def hour_of_week(local: int) -> int:
    """The hour of the week of a local second: 0 is Monday from 00:00, 167 Sunday from 23:00."""
    return (local // 3600 + _EPOCH_HOURS) % WEEK_HOURS
