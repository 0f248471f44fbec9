"""A number is dialed only if it may be called this second, once, and by the rep's own command."""

import json
import os
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from callq.dialing.dial import Dialed, dial
from callq.errors import CallqError, Exit
from callq.records import leases
from callq.records.leases import Lease
from callq.records.rulebooks import shipped_text
from callq.rulebooks.rules import apply
from helpers import Callq, Office, moment

FIRST, SECOND = "+12125550134", "+12125550135"
NOON = "2026-03-11T12:00:00-04:00"
NIGHT = "2026-03-11T23:00:00-04:00"
PHONE = """
import sys, time
from pathlib import Path
folder = Path(sys.argv[1])
with (folder / "dialed.txt").open("a") as file:
    file.write(" ".join(sys.argv[2:]) + "\\n")
print("noise")
trouble = folder / "trouble"
if trouble.exists():
    print("first line\\n" + trouble.read_text(), file=sys.stderr)
    sys.exit(3)
"""


class Phone:
    """A small program that writes down what it was told to dial."""

    def __init__(self, home: Path) -> None:
        self.home = home
        (home / "phone.py").write_text(PHONE)
        self.uses(sys.executable, str(home / "phone.py"), str(home), "{e164}", "{name}", "{id}")

    def uses(self, *command: str) -> None:
        """Sets what callq runs."""
        (self.home / "config.toml").write_text(f"dial = {json.dumps(command)}\n")

    def breaks(self, why: str) -> None:
        """Lets it refuse from now on."""
        (self.home / "trouble").write_text(why)

    def works(self) -> None:
        """Lets it dial again."""
        (self.home / "trouble").unlink()

    @property
    def dialed(self) -> list[str]:
        """What it dialed."""
        file = self.home / "dialed.txt"
        return file.read_text().splitlines() if file.exists() else []


@pytest.fixture
def phone(office: Office) -> Phone:
    return Phone(office.home)


@pytest.fixture
def ron(office: Office, phone: Phone) -> int:
    """A person with two numbers; the rep has taken them."""
    who = office.add("Ron O'Hara", FIRST, SECOND)
    office.take()
    return who


def dialed(
    office: Office, who: str | None = None, number: str = "", *, now: str = "", agent: str = ""
) -> Dialed:
    with office.workspace(now=now, agent=agent) as ws:
        return dial(ws, who, number)


def refusal(office: Office, who: str | None = None, number: str = "", **how: str) -> CallqError:
    """The refusal; no lease, call or person has changed."""
    tables = ("lease", "call", "command")
    before = office.dump(*tables)
    with pytest.raises(CallqError) as caught:
        dialed(office, who, number, **how)
    assert office.dump(*tables) == before
    return caught.value


def lease_of(office: Office, who: int) -> Lease | None:
    with office.workspace() as ws:
        return leases.of_prospect(ws.db, who, ws.now)


# What is dialed -----------------------------------------------------------------------------------


def test_the_one_taken_is_dialed_and_the_lease_says_so(
    office: Office, phone: Phone, ron: int
) -> None:
    found = dialed(office)
    assert (found.who.id, found.number, found.how, found.warnings) == (ron, FIRST, "command", ())
    assert phone.dialed == [f"{FIRST} Ron O\N{RIGHT SINGLE QUOTATION MARK}Hara {ron}"]
    now = moment("2026-03-11 10:15")
    assert lease_of(office, ron) == Lease(ron, "ann", now + timedelta(hours=1), now, now, (FIRST,))
    assert found.at == now
    assert office.rows("SELECT * FROM call") == []


def test_one_named_is_leased_and_dialed(office: Office, phone: Phone) -> None:
    who = office.add("Lia Valley", FIRST)
    assert dialed(office, "lia").who.id == who
    assert phone.dialed == [f"{FIRST} Lia Valley {who}"]
    lease = lease_of(office, who)
    assert lease is not None
    assert (lease.agent, lease.dialed_number) == ("ann", FIRST)


def test_a_number_is_dialed_once_and_then_another_of_theirs(
    office: Office, phone: Phone, ron: int
) -> None:
    dialed(office)
    assert refusal(office).name == "already-dialed"
    assert refusal(office, "ron", "0134").code is Exit.REFUSED
    assert dialed(office, None, "0135").number == SECOND
    assert refusal(office, None, "0134").name == "already-dialed"
    assert refusal(office, None, "0135").name == "already-dialed"
    assert [line.split()[0] for line in phone.dialed] == [FIRST, SECOND]
    lease = lease_of(office, ron)
    assert lease is not None
    assert lease.dialed_numbers == (FIRST, SECOND)


