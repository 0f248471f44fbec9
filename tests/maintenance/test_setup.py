"""`callq setup`: five answers in settings and playbook, and nothing else changed."""

import pytest

from callq.errors import Exit
from helpers import Callq, on_a_terminal

ANSWERS = ("--name", "Ann", "--company", "Hill & Partners", "--offer", "books for dentists")


def test_the_answers_are_kept_and_used(run_callq: Callq) -> None:
    run_callq.ok("setup", *ANSWERS, "--country", "Germany", "--calls", "25")
    found = run_callq.ok("setup", "--calls", "25", "--json").json
    assert found == {
        "schema": "callq.setup/1", "name": "Ann", "company": "Hill & Partners",
        "offer": "books for dentists", "country": "DE", "calls": 25, "registries": "",
    }  # fmt: skip
    run_callq.ok("add", "Bo Berg", "--phone", "+1 212 555 0100")
    said = run_callq.ok("script", "bo").out
    assert "Hill & Partners" in said
    assert "company not set" not in said
    assert "offer not set" not in said


def test_a_second_run_changes_only_what_is_given(run_callq: Callq) -> None:
    run_callq.ok("setup", *ANSWERS, "--calls", "10")
    after = run_callq.ok("setup", "--company", "Hill Inc.", "--json").json
    assert (after["name"], after["company"], after["calls"]) == ("Ann", "Hill Inc.", 10)


def test_the_rest_of_a_playbook_stays(run_callq: Callq) -> None:
    own = run_callq.home / "playbook.toml"
    own.write_text(
        '[about]\noffer = "old"  # ours\nbenefit = "time"\n\n[scripts.price]\nopen = "x"\n'
    )
    run_callq.ok("setup", "--offer", "new")
    text = own.read_text()
    assert 'offer = "new"' in text
    assert 'benefit = "time"' in text
    assert '[scripts.price]\nopen = "x"' in text


@pytest.mark.parametrize(
    "words", [("--country", "Narnia"), ("--calls", "-1"), ("--calls", "x"), ()]
)
def test_a_wrong_answer_is_refused_and_nothing_is_saved(
    run_callq: Callq, words: tuple[str, ...]
) -> None:
    before = run_callq.ok("config", "--json").out
    assert run_callq("setup", *words).code == Exit.USAGE
    assert run_callq.ok("config", "--json").out == before


def test_questions_on_a_terminal(run_callq: Callq) -> None:
    screen = on_a_terminal(
        run_callq, "setup",
        answers=[
            ("name", "Ann\n"), ("company", "Hill\n"), ("offer", "books\n"), ("country", "Narnia\n"),
            ("country", "US\n"), ("Calls", "20\n"), ("registry", "required\n"),
        ],
    )  # fmt: skip
    assert screen.code == Exit.DONE
    found = run_callq.ok("setup", "--name", "Ann", "--json").json
    assert (found["company"], found["country"], found["calls"]) == ("Hill", "US", 20)
