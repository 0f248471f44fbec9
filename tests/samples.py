"""Small files as other programs write them: lists, cards, and the call logs of phone systems."""

import base64
import json
import zlib
from typing import Any

# Lists of people

CSV = (
    b"Name;Company;Phone;Mobile;Email;Last Call;Outcome;Notes;Do Not Call\r\n"
    b'Ann Lee;Acme;"(212) 555-0100 x12";001-312-555-0101;a@b.cd;03/04/2026;No answer;"two\nlines";\r\n'
    b'Bob;"He said ""no""";212.555.0100 or 646-555-0191;;b@c.de;2026-01-05 10:00;Not interested;;yes\r\n'
)
VCARD = (
    b"BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCller;=\r\n"
    b"Ann;;;\r\nTEL;CELL:+49 30 123456\r\nTEL;WORK;VOICE:(212) 555-0100\r\nEMAIL:a@b.cd\r\n"
    b"PHOTO;ENCODING=BASE64;JPEG:\r\n /9j/4AAQSkZJRgABAQ\r\n\r\nEND:VCARD\r\nBEGIN:VCARD\r\n"
    b'VERSION:3.0\r\nFN:Bob\\, Ray\r\nitem1.TEL;TYPE="cell,voice":tel:+1-212-555-0100;ext=4\r\n'
    b"NOTE:folded\r\n  line\r\nORG:Acme;Sales\r\nEND:VCARD\r\n"
)  # fmt: skip
JSON = (
    b'{"name": "Ann", "phone": ["212-555-0100", {"type": "cell", "value": "+44 20 7946 0958"}],\n'
    b' "tags": ["a", null, 1.5e3], "nested": {"x": {"y": true}}}\n{"name": "B\\u00f8b", "phone": 5}\n'
)

OWN_JSON = (
    b'{"schema": "callq.list/1", "items": [{"id": 1, "name": "Ann", "phones": [{"number": "1"}]},\n'
    b'{"id": 2, "name": "Bob", "state": "do-not-call", "emails": ["a@b.cd"], "custom": {"a": "b"}}]}\n'
)


COMPANIES = (
    b'[{"id": "l1", "display_name": "Acme", "contacts": [{"name": "Ann", "phones": [{"phone":\n'
    b'"212-555-0100"}]}, {"name": "Bob"}]}, {"name": "Beta", "contacts": [], "phone": "1"}]\n'
)
LDIF = """\
dn: cn=Ann Roe,mail=ann@roe.example
objectClass: top
objectClass: inetOrgPerson
cn: Ann Roe
givenName: Ann
sn: Roe
mail: ann@roe.example
telephoneNumber: 212-555-0101
mobile: 212-555-0102
facsimileTelephoneNumber: 212-555-0103
description: wants the long
  brochure
modifytimestamp: 0Z
"""
_ANN_ROE = {
    "name": "Ann Roe", "phone": "+12125550101", "email": "ann@roe.example", "company": "Roe Ltd",
}  # fmt: skip
BY_PROGRAM: dict[str, Any] = {
    "Google People": {
        "connections": [
            {
                "resourceName": "people/c1",
                "etag": "%E",
                "names": [{"displayName": "Ann Roe", "givenName": "Ann", "familyName": "Roe"}],
                "phoneNumbers": [{"value": "(212) 555-0101", "type": "mobile"}],
                "emailAddresses": [{"value": "ann@roe.example"}],
                "organizations": [{"name": "Roe Ltd", "title": "CEO"}],
            }
        ],
        "totalPeople": 1,
    },
    "Pipedrive": {
        "success": True,
        "data": [
            {
                "id": 1,
                "name": "Ann Roe",
                "phone": [{"label": "work", "value": "212-555-0101", "primary": True}],
                "email": [{"label": "work", "value": "ann@roe.example"}],
                "org_id": {"name": "Roe Ltd", "people_count": 1, "value": 3},
            }
        ],
        "additional_data": {"pagination": {"start": 0}},
    },
    "HubSpot": {
        "results": [
            {
                "id": "51",
                "properties": {
                    "firstname": "Ann", "lastname": "Roe", "email": "ann@roe.example",
                    "phone": "212-555-0101", "company": "Roe Ltd",
                },
                "archived": False,
            }
        ]
    },
    "Salesforce": {
        "totalSize": 1,
        "done": True,
        "records": [
            {
                "attributes": {"type": "Contact", "url": "/services/1"},
                "Name": "Ann Roe",
                "Phone": "(212) 555-0101",
                "Email": "ann@roe.example",
                "Account": {"attributes": {"type": "Account", "url": "/2"}, "Name": "Roe Ltd"},
            }
        ],
    },
    "Close": {
        "data": [
            {
                "display_name": "Roe Ltd",
                "contacts": [
                    {
                        "name": "Ann Roe",
                        "phones": [{"phone": "+12125550101", "type": "office"}],
                        "emails": [{"email": "ann@roe.example", "type": "office"}],
                    }
                ],
            }
        ]
    },
    "keyed": {"a1": _ANN_ROE, "b2": _ANN_ROE},
    "keyed and wrapped": {"contacts": {"a1": _ANN_ROE, "b2": _ANN_ROE}},
}  # fmt: skip

