"""JSON, in lines or in one piece."""

import contextlib
import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callq.errors import CallqError, Exit
from callq.importing.headers import map_headers
from callq.importing.people import Person, Reject, read_people
from callq.importing.readers.open import Table, open_table
from callq.importing.rejects import Rejects
from samples import BY_PROGRAM


def opened(data: bytes | str, encoding: str = "") -> Table:
    raw = data.encode() if isinstance(data, str) else data
    return open_table("-", stdin=io.BytesIO(raw), encoding=encoding)


def read(data: bytes | str) -> list[Person]:
    with opened(data) as table:
        mapping = map_headers(table.headers, table.sample())
        found = list(read_people(table, mapping, "US"))
    assert not [each for each in found if isinstance(each, Reject)]
    return [each for each in found if isinstance(each, Person)]


def one(**person: Any) -> Person:
    (found,) = read(json.dumps(person))
    return found


TWO = [{"name": "Ann", "phone": "1"}, {"name": "Bo", "email": "bo@x.com"}]
SHAPES = {
    "lines": "".join(json.dumps(each) + "\n" for each in TWO),
    "lines with commas": ",\r\n".join(map(json.dumps, TWO)),
    "array": json.dumps(TWO),
    "pretty array": json.dumps(TWO, indent=2),
    "an object a line in an array": "[\n" + ",\n".join(map(json.dumps, TWO)) + "\n]\n",
    "pretty objects": "\n".join(json.dumps(each, indent=1) for each in TWO),
    "wrapped": json.dumps({"count": 2, "items": TWO, "more": 0}),
    "wrapped and pretty": json.dumps({"data": TWO, "next": None}, indent=4),
}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_every_shape_gives_the_same_rows(shape: str, encoding: str) -> None:
    with opened(SHAPES[shape].encode(encoding)) as table:
        assert table.headers == ("name", "phone", "email")
        assert [row.cells for row in table.rows] == [("Ann", "1", ""), ("Bo", "", "bo@x.com")]
        assert table.position() == table.dialect.size


@pytest.mark.parametrize(
    ("shape", "lines"), [("lines", [1, 2]), ("pretty array", [2, 6]), ("pretty objects", [1, 5])]
)
def test_rows_know_their_lines(shape: str, lines: list[int]) -> None:
    with opened(SHAPES[shape]) as table:
        assert [row.line for row in table.rows] == lines


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (2125550100, "2125550100"),
        (2125550100.0, "2125550100"),
        (0.5, "0.5"),
        (1e-7, "0.0000001"),
        (True, "yes"),
        (False, "no"),
        (None, ""),
        ("  Zoë\n", "Zoë"),
        ("\ud800", "?"),
    ],
)
def test_values(value: object, text: str) -> None:
    with opened(json.dumps({"name": "Ann", "x": value, "y": 1})) as table:
        row = dict(zip(table.headers, next(table.rows).cells, strict=True))
    assert row.get("x", "") == text


@pytest.mark.parametrize(
    ("value", "phones"),
    [
        ({"phones": ["1", 2]}, [("phone", "1"), ("phone 2", "2")]),
        ({"phones": [{"number": "1", "type": "Mobile"}, {"value": "2", "label": "work"}]},
         [("mobile", "1"), ("work", "2")]),
        ({"phoneNumbers": [{"canonicalForm": "+12125550100", "type": "main"}]},
         [("main", "+12125550100")]),
        ({"phones": [{"number": "212-555-0100", "extension": 7}]}, [("phone", "212-555-0100 x7")]),
        ({"phones": [{"number": "1", "type": "fax"}, {"number": "2", "type": "work"}]},
         [("work", "2")]),
        ({"phone": {"mobile": "1", "work": "2"}}, [("mobile", "1"), ("work", "2")]),
        ({"phones": []}, []),
    ],
)  # fmt: skip
def test_phones(value: dict[str, Any], phones: list[tuple[str, str]]) -> None:
    assert list(one(name="Ann", **value).phones) == phones


def test_what_is_nested() -> None:
    person = one(
        name={"first": "Ann", "last": "Lee"},
        company={"name": "Acme", "size": 5},
        emails=["a@x.com", {"address": "b@x.com", "type": "work"}],
        tags=["hot", "new"],
        address={"city": "Cork", "country": "IE"},
        custom={"Shoe size": 43},
        orders=[{"n": 1, "phone": "212-555-0199"}],
        deep={"a": {"b": "x@y.com"}},
    )
    assert (person.name, person.company) == ("Ann Lee", "Acme")
    assert person.emails == ("a@x.com", "b@x.com")
    assert (person.tags, person.country, person.phones) == (("hot", "new"), "IE", ())
    assert dict(person.custom) == {
        "company size": "5",
        "address city": "Cork",
        "Shoe size": "43",
        "orders (JSON)": '[{"n": 1, "phone": "212-555-0199"}]',
        "deep (JSON)": '{"a": {"b": "x@y.com"}}',
    }


