"""Audits the people of a file as if it were imported: imports it, looks, and takes it all back."""

from collections import Counter
from collections.abc import Mapping
from typing import BinaryIO

from callq.audit.purge_check import Finding, finding_of, marks
from callq.audit.statements import by_ids
from callq.errors import CallqError, Exit
from callq.importing.run import Request, import_opened, opened
from callq.named_tuple import NamedTuple
from callq.records import people
from callq.workspace import Workspace


class FileCheck(NamedTuple):
    """What the audit finds in a file."""

    findings: list[Finding]
    """In the order of the file, each with its line."""
    others: Counter[str]
    """How many people in the file the audit doesn't cover, by state."""
    erased: int
    """Rows of people who were erased at their request."""
    rejected: int
    """Rows that aren't a person."""


def check_file(ws: Workspace, request: Request, stdin: BinaryIO | None = None) -> FileCheck:
    """Audits the people of a file; nothing of it stays in the store.

    Args:
        ws: An open workspace.
        request: How to read the file, as a dry run.
        stdin: The stream that "-" means.

    Raises:
        CallqError: The file can't be read, or it's an export of callq itself.
    """
    found: list[Finding] = []
    others = Counter[str]()
    before = people.last_id(ws.db)

    def look(lines: Mapping[int, int]) -> None:
        known = marks(ws)
        for row in by_ids(ws.db, sorted(lines)):
            if not row.audited:
                others[row.state] += 1
                continue
            finding = finding_of(row, ws.now, known.of(row.id))
            is_new = row.id > before
            found.append(finding._replace(id=0 if is_new else row.id, line=lines[row.id]))

    with opened(request, stdin) as file:
        if file.table is None:
            raise CallqError(
                "That's a callq export: it has whole histories, not a list.",
                hint="Import it into an empty store, then run callq purge-check there.",
                code=Exit.BAD_FILE, name="own-export",
            )  # fmt: skip
        report = import_opened(ws, file, look=look)
    found.sort(key=lambda finding: finding.line)
    return FileCheck(found, others, report.erased, report.rejected)