# Call logs of phone systems: Ann was reached, Bob wasn't, and Cy called.

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

# Workbooks

ODS_NAMESPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in [("office", "office"), ("table", "table"), ("text", "text")]
)


def ods_content(*sheets: tuple[str, str], before: str = "") -> str:
    """The content.xml of an OpenDocument spreadsheet, from the name and the rows of each sheet."""
    tables = "".join(
        f'<table:table table:name="{name}">{rows}</table:table>' for name, rows in sheets
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{before}<office:document-content {ODS_NAMESPACES}>'
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )


OLD_WORKBOOK = zlib.decompress(
    base64.b85decode(
        """\
c-rk)T}V_>5T0}Q?z+4Ft)_+s%SFh_A8-{T0$VjxgVxNKN}^ib3yJGqS-0PZvdqUI@TurUup$fldFY1<>aB-DDJT
dcEfAuopr8kJo0)re{b>sqN>J{%oVjP_oH;XlW_HfmJ3f{*F?6?J5*A?_SYS5l0NXs7z~+cCF2M0<l)AB}9b44Ii
h{$AfwWoSar(;?iXp{&5+t}IKSv7i3EKhafo3hFD$9sE_Q5a6hiV~X?n!V3TL$E_U)fAMn66=Zo98}ZTEmhHOsjG
3glK~?Z*%b$Bain<g*=vlRKNq)dCw9L<iZQe<1-h9KGzDh;ZA>W)epGkG#Ca<f<`r@hKYB=RUCwJf?LjnYv2Ufk0
|r`%IfRgaxPq_Ixr_vnwqxyd=rp^c{B_^q6)zGSiyLvnDXV73qbkLh4Pd?$n6;GL~;j4J(1jrp<gT?lw^QDh#nU7
s~UiGSZk#bD{R+}sbLay+jPM$)gS1chCxU}mKtVOgTFJZ1Ze=5Y4&%ksN8Y{>y8DWt+OW;pxz%*l@5O}s0J`kcOQ
*(Xx%EwH6^4)cm(COp^(z5eZiBeSyTL>-s5T*rFB}n(x9El1Ss(+m7WTvs%o=R?kTUxpm`CcGZaz7YHvghIO&+<v
gle+7Sp*{q#+GJCik<rWVmqirf+<E?Q3uG9%4x!ABFmXxt=x!qHvZpP&p$$qSIp5C}DbzS6#>b0;V~*SNJSy$u&9
+{XFM9j~1bwO2!-ShI##s*dO@1=b?Mxvv(8rM;j+k<&3`b4nZLXG=Tc_>4#ELDlT6lJo3h#!YHjDnCAahX6=&8@I
7kW3Nm4a!iUJxuMSc++^4BnhUc&xyJ~^hsw;I@Z3%akzOl~5c1PzV<ScQ{f}9-ZWaO-I&WfDPup<)K5p0KoV!^!>
YzO1F^Wd$IwNKG^I)1a^Z3_9DH!h(qU5l(xRIHMnPm(OdhLpgD#5Np;PkN-ux6=}FwEomR3)`plbKvI4$jGa{sTz
GYSxPl5No+~znFfh6&4dXPCQO(x@fQfbM(9^3nJ)_Z1uDgOuQP*f)_hH}YS9WBej@l!ZU=<$8HSTd<xd`1MQkmxM
4j0CLc(6O9)>PxXFs}<&R@J%i}~MY$%?Lj_Y+Fi{%kUS{%8BY00<>X%>
""".replace("\n", "")
    )
)
"""An old workbook with a title on its first sheet and two people on the second."""
