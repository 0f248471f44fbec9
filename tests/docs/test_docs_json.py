"""What --json prints fits its schema, and every field of every schema is printed somewhere."""

import json
import random
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from docs_cli import commands
from docs_page import DOCS, ROOT, read_page
from docs_shell import Ran, Step, json_of, run_steps
from jsonschema import Draft202012Validator

from callq.errors import Exit
from callq.records.rulebooks import shipped_text
from callq.terminal.schemas import names, schema_of
from declared import validators

PAGE = read_page(DOCS / "json.md")
_WITH_JSON = sorted(
    {"goals show": "goals"}.get(name, name)
    for name, command in commands().items()
    if "--json" in command.spellings
)

# More than the page shows: whatever can be null is null somewhere here, and is something elsewhere.
_SCRIPT = """
import examples/leads.csv --preview --json
import examples/leads.csv --json
import odd.csv --map Visitor=name --json
import odd.csv --map Visitor=name --dry-run --json
import newer.csv --list leads --dry-run --json
add "Bo Berg" --phone 12 --json
add "Una Reyes" --phone "+1 212 555 0171" --phone "+1 312 555 0172 x5" --list fair --value 5 --json
reconcile phone.csv --json
today --all --json
next --json
next --json
next --rep bob --json
next --rep bob --skip "a bad line" --json
next --rep bob --release --json
log hurried --json
next --json
next --release --json
log 1 callback --at "today 4pm" --json
log 2 hard-no --permission --duration 1:30 --json
log 3 referred --to "Lea Moss +1 646 555 0173" --json
log 4 soft-no --channel email --reason price --json
log 4 emailed --json
log 5 lost --note "went elsewhere" --json
log 6 wrong-number --json
log 7 do-not-call --json
log 8 soft-no --at "end of april" --json
log 8 soft-no --json
log 8 no-answer --json
caller "212 555 0171" --json
config dial qr --json
dial una --json
log una meeting --at "tomorrow 3pm" --json
log una won --json
log "+1 646 555 0177" interested --inbound --name "Ida Roe" --json
caller "646 555 0177" --json
log "+1 646 555 0178" hurried --inbound --json
undo --json
undo --json
undo --json
edit una --add-email una@reyes.example --zone America/Denver --json
edit una --field Budget=3000 --tag vip --json
people merge una 8 --dry-run --json
people merge 3 4 --json
export all.jsonl --json
people dedupe --json
people dedupe --auto --above 0.01 --json
undo --json
today --json
today --limit 1 --json
today --all --json
list --all --json
list --limit 3 --json
list zzz --json
list --lists --json
list --list leads --save-view vips --json
list --views --json
assign 1 --to bob --json
assign --view vips --to bob --to cyd --dry-run --json
edit --view vips --owner bob --dry-run --json
list pause fair --json
undo --json
purge-check --json
purge-check --by age --json
purge-check odd.csv --map Visitor=name --json
log 9 soft-no --json
log 9 interested --json
stats --json
stats all --json
forecast --json
forecast --days 3 --capacity 1 --json
forecast --list fair --mine --json
stats --from 2026-03-01 --to 2026-03-11 --list fair --json
stats today --mine --json
note 2 "reads on Fridays" --json
today --json
show 2 --json
next --json
log 7 no-answer --json
people record 7 --json
people record --violations --json
add "Vi Lund" --phone "+1 646 555 0199" --json
people erase --number "+1 646 555 0199" --yes --json
people disclose lund --json
people disclose 7 --json
people erase 6 --source letter --keep-calls --yes --json
people erase --number "+1 212 555 0188" --yes --json
people record "+1 212 555 0188" --json
people record --from 2026-03-11 --json
script 1 --json
script 2 --kind price --json
script 7 --json
script --kind price --json --agent nobody
script una --json
script --list-kinds --json
config seller Hill --json
config email_from ann@hill.example --json
mail --list-kinds --json
mail 1 --json
mail 4 --out four.eml --json
rules diff edited.toml --json
rules diff examples/rulebook-team.toml --list fair --mine --days 3 --json
rules registries --json
dnc add "212 555 0171" "212 555 0176" --reason "by letter" --json
dnc add "212 555 0176" --json
log una do-not-call --json
dnc remove "212 555 0171" --consent "Kim Doe/today/signed form" --json
dnc import 2026-3-9_312_1.txt --dry-run --json
dnc import 2026-3-9_312_1.txt --json
dnc import 2026-3-10_312_2.txt --json
dnc import changes.txt --list us-ftc --as-of 2026-03-11 --json
dnc import ours.csv --list ours --json
dnc import gone.txt --list gb-tps --as-of 2025-01-01 --json
dnc check "212 555 0171" "212 555 0176" "312 555 0172" "+44 20 7946 0001" "303 555 0188" --json
dnc list --limit 1 --json
dnc list --history --all --json
dnc export --history --json
dnc drop us-ftc --dry-run --json
dnc drop us-ftc --area 312 --json
undo --json
add "Luc Petit" --phone "+33 1 99 00 12 34" --json
add "Tess Free" --phone "+1 800 555 0199" --json
add "Pru Reed" --phone "+1 401 555 0134" --json
add "Nan Nobody" --json
hours --json
hours luc --json
hours tess --json
hours pru --json
hours nan --json
hours tess --location TX --json
hours tess --location America/Denver --json
hours tess --json
hours una --json
hours luc --location FR --json
hours close US-LA --from 2026-03-16 --to 2026-03-18 --why storm --json
hours --accept SE --source counsel --json
hours --json
hours reopen US-LA --json
people consent luc --source form --until 2026-12-24 --json
people consent luc --json
people consent luc --withdraw --note "by phone" --json
people consent luc --source shop --relationship purchase --json
people consent luc --json
dnc import 2026-3-9_401_3.txt --json
people consent pru --source letter --relationship inquiry --json
hours pru --json
dnc check "401 555 0134" "212 555 0176" --json
add "Ned Otherphone" --phone "212 555 0161" --json
dnc add "212 555 0161" --json
edit "ned otherphone" --add-phone "212 555 0162" --json
dnc check "212 555 0162" --json
rules check --json
rules check examples/rulebook-team.toml --json
rules apply examples/rulebook-team.toml --dry-run --json
rules apply examples/rulebook-team.toml --json
rules learn --json
people record --policy --json
config --json
undo --json
add "Pia Orr" --phone "+1 212 555 0175" --json
log pia callback --at "wednesday 18 march 2026 3pm" --json
add "Leo Orr" --phone "+1 212 555 0148" --json
log leo soft-no --at "thursday 19 march 2026 11am" --json
goals time-off monday "31 march 2026" --dry-run --json
goals time-off monday "31 march 2026" --json
goals time-off --back "30 march 2026" --json
config goals.morning "3 calls 8:00-12:00" --json
goals --json
today --json
log 8 na --json
next --json
playbook check ours.toml --json
playbook apply ours.toml --dry-run --json
playbook apply ours.toml --json
script --list-kinds --json
mail --list-kinds --json
script 2 --json
undo --json
rules apply edited.toml --json
add "Kit Moe" --phone "617 555 0133" --json
log kit no-answer --json
log kit no-answer --json
stats --json
store backup --json
store backup --show --json
store move ~/.callq/moved.db --json
store restore ~/.callq/callq-backups/callq-20260311T141500Z.db --yes --json
store check --json
"""
_NEWER = "Name,Phone,Company\nAda Okafor,617-555-0101,Harbor Dental Group\n"
_ODD = """Visitor,Firm,Phone,Status,Last Called,Notes,Do Not Call
Zoe Hale,Hale Tools,12,Not interested,,,
Max Orr,Orr & Co,(212) 555-0181,Not interested,2025-12-01,do not call again,
Max Orr,Orr & Co,(212) 555-0181,Not interested,2025-12-01,do not call again,
Ida Wren,,(303) 555-0182,,,,yes
,,,,,a note,
"""


