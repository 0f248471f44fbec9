"""Who is erased is in no byte of the store, and never comes in again by any door."""

import json
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from callq.calls.log import log
from callq.calls.request import LogRequest
from callq.calls.undo import undo
from callq.compliance import registry_lists
from callq.errors import CallqError, Exit
from callq.privacy import erase as erasing
from callq.privacy.erase import Erased, Request
from callq.prospects.merge import merge
from callq.rulebooks.rules import apply
from callq.storage import keyfile, suppression
from helpers import IN_CHICAGO, IN_NEW_YORK, Callq, Office, new_york

NAME, MAIL = "Zoe Quimby", "zoe@quimby.example"
NUMBER, OTHER = "+12125560001", "+12125560002"


def erased(office: Office, who: int | str, *, now: str = "", **request: Any) -> Erased:
    with office.workspace(now=now) as ws:
        return erasing.erase(ws, erasing.look(ws, str(who)), Request(**request))


def bytes_of(home: Path) -> bytes:
    """Everything in the store's files but the key."""
    return b"".join(
        path.read_bytes() for path in home.iterdir()
        if path.name.startswith("callq.db") and not path.name.endswith(".key")
    )  # fmt: skip


def assert_no_trace(home: Path, *words: str) -> None:
    held = bytes_of(home).lower()
    for word in words:
        for form in {word, json.dumps(word)[1:-1]}:
            assert form.lower().encode() not in held, form


def lived(office: Office) -> int:
    """Someone with a past that is spread over every table."""
    zoe = office.add(
        NAME, new_york(1), emails=(MAIL,), note="plays the bassoon", company="Weavers",
        tags=("bassoonist",), custom=(("Pet", "axolotl"),),
    )  # fmt: skip
    office.add("Bob Ray", IN_CHICAGO, note=f"knows {NAME}, {NUMBER} or {MAIL}")
    office.log(zoe, "ni", reason="price", note="wants a harpsichord")
    office.log(zoe, "na", number=new_york(2))
    office.edit(zoe, name="Zoë Quimbleton", note="plays the ocarina")
    office.log(zoe, "referred", to="Al Fox +1 212 556 0003")
    office.undo()
    office.log(zoe, "referred", to="Al Fox +1 212 556 0003")
    office.edit(zoe, drop_phone=("0002",), add_email=("zq@loom.example",))
    office.log(zoe, "dnc", note="shouted about a theremin")
    with office.workspace() as ws:
        held = ws.db.one("SELECT COUNT(*) FROM change")
        assert held
        assert held[0] > 3
    return zoe


WORDS = (
    NAME, "Quimb", "Zoë", MAIL, "zq@loom", NUMBER, OTHER, "556-0001", "556-0002", "556 0001", "556 0002",
    "2125560001"[::-1], "bassoon", "ocarina", "harpsichord", "axolotl", "theremin","loom.ex",
)  # fmt: skip


def test_no_byte_of_the_store_tells_of_them(office: Office) -> None:
    zoe = lived(office)
    assert NAME.encode() in bytes_of(office.home)
    done = erased(office, zoe)
    assert done.wiped
    assert done.suppressed == 4
    assert_no_trace(office.home, *WORDS)
    assert office.rows("SELECT note FROM prospect WHERE name = 'Bob Ray'") == [
        ("knows (erased), (erased) or (erased)",)
    ]
    assert office.rows(
        "SELECT note FROM prospect WHERE name = 'Al Fox' AND removed_at IS NULL"
    ) == [("Named by (erased).",)]


def test_no_byte_of_the_store_tells_of_them_while_a_reader_sits_beside(
    run_callq: Callq, office: Office
) -> None:
    zoe = lived(office)
    with office.workspace() as reader:
        rows = reader.db.stream("SELECT name FROM prospect")
        next(rows)
        with office.workspace(CALLQ_HOME=str(office.home)) as ws:
            ws.db.run("PRAGMA busy_timeout=50")
            done = erasing.erase(ws, erasing.look(ws, str(zoe)), Request())
        assert not done.wiped
        assert office.rows("SELECT value FROM meta WHERE key = 'erasure_pending'") == [("1",)]
        del rows
    ended = run_callq.ok("people", "erase", "--finish", "--json")
    assert ended.json == {"schema": "callq.erase-finish/1", "wiped": True}
    assert_no_trace(office.home, *WORDS)
    assert office.rows("SELECT 1 FROM meta WHERE key = 'erasure_pending'") == []


