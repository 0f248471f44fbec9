"""Looks whether the store and what lies around it are in order, and mends what it safely can."""

import stat
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from callq.backup import AUTOMATIC
from callq.config import Settings
from callq.engine.rulebook_check import check
from callq.engine.words import plural
from callq.errors import CallqError
from callq.maintenance import health
from callq.places.holidays import dates_of
from callq.privacy.erase import finish
from callq.records import coverage, people
from callq.records.own_file import RULEBOOK, digest, present
from callq.records.rulebooks import install, read_rulebook
from callq.storage import backups, keyfile, meta
from callq.storage.opening import sqlite_path
from callq.workspace import Workspace, open_workspace

State = Literal["ok", "found", "mended", "does not apply"]
_SERVERS = "the server's own matter"
_OTHERS = stat.S_IRWXO
_LEFT_SECONDS = 3600
_LOOKS = 3


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at."""

    name: str
    state: State
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What was looked at, and how it was."""

    store: str
    checks: tuple[Check, ...]

    @property
    def found(self) -> int:
        """How many things are not in order, and stay so."""
        return sum(check.state == "found" for check in self.checks)


Advance = Callable[[int, int], None]


def examine(
    settings: Settings, *, fix: bool = False, on_progress: Advance = lambda _done, _of: None
) -> Report:
    """Looks everything through.

    Args:
        settings: Resolved.
        fix: Mend what can be mended without a loss; a backup is made before the store is changed.
        on_progress: Called with calls replayed and calls in all.

    Raises:
        CallqError: There is no store.
    """
    named = sqlite_path(settings.db)
    store = named.absolute() if named else None
    if store is not None and store.is_file() and store.stat().st_size:
        whole = _file_is_whole(store)
        if whole.state == "found":
            # Nothing else can be known, and nothing may be written, until it is restored.
            around = _around(settings, store, fix=fix)
            return Report(str(store), (whole, *around))
    try:
        ws = open_workspace(settings)
    except CallqError as error:
        if store is None or not store.is_file() or not store.stat().st_size:
            raise
        # Such as a schema of a later callq.
        found = Check("opening", "found", error.message, error.hint)
        return Report(str(store), (found, *_around(settings, store, fix=fix)))
    try:
        doctor = _Doctor(ws, store, on_progress, fix=fix)
        checks = [*doctor.inside(), *_around(settings, store, fix=fix), _rulebook(ws)]
    finally:
        ws.db.close()
    return Report(str(store) if store else settings.db.rsplit("@", maxsplit=1)[-1], tuple(checks))


def _file_is_whole(store: Path) -> Check:
    try:
        backups.look_through(store)
    except backups.DamagedError as error:
        return Check("file", "found", error.message, "callq restore FROM puts a backup in place.")
    return Check("file", "ok", "every page reads")