def test_after_an_outcome_they_can_be_dialed_again(office: Office, phone: Phone, ron: int) -> None:
    dialed(office)
    office.log(None, "busy")
    assert refusal(office, "ron").name == "too-soon"
    assert dialed(office, "ron", now="2026-03-11T15:00:00-04:00").number == FIRST
    assert len(phone.dialed) == 2


@pytest.mark.parametrize(
    ("ending", "name"),
    [("9999", "unknown-number"), ("13", "unknown-number"), ("x", "unknown-number"), ("", "")],
)
def test_a_number_must_be_one_of_theirs(office: Office, ron: int, ending: str, name: str) -> None:
    if name:
        assert refusal(office, None, ending).name == name
    else:
        assert dialed(office, None, ending).number == FIRST


def test_an_ending_of_two_numbers_is_refused(office: Office, phone: Phone) -> None:
    office.add("Lia Valley", "+12125550134", "+13125550134")
    assert refusal(office, "lia", "0134").name == "several-numbers"
    assert phone.dialed == []


# What forbids it ----------------------------------------------------------------------------------


def test_who_opted_out_since_next_is_not_dialed(
    office: Office, run_callq: Callq, phone: Phone, ron: int
) -> None:
    run_callq.ok("dnc", "add", FIRST)
    error = refusal(office)
    assert (error.name, error.code) == ("do-not-call", Exit.REFUSED)
    assert refusal(office, "ron", "0135").name == "do-not-call"
    assert phone.dialed == []


def test_one_number_on_do_not_call_forbids_that_one(
    office: Office, run_callq: Callq, phone: Phone, ron: int
) -> None:
    run_callq.ok("dnc", "add", FIRST, "--number-only")
    assert refusal(office, None, "0134").name == "do-not-call"
    assert dialed(office).number == SECOND
    assert len(phone.dialed) == 1


def test_a_registry_imported_since_next_forbids_it(office: Office, phone: Phone, ron: int) -> None:
    office.list_numbers("2125550134\n2125550135\n")
    assert refusal(office).name == "on-a-registry"
    assert phone.dialed == []


def test_no_one_is_dialed_at_night(office: Office, phone: Phone) -> None:
    office.add("Ron Smith", FIRST)
    error = refusal(office, "ron", now=NIGHT)
    assert (error.name, error.code) == ("outside-hours", Exit.REFUSED)
    assert phone.dialed == []


def test_the_hours_are_those_of_the_number(office: Office, phone: Phone) -> None:
    office.add("Ron Smith", FIRST, "+12135550134")
    early = "2026-03-11T09:30:00-04:00"
    assert refusal(office, "ron", "+12135550134", now=early).name == "outside-hours"
    assert dialed(office, "ron", now=early).number == FIRST


def test_one_who_may_have_opted_out_is_held(office: Office, phone: Phone, ron: int) -> None:
    office.log("ron", "voicemail", note="take me off your list", now=NOON)
    assert refusal(office, "ron", now="2026-03-12T12:00:00-04:00").name == "opt-out-request"


def test_a_closed_matter_is_not_dialed(office: Office, phone: Phone, ron: int) -> None:
    office.log("ron", "won")
    assert refusal(office, "ron", now=NOON).name == "closed"


def test_a_dead_number_is_not_dialed(office: Office, phone: Phone, ron: int) -> None:
    office.log("ron", "disconnected")
    assert refusal(office, "ron", "0134", now=NOON).name == "dead-number"
    assert dialed(office, "ron").number == SECOND


def test_another_reps_person_is_not_dialed_nor_their_number(
    office: Office, phone: Phone, ron: int
) -> None:
    office.add("Lia Valley", FIRST)
    assert refusal(office, "ron", agent="bob").name == "leased"
    assert refusal(office, "lia", agent="bob").name == "leased"
    assert dialed(office, "lia").number == FIRST


def test_the_gap_counts_for_everyone_with_the_number(
    office: Office, phone: Phone, ron: int
) -> None:
    office.add("Lia Valley", FIRST)
    office.log("ron", "busy")
    error = refusal(office, "lia", now="2026-03-11T10:20:00-04:00", agent="bob")
    assert error.name == "too-soon"
    assert dialed(office, "lia", now=NOON).number == FIRST


