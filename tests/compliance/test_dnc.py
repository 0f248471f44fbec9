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
    assert found.out == (
        "(212) 555-0100  +12125550100  Ron Smith\n"
        "Must not be called.\n"
        "  • On do-not-call since Wed, Mar 11, 2026, 10:15 AM: manual, by ann (by letter).\n"
        "  → A consent given since lifts our own entries: callq dnc remove +12125550100 --consent\n"
        '    "WHO/WHEN/HOW"\n'
    )


def test_numbers_go_on_and_off_by_consent(run: Callq) -> None:
    assert run.ok("dnc", "add", "212 555 0100").out == (
        "On do-not-call for ever, on every list: (212) 555-0100 (Ron Smith).\n"
        "  Wrong? callq undo (today)\n"
    )
    refused = run("dnc", "remove", "212 555 0100")
    assert (refused.code, refused.out) == (Exit.USAGE, "")
    assert run.ok("dnc", "remove", "212 555 0100", "--consent", "Ron/today/letter").out == (
        "Off do-not-call: (212) 555-0100 (Ron Smith).\n"
        "  By consent of Ron on Wed, Mar 11, 2026: letter. On record.\n"
        "  Wrong? callq undo\n"
    )


def test_a_list_from_standard_input(run: Callq) -> None:
    done = run.ok("dnc", "import", "-", "--as-of", "2026-03-09", stdin="212,5550100\n")
    assert done.out == (
        "1 number went on us-ftc (National Do Not Call Registry) of 2026-03-09, read as: FTC full "
        "list.\n"
        "  1 person who has such a number judged again.\n"
        "  Good until Thursday, April 9, 2026, 8:00 PM (America/New_York, EDT); then whoever it covers "
        "is held.\n"
        "  Wrong? callq undo (today)\n"
    )
    assert run.ok("today", "--plain").out == ""


def test_a_list_that_can_not_be_read_is_refused_with_its_lines(run: Callq) -> None:
    refused = run("dnc", "import", "-", "--list", "ours", stdin="2125550100\n\x1b[31mred\n")
    assert (refused.code, refused.out) == (Exit.BAD_FILE, "")
    assert "1 of 2 lines hold no number" in refused.err
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
    assert "300,000 numbers went on us-ftc" in screen.plain
