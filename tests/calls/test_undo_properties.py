"""Whatever was done in whatever order: taken back step by step, all is as it was."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from callq.calls.log import log
from callq.calls.request import LogRequest
from callq.calls.undo import undo
from callq.errors import CallqError
from callq.importing.run import Request
from callq.importing.run import run as import_run
from callq.prospects.add import add, person_from
from callq.prospects.edit import Changes, edit
from callq.prospects.merge import merge
from callq.records.rulebooks import shipped_text
from callq.rulebooks.rules import apply
from callq.workspace import Workspace
from helpers import Office, copy_store

PHONES = ("+1 212 555 0100", "+1 212 555 0101", "+1 312 555 0100", "+44 20 7946 0001", "nonsense")
OUTCOMES = ("na", "busy", "wn", "dc", "hu", "int", "ni", "hn", "lost", "emailed", "won", "dnc")
AGENTS = ("ann", "bob")


class Step(NamedTuple):
    """Something a rep does, and how it reads when it fails."""

    words: object
    do: Callable[[Workspace, Path], object]

    def __repr__(self) -> str:
        """What is done."""
        return repr(self.words)


people = st.integers(1, 6).map(str)


@st.composite
def a_log(draw: st.DrawFn) -> Step:
    said = LogRequest(
        who=draw(people), outcome=draw(st.sampled_from(OUTCOMES)),
        number=draw(st.sampled_from(("", "", *PHONES[:3]))),
        channel=draw(st.sampled_from(("call", "email"))),
    )  # fmt: skip
    return Step(said, lambda ws, _: log(ws, said))


@st.composite
def a_referral(draw: st.DrawFn) -> Step:
    to = f"Ann Lee {draw(st.sampled_from(PHONES[:4]))}"
    said = LogRequest(who=draw(people), outcome="referred", to=to)
    return Step(said, lambda ws, _: log(ws, said))


@st.composite
def an_edit(draw: st.DrawFn) -> Step:
    fields: dict[str, Any] = {
        "name": st.sampled_from(("Zoë", "Rita Jones")), "company": st.sampled_from(("", "Acme")),
        "list_name": st.sampled_from(("", "fair")), "owner": st.sampled_from(AGENTS),
        "zone": st.sampled_from(("", "Asia/Tokyo")), "value": st.sampled_from((0.0, 900.0)),
        "tags": st.just(("vip",)), "fields": st.sampled_from((("Budget=3",), ("Budget=",))),
        "add_phone": st.tuples(st.sampled_from(PHONES)),
        "drop_phone": st.tuples(st.sampled_from(PHONES[:3])),
        "add_email": st.just(("a@b.cd",)), "drop_email": st.just(("a@b.cd",)),
        "may_be_called": st.just(True),
    }  # fmt: skip
    who, changes = draw(people), draw(st.fixed_dictionaries({}, optional=fields))
    return Step((who, changes), lambda ws, _: edit(ws, who, Changes(**changes)))


@st.composite
def an_addition(draw: st.DrawFn) -> Step:
    name = draw(st.sampled_from(("Ann Lee", "Bob", "Zoë")))
    phones = draw(st.lists(st.sampled_from(PHONES), max_size=2, unique=True))
    asked = draw(st.sampled_from(("", "", "do not call")))

    def step(ws: Workspace, _: Path) -> object:
        return add(ws, person_from(ws, name=name, phones=phones)._replace(opt_out_text=asked))

    return Step(("add", name, phones, asked), step)


@st.composite
def an_import(draw: st.DrawFn) -> Step:
    rows = draw(
        st.lists(
            st.tuples(
                st.sampled_from(("Ann Lee", "Bob", "Zoë", "Cyd")), st.sampled_from(PHONES),
                st.sampled_from(("", "Acme")), st.sampled_from(("", "bob")),
                st.sampled_from(("", "Not interested", "No answer")),
                st.sampled_from(("", "2026-03-02")), st.sampled_from(("", "please stop calling")),
            ),
            min_size=1, max_size=4,
        )
    )  # fmt: skip
    text = "Name,Phone,Company,Owner,Last Outcome,Last Called,Notes\n"
    text += "".join(f"{','.join(row)}\n" for row in rows)

    def step(ws: Workspace, folder: Path) -> object:
        path = folder / "list.csv"
        path.write_text(text)
        return import_run(ws, Request(path, rejects=False))

    return Step(text, step)


@st.composite
def a_rulebook(draw: st.DrawFn) -> Step:
    text = shipped_text().replace('unknown = "30 days"', draw(st.sampled_from(
        ('unknown = "30 days"', 'unknown = "1 day"'))))  # fmt: skip

    def step(ws: Workspace, folder: Path) -> object:
        path = folder / "book.toml"
        path.write_text(text)
        return apply(ws, path)

    return Step("rules", step)


@st.composite
def a_merge(draw: st.DrawFn) -> Step:
    kept, gone = draw(people), draw(people)
    return Step(("merge", kept, gone), lambda ws, _: merge(ws, kept, gone))


STEPS = st.tuples(
    st.sampled_from(AGENTS),
    st.one_of(a_log(), a_log(), a_referral(), an_edit(), an_edit(), an_addition(), an_import(),
              a_merge(), a_rulebook()),
)  # fmt: skip


def all_there_is(ws: Workspace) -> dict[str, Any]:
    """Everything a rep could see of the people in the store."""
    ws.turn()
    live = "SELECT id FROM prospect WHERE removed_at IS NULL"
    found = {
        "prospect": ws.db.rows("SELECT * FROM prospect WHERE removed_at IS NULL"),
        "tally": ws.db.rows("SELECT * FROM tally WHERE people <> 0"),
        "call": ws.db.rows("SELECT * FROM call WHERE voided_at IS NULL"),
        "dnc": ws.db.rows("SELECT number FROM dnc WHERE lifted_at IS NULL"),
        "rules": ws.db.rows("SELECT value FROM meta WHERE key = 'rulebook_text'"),
    }
    for table in ("phone", "email", "name_word"):
        found[table] = ws.db.rows(f"SELECT * FROM {table} WHERE prospect_id IN ({live})")
    return {table: sorted(rows, key=repr) for table, rows in found.items()}


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(STEPS, min_size=1, max_size=12))
def test_taken_back_step_by_step_all_is_as_it_was(
    template: Path, steps: list[tuple[str, Step]]
) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        copy_store(template, folder)
        with Office(folder).workspace() as ws:
            for person in ("Ann Lee", "Bob", "Cyd"):
                add(ws, person_from(ws, name=person, phones=PHONES[:1], emails=("a@b.cd",)))
            done: list[tuple[str, dict[str, Any]]] = []
            for agent, step in steps:
                ws.agent, before = agent, all_there_is(ws)
                commands = ws.db.rows("SELECT id FROM command")
                try:
                    step.do(ws, folder)
                except CallqError:
                    assert all_there_is(ws) == before
                if ws.db.rows("SELECT id FROM command") != commands:
                    done.append((agent, before))
            for agent, before in reversed(done):
                ws.agent = agent
                mine = ws.settings.values["agent"]._replace(value=agent)
                ws.settings.values = {**ws.settings.values, "agent": mine}
                undo(ws)
                assert all_there_is(ws) == before
