"""Duplicates are found with reasons, a rep or a threshold decides, and one undo reverts all."""

from datetime import timedelta
from typing import Any

import pytest

from callq.prospects.dedupe import AUTO, Search, accept, keep_apart, merge_all, planned, search
from callq.prospects.pairing import LEAST
from callq.records import leases
from helpers import IN_CHICAGO, IN_NEW_YORK, Callq, Office, new_york, on_a_terminal

SEEN = ("prospect", "phone", "email", "name_word", "call", "not_duplicates")


@pytest.fixture
def folder(office: Office) -> Office:
    office.add("Robert Smith", new_york(1), company="Acme", emails=("rob@acme.example",))
    office.add("Bob Smith", new_york(1))
    office.add("Carla Mendez", new_york(2))
    office.add("Karla Mendez", new_york(2), new_york(1))
    office.add("Tom Fox", new_york(3), company="Fox & Sons")
    office.add("Tom Fox", new_york(4), company="Fox and Sons Ltd")
    office.add("Zoe Hale", new_york(5))
    return office


def look(office: Office, least: float = LEAST) -> Search:
    with office.workspace() as ws:
        return search(ws, least)


def proposed(office: Office, least: float = LEAST) -> list[tuple[int, int]]:
    return [(p.kept.id, p.gone.id) for p in planned(look(office, least))]


def seen(office: Office) -> dict[str, list[tuple[Any, ...]]]:
    found = office.dump(*SEEN)
    return found | {"tally": sorted(office.rows("SELECT * FROM tally WHERE people <> 0"))}


def test_the_fuller_record_is_kept_and_the_most_certain_come_first(folder: Office) -> None:
    assert proposed(folder) == [(1, 2), (3, 4), (5, 6)]
    folder.log(2, "soft-no")
    assert proposed(folder)[0] == (2, 1)


def test_auto_merges_above_the_threshold_and_undo_splits_all(folder: Office) -> None:
    folder.log(2, "callback", at="friday 3pm")
    before = seen(folder)
    with folder.workspace() as ws:
        done = merge_all(ws, search(ws, AUTO))
    assert [(p.kept.id, p.gone.id) for p in done] == [(2, 1), (3, 4)]
    assert folder.portray("1").details.id == 2
    assert proposed(folder) == [(5, 6)]
    assert "dedupe" in folder.rows("SELECT name FROM command ORDER BY id DESC LIMIT 1")[0]
    folder.undo()
    assert seen(folder) == before


def test_three_become_one_whatever_the_order(office: Office) -> None:
    for name in ("Rob Smith", "Robert Smith", "Robert J. Smith"):
        office.add(name, new_york(1))
    office.log(3, "soft-no")
    with office.workspace() as ws:
        merge_all(ws, search(ws, AUTO))
    assert office.rows("SELECT id FROM prospect WHERE removed_at IS NULL") == [(3,)]
    assert office.rows("SELECT DISTINCT merged_into FROM prospect WHERE id < 3") == [(3,)]


def test_a_pair_kept_apart_is_not_proposed_again(folder: Office) -> None:
    with folder.workspace() as ws:
        found = search(ws, LEAST)
        keep_apart(ws, found, next(found.proposals()))
    assert proposed(folder) == [(3, 4), (5, 6)]
    # The same holds after one of them is merged with a third.
    folder.merge(7, 2)
    assert (1, 7) not in proposed(folder, 0.01)
    folder.undo()
    folder.undo()
    assert proposed(folder) == [(1, 2), (3, 4), (5, 6)]


def test_one_undo_reverts_a_whole_session(folder: Office) -> None:
    before = seen(folder)
    with folder.workspace() as ws:
        found = search(ws, LEAST)
        for proposal in found.proposals():
            if proposal.gone.id == 4:
                keep_apart(ws, found, proposal)
            else:
                assert accept(ws, found, proposal)
    folder.undo()
    assert seen(folder) == before


def test_a_pair_on_the_phone_with_two_reps_waits(folder: Office) -> None:
    other = 3 - folder.take(agent="bob").item.entry.id
    with folder.workspace() as ws, ws.db.write():
        leases.take(ws.db, other, "cyd", ws.now, ws.now + timedelta(minutes=15))
    before = folder.dump("command", "prospect")
    with folder.workspace() as ws:
        found = search(ws, AUTO)
        found.found = found.found[:1]
        assert merge_all(ws, found) == []
        assert len(found.busy) == 1
    assert folder.dump("command", "prospect") == before


