"""Completion of outcomes, reasons and names; a mistake here completes nothing, never prints."""

from typing import Any

from callq.engine.outcomes import CANONICAL, REASONS
from callq.errors import CallqError

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
