"""Nothing that is typed, set or fed in ends in a traceback, and nothing is half done."""

import os
from typing import NamedTuple

import pytest

from helpers import IN_NEW_YORK, Callq, Office

LONG = "x" * 100_000
"""Nearly as long as one argument can be."""
CONTROLS = "\x01\x02\x1b[2J\x1b]0;owned\x07\x7f\t\r\n"
BROKEN_UTF8 = os.fsdecode(b"Z\xfcrich")


class Case(NamedTuple):
    """Words, and what is wrong when they still crash."""

    arguments: tuple[str, ...]
    bug: str = ""


LONG_LIKE = "SQLite refuses patterns of 50,000 bytes and more"
MANY_WORDS = "SQLite refuses a thousand conditions"
NOT_UTF8 = "an argument that is no UTF-8 can't be bound"
HUGE = "a limit above what islice takes"
CASES = [
    Case(()),
    Case(("today", "--limit", "-1")),
    Case(("today", "--limit", "9" * 20)),
    Case(("list", "--limit", "9" * 20)),
    Case(("purge-check", "--limit", "9" * 20)),
    Case(("log",)),
    Case(("log", "")),
    Case(("log", "", "")),
    Case(("log", "1", "na", "--when", "31 february")),
    Case(("log", "1", "na", "--when", "1 january 1970")),
    Case(("log", "1", "cb", "--at", "0")),
    Case(("log", "1", "cb", "--at", "-5 days")),
    Case(("log", "1", "cb", "--at", "99999 years")),
    Case(("log", "1", "cb", "--at", "tuesday tuesday")),
    Case(("log", "1", "cb", "--at", LONG)),
    Case(("log", "1", "cb", "--at", CONTROLS)),
    Case(("log", "1", "cb", "--in", "99999999 months")),
    Case(("log", "1", LONG)),
    Case(("log", LONG, "na")),
    Case(("log", "1", "na", "--note", LONG)),
    Case(("log", "1", "na", "--note", CONTROLS)),
    Case(("log", "1", "na", "--note", BROKEN_UTF8)),
    Case(("log", "1", "na", "--duration", "9" * 20)),
    Case(("log", "1", "na", "--duration", "9" * 5000)),
    Case(("log", "1", "ni", "--reason", CONTROLS)),
    Case(("log", "1", "na", "--number", LONG)),
    Case(("log", "1", "na", "--number", CONTROLS)),
    Case(("log", "1", "referred", "--to", LONG)),
    Case(("log", "1", "referred", "--to", "@")),
    Case(("log", "1", "referred", "--to", "+")),
    Case(("log", BROKEN_UTF8, "na")),
    Case(("show", "")),
    Case(("show", "nobody")),
    Case(("show", LONG)),
    Case(("show", " ".join(f"w{i}" for i in range(3000)))),
    Case(("show", "1" * 5000)),
    Case(("show", "-1")),
    Case(("show", "0")),
    Case(("show", CONTROLS)),
    Case(("show", BROKEN_UTF8)),
    Case(("show", "%' OR 1=1 --")),
    Case(("why", "\u0661")),
    Case(("list", LONG)),
    Case(("list", CONTROLS)),
    Case(("add", CONTROLS)),
    Case(("add", LONG, "--phone", LONG, "--email", LONG)),
    Case(("add", BROKEN_UTF8)),
    Case(("add", "A", "--value", "1e400")),
    Case(("add", "A", "--zone", LONG)),
    Case(("add", "A", "--zone", "../../etc/passwd")),
    Case(("edit", "1", "--field", "=")),
    Case(("edit", "1", "--field", LONG)),
    Case(("edit", "1", "--drop-phone", CONTROLS)),
    Case(("import", ".")),
    Case(("import", "")),
    Case(("import", "empty.csv")),
    Case(("import", "binary.csv")),
    Case(("import", "nul.csv")),
    Case(("import", "people.csv", "--map", "=")),
    Case(("import", "people.csv", "--map", "Name")),
    Case(("import", "people.csv", "--map", LONG)),
    Case(("import", "people.csv", "--encoding", "klingon")),
    Case(("import", "people.csv", "--encoding", "base64")),
    Case(("import", "people.csv", "--encoding", "utf-16")),
    Case(("import", "people.csv", "--zone", "Europe")),
    Case(("import", "-")),
    Case(("import", LONG)),
    Case(("purge-check", ".")),
    Case(("purge-check", "binary.csv")),
    Case(("rules", "check", ".")),
    Case(("rules", "check", "binary.csv")),
    Case(("rules", "apply", "empty.csv")),
    Case(("config", "limit", "9" * 5000)),
    Case(("config", "agent", BROKEN_UTF8)),
    Case(("config", "zone", LONG)),
    Case(("--nonsense",)),
    Case(("today", "--", "--json")),
    Case(("undo", "--agent", CONTROLS)),
    Case(("next", "--skip", "")),
    Case(("next", "--skip", LONG)),
]


