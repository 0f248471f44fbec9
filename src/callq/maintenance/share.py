"""Share a store's file with others: one folder, one group."""

from callq.config import Settings
from callq.errors import CallqError, Exit
from callq.named_tuple import NamedTuple
from callq.storage import sharing
from callq.storage.opening import sqlite_path
from callq.workspace import open_workspace


class Shared(NamedTuple):
    """What was shared."""

    store: str
    group: str
    """Whose members can use it."""
    network: str
    """The kind of network disk it's on; empty: none."""


def share(settings: Settings) -> Shared:
    """Open the store's file to the group of its folder; makes the store if there's none.

    Raises:
        CallqError: The store is on a server, or the files are someone else's.
    """
    store = sqlite_path(settings.db)
    if store is None:
        raise CallqError(
            "Your data is on a server: everyone joins it by its URL.",
            hint="callq setup --join URL",
            name="store-on-a-server",
        )
    open_workspace(settings, create=True).db.close()
    store = store.absolute()
    try:
        sharing.share(store)
        group = _name(store.stat().st_gid)
    except OSError as error:
        raise CallqError(
            f"Can't open {error.filename or store} to its group: {error.strerror}.",
            hint="Do it as the user who owns the folder.",
            code=Exit.STORE,
            name="not-your-folder",
        ) from error
    return Shared(str(store), group, sharing.network_disk(store))


def _name(group: int) -> str:
    try:
        import grp

        return grp.getgrgid(group).gr_name
    except (ImportError, KeyError):
        return str(group)
