"""`--json` is a contract: these fields, of these types, alone on stdout."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from callq.engine.audit import Flag, Verdict
from helpers import IN_CHICAGO, IN_LOS_ANGELES, IN_NEW_YORK, Callq, Office, copy_store, new_york

Shape = Any
"""A type, a tuple of types, `[shape]` for a list, `{field: shape}` for an object, or a check."""
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def moment(value: object) -> bool:
    return isinstance(value, str) and bool(MOMENT.fullmatch(value))


def maybe_moment(value: object) -> bool:
    return value is None or moment(value)


def maybe(shape: Shape) -> Callable[[object], bool]:
    def fits(value: object) -> bool:
        if value is not None:
            compare(value, shape, "it")
        return True

    return fits


def by_name(shape: Shape) -> Callable[[object], bool]:
    def fits(value: object) -> bool:
        assert isinstance(value, dict)
        for name, one in value.items():
            assert isinstance(name, str)
            compare(one, shape, name)
        return True

    return fits


def exactly(*words: str) -> Callable[[object], bool]:
    return lambda value: value in words


TEXT, MAYBE_TEXT = str, (str, type(None))
COUNT, MAYBE_COUNT = int, (int, type(None))
NUMBER, MAYBE_NUMBER = (int, float), (int, float, type(None))
YES_NO = bool
ITEM = {
    "id": COUNT, "name": TEXT, "company": TEXT, "phone": MAYBE_TEXT, "phone_shown": MAYBE_TEXT,
    "list": TEXT, "owner": TEXT, "state": TEXT, "tier": TEXT, "score": float, "action": TEXT,
    "due_at": maybe_moment, "opens_at": maybe_moment, "callback_at": maybe_moment,
    "hold": MAYBE_TEXT, "explanation": TEXT, "rule": TEXT, "misses": COUNT, "zones": [TEXT],
    "last_at": maybe_moment, "last_outcome": MAYBE_TEXT, "last_note": MAYBE_TEXT,
    "leased_to": MAYBE_TEXT,
}  # fmt: skip
NOTE = {"at": moment, "agent": TEXT, "text": TEXT}
PROGRESS = {"block": TEXT, "done": COUNT, "goal": COUNT}
SCRIPT = {
    "kind": TEXT, "title": TEXT, "open": MAYBE_TEXT, "answer": MAYBE_TEXT, "then": [TEXT],
    "ask": MAYBE_TEXT, "tip": MAYBE_TEXT,
}  # fmt: skip
PHONE = {
    "phone": MAYBE_TEXT, "shown": TEXT, "written": TEXT, "label": MAYBE_TEXT,
    "extension": MAYBE_TEXT, "quality": exactly("valid", "possible", "impossible"),
    "zones": [TEXT], "do_not_call": YES_NO, "on_a_registry": YES_NO,
}  # fmt: skip
PERSON = {
    "id": COUNT, "name": TEXT, "company": TEXT, "title": TEXT, "owner": TEXT, "list": TEXT,
    "zone": MAYBE_TEXT, "country": MAYBE_TEXT, "note": MAYBE_TEXT, "tags": [TEXT],
    "custom": by_name(TEXT), "external_id": MAYBE_TEXT, "value": MAYBE_NUMBER, "emails": [TEXT],
    "phones": [PHONE],
}  # fmt: skip
CALL = {
    "call_id": COUNT, "at": moment, "agent": TEXT,
    "channel": exactly("call", "email", "text", "visit"), "phone": MAYBE_TEXT, "outcome": TEXT,
    "reason": MAYBE_TEXT, "permission": (bool, type(None)), "given_at": maybe_moment,
    "duration": MAYBE_COUNT, "note": MAYBE_TEXT, "imported": YES_NO, "voided_at": maybe_moment,
    "voided_by": MAYBE_TEXT, "violations": [TEXT],
}  # fmt: skip
BECAUSE = {
    "text": TEXT, "rule": MAYBE_TEXT, "call_id": MAYBE_COUNT, "counted_from": maybe_moment,
    "until": maybe_moment,
}  # fmt: skip
FINDING = {
    "id": MAYBE_COUNT, "line": MAYBE_COUNT, "name": TEXT, "company": TEXT, "phone": MAYBE_TEXT,
    "list": TEXT, "owner": TEXT, "verdict": exactly(*Verdict), "flags": [exactly(*Flag)],
    "due_at": maybe_moment, "explanation": TEXT, "rule": TEXT, "last_outcome": MAYBE_TEXT,
    "reason": MAYBE_TEXT, "last_outcome_at": maybe_moment, "agent": MAYBE_TEXT, "note": MAYBE_TEXT,
}  # fmt: skip
COUNTS = dict.fromkeys(("dials", "conversations", "refusals", "wins", "wins_elsewhere"), COUNT)
RATE = {"share": MAYBE_NUMBER, "low": NUMBER, "high": NUMBER, "enough": YES_NO}
TO_NEXT = {
    "expected": MAYBE_NUMBER, "low": NUMBER, "high": MAYBE_NUMBER, "half_within": MAYBE_COUNT,
    "nine_in_ten_within": MAYBE_COUNT, "enough": YES_NO,
}  # fmt: skip
FIGURES = {
    **COUNTS, "contact": RATE,
    "to_next_win": {"calls": TO_NEXT, "conversations": TO_NEXT, "refusals": TO_NEXT},
}  # fmt: skip
RECOVERED = {
    "people": COUNT, "said_yes": COUNT, "won": COUNT, "median_days": MAYBE_COUNT,
    "median_calls": MAYBE_COUNT,
}  # fmt: skip
CURVE = {
    "reliable_until": COUNT,
    "points": [
        {"at": COUNT, "watched": COUNT, "happened": COUNT, "share": NUMBER, "low": NUMBER,
         "high": NUMBER}
    ],
}  # fmt: skip
DUE = dict.fromkeys(("calls", "callbacks", "fresh", "emails"), COUNT)
LOOK = {
    "state": TEXT, "due_at": maybe_moment, "rule": TEXT, "explanation": TEXT, "hold": MAYBE_TEXT,
    "callable": YES_NO,
}  # fmt: skip
SHAPES: dict[str, dict[str, Shape]] = {
    "callq.today/1": {
        "now": moment, "clock_fixed": YES_NO,
        "counts": {
            "callbacks": COUNT, "due": COUNT, "done_today": COUNT, "waiting": COUNT,
            "opens_at": maybe_moment, "held": by_name(COUNT),
        },
        "routine": maybe(PROGRESS), "rest": COUNT, "without_research": [COUNT], "items": [ITEM], "later": [ITEM], "waiting": [ITEM], "held": [ITEM],
    },
    "callq.next/1": {
        "items": [ITEM], "lease_until": moment, "again": YES_NO, "stage": MAYBE_TEXT,
        "script": maybe(SCRIPT), "research": [NOTE], "routine": maybe(PROGRESS), "details": PERSON, "calls": [CALL],
    },
    "callq.release/1": {"released": COUNT},
    "callq.log/1": {
        "prospect_id": COUNT, "name": TEXT, "call_id": COUNT, "outcome": TEXT, "reason": MAYBE_TEXT,
        "at": moment, "given_at": maybe_moment, "rule": TEXT, "state": TEXT, "action": TEXT,
        "due_at": maybe_moment, "callable_at": maybe_moment, "explanation": [TEXT], "violations": [TEXT],
        "warnings": [TEXT], "blocked": [TEXT],
        "routine": maybe(PROGRESS), "referred_to": MAYBE_COUNT,
    },
    "callq.undo/1": {
        "command": exactly("log", "add", "edit", "import", "rules apply"), "summary": TEXT,
        "at": moment, "people": [{"id": COUNT, "name": TEXT}], "removed": COUNT, "kept": COUNT,
        "lifted": COUNT, "restored": COUNT,
    },
    "callq.show/1": {
        **PERSON, "state": TEXT, "action": TEXT, "due_at": maybe_moment, "explanation": TEXT,
        "rule": TEXT, "leased_to": MAYBE_TEXT, "stage": MAYBE_TEXT,
        "research": [NOTE], "calls": [CALL],
    },
    "callq.why/1": {
        "id": COUNT, "name": TEXT, "state": TEXT, "action": TEXT, "rule": TEXT,
        "due_at": maybe_moment, "first_moment": maybe_moment, "hold": MAYBE_TEXT,
        "explanation": [BECAUSE],
        "violations": [{"call_id": COUNT, "code": exactly("cooldown", "cap", "do-not-call", "closed", "rest"), "text": TEXT}],
        "stage": MAYBE_TEXT, "tier": TEXT, "score": NUMBER,
        "terms": [{"term": TEXT, "weight": NUMBER, "value": NUMBER, "points": NUMBER}],
    },
    "callq.list/1": {"items": [ITEM], "more": YES_NO},
    "callq.lists/1": {"items": [{"list": TEXT, "people": COUNT}]},
    "callq.purge-check/1": {
        "now": moment, "items": [FINDING],
        "counts": {
            "people": COUNT, "can_be_called": COUNT, "violations": COUNT,
            "given_up_too_early": COUNT, "verdicts": {verdict.value: COUNT for verdict in Verdict},
            "flags": {flag.value: COUNT for flag in Flag}, "violations_elsewhere": COUNT,
        },
        "groups": by_name(by_name(COUNT)),
    },
    "callq.import/1": {
        "source": TEXT, "sheet": MAYBE_TEXT, "list": TEXT, "region": TEXT, "dry_run": YES_NO,
        "counts": dict.fromkeys(
            ("rows", "added", "unchanged", "enriched", "changed", "duplicates", "calls", "opted_out", "asked",
             "unreachable", "erased", "rejected"), COUNT,
        ),
        "columns": [{"header": TEXT, "field": TEXT, "label": MAYBE_TEXT, "why": TEXT}],
        "changes": [
            {"line": COUNT, "id": COUNT, "name": TEXT, "field": TEXT, "old": MAYBE_TEXT, "new": TEXT}
        ],
        "problems": [
            {"what": TEXT, "column": MAYBE_TEXT, "count": COUNT, "hint": TEXT,
             "examples": [{"line": COUNT, "value": TEXT, "place": TEXT}]}
        ],
        "remarks": [TEXT], "rejects_file": MAYBE_TEXT,
    },
    "callq.preview/1": {
        "source": TEXT, "encoding": TEXT, "delimiter": MAYBE_TEXT, "rows": COUNT, "more": YES_NO,
        "columns": [
            {"header": TEXT, "field": TEXT, "label": MAYBE_TEXT, "why": TEXT, "filled": COUNT, "samples": [TEXT]}
        ],
        "remarks": [TEXT],
    },
    "callq.add/1": {"items": [ITEM], "warnings": [TEXT]},
    "callq.edit/1": {"id": COUNT, "name": TEXT, "changed": [TEXT]},
    "callq.rules-check/1": {"file": TEXT, "version": TEXT, "rules": COUNT, "mistakes": []},
    "callq.rules-apply/1": {
        "version": TEXT, "source": TEXT, "dry_run": YES_NO, "people": COUNT, "changed": COUNT,
        "calls": COUNT,
    },
    "callq.stats/1": {
        "now": moment, "from": moment, "to": moment, "list": MAYBE_TEXT, "owner": MAYBE_TEXT,
        "people": COUNT, "total": FIGURES, "imported": COUNT, "touches": by_name(COUNT),
        "by_rep": [{"rep": TEXT, **FIGURES}], "by_list": [{"list": TEXT, **FIGURES}],
        "by_hour_of_week": [{"weekday": COUNT, "hour": COUNT, **FIGURES}],
        "by_day": [{"day": TEXT, **COUNTS}],
        "by_outcome": [{"outcome": TEXT, "dials": COUNT, "share": RATE}],
        "by_reason": [{"outcome": TEXT, "reason": MAYBE_TEXT, "refusals": COUNT}],
        "recovery": {
            "since": moment, **RECOVERED, "by_days": CURVE, "by_calls": CURVE,
            "by_kind": [
                {"outcome": TEXT, "reason": MAYBE_TEXT, **RECOVERED, "by_days": CURVE}
            ],
        },
    },
    "callq.forget/1": {
        "prospect_id": MAYBE_COUNT, "reason": TEXT, "source": TEXT, "calls": COUNT,
        "sharing": [COUNT], "named_in": [COUNT], "dry_run": YES_NO, "kept_as": MAYBE_TEXT,
        "suppressed": COUNT, "key_file": MAYBE_TEXT, "wiped": (bool, type(None)),
    },
    "callq.evidence/1": {
        "from": moment, "to": moment, "who": MAYBE_TEXT,
        "calls": [{
            "call_id": COUNT, "at": moment, "local_time": TEXT, "zone": MAYBE_TEXT, "rep": TEXT,
            "seller": MAYBE_TEXT, "product": MAYBE_TEXT, "called_number": MAYBE_TEXT,
            "called_number_hash": MAYBE_TEXT, "calling_number": MAYBE_TEXT, "caller_id": MAYBE_TEXT,
            "channel": exactly("call", "email", "text", "visit"), "outcome": TEXT,
            "reason": MAYBE_TEXT, "duration": MAYBE_COUNT, "prospect_id": COUNT, "name": TEXT,
            "company": TEXT, "kind": MAYBE_TEXT, "list": TEXT, "rules": MAYBE_TEXT,
            "window": MAYBE_TEXT, "places": [TEXT], "table": MAYBE_TEXT, "lists": [TEXT], "exempt": MAYBE_TEXT,
            "script": MAYBE_TEXT, "violations": [TEXT],
            "logged_at": moment, "imported": YES_NO, "voided_at": maybe_moment,
            "voided_by": MAYBE_TEXT,
        }],
        "do_not_call": [{
            "phone": TEXT, "since": moment, "source": TEXT, "reason": MAYBE_TEXT, "by": MAYBE_TEXT,
            "call_id": MAYBE_COUNT, "lifted_at": maybe_moment, "lifted_reason": MAYBE_TEXT,
        }],
        "suppressed": [{
            "hash": TEXT, "key_id": TEXT, "reason": TEXT, "requested_at": moment, "source": TEXT,
        }],
    },
    "callq.dossier/1": {
        "made_at": moment, "id": COUNT, "name": TEXT, "ids": [COUNT],
        "held": [{
            "table": TEXT, "meaning": TEXT, "rows": [by_name((str, int, float, type(None)))],
        }],
        "named_in": [COUNT],
        "suppressed": [{
            "hash": TEXT, "key_id": TEXT, "reason": TEXT, "requested_at": moment, "source": TEXT,
        }],
    },
    "callq.erase-finish/1": {"wiped": YES_NO},
    "callq.script/1": {
        "id": MAYBE_COUNT, "name": MAYBE_TEXT, "explanation": MAYBE_TEXT, "stage": MAYBE_TEXT,
        "mail": MAYBE_TEXT, "script": maybe(SCRIPT), "missing": [TEXT],
    },
    "callq.script-kinds/1": {
        "kinds": [{"kind": TEXT, "title": TEXT, "list": MAYBE_TEXT, "stage": MAYBE_TEXT}],
    },
    "callq.away/1": {
        "agent": TEXT, "from": TEXT, "to": TEXT, "dry_run": YES_NO, "workdays": COUNT,
        "capacity": COUNT,
        "moved": [{"id": COUNT, "name": TEXT, "due_at": moment, "postponed_until": moment}],
        "callbacks": [{"id": COUNT, "name": TEXT, "callback_at": moment}],
    },
    "callq.away-back/1": {
        "agent": TEXT, "back": TEXT, "from": TEXT, "to": MAYBE_TEXT, "dry_run": YES_NO,
        "capacity": COUNT,
        "sooner": [{"id": COUNT, "name": TEXT, "returned_at": moment, "due_at": moment}],
    },
    "callq.routine/1": {
        "agent": TEXT, "streak": COUNT, "longest": COUNT,
        "blocks": [{"block": TEXT, "from": TEXT, "to": TEXT, "done": COUNT, "goal": COUNT}],
        "days": [{"day": TEXT, "what": TEXT, "done": COUNT, "goal": COUNT}],
        "away": [{"from": TEXT, "to": TEXT}],
    },
    "callq.note/1": {"id": COUNT, "name": TEXT, "text": TEXT, "count": COUNT},
    "callq.mail/1": {
        "id": COUNT, "name": TEXT, "kind": TEXT, "from": TEXT, "to": TEXT, "subject": TEXT,
        "body": TEXT, "mailto": TEXT, "missing": [TEXT], "due": YES_NO, "file": MAYBE_TEXT,
    },
    "callq.mail-kinds/1": {
        "kinds": [{"kind": TEXT, "title": TEXT, "list": MAYBE_TEXT, "stage": MAYBE_TEXT}],
    },
    "callq.playbook-check/1": {"file": TEXT, "scripts": COUNT, "mails": COUNT, "stages": COUNT},
    "callq.playbook-apply/1": {
        "source": TEXT, "dry_run": YES_NO, "texts": COUNT, "own": COUNT, "changed": [TEXT],
    },
    "callq.forecast/1": {
        "now": moment, "list": MAYBE_TEXT, "owner": MAYBE_TEXT,
        "capacity": {"calls": COUNT, "each": MAYBE_COUNT, "reps": [TEXT]},
        "due_now": DUE, "held": COUNT, "later": COUNT, "clear_on": MAYBE_TEXT,
        "days": [
            {"day": TEXT, "business": YES_NO, "due": DUE, "capacity": COUNT, "done": COUNT,
             "waiting": COUNT}
        ],
    },
    "callq.rules-diff/1": {
        "now": moment, "before": TEXT, "after": TEXT, "sections": [TEXT], "list": MAYBE_TEXT,
        "owner": MAYBE_TEXT, "people": COUNT,
        "callable_now": {"before": COUNT, "after": COUNT},
        "changes": dict.fromkeys(("callable", "silent", "sooner", "later", "same"), COUNT),
        "reasons": [{"change": TEXT, "before": TEXT, "after": TEXT, "people": COUNT}],
        "examples": [
            {"id": COUNT, "name": TEXT, "company": TEXT, "change": TEXT, "before": LOOK,
             "after": LOOK}
        ],
        "days": [
            {"day": TEXT, "due_before": COUNT, "due_after": COUNT, "waiting_before": COUNT,
             "waiting_after": COUNT}
        ],
    },
    "callq.config/1": {
        "settings": by_name({"value": (str, int, bool), "source": TEXT}), "db": TEXT,
        "agent": TEXT, "config_file": TEXT,
    },
}  # fmt: skip


def compare(value: Any, shape: Shape, where: str) -> None:
    """Looks whether a value has a shape; says where it has not."""
    if isinstance(shape, dict):
        assert isinstance(value, dict), where
        assert list(value) == list(shape), where
        for field, inner in shape.items():
            compare(value[field], inner, f"{where}.{field}")
    elif isinstance(shape, list):
        assert isinstance(value, list), where
        for i, one in enumerate(value):
            compare(one, shape[0], f"{where}[{i}]")
    elif isinstance(shape, type | tuple):
        kinds = shape if isinstance(shape, tuple) else (shape,)
        assert type(value) in kinds, f"{where} = {value!r}"
    else:
        assert shape(value), f"{where} = {value!r}"


def read(run: Callq, *arguments: str, **more: Any) -> dict[str, Any]:
    """Runs a command with `--json` and compares what it prints with the contract."""
    ended = run.here(*arguments, "--json", **more)
    assert ended.code == 0, ended
    found: dict[str, Any] = ended.json
    schema = found.pop("schema")
    compare(found, SHAPES[schema], schema)
    return found | {"schema": schema}


@pytest.fixture(scope="module")
def rich(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one of everything that can be told."""
    office = Office(tmp_path_factory.mktemp("rich"))
    copy_store(template, office.home)
    before = "2026-03-09T11:00:00-04:00"
    office.add(
        "Ron Smith", IN_NEW_YORK, "ask Ann", "+1 212 555 0199x12", now=before, company="Acme",
        emails=("ron@example.com",), title="CEO", owner="ann", list_name="fair", note="a note",
        tags=("vip",), custom=(("Budget", "3000"),), external_id="X-1", value=12.5, country="US",
    )  # fmt: skip
    office.log("ron", "hn", permission=True, duration="90", note="said no", now=before)
    office.log("ron", "ni", reason="price", now="2026-03-10T11:00:00-04:00")
    office.log("ron", "na")
    office.undo()
    office.add("Promised", IN_CHICAGO, now=before)
    office.log("promised", "cb", at="tomorrow 2pm", now="2026-03-10T12:00:00-04:00")
    office.add("Due", new_york(1), now=before)
    office.add("West", IN_LOS_ANGELES, now="2026-03-10T12:00:00-04:00")
    office.add("Nowhere", "+1 800 555 0199", now=before)
    office.add("Asked", new_york(2), now=before, opt_out_text="do not call")
    office.add("Gone", new_york(3), now=before)
    office.log("gone", "dnc", now=before)
    office.add("Dead", new_york(4), now=before)
    office.log("dead", "wn", now=before)
    office.add("Mail", new_york(5), now=before)
    office.log("mail", "ni", channel="email", now=before)
    office.rows(
        "INSERT INTO time_off (id, agent, first_day, last_day) VALUES (1, 'zed', '2026-03-16', '2026-03-17')"
    )
    office.take(agent="bob")
    return office.path