def test_what_callq_prints_of_a_list() -> None:
    item = {
        "id": 7, "name": "Ann", "company": "Acme", "phone": "+12125550100",
        "phone_shown": "(212) 555-0100", "list": "May", "owner": "bo", "state": "recall",
        "zones": "America/New_York", "last_at": "2026-03-04T15:30:00Z",
        "last_outcome": "soft-no", "last_note": "in June", "leased_to": None,
    }  # fmt: skip
    (person,) = read(json.dumps({"schema": "callq.list/1", "items": [item], "more": False}))
    assert (person.name, person.list_name, person.owner) == ("Ann", "May", "bo")
    assert person.phones == (("phone", "+12125550100"),)
    assert (person.past[-1].outcome, person.note, person.region_state) == ("soft-no", "in June", "")
    assert person.past[-1].at is not None
    assert person.external_id == ""
    assert not person.opted_out
    assert dict(person.custom) == {"callq id (JSON)": "7", "status (JSON)": "recall"}


def test_what_callq_prints_of_someone() -> None:
    shown = {
        "schema": "callq.show/1", "id": 7, "name": "Ann", "zone": "America/Chicago",
        "custom": {"Shoe size": "43"}, "emails": ["a@x.com"], "external_id": "K9",
        "phones": [{"phone": "+12125550100", "written": "212 555 0100", "label": "mobile",
                    "extension": None, "zones": ["America/New_York"], "do_not_call": False}],
        "state": "retry", "calls": [{"at": "2026-03-04T15:30:00Z"}],
    }  # fmt: skip
    (person,) = read(json.dumps(shown, indent=2))
    assert (person.zone, person.external_id) == ("America/Chicago", "K9")
    assert person.phones == (("mobile", "212 555 0100"),)
    assert ("Shoe size", "43") in person.custom
    assert not person.opted_out


@pytest.mark.parametrize(
    "told",
    [
        {"state": "do-not-call"},
        {"last_outcome": "do-not-call"},
        {"phones": [{"phone": "+12125550100", "do_not_call": True}]},
    ],
)
def test_who_must_not_be_called_stays_so(told: dict[str, Any]) -> None:
    text = json.dumps({"schema": "callq.list/1", "items": [{"name": "Ann", **told}]})
    assert read(text)[0].opted_out


# Mistakes


def test_a_bad_line_is_kept_and_told(tmp_path: Path) -> None:
    path = tmp_path / "people.jsonl"
    path.write_text('{"name": "Ann"}\n{"name": "Bo"\n\n7\n{"name": "Zoë"}\n', "utf-8")
    with open_table(path) as table, Rejects(tmp_path / "rejects.jsonl", table) as rejects:
        assert table.remarks == ("2 lines aren't JSON objects, from line 2",)
        mapping = map_headers(table.headers, table.sample())
        found = list(read_people(table, mapping, "US"))
        bad = [each for each in found if isinstance(each, Reject)]
        assert [(each.line, each.cells) for each in bad] == [
            (2, ("", '{"name": "Bo"')),
            (4, ("", "7")),
        ]
        for each in bad:
            rejects.add(*each)
    assert '\n{"name": "Bo"\n' in (tmp_path / "rejects.jsonl").read_text("utf-8")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('[\n{"name": "Ann"},\n{"name": }\n]', 3),
        ('[\n{"name": "Ann"}\n{"name": "Bo"}\n]', 3),
        ('[\n{"name": "Ann"},\n', 3),
        ('{\n"name": "Ann",\n7: 1}', 3),
        ('{\n"items": [{"name": "Ann"}', 2),
        ('[{"name": "Ann"}] tail', 1),
        ("[" + '{"a":' * 100_000, 1),
    ],
)
def test_a_mistake_is_named_with_its_line(text: str, line: int) -> None:
    with pytest.raises(CallqError, match=f"line {line}:") as caught:
        opened(text)
    assert (caught.value.name, caught.value.code) == ("bad-json", Exit.BAD_FILE)


@pytest.mark.parametrize("text", ["[]", "{}", "[ {} ]", '{"name": null}', '{"items": []}'])
def test_no_one(text: str) -> None:
    with pytest.raises(CallqError) as caught:
        opened(text)
    assert caught.value.name == "no-people-in-file"


def test_an_unknown_encoding() -> None:
    with pytest.raises(CallqError) as caught:
        opened('{"name": "Ann"}', "klingon")
    assert caught.value.name == "unknown-encoding"


def test_what_isnt_an_object_in_an_array_is_rejected() -> None:
    with opened('[{"name": "Ann"}, "Bo", [1]]') as table:
        assert [row.cells for row in table.rows] == [("Ann",), ("", '"Bo"'), ("", "[1]")]


def test_more_columns_than_anyone_has() -> None:
    person = one(name="Ann", **{f"a{number}": number for number in range(300)})
    assert len(person.custom) == 200
    assert "a299: 299" in dict(person.custom)["More (JSON)"]


def test_values_longer_than_what_is_read_at_once() -> None:
    note = "x" * 300_000
    people = [{"name": f"Ann {number}", "note": note} for number in range(3)]
    for text in (json.dumps(people, indent=1), "\n".join(map(json.dumps, people))):
        assert [each.note for each in read(text)] == [note] * 3