@pytest.fixture
def colleagues(office: Office, run_callq: Callq, phone: Phone) -> Office:
    """Two at one company, where an hour has to pass between two calls to it."""
    book = office.file(shipped_text().replace('company = "0min"', 'company = "1h"'), "book.toml")
    with office.workspace() as ws:
        apply(ws, book)
    office.add("Ron Smith", FIRST, company="Acme, Inc.")
    office.add("Lia Valley", SECOND, company="ACME Inc")
    return office


def test_the_gap_of_a_company_counts_for_a_colleague(colleagues: Office) -> None:
    colleagues.log("ron", "busy")
    assert refusal(colleagues, "lia", now="2026-03-11T11:10:00-04:00").name == "too-soon"
    assert dialed(colleagues, "lia", now="2026-03-11T11:15:00-04:00").number == SECOND


def test_a_company_another_rep_is_calling_is_not_dialed(colleagues: Office) -> None:
    with colleagues.workspace(agent="bob") as ws, ws.db.write():
        leases.take(ws.db, 1, "bob", ws.now, ws.now + timedelta(minutes=15))
    assert refusal(colleagues, "lia").name == "company-leased"


def test_a_persons_own_hours_count_but_not_for_the_time_they_named(
    office: Office, phone: Phone
) -> None:
    office.add("Ron Smith", FIRST)
    office.edit(1, reach="weekdays after 5pm")
    assert refusal(office, "ron").name == "outside-hours"
    office.log("ron", "callback", at="today 11am")
    assert dialed(office, "ron", now="2026-03-11T11:00:00-04:00").number == FIRST


def test_your_own_cooldown_only_warns_who_names_them(
    office: Office, phone: Phone, ron: int
) -> None:
    office.log("ron", "soft-no", reason="price")
    found = dialed(office, "ron", now="2026-03-12T12:00:00-04:00")
    assert len(found.warnings) == 1
    assert len(phone.dialed) == 1


def lease(office: Office, who: int, since: str) -> None:
    with office.workspace(now=since) as ws, ws.db.write():
        leases.take(ws.db, who, "ann", ws.now, ws.now + timedelta(days=9))


def test_one_called_since_they_were_taken_is_not_dialed(
    office: Office, phone: Phone, ron: int
) -> None:
    office.log("ron", "soft-no", reason="price", agent="bob")
    lease(office, ron, "2026-03-11T10:14:00-04:00")
    tomorrow = "2026-03-12T12:00:00-04:00"
    assert refusal(office, now=tomorrow).name == "called-since"
    assert refusal(office, "ron", now=tomorrow).name == "called-since"
    lease(office, ron, NOON)
    assert len(dialed(office, now=tomorrow).warnings) == 1


def test_without_a_lease_and_a_name_no_one_is_meant(office: Office, phone: Phone) -> None:
    office.add("Ron Smith", FIRST)
    assert refusal(office).name == "no-call-taken"
    office.take()
    late = "2026-03-11T10:31:00-04:00"
    assert refusal(office, now=late).name == "no-call-taken"


def test_one_without_a_number_is_refused(office: Office, phone: Phone) -> None:
    office.add("Ron Smith", emails=("ron@example.com",))
    assert refusal(office, "ron").name == "no-number"


# The command --------------------------------------------------------------------------------------


def test_a_phone_that_fails_is_not_dialed_and_says_why(
    office: Office, phone: Phone, ron: int
) -> None:
    phone.breaks("no phone is connected")
    error = refusal(office)
    assert (error.name, error.code) == ("not-dialed", Exit.REFUSED)
    assert "no phone is connected" in error.message
    assert "first line" not in error.message
    phone.works()
    assert dialed(office).number == FIRST


def test_a_failed_call_leaves_the_dial_before_it(office: Office, phone: Phone, ron: int) -> None:
    dialed(office)
    before = lease_of(office, ron)
    phone.breaks("engaged")
    assert refusal(office, None, "0135").name == "not-dialed"
    assert lease_of(office, ron) == before


def test_one_named_is_not_leased_by_a_failed_call(office: Office, phone: Phone) -> None:
    who = office.add("Ron Smith", FIRST)
    phone.breaks("engaged")
    assert refusal(office, "ron").name == "not-dialed"
    assert lease_of(office, who) is None


