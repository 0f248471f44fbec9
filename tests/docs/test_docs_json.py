"""docs/json.md is the contract: every field of every object that is printed, with its type."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from docs_cli import commands
from docs_page import DOCS, ROOT, code_in, read_page
from docs_shell import Ran, Step, json_of, run_steps

from callq.errors import Exit
from callq.records.rulebooks import shipped_text

PAGE = read_page(DOCS / "json.md")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_SHAPE = re.compile(r"\[[^\]]+\]\(#([\w-]+)\)")
_KINDS: dict[str, type | tuple[type, ...]] = {
    "text": str,
    "moment": str,
    "yes/no": bool,
    "whole number": int,
    "number": (int, float),
    "text, whole number or yes/no": (str, int, bool),
    "text, number": (str, int, float),
}
_WITH_JSON = sorted(name for name, command in commands().items() if "--json" in command.spellings)

# More than the page shows: whatever can be null is null somewhere here, and is something elsewhere.
_SCRIPT = """
import examples/leads.csv --preview --json
import examples/leads.csv --json
import odd.csv --map Visitor=name --json
import odd.csv --map Visitor=name --dry-run --json
import newer.csv --list leads --dry-run --json
add "Bo Berg" --phone 12 --json
add "Una Reyes" --phone "+1 212 555 0171" --phone "+1 312 555 0172 x5" --list fair --value 5 --json
today --all --json
next --json
next --json
log hurried --json
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
log una meeting --at "tomorrow 3pm" --json
log una won --json
undo --json
edit una --add-email una@reyes.example --zone America/Denver --json
edit una --field Budget=3000 --tag vip --json
merge una 8 --dry-run --json
merge 3 4 --json
export all.jsonl --json
dedupe --json
dedupe --auto --above 0.01 --json
undo --json
today --json
today --limit 1 --json
today --all --json
list --all --json
list --limit 3 --json
list zzz --json
list --lists --json
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
evidence 7 --json
evidence --violations --json
add "Vi Lund" --phone "+1 646 555 0199" --json
forget --number "+1 646 555 0199" --yes --json
dossier lund --json
dossier 7 --json
forget 6 --source letter --keep-calls --yes --json
forget --number "+1 212 555 0188" --yes --json
evidence "+1 212 555 0188" --json
evidence --from 2026-03-11 --json
script 1 --json
script 2 --kind price --json
script 7 --json
script --kind price --json --agent nobody
script una --json
script --list-kinds --json
config seller Hill --json
config mail_from ann@hill.example --json
mail --list-kinds --json
mail 1 --json
mail 4 --out four.eml --json
rules diff edited.toml --json
rules diff examples/rulebook-team.toml --list fair --mine --days 3 --json
dnc add "212 555 0171" "212 555 0176" --reason "by letter" --json
dnc add "212 555 0176" --json
log una do-not-call --json
dnc remove "212 555 0171" --consent "Una Reyes/today/signed form" --json
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
hours tess --told TX --json
hours tess --told America/Denver --json
hours tess --json
hours una --json
hours luc --told FR --json
consent luc --source form --until 2026-12-24 --json
consent luc --json
consent luc --withdraw --note "by phone" --json
consent luc --source shop --relationship purchase --json
consent luc --json
dnc import 2026-3-9_401_3.txt --json
consent pru --source letter --relationship inquiry --json
hours pru --json
dnc check "401 555 0134" "212 555 0176" --json
rules check --json
rules check examples/rulebook-team.toml --json
rules apply examples/rulebook-team.toml --dry-run --json
rules apply examples/rulebook-team.toml --json
config --json
undo --json
add "Pia Orr" --phone "+1 212 555 0175" --json
log pia callback --at "wednesday 18 march 2026 3pm" --json
add "Leo Orr" --phone "+1 212 555 0148" --json
log leo soft-no --at "thursday 19 march 2026 11am" --json
away monday "31 march 2026" --dry-run --json
away monday "31 march 2026" --json
away --back "30 march 2026" --json
config routine.morning "3 calls 8:00-12:00" --json
routine --json
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
backup --json
backup --show --json
restore ~/.callq/callq-backups/callq-20260311T141500Z.db --yes --json
doctor --json
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
[lists.spring.stages.demo.mails.thank-you]
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


def _longer(rulebook: str) -> str:
    """A rulebook under which most people come back later."""
    return rulebook.replace('"2 days"', '"5 days"').replace('"30 days"', '"40 days"')


def _is_nobody(line: str, ran: Ran) -> bool:
    """Whether there are fewer people than were asked for."""
    return ran.code == Exit.NOT_FOUND and line.split()[1] in ("show", "why")


def _name_of(line: str) -> str:
    """The section that explains what a line prints."""
    words = line.split()[1:]
    name = " ".join(words[:2]) if words[0] in ("rules", "playbook", "dnc") else words[0]
    own = (
        "--back",
        "--told",
        "--withdraw",
        "--lists",
        "--list-kinds",
        "--release",
        "--finish",
        "--preview",
    )
    kinds = [flag for flag in own if flag in words]
    if name == "hours" and "--told" not in words and (len(words) == 2 or words[1].isupper()):
        return "hours table"
    if name == "consent" and len(words) == 3:
        return "consent list"
    if words[:2] == ["backup", "--show"]:
        return "backup --show"
    return " ".join([name, *kinds])


# The tables ---------------------------------------------------------------------------------------


