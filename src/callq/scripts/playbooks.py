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
from callq.workspace import Desk


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


def ensure(desk: Desk) -> None:
    """Sees to it that a playbook of this callq is in force; does nothing as a rule."""
    if desk.facts.get(meta.PLAYBOOK) == __version__:
        return
    text = meta.read(desk.db, meta.PLAYBOOK_TEXT)
    if text is None:
        own = present(PLAYBOOK, desk.settings.playbook_file)
        text = read_playbook(own)[0] if own else ""
    with desk.db.write():
        desk.facts.update(install(desk.db, text))


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


def text_in_force(desk: Desk) -> str:
    """The team's own playbook in force; the shipped one where there is none."""
    ensure(desk)
    return meta.read(desk.db, meta.PLAYBOOK_TEXT) or shipped_text()


def warning(desk: Desk) -> str:
    """A sentence when the team's own file is not the one in force; empty when all is well."""
    path = present(PLAYBOOK, desk.settings.playbook_file)
    if path is None or digest(path.read_bytes()) == desk.facts.get(meta.PLAYBOOK_HASH):
        return ""
    return f"{path} is not the playbook in force: callq playbook apply"


def apply(desk: Desk, path: Path | None, *, shipped: bool, dry_run: bool) -> Applied:
    """Puts a playbook in force, all or nothing.

    Args:
        desk: An open desk.
        path: The edited file; None for the team's own where it is looked for.
        shipped: Go back to the one that comes with callq.
        dry_run: Do all of it and take it back.

    Raises:
        CallqError: There is no such file, or it has mistakes; nothing is changed.
    """
    ensure(desk)
    source = None if shipped else path or present(PLAYBOOK, desk.settings.playbook_file)
    if source is None and not shipped:
        raise CallqError(
            f"There is no playbook of your own at {desk.settings.playbook_file}.",
            hint="Name a FILE; callq playbook show prints one to start from; --shipped goes back.",
            code=Exit.NOT_FOUND,
        )
    text = read_playbook(source)[0] if source else ""
    before = scripts.everything(desk.db)
    with written(desk.db, dry_run=dry_run):
        command = journal.begin(desk.db, "playbook apply", desk.agent, desk.now)
        former = meta.read(desk.db, meta.PLAYBOOK_TEXT) or ""
        meta.write(desk.db, f"playbook_before:{command}", former)
        desk.facts.update(install(desk.db, text))
        journal.describe(desk.db, command, str(source or "the shipped playbook"))
        after = scripts.everything(desk.db)
    base = compiled(_data(shipped_text()), {})
    texts = {key: body for key, body in after.items() if key[2] != ABOUT}
    own = sum(1 for key, body in texts.items() if base.get(key) != body)
    changed = tuple(
        "/".join(filter(None, key))
        for key in sorted({*before, *after})
        if before.get(key) != after.get(key)
    )
    return Applied(str(source or "shipped"), len(texts), own, changed)


def lost_stages(desk: Desk) -> tuple[str, ...]:
    """Stages that the playbook in force has texts for and the rulebook in force does not know."""
    places = {(name, stage) for name, stage, _ in scripts.everything(desk.db) if stage}
    known = desk.rulebook.stages
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


def take_back(desk: Desk, command: Command) -> None:
    """Puts the playbook in force that stood before an apply; inside a write transaction.

    Raises:
        CallqError: Another playbook was applied since.
    """
    refuse_if_replaced(desk.db, PLAYBOOK, command)
    text = meta.read(desk.db, f"playbook_before:{command.id}") or ""
    desk.facts.update(install(desk.db, text))
