"""The real command in a real terminal: keys in, a drawn screen out, nothing lost when it dies."""

import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from helpers import Callq, Office, command, new_york, on_a_terminal

pytestmark = pytest.mark.skipif(os.name == "nt", reason="there is no pty")
PATIENCE = 60.0
STYLE = re.compile(r"\x1b\[([0-9;]*)m")


@pytest.fixture
def four(office: Office) -> Office:
    """Four in New York, the first added the longest due."""
    for i, name in enumerate(("Ann Lee", "Bob Ray", "Cyd Fox", "Dee Poe")):
        office.add(name, new_york(i), now=f"2026-03-{5 + i:02}T09:00:00-05:00")
    return office


def outcomes(office: Office) -> list[tuple[str, str]]:
    return [
        (name, outcome)
        for name, outcome in office.rows(
            "SELECT p.name, c.outcome FROM call c JOIN prospect p ON p.id = c.prospect_id ORDER BY c.id"
        )
    ]


def test_two_calls_and_a_summary(run_callq: Callq, four: Office) -> None:
    seen = on_a_terminal(
        run_callq, "session",
        answers=[("Ann Lee", "\r"), ("on the call", "n"), ("Bob Ray", "\rv"), ("Cyd Fox", "Q")],
        patience=PATIENCE,
    )  # fmt: skip
    assert seen.code == 0, seen
    assert outcomes(four) == [("Ann Lee", "no-answer"), ("Bob Ray", "voicemail")]
    assert "2 calls" in seen.plain.rpartition("\x1b")[2]
    assert four.rows("SELECT COUNT(*) FROM lease") == [(0,)]


@pytest.mark.parametrize("how", ["NO_COLOR", "--no-color"])
def test_without_colors(run_callq: Callq, four: Office, how: str) -> None:
    seen = on_a_terminal(
        run_callq, "session", *([how] if how.startswith("-") else []),
        env={"NO_COLOR": "1" if how == "NO_COLOR" else ""},
        answers=[("Ann Lee", "Q")], patience=PATIENCE,
    )  # fmt: skip
    assert seen.code == 0
    styles = {int(n) for codes in STYLE.findall(seen.text) for n in codes.split(";") if n}
    # Bold, dim, italic, underlined, reversed and the terminal's own colors.
    assert styles <= {0, 1, 2, 3, 4, 7, 39, 49}


def test_plain_prompts_are_the_same_loop(run_callq: Callq, four: Office) -> None:
    seen = on_a_terminal(
        run_callq, "session", "--plain", env={"TERM": "dumb"},
        answers=[
            ("litigator", "\r"), ("help", "s"), ("no reason", "p"), ("Note", "too dear\r"),
            ("Bob Ray", "n"), ("Cyd Fox", "Q"),
        ],
        patience=PATIENCE,
    )  # fmt: skip
    assert seen.code == 0, seen
    assert outcomes(four) == [("Ann Lee", "soft-no"), ("Bob Ray", "no-answer")]
    assert four.rows("SELECT reason, note FROM call ORDER BY id")[0] == ("price", "too dear")


def test_plain_prompts_ask_again_with_what_was_typed_and_about_opt_outs(
    run_callq: Callq, four: Office
) -> None:
    seen = on_a_terminal(
        run_callq, "session", "--plain", env={"TERM": "dumb"},
        answers=[
            ("litigator", "c"), ("When", "yesterday 3pm\r"), ("Note", "call the boss\r"),
            ("[yesterday 3pm]", "4pm\r"), ("Bob Ray", "sp"), ("Note", "remove me\r"),
            ("do-not-call?", "y\r"), ("Cyd Fox", "Q"),
        ],
        patience=PATIENCE,
    )  # fmt: skip
    assert seen.code == 0, seen
    assert outcomes(four) == [("Ann Lee", "callback"), ("Bob Ray", "do-not-call")]
    assert four.rows("SELECT note FROM call ORDER BY id") == [("call the boss",), ("remove me",)]


