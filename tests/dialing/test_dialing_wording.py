"""Every answer and refusal of dialing, word for word; `make snapshots` rewrites it."""

import json
import sys

from syrupy.assertion import SnapshotAssertion

from helpers import IN_CHICAGO, IN_LOS_ANGELES, IN_NEW_YORK, Callq, Office

BEFORE = "2026-03-10T10:00:00-04:00"


def test_wording(office: Office, run_callq: Callq, snapshot: SnapshotAssertion) -> None:
    office.add("Ron Smith", IN_NEW_YORK, "+1 212 555 0199", now=BEFORE, company="Acme", owner="bob")
    office.add("Ann Lee", IN_CHICAGO, now=BEFORE)
    office.add("Eve Stone", IN_LOS_ANGELES, now=BEFORE)
    office.add("Zed Fox", "+1 212 555 0142", now=BEFORE, opt_out_text="no calls")
    office.add("Dan Ray", emails=("dan@example.com",), now=BEFORE)
    wide = run_callq.wide(120)
    texts: list[str] = []

    def show(*arguments: str, agent: str = "") -> None:
        found = wide.here(*arguments, agent=agent)
        said = f"$ callq {' '.join(arguments)}\n{found.err}{found.out}"
        texts.append(said.replace(str(run_callq.home), "HOME").replace(sys.executable, "python"))

    show("dial")
    config = run_callq.home / "config.toml"
    for dial in (["no-such-phone"], ["phone", "{number}"], ["./phone"], [sys.executable, "-c", "exit(3)"],
                 "kdeconnect", "asterisk"):  # fmt: skip
        config.write_text(f"dial = {json.dumps(dial)}\n")
        show("dial", "ron")
    config.write_text(f"dial = {json.dumps([sys.executable, '-c', ''])}\n")
    show("dial")
    show("dial", "ron")
    for words in ("ron", "ron --number 0199", "ron --number 42", "eve", "zed", "dan"):
        show("dial", *words.split())
    show("dial", "ron", agent="bob")
    show("log", "soft-no", "--reason", "price")
    show("dial", "ron")
    show("undo")
    show("log", "ann", "do-not-call")
    show("dial", "ann")
    show("log", "eve", "won")
    show("dial", "eve")
    show("log", "+1 212 555 0177", "interested", "--inbound", "--name", "Ivy Low")
    show("log", "ron", "interested", "--name", "Ivy Low")
    for number in ("212 555 0177", IN_NEW_YORK, "212 555 0178", "ivy"):
        show("caller", number)
    assert "\n".join(texts) == snapshot