def test_no_page_of_the_store_is_left_over_after_an_erasure(office: Office) -> None:
    """Whether SQLite wipes what it frees is up to how it was built: nothing freed may stay."""
    zoe = office.add(NAME, new_york(1), note="bassoon " * 20_000)
    office.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    assert erased(office, zoe).wiped
    assert office.rows("PRAGMA freelist_count") == [(0,)]
    assert not office.path.with_name("callq.db-wal").exists()


def test_what_stays_is_a_hash_and_the_key_is_in_its_own_file(office: Office) -> None:
    zoe = lived(office)
    erased(office, zoe, reason="objected", source="email")
    rows = office.rows("SELECT mac, key_id, reason, source FROM suppression ORDER BY id")
    assert {(reason, source) for _, _, reason, source in rows} == {("objected", "email")}
    path = office.path.with_name("callq.db.key")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert {key_id for _, key_id, _, _ in rows} == {keyfile.id_in(path)}
    key = keyfile.read(path, keyfile.id_in(path))
    assert key.hex().encode() not in bytes_of(office.home)
    import hashlib
    import hmac

    mac = hmac.new(key, NUMBER.encode(), hashlib.sha256).hexdigest()
    assert mac in {row[0] for row in rows}


def test_a_second_one_uses_the_same_key(office: Office) -> None:
    first, second = office.add("Ann Lee", new_york(1)), office.add("Bob Ray", new_york(2))
    erased(office, first)
    key = office.path.with_name("callq.db.key").read_bytes()
    erased(office, second)
    assert office.path.with_name("callq.db.key").read_bytes() == key
    assert len(office.rows("SELECT DISTINCT key_id FROM suppression")) == 1


@pytest.mark.parametrize(
    "door", ["add", "add mail", "edit", "edit mail", "log --number", "log --to"]
)
def test_no_door_lets_them_in_again(office: Office, door: str) -> None:
    zoe, bob = lived(office), "bob"
    erased(office, zoe)
    before = office.dump()
    with pytest.raises(CallqError) as refused:
        match door:
            case "add":
                office.add("Zoe Again", "(212) 556-0001")
            case "add mail":
                office.add("Zoe Again", emails=(MAIL.upper(),))
            case "edit":
                office.edit(bob, add_phone=(OTHER,))
            case "edit mail":
                office.edit(bob, add_email=(MAIL,))
            case "log --number":
                office.log(bob, "na", number=NUMBER)
            case _:
                office.log(bob, "referred", to=f"Zoe {NUMBER}")
    assert refused.value.code is Exit.REFUSED
    assert office.dump() == before


def test_a_list_of_our_own_keeps_no_number_and_takes_none_in_again(office: Office) -> None:
    zoe, ours = lived(office), "2125560001\n2125560077\n"
    office.list_numbers(ours, "shop")
    office.list_numbers(ours, "us-ftc")
    office.list_numbers("2125560001\n", "fair")
    erased(office, zoe)
    on = "SELECT l.series, n.number FROM listed_number n JOIN number_list l ON l.id = n.list_id "
    ours_only = f"{on} WHERE l.kind = 'own'"
    assert office.rows(ours_only) == [("shop", 12125560077)]
    # A registry's copy is the registry's.
    assert len(office.rows(f"{on} WHERE l.kind = 'full'")) == 2
    assert office.rows("SELECT series, entries FROM number_list ORDER BY id") == [
        ("shop", 1), ("us-ftc", 2), ("fair", 0),
    ]  # fmt: skip
    with office.workspace() as ws:
        path = office.file(ours, "again.txt")
        report = registry_lists.run(ws, registry_lists.Request(path, series="shop"))
    assert len(report.warnings) == 1
    assert office.rows(f"{ours_only} AND n.number = 12125560001") == []
    with pytest.raises(CallqError):
        office.add("Zoe Again", NUMBER)


def test_no_byte_of_a_list_of_our_own_tells_of_them(office: Office) -> None:
    zoe = lived(office)
    office.list_numbers("2125560001\n", "shop")
    stored = int(NUMBER).to_bytes(6, "big")
    assert stored in bytes_of(office.home)
    assert erased(office, zoe).wiped
    assert stored not in bytes_of(office.home)
    assert_no_trace(office.home, *WORDS)


def test_a_check_of_their_number_says_that_it_is_never_called(
    office: Office, run_callq: Callq
) -> None:
    erased(office, lived(office))
    said = run_callq("dnc", "check", NUMBER)
    assert said.code == 1
    (item,) = run_callq("dnc", "check", NUMBER, "--json").json["items"]
    assert (item["blocked"], item["erased_at"]) == (True, "2026-03-11T14:15:00Z")
    assert run_callq("dnc", "check", new_york(77)).code == 0


