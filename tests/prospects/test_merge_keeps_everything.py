"""A merge knows every column of a prospect and every table that refers to one; so does its undo."""

import json
from typing import Any

import pytest

from callq.planning.time_off import start_time_off
from callq.records import projection
from callq.storage import personal, schema
from helpers import IN_CHICAGO, IN_LOS_ANGELES, IN_NEW_YORK, Office, moment, new_york

NOW = "2026-03-11T10:15:00-04:00"
KEPT, GONE, THIRD = 1, 2, 3
TOMORROW = int(moment("2026-03-12T10:15:00").timestamp())
ITS_OWN = {"id", "name", "removed_at", "command_id", "merged_into"}
"""What a record has for itself: the other's name is kept beside, which a test elsewhere holds."""
VALUES: dict[str, Any] = {
    "zone": "America/Chicago", "country": "US", "custom": json.dumps({"Pet": "axolotl"}),
    "confirmed_location": "US-TN", "places": "US-TN", "place_zones": "America/Chicago", "value": 5.0,
    "created_at": TOMORROW - 10**6,
}  # fmt: skip
"""What can't be any text or the next day."""
LED = {"not_duplicates.one_id", "not_duplicates.other_id", "name_word.prospect_id"}
"""Rows that stay with the hidden record, and lead from there to the one who stays."""
GONE_WITH_TIME = {"skip"}
"""Claims of minutes and hours: undo parts people, and leaves those where they are."""


def columns() -> list[str]:
    """The columns of a prospect that do not follow from the rest."""
    every = schema.Base.metadata.tables["prospect"].columns.keys()
    return [name for name in every if name not in {*projection.COLUMNS, *ITS_OWN}]


def value_of(column: str) -> Any:
    kind = schema.Base.metadata.tables["prospect"].columns[column].type
    text = f"the {column}" if "CHAR" in str(kind).upper() or "TEXT" in str(kind).upper() else ""
    return VALUES.get(column, text or TOMORROW)


def own(office: Office, who: int) -> dict[str, Any]:
    row = office.row(who)
    return {column: row[column] for column in (*columns(), *ITS_OWN)}


def test_every_column_of_the_other_fills_a_blank_and_undo_restores_both(office: Office) -> None:
    for name in ("Robert Smith", "Bob Smith"):
        office.add(name)
    for column in columns():
        blank = personal.blank("prospect", column) if column != "created_at" else TOMORROW
        for who, value in ((KEPT, blank), (GONE, value_of(column))):
            office.rows(f"UPDATE prospect SET {column} = :v WHERE id = :id", v=value, id=who)
    before = own(office, KEPT), own(office, GONE)
    office.merge(KEPT, GONE)
    row = office.row(KEPT)
    custom = json.loads(row["custom"])
    assert custom.pop("name (from 2)") == "Bob Smith"
    row["custom"] = json.dumps(custom)
    assert {c: row[c] for c in columns()} == {c: value_of(c) for c in columns()}
    office.undo()
    assert (own(office, KEPT), own(office, GONE)) == before


@pytest.fixture
def rich(office: Office) -> Office:
    """Two who are one, of who the second has a row wherever a row can refer to a prospect."""
    office.add("Robert Smith", IN_NEW_YORK)
    office.add("Bob Smith", IN_CHICAGO, emails=("bob@example.com",))
    office.add("Cyd Moe", IN_LOS_ANGELES)
    office.log(GONE, "na")
    office.log(THIRD, "na")
    office.rows("UPDATE call SET referred_to = 2 WHERE prospect_id = 3")
    later = {"now": TOMORROW - 86400, "later": TOMORROW}
    for sql in (
        "INSERT INTO consent (id, prospect_id, kind, scope, source, note, since, recorded_at, "
        "by_agent, withdrawn_by, withdrawn_reason, number, written, seller) "
        "VALUES (1, 2, 'consent', 'all', 'mail', '', :now, :now, 'ann', '', '', '', 1, '')",
        "INSERT INTO research (id, prospect_id, agent, at, text) VALUES (1, 2, 'ann', :now, 'x')",
        "INSERT INTO lease (prospect_id, agent, until, taken_at, dialed_at, dialed_numbers) "
        "VALUES (2, 'ann', :later, :now, :now, '+12125550100')",
        "INSERT INTO skip (prospect_id, agent, at, until, reason) "
        "VALUES (2, 'ann', :now, :later, 'lunch')",
        "INSERT INTO not_duplicates (id, one_id, other_id, agent, at) VALUES (1, 2, 3, 'ann', :now)",
        "INSERT INTO not_duplicates (id, one_id, other_id, agent, at) VALUES (2, 3, 2, 'ann', :now)",
    ):
        office.rows(sql, **{key: at for key, at in later.items() if f":{key}" in sql})
    return office


