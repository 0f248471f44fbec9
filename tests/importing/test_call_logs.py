"""The logs of phone systems: the other end of each call, which way, when and how it ended."""

import io

import pytest

from callq.importing.readers.open import open_table
from helpers import Office
from samples import ANN, BOB, CY, LOGS, OURS, RINGCENTRAL, THREE_CX, TWILIO


def read(text: str) -> list[dict[str, str]]:
    with open_table("-", stdin=io.BytesIO(text.encode())) as table:
        return [dict(zip(table.headers, row.cells, strict=True)) for row in table.rows]


@pytest.mark.parametrize("system", LOGS)
def test_each_row_is_a_call_with_the_other_end(system: str) -> None:
    ann, bob, cy = read(LOGS[system])
    assert [row["Phone"] for row in (ann, bob, cy)] == [ANN, BOB, CY]
    assert [row["Direction"] for row in (ann, bob, cy)] == ["outgoing", "outgoing", "incoming"]
    assert cy["Outcome"] == "No answer"
    assert ann["Call Duration"] == ("180" if system == "fritz-box" else "192")


@pytest.mark.parametrize("system", LOGS)
def test_calls_come_in_as_made_or_as_incoming(office: Office, system: str) -> None:
    report = office.import_(office.file(LOGS[system], "log.txt"), now="2026-03-11T10:15-04:00")
    assert (report.added, report.rejected) == (3, 0)
    calls = office.rows(
        "SELECT number, channel, date(at, 'unixepoch', '-5 hours'), imported, duration FROM call "
        "ORDER BY number"
    )
    day = "2026-03-04"
    seconds = 180 if system == "fritz-box" else 192
    numbers = [number.replace(" ", "") for number in (ANN, BOB, CY)]
    assert [row[:4] for row in calls] == [
        (numbers[0], "call", day, 0), (numbers[1], "call", day, 0), (numbers[2], "incoming", day, 0),
    ]  # fmt: skip
    assert calls[0][4] == seconds
    ours = OURS.replace(" ", "")
    assert office.rows("SELECT 1 FROM phone WHERE e164 = :ours", ours=ours) == []


@pytest.mark.parametrize("system", ["ringcentral", "callrail", "five9", "3cx", "iphone", "termux"])
def test_the_name_is_the_other_ends_and_not_the_agents(office: Office, system: str) -> None:
    office.import_(office.file(LOGS[system], "log.txt"))
    assert office.rows("SELECT name FROM prospect ORDER BY id") == [
        ("Ann Roe",), ("Bob Fox",), ("Cy Lee",)
    ]  # fmt: skip


@pytest.mark.parametrize("word", ["UNKNOWN_CALLER", "(Unknown)", "Anonymous", "unbekannt"])
def test_who_has_no_name_goes_by_the_number(office: Office, word: str) -> None:
    text = f"Direction,Number,Name,Date,Duration\nOutgoing,{ANN},{word},2026-03-02 10:00,65\n"
    office.import_(office.file(text, "log.csv"))
    ((name,),) = office.rows("SELECT name FROM prospect")
    assert name == ANN


def test_a_missed_call_of_theirs_is_no_miss_of_ours(office: Office) -> None:
    office.import_(office.file(RINGCENTRAL, "log.csv"))
    state = dict(office.rows("SELECT name, state FROM prospect"))
    assert state["Cy Lee"] == "recall"
    assert state["Bob Fox"] == "retry"


def test_only_a_fresh_missed_call_of_theirs_is_hot(office: Office) -> None:
    office.import_(office.file(RINGCENTRAL, "log.csv"), now="2026-03-05T09:00-05:00")
    assert office.rows("SELECT state FROM prospect WHERE name = 'Cy Lee'") == [("hot",)]
    with office.workspace() as ws, ws.db.write():
        ws.projector().rebuild()
    assert office.rows("SELECT state FROM prospect WHERE name = 'Cy Lee'") == [("hot",)]


def test_internal_calls_and_hidden_numbers_are_rejected_with_a_reason(office: Office) -> None:
    text = (
        THREE_CX + "2026-03-04 12:00,Dana Hill (101),Eve Hill (102),Answered,00:00:02,00:00:10,\n"
    )
    report = office.import_(office.file(text, "log.csv"))
    assert (report.added, report.rejected) == (3, 1)


@pytest.mark.parametrize(
    "text",
    [
        f"Name,Phone,Type,Created At,Status\nAnn,{ANN},Inbound,2026-03-04,New\n",
        f"Name,Phone,Date,Outcome\nAnn,{ANN},2026-03-04,No answer\n",
        "From,To,Date,Subject\nann@x.example,bo@x.example,2026-03-04,Hi\n",
        f"Name,Number,Address,Date\nAnn,{ANN},1 Main St,2026-03-04\n",
    ],
)
def test_a_list_of_people_is_no_call_log(text: str) -> None:
    assert "Direction" not in read(text)[0]


def test_a_map_of_the_logs_own_columns_leaves_it_as_it_is(office: Office) -> None:
    path = office.file(TWILIO, "log.csv")
    office.import_(path, mapping={"To": "ignore", "From": "phone"})
    assert len(office.rows("SELECT 1 FROM phone WHERE e164 = '+16175560100'")) == 1


def test_callers_and_callees_are_two_ends(office: Office) -> None:
    text = (
        "Direction;Caller Number;Caller Name;Callee Number;Callee Name;Date/Time;Call Duration\n"
        f"outbound;{OURS};Rep One;{ANN};Ann Roe;2026-03-04 10:15;00:03:12\n"
        f"inbound;{BOB};Bob Fox;{OURS};Rep One;2026-03-04 11:15;00:00:00\n"
    )
    office.import_(office.file(text, "log.csv"))
    assert office.rows("SELECT name FROM prospect ORDER BY id") == [("Ann Roe",), ("Bob Fox",)]
    assert len(office.rows("SELECT 1 FROM phone")) == 2
