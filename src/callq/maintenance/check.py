"""Check the data file and everything around it, and fix what can be fixed safely."""

import stat
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Literal

from callq import zone_data
from callq.backup import AUTOMATIC
from callq.config import Settings
from callq.engine.rulebook_check import check
from callq.engine.words import plural
from callq.errors import CallqError
from callq.maintenance import health
from callq.places.holidays import dates_of
from callq.privacy.erase import finish
from callq.records import coverage, number_lists
from callq.records.change_people import refresh_words
from callq.records.own_file import RULEBOOK, digest, present
from callq.records.rulebooks import install, read_rulebook
from callq.storage import backups, keyfile, meta
from callq.storage.naming import shown
from callq.storage.opening import sqlite_path
from callq.storage.sharing import mode_for, network_disk
from callq.workspace import Workspace, open_workspace

State = Literal["ok", "found", "fixed", "does not apply"]
_SERVERS = "your database server takes care of this"
_OTHERS = stat.S_IRWXO
_LEFT_SECONDS = 3600
_TRIES = 3
_GONE = timedelta(days=60)
_YEAR = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Check:
    """The result of one check."""

    name: str
    state: State
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """The results of all checks."""

    store: str
    checks: tuple[Check, ...]

    @property
    def found(self) -> int:
        """How many problems are left."""
        return sum(check.state == "found" for check in self.checks)


Advance = Callable[[int, int], None]


def examine(
    settings: Settings, *, fix: bool = False, on_progress: Advance = lambda _done, _of: None
) -> Report:
    """Run every check.

    Args:
        settings: Resolved.
        fix: Fix what can be fixed without losing data; the store is backed up before it is changed.
        on_progress: Called with the calls replayed so far and the total.

    Raises:
        CallqError: There is no store to check.
    """
    named = sqlite_path(settings.db)
    store = named.absolute() if named else None
    if store is not None and store.is_file() and store.stat().st_size:
        whole = _file_is_whole(store)
        if whole.state == "found":
            # A damaged file answers nothing reliably and must not be written to.
            around = _around(settings, store, fix=fix)
            return Report(str(store), (whole, *around))
    try:
        ws = open_workspace(settings)
    except CallqError as error:
        if store is None or not store.is_file() or not store.stat().st_size:
            raise
        # For example, a newer callq wrote it.
        found = Check("opening", "found", error.message, error.hint)
        return Report(str(store), (found, *_around(settings, store, fix=fix)))
    try:
        store_check = _StoreCheck(ws, store, on_progress, fix=fix)
        checks = [*store_check.inside(), *_around(settings, store, fix=fix), _rulebook(ws)]
    finally:
        ws.db.close()
    return Report(str(store) if store else shown(settings.db), tuple(checks))


def _file_is_whole(store: Path) -> Check:
    try:
        backups.verify(store)
    except backups.DamagedError as error:
        return Check("file", "found", error.message, "Restore a backup: callq store restore FROM")
    return Check("file", "ok", "every page is readable")