class _Doctor:
    """Looks into an open store."""

    def __init__(
        self, ws: Workspace, store: Path | None, on_progress: Advance, *, fix: bool
    ) -> None:
        self.ws = ws
        self.db = ws.db
        self.store = store
        self.on_progress = on_progress
        self.fix = fix
        self._is_kept = False

    def inside(self) -> Iterable[Check]:
        """Everything that is in the store."""
        # First of all: a backup made before other mending would keep what is to be gone.
        erasures = self._erasures()
        if self.store is None:
            yield Check("file", "does not apply", _SERVERS)
            yield Check("references", "does not apply", _SERVERS)
            yield Check("tables", "does not apply", _SERVERS)
        else:
            yield Check("file", "ok", "every page reads")
            yield self._references()
            yield self._tables()
            yield self._journal()
        rules = self._rules()
        yield rules
        if rules.state != "found":
            yield self._statuses()
            yield self._counts()
            yield self._do_not_call()
        yield self._words()
        yield self._lists()
        yield self._key()
        yield erasures

    def _mend(self, check: Check, mend: Callable[[], object]) -> Check:
        if not self.fix:
            return replace(check, hint=check.hint or "callq doctor --fix mends it.")
        self._keep()
        with self.db.write():
            mend()
        return replace(check, state="mended", hint="")

    def _keep(self) -> None:
        """The store as it was, once, before anything is mended."""
        if self.store is not None and not self._is_kept:
            backups.copy(self.store, backups.name_for(self.store, self.ws.now, AUTOMATIC))
        self._is_kept = True

    def _references(self) -> Check:
        loose = health.loose_references(self.db)
        if not loose:
            return Check("references", "ok", "every row refers to one that is there")
        told = f"{'; '.join(loose[:3])}{'; …' if len(loose) > 3 else ''}"
        return Check("references", "found", told, "Restore a backup from before, or ask for help.")

    def _tables(self) -> Check:
        lost, indexes = health.missing_parts(self.db)
        if lost:
            hint = "callq restore FROM puts a backup in place."
            return Check("tables", "found", f"missing: {', '.join(lost[:5])}", hint)
        if indexes:
            told = f"{plural(len(indexes), 'index', 'indexes')} missing"
            return self._mend(
                Check("tables", "found", told), lambda: [self.db.run(sql) for sql in indexes]
            )
        return Check("tables", "ok", "tables, columns and indexes are there")

    def _journal(self) -> Check:
        mode = self.db.one("PRAGMA journal_mode")
        if mode is not None and mode[0] == "wal":
            return Check("journal", "ok", "readers and writers don't wait for each other")
        seen = Check("journal", "found", "readers and writers wait for each other")
        if not self.fix:
            return replace(seen, hint="callq doctor --fix mends it.")
        now = self.db.one("PRAGMA journal_mode=WAL")
        return replace(seen, state="mended" if now is not None and now[0] == "wal" else "found")

    def _rules(self) -> Check:
        """The rules by which everybody is judged, as the store keeps them."""
        try:
            version = self.ws.rulebook.version
        except CallqError as error:
            return self._rules_from_text(error)
        return Check("rules", "ok", f"version {version} is in force")

    def _rules_from_text(self, error: CallqError) -> Check:
        found = Check("rules", "found", error.message, error.hint)
        text = meta.read(self.db, meta.RULEBOOK_TEXT) or ""
        data, _ = check(text.removeprefix("\ufeff").replace("\r\n", "\n"))
        if data is None:
            return replace(found, hint="callq restore FROM puts a backup in place.")
        return self._mend(found, lambda: self.ws.use_facts(install(self.db, text, data)))

    def _statuses(self) -> Check:
        differing = self._differing()
        if not differing:
            return Check("standings", "ok", "everybody stands as their calls and the rules say")
        told = f"{plural(len(differing), 'person stands', 'people stand')} otherwise than their "
        seen = Check("standings", "found", f"{told}calls say, such as {_ids(differing)}")
        return self._mend(seen, lambda: self.ws.projector().rebuild())

    def _differing(self) -> list[int]:
        """Looked at again when others may have worked meanwhile: only what stays is a finding."""
        calls = self.db.one("SELECT COUNT(*) FROM call WHERE voided_at IS NULL")
        total, done = int(calls[0]) if calls else 0, 0

        def count(read: int) -> None:
            nonlocal done
            done += read
            self.on_progress(done, total)

        found: list[int] | None = None
        for _ in range(_LOOKS):
            if self.ws.settings.now is None:
                self.ws.now = datetime.now(UTC).replace(microsecond=0)
            self.ws.turn()
            onlooker = health.Onlooker(self.db, self.ws.rulebook, self.ws.context, dates_of)
            found = onlooker.differing(found, count)
            if not found:
                return []
        return found or []

    def _counts(self) -> Check:
        wrong = health.wrong_counts(self.db)
        if not wrong:
            return Check("counts", "ok", "the counts of today are those of a count")
        seen = Check("counts", "found", f"{plural(wrong, 'count')} of today are not true")
        return self._mend(seen, lambda: self.ws.projector().rebuild())

    def _do_not_call(self) -> Check:
        offered = health.blocked_in_queue(self.db, self.ws.now)
        if not offered:
            return Check("do-not-call", "ok", "nobody is offered who must not be called")
        told = f"{plural(len(offered), 'person', 'people')} would be offered on a blocked number: "
        seen = Check("do-not-call", "found", told + _ids(offered))
        return self._mend(seen, lambda: self.ws.projector().refresh(offered))

    def _lists(self) -> Check:
        """The registries that were imported: none is asked that is too old to rely on."""
        old = sorted({name.partition(":")[0] for name in coverage.stale(self.db, self.ws.now)})
        if old:
            told = f"too old to rely on: {', '.join(old)}"
            return Check("lists", "found", told, "callq dnc import FILE takes a newer copy in.")
        return Check("lists", "ok", "no do-not-call list is too old")

    def _key(self) -> Check:
        key_id = self.ws.facts.get(meta.ERASURE_KEY)
        if not key_id:
            return Check("key", "ok", "nobody was forgotten, so none is needed")
        try:
            keyfile.read(self.db.key_file, key_id)
        except CallqError as error:
            return Check("key", "found", error.message, error.hint)
        return Check("key", "ok", "the key of the erasures is there")

    def _erasures(self) -> Check:
        """Whether the files were rewritten after every erasure; that makes no backup."""
        if meta.ERASURE_PENDING not in self.ws.facts:
            return Check("erasures", "ok", "the files hold nothing of those who were forgotten")
        seen = Check(
            "erasures", "found", "what was forgotten still lies in free space of the files"
        )
        if not self.fix:
            return replace(seen, hint="callq forget --finish or callq doctor --fix rewrites them.")
        if not finish(self.ws):
            return replace(seen, hint="Another program holds the store open: end it, then again.")
        return replace(seen, state="mended")

    def _words(self) -> Check:
        lost = health.unfindable(self.db)
        if not lost:
            return Check("names", "ok", "everybody is found by name")
        told = f"{plural(len(lost), 'person is', 'people are')} not found by name: {_ids(lost)}"
        return self._mend(
            Check("names", "found", told), lambda: people.refresh_words(self.db, lost)
        )


