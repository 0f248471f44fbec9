"""Writes a small store in the schema of this callq, to be opened by every later one.

    python tests/storage/released/make.py

Run once for each released schema, and commit the file: `schema-1.db` was written by the last callq
whose schema was 1, and is never written again.
"""

import os
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

from callq.storage.schema import VERSION

HERE = Path(__file__).parent
PEOPLE = """\
Name,Company,Phone,Phone 2,Email,Owner,Tags,Notes,Shoe size
Maria Lopez,Lopez & Sons,+1 312 555 0178,+1 312 555 0179,maria@example.com,ann,vip,prefers mornings,38
Ron Smith,Smith Dental,+1 212 555 0134,,ron@example.com,ann,,,
Eve Stone,Stone Bakery,+1 646 555 0191,,,bob,,,
Lee Wong,Wong Tools,+1 213 555 0111,,,bob,,,
Toll Free,Free Inc,+1 800 555 0100,,,bob,,,
Ann O'Neil,"=HYPERLINK(""x"")",+1 602 555 0123,,ann@example.com,,,"Zeile 1
Zeile 2 \u202etxet",
"""
COMMANDS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("2026-03-02T09:00", "ann", ("import", "people.csv", "--list", "spring")),
    ("2026-03-02T10:00", "ann", ("log", "maria", "soft-no", "--reason", "bad-day",
                                 "--note", "printer on fire")),
    ("2026-03-02T10:05", "ann", ("log", "ron", "no-answer")),
    ("2026-03-03T14:00", "ann", ("log", "ron", "callback", "--at", "2026-03-17 15:00")),
    ("2026-03-03T14:10", "bob", ("log", "eve", "do-not-call", "--note", "never again")),
    ("2026-03-03T14:20", "bob", ("log", "lee", "wrong-number")),
    ("2026-03-03T14:25", "bob", ("undo",)),
    ("2026-03-04T11:00", "bob", ("log", "lee", "hard-no", "--permission")),
    ("2026-03-04T11:30", "bob", ("add", "Zoe Quick", "--phone", "+1 646 555 0191",
                                 "--company", "Shares a number that is blocked")),
    ("2026-03-04T11:40", "ann", ("edit", "maria", "--zone", "America/Chicago")),
    ("2026-03-04T11:45", "ann", ("log", "maria", "referred", "--to", "Max Lopez +13125550180")),
    ("2026-03-05T10:00", "bob", ("add", "Una Fresh", "--phone", "+1 212 555 0150")),
    ("2026-03-05T10:01", "bob", ("next",)),
    ("2026-03-05T10:02", "bob", ("next", "--skip", "sounds busy")),
    ("2026-03-05T10:03", "bob", ("next",)),
)  # fmt: skip


def main() -> None:
    """Makes the store with the real command, one process for each line above."""
    target = HERE / f"schema-{VERSION}.db"
    if target.exists():
        sys.exit(f"{target.name} is there: a released schema is never written again.")
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        (home / "people.csv").write_text(PEOPLE, encoding="utf-8")
        for now, agent, arguments in COMMANDS:
            environment = {
                **os.environ, "CALLQ_HOME": folder, "CALLQ_NOW": f"{now}:00-05:00",
                "CALLQ_AGENT": agent, "CALLQ_ZONE": "America/New_York",
            }  # fmt: skip
            subprocess.run(
                [sys.executable, "-m", "callq", *arguments], env=environment, cwd=home, check=True
            )
        connection = sqlite3.connect(home / "callq.db", isolation_level=None)
        connection.execute("PRAGMA journal_mode=DELETE")
        connection.execute("VACUUM INTO ?", [str(target)])
        connection.close()


if __name__ == "__main__":
    main()
