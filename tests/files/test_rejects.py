"""Rejected rows, to be mended and imported again."""

from pathlib import Path

import pytest

from callq.errors import CallqError
from callq.files.rejects import Rejects
from callq.files.tables import open_table


def test_no_file_without_rejects(tmp_path: Path) -> None:
    source = tmp_path / "people.csv"
    source.write_text("Name,Phone\nAnn,1\n")
    with open_table(source) as table, Rejects.beside(source, table) as rejects:
        assert rejects.path == tmp_path / "people.rejects.csv"
    assert not rejects.path.exists()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";"])
def test_rejects_are_read_again_as_they_were(tmp_path: Path, encoding: str, delimiter: str) -> None:
    source = tmp_path / "people.csv"
    lines = [
        ["Name", "Phone", "Notes"],
        ["=cmd|' /C calc'!A0", "+1 212 555 0100", "-5"],
        ["@Zoë", "+1 (212) 555-0100 x7", "'tis fine"],
        ["-Ann-", "'=x", "-1+1"],
    ]
    source.write_text("\n".join(map(delimiter.join, lines)), encoding=encoding, newline="")
    with open_table(source) as table, Rejects.beside(source, table) as rejects:
        rows = list(table.rows)
        for row in rows:
            rejects.add(row.line, "because", row.cells)
    assert rejects.count == 3
    written = rejects.path.read_text(encoding).splitlines()
    assert written[0].split(delimiter)[:2] == ["callq row", "callq reason"]
    assert [line.split(delimiter)[2][:2] for line in written[1:]] == ["'=", "'@", "'-"]
    assert delimiter + "+1 212 555 0100" + delimiter + "-5" in written[1]
    with open_table(rejects.path) as again:
        assert again.headers == ("Name", "Phone", "Notes")
        assert [row.cells for row in again.rows] == [row.cells for row in rows]
        assert again.dialect.delimiter == delimiter


def test_extra_cells_survive(tmp_path: Path) -> None:
    source = tmp_path / "people.csv"
    source.write_text("Name,Phone\nAnn,1,2,3\n")
    with open_table(source) as table, Rejects.beside(source, table) as rejects:
        for row in table.rows:
            rejects.add(row.line, "because", row.cells)
    with open_table(rejects.path) as again:
        assert [row.cells for row in again.rows] == [("Ann", "1", "2", "3")]


def test_a_file_that_is_there_is_left_alone(tmp_path: Path) -> None:
    source = tmp_path / "people.csv"
    source.write_text("Name,Phone\nAnn,1\n")
    (tmp_path / "people.rejects.csv").write_text("mine")
    with open_table(source) as table:
        assert Rejects.beside(source, table).path.name == "people.rejects-2.csv"
        with pytest.raises(CallqError, match="can't be written"):
            Rejects(tmp_path / "people.rejects.csv", table).add(2, "because", ("Ann", "1"))
    assert (tmp_path / "people.rejects.csv").read_text() == "mine"
