"""Shows and applies the current rulebook; every status follows it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from callq.backup import before_bulk
from callq.engine.registries import NOT_NEEDED
from callq.engine.rulebook import Rulebook
from callq.errors import CallqError, Exit
from callq.named_tuple import NamedTuple
from callq.records import answering, calls, coverage, groups
from callq.records.location import place_everybody
from callq.records.own_file import RULEBOOK, mistaken, present, refuse_if_replaced, with_values
from callq.records.rulebooks import install, read_rulebook, shipped_text
from callq.storage import journal, meta
from callq.storage.atomic import write_whole
from callq.storage.dry_run import written
from callq.storage.journal import Command
from callq.workspace import Workspace

if TYPE_CHECKING:
    from callq.records.learning import Lesson


@dataclass(frozen=True, slots=True)
class Applied:
    """What `rules apply` did."""

    version: str
    people: int
    changed: int
    source: str


class Registries(NamedTuple):
    """Whether numbers are checked against registries, and what that needs."""

    answer: str
    """One of `engine.registries.ANSWERS`."""
    reason: str
    missing: tuple[str, ...]
    """The registries of which a copy would be needed for people in the store."""


def registries_of(ws: Workspace) -> Registries:
    """What the rulebook says of registries, and which copies are missing."""
    missing = coverage.unchecked(groups.read_all(ws.db).values())
    return Registries(ws.rulebook.registries, ws.rulebook.registries_reason, missing)


def text_in_force(ws: Workspace) -> str:
    """The text of the current rulebook."""
    return meta.read(ws.db, meta.RULEBOOK_TEXT) or ""


def apply(
    ws: Workspace,
    path: Path | None,
    on_progress: Callable[[int], None] = lambda _: None,
    *,
    dry_run: bool = False,
) -> Applied:
    """Switches to a rulebook and works out every status again from the log, all or nothing.

    Args:
        ws: An open workspace.
        path: The edited file; None for the team's own, or the built-in one without it.
        on_progress: Called with the number of calls replayed since the last time.
        dry_run: Do everything, then take it back.

    Raises:
        CallqError: The rulebook has mistakes. Nothing changes.
    """
    source = path or present(RULEBOOK, ws.settings.rulebook_file)
    text, data = read_rulebook(source)
    people = ws.db.one("SELECT COUNT(*) FROM prospect WHERE removed_at IS NULL")
    if not dry_run:
        before_bulk(ws)
    with written(ws.db, dry_run=dry_run):
        changed = _apply(ws, text, data, on_progress)
    return Applied(data["version"], people[0] if people else 0, changed, str(source or "shipped"))


def answer_registries(ws: Workspace, answer: str, reason: str) -> None:
    """Says whether numbers have to be checked against registries, in the rulebook in force.

    The team's own file is changed as well, where there is one.

    Args:
        ws: An open workspace.
        answer: One of `engine.registries.ANSWERS`.
        reason: Why not, if that's the answer.

    Raises:
        CallqError: The reason is missing, or the file can't be read or written.
    """
    if answer == NOT_NEEDED and not reason.strip():
        raise CallqError(
            "Say why you don't need the registries.",
            hint='callq rules registries not-needed --reason "we only call customers"',
            name="reason-missing",
        )
    own = present(RULEBOOK, ws.settings.rulebook_file)
    before = read_rulebook(own)[0] if own else text_in_force(ws)
    values = {"registries": answer, "registries_reason": reason.strip()}
    text = with_values(before, "calling", values)
    data = _checked(text, str(own or "The rulebook"))
    before_bulk(ws)
    with ws.db.write():
        _apply(ws, text, data, lambda _: None)
        if own:
            write_whole(own, text, over=True)


def _checked(text: str, name: str) -> dict[str, Any]:
    from callq.engine.rulebook_check import check

    data, mistakes = check(text)
    if data is None:
        raise mistaken(RULEBOOK, name, mistakes)
    return data


def _apply(
    ws: Workspace, text: str, data: dict[str, Any], on_progress: Callable[[int], None]
) -> int:
    command = journal.begin(ws.db, "rules apply", ws.agent, ws.now)
    before = meta.read(ws.db, meta.RULEBOOK_TEXT) or ""
    meta.write(ws.db, f"rulebook_before:{command}", before)
    former, rulebook = ws.facts.get(meta.TABLE_VERSION), _readable(ws)
    ws.use_facts(install(ws.db, text, data))
    _answers_anew(ws, rulebook)
    if ws.facts[meta.TABLE_VERSION] != former:
        place_everybody(ws.db, str(ws.settings["region"]))
    _learn_anew(ws)
    changed = ws.projector().rebuild(on_progress)
    _renew(ws)
    journal.describe(ws.db, command, f"rulebook {data['version']}")
    return changed


def _readable(ws: Workspace) -> Rulebook | None:
    """The rulebook in force; None where the store's copy is damaged."""
    try:
        return ws.rulebook
    except CallqError:
        return None


def _answers_anew(ws: Workspace, before: Rulebook | None) -> None:
    answering.begin_anew(ws.db, before, ws.rulebook, ws.now)
    ws.facts.update(answering.renew(ws.db, ws.rulebook, calls.next_id(ws.db) - 1))


def take_back(ws: Workspace, command: Command) -> None:
    """Goes back to the rulebook before an apply; inside a write transaction.

    Raises:
        CallqError: Another rulebook was applied later.
    """
    refuse_if_replaced(ws.db, RULEBOOK, command)
    from callq.engine.rulebook_check import check

    text = meta.read(ws.db, f"rulebook_before:{command.id}") or shipped_text()
    data, _ = check(text, stored=True)
    if data is None:
        raise CallqError(
            "This version of callq can't read your previous rulebook.",
            hint="To use the current one with changes: callq rules show > rulebook.toml",
            code=Exit.BAD_RULEBOOK,
            name="bad-rulebook",
        )
    rulebook = _readable(ws)
    ws.use_facts(install(ws.db, text, data))
    _answers_anew(ws, rulebook)
    _learn_anew(ws)
    ws.projector().rebuild()
    _renew(ws)


def learn(ws: Workspace, on_progress: Callable[[int], None] = lambda _: None) -> "Lesson":
    """Learns from the whole log, and renews everyone's chance."""
    from callq.records.learning import learn_anew

    with ws.db.write():
        return learn_anew(ws.db, ws.rulebook, on_progress)


def _learn_anew(ws: Workspace) -> None:
    """Another rulebook may have other wins, or believe something else to begin with."""
    from callq.records.learning import relearn

    ws.facts[meta.CHANCE] = relearn(ws.db, ws.rulebook)


def _renew(ws: Workspace) -> None:
    """Counts everyone's chance, as it was just written, for the average."""
    from callq.records.learning import renew

    if ws.facts[meta.CHANCE]:
        renew(ws.db, ws.rulebook)
    ws.facts |= meta.read_all(ws.db)