_OURS = """[lists.spring.scripts.first-call]
open = "Hello."
[lists.spring.stages.demo]
title = "The demonstration"
[lists.spring.stages.demo.emails.thank-you]
subject = "Thank you"
"""


@cache
def _ran() -> list[tuple[str, Ran]]:
    """Everything the script prints, and every person explained."""
    lines = [f"callq {line}" for line in _SCRIPT.strip().splitlines()]
    lines += [f"callq {verb} {who} --json" for who in range(1, 61) for verb in ("show", "why")]
    night = "2026-03-11T22:30:00-04:00"
    steps = [
        Step("write", _ODD, "odd.csv"),
        Step("write", _NEWER, "newer.csv"),
        Step("write", _RUNG, "phone.csv"),
        Step("write", _longer(shipped_text()), "edited.toml"),
        Step("write", _OURS, "ours.toml"),
        Step("write", "312,5550172\n", "2026-3-9_312_1.txt"),
        Step("write", "401,5550134\n", "2026-3-9_401_3.txt"),
        Step("write", "312,5550172\n312,5550174\n", "2026-3-10_312_2.txt"),
        Step("write", "3125550174,2026-03-11T08:00:00,D\n", "changes.txt"),
        Step("write", "phone,action\n3035550188,add\n3035550189,delete\n", "ours.csv"),
        Step("write", "020 79460001\n" * 10_000 + "?\n", "gone.txt"),
        *(Step("run", line) for line in lines),
        Step("clock", night),
        Step("run", "callq today --all --json"),
        Step("run", "callq config agent kim"),
        Step("run", "callq config --json"),
    ]
    lines += ["callq today --all --json", "", "callq config --json"]
    ran = zip(lines, run_steps(steps), strict=True)
    return [(line, each) for line, each in ran if line and not _is_nobody(line, each)]