def references() -> list[tuple[str, str]]:
    return [(table.name, column.name) for table, column in personal.references("prospect")]


def referring(office: Office, who: int) -> dict[str, int]:
    """How many rows refer to someone, by table and column."""
    return {
        f"{t}.{c}": len(office.rows(f"SELECT 1 FROM {t} WHERE {c} = :id", id=who))
        for t, c in references()
    }


def test_rows_of_every_table_come_along_and_undo_gives_them_back(rich: Office) -> None:
    ours, theirs = referring(rich, KEPT), referring(rich, GONE)
    unseen = [name for name, count in theirs.items() if not count]
    assert not unseen, f"give the second a row in {unseen} here, then let a merge carry it"
    tables = sorted({table for table, _ in references()} - GONE_WITH_TIME)
    before = rich.dump(*tables)
    rich.merge(KEPT, GONE)
    after = referring(rich, KEPT)
    for name in set(after) - LED:
        assert after[name] == ours[name] + theirs[name], f"a merge leaves {name} behind"
    rich.undo()
    assert rich.dump(*tables) == before


# While their rep is away --------------------------------------------------------------------------


def put_off(office: Office, who: int, day: str, decided: str = NOW) -> tuple[int, int]:
    pair = int(moment(f"2026-03-{day}T10:15:00").timestamp()), int(moment(decided).timestamp())
    office.rows(
        "UPDATE prospect SET postponed_until = :r, postponed_at = :p WHERE id = :id",
        r=pair[0], p=pair[1], id=who,
    )  # fmt: skip
    return pair


def pair_of(office: Office, who: int) -> tuple[Any, Any]:
    row = office.row(who)
    return row["postponed_until"], row["postponed_at"]


@pytest.mark.parametrize(
    ("ours", "theirs", "stays"),
    [
        ("", "20", "20"), ("20", "", "20"), ("20", "19", "19"), ("19", "20", "19"),
        ("02", "20", "20"), ("02", "", "02"), ("", "02", ""), ("20", "02", "20"),
    ],
)  # fmt: skip
def test_the_earlier_day_that_is_still_to_come_holds(
    office: Office, ours: str, theirs: str, stays: str
) -> None:
    office.add("Robert Smith", new_york(1), owner="ann")
    office.add("Bob Smith", new_york(2), owner="ann")
    pairs: dict[str, tuple[Any, Any]] = {"": (None, None)}
    for who, day in ((KEPT, ours), (GONE, theirs)):
        if day:
            pairs[day] = put_off(office, who, day, f"2026-03-01T1{who}:00:00")
    office.merge(KEPT, GONE)
    assert pair_of(office, KEPT) == pairs[stays]
    office.undo()
    assert (pair_of(office, KEPT), pair_of(office, GONE)) == (pairs[ours], pairs[theirs])


def test_who_was_put_off_stays_so_unless_another_rep_has_them(office: Office) -> None:
    office.add("Robert Smith", new_york(1))
    office.add("Bob Smith", new_york(2), owner="ann")
    office.add("Rob Smith", new_york(3), owner="cy")
    office.log(GONE, "ni", reason="authority")
    with office.workspace() as ws:
        (moved,) = start_time_off(ws, "2026-03-16", "2026-03-20").moved
    assert office.merge(KEPT, GONE).status.due_at == moved.until
    office.undo()
    assert office.merge(THIRD, GONE).status.due_at != moved.until
    assert pair_of(office, THIRD) == (None, None)
