"""What reps read about do-not-call, consent and calling hours: every view and refusal, once."""

import re

import pytest
from syrupy.assertion import SnapshotAssertion

from helpers import IN_LOS_ANGELES, IN_NEW_YORK, Callq, Office, transcript

FILES = {
    "2026-3-9_212_1.txt": "212,5550177\n",
    "2026-3-8_212_1.txt": "212,5550177\n",
    "2026-3-9_312_1.txt": "212,5550177\n",
    "2026-1-1_818_1.txt": "818,5550101\n",
    "changes.txt": "3125550100,2026-03-10T09:00:00,A\n",
    "uk.txt": "+442079460001\n",
    "ours.txt": "2125550188\n2125550189\n",
    "half.txt": "2125550100\nask Ann\n",
    "words.txt": "name\nAnn\nBob\n",
    "empty.txt": "",
    "odd.xml": "<list><ac val='212'><fax val='5550177'/></ac></list>",
}


@pytest.fixture
def run(office: Office, run_callq: Callq) -> Callq:
    office.add("Ron Smith", IN_NEW_YORK, "+1 212 555 0177")
    office.add("Luc Petit", "+33 1 99 00 12 34")
    office.add("Mia Cho", IN_LOS_ANGELES)
    office.add("Una Free", "+1 800 555 0199")
    for name, text in FILES.items():
        (office.home / name).write_text(text)
    return run_callq


def typed(run: Callq, commands: str) -> str:
    lines = [line.strip() for line in commands.splitlines() if line.strip()]
    paths = [re.sub(r"\b(\S+\.(?:txt|xml))", rf"{run.home}/\1", line) for line in lines]
    return transcript(run, *paths)


def test_do_not_call(run: Callq, snapshot: SnapshotAssertion) -> None:
    commands = """
        dnc list
        dnc add "212 555 0100" --reason "asked by letter"
        dnc add "212 555 0100"
        dnc check "212 555 0100" "212 555 0199"
        dnc list
        dnc remove "212 555 0100"
        dnc remove "212 555 0100" --consent "Ron Smith/today"
        dnc remove "212 555 0100" --consent "Ron Smith/tomorrow/letter"
        dnc remove "212 555 0100" --consent "Ron Smith/2026-03-10/letter"
        dnc remove "212 555 0100" --consent "Ron Smith/today/letter"
        dnc list --history
        dnc remove "212 555 0100" --consent "Ron Smith/today/letter"
        dnc add nobody
    """
    assert typed(run, commands) == snapshot


def test_do_not_call_lists(run: Callq, snapshot: SnapshotAssertion) -> None:
    commands = """
        dnc import 2026-3-9_212_1.txt --dry-run
        dnc import 2026-3-9_212_1.txt
        dnc import 2026-1-1_818_1.txt
        dnc import ours.txt
        dnc import changes.txt
        dnc import 2026-3-8_212_1.txt
        dnc import 2026-3-9_312_1.txt
        dnc import 2026-3-9_212_1.txt --as-of 2026-03-10
        dnc import uk.txt --list us-ftc --as-of today
        dnc import uk.txt --list ftc
        dnc import uk.txt --list gb-tps
        dnc import uk.txt --list gb-tps --as-of 2026-04-01
        dnc import uk.txt --list gb-tps --as-of today --max-age 0
        dnc import uk.txt --list gb-tps --as-of today --region ZZ
        dnc import ours.txt --max-age 3
        dnc import ours.txt --list " "
        dnc import half.txt
        dnc import words.txt
        dnc import empty.txt
        dnc import odd.xml --as-of today
        dnc check "212 555 0177" "818 555 0101"
        dnc remove "212 555 0177" --consent "Ron Smith/today/letter"
        dnc drop ours
        dnc drop nothing
        dnc drop us-ftc --dry-run
        dnc drop us-ftc
    """
    assert typed(run, commands) == snapshot


def test_consent(run: Callq, snapshot: SnapshotAssertion) -> None:
    commands = """
        people consent luc
        people consent luc --source ""
        people consent luc --note "by phone"
        people consent luc --source form --scope pigeons
        people consent luc --source form --relationship friend
        people consent luc --source form --on 2026-03-12
        people consent luc --source form --until 2026-03-10
        people consent luc --withdraw --source form
        people consent luc --withdraw
        people consent luc --source form --until 2026-12-24
        people consent luc --source order --relationship purchase --on 2026-02-02
        people consent luc
        people consent luc --withdraw --note "by phone"
        people consent luc
    """
    assert typed(run, commands) == snapshot


def test_calling_hours(run: Callq, snapshot: SnapshotAssertion) -> None:
    commands = """
        hours ron
        hours luc
        hours mia
        hours una
        hours una --location US
        hours una --location nowhere
        hours una --location Mars/Base
        hours una --location TX
        hours una
        hours --location TX
        hours US-FL
        hours FR
        hours US-ME
    """
    assert typed(run, commands) == snapshot


@pytest.mark.parametrize("command", ["hours", "people consent", "dnc", "dnc import", "dnc remove"])
def test_help(run: Callq, snapshot: SnapshotAssertion, command: str) -> None:
    assert transcript(run, f"{command} --help") == snapshot
