"""The one exception for mistakes a person can fix, and the exit codes."""

from enum import IntEnum


class Exit(IntEnum):
    """Exit codes, one per kind of refusal; documented in docs/commands.md."""

    DONE = 0
    FOUND = 1
    """A check found something, e.g. `purge-check --strict`."""
    USAGE = 2
    """The words on the command line are wrong or contradict each other."""
    NOT_FOUND = 3
    """No person or thing matches."""
    AMBIGUOUS = 4
    """Several people match; they are listed, none is guessed."""
    BAD_FILE = 5
    """A file can't be read or holds mistakes."""
    BAD_RULEBOOK = 6
    """The rulebook has mistakes; no queue until they are fixed."""
    STORE = 7
    """The store is missing, locked, damaged or of another version."""
    REFUSED = 8
    """Not allowed: do-not-call, another rep's lease, an undo that comes too late."""
    OUTPUT = 9
    """The answer can't be written: the disk under it is full."""
    INTERRUPTED = 130


class CallqError(Exception):
    """A refusal in plain words.

    Args:
        message: One sentence: what is wrong, and where.
        hint: What to do about it; may be empty.
        code: The exit code of the process.
        name: The kind of mistake as a short slug, e.g. `unknown-outcome`; tests and scripts
            rely on it, the sentence may change.
    """

    def __init__(
        self, message: str, *, hint: str = "", code: Exit = Exit.USAGE, name: str = ""
    ) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.code = code
        self.name = name
