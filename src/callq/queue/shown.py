"""What `callq today` showed a rep last, so that `@2` on the next line means the second of it."""

import re
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from callq.config import Settings
from callq.storage.naming import masked


def remember(settings: Settings, agent: str, ids: Iterable[int]) -> None:
    """Keeps the ids that a rep sees as @1, @2, …; does without where nothing can be written."""
    lines = [masked(settings.db), *map(str, ids)]
    with suppress(OSError):
        _file(settings, agent).write_text("\n".join(lines), encoding="utf-8")


def last_shown(settings: Settings, agent: str) -> tuple[int, ...]:
    """The ids that this rep saw last in this store, the first is @1; empty when there are none."""
    try:
        db, *ids = _file(settings, agent).read_text(encoding="utf-8").split("\n")
        return tuple(map(int, ids)) if db == masked(settings.db) else ()
    except (OSError, ValueError):
        return ()


def _file(settings: Settings, agent: str) -> Path:
    return settings.data_folder / f"shown-{re.sub(r'[^a-z0-9]', '_', agent.lower())[:40]}.txt"
