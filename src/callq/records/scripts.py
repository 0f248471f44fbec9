"""Stores the playbook in force, one row for each text, so a command reads only what it shows."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from callq.engine.playbook import Key
from callq.storage.db import Db


def replace(db: Db, compiled: Mapping[Key, Mapping[str, Any]]) -> None:
    """Replace the playbook in force; inside a write transaction."""
    db.run("DELETE FROM script")
    db.many(
        "INSERT INTO script (list_name, stage, kind, body) VALUES (:list, :stage, :kind, :body)",
        [
            {"list": key[0], "stage": key[1], "kind": key[2], "body": json.dumps(body)}
            for key, body in compiled.items()
        ],
    )


def some(db: Db, list_name: str, stage: str, kinds: Sequence[str]) -> dict[Key, Mapping[str, Any]]:
    """The texts of some kinds that apply to people on a list in a stage."""
    marks = ", ".join(f":k{i}" for i in range(len(kinds)))
    rows = db.rows(
        "SELECT list_name, stage, kind, body FROM script WHERE list_name IN ('', :list) "
        f"AND stage IN ('', :stage) AND kind IN ({marks})",
        {"list": list_name, "stage": stage, **{f"k{i}": kind for i, kind in enumerate(kinds)}},
    )
    return {(row[0], row[1], row[2]): json.loads(row[3]) for row in rows}


def everything(db: Db) -> dict[Key, Mapping[str, Any]]:
    """Every text, ordered by place and kind."""
    rows = db.rows(
        "SELECT list_name, stage, kind, body FROM script ORDER BY list_name, stage, kind"
    )
    return {(row[0], row[1], row[2]): json.loads(row[3]) for row in rows}