def test_plain_prompts_have_every_key_they_show(run_callq: Callq, four: Office) -> None:
    hostile = "Eve \x1b[2JHill"
    four.add(hostile, new_york(9), now="2026-03-09T09:00:00-05:00")
    run_callq.ok("list", "e", "--save-view", "all")
    seen = on_a_terminal(
        run_callq, "session", "--plain", env={"TERM": "dumb"},
        answers=[
            ("litigator", "W"), ("Tier fresh", "A"), ("Status", "E"), ("Change what", "company Acme\r"),
            ("Acme", "N"), ("Note", "two shops\r"), ("two shops", "/"), ("Name,", "hill\r"),
            ("[1]", "1"), ("#5", "I"), ("calling", "312 555 0177\r"), ("new caller", "Kim Lo\r"),
            ("opening", "1"), ("Answer", "i"), ("Note", "\r"), ("#", "K"), ("skip?", "\r"), ("#", "V"),
            ("as the session", "1"), ("Now you call", "Q"),
        ],
        patience=PATIENCE,
    )  # fmt: skip
    assert seen.code == 0, seen
    assert "\x1b[2J" not in seen.text
    assert outcomes(four) == [("Kim Lo", "interested")]
    assert four.row(1)["company"] == "Acme"


def test_without_a_terminal_it_says_what_a_script_does(run_callq: Callq, four: Office) -> None:
    ended = run_callq("session")
    assert ended.code == 2
    assert "callq next --json" in ended.err


@pytest.fixture
def tmux(tmp_path: Path) -> Iterator[list[str]]:
    """A server of its own, so that no other is touched."""
    if shutil.which("tmux") is None:
        pytest.skip("tmux isn't installed")
    start = ["tmux", "-S", str(tmp_path / "tmux")]
    yield start
    subprocess.run([*start, "kill-server"], check=False, capture_output=True)


def shown(tmux: list[str], words: str) -> str:
    """The screen once it shows some words."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        found = subprocess.run([*tmux, "capture-pane", "-p"], check=True, capture_output=True)
        if words in (text := found.stdout.decode()):
            return text
        time.sleep(0.1)
    raise AssertionError(text)


def started(tmux: list[str], run: Callq, width: int, height: int) -> None:
    environ = run.environment(env={"NO_COLOR": "", "TERM": "screen-256color", "COLUMNS": ""})
    line = " ".join(f"{name}='{value}'" for name, value in environ.items())
    size = ["-x", str(width), "-y", str(height)]
    program = f"env {line} {' '.join(command())} session"
    subprocess.run([*tmux, "new-session", "-d", *size, program], check=True)


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (120, 40)])
def test_in_tmux_a_killed_session_resumes_with_nothing_lost(
    run_callq: Callq, four: Office, tmux: list[str], size: tuple[int, int]
) -> None:
    started(tmux, run_callq, *size)
    screen = shown(tmux, "Ann Lee")
    assert all(len(line) <= size[0] for line in screen.splitlines())
    assert "no answer" in screen
    assert "dial" in screen
    subprocess.run([*tmux, "send-keys", "Enter", "v"], check=True)
    shown(tmux, "Bob Ray")
    assert outcomes(four) == [("Ann Lee", "voicemail")]
    found = subprocess.run(
        [*tmux, "list-panes", "-F", "#{pane_pid}"], check=True, capture_output=True
    )
    os.kill(int(found.stdout), signal.SIGKILL)
    time.sleep(0.2)
    subprocess.run([*tmux, "kill-server"], check=False, capture_output=True)
    assert outcomes(four) == [("Ann Lee", "voicemail")]
    started(tmux, run_callq, *size)
    shown(tmux, "Bob Ray")
    subprocess.run([*tmux, "send-keys", "Enter", "n"], check=True)
    shown(tmux, "Cyd Fox")
    assert outcomes(four) == [("Ann Lee", "voicemail"), ("Bob Ray", "no-answer")]
