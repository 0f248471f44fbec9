"""What `callq --help` and the help of every command say, and what a wrong word is answered with."""

from syrupy.assertion import SnapshotAssertion

from callq.cli import app
from callq.commandline.group import built
from helpers import Callq

WRONG = (
    "nonsense", "next --relese", "why", "tody", "done", "delete ron", "people", "people marge", "store", "rules shw", "today 3",
    "today --limit x", "today --limit 0", "today --colour", "log", "log a b c d", "show ron smith", "log ron na left a message", "store check --colour",
    "show nobody",
)  # fmt: skip


def test_wording_of_help(bare_callq: Callq, snapshot: SnapshotAssertion) -> None:
    """A list of pages, each under the command that prints it."""
    pages = []
    for words, _ in built(app):
        line = " ".join((*words, "--help"))
        pages.append(f"$ callq {line}\n{bare_callq(*words, '--help').out}")
    assert "\n".join(pages) == snapshot


def test_wording_of_wrong_words(run_callq: Callq, snapshot: SnapshotAssertion) -> None:
    said = []
    for words in WRONG:
        ended = run_callq.here(*words.split())
        said.append(f"$ callq {words}\n[{ended.code}] {ended.err or ended.out}")
    assert "\n".join(said) == snapshot