@pytest.fixture
def run(rich: Path, tmp_path: Path) -> Callq:
    copy_store(rich, tmp_path / "home")
    return Callq(tmp_path / "home")


@pytest.mark.parametrize(
    "arguments",
    [
        ("today",), ("today", "--all"), ("today", "--limit", "1"), ("today", "--mine"),
        ("today", "--list", "fair"), ("next",), ("list",), ("list", "--held"), ("list", "ron"),
        ("list", "--limit", "1"), ("list", "nobody at all"), ("list", "--lists"), ("show", "ron"),
        ("show", "gone"), ("why", "ron"), ("why", "gone"), ("why", "nowhere"), ("why", "promised"),
        ("note", "ron", "a text"), ("goals", "time-off", "monday", "31 march 2026"), ("goals", "time-off", "--back", "17 march 2026", "--agent", "zed"), ("goals", "time-off", "--back", "monday", "--agent", "zed"), ("script", "ron"), ("script", "gone"), ("script", "mail"), ("script", "-k", "price"),
        ("script", "--list-kinds"), ("mail", "--list-kinds"), ("playbook", "apply", "--shipped", "--dry-run"),
        ("purge-check",), ("purge-check", "--by", "reason"), ("undo", "--agent", "ann"),
        ("log", "due", "ni", "-r", "price"), ("log", "ron", "dnc"), ("log", "due", "wn"),
        ("log", "due", "referred", "--to", "Ann +1 212 555 0133"), ("rules", "check"),
        ("log", "due", "cb", "--at", "3pm", "--duration", "2m"), ("rules", "apply"), ("config",),
        ("add", "Zoë", "-p", "12"), ("add", "Zoë"), ("edit", "ron", "--title", "x", "-t", "y"),
        ("forecast",), ("forecast", "--mine", "--days", "3"), ("stats",), ("stats", "all"), ("stats", "--mine"), ("stats", "--list", "fair"),
    ],
    ids=" ".join,
)  # fmt: skip
def test_every_object_has_its_fields_and_nothing_else_is_on_stdout(
    run: Callq, arguments: tuple[str, ...]
) -> None:
    read(run, *arguments)


