"""A store in a folder that several reps share: the modes of its files, and disks it can't trust."""

import os
import stat
from pathlib import Path

_OWN, _OF_THE_GROUP = 0o600, 0o660
_FOLDER = 0o2770
"""New files belong to the group of the folder, not to that of who makes them."""
_MOUNTS = Path("/proc/self/mounts")
_NETWORK = frozenset({
    "nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "9p", "ceph", "glusterfs", "lustre",
    "fuse.sshfs", "fuse.rclone", "fuse.glusterfs", "fuse.davfs", "davfs",
})  # fmt: skip


def mode_for(store: Path) -> int:
    """The mode of a new file beside a store: for the group as well, if the store is."""
    try:
        shared = store.stat().st_mode & stat.S_IWGRP
    except OSError:
        return _OWN
    return _OF_THE_GROUP if shared else _OWN


def share(store: Path) -> None:
    """Open a store, its backups and its erasure key to the group of its folder.

    Raises:
        OSError: You may not: the files are someone else's.
    """
    group = store.parent.stat().st_gid
    backups = store.with_name(f"{store.stem}-backups")
    backups.mkdir(mode=0o700, exist_ok=True)
    for folder in (store.parent, backups):
        os.chown(folder, -1, group)
        folder.chmod(_FOLDER)
    beside = (f"{store.name}{ending}" for ending in ("", "-wal", "-shm", ".key"))
    files = [path for name in beside if (path := store.with_name(name)).exists()]
    for path in (*files, *(each for each in backups.iterdir() if each.is_file())):
        os.chown(path, -1, group)
        path.chmod(_OF_THE_GROUP)


def network_disk(path: Path, mounts: Path = _MOUNTS) -> str:
    """The kind of network disk a path is on, e.g. `nfs4`; empty: none, or it can't be known."""
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    found: dict[Path, str] = {}
    for line in lines:
        _, place, kind, *_ = (*line.split(), "", "", "")
        found[Path(place.replace("\\040", " "))] = kind
    there = path.absolute()
    nearest = next((found[each] for each in (there, *there.parents) if each in found), "")
    return nearest if nearest in _NETWORK else ""
