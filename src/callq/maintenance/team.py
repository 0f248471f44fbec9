"""A team's store on a server: made by one, joined by the others."""

from callq.config import Settings, option_named, save_setting
from callq.errors import CallqError
from callq.storage.naming import has_password, masked
from callq.storage.server_url import is_server
from callq.workspace import Workspace, open_workspace, stop_without_key


def serve(settings: Settings, url: str) -> None:
    """Make a team's store on a server, unless it's there, and use it from now on.

    Raises:
        CallqError: The URL isn't a server's or holds a password, or the server refuses.
    """
    _check(url)
    open_workspace(settings.with_db(url), create=True).db.close()
    save_setting(settings, option_named("db"), url)


def join(settings: Settings, url: str) -> str:
    """Use a team's store from now on.

    Returns:
        What's missing on this computer before there's a queue; empty if nothing is.

    Raises:
        CallqError: There's no store, the URL isn't a server's, or the server refuses.
    """
    _check(url)
    ws = open_workspace(settings.with_db(url))
    try:
        lacking = _lacking(ws)
    finally:
        ws.db.close()
    save_setting(settings, option_named("db"), url)
    return lacking


def _lacking(ws: Workspace) -> str:
    try:
        stop_without_key(ws)
    except CallqError as error:
        return f"{error.message} {error.hint}"
    return ""


def _check(url: str) -> None:
    if not is_server(url):
        raise CallqError(
            f'"{masked(url)}" isn\'t the URL of a server.',
            hint="Write it like postgresql://ann@db.example.com/calls?schema=sales",
            name="not-a-server",
        )
    if has_password(url):
        raise CallqError(
            "Don't type a password on a command line: others could read it there.",
            hint="Leave it out of the URL, and put it into ~/.pgpass: "
            "host:port:database:user:password",
            name="secret-on-command-line",
        )