def test_an_import_leaves_them_out_and_says_so(office: Office, run_callq: Callq) -> None:
    erased(office, lived(office))
    file = office.file(
        f"Name,Phone,Email\n{NAME},212 556 0001,\nZed,,{MAIL}\nNew,212 556 0009,\n"
        f"Bob Ray,{IN_CHICAGO},{MAIL}\n"
    )
    report = run_callq.ok("import", str(file), "--json").json
    assert report["counts"]["erased"] == 3
    assert report["counts"]["added"] == 1
    assert report["counts"]["rejected"] == 0
    assert "erased at their request; skipped" in {one["problem"] for one in report["problems"]}
    assert_no_trace(office.home, "Quimby", NUMBER, MAIL)


def test_no_letter_case_of_an_address_lets_them_in_again(office: Office) -> None:
    """Whether they were erased by it, or with it on record."""
    with office.workspace() as ws:
        held = erasing.look_at_number(ws, email="Zoe@Quimby.Example")
        erasing.erase(ws, held, Request())
        check = suppression.SuppressionCheck(ws.db)
        for text in (MAIL, MAIL.upper(), f" {MAIL.title()} "):
            assert check.entry(text), text
        assert suppression.mac(b"k", MAIL.upper()) == suppression.mac(b"k", MAIL)
    office.file("Name,Email\nZoe,ZOE@QUIMBY.EXAMPLE\nBob,bob@ray.example\n")
    assert office.import_(office.home / "people.csv").added == 1
    assert office.rows("SELECT name FROM prospect") == [("Bob",)]


def test_others_with_the_number_stay_and_are_held(office: Office) -> None:
    ann = office.add("Ann Lee", IN_NEW_YORK)
    bob = office.add("Bob Ray", IN_NEW_YORK, note="the workspace of Ann Lee")
    assert office.queue() == [ann, bob]
    done = erased(office, ann)
    assert [one.id for one in done.held.sharing] == [bob]
    assert office.queue() == []
    assert office.row(bob)["state"] == "do-not-call"
    with office.workspace() as ws:
        apply(ws, None)
    assert office.queue() == []


def test_a_number_erased_without_a_person_holds_who_has_it(
    office: Office, run_callq: Callq
) -> None:
    ann = office.add("Ann Lee", IN_NEW_YORK)
    run_callq.ok("people", "erase", "--number", IN_NEW_YORK, "--yes")
    assert office.queue() == []
    assert office.row(ann)["state"] == "do-not-call"
    with pytest.raises(CallqError):
        office.add("Bob Ray", IN_NEW_YORK)


def test_a_dropped_number_comes_back_by_no_undo(office: Office) -> None:
    """Someone else dropped it before; their undo would put it back."""
    bob = office.add("Bob Ray", IN_NEW_YORK, IN_CHICAGO)
    office.edit(bob, drop_phone=(IN_CHICAGO,))
    ann = office.add("Ann Lee", IN_CHICAGO, agent="cy")
    erased(office, ann)
    with pytest.raises(CallqError) as refused:
        office.undo()
    assert refused.value.name == "erased-for-good"
    office.undo()
    numbers = {e164 for (e164,) in office.rows("SELECT e164 FROM phone")}
    assert numbers == {"+12125550100"}
    assert_no_trace(office.home, "+13125550100")


def test_a_merge_undone_names_no_one_who_was_erased(office: Office) -> None:
    """Bob had named Al Fox, who was then merged into Ann; both are erased before the undo."""
    ann = office.add("Ann Lee", IN_NEW_YORK)
    bob = office.add("Bob Ray", new_york(2))
    office.log(bob, "referred", to=f"Al Fox {IN_CHICAGO}")
    with office.workspace(agent="cy") as ws:
        merge(ws, str(ann), "Al Fox")
    erased(office, ann)
    with office.workspace(agent="cy") as ws:
        assert undo(ws).command.name == "merge"
    assert office.rows("SELECT referred_to FROM call") == [(None,)]


def test_undo_after_an_erasure_says_so_then_goes_on(office: Office) -> None:
    zoe = lived(office)
    erased(office, zoe)
    with pytest.raises(CallqError) as refused:
        office.undo()
    assert refused.value.name == "erased-for-good"
    while True:
        try:
            undone = office.undo()
        except CallqError as error:
            assert error.name == "nothing-to-undo"
            break
        assert "Quimb" not in undone.command.summary
    assert_no_trace(office.home, *WORDS)
    assert office.rows("SELECT id FROM prospect WHERE removed_at IS NULL") == []


