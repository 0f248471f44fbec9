"""Nothing of a person can hide from erasing and from the data report: the lists cover the schema."""

from sqlalchemy import Column, String, Table
from sqlmodel import AutoString

from callq.storage import personal, schema


def texts() -> list[tuple[Table, "Column[object]"]]:
    return [
        (table, column)
        for table in schema.Base.metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, String | AutoString)
    ]


def test_every_text_is_known_to_name_others_or_no_one() -> None:
    for table, column in texts():
        name = f"{table.name}.{column.name}"
        places = [
            column.name in personal.NAMING.get(table.name, ()),
            personal.NUMBERS.get(table.name) == column.name,
            table.name in personal.OF_ONE,
            name in personal.NO_ONE_ELSE,
        ]
        assert sum(places) == 1, f"{name} must be in one list of store/personal.py"


def test_the_lists_name_nothing_that_is_gone() -> None:
    known = {f"{table.name}.{column.name}" for table, column in texts()}
    listed = {f"{t}.{c}" for t, columns in personal.NAMING.items() for c in columns}
    listed |= {f"{t}.{c}" for t, c in personal.NUMBERS.items()} | personal.NO_ONE_ELSE
    assert listed <= known
    assert set(personal.OF_ONE) <= set(schema.Base.metadata.tables)
    for table, columns in personal.EVIDENCE.items():
        assert columns <= set(schema.Base.metadata.tables[table].columns.keys())


def test_whatever_names_a_prospect_refers_to_one() -> None:
    """Erasing finds rows by their references: a bare number in a column would stay."""
    for table in schema.Base.metadata.tables.values():
        for column in table.columns:
            if column.name.endswith("prospect_id") or column.name == "referred_to":
                assert [key.target_fullname for key in column.foreign_keys] == ["prospect.id"]


def test_tables_of_one_person_belong_to_one() -> None:
    owned = {table.name for table, column in personal.references("prospect") if not column.nullable}
    assert owned >= personal.OF_ONE
