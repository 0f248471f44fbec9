"""What is killed, and what must be true of the store afterwards."""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from shop import Shop, Snapshot, snapshot

from callq.records.own_file import digest
from callq.records.rulebooks import shipped_text
from callq.storage import backups
from callq.storage.schema import VERSION

_RELEASED = Path(__file__).parents[2] / "tests" / "storage" / "released" / "schema-1.db"
_IMPORTED = 40

Judge = Callable[[Snapshot, bool], tuple[bool, list[str]]]
"""Given the store before and whether the rep was told: whether it is done, and what is wrong."""


class Act(NamedTuple):
    """A command about to be killed."""

    arguments: tuple[str, ...]
    judge: Judge
    home: Path | None = None


def log(shop: Shop) -> Act:
    """A call, with a note that stands nowhere else."""
    token, who = shop.token(), str(shop.somebody())
    how = shop.chance.choice(
        (("na",), ("ni", "--reason", "price"), ("cb", "--in", "2 weeks"), ("wn",), ("dnc",))
    )

    def judge(before: Snapshot, told: bool) -> tuple[bool, list[str]]:
        found = shop.rows("SELECT id, command_id FROM call WHERE note = ?", token)
        if not found:
            return False, _same(shop, before)
        wrong = ["logged twice"] * (len(found) > 1) + _one_command(shop, before, found[0][1])
        blocked = shop.rows("SELECT 1 FROM dnc WHERE call_id = ?", found[0][0])
        wrong += ["an opt-out without its number"] * (how == ("dnc",) and not blocked)
        if told:
            shop.acknowledged.add(token)
        return True, wrong

    return Act(("log", who, *how, "--note", token), judge)


def undo(shop: Shop) -> Act:
    """Of a call that was logged a moment ago."""
    token = shop.token()
    shop.must("log", str(shop.somebody()), "ni", "--note", token)

    def judge(before: Snapshot, told: bool) -> tuple[bool, list[str]]:
        ((voided, undone),) = shop.rows(
            "SELECT c.voided_at, k.undone_at FROM call c JOIN command k ON k.id = c.command_id "
            "WHERE c.note = ?", token,
        )  # fmt: skip
        if undone is None:
            shop.acknowledged.add(token)
            return False, _same(shop, before)
        return True, ["undone, and the call stands"] * (voided is None)

    return Act(("undo",), judge)


def import_(shop: Shop) -> Act:
    """Of a list that is all there or not at all."""
    name = shop.token()
    path = shop.folder / f"{name}.csv"
    first = shop.tokens * _IMPORTED
    lines = "".join(
        f"New {name} {i},+1 312 {(first + i) // 10_000 + 556} {(first + i) % 10_000:04},no answer\n"
        for i in range(_IMPORTED)
    )
    path.write_text(f"Name,Phone,Status\n{lines}")

    def judge(before: Snapshot, told: bool) -> tuple[bool, list[str]]:
        path.unlink(missing_ok=True)
        ((count, command),) = shop.rows(
            "SELECT COUNT(*), MAX(command_id) FROM prospect WHERE list_name = ?", name
        )
        if not count:
            return False, _same(shop, before)
        wrong = [f"{count} of {_IMPORTED} imported"] * (count != _IMPORTED)
        return True, wrong + _one_command(shop, before, command)

    return Act(("import", str(path), "--list", name, "--no-rejects"), judge)


def rules_apply(shop: Shop) -> Act:
    """Of a rulebook in which a no rests otherwise."""
    days = shop.chance.randrange(20, 60)
    text = shipped_text().replace('price = "30 days"', f'price = "{days} days"')
    text += f"\n# {shop.token()}\n"
    path = shop.folder / "rules.toml"
    path.write_text(text, encoding="utf-8")

    def judge(before: Snapshot, told: bool) -> tuple[bool, list[str]]:
        ((found,),) = shop.rows("SELECT value FROM meta WHERE key = 'rulebook_hash'")
        return (True, []) if found == digest(text.encode()) else (False, _same(shop, before))

    return Act(("rules", "apply", str(path)), judge)


def merge(shop: Shop) -> Act:
    """Of two people."""
    stays = shop.somebody()
    leaves = next(i for i in iter(shop.somebody, None) if i != stays)

    def judge(before: Snapshot, told: bool) -> tuple[bool, list[str]]:
        ((into, removed),) = shop.rows(
            "SELECT merged_into, removed_at FROM prospect WHERE id = ?", leaves
        )
        if into is None:
            return False, _same(shop, before)
        return True, ["merged, and still on a list"] * (removed is None)

    return Act(("people", "merge", str(stays), str(leaves)), judge)


def dedupe(shop: Shop) -> Act:
    """Of one person who was added twice, with the backup before it."""
    name, number = shop.token(), f"+1 917 556 {shop.tokens % 10_000:04}"
    for first in ("Robert", "Bob"):
        shop.must("add", f"{first} {name}", "--phone", number, "--email", f"{name}@example.com")
    shutil.rmtree(backups.folder_of(shop.store), ignore_errors=True)
    twins = "SELECT merged_into IS NOT NULL, removed_at IS NOT NULL FROM prospect WHERE name LIKE ?"

    def judge(before: Snapshot, told: bool) -> tuple[bool, list[str]]:
        found = sorted(shop.rows(twins, f"%{name}%"))
        if found == [(0, 0), (0, 0)]:
            return False, _same(shop, before)
        return True, ["half merged"] * (found != [(0, 0), (1, 1)])

    return Act(("people", "dedupe", "--auto", "--above", "0.5"), judge)