# Anything

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["name", "phones", "type", "emails", "é"]), inner, max_size=3
        )
    ),
    max_leaves=12,
)
KEYS = st.sampled_from(["name", "phones", "emails", "custom", "tags", "items", "schema"])
OBJECTS = st.dictionaries(KEYS | st.text(max_size=6), VALUES, max_size=5)


def everything(data: bytes) -> None:
    with contextlib.suppress(CallqError), opened(data) as table:
        assert len(set(table.headers)) == len(table.headers)
        mapping = map_headers(table.headers, table.sample())
        for found in read_people(table, mapping, "US"):
            assert found.line >= 1
        assert 0 <= table.position() <= len(data)


@settings(deadline=None, max_examples=150)
@given(st.lists(OBJECTS, min_size=1, max_size=4), st.sampled_from([None, 1]))
def test_any_objects(objects: list[dict[str, Any]], indent: int | None) -> None:
    everything("\n".join(json.dumps(each, indent=indent) for each in objects).encode())
    everything(json.dumps(objects, indent=indent).encode())
    everything(json.dumps({"schema": "callq.list/1", "items": objects}).encode())


@settings(deadline=None, max_examples=150)
@given(st.sampled_from(sorted(SHAPES)), st.data())
def test_a_damaged_file_is_refused_or_read(shape: str, data: st.DataObject) -> None:
    bad = bytearray(SHAPES[shape].encode())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(bad) - 1))
        bad[at] = data.draw(st.sampled_from(b'{}[]",:\\\n0ntz\xff\0'))
    everything(bytes(bad))


@settings(deadline=None, max_examples=100)
@given(st.binary(max_size=200), st.sampled_from([b'{"', b'[{"', b"[", b"{}", b'{"items":[']))
def test_any_bytes_behind_the_mark(data: bytes, mark: bytes) -> None:
    everything(mark + data)


# Companies with their people ----------------------------------------------------------------------

ACME = {
    "id": "lead_1", "display_name": "Acme", "status_label": "Bad Fit", "custom": {"Size": "12"},
    "contacts": [
        {"id": "c_1", "name": "Ann Lee", "title": "CTO", "emails": [{"email": "ann@acme.example"}],
         "phones": [{"phone": "+12125550100", "type": "office"}]},
        {"id": "c_2", "name": "Bob Ray", "phones": [{"phone": "+19175550101", "type": "mobile"}]},
    ],
}  # fmt: skip
BETA = {"name": "Beta", "url": "https://beta.example", "contacts": [{"name": "Eva"}]}
ALONE = {"name": "Gamma", "phone": "+12125550107", "contacts": []}


@pytest.mark.parametrize(
    "data",
    [
        json.dumps([ACME, BETA, ALONE], indent=1),
        json.dumps({"data": [ACME, BETA, ALONE], "has_more": False}),
        "\n".join(map(json.dumps, (ACME, BETA, ALONE))),
    ],
    ids=["array", "wrapped", "lines"],
)
def test_the_people_of_a_company_come_in_one_by_one(data: str) -> None:
    ann, bob, eva, gamma = read(data)
    assert [(one.name, one.company) for one in (ann, bob, eva)] == [
        ("Ann Lee", "Acme"), ("Bob Ray", "Acme"), ("Eva", "Beta"),
    ]  # fmt: skip
    assert (ann.external_id, bob.external_id) == ("c_1", "c_2")
    assert ann.phones == (("office", "+12125550100"),)
    assert bob.phones == (("mobile", "+19175550101"),)
    assert (ann.emails, ann.title) == (("ann@acme.example",), "CTO")
    assert dict(ann.custom)["Size"] == dict(bob.custom)["Size"] == "12"
    assert (gamma.name, gamma.phones[0][1]) == ("Gamma", "+12125550107")


@pytest.mark.parametrize("around", ['"total": 1', '"name": "Spring"', '"name":\n"Spring"'])
def test_an_object_around_people_isnt_a_company(around: str) -> None:
    (ann,) = read(f'{{{around}, "contacts": [{{"name": "Ann", "phone": "1"}}]}}\n')
    assert (ann.name, ann.company) == ("Ann", "")


def test_a_named_object_around_many_people_is_read_piece_by_piece(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("callq.importing.readers.json._LONGEST", 1 << 18)
    people = [{"name": f"Person {i}", "phone": "1", "note": "x" * 200} for i in range(3000)]
    assert len(read(json.dumps({"name": "Spring", "contacts": people}))) == 3000


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("program", BY_PROGRAM)
def test_people_as_other_programs_hand_them_out(program: str, indent: int | None) -> None:
    for ann in read(json.dumps(BY_PROGRAM[program], indent=indent)):
        assert (ann.name, ann.company, ann.emails) == ("Ann Roe", "Roe Ltd", ("ann@roe.example",))
        assert [digits for _, number in ann.phones if (digits := number[-8:])] == ["555-0101"] or (
            ann.phones[0][1] == "+12125550101"
        )


def test_a_person_with_an_object_of_objects_is_one_person() -> None:
    (found,) = read(json.dumps({"name": "Ann", "a": {"phone": "1"}, "b": {"phone": "2"}}))
    assert found.name == "Ann"
