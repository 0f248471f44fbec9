"""Packed files."""

import contextlib
import gzip
import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callq.errors import CallqError, Exit
from callq.importing.readers import packed
from callq.importing.readers.open import Table, open_table
from callq.importing.rejects import Rejects

CSV = b"Name,Phone\nAnn,212-555-0100\n"


def zipped(files: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def opened(data: bytes, sheet: str = "") -> Table:
    return open_table("-", stdin=io.BytesIO(data), sheet=sheet)


def refused(data: bytes) -> str:
    with pytest.raises(CallqError) as caught:
        opened(data)
    assert caught.value.code is Exit.BAD_FILE
    return caught.value.name


@pytest.mark.parametrize(
    "data",
    [
        gzip.compress(CSV),
        gzip.compress(CSV[:12]) + gzip.compress(CSV[12:]),
        zipped({"people.csv": CSV}),
        zipped({"people": CSV}),
        zipped({"a/people.csv": CSV, "a/": b"", "__MACOSX/a/._p.csv": b"x", "a/.DS_Store": b"x"}),
    ],
    ids=["gz", "gz in two parts", "zip", "zip without a suffix", "zip of a system"],
)
def test_one_table(data: bytes) -> None:
    with opened(data) as table:
        assert table.headers == ("Name", "Phone")
        assert [row.cells for row in table.rows] == [("Ann", "212-555-0100")]
        assert table.remarks == ()


def test_other_formats_inside() -> None:
    card = b"BEGIN:VCARD\nFN:Ann\nTEL:2125550100\nEND:VCARD\n"
    with opened(gzip.compress(card)) as table:
        assert [row.cells for row in table.rows] == [("Ann", "phone", "2125550100")]
    with opened(zipped({"a.jsonl": b'{"Name": "Ann"}\n'})) as table:
        assert table.headers == ("Name",)


def test_the_only_table_among_others() -> None:
    with opened(zipped({"read me.txt": b"hello", "people.csv": CSV, "logo.png": b"x"})) as table:
        assert table.headers == ("Name", "Phone")
        assert table.remarks == ("only people.csv was read; read me.txt, logo.png left out",)
        assert table.name == "standard input (people.csv)"


def test_several_tables_are_listed() -> None:
    with pytest.raises(CallqError, match=r"a\.csv, b\.csv\.$") as caught:
        opened(zipped({"a.csv": CSV, "b.csv": CSV, "c.txt": b"x"}))
    assert caught.value.name == "several-files-in-archive"
    with pytest.raises(CallqError, match=r"5\.csv and 3 more\.$"):
        opened(zipped({f"{number}.csv": CSV for number in range(9)}))


def test_nothing_inside() -> None:
    assert refused(zipped({})) == "empty-archive"
    assert refused(zipped({"a.csv": b""})) == "empty-file"
    assert refused(gzip.compress(b"")) == "empty-file"


def test_packed_twice() -> None:
    for data in (gzip.compress(CSV), zipped({"a.csv": CSV})):
        assert refused(gzip.compress(data)) == "unsupported-file"
        assert refused(zipped({"inner": data})) == "unsupported-file"


def test_damaged_and_locked() -> None:
    assert refused(gzip.compress(CSV)[:-4]) == "damaged-file"
    assert refused(b"\x1f\x8b\x08\0" + b"x" * 50) == "damaged-file"
    assert refused(zipped({"a.csv": CSV})[:-4]) == "damaged-file"
    locked = bytearray(zipped({"a.csv": CSV}))
    central = locked.index(b"PK\x01\x02")
    locked[6] |= 1
    locked[central + 8] |= 1
    assert refused(bytes(locked)) == "locked-file"


def test_bombs_are_not_unpacked() -> None:
    zeros = b"\0" * (70 << 20)
    assert refused(gzip.compress(zeros)) == "archive-too-large"
    assert refused(zipped({"a.csv": zeros})) == "archive-too-large"


def test_the_bound_holds_whatever_the_ratio(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "MOST_UNPACKED", 20)
    assert refused(gzip.compress(CSV)) == "archive-too-large"
    assert refused(zipped({"a.csv": CSV})) == "archive-too-large"


def test_rejects_are_written_as_the_table_inside(tmp_path: Path) -> None:
    path = tmp_path / "people.csv.gz"
    path.write_bytes(gzip.compress(CSV.replace(b",", b";")))
    with open_table(path) as table, Rejects(tmp_path / "r.csv", table) as rejects:
        for row in table.rows:
            rejects.add(row.line, "because", row.cells)
    assert (tmp_path / "r.csv").read_text().splitlines()[1] == "2;because;Ann;212-555-0100"


@settings(deadline=None, max_examples=100)
@given(st.data(), st.sampled_from([gzip.compress(CSV, mtime=0), zipped({"a.csv": CSV})]))
def test_a_damaged_file_is_refused_or_read(data: st.DataObject, valid: bytes) -> None:
    bad = bytearray(valid)
    for _ in range(data.draw(st.integers(1, 4))):
        bad[data.draw(st.integers(0, len(bad) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(CallqError), opened(bytes(bad)) as table:
        list(table.rows)


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=200), st.sampled_from([b"\x1f\x8b", b"\x1f\x8b\x08\0", b"PK\x05\x06"]))
def test_any_bytes_behind_the_mark(data: bytes, mark: bytes) -> None:
    for whole in (mark + data, gzip.compress(data)):
        with contextlib.suppress(CallqError), opened(whole) as table:
            list(table.rows)


def test_a_member_without_a_name_isnt_a_table() -> None:
    data = zipped({"a.csv": b"Name,Phone\nAnn,1\n"})
    said = refused(data.replace(b"a.csv", b"\0.csv"))
    assert said == "empty-archive"
