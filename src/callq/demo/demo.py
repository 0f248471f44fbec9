"""The sample store: made-up people and a year of calls, separate from the rep's own data."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from callq.config import Settings
from callq.errors import CallqError, Exit
from callq.records import calls, change_people, dnc, people
from callq.storage import journal, meta
from callq.workspace import Workspace, open_workspace

TOUR_LIST = "spring"
"""The list whose refusals the tour shows."""
TOUR_PERSON = "ron"
_MARK = "demo"
"""The `meta` key that marks a sample store."""
_MADE_BY = "demo"
"""Not the rep's name, so `callq undo` can't undo the sample data."""
_COLLEAGUES = ("dana", "marcus", "priya")


@dataclass(frozen=True, slots=True)
class Demo:
    """An open sample store."""

    ws: Workspace
    path: Path
    made_at: datetime
    reused: bool
    people: int
    calls: int
    agents: tuple[str, ...]
    lists: tuple[str, ...]


def prepare(settings: Settings, into: str = "", *, fresh: bool = False) -> Demo:
    """Open the sample store; create it if it's missing.

    Args:
        settings: The rep's settings; their own store is neither opened nor changed.
        into: The file; `demo.db` in the data folder when empty.
        fresh: Replace an existing sample store.

    Raises:
        CallqError: The file exists and isn't a sample store, or can't be written.
    """
    if "://" in into:
        raise CallqError(
            f"--into {into} isn't a file.", hint="Use callq demo --into PATH.", name="not-a-file"
        )
    path = (Path(into).expanduser() if into else settings.data_folder / "demo.db").absolute()
    there = path.is_dir() or (path.exists() and path.stat().st_size > 0)
    ws = _open_sample(settings, path) if there else None
    if ws is not None and fresh:
        ws.db.close()
        ws = None
    reused = ws is not None
    if ws is None:
        _make(settings, path)
        ws = _open_sample(settings, path)
    return _describe(ws, path, reused=reused)


def _open_sample(settings: Settings, path: Path) -> Workspace:
    ws = open_workspace(settings.with_db(str(path)))
    if _MARK not in ws.facts:
        ws.db.close()
        raise CallqError(
            f"{path} holds your own data, not sample data.",
            hint="Put the sample data somewhere else: callq demo --into PATH",
            code=Exit.REFUSED,
            name="not-a-sample",
        )
    return ws


def _make(settings: Settings, path: Path) -> None:
    """Create it in a temporary file and move it into place, so it's never incomplete."""
    made = path.with_name(f".{path.name}.{os.getpid()}.made")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        ws = open_workspace(settings.with_db(str(made)), create=True)
        try:
            _fill(ws)
        finally:
            ws.db.close()
        for leftover in _files_beside(path):
            leftover.unlink(missing_ok=True)
        made.replace(path)
    except OSError as error:
        raise CallqError(
            f"Can't create the sample data {path}: {error.strerror}.",
            hint="Close programs that use it, or choose another place: callq demo --into PATH",
            code=Exit.STORE,
            name="store-not-writable",
        ) from error
    finally:
        for leftover in (made, *_files_beside(made)):
            leftover.unlink(missing_ok=True)


def _files_beside(path: Path) -> tuple[Path, ...]:
    return tuple(path.with_name(path.name + ending) for ending in ("-wal", "-shm"))


def _fill(ws: Workspace) -> None:
    """Write all people and calls in one transaction."""
    from callq.demo.history import Story, write_stories
    from callq.engine.rulebook import build
    from callq.records.rulebooks import read_rulebook

    rulebook = build(read_rulebook(None)[1])
    reps = _reps(ws.agent)
    stories = write_stories(ws.context, reps, rulebook, _words())
    by_list: dict[str, list[Story]] = {}
    for story in stories:
        by_list.setdefault(story.person.list_name, []).append(story)
    with ws.db.write():
        entries = []
        for list_name, some in sorted(by_list.items(), key=lambda item: item[1][0].created_at):
            came = some[0].created_at
            command = journal.begin(ws.db, "import", _MADE_BY, came)
            ids = change_people.insert(ws.db, [story.person for story in some], command, came)
            journal.describe(ws.db, command, f"the sample list {list_name}")
            entries += [
                (call._replace(prospect_id=id_), story.person, command)
                for id_, story in zip(ids, some, strict=True)
                for call in story.calls
            ]
        for call, person, command in sorted(entries, key=lambda one: one[0].at):
            (call_id,) = calls.insert(ws.db, [call], command, call.at)
            if call.outcome == "do-not-call":
                dnc.block(
                    ws.db, [phone.e164 for phone in person.phones], agent=call.agent,
                    source="import" if call.imported else "call", now=call.at,
                    reason=f"asked by {person.name}", call_id=call_id, command_id=command,
                )  # fmt: skip
        ws.projector().rebuild()
        meta.write(ws.db, _MARK, str(int(ws.now.timestamp())))


def _reps(agent: str) -> Sequence[str]:
    """The owners of the lists: the rep first, then two colleagues."""
    return (agent, *[name for name in _COLLEAGUES if name != agent][:2])


def _words() -> dict[str, Any]:
    import tomllib
    from importlib.resources import files

    return tomllib.loads(
        (files("callq") / "data" / "demo" / "words.toml").read_text(encoding="utf-8")
    )


def _describe(ws: Workspace, path: Path, *, reused: bool) -> Demo:
    lists = people.list_names(ws.db)
    count = ws.db.one("SELECT COUNT(*) FROM call WHERE voided_at IS NULL")
    owners = ws.db.rows(
        "SELECT DISTINCT owner FROM prospect WHERE removed_at IS NULL AND owner <> '' "
        "ORDER BY owner"
    )
    return Demo(
        ws=ws,
        path=path,
        made_at=datetime.fromtimestamp(int(ws.facts[_MARK]), UTC),
        reused=reused,
        people=sum(n for _, n in lists),
        calls=int(count[0]) if count else 0,
        agents=tuple(owner for (owner,) in owners),
        lists=tuple(name for name, _ in lists),
    )