def test_an_import_undone_after_one_of_it_was_erased(office: Office) -> None:
    file = office.file("Name,Phone\nAnn Lee,212 556 0001\nBob Ray,212 556 0002\n")
    office.import_(file)
    with office.workspace(agent="bob") as ws:
        erasing.erase(ws, erasing.look(ws, "Ann Lee"), Request())
    undone = office.undo()
    assert undone.removed == 1
    assert office.queue() == []


def test_no_one_is_taken_for_one_who_was_erased(office: Office) -> None:
    """A script, a calendar or a rep's memory may still hold the number."""
    office.add("Bob Ray", IN_CHICAGO)
    zoe = office.add(NAME, new_york(1))
    erased(office, zoe)
    assert office.add("Ann Lee", new_york(2)) == zoe + 1
    office.import_(office.file("Name,Phone\nAl Fox,212 556 0003\n"))
    erased(office, "Ann Lee")
    erased(office, "Al Fox")
    assert office.add("Eva Roe", new_york(4)) == zoe + 3


def test_who_was_taken_out_of_every_list_is_erased_too(office: Office) -> None:
    office.add(NAME, new_york(1), emails=(MAIL,))
    office.undo()
    assert NAME.encode() in bytes_of(office.home)
    erased(office, NUMBER)
    assert_no_trace(office.home, *WORDS)


def test_a_name_of_one_word_goes_where_callq_wrote_it_and_is_reported_where_people_did(
    office: Office,
) -> None:
    will = office.add("Will", new_york(1))
    bob = office.add("Bob Ray", new_york(2), note="ask Will about it")
    office.log(will, "referred", to="Al Fox +1 212 556 0003")
    done = erased(office, will)
    assert bob in done.held.named_in
    assert office.row(bob)["note"] == "ask Will about it"
    texts = office.rows("SELECT note FROM prospect WHERE name = 'Al Fox'")
    texts += office.rows("SELECT summary FROM command")
    assert "Will" not in str(texts)


def test_a_namesake_keeps_the_name(office: Office) -> None:
    first = office.add("Ann Lee", new_york(1))
    second = office.add("Ann Lee", new_york(2))
    bob = office.add("Bob Ray", new_york(3), note="cousin of Ann Lee")
    office.log(second, "na")
    done = erased(office, first)
    assert done.held.named_in == (bob,)
    assert office.row(second)["name"] == "Ann Lee"
    assert office.rows("SELECT summary FROM command WHERE name = 'log'") == [
        ("no-answer for Ann Lee",)
    ]
    assert_no_trace(office.home, NUMBER)


def test_retained_compliance_record_has_no_words_name_or_number(office: Office) -> None:
    zoe = lived(office)
    done = erased(office, zoe, retain=True)
    assert done.pseudonym.startswith("erased-")
    assert_no_trace(office.home, *WORDS)
    row = office.row(zoe)
    assert row["name"] == done.pseudonym
    assert row["removed_at"] is not None
    calls = office.rows(
        "SELECT outcome, agent, note, number, number_mac, command_id FROM call WHERE prospect_id = :id "
        "ORDER BY id", id=zoe,
    )  # fmt: skip
    assert [call[0] for call in calls] == [
        "soft-no",
        "no-answer",
        "referred",
        "referred",
        "do-not-call",
    ]
    assert {call[1] for call in calls} == {"ann"}
    assert {call[2:4] for call in calls} == {("", "")}
    assert all(len(call[4]) == 64 for call in calls)
    assert {call[5] for call in calls} == {None}
    assert office.queue() == office.queue()
    before = office.dump("call")
    with pytest.raises(CallqError):
        office.undo()
    office.undo()
    assert office.dump("call") == before
    with office.workspace() as ws:
        apply(ws, None)
    assert_no_trace(office.home, *WORDS)


def test_what_was_retained_can_go_too(office: Office) -> None:
    zoe = lived(office)
    done = erased(office, zoe, retain=True)
    erased(office, done.pseudonym)
    assert office.rows("SELECT 1 FROM call WHERE prospect_id = :id", id=zoe) == []
    assert office.rows("SELECT 1 FROM prospect WHERE id = :id", id=zoe) == []