def test_an_opt_out_of_a_duplicate_covers_both(folder: Office) -> None:
    folder.edit(1, add_phone=(IN_CHICAGO,))
    folder.log(2, "do-not-call")
    with folder.workspace() as ws:
        merge_all(ws, search(ws, AUTO))
    assert folder.rows("SELECT 1 FROM dnc WHERE number = '+13125550100'")
    assert not {1, 2} & set(folder.queue())


def test_numbers_without_an_area_code_are_compared_as_written(office: Office) -> None:
    rows = "Hale Tools,555-0142\nHale Tools Inc,5550142\nMax Orr,555-0143\n"
    office.import_(office.file("Name,Phone\n" + rows))
    assert proposed(office) == [(1, 2)]


# The command --------------------------------------------------------------------------------------


def test_listing_and_a_dry_run_change_nothing(folder: Office, run_callq: Callq) -> None:
    before = folder.dump()
    for words in ((), ("--dry-run",), ("--auto", "--dry-run"), ("--json",)):
        run_callq.ok("people", "dedupe", *words)
    assert folder.dump() == before


def test_auto_and_above(folder: Office, run_callq: Callq) -> None:
    said = run_callq.ok("people", "dedupe", "--auto", "--above", "0.8", "--json").json
    assert [(item["kept"]["id"], item["merged"]["id"]) for item in said["items"]] == [
        (1, 2), (3, 4), (5, 6),
    ]  # fmt: skip
    assert said["merged"]
    assert all(item["reasons"] for item in said["items"])
    assert run_callq.ok("people", "dedupe", "--auto", "--json").json["items"] == []
    run_callq.ok("undo")
    assert len(run_callq.ok("list", "--json").json["items"]) == 7


@pytest.mark.parametrize("words", [("--above", "0"), ("--above", "2"), ("--above", "x"), ("x",)])
def test_bad_options_are_refused(folder: Office, run_callq: Callq, words: tuple[str]) -> None:
    assert run_callq("people", "dedupe", *words).code == 2


def test_only_one_list(folder: Office, run_callq: Callq) -> None:
    for who in (1, 5, 6):
        folder.edit(who, list_name="fair")
    items = run_callq.ok("people", "dedupe", "--list", "fair", "--json").json["items"]
    assert [(item["kept"]["id"], item["merged"]["id"]) for item in items] == [(5, 6)]
    assert run_callq("people", "dedupe", "--list", "fare").code == 3


def test_one_key_each_on_a_terminal(folder: Office, run_callq: Callq) -> None:
    asked = "[q]uit"
    screen = on_a_terminal(
        run_callq,
        "people",
        "dedupe",
        answers=[(asked, "m"), (asked, "k"), (asked, "x"), ("m, k, s", "q")],
    )
    assert screen.code == 0
    assert proposed(folder) == [(5, 6)]
    on_a_terminal(run_callq, "people", "dedupe", answers=[(asked, "s")])
    assert proposed(folder) == [(5, 6)]
    run_callq.ok("undo")
    assert proposed(folder) == [(1, 2), (3, 4), (5, 6)]


def test_names_can_not_steer_the_terminal(office: Office, run_callq: Callq) -> None:
    office.add("Eve \x1b[2J Stone", IN_NEW_YORK)
    office.add("Eve \x1b[2J Stone Jr", IN_NEW_YORK)
    assert "\x1b" not in run_callq.ok("people", "dedupe", "--dry-run").out


def test_ann_and_anne_of_one_company_and_street_are_proposed_and_not_merged(
    run_callq: Callq,
) -> None:
    (run_callq.home / "two.csv").write_text(
        "Name,Company,Phone,Street,City\n"
        "Ann Lee,Acme,212-555-0101,1 Main St,New York\nAnne Lee,Acme Inc.,212-555-0102,1 MAIN ST.,New York\n"
    )
    run_callq.ok("import", "two.csv")
    found = run_callq.ok("people", "dedupe", "--dry-run", "--json").json["items"]
    assert [(one["kept"]["name"], one["merged"]["name"]) for one in found] == [
        ("Ann Lee", "Anne Lee")
    ]
    assert run_callq.ok("people", "dedupe", "--auto", "--json").json["items"] == []
