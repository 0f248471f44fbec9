"""Words that ask not to be called, in a cell of any format, hold someone until a person decides."""

import io
import json

import openpyxl  # type: ignore[import-untyped]
import pytest

from helpers import Callq, Office

OPTED_OUT, OTHER = "Bitte NICHT mehr anrufen!", "call him after 5, do not call before"


def _csv(wish: str, other: str) -> bytes:
    return f'Name,Phone,Colour\nAnn Lee,212-555-0100,"{wish}"\nBob Ray,312-555-0101,"{other}"\n'.encode()


def _book(wish: str, other: str) -> bytes:
    book = openpyxl.Workbook()
    rows = (
        ["Name", "Phone", "Colour"],
        ["Ann Lee", "212-555-0100", wish],
        ["Bob Ray", 3125550101, other],
    )
    for row in rows:
        book.active.append(row)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _cards(wish: str, other: str) -> bytes:
    card = "BEGIN:VCARD\nVERSION:3.0\nFN:{}\nTEL:{}\nX-COLOUR:{}\nEND:VCARD\n"
    other = other.replace(",", "\\,")
    return (
        card.format("Ann Lee", "212-555-0100", wish) + card.format("Bob Ray", "312-555-0101", other)
    ).encode()


def _lines(wish: str, other: str) -> bytes:
    people = [
        {"name": "Ann Lee", "phone": "212-555-0100", "more": {"deep": [{"colour": wish}]}},
        {"name": "Bob Ray", "phone": "312-555-0101", "colour": other},
    ]
    return "\n".join(json.dumps(one, ensure_ascii=False) for one in people).encode()


@pytest.mark.parametrize("written", [_csv, _book, _cards, _lines])
def test_an_opt_out_in_any_format_holds_is_audited_and_is_decided(
    written: object, office: Office, run_callq: Callq
) -> None:
    assert callable(written)
    (office.home / "may").write_bytes(written(OPTED_OUT, OTHER))
    assert run_callq.here("import", "may", "--json").json["counts"]["opt_out_requests"] == 1
    assert held(run_callq) == ["Ann Lee"]
    assert [one["name"] for one in run_callq.here("today", "--json").json["items"]] == ["Bob Ray"]

    audited = run_callq.here("purge-check", "--strict", "--json")
    (item,) = audited.json["items"]
    assert (audited.code, item["verdict"], item["flags"]) == (1, "decide", ["opt-out-request"])
    assert '"NICHT mehr anrufen"' in item["explanation"]
    why = " ".join(run_callq.here("why", "ann").out.split())
    assert (
        '("NICHT mehr anrufen"). You decide: callq log 1 do-not-call, or callq edit 1 --may-be-called'
        in why
    )

    run_callq.here("edit", "ann", "--may-be-called")
    assert held(run_callq) == []
    assert run_callq.here("purge-check", "--strict").code == 0
    run_callq.here("undo")
    assert held(run_callq) == ["Ann Lee"]
    run_callq.here("log", "ann", "do-not-call")
    assert held(run_callq) == []
    assert [one["verdict"] for one in run_callq.here("purge-check", "--json").json["items"]] == [
        "do-not-call"
    ]
    run_callq.here("undo")
    assert held(run_callq) == ["Ann Lee"]


def test_a_file_is_audited_for_opt_outs_too(office: Office, run_callq: Callq) -> None:
    (office.home / "may.csv").write_bytes(_csv(OPTED_OUT, OTHER))
    (ann,) = run_callq.here("purge-check", "may.csv", "--json").json["items"]
    assert (ann["verdict"], ann["flags"]) == ("decide", ["opt-out-request"])
    office.add("Bob Ray", "+1 312 555 0101")
    (office.home / "june.csv").write_bytes(_csv(OTHER, OPTED_OUT))
    (bob,) = run_callq.here("purge-check", "june.csv", "--json").json["items"]
    assert (bob["name"], bob["flags"]) == ("Bob Ray", ["opt-out-request"])


def held(run: Callq) -> list[str]:
    return [one["name"] for one in run.here("list", "--held", "--json").json["items"]]


@pytest.mark.parametrize(
    "status",
    ["Do not call the office", "Do not call at work", "Don't call before 5", "Do not call today",
     "Do not call until June", "DNC until May", "Opt out of emails"],
)  # fmt: skip
def test_a_status_about_one_number_or_a_while_is_for_a_person_to_decide(
    status: str, office: Office, run_callq: Callq
) -> None:
    (office.home / "may.csv").write_text(
        "Name,Phone,Status\nBob Ray,312-555-0101,Voicemail\nCy Day,312-555-0102,Busy\n"
        f"Ann Lee,212-555-0100,{status}\n"
    )
    counts = run_callq.here("import", "may.csv", "--json").json["counts"]
    assert counts["opt_out_requests"] == 1
    assert held(run_callq) == ["Ann Lee"]
    assert run_callq.here("dnc", "list", "--json").json["entries"] == []