class _StoreCheck:
    """The checks inside an open store."""

    def __init__(
        self, ws: Workspace, store: Path | None, on_progress: Advance, *, fix: bool
    ) -> None:
        self.ws = ws
        self.db = ws.db
        self.store = store
        self.on_progress = on_progress
        self.fix = fix
        self._is_backed_up = False

    def inside(self) -> Iterable[Check]:
        """Every check inside the store."""
        # First: the backup that precedes the other fixes must not hold erased data.
        erasures = self._erasures()
        if self.store is None:
            yield Check("file", "does not apply", _SERVERS)
            yield Check("references", "does not apply", _SERVERS)
            yield Check("tables", "does not apply", _SERVERS)
        else:
            yield Check("file", "ok", "every page is readable")
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
        yield self._owners()
        yield _zones(self.ws.now.date())
        yield self._laws()
        yield self._key()
        yield erasures

    def _repair(self, check: Check, repair: Callable[[], object]) -> Check:
        if not self.fix:
            return replace(check, hint=check.hint or "Fix it: callq store check --fix")
        self._back_up()
        with self.db.write():
            repair()
        return replace(check, state="fixed", hint="")

    def _run_all(self, statements: Iterable[str]) -> None:
        for sql in statements:
            self.db.run(sql)

    def _back_up(self) -> None:
        """Back the store up once, before the first fix."""
        if self.store is not None and not self._is_backed_up:
            backups.copy(self.store, backups.name_for(self.store, self.ws.now, AUTOMATIC))
        self._is_backed_up = True

    def _references(self) -> Check:
        dangling = health.dangling_references(self.db)
        if not dangling:
            return Check("references", "ok", "every reference points to a row")
        message = f"{'; '.join(dangling[:3])}{'; …' if len(dangling) > 3 else ''}"
        return Check("references", "found", message, "Restore a backup: callq store restore FROM")

    def _tables(self) -> Check:
        lost, indexes = health.missing_parts(self.db)
        if lost:
            hint = "Restore a backup: callq store restore FROM"
            return Check("tables", "found", f"missing: {', '.join(lost[:5])}", hint)
        if indexes:
            message = f"{plural(len(indexes), 'index', 'indexes')} missing"
            return self._repair(Check("tables", "found", message), lambda: self._run_all(indexes))
        return Check("tables", "ok", "no table, column or index is missing")

    def _journal(self) -> Check:
        mode = self.db.one("PRAGMA journal_mode")
        if mode is not None and mode[0] == "wal":
            return Check("journal", "ok", "readers and writers don't block each other")
        seen = Check("journal", "found", "readers and writers block each other")
        if not self.fix:
            return replace(seen, hint="Fix it: callq store check --fix")
        now = self.db.one("PRAGMA journal_mode=WAL")
        return replace(seen, state="fixed" if now is not None and now[0] == "wal" else "found")

    def _rules(self) -> Check:
        """The rulebook in force, as saved in the store."""
        try:
            version = self.ws.rulebook.version
        except CallqError as error:
            return self._rules_from_text(error)
        return Check("rules", "ok", f"version {version} is in force")

    def _rules_from_text(self, error: CallqError) -> Check:
        found = Check("rules", "found", error.message, error.hint)
        text = meta.read(self.db, meta.RULEBOOK_TEXT) or ""
        data, _ = check(text.removeprefix("\ufeff").replace("\r\n", "\n"), stored=True)
        if data is None:
            return replace(found, hint="Restore a backup: callq store restore FROM")
        return self._repair(found, lambda: self.ws.use_facts(install(self.db, text, data)))

    def _statuses(self) -> Check:
        differing = self._differing()
        if not differing:
            return Check("statuses", "ok", "every status matches the calls and the rules")
        people_have = plural(len(differing), "person has", "people have")
        message = f"{people_have} a status that doesn't match their calls: {_ids(differing)}"
        seen = Check("statuses", "found", message)
        return self._repair(seen, lambda: self.ws.projector().rebuild())

    def _differing(self) -> list[int]:
        """Who has a wrong status, each time of several: others may be logging meanwhile."""
        calls = self.db.one("SELECT COUNT(*) FROM call WHERE voided_at IS NULL")
        total, done = int(calls[0]) if calls else 0, 0

        def count(read: int) -> None:
            nonlocal done
            done += read
            self.on_progress(done, total)

        found: list[int] | None = None
        for _ in range(_TRIES):
            if self.ws.settings.now is None:
                self.ws.now = datetime.now(UTC).replace(microsecond=0)
            self.ws.turn()
            checker = health.StatusChecker(
                self.db, self.ws.rulebook, self.ws.context, dates_of, self.ws.likelihood()
            )
            found = checker.differing(found, count)
            if not found:
                return []
        return found or []

    def _counts(self) -> Check:
        wrong = health.wrong_counts(self.db)
        if not wrong:
            return Check("counts", "ok", "the counts shown by today are right")
        seen = Check("counts", "found", f"{plural(wrong, 'count is', 'counts are')} wrong in today")
        return self._repair(seen, lambda: self.ws.projector().rebuild())

    def _do_not_call(self) -> Check:
        offered = health.blocked_in_queue(self.db, self.ws.now)
        if not offered:
            return Check("do-not-call", "ok", "the queue has no do-not-call numbers")
        queued = plural(len(offered), "person is", "people are")
        message = f"{queued} in the queue with a do-not-call number: {_ids(offered)}"
        seen = Check("do-not-call", "found", message)
        return self._repair(seen, lambda: self.ws.projector().refresh(offered))

    def _lists(self) -> Check:
        """Whether the imported registry lists are recent enough to rely on."""
        stale = sorted({name.partition(":")[0] for name in coverage.stale(self.db, self.ws.now)})
        if stale:
            old = (f"{series} ({plural(self._age(series), 'day')})" for series in stale)
            message = f"too old to rely on: {', '.join(old)}"
            return Check("lists", "found", message, "Import a newer copy: callq dnc import FILE")
        return Check("lists", "ok", "every do-not-call list is recent enough")

    def _owners(self) -> Check:
        """Whether people are in the hands of a rep who has stopped working here."""
        gone = health.gone_owners(self.db, self.ws.now - _GONE)
        if gone:
            named = ", ".join(f"{name} ({plural(n, 'person', 'people')})" for name, n in gone)
            message = f"reps who did nothing for {_GONE.days} days still own people: {named}"
            hint = f'Hand them over: callq assign --from "{gone[0][0]}" --to NAME'
            return Check("owners", "found", message, hint)
        return Check("owners", "ok", "every rep who owns people is at work")

    def _age(self, series: str) -> int:
        """How many days old the oldest copy in force of a registry is."""
        copies = number_lists.in_force(self.db, series)
        return max((one.age_days(self.ws.now) or 0 for one in copies), default=0)

    def _laws(self) -> Check:
        """Whether the table of laws in force is recent enough to rely on."""
        version = self.ws.facts.get(meta.TABLE_VERSION, "")
        try:
            checked = date.fromisoformat(version)
        except ValueError:
            checked = None
        message = f"the table of laws in force was last checked on {version or 'an unknown day'}"
        return _aged("laws", message, checked, self.ws.now.date())

    def _key(self) -> Check:
        key_id = self.ws.facts.get(meta.ERASURE_KEY)
        if not key_id:
            return Check("key", "ok", "not needed: no one was erased")
        try:
            keyfile.read(self.db.key_file, key_id)
        except CallqError as error:
            return Check("key", "found", error.message, error.hint)
        return Check("key", "ok", "the erasure key is in place")

    def _erasures(self) -> Check:
        """Whether the files were rewritten after the last erasure. Doesn't back up."""
        if meta.ERASURE_PENDING not in self.ws.facts:
            return Check("erasures", "ok", "no erased data is left in the files")
        seen = Check("erasures", "found", "erased data is still in unused space of the files")
        if not self.fix:
            return replace(seen, hint="Rewrite the files: callq people erase --finish")
        if not finish(self.ws):
            return replace(seen, hint="Another program has the store open. Close it, then retry.")
        return replace(seen, state="fixed")

    def _words(self) -> Check:
        lost = health.unfindable(self.db)
        if not lost:
            return Check("names", "ok", "everyone can be found by name")
        message = f"{plural(len(lost), 'person', 'people')} can't be found by name: {_ids(lost)}"
        return self._repair(Check("names", "found", message), lambda: refresh_words(self.db, lost))


