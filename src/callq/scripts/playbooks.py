"""The playbook: the shipped one and a team's own, checked, compiled and put in force."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from callq import __version__
from callq.engine.playbook import ABOUT, compiled
from callq.errors import CallqError, Exit
from callq.records import scripts
from callq.records.own_file import (
    PLAYBOOK,
    digest,
    mistaken,
    present,
    read_text,
    refuse_if_replaced,
)
from callq.storage import journal, meta
from callq.storage.db import Db
from callq.storage.dry_run import written
from callq.storage.journal import Command
from callq.workspace import Workspace


class Applied(NamedTuple):
    """What `playbook apply` did, or would do."""

    source: str
    texts: int
    """How many scripts and mails are in force."""
    own: int
    """How many of them are the team's own."""
    changed: tuple[str, ...]
    """What is said differently from before, e.g. `spring/first-call`."""


def shipped_text() -> str:
    """The playbook that comes with callq."""
    from importlib.resources import files

    return (files("callq") / "data" / "playbook.toml").read_text(encoding="utf-8")


def read_playbook(path: Path) -> tuple[str, dict[str, Any]]:
    """Reads and checks a team's playbook: its text and its data.

    Raises:
        CallqError: It can't be read, or has mistakes; the message names every one with its line.
    """
    from callq.scripts.playbook_check import check

    text = read_text(PLAYBOOK, path)
    data, mistakes = check(text)
    if data is None:
        raise mistaken(PLAYBOOK, str(path), mistakes)
    return text, data


def ensure(ws: Workspace) -> None:
    """Sees to it that a playbook of this callq is in force; does nothing as a rule."""
    if ws.facts.get(meta.PLAYBOOK) == __version__:
        return
    text = meta.read(ws.db, meta.PLAYBOOK_TEXT)
    if text is None:
        own = present(PLAYBOOK, ws.settings.playbook_file)
        text = read_playbook(own)[0] if own else ""
    with ws.db.write():
        ws.facts.update(install(ws.db, text))


def install(db: Db, own: str) -> dict[str, str]:
    """Makes a checked text the team's playbook, inside a write transaction; the facts it set."""
    scripts.replace(db, compiled(_data(shipped_text()), _data(own)))
    values = {
        meta.PLAYBOOK: __version__,
        meta.PLAYBOOK_TEXT: own,
        meta.PLAYBOOK_HASH: digest(own.encode()) if own else "",
    }
    for key, value in values.items():
        meta.write(db, key, value)
    return values


def _data(text: str) -> dict[str, Any]:
    from callq.engine.toml_lines import Mistake, read_toml

    found = read_toml(text)
    if isinstance(found, Mistake):
        raise CallqError(f"The playbook in force can't be read any more: {found}.")
    return found[0]


def text_in_force(ws: Workspace) -> str:
    """The team's own playbook in force; the shipped one where there is none."""
    ensure(ws)
    return meta.read(ws.db, meta.PLAYBOOK_TEXT) or shipped_text()


def warning(ws: Workspace) -> str:
    """A sentence when the team's own file is not the one in force; empty when all is well."""
    path = present(PLAYBOOK, ws.settings.playbook_file)
    if path is None or digest(path.read_bytes()) == ws.facts.get(meta.PLAYBOOK_HASH):
        return ""
    return f"{path} is not the playbook in force: callq playbook apply"


def apply(ws: Workspace, path: Path | None, *, shipped: bool, dry_run: bool) -> Applied:
    """Puts a playbook in force, all or nothing.

    Args:
        ws: An open workspace.
        path: The edited file; None for the team's own where it is looked for.
        shipped: Go back to the one that comes with callq.
        dry_run: Do all of it and take it back.

    Raises:
        CallqError: There is no such file, or it has mistakes; nothing is changed.
    """
    ensure(ws)
    source = None if shipped else path or present(PLAYBOOK, ws.settings.playbook_file)
    if source is None and not shipped:
        raise CallqError(
            f"There is no playbook of your own at {ws.settings.playbook_file}.",
            hint="Name a FILE; callq playbook show prints one to start from; --shipped goes back.",
            code=Exit.NOT_FOUND,
        )
    text = read_playbook(source)[0] if source else ""
    before = scripts.everything(ws.db)
    with written(ws.db, dry_run=dry_run):
        command = journal.begin(ws.db, "playbook apply", ws.agent, ws.now)
        former = meta.read(ws.db, meta.PLAYBOOK_TEXT) or ""
        meta.write(ws.db, f"playbook_before:{command}", former)
        ws.facts.update(install(ws.db, text))
        journal.describe(ws.db, command, str(source or "the shipped playbook"))
        after = scripts.everything(ws.db)
    base = compiled(_data(shipped_text()), {})
    texts = {key: body for key, body in after.items() if key[2] != ABOUT}
    own = sum(1 for key, body in texts.items() if base.get(key) != body)
    changed = tuple(
        "/".join(filter(None, key))
        for key in sorted({*before, *after})
        if before.get(key) != after.get(key)
    )
    return Applied(str(source or "shipped"), len(texts), own, changed)


def lost_stages(ws: Workspace) -> tuple[str, ...]:
    """Stages that the playbook in force has texts for and the rulebook in force does not know."""
    places = {(name, stage) for name, stage, _ in scripts.everything(ws.db) if stage}
    known = ws.rulebook.stages
    return tuple(
        f"{name}/{stage}" for name, stage in sorted(places) if stage not in known.get(name, {})
    )


def count(data: Mapping[str, Any], section: str) -> int:
    """How many `scripts`, `mails` or `stages` of its own a checked playbook has."""
    lists = data.get("lists", {}).values()
    stages = [stage for each in lists for stage in each.get("stages", {}).values()]
    if section == "stages":
        return len(stages)
    return sum(len(each.get(section, {})) for each in (data, *lists, *stages))


def take_back(ws: Workspace, command: Command) -> None:
    """Puts the playbook in force that stood before an apply; inside a write transaction.

    Raises:
        CallqError: Another playbook was applied since.
    """
    refuse_if_replaced(ws.db, PLAYBOOK, command)
    text = meta.read(ws.db, f"playbook_before:{command.id}") or ""
    ws.facts.update(install(ws.db, text))
