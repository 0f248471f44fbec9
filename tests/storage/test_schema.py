"""The schema holds what the code believes of it, and the plain statements name what is there."""

import ast
import inspect
import re
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest
import shapes
from sqlalchemy import create_engine
from sqlalchemy.dialects import sqlite

from callq.records import projection
from callq.records.contacts import ContactPhone
from callq.storage import journal, opening, schema
from helpers import Office

PROSPECT = (
    "INSERT INTO prospect (id, name, company, title, owner, list_name, zone, country, region, "
    "postal, places, place_zones, confirmed_location, confirmed_by, note, tags, custom, "
    "external_id, opt_out_text, created_at, state, action, due_at, ready, tier, hours_id, "
    "part_mask, hold, rank, chance, rule, misses, last_outcome, last_note, conversation_outcome, "
    "conversation_reason, conversation_agent, audited, flags, reach) "
    "VALUES ({id}, 'A', '', '', '', '', '', '', '', '', '', '', '', '', '', '', '{{}}', "
    "'', '', 0, '{state}', 'call', {due_at}, {ready}, {tier}, 0, 0, '', 0, 0, '', 0, '', '', '', "
    "'', '', 0, '', '')"
)


def prospect(**columns: object) -> str:
    given = {"id": 1, "state": "fresh", "due_at": 0, "ready": 0, "tier": 5}
    return PROSPECT.format(**(given | columns))


def insert(table: str, **columns: object) -> str:
    values = ", ".join("NULL" if v is None else repr(v) for v in columns.values())
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({values})"


def call(**columns: object) -> str:
    given: dict[str, object] = {
        "prospect_id": 1, "at": 0, "logged_at": 0, "agent": "", "channel": "call", "number": "",
        "outcome": "busy", "written": "", "reason": "", "note": "", "imported": 0, "voided_by": "",
        "violations": "", "checked": "", "number_mac": "", "tier": "", "explored": "",
    }  # fmt: skip
    return insert("call", **(given | columns))


def lease(**columns: object) -> str:
    given = {"prospect_id": 1, "agent": "ann", "until": 1, "taken_at": 0, "dialed_numbers": ""}
    return insert("lease", **(given | columns))


TALLY = insert("tally", scope="all", tier=5, hours_id=0, part_mask=0, hold="", people=1)
HOURS = insert("hours", key="UTC", zones="UTC", places="", kind="", coverage="", windows="",
               legal="", closed="", first_day="", last_day="")  # fmt: skip
WORD = insert("name_word", word="ann", prospect_id=1)
SKIP = insert("skip", prospect_id=1, agent="ann", at=0, until=1, reason="")


@pytest.mark.parametrize(
    ("statements", "complaint"),
    [
        ([prospect(ready=2)], "ready_is_yes_or_no"),
        ([prospect(tier=7)], "tier_is_known"),
        ([prospect(tier=-1)], "tier_is_known"),
        ([prospect(ready=1, due_at="NULL")], "ready_has_a_time"),
        ([prospect(ready=1, state="do-not-call")], "opted_out_and_closed_are_not_ready"),
        ([prospect(ready=1, state="closed")], "opted_out_and_closed_are_not_ready"),
        ([prospect(), prospect()], "UNIQUE constraint failed: prospect.id"),
        ([prospect(), call(duration=-1)], "duration_is_not_negative"),
        ([prospect(), lease(), lease(agent="bob")], "UNIQUE constraint failed: lease.prospect_id"),
        ([prospect(), SKIP, SKIP], "UNIQUE constraint failed: skip.prospect_id, skip.agent"),
        (
            [prospect(), WORD, WORD],
            "UNIQUE constraint failed: name_word.word, name_word.prospect_id",
        ),
        ([TALLY, TALLY], "UNIQUE constraint failed: tally.scope"),
        ([HOURS] * 2, "UNIQUE constraint failed: hours.key"),
        ([insert("meta", key="schema", value="2")], "UNIQUE constraint failed: meta.key"),
        ([call(prospect_id=9)], "FOREIGN KEY constraint failed"),
        ([WORD], "FOREIGN KEY constraint failed"),
        ([lease()], "FOREIGN KEY constraint failed"),
    ],
)
def test_what_can_not_be_is_refused_by_the_database_itself(
    office: Office, statements: list[str], complaint: str
) -> None:
    with (
        office.workspace() as ws,
        pytest.raises(sqlite3.IntegrityError, match=re.escape(complaint)),
    ):
        for statement in statements:
            ws.db.run(statement)


def test_a_datetime_that_names_no_moment_is_refused() -> None:
    column = schema.UtcSeconds()
    with pytest.raises(ValueError, match="has no time zone"):
        column.process_bind_param(datetime(2026, 3, 11, 10), sqlite.dialect())  # noqa: DTZ001


def test_a_moment_comes_back_as_the_same_moment_in_utc() -> None:
    column, dialect = schema.UtcSeconds(), sqlite.dialect()
    local = datetime(2026, 3, 11, 10, 15, tzinfo=timezone(timedelta(hours=-4)))
    stored = column.process_bind_param(local, dialect)
    assert stored == 1_773_238_500
    back = column.process_result_value(stored, dialect)
    assert back == local
    assert back is not None
    assert back.tzinfo is UTC
    assert column.process_bind_param(None, dialect) is None
    assert column.process_result_value(None, dialect) is None


