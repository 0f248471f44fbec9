"""Let a database user be a rep or a manager of the store on a server."""

import os

from callq.config import Settings
from callq.errors import CallqError, Exit
from callq.named_tuple import NamedTuple
from callq.records import rights
from callq.storage import meta
from callq.storage.naming import shown
from callq.workspace import open_workspace, refuse_rep


class Admitted(NamedTuple):
    """Who was let in."""

    user: str
    role: str
    """`rep` or `manager`."""
    new: bool
    """Whether the server didn't know them."""
    url: str
    """What their own CALLQ_DB is."""
    key_file: str
    """The erasure key they need a copy of; empty if no one was erased."""


def admit(settings: Settings, user: str, role: str, password: str = "") -> Admitted:
    """Let someone be a rep or a manager; the store knows the two apart from then on.

    Args:
        settings: Resolved; their store is on a server.
        user: The name they log in with at the server; made if it isn't there.
        role: `rep` or `manager`.
        password: Their new one; empty: it stays as it is.

    Raises:
        CallqError: The store is a file, or you may not make users on the server.
    """
    ws = open_workspace(settings, create=True)
    try:
        if not ws.db.far:
            raise CallqError(
                "Your data is in a file: all who can open it may do everything.",
                hint="To have reps and managers, move it to a server: callq store move TARGET",
                name="not-on-a-server",
            )
        refuse_rep(ws, "Letting others in")
        verifier = rights.verifier_of(password, os.urandom(16)) if password else ""
        try:
            with ws.db.write():
                rights.install(ws.db)
                new = rights.admit(ws.db, user, role, verifier)
        except CallqError as error:
            raise _as_admin(error) from error
        key_file = str(ws.db.key_file) if ws.facts.get(meta.ERASURE_KEY) else ""
    finally:
        ws.db.close()
    return Admitted(user, role, new, _url(settings.db, user), key_file)


def _as_admin(error: CallqError) -> CallqError:
    if error.name not in ("manager-only", "no-rights"):
        return error
    return CallqError(
        "You may not make users on that server.",
        hint="Do this as the user who made the database. Nothing was changed.",
        code=Exit.REFUSED,
        name="no-rights-to-admit",
    )


def _url(db: str, user: str) -> str:
    from urllib.parse import quote

    place = shown(db).rpartition("://")[2]
    return f"postgresql://{quote(user, safe='')}@{place}"
