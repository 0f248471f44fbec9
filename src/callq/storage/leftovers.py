"""Delete the temporary files of commands that were killed."""

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path


def sweep(store: Path) -> None:
    """Delete what killed commands left beside a store and in its backups folder.

    A temporary file has the id of its process in its name: `.callq.db.4711.new`. It stays while
    that process runs. Elsewhere than on POSIX, asking whether one runs would end it.

    Args:
        store: The store's file.
    """
    if os.name != "posix":
        return
    for folder in (store.parent, store.with_name(f"{store.stem}-backups")):
        with suppress(OSError):
            for name in _abandoned((path.name for path in folder.iterdir()), store.stem):
                _delete(folder / name)


def _abandoned(names: Iterable[str], stem: str) -> list[str]:
    hidden = [name for name in names if name[0] == "." and name.lstrip(".").startswith(stem)]
    return [name for name in hidden if (owner := _owner(name)) and not _runs(owner)]


def _owner(name: str) -> int:
    """Returns the process whose temporary file or folder this is, or 0."""
    import re

    ending = r"\.(?:new|made|restore)(?:-wal|-shm|-journal|\.key)?|-backups"
    found = re.search(rf"\.(\d+)(?:{ending})$", name)
    return int(found[1]) if found else 0


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return True


def _delete(path: Path) -> None:
    if path.is_dir():
        import shutil

        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
