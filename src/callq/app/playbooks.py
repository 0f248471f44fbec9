"""The playbook: the shipped one and a team's own, checked, compiled and put in force."""

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from callq import __version__
from callq.app.desk import Desk
from callq.app.rulebooks import digest, file_bytes
from callq.core.playbook import ABOUT, Key, compiled
from callq.core.words import plural
from callq.errors import CallqError, Exit
from callq.store import journal, meta, scripts
from callq.store.db import Db
from callq.store.journal import Command

_MOST_SHOWN = 40


class Applied(NamedTuple):
    """What `playbook apply` did, or would do."""

    source: str
    texts: int
    """How many scripts and mails are in force."""
    own: int
    """How many of them are the team's own."""
    changed: tuple[str, ...]
    """What is said differently from before, e.g. `spring/first-call`."""


class _RolledBack(Exception):  # noqa: N818 - it is no error
    """Ends a rehearsal without a trace."""


def shipped_text() -> str:
    """The playbook that comes with callq."""
    from importlib.resources import files

    return (files("callq") / "data" / "playbook.toml").read_text(encoding="utf-8")


def own_playbook(path: Path) -> Path | None:
    """A team's own file, if there is one with anything in it.

    Raises:
        CallqError: It can't be read.
    """
    try:
        return path if path.read_bytes().strip() else None
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise CallqError(
            f"The playbook {path} can't be read: {error.strerror}.", code=Exit.BAD_FILE
        ) from error


def read_playbook(path: Path) -> tuple[str, dict[str, Any]]:
    """Reads and checks a team's playbook: its text and its data.

    Raises:
        CallqError: It can't be read, or has mistakes; the message names every one with its line.
    """
    try:
        text = file_bytes(path).decode("utf-8")
    except UnicodeDecodeError as error:
        raise CallqError(
            f"{path} is not UTF-8 text (byte {error.start}).", code=Exit.BAD_FILE
        ) from error
    except OSError as error:
        raise CallqError(
            f"The playbook {path} can't be read: {error.strerror}.",
            hint="callq playbook show > playbook.toml makes one to edit.",
            code=Exit.BAD_FILE,
        ) from error
    return text, _checked(text, str(path))


def _checked(text: str, name: str) -> dict[str, Any]:
    from callq.core.playbook_check import check

    data, mistakes = check(text)
    if data is None:
        lines = [f"  {m}" for m in mistakes[:_MOST_SHOWN]]
        if len(mistakes) > _MOST_SHOWN:
            lines.append(f"  and {len(mistakes) - _MOST_SHOWN} more")
        raise CallqError(
            f"{name} has {plural(len(mistakes), 'mistake')}:\n" + "\n".join(lines),
            hint="Mend them, then: callq playbook apply. The playbook in force stays until then.",
            code=Exit.BAD_FILE,
        )
    return data


def ensure(desk: Desk) -> None:
    """Sees to it that a playbook of this callq is in force; does nothing as a rule."""
    if desk.facts.get(meta.PLAYBOOK) == __version__:
        return
    text = meta.read(desk.db, meta.PLAYBOOK_TEXT)
    if text is None:
        own = own_playbook(desk.settings.playbook_file)
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
    from callq.core.toml_lines import Mistake, read_toml

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
    path = own_playbook(desk.settings.playbook_file)
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
    source = None if shipped else path or own_playbook(desk.settings.playbook_file)
    if source is None and not shipped:
        raise CallqError(
            f"There is no playbook of your own at {desk.settings.playbook_file}.",
            hint="Name a FILE; callq playbook show prints one to start from; --shipped goes back.",
            code=Exit.NOT_FOUND,
        )
    text = read_playbook(source)[0] if source else ""
    before = scripts.everything(desk.db)
    after: Mapping[Key, Mapping[str, Any]] = {}
    with suppress(_RolledBack), desk.db.write():
        command = journal.begin(desk.db, "playbook apply", desk.agent, desk.now)
        former = meta.read(desk.db, meta.PLAYBOOK_TEXT) or ""
        meta.write(desk.db, f"playbook_before:{command}", former)
        desk.facts.update(install(desk.db, text))
        journal.describe(desk.db, command, str(source or "the shipped playbook"))
        after = scripts.everything(desk.db)
        if dry_run:
            raise _RolledBack
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
    later = journal.later_of_kind(desk.db, command)
    if later is not None:
        raise CallqError(
            f"{later.agent} has applied another playbook since ({later.summary}).",
            hint="callq playbook apply FILE puts any playbook in force.",
            code=Exit.REFUSED,
        )
    text = meta.read(desk.db, f"playbook_before:{command.id}") or ""
    desk.facts.update(install(desk.db, text))