def test_without_the_key_there_isnt_a_queue_and_no_new_number(
    office: Office, run_callq: Callq
) -> None:
    bob = office.add("Bob Ray", IN_CHICAGO, IN_NEW_YORK)
    erased(office, office.add(NAME, new_york(1)))
    path = office.path.with_name("callq.db.key")
    kept = path.read_text()
    key_id = keyfile.id_in(path)
    for spoilt in (None, "", "id 0123456789abcdef\nkey 00\n", f"id {key_id}\nkey zz\n"):
        path.unlink() if spoilt is None else path.write_text(spoilt)
        lines: list[tuple[str, ...]] = [("add", "New", "--phone", new_york(7))]
        if spoilt is None or key_id not in spoilt:
            lines += [("today",), ("next",)]
        for line in lines:
            refused = run_callq(*line)
            assert refused.code == Exit.STORE, (spoilt, refused)
            assert refused.out == ""
            assert f"{path}" in refused.err
            assert f'"id {key_id}"' in refused.err
            assert "backup" in refused.err
        # What happened is logged all the same.
        run_callq.ok("log", str(bob), "na")
    path.write_text(kept)
    run_callq.ok("today")
    run_callq.ok("add", "New", "--phone", new_york(7))


def test_a_store_where_no_one_was_erased_has_no_key(office: Office, run_callq: Callq) -> None:
    office.add("Bob Ray", IN_CHICAGO)
    run_callq.ok("today")
    assert not office.path.with_name("callq.db.key").exists()


def test_the_key_that_can_not_be_made_stops_the_erasure(office: Office, run_callq: Callq) -> None:
    zoe = lived(office)
    before = office.dump()
    office.path.with_name("callq.db.key").mkdir()
    refused = run_callq("people", "erase", str(zoe), "--yes")
    assert refused.code == Exit.STORE, refused
    assert office.dump() == before


def test_it_asks_and_without_a_terminal_it_wants_a_yes(office: Office, run_callq: Callq) -> None:
    zoe = lived(office)
    before = office.dump()
    refused = run_callq("people", "erase", str(zoe))
    assert refused.code == Exit.REFUSED
    assert "--yes" in refused.err
    rehearsed = run_callq.ok("people", "erase", str(zoe), "--dry-run", "--json").json
    assert rehearsed["dry_run"] is True
    assert rehearsed["calls"] == 5
    assert office.dump() == before


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        (
            (
                "people",
                "erase",
            ),
            "Whom?",
        ),
        (("people", "erase", "ann", "--finish"), "Whom?"),
        (("people", "erase", "ann", "--number", "212 555 0100"), "Whom?"),
        (("people", "erase", "ann", "--reason", "she wrote us"), "is none"),
        (("people", "erase", "--number", "12"), "no number that can be dialed"),
        (("people", "erase", "--email", "nobody"), "no e-mail address"),
        (("people", "erase", "nobody at all", "--yes"), "No match for"),
    ],
)
def test_a_line_that_makes_no_sense_is_refused(
    run_callq: Callq, line: tuple[str, ...], complaint: str
) -> None:
    refused = run_callq(*line)
    assert refused.code in (Exit.USAGE, Exit.NOT_FOUND)
    assert refused.err, complaint
    assert refused.out == ""


def test_counts_stay_in_step(office: Office) -> None:
    ids = [office.add(f"Person {i}", new_york(i)) for i in range(6)]
    office.log(ids[0], "hurried")
    for id_ in ids[:4]:
        erased(office, id_)
    kept = office.dump("tally")
    with office.workspace() as ws:
        apply(ws, None)
    assert office.dump("tally") == kept
    assert office.queue() == ids[4:]


def test_no_consent_lifts_what_an_erasure_put_on_do_not_call(
    office: Office, run_callq: Callq
) -> None:
    """Someone else has the number too: theirs is the only row that holds it."""
    ann = office.add("Ann Lee", IN_NEW_YORK)
    bob = office.add("Bob Ray", IN_NEW_YORK)
    erased(office, ann)
    later = "2026-04-01T10:00:00-04:00"
    refused = run_callq(
        "dnc", "remove", IN_NEW_YORK, "--consent", "Bob Ray/today/letter", now=later
    )
    assert refused.code == Exit.REFUSED, refused
    assert "asked you to erase" in refused.err
    assert office.row(bob)["state"] == "do-not-call"


def test_who_is_erased_while_a_rep_types_is_not_logged(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    zoe = office.add(NAME, new_york(1))
    with office.workspace(agent="bob") as ws:
        write = ws.db.write

        @contextmanager
        def later() -> Iterator[None]:
            erased(office, zoe)
            with write():
                yield

        monkeypatch.setattr(ws.db, "write", later)
        with pytest.raises(CallqError) as refused:
            log(ws, LogRequest(who=str(zoe), outcome="na", note="rang twice"))
    assert (refused.value.code, refused.value.name) == (Exit.NOT_FOUND, "person-removed")
    assert_no_trace(office.home, NAME, NUMBER, "rang twice")
