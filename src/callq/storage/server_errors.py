"""What can go wrong with a server, as refusals for the rep."""

from callq.errors import CallqError, Exit
from callq.named_tuple import NamedTuple
from callq.storage.libpq import ServerError
from callq.storage.meta import NO_TABLES
from callq.storage.naming import without_password
from callq.storage.server_url import Target
from callq.storage.waiting import Writer


class _Trouble(NamedTuple):
    name: str
    message: str
    hint: str


_ASK = "Ask the person who runs the server."
_TROUBLES: tuple[tuple[tuple[str, ...], _Trouble], ...] = (
    (("28P01",), _Trouble(
        "wrong-password", "{place} doesn't accept your password",
        "Put the right one into ~/.pgpass, one line: host:port:database:user:password",
    )),
    (("28",), _Trouble("no-access", "{place} doesn't let you in: {reason}", _ASK)),
    (("3D000", "3F000"), _Trouble(
        "no-database", "{place} isn't there: {reason}", "Check CALLQ_DB, or run callq setup.",
    )),
    (("42P01",), _Trouble(NO_TABLES, "{place} has no table of callq's: {reason}", "")),
    (("42501",), _Trouble(
        "no-rights", "You may not do that on {place}: {reason}",
        "Nothing was changed. Ask your manager.",
    )),
    (("25006",), _Trouble(
        "read-only-server", "{place} is read-only: a standby, or set so",
        "Nothing was changed. Connect to the main server.",
    )),
    (("57P03",), _Trouble(
        "server-starting", "{place} isn't ready yet: {reason}", "Wait a moment, then try again.",
    )),
    (("08S01",), _Trouble(
        "server-stalled", "{place} has stopped answering", "Check your network, then try again.",
    )),
    (("57P0", "08", "25P03"), _Trouble(
        "server-gone", "The connection to {place} was lost: {reason}",
        "Nothing was changed. Try again.",
    )),
    (("53100",), _Trouble(
        "server-disk-full", "{place} has no disk space left", f"Nothing was changed. {_ASK}",
    )),
    (("53",), _Trouble("server-full", "{place} takes no more connections: {reason}", _ASK)),
    (("55P03",), _Trouble(
        "store-busy", "{place} has been locked for too long",
        "Wait for it, then try again. Nothing was changed.",
    )),
    (("57014",), _Trouble(
        "server-slow", "{place} took too long and gave up", "Nothing was changed. Try again later.",
    )),
)  # fmt: skip
_UNKNOWN = _Trouble(
    "server-error", "Can't use the store {place}: {reason}",
    "Check CALLQ_DB, the server, and your access to it.",
)  # fmt: skip
_UNREACHABLE = _Trouble(
    "database-unreachable", "{place} can't be reached: {reason}",
    "Check CALLQ_DB, the server and your network.",
)  # fmt: skip
_UNSURE = _Trouble(
    "not-sure-saved", "The connection to {place} was lost while saving: it may be saved or not",
    "Look before you repeat it: callq show, callq undo",
)  # fmt: skip


def refusal(error: ServerError, target: Target, secret: str = "") -> CallqError:
    """A server's error as a refusal.

    Args:
        error: What the server said.
        target: The server.
        secret: The password in use, which the server may have repeated.
    """
    found = (trouble for states, trouble in _TROUBLES if error.state.startswith(states))
    return _said(next(found, _UNKNOWN), target, error, secret)


def for_managers(target: Target, managers: str) -> CallqError:
    """The refusal of what a rep has no right to, naming those who have."""
    return CallqError(
        f"Only a manager may do that on {target.shown}.",
        hint=f"Ask {managers}. Nothing was changed.",
        code=Exit.REFUSED,
        name="manager-only",
    )


def unreachable(error: ServerError, target: Target) -> CallqError:
    """An error while connecting as a refusal."""
    if error.state.startswith("08"):
        return _said(_UNREACHABLE, target, error)
    return refusal(error, target)


def waited_for(target: Target, writer: Writer | None) -> CallqError:
    """The refusal after a long wait for another writer."""
    whose = f" by {writer.agent}'s {writer.command} for {writer.seconds} seconds" if writer else ""
    who = whose or " for too long"
    return CallqError(
        f"{target.shown} has been locked{who}.",
        hint="Wait for it, then try again. Nothing was changed.",
        code=Exit.STORE,
        name="store-busy",
    )


def unsure(target: Target) -> CallqError:
    """The refusal where no one can tell whether a write was kept."""
    return _said(_UNSURE, target, ServerError("", ""))


def _said(trouble: _Trouble, target: Target, error: ServerError, secret: str = "") -> CallqError:
    reason = without_password(error.message.rstrip("."), target.url)
    if secret:
        reason = reason.replace(secret, "…")
    message = trouble.message.format(place=target.shown, reason=reason)
    return CallqError(f"{message}.", hint=trouble.hint, code=Exit.STORE, name=trouble.name)
