"""LDIF: one person for each entry, whatever comes before the first."""

import base64
import io

import pytest

from callq.errors import CallqError
from callq.importing.readers.open import open_table
from callq.importing.readers.table import Table
from samples import LDIF


def opened(text: str) -> Table:
    return open_table("-", stdin=io.BytesIO(text.encode()))


def people(text: str) -> list[dict[str, str]]:
    with opened(text) as table:
        return [
            {header: cell for header, cell in zip(table.headers, row.cells, strict=True) if cell}
            for row in table.rows
        ]


@pytest.mark.parametrize(
    "before",
    ["", "\n", "# An address book\n", "version: 1\n\n", "version: 1\n# made today\n\n"]
    + ["Exported by the office\n\n", "\ufeff"],
)
def test_an_entry_is_a_person(before: str) -> None:
    assert people(before + LDIF) == [
        {
            "Name": "Ann Roe", "First Name": "Ann", "Last Name": "Roe", "Email": "ann@roe.example",
            "Work Phone": "212-555-0101", "Mobile": "212-555-0102", "Fax": "212-555-0103",
            "Notes": "wants the long brochure",
        }
    ]  # fmt: skip


def test_base64_is_decoded_and_several_values_are_kept() -> None:
    name = base64.b64encode("Zoë Ålund".encode()).decode()
    text = f"dn: cn=x\r\ncn:: {name}\r\nmobile: 212-555-0101\r\nmobile: 212-555-0102\r\n"
    assert people(text) == [{"Name": "Zoë Ålund", "Mobile": "212-555-0101; 212-555-0102"}]


def test_lists_and_units_are_no_people() -> None:
    group = "\ndn: cn=Golf\nobjectclass: groupOfNames\ncn: Golf\nmember: cn=Ann Roe\n"
    with opened(LDIF + group) as table:
        assert len(list(table.rows)) == 1
        assert len(table.remarks) == 1
    with pytest.raises(CallqError) as caught:
        opened(group)
    assert caught.value.name == "no-people-in-file"


@pytest.mark.parametrize("text", ["dn\nAnn\n", "Name,dn: x\nAnn,1\n", "Name\ndn:\n"])
def test_a_list_with_dn_in_it_isnt_a_ldif(text: str) -> None:
    with opened(text) as table:
        assert "Name" in table.headers or table.headers == ("dn",)
