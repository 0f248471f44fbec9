"""Colour is for terminals that want it; questions are for people who can answer."""

import os
import re

import pytest

from helpers import IN_NEW_YORK, Callq, Office, on_a_terminal

pytestmark = pytest.mark.skipif(os.name == "nt", reason="there is no pty")


@pytest.fixture
def run(run_callq: Callq, office: Office) -> Callq:
    office.add("Ron Smith", IN_NEW_YORK, company="Acme", now="2026-03-10T10:00:00-04:00")
    return run_callq


def test_a_terminal_gets_colours(run: Callq) -> None:
    assert "\x1b[1m" in on_a_terminal(run, "today").text
    assert "\x1b[31m" in on_a_terminal(run, "show", "nobody").text


@pytest.mark.parametrize(
    ("arguments", "env"),
    [
        (("today",), {"NO_COLOR": "1"}),
        (("today",), {"TERM": "dumb"}),
        (("today", "--no-color"), {}),
        (("--no-color", "today"), {}),
        (("show", "nobody", "--no-color"), {}),
        (("show", "nobody"), {"NO_COLOR": "1"}),
        (("show", "ron", "--no-color"), {}),
        (("why", "ron"), {"NO_COLOR": "1"}),
        (("purge-check",), {"NO_COLOR": "1"}),
        (("log", "ron", "ni", "--no-color"), {}),
        (("nonsense",), {"NO_COLOR": "1"}),
    ],
    ids=str,
)
def test_colours_can_be_declined(
    run: Callq, arguments: tuple[str, ...], env: dict[str, str]
) -> None:
    """Bold and links are no colours, but a dumb terminal shows neither."""
    said = on_a_terminal(run, *arguments, env=env)
    assert not re.search(r"\x1b\[(?:[0-9;]*;)?(?:3[0-7]|9[0-7]|4[0-7])m", said.text)
    if env.get("TERM") == "dumb":
        assert "\x1b" not in said.text


@pytest.mark.parametrize("arguments", [("today",), ("show", "ron"), ("why", "ron"), ("list",),
                                       ("show", "nobody"), ("--help",), ("log", "--help")])  # fmt: skip
def test_a_pipe_gets_no_colours(run: Callq, arguments: tuple[str, ...]) -> None:
    for env in ({"NO_COLOR": ""}, {"NO_COLOR": "", "TERM": "xterm-256color"}):
        ended = run(*arguments, env=env)
        assert "\x1b" not in ended.out + ended.err


def test_a_number_is_a_link_on_a_terminal_only(run: Callq) -> None:
    assert "\x1b]8;" in on_a_terminal(run, "today").text
    assert "tel:+12125550100" in on_a_terminal(run, "next").text
    for arguments in (["today"], ["next"]):
        assert "tel:" not in run(*arguments).out


def test_text_of_others_does_not_reach_the_terminal_as_it_is(run: Callq, office: Office) -> None:
    """Neither colours, nor titles, nor links of their own."""
    office.add(
        "\x1b[31mEve\x1b]0;owned\x07\x1b]8;;http://evil\x1b\\", "+1 212 555 0101",
        now="2026-03-10T10:00:00-04:00", company="\x9b31mAcme", note="\u202etxet",
    )  # fmt: skip
    for arguments in (("today",), ("show", "eve"), ("list",), ("why", "eve")):
        text = on_a_terminal(run, *arguments).text
        assert "\x1b]0;" not in text
        assert "http://evil" not in re.sub(r"�\]8;;http://evil", "", text)
        assert "\x9b" not in text
        assert "\u202e" not in text


# Questions ----------------------------------------------------------------------------------------


def test_nothing_is_asked_where_no_one_can_answer(run: Callq) -> None:
    run.ok("next")
    for more in ([], ["--no-input"]):
        ended = run("log", *more)
        assert ended.code == 2
        assert "How did the call end?" in ended.err


@pytest.mark.parametrize("arguments", [("log", "--no-input"), ("--no-input", "log")])
def test_nothing_is_asked_of_who_does_not_want_it(run: Callq, arguments: tuple[str, ...]) -> None:
    run.ok("next")
    said = on_a_terminal(run, *arguments)
    assert said.code == 2
    assert "How did the call end?" in said.plain


def test_the_choice_not_to_be_asked_can_be_set(run: Callq) -> None:
    run.ok("next")
    said = on_a_terminal(run, "log", env={"CALLQ_NO_INPUT": "1"})
    assert said.code == 2


def test_a_flag_after_two_dashes_is_a_word(run: Callq) -> None:
    ended = run("list", "--", "--no-color")
    assert ended.code == 0
    assert "No one matches." in ended.out
