"""Opening a file as a table."""

import io
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from callq.errors import CallqError, Exit
from callq.importing.readers.open import FORMATS, open_table


def test_a_file_by_its_path(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("Name,Phone\nAnn,212\n")
    with open_table(path) as table:
        assert table.name == str(path)
        assert table.headers == ("Name", "Phone")
        assert [row.cells for row in table.rows] == [("Ann", "212")]
        assert table.dialect.size == 19


def test_the_name_does_not_matter(tmp_path: Path) -> None:
    path = tmp_path / "people.xlsx"
    path.write_text("Name;Phone\nAnn;212\n")
    with open_table(path) as table:
        assert table.dialect.delimiter == ";"


def test_standard_input_and_it_stays_open() -> None:
    stdin = io.BytesIO(b"Name,Phone\nAnn,212\n")
    with open_table("-", stdin=stdin) as table:
        assert table.name == "standard input"
        assert len(list(table.rows)) == 1
    assert not stdin.closed


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    writer = threading.Thread(target=path.write_bytes, args=(b"Name,Phone\nAnn,212\n",))
    writer.start()
    with open_table(path) as table:
        assert len(list(table.rows)) == 1
    writer.join()


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"", "empty-file"),
        (b"\n\n \r\n", "empty-file"),
        (b"\xef\xbb\xbf", "empty-file"),
        (b",,,\n,,,\n", "empty-file"),
        (b"PK\x03\x04abc", "damaged-file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "unsupported-file"),
        (b"%PDF-1.7\n", "unsupported-file"),
        (b"BEGIN:VCARD\nVERSION:3.0\n", "no-people-in-file"),
        (b"<html><table><tr>", "unsupported-file"),
        (b"SQLite format 3\0\x10", "unsupported-file"),
        (b"\x1f\x8b\x08\0", "damaged-file"),
        (b"\x89PNG\r\n\x1a\n", "unsupported-file"),
        (bytes(range(256)) * 20, "not-text"),
        (b"ab\0\0\0\0\0" * 99, "not-text"),
    ],
)
def test_what_isnt_a_table_is_refused(tmp_path: Path, data: bytes, name: str) -> None:
    path = tmp_path / "thing.csv"
    path.write_bytes(data)
    with pytest.raises(CallqError) as caught:
        open_table(path)
    assert (caught.value.name, caught.value.code) == (name, Exit.BAD_FILE)
    assert "thing.csv" in caught.value.message


def test_missing_files_and_folders(tmp_path: Path) -> None:
    names = {
        tmp_path / "nobody.csv": "missing-file",
        tmp_path: "file-is-folder",
        Path("a\0b"): "unreadable-file",
        "-": "no-standard-input",
    }
    for path, name in names.items():
        with pytest.raises(CallqError) as caught:
            open_table(path)  # type: ignore[arg-type]
        assert (caught.value.name, caught.value.code) == (name, Exit.BAD_FILE)


def test_a_look_ahead_takes_nothing() -> None:
    table = open_table("-", stdin=io.BytesIO(b"Name,Phone\nA,1\nB,2\nC,3\n"))
    with table:
        assert [row.cells[0] for row in table.sample(2)] == ["A", "B"]
        assert [row.cells[0] for row in table.sample(9)] == ["A", "B", "C"]
        assert [row.cells[0] for row in table.rows] == ["A", "B", "C"]
        assert table.sample() == ()


def test_progress_goes_from_start_to_end() -> None:
    data = b"Name,Phone\n" + b"Ann,2125550100\n" * 40_000
    with open_table("-", stdin=io.BytesIO(data)) as table:
        seen = [table.position() for number, _ in enumerate(table.rows) if number % 1000 == 0]
    assert seen == sorted(seen)
    assert seen[0] < len(data) // 2
    assert seen[-1] > len(data) // 2
    assert table.position() == len(data)


def test_opening_files_loads_no_heavy_library() -> None:
    code = (
        "import sys, callq.importing.people, callq.importing.readers.open, callq.importing.rejects;"
        "heavy = {'phonenumbers', 'charset_normalizer', 'dateutil', 'rich', 'sqlalchemy'};"
        "sys.exit(', '.join(heavy & set(sys.modules)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_text_without_a_claim_falls_to_the_last_format() -> None:
    assert FORMATS[-1].name == "delimited"