@pytest.fixture
def run(run_callq: Callq, office: Office) -> Callq:
    office.add("Ron Smith", IN_NEW_YORK, now="2026-03-10T10:00:00-04:00")
    home = run_callq.home
    (home / "empty.csv").touch()
    (home / "people.csv").write_text("Name,Phone\nAnn,1\n")
    (home / "binary.csv").write_bytes(bytes(range(256)) * 40)
    (home / "nul.csv").write_bytes(b"Name,Phone\nA\x00nn,+1 212 555 0100\n")
    return run_callq


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(
            case, id=" ".join(case.arguments)[:50].encode("ascii", "backslashreplace").decode(),
            marks=[pytest.mark.xfail(strict=True, reason=case.bug)] if case.bug else [],
        )
        for case in CASES
    ],
)  # fmt: skip
def test_nothing_that_is_typed_ends_in_a_traceback(run: Callq, case: Case) -> None:
    """Whatever it is, it is done or refused, and the terminal stays ours."""
    ended = run.here(*case.arguments)
    assert "Traceback" not in ended.err
    assert ended.code in (0, 2, 3, 4, 5, 6, 7, 8)
    for sign in ended.out + ended.err:
        assert sign == "\n" or sign.isprintable() or sign == "\u2028", ascii(sign)


STREAMS = ("LANG", "PYTHONIOENCODING", "TZ", "COLUMNS")
"""What Python itself reads when it starts."""


@pytest.mark.parametrize(
    ("variable", "value", "bug"),
    [
        ("CALLQ_NOW", "never", ""),
        ("CALLQ_NOW", "9999-12-31T12:00:00+00:00", ""),
        ("CALLQ_NOW", "0001-01-01T00:00:00+14:00", ""),
        ("CALLQ_NOW", "1969-07-20T20:17:00+00:00", ""),
        ("CALLQ_ZONE", "Mars/Base", ""),
        ("CALLQ_ZONE", "..", ""),
        ("CALLQ_LIMIT", "0", ""),
        ("CALLQ_LIMIT", "9" * 5000, ""),
        ("CALLQ_LEASE", "x", ""),
        ("CALLQ_REGION", "\u00df\u00df", ""),
        ("CALLQ_REGION", "ZZ", ""),
        ("CALLQ_DB", "/", ""),
        ("CALLQ_DB", "/dev/null", ""),
        ("CALLQ_DB", "people.csv", ""),
        ("CALLQ_DB", "x" * 5000, ""),
        ("CALLQ_DB", "nosuch://host/name", ""),
        ("CALLQ_DB", "http://host", ""),
        ("CALLQ_DB", "://", ""),
        ("CALLQ_RULEBOOK", ".", ""),
        ("CALLQ_RULEBOOK", "binary.csv", ""),
        ("CALLQ_RULEBOOK", "nowhere.toml", ""),
        ("CALLQ_AGENT", CONTROLS, ""),
        ("COLUMNS", "0", ""),
        ("COLUMNS", "-5", ""),
        ("COLUMNS", "1", ""),
        ("COLUMNS", "99999999", ""),
        ("COLUMNS", "many", ""),
        ("LANG", "xx_YY.KOI8-R", ""),
        ("PYTHONIOENCODING", "ascii", ""),
        ("TZ", "Mars", ""),
        ("CALLQ_HOME", "people.csv", ""),
    ],
)
def test_nothing_that_is_set_ends_in_a_traceback(
    request: pytest.FixtureRequest, run: Callq, variable: str, value: str, bug: str
) -> None:
    if bug:
        request.applymarker(pytest.mark.xfail(strict=True, reason=bug))
    ask = run if variable in STREAMS else run.here
    for arguments in (["today"], ["log", "1", "na"]):
        ended = ask(*arguments, env={variable: value})
        assert "Traceback" not in ended.err
        assert ended.code in (0, 2, 3, 6, 7, 8), ended


def test_what_is_refused_is_not_half_done(run: Callq, office: Office) -> None:
    """After all of the above that ended with a refusal, the store is as it was."""
    before = office.dump()
    for case in CASES:
        if case.arguments[:1] in (("log",), ("edit",), ("import",), ("rules",)):
            ended = run.here(*case.arguments) if not case.bug and len(str(case)) < 500 else None
            if ended is not None and ended.code == 0:
                office.undo()
                continue
    after = office.dump("prospect", "phone", "email", "name_word", "dnc", "lease", "hours")
    live = [row for row in after["prospect"] if row[0] == 1]
    assert live == before["prospect"]
    assert after["phone"][:1] == before["phone"]


@pytest.mark.parametrize("stdin", [b"", b"\x00\xff\xfe", b"\xef\xbb\xbf", b"Name\n", b"\n" * 100])
def test_nothing_that_is_fed_in_ends_in_a_traceback(run: Callq, stdin: bytes) -> None:
    for arguments in (["import", "-"], ["purge-check", "-"]):
        ended = run.here(*arguments, stdin=stdin)
        assert "Traceback" not in ended.err
        assert ended.code in (0, 5)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the super-user may write all")
def test_a_folder_that_may_not_be_written_is_refused(bare_callq: Callq) -> None:
    bare_callq.home.chmod(0o500)
    try:
        ended = bare_callq("add", "Ron")
    finally:
        bare_callq.home.chmod(0o700)
    assert ended.code == 7
    assert "Traceback" not in ended.err
