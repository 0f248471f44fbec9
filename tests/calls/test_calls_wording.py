"""Every refusal and view of logging, undo and `why`, word for word; `make snapshots` rewrites it."""

from syrupy.assertion import SnapshotAssertion

from helpers import IN_CHICAGO, IN_LOS_ANGELES, IN_NEW_YORK, Callq, Office

BEFORE = "2026-03-10T10:00:00-04:00"
REFUSED = [
    "ron", "ron nope", "ron voicmail", "ron cb", "ron mtg", "ron na --at friday",
    "ron cb --at friday --in 2d", "ron cb --at 25:00", "ron cb --at yesterday",
    "ron na --when tomorrow", "ron na --permission", "ron na --to Ann", "ron na --channel pigeon",
    "ron na --reason price", "ron ni --reason prise", "ron ni --reason xyz", "ron --answer d",
    "ron won --answer a", "ron na --duration long", "ron na --duration 99:99:99",
    "ron na --number nonsense", "Ron Smith hurried",
]  # fmt: skip
LOGGED = [
    "ron vm", "ron ni --reason price --number 2125550177", "ron hn --no-permission",
    "ron int --channel email --when yesterday", "ron won", "ann dc", "eve na", "eve dnc",
    "cal referred --to", "dan na", "dan cb --in 2d",
]  # fmt: skip


def test_wording(office: Office, run_callq: Callq, snapshot: SnapshotAssertion) -> None:
    office.add("Ron Smith", IN_NEW_YORK, "+1 212 555 0199", now=BEFORE, list_name="fair")
    office.add("Ann Lee", IN_CHICAGO, now=BEFORE)
    office.add("Eve Stone", IN_LOS_ANGELES, now=BEFORE)
    office.add("Cal Poe", "+1 312 555 0123", now=BEFORE)
    office.add("Dan Ray", "+1 800 555 0199", now=BEFORE)
    office.add("Zed Fox", "+1 212 555 0142", now=BEFORE, opt_out_text="no calls")
    wide = run_callq.wide(120)
    texts: list[str] = []

    def show(*arguments: str) -> None:
        found = wide.here(*arguments)
        texts.append(f"$ callq {' '.join(arguments)}\n{found.err}{found.out}")

    for words in REFUSED:
        show("log", *words.split())
    show("undo", "--agent", "bob")
    show("note", "ron", "")
    show("note", "ron", "opens on Fridays")
    for who in ("ron", "eve", "dan", "zed"):
        show("why", who)
    show("log", "ron", "cb", "--at", "next tuesday 3pm")
    show("log", "eve", "mtg", "--at", "next tuesday 3pm")
    show("why", "eve")
    show("why", "eve", "--verbose")
    for words in LOGGED:
        show("log", *words.split(), *(["Ivy Low 312 555 0188"] if words.endswith("--to") else []))
    show("why", "ann")
    show("show", "ron")
    for _ in range(5):
        show("undo")
    assert "\n".join(texts) == snapshot


def test_wording_of_a_card_that_was_skipped(
    office: Office, run_callq: Callq, snapshot: SnapshotAssertion
) -> None:
    office.add("Ron Smith", IN_NEW_YORK, now=BEFORE)
    office.add("Amy Poe", IN_CHICAGO, now=BEFORE)
    wide = run_callq.wide(120)
    wide.here("next")
    wide.here("next", "--skip", "their line is bad")
    by, at = "bob", "2026-03-11T10:25-04:00"
    texts = [wide.here("next", agent=by, now=at).out]
    texts.append(str(wide.here("next", "--json", agent=by, now=at).json["skips"]))
    assert "\n".join(texts) == snapshot
