"""Puts playbook texts into the store, where scripts are read from."""

from typing import Any

from callq import __version__
from callq.engine.playbook import compiled
from callq.errors import CallqError
from callq.records import scripts
from callq.records.own_file import digest
from callq.storage import meta
from callq.storage.db import Db


def shipped_text() -> str:
    """The playbook that comes with callq."""
    from importlib.resources import files

    return (files("callq") / "data" / "playbook.toml").read_text(encoding="utf-8")


def install(db: Db, own: str) -> dict[str, str]:
    """Stores a checked playbook, inside a write transaction; returns the meta values it set."""
    scripts.replace(db, compiled(playbook_data(shipped_text()), playbook_data(own)))
    values = {
        meta.PLAYBOOK: __version__,
        meta.PLAYBOOK_TEXT: own,
        meta.PLAYBOOK_HASH: digest(own.encode()) if own else "",
    }
    for key, value in values.items():
        meta.write(db, key, value)
    return values


def playbook_data(text: str) -> dict[str, Any]:
    """The data of a checked playbook text."""
    from callq.engine.toml_lines import Mistake, read_toml

    found = read_toml(text)
    if isinstance(found, Mistake):
        raise CallqError(f"Can't read the current playbook: {found}.", name="bad-playbook")
    return found[0]
