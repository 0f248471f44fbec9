"""`callq dnc`, as typed: what it prints, and with what code it ends."""

import json

import pytest

from callq.errors import Exit
from helpers import IN_NEW_YORK, Callq, Office, on_a_terminal


@pytest.fixture
def run(run_callq: Callq, office: Office) -> Callq:
    office.add("Ron Smith", IN_NEW_YORK)
    return run_callq


def test_a_check_ends_with_one_when_anything_stands_against_a_number(run: Callq) -> None:
    assert run("dnc", "check", "212 555 0100").code == Exit.DONE
    run.ok("dnc", "add", "212 555 0100", "--reason", "by letter")
    found = run("dnc", "check", "212 555 0100")
    assert found.code == Exit.FOUND


def test_numbers_go_on_and_off_by_consent(run: Callq) -> None:
    run.ok("dnc", "add", "212 555 0100")
    refused = run("dnc", "remove", "212 555 0100")
    assert (refused.code, refused.out) == (Exit.USAGE, "")
    run.ok("dnc", "remove", "212 555 0100", "--consent", "Ron/today/letter")
    assert run("dnc", "check", "212 555 0100").code == Exit.DONE


def test_a_list_from_standard_input(run: Callq) -> None:
    run.ok("dnc", "import", "-", "--as-of", "2026-03-09", stdin="212,5550100\n")
    assert run.ok("today", "--plain").out == ""


def test_a_list_that_can_not_be_read_is_refused_with_its_lines(run: Callq) -> None:
    refused = run("dnc", "import", "-", "--list", "ours", stdin="2125550100\n\x1b[31mred\n")
    assert (refused.code, refused.out) == (Exit.BAD_FILE, "")
    assert "line 2: \N{REPLACEMENT CHARACTER}[31mred" in refused.err


def test_an_export_is_read_again(run: Callq) -> None:
    run.ok("dnc", "add", "212 555 0100", "646 555 0101", "--reason", "=1+1")
    exported = run.ok("dnc", "export").out
    assert "'=1+1" in exported
    again = run.ok("dnc", "import", "-", "--list", "ours", "--json", stdin=exported)
    assert again.json["added"] == 2
    assert run("dnc", "export", "entries.csv").code == Exit.DONE
    assert run("dnc", "export", "entries.csv").code == Exit.REFUSED
    assert run("dnc", "export", "entries.csv", "--force").code == Exit.DONE
    assert len(json.loads(run.ok("dnc", "export", "--json").out)["items"]) == 4


def test_a_name_of_a_list_steers_no_terminal(run: Callq) -> None:
    assert run("dnc", "import", "-", "--list", "a\x1b[2J", stdin="2125550100\n").code == Exit.USAGE


@pytest.mark.parametrize("columns", [40, 80, 120])
def test_tables_fit(run: Callq, columns: int) -> None:
    run.ok("dnc", "add", "212 555 0100", "--reason", "a long reason " * 12)
    run.ok("dnc", "import", "-", "--as-of", "2026-03-09", stdin="212,5550100\n")
    lines = run.wide(columns).ok("dnc", "list").out.splitlines()
    assert max(map(len, lines)) <= columns


def test_the_bar_moves_on_a_terminal_without_harm(run: Callq) -> None:
    path = run.home / "2026-3-9_212_x.txt"
    path.write_text("".join(f"212,{n:07}\n" for n in range(300_000)))
    screen = on_a_terminal(run, "dnc", "import", str(path), patience=60)
    assert screen.code == Exit.DONE
    assert "Added 300,000 numbers to us-ftc" in screen.plain
