"""What a person reads from `callq playbook`, `callq script` and `callq mail`."""

from syrupy.assertion import SnapshotAssertion

from helpers import IN_CHICAGO, IN_NEW_YORK, Callq, Office, transcript

ME = {"CALLQ_SELLER": "Hill & Partners", "CALLQ_EMAIL_FROM": "ann@hill.example",
      "CALLQ_MY_NAME": "Ann Moss", "CALLQ_MY_PHONE": "(212) 555-0199"}  # fmt: skip
OURS = """
[about]
offer = "bookkeeping for dental practices"
benefit = "our clients close their books in two days"
benefits = ["Your month closes in two days", "One flat price, no billable hours"]
address = "12 Elm Street, Albany"
[about.references]
any = "Hill Dental in Albany"
[lists.fair.scripts.only-here]
title = "Only at the fair"
[lists.fair.stages.demo]
open = "Ready for the demo?"
"""


def test_playbook(office: Office, run_callq: Callq, snapshot: SnapshotAssertion) -> None:
    (office.home / "ours.toml").write_text(OURS)
    (office.home / "typo.toml").write_text("[scripts.prise]\nopen = '{ofer}'\n")
    commands = [
        "playbook --help", "playbook check", "playbook check ours.toml", "playbook check typo.toml",
        "playbook apply", "playbook apply ours.toml --shipped", "playbook apply ours.toml --dry-run",
        "playbook apply ours.toml", "playbook apply --shipped",
    ]  # fmt: skip
    assert transcript(run_callq, *commands) == snapshot


def test_script(office: Office, run_callq: Callq, snapshot: SnapshotAssertion) -> None:
    (office.home / "ours.toml").write_text(OURS)
    run_callq.ok("playbook", "apply", "ours.toml")
    office.add("Ron Smith", IN_CHICAGO, company="Smith Dental")
    office.add("Ida Berg", IN_NEW_YORK)
    office.log("ron", "ni", reason="price", note="too expensive", now="2026-02-03T10:00:00-05:00")
    office.log("ida", "dnc")
    commands = [
        "script --help", "script --list-kinds", "script ron", "script ron --kind voicemail",
        "script ida", "script --kind gatekeeper", "script ron --kind prise",
        "script --kind only-here",
    ]  # fmt: skip
    assert transcript(run_callq, *commands, env=ME) == snapshot
    assert transcript(run_callq, "script ron") == snapshot


def test_email(office: Office, run_callq: Callq, snapshot: SnapshotAssertion) -> None:
    (office.home / "ours.toml").write_text(OURS)
    run_callq.ok("playbook", "apply", "ours.toml")
    office.add("Ron Smith", IN_CHICAGO, company="Smith Dental", emails=("ron@example.com",))
    office.log("ron", "ni", reason="price", note="too expensive", now="2026-02-03T10:00:00-05:00")
    office.add("Ida Berg", IN_NEW_YORK, emails=("ida@example.com",))
    office.add("I. Berg", "+1 212 555 0123", emails=("ida@example.com",))
    office.add("Tom Hill", "+1 212 555 0124")
    office.add(
        "Una Ray", "+1 212 555 0125", emails=("una@example.com",), opt_out_text="do not call again"
    )
    office.log("1", "lost")
    office.log("2", "dnc")
    commands = [
        "mail --help", "mail --list-kinds", "mail ron", "mail ron thank-you", "mail ron answer",
        "mail ron warm-up", "mail ron three-options", "mail ron --out ron.eml", "mail ron thanks",
        "mail 2", "mail 3", "mail tom", "mail una", "mail ron a b", "mail ron --open --mailto",
        "mail ron --json --mailto",
    ]  # fmt: skip
    assert transcript(run_callq, *commands, env=ME) == snapshot
    assert transcript(run_callq, "mail ron") == snapshot