def _zones(today: date) -> Check:
    """Whether the time zones are recent enough to rely on."""
    data = zone_data.in_use()
    release = data.release or "an unknown release"
    return _aged("time zones", f"{release}, from {data.source}", data.dated, today)


def _aged(name: str, message: str, dated: date | None, today: date) -> Check:
    if dated and today - dated <= _YEAR:
        months = max(0, (today - dated).days // 30)
        age = f"about {plural(months, 'month')} old" if months else "less than a month old"
        return Check(name, "ok", f"{message}; {age}")
    old = "more than a year old" if dated else "its age is unknown"
    hint = "Install the newest callq, then: callq rules apply"
    return Check(name, "found", f"{message}; {old}", hint)


def _around(settings: Settings, store: Path | None, *, fix: bool) -> Iterable[Check]:
    """The checks of the files beside the store."""
    yield _permissions(settings, store, fix=fix)
    if store is None:
        yield Check("leftovers", "does not apply", _SERVERS)
        yield Check("backups", "does not apply", _SERVERS)
        return
    yield _leftovers(store, fix=fix)
    yield _backups(store)
    network = network_disk(store)
    if network:
        message = f"it's a network disk ({network}), where SQLite's locks can't be trusted"
        hint = "Use it from one computer only, or move to a server: callq store move TARGET"
        yield Check("disk", "found", message, hint)


def _permissions(settings: Settings, store: Path | None, *, fix: bool) -> Check:
    files = [settings.config_file]
    if store is not None:
        beside = [store.with_name(store.name + end) for end in ("", "-wal", "-shm", ".key")]
        folder = backups.folder_of(store)
        files += [*beside, folder, *(folder.iterdir() if folder.is_dir() else ())]
        # Only callq's own folder: you may share another one on purpose.
        files += [settings.data_folder] if store.parent == settings.data_folder.absolute() else []
    open_ones = [path for path in files if path.exists() and path.stat().st_mode & _OTHERS]
    if not open_ones:
        shared = store is not None and mode_for(store) & stat.S_IRGRP
        who = "you and the group of the folder" if shared else "you"
        return Check("permissions", "ok", f"only {who} can read the files")
    message = f"every user of this computer can open {', '.join(map(str, open_ones[:3]))}"
    seen = Check("permissions", "found", message)
    if not fix:
        return replace(seen, hint="Fix it: callq store check --fix")
    try:
        for path in open_ones:
            path.chmod(stat.S_IMODE(path.stat().st_mode) & ~_OTHERS)
    except OSError as error:
        return replace(seen, hint=f"Can't change the permissions: {error.strerror}.")
    return replace(seen, state="fixed")


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
        return Check("leftovers", "ok", "no unfinished files beside the store")
    seen = Check("leftovers", "found", f"unfinished: {', '.join(path.name for path in left[:3])}")
    if not fix:
        return replace(seen, hint="Remove them: callq store check --fix")
    for path in left:
        path.unlink(missing_ok=True)
    return replace(seen, state="fixed")


def _backups(store: Path) -> Check:
    made = [
        path for path in backups.made_by(store) if backups.reason_of(store, path) != backups.DAMAGED
    ]
    if not made:
        return Check("backups", "ok", "none yet. Make one: callq store backup")
    newest = max(made, key=lambda path: path.stat().st_mtime)
    try:
        copy = backups.verify(newest)
    except CallqError as error:
        return Check("backups", "found", error.message, "Make a new one: callq store backup")
    message = f"{len(made)}; the newest is readable, {plural(copy.calls, 'call')}: {newest.name}"
    return Check("backups", "ok", message)


def _rulebook(ws: Workspace) -> Check:
    try:
        path = present(RULEBOOK, ws.settings.rulebook_file)
        if path is None:
            return Check("rulebook", "ok", "you use the built-in rules")
        read_rulebook(path)
        if digest(path.read_bytes()) != ws.facts.get(meta.RULEBOOK_HASH):
            message = f"{path} isn't in force"
            return Check("rulebook", "found", message, "Use it: callq rules apply")
    except CallqError as error:
        return Check(
            "rulebook", "found", error.message.splitlines()[0], "See all: callq rules check"
        )
    return Check("rulebook", "ok", f"{path} is in force")


def _ids(ids: list[int]) -> str:
    return ", ".join(map(str, ids[:5])) + (", …" if len(ids) > 5 else "")
