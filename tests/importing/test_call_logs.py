"""The logs of phone systems: the other end of each call, which way, when and how it ended."""

import io
import json

import pytest

from callq.importing.readers.open import open_table
from helpers import Office

OURS, ANN, BOB, CY = "+1 617 556 0100", "+1 212 556 0101", "+1 312 556 0102", "+1 415 556 0103"

RINGCENTRAL = f"""\
Direction,Type,Phone Number,Name,Date,Time,Action,Action Result,Result Description,Duration
Outgoing,Voice,{ANN},Ann Roe,Wed 03/04/2026,10:15 AM,Phone Call,Call connected,,0:03:12
Outgoing,Voice,{BOB},Bob Fox,Wed 03/04/2026,10:20 AM,Phone Call,No Answer,,0:00:00
Incoming,Voice,{CY},Cy Lee,Wed 03/04/2026,11:00 AM,Phone Call,Missed,,0:00:00
"""
AIRCALL = f"""\
line,datetime (UTC),country_code,direction,from,to,answered,missed_call_reason,user,duration (in call)
Sales,2026-03-04 15:15:00,US,outbound,{OURS},{ANN},Yes,,Dana Hill,192
Sales,2026-03-04 15:20:00,US,outbound,{OURS},{BOB},No,,Dana Hill,0
Sales,2026-03-04 16:00:00,US,inbound,{CY},{OURS},No,abandoned_in_ivr,,0
"""
CALLRAIL = f"""\
Call Status,Number Name,Tracking Number,Direction,Start Time,Duration (seconds),Name,Phone Number,Agent
Answered Call,Ads,{OURS},Outbound,2026-03-04 10:15:00,192,Ann Roe,{ANN},Dana Hill
No Answer,Ads,{OURS},Outbound,2026-03-04 10:20:00,0,Bob Fox,{BOB},Dana Hill
Missed Call,Ads,{OURS},Inbound,2026-03-04 11:00:00,0,Cy Lee,{CY},
"""
FIVE9 = f"""\
CALL ID,TIMESTAMP,CAMPAIGN,CALL TYPE,AGENT NAME,DISPOSITION,ANI,CUSTOMER NAME,DNIS,TALK TIME
1,"Wed, 04 Mar 2026 10:15:00",Spring,Outbound,Dana Hill,Connected,{OURS},Ann Roe,{ANN},00:03:12
2,"Wed, 04 Mar 2026 10:20:00",Spring,Outbound,Dana Hill,No Answer,{OURS},Bob Fox,{BOB},00:00:00
3,"Wed, 04 Mar 2026 11:00:00",Spring,Inbound,,Abandon,{CY},Cy Lee,{OURS},00:00:00
"""
TWILIO = f"""\
Call Sid,From,To,Start Time,Duration,Status,Direction
CA1,{OURS},{ANN},2026-03-04T15:15:00Z,192,completed,outbound-api
CA2,{OURS},{BOB},2026-03-04T15:20:00Z,0,no-answer,outbound-dial
CA3,{CY},{OURS},2026-03-04T16:00:00Z,0,no-answer,inbound
"""
TWILIO_JSON = json.dumps(
    {
        "page": 0,
        "calls": [
            {"sid": f"CA{number}", "from": one, "to": two, "start_time": f"2026-03-04T{at}Z",
             "duration": seconds, "status": status, "direction": way}
            for number, (one, two, at, seconds, status, way) in enumerate([
                (OURS, ANN, "15:15:00", "192", "completed", "outbound-api"),
                (OURS, BOB, "15:20:00", "0", "busy", "outbound-api"),
                (CY, OURS, "16:00:00", "0", "no-answer", "inbound"),
            ])
        ],
    }
)  # fmt: skip
THREE_CX = f"""\
Call Time,Caller ID,Destination,Status,Ringing,Talking,Reason
2026-03-04 10:15,Dana Hill (101),Ann Roe ({ANN}),Answered,00:00:09,00:03:12,
2026-03-04 10:20,Dana Hill (101),Bob Fox ({BOB}),Unanswered,00:00:20,00:00:00,
2026-03-04 11:00,Cy Lee ({CY}),Dana Hill (101),Unanswered,00:00:20,00:00:00,
"""
ASTERISK = f"""\
calldate,clid,src,dst,dcontext,channel,lastapp,duration,billsec,disposition,uniqueid
2026-03-04 10:15:00,Dana <101>,101,{ANN},out,SIP/1,Dial,200,192,ANSWERED,1.1
2026-03-04 10:20:00,Dana <101>,101,{BOB},out,SIP/1,Dial,20,0,NO ANSWER,1.2
2026-03-04 11:00:00,Cy Lee <{CY}>,{CY},101,in,SIP/2,Dial,20,0,NO ANSWER,1.3
"""
MASTER = f"""\
"","101","{ANN}","out","Dana <101>","SIP/1","SIP/2","Dial","x","2026-03-04 10:15:00",\
"2026-03-04 10:15:08","2026-03-04 10:18:20",200,192,"ANSWERED","DOCUMENTATION","1.1",""
"","101","{BOB}","out","Dana <101>","SIP/1","SIP/2","Dial","x","2026-03-04 10:20:00",\
"","2026-03-04 10:20:20",20,0,"NO ANSWER","DOCUMENTATION","1.2",""
"","{CY}","101","in","Cy Lee <{CY}>","SIP/1","SIP/2","Dial","x","2026-03-04 11:00:00",\
"","2026-03-04 11:00:20",20,0,"NO ANSWER","DOCUMENTATION","1.3",""
"""
FRITZ_BOX = f"""\
sep=;
Typ;Datum;Name;Rufnummer;Nebenstelle;Eigene Rufnummer;Dauer
4;04.03.26 10:15;Ann Roe;{ANN};Büro;5560100;0:03
4;04.03.26 10:20;Bob Fox;{BOB};Büro;5560100;0:00
2;04.03.26 11:00;Cy Lee;{CY};;5560100;0:00
"""
ANDROID = f"""\
<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>
<!--File Created By a backup app-->
<calls count="3">
  <call number="{ANN}" duration="192" date="1772637300000" type="2" contact_name="Ann Roe" />
  <call number="{BOB}" duration="0" date="1772637600000" type="2" contact_name="Bob Fox" />
  <call number="{CY}" duration="0" date="1772640000000" type="3" contact_name="(Unknown)" />
</calls>
"""
TERMUX = json.dumps([
    {"name": "Ann Roe", "phone_number": ANN, "type": "OUTGOING", "date": "2026-03-04 10:15:00",
     "duration": "03:12", "sim_id": "1"},
    {"name": "Bob Fox", "phone_number": BOB, "type": "OUTGOING", "date": "2026-03-04 10:20:00",
     "duration": "00:00", "sim_id": "1"},
    {"name": "Cy Lee", "phone_number": CY, "type": "MISSED", "date": "2026-03-04 11:00:00",
     "duration": "00:00", "sim_id": "1"},
])  # fmt: skip
IPHONE = f"""\
Call type,Date,Duration,Number,Contact,Location,Service
Outgoing,2026-03-04 10:15:00,00:03:12,{ANN},Ann Roe,"New York, NY",Phone
Cancelled,2026-03-04 10:20:00,00:00:00,{BOB},Bob Fox,"Chicago, IL",Phone
Missed,2026-03-04 11:00:00,00:00:00,{CY},Cy Lee,"San Francisco, CA",Phone
"""
LOGS = {
    "ringcentral": RINGCENTRAL, "aircall": AIRCALL, "callrail": CALLRAIL, "five9": FIVE9,
    "twilio": TWILIO, "twilio-json": TWILIO_JSON, "3cx": THREE_CX, "asterisk": ASTERISK,
    "asterisk-master": MASTER, "fritz-box": FRITZ_BOX, "android-xml": ANDROID, "termux": TERMUX,
    "iphone": IPHONE,
}  # fmt: skip


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


def test_a_missed_call_of_theirs_is_no_miss_of_ours(office: Office) -> None:
    office.import_(office.file(RINGCENTRAL, "log.csv"))
    state = dict(office.rows("SELECT name, state FROM prospect"))
    assert state["Cy Lee"] == "fresh"
    assert state["Bob Fox"] == "retry"


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
