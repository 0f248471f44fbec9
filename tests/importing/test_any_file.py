"""What holds for every file."""

import contextlib
import csv
import io

from hypothesis import given, settings
from hypothesis import strategies as st

from callq.errors import CallqError
from callq.importing.headers import map_headers
from callq.importing.people import Person, read_people
from callq.importing.readers.open import open_table
from callq.places.phones import read_phone

SHAPES = st.sampled_from(
    [
        *("Name", "Phone", "Email", "Notes", "Status", "Last Called", "Do Not Call", "Value"),
        *(",", ";", "\t", "|", '"', '""', "'", "\n", "\r\n", "\r", "\0", " ", "\ufeff", "é", "я"),
        *("212-555-0100", "a@x.com", "03/04/2026", "2026-01-01", "yes", "DNC", "1.250", "x" * 40),
    ]
)
TABLES = st.lists(SHAPES, max_size=60).map("".join)


def everything(data: bytes) -> None:
    """Reads all there is; only a refusal in plain words may come of it."""
    with contextlib.suppress(CallqError), open_table("-", stdin=io.BytesIO(data)) as table:
        mapping = map_headers(table.headers, table.sample())
        for found in read_people(table, mapping, "US"):
            assert found.line >= 1
            if isinstance(found, Person):
                assert found.name
                for _, text in found.phones:
                    read_phone(text, "US")
        assert 0 <= table.position() <= len(data)


@settings(deadline=None, max_examples=200)
@given(st.binary(max_size=400))
def test_any_bytes(data: bytes) -> None:
    everything(data)


@settings(deadline=None, max_examples=300)
@given(TABLES, st.sampled_from(["utf-8", "cp1251", "utf-16", "utf-16-le", "utf-32"]))
def test_anything_like_a_table(text: str, encoding: str) -> None:
    everything(text.encode(encoding, "replace"))


CELLS = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Co", "Cn"], exclude_characters="\ufeff")
    | st.sampled_from('\n\r,;\t|" '),
    max_size=12,
)
WIDE = ["utf-8", "utf-8-sig", "utf-16", "utf-32"]


@settings(deadline=None, max_examples=300)
@given(
    rows=st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=8),
    delimiter=st.sampled_from(",;\t|"),
    ending=st.sampled_from(["\n", "\r\n", "\r"]),
    encoding=st.sampled_from(WIDE),
    everywhere=st.booleans(),
)
def test_what_the_csv_module_writes_is_read_cell_for_cell(
    rows: list[list[str]], delimiter: str, ending: str, encoding: str, *, everywhere: bool
) -> None:
    breaks = any("\n" in cell or "\r" in cell for row in rows for cell in row)
    text = io.StringIO()
    writer = csv.writer(
        text,
        delimiter=delimiter,
        lineterminator=ending,
        quoting=csv.QUOTE_ALL if everywhere or breaks else csv.QUOTE_MINIMAL,
    )
    writer.writerows([["Name", "Phone", "City"], *rows])
    with open_table("-", stdin=io.BytesIO(text.getvalue().encode(encoding))) as table:
        assert table.headers == ("Name", "Phone", "City")
        found = list(table.rows)
    expected = [tuple(row) for row in rows if any(cell.strip() for cell in row)]
    assert [row.cells for row in found] == expected
    assert not any(row.problems for row in found)
