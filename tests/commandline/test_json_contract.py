"""`--json` is a contract: these fields, of these types, alone on stdout."""

import json
from pathlib import Path
from typing import Any

import pytest

from declared import mistakes
from helpers import IN_CHICAGO, IN_LOS_ANGELES, IN_NEW_YORK, Callq, Office, copy_store, new_york


def read(run: Callq, *arguments: str, **more: Any) -> dict[str, Any]:
    """Runs a command with `--json` and holds what it prints against its schema."""
    ended = run.here(*arguments, "--json", **more)
    assert ended.code == 0, ended
    found: dict[str, Any] = ended.json
    assert mistakes(found) == []
    return found


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
        assert mistakes(run.ok(*arguments, "--json").json) == []


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
    assert any("weird" in problem["problem"] for problem in found["problems"])
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


def test_texts_are_reported_as_they_were_entered(run: Callq) -> None:
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