def test_every_moment_of_the_schema_is_of_that_type() -> None:
    """A column of another date type would be stored without its zone."""
    for table in schema.Base.metadata.tables.values():
        for column in table.columns:
            named = column.name in ("at", "since", "until")
            is_moment = named or column.name.endswith(("_at", "_until"))
            assert isinstance(column.type, schema.UtcSeconds) is is_moment, column


@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"])
def test_the_shipped_statements_are_those_of_the_declaration(dialect: str) -> None:
    """`make docs` writes them."""
    shipped = Path(opening.__file__).parents[1] / f"data/schema_{dialect}.sql"
    assert shipped.read_text(encoding="utf-8") == schema.as_sql(dialect)


def test_the_shipped_statements_make_what_sqlmodel_makes(tmp_path: Path) -> None:
    opening.open_store(str(tmp_path / "shipped.db"), create=True).close()
    engine = create_engine(f"sqlite:///{tmp_path / 'declared.db'}")
    schema.Base.metadata.create_all(engine)
    engine.dispose()
    found, wanted = (shapes.of_file(tmp_path / f"{name}.db") for name in ("shipped", "declared"))
    assert shapes.differences(found, wanted) == []


def test_the_version_that_is_checked_is_the_version_of_the_schema(office: Office) -> None:
    assert opening.VERSION == schema.VERSION
    assert office.rows("SELECT value FROM meta WHERE key = 'schema'") == [(str(schema.VERSION),)]


# Plain statements ---------------------------------------------------------------------------------

SRC = Path(opening.__file__).parents[2]
MODULES = [
    import_module(".".join(path.relative_to(SRC).with_suffix("").parts))
    for room in (
        "storage",
        "records",
        "privacy",
        "prospects",
        "metrics",
        "planning",
        "audit",
        "importing",
    )
    for path in sorted((SRC / "callq" / room).glob("[a-z]*.py"))
    if "INSERT INTO" in path.read_text(encoding="utf-8")
]
INSERT = re.compile(r"INSERT INTO (\w+) \(([^)]*)\)")


def statements_of(module: ModuleType) -> Iterator[str]:
    """Whole statements in a module: constants in its code, and those its top level puts together."""
    tree = ast.parse(inspect.getsource(module))
    parts = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr | ast.BinOp)
        for part in ast.walk(node)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in parts:
            yield node.value
    for value in vars(module).values():
        if isinstance(value, str):
            yield value


STATEMENTS = sorted(
    {
        (module.__name__.rpartition(".")[2], text)
        for module in MODULES
        for text in statements_of(module)
        if re.match(r"(SELECT|INSERT INTO|UPDATE|DELETE FROM) (?!name FROM pragma_)", text)
        and not re.search(r"nextval|\bpg_|txid_|set_config", text)  # for the server alone
    }
)


def test_the_statements_are_found() -> None:
    assert len(STATEMENTS) > 45
    assert {match[1] for _, text in STATEMENTS if (match := INSERT.match(text))} == {
        "not_duplicates", "place_decision", "list_hold", "saved_view", "time_off", "change", "command", "consent", "dnc", "research", "hours",
        "lease", "meta", "number_list", "script", "skip", "suppression", "tally", "name_word",
    }  # fmt: skip


class _Anything(dict[str, int]):
    """A value for every parameter."""

    def __missing__(self, key: str) -> int:
        return 0


@pytest.mark.parametrize(
    ("module", "text"), STATEMENTS, ids=[f"{m}-{t[:30]}" for m, t in STATEMENTS]
)
def test_every_plain_statement_can_be_run_on_the_schema(
    office: Office, module: str, text: str
) -> None:
    """The database itself knows every table and column that is named."""
    connection = sqlite3.connect(office.path)
    try:
        connection.execute(f"EXPLAIN {text}", _Anything())
    finally:
        connection.close()


@pytest.mark.parametrize(
    "text", [t for _, t in STATEMENTS if INSERT.match(t)], ids=lambda t: t[:30]
)
def test_every_insert_fills_what_must_be_filled(text: str) -> None:
    """SQLModel's defaults are Python's: the database has none for a plain statement."""
    match = INSERT.match(text)
    assert match
    table = schema.Base.metadata.tables[match[1]]
    named = {column.strip() for column in match[2].split(",")}
    own = {"id"} if table.name != "prospect" else set()
    needed = {column.name for column in table.columns if not column.nullable} - own
    assert needed - named == set()
    assert named - set(table.columns.keys()) == set()


def test_the_projection_is_made_of_columns_of_a_prospect() -> None:
    columns = list(schema.Base.metadata.tables["prospect"].columns.keys())
    marked = inspect.getsource(schema.Prospect).partition("# projection")[2]
    declared = [name for name in columns if re.search(rf"^    {name}: ", marked, re.MULTILINE)]
    assert list(projection.COLUMNS) == declared


@pytest.mark.parametrize("table", ["phone", "email"])
def test_a_row_that_undo_brings_back_is_kept_whole(table: str) -> None:
    kept = journal._COLUMNS[table]
    assert list(kept) == list(schema.Base.metadata.tables[table].columns.keys())


def test_a_new_phone_has_a_place_for_every_column() -> None:
    columns = set(schema.Base.metadata.tables["phone"].columns.keys())
    assert columns - set(ContactPhone._fields) == {
        "id",
        "prospect_id",
        "position",
        "reversed_digits",
    }
