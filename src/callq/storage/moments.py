"""Moments as they are stored: whole seconds since 1970 in UTC."""

from datetime import UTC, datetime


def moment(stored: int | None) -> datetime:
    """A stored moment as an aware datetime in UTC."""
    return datetime.fromtimestamp(stored or 0, UTC)


def maybe_moment(stored: int | None) -> datetime | None:
    """A stored moment, or None."""
    return None if stored is None else datetime.fromtimestamp(stored, UTC)


def seconds(at: datetime | None) -> int | None:
    """A moment as it is stored."""
    return None if at is None else int(at.timestamp())
