"""Readers and exporters that other packages bring, for kinds of files callq doesn't know."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from callq.errors import CallqError, Exit
from callq.named_tuple import NamedTuple

READERS, EXPORTERS = "callq.readers", "callq.exporters"
"""Groups of entry points; the name of one is the ending of a file's name, such as `dbf`."""


class Plugin(NamedTuple):
    """What a package brings for one kind of file."""

    named: str
    """What to call it in messages."""
    run: Callable[..., Any]


def find(group: str, ending: str) -> Plugin | None:
    """The reader or exporter for a kind of file; None if no package brings one.

    Args:
        group: `READERS` or `EXPORTERS`.
        ending: Of the file's name, with or without its dot, in any case.

    Raises:
        CallqError: Two packages bring one, or it can't be loaded.
    """
    # Loaded here: few files need it, and it takes longer than most commands.
    from importlib.metadata import entry_points

    wanted = ending.lower().lstrip(".")
    found = [one for one in entry_points(group=group) if one.name.lower().lstrip(".") == wanted]
    if not wanted or not found:
        return None
    packages = sorted({one.dist.name if one.dist else one.module for one in found})
    if len(packages) > 1:
        raise CallqError(
            f"Several packages bring a plug-in for .{wanted} files: {', '.join(packages)}.",
            hint="Uninstall all but one.", code=Exit.BAD_FILE, name="several-plug-ins",
        )  # fmt: skip
    named = f"{group.removeprefix('callq.').removesuffix('s')} of {packages[0]}"
    with blamed(named):
        return Plugin(named, found[0].load())


@contextmanager
def blamed(named: str) -> Iterator[None]:
    """Refuses with the name of the plug-in if anything in the block goes wrong.

    Raises:
        CallqError: It did; a refusal of callq's own stays what it is.
    """
    try:
        yield
    except CallqError:
        raise
    except Exception as error:
        why = str(error).strip().partition("\n")[0]
        raise CallqError(
            f"The {named} failed: {type(error).__name__}{f': {why}' if why else ''}.",
            hint="It's a plug-in, not part of callq: update it, or use CSV.",
            code=Exit.BAD_FILE, name="plug-in-failed",
        ) from error  # fmt: skip