@pytest.mark.parametrize(
    "command", [("no-such-program-anywhere",), ("/",), ("/no/such/file", "{e164}")]
)
def test_a_program_that_cant_run_is_not_dialed(
    office: Office, phone: Phone, ron: int, command: tuple[str, ...]
) -> None:
    phone.uses(*command)
    assert refusal(office).name == "not-dialed"


def test_a_command_of_the_wrong_form_changes_nothing(
    office: Office, phone: Phone, ron: int
) -> None:
    phone.uses("phone", "{number}")
    assert refusal(office).name == "bad-dialer"


def test_without_the_setting_nothing_is_dialed(office: Office, phone: Phone, ron: int) -> None:
    (phone.home / "config.toml").unlink()
    assert refusal(office).name == "no-dialer"


def test_a_command_that_hangs_is_ended_with_all_it_started(
    office: Office, phone: Phone, ron: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("callq.dialing.dial._SECONDS", 0.5)
    mark = phone.home / "still-there"
    child = f"import time, pathlib; time.sleep(1.5); pathlib.Path({str(mark)!r}).touch()"
    parent = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    phone.uses(sys.executable, "-c", parent.replace("{", "{ "))
    assert refusal(office).name == "not-dialed"
    if os.name != "nt":
        time.sleep(1.6)
        assert not mark.exists()


@pytest.mark.skipif(os.name == "nt", reason="there the program stays with its parent")
def test_a_phone_that_goes_on_running_is_waited_for_no_longer(
    office: Office, phone: Phone, ron: int
) -> None:
    """A program that opens another and ends has dialed, though the other keeps its error channel."""
    child = "import time; time.sleep(3)"
    parent = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {child!r}])"
    phone.uses(sys.executable, "-c", parent)
    start = time.monotonic()
    assert dialed(office).number == FIRST
    assert time.monotonic() - start < 2.5


def test_asterisk_gets_digits(
    office: Office, phone: Phone, ron: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Any] = []
    monkeypatch.setattr(
        "callq.dialing.dial.originate", lambda to, digits: seen.append((to, digits))
    )
    (phone.home / "config.toml").write_text(
        'dial = "asterisk"\n[asterisk]\nuser = "callq"\nsecret = "s"\nchannel = "PJSIP/ann"\ncontext = "out"\n'
    )
    assert dialed(office).how == "asterisk"
    assert seen == [(("localhost:5038", "callq", "s", "PJSIP/ann", "out"), "12125550134")]


def test_asterisk_that_isnt_set_up_is_not_dialed(office: Office, phone: Phone, ron: int) -> None:
    (phone.home / "config.toml").write_text('dial = "asterisk"\n')
    error = refusal(office)
    assert error.name == "not-dialed"
    assert "asterisk_user" in error.message


def test_a_qr_code_is_shown(office: Office, phone: Phone, ron: int) -> None:
    (phone.home / "config.toml").write_text('dial = "qr"\n')
    found = dialed(office)
    assert found.how == "qr"
    rows = found.picture.splitlines()
    assert len(rows) > 10
    assert len({len(row) for row in rows}) == 1


# In a process of its own --------------------------------------------------------------------------


def test_the_command_dials(run_callq: Callq, phone: Phone, ron: int) -> None:
    found = run_callq.ok("dial", "--json").json
    assert (found["prospect_id"], found["number"], found["how"]) == (ron, FIRST, "command")
    assert phone.dialed == [f"{FIRST} Ron O\N{RIGHT SINGLE QUOTATION MARK}Hara {ron}"]
    again = run_callq("dial")
    assert (again.code, again.out) == (Exit.REFUSED, "")
    assert "noise" not in run_callq.ok("dial", "--number", "0135").out
    assert len(phone.dialed) == 2


def test_a_config_file_of_the_current_folder_is_not_read(
    run_callq: Callq, office: Office, tmp_path: Path
) -> None:
    office.add("Ron Smith", FIRST)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (run_callq.home / "callq.toml").write_text('dial = ["touch", "ran"]\n')
    (run_callq.home / ".callq.toml").write_text('dial = ["touch", "ran"]\n')
    assert run_callq("dial", "ron").code != 0
    assert not (run_callq.home / "ran").exists()