def test_it_is_so_in_a_process_of_its_own(run: Callq) -> None:
    for arguments in (["today", "--all"], ["show", "ron"], ["log", "due", "na"]):
        found = run.ok(*arguments, "--json").json
        compare(found, {"schema": TEXT, **SHAPES[found["schema"]]}, " ".join(arguments))


def test_an_empty_folder_has_the_same_fields(run_callq: Callq) -> None:
    for arguments in (
        ["today"],
        ["today", "--all"],
        ["list"],
        ["list", "--lists"],
        ["purge-check"],
    ):
        assert read(run_callq, *arguments)["items"] == []


def test_an_import_tells_all(run: Callq) -> None:
    path = run.home / "new.csv"
    path.write_text(f"Name,Phone,Last Outcome\nAnn,{IN_NEW_YORK},weird\n,,Won\nBob,nonsense,DNC\n")
    assert read(run, "import", "new.csv", "--dry-run")["rejects_file"] is None
    found = read(run, "import", "new.csv")
    assert found["counts"]["rejected"] == 1
    assert found["rejects_file"] == "new.rejects.csv"
    assert {problem["what"] for problem in found["problems"]} >= {"unknown outcome"}
    assert read(run, "import", "-", stdin="Name\nCyd\n")["list"] == ""
    assert read(run, "undo")["removed"] == 1


