"""Every kind of refusal has its exit code, one message on stderr, and a way out."""

import os
import sys

import pytest

from callq import __version__
from callq.cli import TREE
from callq.errors import CallqError, Exit
from helpers import IN_NEW_YORK, Callq, Office, command


@pytest.fixture
def ron(office: Office) -> Office:
    office.add("Ron Smith", IN_NEW_YORK, now="2026-03-10T10:00:00-04:00")
    office.add("Ron Jones", "+1 212 555 0101", now="2026-03-10T10:00:00-04:00")
    return office


CASES: list[tuple[list[str], Exit]] = [
    (["today"], Exit.DONE),
    (["log", "smith", "na"], Exit.DONE),
    (["nonsense"], Exit.USAGE),
    (["today", "--nonsense"], Exit.USAGE),
    (["today", "extra"], Exit.USAGE),
    (["today", "--limit", "0"], Exit.USAGE),
    (["today", "--limit", "many"], Exit.USAGE),
    (["today", "--json", "--csv"], Exit.USAGE),
    (["next", "--skip", "x", "--release"], Exit.USAGE),
    (["purge-check", "--json", "--csv"], Exit.USAGE),
    (["purge-check", "--by", "color"], Exit.USAGE),
    (["log", "smith", "nope"], Exit.USAGE),
    (["log", "a", "b", "c"], Exit.USAGE),
    (["log", "smith", "cb", "--at", "25:00"], Exit.USAGE),
    (["show"], Exit.USAGE),
    (["add"], Exit.USAGE),
    (["add", "X", "--value", "-1"], Exit.USAGE),
    (["add", "X", "--zone", "Mars"], Exit.USAGE),
    (["edit", "smith"], Exit.USAGE),
    (["list", "--state", "odd"], Exit.USAGE),
    (["config", "nope"], Exit.USAGE),
    (["config", "limit", "many"], Exit.USAGE),
    (["import", "x.csv", "--region", "Narnia"], Exit.USAGE),
    (["import", "x.csv", "--zone", "Mars"], Exit.USAGE),
    (["rules"], Exit.USAGE),
    (["rules", "nope"], Exit.USAGE),
    (["show", "nobody"], Exit.NOT_FOUND),
    (["why", "nobody"], Exit.NOT_FOUND),
    (["edit", "nobody", "--title", "x"], Exit.NOT_FOUND),
    (["log", "nobody", "na"], Exit.NOT_FOUND),
    (["log", "na"], Exit.NOT_FOUND),
    (["next", "--skip", "x"], Exit.NOT_FOUND),
    (["undo"], Exit.NOT_FOUND),
    (["today", "--list", "none"], Exit.NOT_FOUND),
    (["show", "ron"], Exit.AMBIGUOUS),
    (["log", "ron", "na"], Exit.AMBIGUOUS),
    (["import", "none.csv"], Exit.BAD_FILE),
    (["purge-check", "none.csv"], Exit.BAD_FILE),
    (["rules", "check", "none.toml"], Exit.BAD_RULEBOOK),
    (["rules", "apply", "none.toml"], Exit.BAD_RULEBOOK),
    (["add", "Ron Smith", "-p", IN_NEW_YORK], Exit.REFUSED),
]


@pytest.mark.parametrize(
    ("arguments", "code"), CASES, ids=[" ".join(arguments) for arguments, _ in CASES]
)
def test_a_command_ends_with_the_code_of_its_kind(
    run_callq: Callq, ron: Office, arguments: list[str], code: Exit
) -> None:
    env = {"CALLQ_AGENT": "newcomer"} if arguments == ["undo"] else None
    ended = run_callq.here(*arguments, env=env)
    assert ended.code == code, ended
    assert "Traceback" not in ended.err
    if code:
        assert ended.out == "" or arguments == ["rules"]
        assert ended.err.strip() or arguments == ["rules"]


@pytest.mark.parametrize("code", [Exit.DONE, Exit.USAGE, Exit.NOT_FOUND, Exit.BAD_FILE])
def test_the_process_ends_with_that_code(run_callq: Callq, ron: Office, code: Exit) -> None:
    arguments = next(arguments for arguments, found in CASES if found == code)
    assert run_callq(*arguments).code == code


def test_every_code_is_tried_somewhere() -> None:
    """130 is tried on a terminal; 1, 7 and 9 below."""
    tried = {code for _, code in CASES} | {Exit.FOUND, Exit.STORE, Exit.OUTPUT, Exit.INTERRUPTED}
    assert tried == set(Exit)


def test_a_missing_store_is_code_7(bare_callq: Callq) -> None:
    for arguments in (["today"], ["next"], ["log", "x", "na"], ["show", "x"], ["why", "x"],
                      ["list"], ["undo"], ["purge-check"], ["edit", "x"], ["rules", "apply"]):  # fmt: skip
        ended = bare_callq.here(*arguments)
        assert (ended.code, ended.out) == (Exit.STORE, ""), arguments
        assert str(bare_callq.home / "callq.db") in ended.err
    assert list(bare_callq.home.iterdir()) == []


def test_the_table_of_hours_needs_no_store_and_leaves_none(bare_callq: Callq) -> None:
    assert "US-FL" in bare_callq.ok("hours").out
    assert bare_callq.ok("hours", "FR").out.startswith("FR  France\n")
    assert list(bare_callq.home.iterdir()) == []


