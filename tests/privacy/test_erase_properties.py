"""Whatever was done before and after: of someone erased no byte is left, and they never return."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from callq.calls.log import log
from callq.calls.next import put_back, take
from callq.calls.request import LogRequest
from callq.calls.undo import undo
from callq.compliance.do_not_call import add as block
from callq.errors import CallqError
from callq.importing.run import Request as ImportRequest
from callq.importing.run import run as import_run
from callq.privacy import erase as erasing
from callq.privacy.erase import Request
from callq.prospects.add import add, person_from
from callq.prospects.edit import Changes, edit
from callq.prospects.merge import merge
from callq.records.queue import Scope
from callq.rulebooks.rules import apply
from callq.workspace import Workspace
from helpers import Office, copy_store

MARK = "Zqxwvy"
"""In everything that is about her, and in nothing else."""
NAMES = (f"{MARK}a Alder", f"{MARK}b Beech", f"{MARK}ä Élan")
HERS = ("+1 212 556 0701", "+1 312 556 0702", "+44 20 7946 0703")
MAILS = (f"{MARK}@a.example", f"{MARK}.b@c.example")
OTHERS = ("+1 212 556 0801", "+1 312 556 0802")
OUTCOMES = ("na", "busy", "wn", "dc", "hu", "int", "ni", "hn", "lost", "emailed", "won", "dnc")
AGENTS = ("ann", "bob")


class Step(NamedTuple):
    """Something a rep does, and how it reads when it fails."""

    words: object
    do: Callable[[Workspace, Path], object]

    def __repr__(self) -> str:
        """What is done."""
        return repr(self.words)


her = st.sampled_from(("1", *NAMES, *HERS, *MAILS))
anybody = st.one_of(her, st.sampled_from(("2", "3")))
hers = st.sampled_from(HERS)
text = st.sampled_from(("", f"{MARK}'s dog", f'says "{MARK}"', f"{MARK}\nÜber"))


@st.composite
def a_log(draw: st.DrawFn) -> Step:
    who = draw(anybody)
    about_her = who[:1] not in "23" or who.startswith("+")
    said = LogRequest(
        who=who, outcome=draw(st.sampled_from(OUTCOMES)), note=draw(text) if about_her else "",
        number=draw(st.sampled_from(("", "", *HERS))) if about_her else "",
    )  # fmt: skip
    return Step(said, lambda ws, _: log(ws, said))


@st.composite
def a_referral(draw: st.DrawFn) -> Step:
    """She names someone, or someone names her."""
    if draw(st.booleans()):
        said = LogRequest(
            who=draw(her), outcome="referred", to=f"Al Fox {draw(st.sampled_from(OTHERS))}"
        )
    else:
        said = LogRequest(
            who="2", outcome="referred", to=f"{draw(st.sampled_from(NAMES))} {draw(hers)}"
        )
    return Step(said, lambda ws, _: log(ws, said))


@st.composite
def an_edit(draw: st.DrawFn) -> Step:
    who = draw(her)
    fields = {
        "name": st.sampled_from(NAMES), "note": text, "title": text, "owner": st.sampled_from(AGENTS),
        "tags": st.just((f"{MARK}-tag",)), "fields": st.just((f"Pet={MARK} the cat",)),
        "add_phone": st.tuples(hers), "drop_phone": st.tuples(hers),
        "add_email": st.tuples(st.sampled_from(MAILS)), "drop_email": st.tuples(st.sampled_from(MAILS)),
    }  # fmt: skip
    changes = draw(st.fixed_dictionaries({}, optional=fields))
    return Step((who, changes), lambda ws, _: edit(ws, who, Changes(**changes)))  # type: ignore[arg-type]


@st.composite
def an_import(draw: st.DrawFn) -> Step:
    row = (draw(st.sampled_from(NAMES)), draw(hers), draw(st.sampled_from(("", *MAILS))))
    content = f'Name,Phone,Email,Notes,Status\n"{row[0]}",{row[1]},{row[2]},{MARK} in a cell,Not interested\n'

    def step(ws: Workspace, folder: Path) -> object:
        path = folder / "people.csv"
        path.write_text(content, encoding="utf-8")
        return import_run(ws, ImportRequest(path, rejects=False))

    return Step(("import", row), step)


@st.composite
def another(draw: st.DrawFn) -> Step:
    who = draw(her)
    kind = draw(st.sampled_from(("undo", "rules", "merge", "take", "skip", "dnc", "add", "note")))
    name, number = draw(st.sampled_from(NAMES)), draw(hers)
    steps: dict[str, Callable[[Workspace, Path], object]] = {
        "undo": lambda ws, _: undo(ws),
        "rules": lambda ws, _: apply(ws, None),
        "merge": lambda ws, _: merge(ws, who, number),
        "take": lambda ws, _: take(ws, Scope()),
        "skip": lambda ws, _: put_back(ws, "is ill"),
        "dnc": lambda ws, _: block(ws, [number], reason=f"{MARK} wrote"),
        "add": lambda ws, _: add(
            ws, person_from(ws, name=name, phones=(number,))._replace(note=f"of {MARK}")
        ),
        "note": lambda ws, _: edit(ws, "2", Changes(note=f"knows {NAMES[0]} on {number}")),
    }
    return Step((kind, who, name, number), steps[kind])


step = st.one_of(a_log(), a_referral(), an_edit(), an_import(), another(), another())


def run(office: Office, steps: list[tuple[Step, str]]) -> None:
    for one, agent in steps:
        with office.workspace(agent=agent) as ws:
            try:
                one.do(ws, office.home)
            except CallqError:
                event("refused")


def everybody_of_hers(office: Office) -> list[int]:
    """Each record with her mark: a person may stand in the store several times."""
    rows = office.rows(
        "SELECT DISTINCT p.id FROM prospect p LEFT JOIN phone f ON f.prospect_id = p.id WHERE "
        "p.merged_into IS NULL AND (p.name LIKE :mark OR f.e164 LIKE '%5560701' "
        "OR f.e164 LIKE '%5560702' OR f.e164 LIKE '%0703')", mark=f"%{MARK}%",
    )  # fmt: skip
    return [row[0] for row in rows]


def left(office: Office) -> list[str]:
    held = b"".join(
        path.read_bytes() for path in office.home.glob("callq.db*") if path.suffix != ".key"
    ).lower()
    signs = (
        MARK.lower(),
        "5560701",
        "5560702",
        "79460703",
        "556-0701",
        "556-0702",
        "7946 0703",
        "556 0701",
    )
    return [sign for sign in signs if sign.encode() in held]


@settings(
    max_examples=60, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(
    before=st.lists(st.tuples(step, st.sampled_from(AGENTS)), max_size=9),
    retain=st.booleans(),
    undone=st.integers(0, 6),
)
def test_nothing_is_left_and_nothing_returns(
    template: Path, before: list[tuple[Step, str]], retain: bool, undone: int
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        copy_store(template, home)
        office = Office(home)
        office.add(NAMES[0], HERS[0], emails=MAILS[:1], note=f"{MARK} plays chess")
        office.add("Bob Ray", OTHERS[0])
        run(office, before)
        ids = everybody_of_hers(office)
        for id_ in ids:
            with office.workspace(agent="cy") as ws:
                done = erasing.erase(ws, erasing.look(ws, str(id_)), Request(retain=retain))
                assert done.wiped
        for number, mail in zip(HERS, (*MAILS, ""), strict=True):
            with office.workspace(agent="cy") as ws:
                erasing.erase(ws, erasing.look_at_number(ws, number, mail), Request())
        assert left(office) == []
        for agent in AGENTS * undone:
            with office.workspace(agent=agent) as ws:
                try:
                    undo(ws)
                except CallqError:
                    event("nothing to undo")
        run(office, [(one, agent) for one, agent in before if "rules" not in repr(one)])
        assert all(f"{MARK}" not in name for (name,) in office.rows("SELECT name FROM prospect"))
        numbers = {e164 for (e164,) in office.rows("SELECT e164 FROM phone")}
        assert not numbers & {"+12125560701", "+13125560702", "+442079460703"}
        assert not office.rows("SELECT 1 FROM email")
        queue = office.queue()
        with office.workspace() as ws:
            apply(ws, None)
        assert office.queue() == queue
