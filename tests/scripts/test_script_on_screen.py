"""A script fits its width, and no text in it steers the terminal."""

import pytest
from rich.cells import cell_len

from helpers import IN_NEW_YORK, Callq, Office

OPENING = (
    "Say Hi Ron, it's Ann Moss with Hill. I'm calling about [your offer not set: callq setup]. "
    "Do you have two minutes, or is there a better time?"
)


def test_the_card_begins_the_call(office: Office, run_callq: Callq) -> None:
    office.add("Ron Smith", IN_NEW_YORK)
    env = {"CALLQ_SELLER": "Hill", "CALLQ_MY_NAME": "Ann Moss"}
    shown = run_callq.wide(80).ok("next", env=env).out
    assert OPENING in " ".join(shown.split())
    assert " ".join(shown.split()).endswith("callq log OUTCOME. What to say: callq script")


def test_who_is_written_to_is_not_spoken_to(office: Office, run_callq: Callq) -> None:
    who = office.add("Ron Smith", IN_NEW_YORK, emails=("ron@example.com",))
    office.log(who, "lost")
    shown = run_callq.ok("next").out
    assert "Send a last proposal" in shown
    assert "\nSay " not in shown
    assert "callq mail 1 proposal" in run_callq.ok("script", "ron").out


@pytest.mark.parametrize("columns", [40, 80, 120])
def test_a_script_fits(office: Office, run_callq: Callq, columns: int) -> None:
    office.add("王小明\x1b[31m" * 3, IN_NEW_YORK, company="x" * 90)
    for arguments in (
        ("script", "1"),
        ("script", "1", "-k", "hard-no"),
        ("script", "--list-kinds"),
    ):
        shown = run_callq.wide(columns).ok(*arguments).out
        assert "\x1b" not in shown
        assert max(cell_len(line) for line in shown.splitlines()) <= columns


def test_what_is_not_set_is_said_with_its_remedy(office: Office, run_callq: Callq) -> None:
    office.add("Ron Smith", IN_NEW_YORK)
    shown = run_callq.ok("script", "ron").out
    assert "with [your company not set: callq setup]" in " ".join(shown.split())
    assert "callq config seller NAME" in shown
    assert "offer, benefit" in shown