@pytest.mark.parametrize(
    "words",
    ["next --relese", "--relese", "why", "today -n 0", "today -n x", "show ron smith", "rules shw"],
)
def test_wrong_words_are_refused_as_everything_else(run_callq: Callq, words: str) -> None:
    """In a sentence and what to do, without a frame."""
    ended = run_callq(*words.split())
    assert (ended.code, ended.out, len(ended.err.splitlines())) == (Exit.USAGE, "", 2)


def test_a_dry_run_import_leaves_no_store_behind(bare_callq: Callq) -> None:
    (bare_callq.home / "people.csv").write_text("Name,Phone\nAnn,+1 212 555 0100\n")
    ended = bare_callq.ok("import", "people.csv", "--dry-run")
    assert "nothing changed" in ended.out
    assert [path.name for path in bare_callq.home.iterdir()] == ["people.csv"]


def test_strict_is_code_1_only_when_someone_needs_a_look(run_callq: Callq, ron: Office) -> None:
    ron.log("smith", "ni", now="2026-03-10T11:00:00-04:00")
    assert run_callq("purge-check", "--strict").code == Exit.DONE
    ron.log("smith", "ni", note="do not call me again", now="2026-03-10T12:00:00-04:00")
    for more in ([], ["--json"], ["--csv"], ["--limit", "0"]):
        ended = run_callq("purge-check", "--strict", *more)
        assert ended.code == Exit.FOUND
        assert ended.out
    assert run_callq("purge-check").code == Exit.DONE


@pytest.mark.parametrize("command", [["today"], ["purge-check"], ["next"]])
def test_a_flag_of_a_list_that_no_one_is_on_is_reported(
    run_callq: Callq, ron: Office, command: list[str]
) -> None:
    """An empty queue would look like a quiet day."""
    ron.edit("smith", list_name="spring")
    ended = run_callq(*command, "--list", "sprign")
    assert ended.code == Exit.NOT_FOUND
    assert ended.err.splitlines()[-2:] == [
        'callq: There is no list "sprign".', "Did you mean spring?",
    ]  # fmt: skip


def command_line(arguments: list[str]) -> list[str]:
    return [*command(), *arguments]


# Words that are no command ------------------------------------------------------------------------


def test_the_version_is_printed(bare_callq: Callq) -> None:
    assert bare_callq.ok("--version").out == f"callq {__version__}\n"


def test_no_words_at_all_are_answered_with_help(bare_callq: Callq) -> None:
    ended = bare_callq()
    assert ended.code in (Exit.DONE, Exit.USAGE)
    said = ended.out + ended.err
    assert all(command in said for command in TREE)


def test_it_runs_as_a_module(bare_callq: Callq) -> None:
    ended = bare_callq("--version", program=(sys.executable, "-m", "callq"))
    assert ended.out == f"callq {__version__}\n"


def test_a_refusal_is_a_message_a_hint_and_a_code() -> None:
    error = CallqError("It is so.", hint="Do this.", code=Exit.STORE)
    assert (str(error), error.message, error.hint, error.code) == (
        "It is so.", "It is so.", "Do this.", Exit.STORE,
    )  # fmt: skip
    assert CallqError("x").code is Exit.USAGE


# Output that no one takes -------------------------------------------------------------------------


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no full device here")  # noqa: PTH110
@pytest.mark.parametrize("arguments", [["today"], ["today", "--json"], ["list", "--lists"]])
def test_a_full_disk_under_stdout_is_said_in_a_sentence(
    run_callq: Callq, ron: Office, arguments: list[str]
) -> None:
    ended = run_callq("-c", 'exec "$@" > /dev/full', "sh", *command_line(arguments),
                      program=("sh",))  # fmt: skip
    assert ended.code not in (0, 1)
    assert "Traceback" not in ended.err
    assert "Exception" not in ended.err


@pytest.mark.skipif(os.name == "nt", reason="a matter of POSIX")
def test_a_call_that_was_logged_isnt_a_failure_when_no_one_reads_the_answer(
    run_callq: Callq, ron: Office
) -> None:
    """Code 1 would make a script log the call again."""
    line = command_line(["log", "smith", "na"])
    ended = run_callq("-c", 'exec "$@" >&-', "sh", *line, program=("sh",))
    assert ron.rows("SELECT COUNT(*) FROM call") == [(1,)]
    assert ended.code == Exit.DONE
    assert "Traceback" not in ended.err


@pytest.mark.skipif(os.name == "nt", reason="a matter of POSIX")
def test_a_reader_who_leaves_early_isnt_an_error(run_callq: Callq, office: Office) -> None:
    rows = "".join(f"Person {i},+1 212 556 {i:04}\n" for i in range(2000))
    office.import_(office.file("Name,Phone\n" + rows))
    for arguments in (["today", "--all", "--plain"], ["list", "--all", "--json"],
                      ["today", "--all"], ["today", "--all", "--csv"]):  # fmt: skip
        line = command_line(arguments)
        ended = run_callq("-c", '"$@" | head -1; exit "${PIPESTATUS[0]}"', "sh", *line,
                          program=("bash",))  # fmt: skip
        assert "Traceback" not in ended.err
        assert ended.code == Exit.DONE, arguments