@cache
def _learned() -> list[tuple[str, Ran]]:
    """Why, in a store of its own that learned from many calls what tells who says yes."""
    lines = ["callq import old.csv --list expo --json", "callq why 1 --json"]
    ran = run_steps([Step("write", _old_calls(), "old.csv"), *(Step("run", one) for one in lines)])
    return list(zip(lines, ran, strict=True))


def _old_calls() -> str:
    """A file of 900 calls in which dentists said yes far more often."""
    draw = random.Random(4)  # noqa: S311
    rows = ["Name,Phone,Branch,Last outcome"]
    for at in range(900):
        branch = draw.choice(("Dentist", "Florist", "Garage"))
        ending = draw.random() < (0.4 if branch == "Dentist" else 0.1)
        name = f"Al {chr(97 + at % 26)}{chr(97 + at // 26 % 26)}{chr(97 + at // 676)}"
        outcome = "interested" if ending else "not interested"
        rows.append(f"{name},+1212555{at:04d},{branch},{outcome}")
    return "\n".join(rows)


def _longer(rulebook: str) -> str:
    """A rulebook under which most people come back later, each retry at a time drawn at random."""
    rulebook = rulebook.replace("explore = 0.05", "explore = 1")
    rulebook = rulebook.replace("\nvalue = 0.0", "\nvalue = 1.0")
    return rulebook.replace('"2 days"', '"5 days"').replace('"30 days"', '"40 days"')


def _is_nobody(line: str, ran: Ran) -> bool:
    """Whether there are fewer people than were asked for."""
    return ran.code == Exit.NOT_FOUND and line.split()[1] in ("show", "why")


def _name_of(line: str) -> str:
    """The section that explains what a line prints."""
    words = line.split()[1:]
    in_group = words[0] in ("rules", "playbook", "dnc", "people", "store")
    in_group = in_group or words[:2] == ["goals", "time-off"]
    name = " ".join(words[:2]) if in_group else words[0]
    own = (
        "--back",
        "--accept",
        "--location",
        "--withdraw",
        "--lists",
        "--views",
        "--list-kinds",
        "--release",
        "--finish",
        "--preview",
        "--policy",
    )
    kinds = [flag for flag in own if flag in words]
    kinds += ["--view"] if name == "edit" and "--view" in words else []
    if name == "list" and words[1] in ("pause", "resume", "close"):
        return "list pause"
    if name == "hours" and words[1] in ("close", "reopen"):
        return "hours --accept"
    if (
        name == "hours"
        and not kinds
        and "--location" not in words
        and (len(words) == 2 or words[1].isupper())
    ):
        return "hours table"
    if name == "people consent" and len(words) == 4:
        return "people consent list"
    if words[:3] == ["store", "backup", "--show"]:
        return "store backup --show"
    return " ".join([name, *kinds])