def test_an_audit_of_a_file_tells_all(run: Callq) -> None:
    (run.home / "pile.csv").write_text(
        f"Name,Phone,Last Outcome\nAnn,{IN_NEW_YORK},Not interested\n"
    )
    (item,) = read(run, "purge-check", "pile.csv")["items"]
    assert (item["id"], item["line"]) == (None, 2)


def test_messages_go_to_stderr(run: Callq) -> None:
    """A warning beside the object would be no JSON."""
    ended = run.ok("log", "ron", "ni", "--json")
    warnings = ended.json["warnings"]
    assert warnings
    for warning in warnings:
        assert f"warning: {warning}" in ended.err.splitlines()
    assert "Clock fixed by CALLQ_NOW" in ended.err


def test_a_difference_of_rulebooks_tells_all(run: Callq) -> None:
    book = run.ok("rules", "show").out.replace('price = "30 days"', 'price = "3 days"')
    (run.home / "new.toml").write_text(book)
    found = read(run, "rules", "diff", "new.toml")
    assert found["sections"] == ["reasons"]
    assert len(found["examples"]) == 1


@pytest.mark.parametrize(
    "arguments",
    [("show", "nobody"), ("log", "ron", "nope"), ("today", "--list", "none"), ("undo", "--agent", "x"),
     ("next", "--list", "fair", "--agent", "z"), ("rules", "check", "none.toml"),
     ("import", "none.csv"), ("config", "nope")],
    ids=" ".join,
)  # fmt: skip
def test_a_refusal_prints_nothing_on_stdout(run: Callq, arguments: tuple[str, ...]) -> None:
    ended = run.here(*arguments, "--json")
    assert ended.code > 1
    assert ended.out == ""
    assert ended.err.startswith(("callq: ", "Clock fixed"))