def erase(shop: Shop) -> Act:
    """Of someone whose name stands nowhere else."""
    name, number = shop.token(), f"+1 646 556 {shop.tokens % 10_000:04}"
    shop.must("add", f"Zed {name}", "--phone", number, "--email", f"{name}@example.com")
    who = shop.rows("SELECT MAX(id) FROM prospect")[0][0]
    shop.must("log", str(who), "ni", "--note", f"said that {name} is busy")

    def judge(before: Snapshot, told: bool) -> tuple[bool, list[str]]:
        after = shop.truth()
        left = [t for t, rows in after.items() if any(name in repr(row) for row in rows)]
        if shop.rows("SELECT 1 FROM prospect WHERE name LIKE ?", f"%{name}%"):
            return False, _same(shop, before)
        wrong = [f"erased, but named in {left}"] * bool(left)
        known = len(after["suppression"]) - len(before["suppression"])
        return True, wrong + [f"{known} of 2 suppressed"] * (known != 2)

    return Act(("people", "erase", str(who), "--yes"), judge)


def take(shop: Shop) -> Act:
    """The next one, for one rep."""

    def judge(before: Snapshot, told: bool) -> tuple[bool, list[str]]:
        leases = shop.rows("SELECT agent FROM lease")
        wrong = ["told of somebody who is not reserved"] * (told and not leases)
        shop.must("next", "--release")
        return bool(leases), wrong

    return Act(("next",), judge)


def backup(shop: Shop) -> Act:
    """Whatever happens to it: no backup that is not whole."""

    def judge(before: Snapshot, told: bool) -> tuple[bool, list[str]]:
        made = [
            path for path in backups.made_by(shop.store) if not backups.reason_of(shop.store, path)
        ]
        wrong = _same(shop, before) + ["told of a backup that is not there"] * (told and not made)
        for path in made:
            backups.verify(path)
        shutil.rmtree(backups.folder_of(shop.store), ignore_errors=True)
        return bool(made), wrong

    return Act(
        (
            "store",
            "backup",
        ),
        judge,
    )


def restore(shop: Shop) -> Act:
    """Of a backup with fewer calls."""
    source = shop.folder / "kept" / f"{shop.token()}.db"
    shop.must("store", "backup", str(source))
    shop.must("log", str(shop.somebody()), "ni")
    shop.must("log", str(shop.somebody()), "na")

    def judge(before: Snapshot, told: bool) -> tuple[bool, list[str]]:
        with closing(sqlite3.connect(source)) as connection:
            wanted = snapshot(connection)
        after = shop.truth()
        done = _facts(after) == _facts(wanted)
        wrong = [] if done or after == before else ["neither what was nor what was restored"]
        if done:
            notes = {row[0] for row in shop.rows("SELECT note FROM call WHERE voided_at IS NULL")}
            shop.acknowledged &= notes
        shutil.rmtree(source.parent)
        return done, wrong

    return Act(("store", "restore", str(source), "--yes"), judge)


def upgrade(shop: Shop) -> Act:
    """Of a store in the first schema, in a folder of its own."""
    home = shop.folder / "older"
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(mode=0o700)
    store = home / "callq.db"
    shutil.copy(_RELEASED, store)
    store.chmod(0o600)

    def judge(before: Snapshot, told: bool) -> tuple[bool, list[str]]:
        with closing(sqlite3.connect(store)) as connection:
            ((version,),) = connection.execute("SELECT value FROM meta WHERE key = 'schema'")
            now = snapshot(connection)
        with closing(sqlite3.connect(_RELEASED)) as connection:
            was = snapshot(connection)
        if int(version) < VERSION:
            return False, ["half upgraded"] * (now != was)
        (kept,) = backups.made_by(store)
        with closing(sqlite3.connect(kept)) as connection:
            wrong = ["the backup is not what was there"] * (snapshot(connection) != was)
        wrong += ["calls are lost"] * (len(now["call"]) != len(was["call"]))
        return True, wrong

    return Act(("today",), judge, home)


ACTS: dict[str, tuple[Callable[[Shop], Act], int]] = {
    "log": (log, 26),
    "undo": (undo, 12),
    "import": (import_, 12),
    "rules apply": (rules_apply, 10),
    "merge": (merge, 6),
    "dedupe": (dedupe, 6),
    "erase": (erase, 10),
    "upgrade": (upgrade, 8),
    "restore": (restore, 6),
    "backup": (backup, 2),
    "next": (take, 2),
}
"""Each with how often it comes, in a hundred."""


def _same(shop: Shop, before: Snapshot) -> list[str]:
    after = shop.truth()
    changed = [table for table in before if before[table] != after.get(table)]
    return [f"half done: {', '.join(changed)} changed"] if changed else []


def _one_command(shop: Shop, before: Snapshot, command: int) -> list[str]:
    found = shop.rows("SELECT id, summary FROM command WHERE id > ?", _last(before))
    if [row[0] for row in found] != [command]:
        return [f"commands {found} instead of {command}"]
    return [] if found[0][1] else ["a command without words"]


def _last(before: Snapshot) -> int:
    return max((row[0] for row in before["command"]), default=0)


def _facts(found: Snapshot) -> Snapshot:
    """Without what a restore carries over or marks."""
    return {table: rows for table, rows in found.items() if table not in ("dnc", "meta")}
