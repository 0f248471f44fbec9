"""The URL of a store on a server: what it says to libpq, and how to show it without a password."""

import os
from collections.abc import Mapping

from callq.named_tuple import NamedTuple
from callq.storage.naming import shown

_DEFAULTS = {
    "connect_timeout": "4",
    "keepalives_idle": "5",
    "keepalives_interval": "2",
    "keepalives_count": "3",
    "tcp_user_timeout": "10000",
}
"""A server that isn't there is given up soon."""
_SERVER_SETTINGS = {
    "client_encoding": "UTF8",
    "statement_timeout": "600s",
    "lock_timeout": "2s",
    "idle_in_transaction_session_timeout": "60s",
    "tcp_keepalives_idle": "5",
    "tcp_keepalives_interval": "2",
    "tcp_keepalives_count": "3",
}
"""A rep whose computer is gone holds no lock, and a wait for one is explained after two seconds."""


class Target(NamedTuple):
    """Where a store on a server is."""

    settings: Mapping[str, str]
    """By libpq's keywords."""
    schema: str
    """The schema its tables are in; empty for the user's default."""
    url: str
    """As it was given."""

    @property
    def shown(self) -> str:
        """The server and the database, for messages."""
        return shown(self.url).strip("/") or os.environ.get("PGSERVICE") or "PostgreSQL"


def is_server(target: str) -> bool:
    """Whether a store's name is a URL of PostgreSQL."""
    return target.partition("://")[0].partition("+")[0] in ("postgresql", "postgres")


def read(url: str, user_label: str = "callq") -> Target:
    """Read a URL.

    Args:
        url: `postgresql://user@host:port/name?key=value`; every part may be left out. The key
            `schema` is ours, all others are libpq's.
        user_label: How the connection is named on the server.

    Raises:
        ValueError: It can't be read; without its text, which may hold a password.
        ImportError: There's no libpq on this computer.
    """
    from callq.storage import libpq

    base, _, query = url.partition("?")
    scheme, _, place = base.partition("://")
    given = [part.partition("=") for part in query.split("&") if part]
    schema = next((value for name, _, value in given if name == "schema"), "")
    rest = "&".join(f"{name}={value}" for name, _, value in given if name != "schema")
    said = libpq.parse(f"{scheme.partition('+')[0]}://{place}{'?' if rest else ''}{rest}")
    if not said.get("port", "").replace(",", "").isdecimal() and said.get("port"):
        raise ValueError("a port that isn't a number")
    server = dict(_SERVER_SETTINGS)
    if schema:
        server["search_path"] = f'"{schema}"'
    ours = " ".join(f"-c {name}={_escaped(value)}" for name, value in server.items())
    options = " ".join(filter(None, (ours, os.environ.get("PGOPTIONS"), said.get("options"))))
    settings = {**_DEFAULTS, **said, "application_name": user_label, "options": options}
    return Target(settings, schema, url)


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace(" ", "\\ ")