def test_the_order_is_fixed(run: Callq) -> None:
    """The same question twice has the same answer to the byte."""
    for arguments in (
        ["today", "--all"],
        ["list"],
        ["purge-check", "--by", "list"],
        ["show", "1"],
        ["stats", "all"],
    ):
        first, second = (run.here(*arguments, "--json").out for _ in range(2))
        assert first == second
    ids = [item["id"] for item in read(run, "list")["items"]]
    assert ids == sorted(ids)
    calls = [call["at"] for call in read(run, "show", "ron")["calls"]]
    assert calls == sorted(calls, reverse=True)


def test_texts_are_told_as_they_were_entered(run: Callq) -> None:
    name = 'Zoë "Z" \\ 王 🦊 [red]x[/red]'
    run.ok("add", name, "--note", "a\nb\tc")
    shown = read(run, "show", "Zoë")
    assert (shown["name"], shown["note"]) == (name, "a\nb\tc")


@pytest.mark.parametrize(
    "sign",
    [
        "\x1b[31m", "\x07",
        *(
            pytest.param(sign)
            for sign in ("\x9b31m", "\u202e", "\u2066")
        ),
    ],
    ids=ascii,
)  # fmt: skip
def test_no_text_controls_a_terminal_that_json_is_printed_on(run: Callq, sign: str) -> None:
    """JSON escapes what would: the object is the same, the terminal safe."""
    run.ok("add", f"Zoë {sign}")
    ended = run.ok("show", "Zoë", "--json")
    assert ended.json["name"] == f"Zoë {sign}".strip()
    assert sign not in ended.out


@pytest.mark.parametrize("value", ["inf", "nan", "1e400"])
def test_a_value_is_a_number(run: Callq, value: str) -> None:
    ended = run("add", "Zoë", "--value", value)
    assert ended.code == 2
    assert json.loads(run.ok("list", "--json").out)


@pytest.mark.parametrize(
    "arguments",
    [("next", "--release"), ("next", "--release", "--agent", "bob"), ("config", "limit"),
     ("config", "limit", "4"), ("config", "limit", "--unset")],
    ids=" ".join,
)  # fmt: skip
def test_json_is_json_whatever_else_is_said(run: Callq, arguments: tuple[str, ...]) -> None:
    read(run, *arguments)