def _around(settings: Settings, store: Path | None, *, fix: bool) -> Iterable[Check]:
    """What lies beside the store."""
    yield _permissions(settings, store, fix=fix)
    if store is None:
        yield Check("leftovers", "does not apply", _SERVERS)
        yield Check("backups", "does not apply", _SERVERS)
        return
    yield _leftovers(store, fix=fix)
    yield _backups(store)


def _permissions(settings: Settings, store: Path | None, *, fix: bool) -> Check:
    files = [settings.config_file]
    if store is not None:
        beside = [store.with_name(store.name + end) for end in ("", "-wal", "-shm", ".key")]
        folder = backups.folder_of(store)
        files += [*beside, folder, *(folder.iterdir() if folder.is_dir() else ())]
        # A folder of callq's own; one that a rep named for the store may be open for good reason.
        files += [settings.data_folder] if store.parent == settings.data_folder.absolute() else []
    open_ones = [path for path in files if path.exists() and path.stat().st_mode & _OTHERS]
    if not open_ones:
        return Check("permissions", "ok", "no other user of this computer can read them")
    told = f"every user of this computer can open {', '.join(map(str, open_ones[:3]))}"
    seen = Check("permissions", "found", told)
    if not fix:
        return replace(seen, hint="callq doctor --fix mends it.")
    try:
        for path in open_ones:
            path.chmod(stat.S_IMODE(path.stat().st_mode) & ~_OTHERS)
    except OSError as error:
        return replace(seen, hint=f"They can't be closed to others: {error.strerror}.")
    return replace(seen, state="mended")


def _leftovers(store: Path, *, fix: bool) -> Check:
    old = time.time() - _LEFT_SECONDS
    left: list[Path] = []
    for folder in (store.parent, backups.folder_of(store)):
        with suppress(OSError):
            left += [
                path
                for ending in ("new", "restore", "made")
                for path in folder.glob(f".{store.stem}*.{ending}*")
                if path.stat().st_mtime < old
            ]
    if not left:
        return Check("leftovers", "ok", "nothing half made lies beside the store")
    seen = Check("leftovers", "found", f"half made: {', '.join(path.name for path in left[:3])}")
    if not fix:
        return replace(seen, hint="callq doctor --fix removes it.")
    for path in left:
        path.unlink(missing_ok=True)
    return replace(seen, state="mended")


def _backups(store: Path) -> Check:
    made = [
        path for path in backups.made_by(store) if backups.reason_of(store, path) != backups.DAMAGED
    ]
    if not made:
        return Check("backups", "ok", "none yet: callq backup")
    newest = max(made, key=lambda path: path.stat().st_mtime)
    try:
        copy = backups.look_through(newest)
    except CallqError as error:
        return Check("backups", "found", error.message, "callq backup makes a sound one.")
    told = f"{len(made)}, the newest with {plural(copy.calls, 'call')} is sound: {newest.name}"
    return Check("backups", "ok", told)


def _rulebook(ws: Workspace) -> Check:
    try:
        path = present(RULEBOOK, ws.settings.rulebook_file)
        if path is None:
            return Check("rulebook", "ok", "no file of your own")
        read_rulebook(path)
        if digest(path.read_bytes()) != ws.facts.get(meta.RULEBOOK_HASH):
            told = f"{path} is not the rulebook in force"
            return Check("rulebook", "found", told, "callq rules apply puts it in force.")
    except CallqError as error:
        return Check("rulebook", "found", error.message.splitlines()[0], "callq rules check")
    return Check("rulebook", "ok", f"{path} is in force")


def _ids(ids: list[int]) -> str:
    return ", ".join(map(str, ids[:5])) + (", …" if len(ids) > 5 else "")
