"""The playbook: checks, compiles and applies the built-in one and a team's own."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from callq import __version__
from callq.engine.playbook import ABOUT, compiled
from callq.errors import CallqError, Exit
from callq.named_tuple import NamedTuple
from callq.records import scripts
from callq.records.own_file import (
    PLAYBOOK,
    digest,
    mistaken,
    present,
    read_text,
    refuse_if_replaced,
)
from callq.records.playbooks import install, playbook_data, shipped_text
from callq.storage import journal, meta
from callq.storage.journal import Command
from callq.workspace import Workspace


class Applied(NamedTuple):
    """What `playbook apply` did, or would do."""

    source: str
    texts: int
    """How many scripts and emails there are."""
    own: int
    """How many of them are the team's own."""
    changed: tuple[str, ...]
    """The texts that changed, like `spring/first-call`."""


def read_playbook(path: Path) -> tuple[str, dict[str, Any]]:
    """Reads and checks a team's playbook: its text and its data.

    Raises:
        CallqError: It can't be read, or has mistakes; the message shows each with its line.
    """
    from callq.scripts.playbook_check import check

    text = read_text(PLAYBOOK, path)
    data, mistakes = check(text)
    if data is None:
        raise mistaken(PLAYBOOK, str(path), mistakes)
    return text, data


def ensure(ws: Workspace) -> None:
    """Compiles the playbook again after an update of callq; usually does nothing."""
    if ws.facts.get(meta.PLAYBOOK) == __version__:
        return
    text = meta.read(ws.db, meta.PLAYBOOK_TEXT)
    if text is None:
        own = present(PLAYBOOK, ws.settings.playbook_file)
        text = read_playbook(own)[0] if own else ""
    with ws.db.write():
        ws.facts.update(install(ws.db, text))


def text_in_force(ws: Workspace) -> str:
    """The team's current playbook; the built-in one if there's none."""
    ensure(ws)
    return meta.read(ws.db, meta.PLAYBOOK_TEXT) or shipped_text()


def warning(ws: Workspace) -> str:
    """A sentence if the team's own file has changes that aren't applied; else empty."""
    path = present(PLAYBOOK, ws.settings.playbook_file)
    if path is None or digest(path.read_bytes()) == ws.facts.get(meta.PLAYBOOK_HASH):
        return ""
    return f"{path} has changes that aren't in use yet. To use them: callq playbook apply"


def apply(ws: Workspace, path: Path | None, *, shipped: bool, dry_run: bool) -> Applied:
    """Switches to a playbook, all or nothing.

    Args:
        ws: An open workspace.
        path: The edited file; None for the team's own.
        shipped: Go back to the built-in one.
        dry_run: Do everything, then take it back.

    Raises:
        CallqError: There's no such file, or it has mistakes. Nothing changes.
    """
    from callq.storage.dry_run import written

    ensure(ws)
    source = None if shipped else path or present(PLAYBOOK, ws.settings.playbook_file)
    if source is None and not shipped:
        raise none_at(ws.settings.playbook_file)
    text = read_playbook(source)[0] if source else ""
    before = scripts.everything(ws.db)
    with written(ws.db, dry_run=dry_run):
        command = journal.begin(ws.db, "playbook apply", ws.agent, ws.now)
        former = meta.read(ws.db, meta.PLAYBOOK_TEXT) or ""
        meta.write(ws.db, f"playbook_before:{command}", former)
        ws.facts.update(install(ws.db, text))
        journal.describe(ws.db, command, str(source or "the built-in playbook"))
        after = scripts.everything(ws.db)
    base = compiled(playbook_data(shipped_text()), {})
    texts = {key: body for key, body in after.items() if key[2] != ABOUT}
    own = sum(1 for key, body in texts.items() if base.get(key) != body)
    changed = tuple(
        "/".join(filter(None, key))
        for key in sorted({*before, *after})
        if before.get(key) != after.get(key)
    )
    return Applied(str(source or "shipped"), len(texts), own, changed)


def none_at(path: Path) -> CallqError:
    """The error for a team without a playbook of its own."""
    return CallqError(
        f"You have no playbook at {path}.",
        hint="Pass a FILE. To make one: callq playbook show > playbook.toml",
        code=Exit.NOT_FOUND,
        name="no-playbook",
    )


def lost_stages(ws: Workspace) -> tuple[str, ...]:
    """Stages that the playbook has texts for and the rulebook doesn't know."""
    places = {(name, stage) for name, stage, _ in scripts.everything(ws.db) if stage}
    known = ws.rulebook.stages
    return tuple(
        f"{name}/{stage}" for name, stage in sorted(places) if stage not in known.get(name, {})
    )


def count(data: Mapping[str, Any], section: str) -> int:
    """How many `scripts`, `emails` or `stages` a checked playbook has."""
    lists = data.get("lists", {}).values()
    stages = [stage for each in lists for stage in each.get("stages", {}).values()]
    if section == "stages":
        return len(stages)
    return sum(len(each.get(section, {})) for each in (data, *lists, *stages))


def take_back(ws: Workspace, command: Command) -> None:
    """Goes back to the playbook before an apply; inside a write transaction.

    Raises:
        CallqError: Another playbook was applied later.
    """
    refuse_if_replaced(ws.db, PLAYBOOK, command)
    text = meta.read(ws.db, f"playbook_before:{command.id}") or ""
    ws.facts.update(install(ws.db, text))