class Shape:
    """The fields of an object, as a table gives them."""

    def __init__(self, heading: str) -> None:
        self.heading = heading
        self.fields: dict[str, str] = {}
        table = PAGE.section(heading)
        for row in table.tables()[0][1:]:
            field, kind = row[0], row[1]
            if field == "…":
                self.fields |= _shape_of(kind).fields
            else:
                self.fields[code_in(field)[0]] = kind
        self.seen: set[str] = set()


@cache
def _shape(heading: str) -> Shape:
    return Shape(heading)


def _shape_of(kind: str) -> Shape:
    match = _SHAPE.search(kind)
    assert match, kind
    (heading,) = [h for h in PAGE.headings() if h.lower().replace(" ", "-") == match[1]]
    return _shape(heading)


def _complaints(value: Any, shape: Shape, prefix: str = "") -> Iterator[str]:
    """What of an object is not as the table says."""
    if not isinstance(value, dict):
        yield f"{shape.heading}: {prefix} is no object"
        return
    below = [field.removeprefix(prefix) for field in shape.fields if field.startswith(prefix)]
    told = {re.split(r"\[\]|\.", field)[0] for field in below}
    if told != set(value):
        yield f"{shape.heading}: {prefix or 'it'} has {sorted(value)}, told are {sorted(told)}"
        return
    for key, inner in value.items():
        field = f"{prefix}{key}"
        if field in shape.fields:
            shape.seen.add(field)
            if not _is(inner, shape.fields[field]):
                yield f"{shape.heading}: {field} is {inner!r}, told is {shape.fields[field]}"
            yield from _inner_complaints(inner, shape.fields[field])
        elif isinstance(inner, list):
            for each in inner:
                yield from _complaints(each, shape, f"{field}[].")
        else:
            yield from _complaints(inner, shape, f"{field}.")


def _inner_complaints(value: Any, kind: str) -> Iterator[str]:
    if _SHAPE.search(kind) and value is not None and not kind.startswith("text"):
        many = value if isinstance(value, list) else [value]
        many = list(value.values()) if " by " in kind else many
        for each in many:
            yield from _complaints(each, _shape_of(kind))


def _is(value: Any, kind: str) -> bool:
    """Whether a value is of a kind, as the tables name kinds."""
    outer, _, inner = kind.partition(" of ")
    if kind.endswith(" or null"):
        found = value is None or _is(value, kind.removesuffix(" or null"))
    elif outer == "list":
        found = isinstance(value, list) and all(_is(each, inner) for each in value)
    elif " by " in kind:
        inner = kind.rpartition(" by ")[0]
        found = isinstance(value, dict) and all(_is(each, inner) for each in value.values())
    elif _SHAPE.fullmatch(kind):
        found = isinstance(value, dict)
    else:
        found = isinstance(value, _KINDS[kind]) and (isinstance(value, bool) <= ("yes/no" in kind))
    return found and (kind != "moment" or _MOMENT.fullmatch(value) is not None)


# The tests ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", _WITH_JSON)
def test_every_command_with_json_has_its_section_and_example(name: str) -> None:
    assert name in PAGE.headings()
    assert name in {_name_of(line) for line in _LINES}


_LINES = [e.command for e in PAGE.examples() if "--json" in e.command and "|" not in e.command]


@cache
def _examples() -> dict[str, Ran]:
    return {example.command: ran for example, ran in PAGE.run() if example.command in _LINES}


@pytest.mark.parametrize("line", _LINES)
def test_example_has_the_fields_of_its_table(line: str) -> None:
    ran = _examples()[line]
    assert ran.code == _expected(line), ran.output
    assert list(_complaints(json_of(ran), _shape(_name_of(line)))) == []


def _expected(line: str) -> int:
    """A check that finds something says so."""
    return Exit.FOUND if line.startswith("callq dnc check") else Exit.DONE


def _is_check_up(line: str) -> bool:
    """It finds that a list imported above is too old; the store of the examples is in order."""
    return line.startswith("callq doctor")


def test_everything_that_is_printed_has_the_fields_of_its_table() -> None:
    found: set[str] = set()
    for line, ran in _ran():
        assert ran.code == _expected(line) or _is_check_up(line), (line, ran.output)
        found.update(_complaints(json_of(ran), _shape(_name_of(line))))
    assert sorted(found) == []


def test_every_field_of_the_tables_is_printed_somewhere() -> None:
    lines = [*_ran(), *_examples().items()]
    for line, ran in lines:
        assert list(_complaints(json_of(ran), _shape(_name_of(line)))) == []
    sections = [_shape(name) for name in dict.fromkeys(_name_of(line) for line, _ in lines)]
    shared = [_shape(heading) for heading in PAGE.headings() if _is_shared(heading)]
    unseen = {s.heading: set(s.fields) - s.seen for s in (*sections, *shared)}
    assert {heading: fields for heading, fields in unseen.items() if fields} == {}


def _is_shared(heading: str) -> bool:
    return heading.startswith(("A ", "Somebody"))


def test_schemas_are_those_of_the_program() -> None:
    sources = "\n".join(path.read_text() for path in (ROOT / "src").rglob("*.py"))
    told = re.findall(r"\| `schema` \| text \| `(callq\.[\w-]+/\d+)` \|", PAGE.text)
    assert set(told) == set(re.findall(r"\bcallq\.[a-z-]+/\d+", sources))
    assert len(told) == len(set(told))


def test_schema_of_an_object_is_the_one_told_in_its_section() -> None:
    for line, ran in (*_examples().items(), *_ran()):
        found = json_of(ran)
        section = PAGE.section(_name_of(line)).text
        assert f"| `schema` | text | `{found['schema']}` |" in section, line
        assert next(iter(found)) == "schema"