# The schemas --------------------------------------------------------------------------------------

_LINES = [e.command for e in PAGE.examples() if "--json" in e.command and "|" not in e.command]


_RUNG = """\
Direction,Phone Number,Date,Time,Result,Duration
Outgoing,+1 212 555 0171,2026-03-10,05:15:00,Call connected,192
Incoming,+1 312 555 0172,2026-03-10,11:15:00,Missed,0
"""


@cache
def _all() -> list[tuple[str, Any]]:
    """The object of every run, with the name of its schema."""
    examples = [(e.command, ran) for e, ran in PAGE.run() if e.command in _LINES]
    every = (*examples, *_ran(), *_learned())
    for line, ran in every:
        assert ran.code == _expected(line) or _is_check_up(line), (line, ran.output)
    return [(_name_of(line), json_of(ran)) for line, ran in every]


def _expected(line: str) -> int:
    """A check that finds something says so."""
    return Exit.FOUND if line.startswith("callq dnc check") else Exit.DONE


def _is_check_up(line: str) -> bool:
    """It finds that a list imported above is too old; the store of the examples is in order."""
    return line.startswith("callq store check")


def _fields(schema: Any, root: Any, value: Any, path: str) -> Iterator[str]:
    """The fields of a schema that a value has, by their paths; those of a shape under its name."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        schema, path = root["$defs"][name], f"<{name}>"
    if "anyOf" in schema:
        if value is not None:
            yield from _fields(schema["anyOf"][0], root, value, path)
    elif isinstance(value, list):
        for each in value:
            yield from _fields(schema["items"], root, each, path)
    elif isinstance(value, dict):
        inner = schema.get("properties", {})
        for key, each in value.items():
            if key in inner:
                yield f"{path}.{key}"
                yield from _fields(inner[key], root, each, f"{path}.{key}")
            elif "additionalProperties" in schema:
                yield from _fields(schema["additionalProperties"], root, each, path)


def _declared(schema: Any, path: str) -> Iterator[str]:
    for key, each in schema.get("properties", {}).items():
        yield f"{path}.{key}"
        inner = each["anyOf"][0] if "anyOf" in each else each
        yield from _declared(inner.get("items", inner), f"{path}.{key}")


@pytest.mark.parametrize("name", _WITH_JSON)
def test_every_command_with_json_has_a_schema_and_a_run(name: str) -> None:
    assert name in names()
    assert name in {each for each, _ in _all()}


@pytest.mark.parametrize("name", names())
def test_every_schema_is_one(name: str) -> None:
    schema = schema_of(name)
    assert schema is not None
    Draft202012Validator.check_schema(schema)
    assert schema["properties"]["schema"]["const"].startswith("callq.")


def test_everything_that_is_printed_fits_its_schema() -> None:
    wrong = {
        f"{name}: {error.json_path}: {error.message[:200]}"
        for name, value in _all()
        for error in validators()[name].iter_errors(value)
    }
    assert sorted(wrong) == []
    assert all(next(iter(value)) == "schema" for _, value in _all())


def test_every_field_of_the_schemas_is_printed_somewhere() -> None:
    schemas = {name: schema_of(name) for name in {name for name, _ in _all()}}
    seen = {f for name, value in _all() for f in _fields(schemas[name], schemas[name], value, name)}
    declared: set[str] = set()
    for name, schema in schemas.items():
        assert schema is not None
        declared.update(_declared(schema, name))
        for shape, inner in schema.get("$defs", {}).items():
            declared.update(_declared(inner, f"<{shape}>"))
    assert sorted(declared - seen) == []


def test_schemas_are_those_of_the_program() -> None:
    sources = "\n".join(path.read_text() for path in (ROOT / "src").rglob("*.py"))
    named = [schema_of(name) for name in names()]
    ids = [schema["properties"]["schema"]["const"] for schema in named if schema]
    assert set(ids) == set(re.findall(r"\bcallq\.[a-z-]+/\d+", sources))


def test_the_schemas_in_the_docs_are_current() -> None:
    written = [json.loads(path.read_text("utf-8")) for path in (DOCS / "schemas").glob("*.json")]
    by_title = {each["title"]: each for each in written}
    assert by_title == {f"callq {name}": schema_of(name) for name in names()}
