"""Completion of outcomes, reasons and names; a mistake here completes nothing, never prints."""

from typing import TYPE_CHECKING, Any

from callq.engine.outcomes import CANONICAL, REASONS
from callq.errors import CallqError

if TYPE_CHECKING:
    from collections.abc import Callable

    from callq.storage.db import Db

_MOST = 30
_SHORTEST = 2


def complete_log(ctx: Any, args: list[str], incomplete: str) -> list[tuple[str, str]]:
    """WHO or OUTCOME for the first word, OUTCOME for the second."""
    given = [word for word in (ctx.params.get("words") or ()) if word]
    found = [(o.word, o.meaning) for o in CANONICAL if o.word.startswith(incomplete)]
    if not given:
        found += complete_who(ctx, args, incomplete)
    return found


def complete_reason(ctx: Any, args: list[str], incomplete: str) -> list[tuple[str, str]]:  # noqa: ARG001
    """A reason of a no."""
    return [(word, words) for word, words in REASONS.items() if word.startswith(incomplete)]


def complete_who(ctx: Any, args: list[str], incomplete: str) -> list[tuple[str, str]]:  # noqa: ARG001
    """A name, read from the index of words."""
    if len(incomplete) < _SHORTEST:
        return []
    from callq.config import read_settings
    from callq.records.contacts import words_of
    from callq.records.people import by_words, some_by_word
    from callq.storage.opening import open_store
    from callq.terminal.safe import safe

    try:
        db = open_store(read_settings().db)
        several = len(words_of(incomplete)) > 1
        find = by_words if several else some_by_word
        found = find(db, incomplete, _MOST)
    except CallqError:
        return []
    return [(_completed(one.name, one.company, incomplete), safe(one.company)) for one in found]


def complete_view(ctx: Any, args: list[str], incomplete: str) -> list[tuple[str, str]]:  # noqa: ARG001
    """A saved view, and what it says."""
    from callq.engine.filters import in_words
    from callq.records.choosing import all_views

    found = _read(lambda db: [(one.name, in_words(one.wanted)) for one in all_views(db)])
    return [pair for pair in found if pair[0].startswith(incomplete)]


def complete_tag(ctx: Any, args: list[str], incomplete: str) -> list[tuple[str, str]]:  # noqa: ARG001
    """A tag anyone has."""
    sql = "SELECT DISTINCT tags FROM prospect WHERE tags <> ''"
    known = {tag for (tags,) in _read(lambda db: db.rows(sql)) for tag in tags.split("\n")}
    return [(tag, "") for tag in sorted(known) if tag.startswith(incomplete)][:_MOST]


def complete_owner(ctx: Any, args: list[str], incomplete: str) -> list[tuple[str, str]]:  # noqa: ARG001
    """An owner."""
    sql = "SELECT DISTINCT owner FROM prospect WHERE owner <> '' ORDER BY owner"
    return [(name, "") for (name,) in _read(lambda db: db.rows(sql)) if name.startswith(incomplete)]


def complete_list(ctx: Any, args: list[str], incomplete: str) -> list[tuple[str, str]]:  # noqa: ARG001
    """A list."""
    sql = "SELECT DISTINCT list_name FROM prospect WHERE list_name <> '' ORDER BY list_name"
    return [(name, "") for (name,) in _read(lambda db: db.rows(sql)) if name.startswith(incomplete)]


def complete_state(ctx: Any, args: list[str], incomplete: str) -> list[tuple[str, str]]:  # noqa: ARG001
    """A state, or a verdict of the audit."""
    from callq.engine.model import State
    from callq.records.choosing import VERDICTS

    known = dict.fromkeys([*map(str, State), *VERDICTS])
    return [(word, "") for word in known if word.startswith(incomplete)]


def complete_due(ctx: Any, args: list[str], incomplete: str) -> list[tuple[str, str]]:  # noqa: ARG001
    """When people are due."""
    words = ("now", "today", "tomorrow", "this week", "next week")
    return [(word, "") for word in words if word.startswith(incomplete)]


def _read(read: "Callable[[Db], list[Any]]") -> list[Any]:
    """What the store says; nothing where it can't be read."""
    from callq.config import read_settings
    from callq.storage.opening import open_store

    try:
        return read(open_store(read_settings().db))
    except CallqError:
        return []


def _completed(name: str, company: str, typed: str) -> str:
    """Words of their names that begin as typed, joined by dots, so that a shell takes them as one.

    The shell drops whatever does not begin exactly like what was typed, so the word that was begun
    comes first, as it was begun; WHO asks neither for the order of words nor for their case.
    """
    from callq.records.contacts import words_of

    *done, last = words_of(typed) or ("",)
    words = [word for word in words_of(f"{name} {company}") if word not in done]
    full = next((word for word in words if word.startswith(last)), last)
    rest = [word for word in words_of(name) if word not in (*done, full)]
    return ".".join([typed + full[len(last) :], *rest])
