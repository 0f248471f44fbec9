"""Writes kinds of files callq doesn't know, by a plug-in."""

import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from callq.exporting.model import OutPerson
from callq.exporting.sheets import Width, texts
from callq.plugins import Plugin, blamed


def write(
    people: Iterable[OutPerson], width: Width, exporter: Plugin, ending: str, out: BinaryIO
) -> int:
    """Writes people by a plug-in, and counts those it took.

    Args:
        people: Those to write.
        width: How many columns they need.
        exporter: Called with mappings of header to text, and the path of the file to write.
        ending: Of the file's name, with its dot.
        out: Gets the file once the plug-in is done.

    Raises:
        CallqError: The plug-in failed.
    """
    count = 0

    def counted() -> Iterator[dict[str, str]]:
        nonlocal count
        for each in texts(people, width):
            count += 1
            yield each

    with TemporaryDirectory(prefix="callq-") as folder:
        path = Path(folder) / f"people{ending}"
        with blamed(exporter.named):
            exporter.run(counted(), path)
            with path.open("rb") as written:
                shutil.copyfileobj(written, out)
    return count
