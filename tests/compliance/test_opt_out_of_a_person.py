"""An opt-out by number is its owner's: none of their numbers may be called, now or later."""

import pytest

from helpers import Callq

ONE, TWO, THREE, FOUR = "+12125550134", "+12125550135", "+12125550136", "+12125550137"


@pytest.fixture
def ron(run_callq: Callq) -> Callq:
    run_callq.ok("add", "Ron Smith", "-p", ONE, "-p", TWO)
    return run_callq


def _state(callq: Callq, who: str = "1") -> str:
    (one,) = [i for i in callq.ok("list", "--json").json["items"] if str(i["id"]) == who]
    return str(one["hold"] or one["state"])


def test_the_second_phone_is_blocked_with_the_first(ron: Callq) -> None:
    added = ron.ok("dnc", "add", ONE, "--reason", "never call me again", "--json").json
    assert [one["number"] for one in added["also_blocked"]] == [TWO]
    assert _state(ron) == "do-not-call"
    assert ron("next").code == 3


def test_only_the_number_where_that_is_asked(ron: Callq) -> None:
    added = ron.ok("dnc", "add", ONE, "--number-only", "--json").json
    assert added["also_blocked"] == []
    assert ron.ok("next", "--json").json["items"][0]["phone"] == TWO


def test_a_number_learned_later_is_never_called(ron: Callq) -> None:
    ron.ok("dnc", "add", ONE)
    ron.ok("edit", "1", "--add-phone", THREE)
    assert _state(ron) == "do-not-call"
    checked = ron("dnc", "check", THREE, "--json")
    assert checked.code == 1
    assert checked.json["items"][0]["opted_out"][0]["number"] == ONE
    later = "2026-03-11T10:20:00-04:00"
    logged = ron.ok("log", "1", "busy", "--number", THREE, "--json", now=later).json
    assert "do-not-call" in logged["violations"]


def test_others_keep_the_numbers_no_one_blocked(ron: Callq) -> None:
    ron.ok("add", "Lia Valley", "-p", TWO, "-p", FOUR)
    ron.ok("dnc", "add", ONE)
    assert ron.ok("next", "--json").json["items"][0]["phone"] == FOUR


def test_removing_the_number_frees_no_one(ron: Callq) -> None:
    ron.ok("dnc", "add", ONE)
    ron.ok("edit", "1", "--drop-phone", ONE, "--add-phone", THREE)
    assert _state(ron) == "do-not-call"
    ron.ok("edit", "1", "--drop-phone", TWO, "--drop-phone", THREE)
    ron.ok("edit", "1", "--add-phone", FOUR)
    assert _state(ron) == "opt-out-request"


def test_a_consent_lifts_the_other_numbers_too(ron: Callq) -> None:
    ron.ok("dnc", "add", ONE)
    removed = ron.ok("dnc", "remove", ONE, "--consent", "Ron/today/form", "--json").json
    assert [one["number"] for one in removed["also_removed"]] == [TWO]
    assert _state(ron) == "fresh"
    ron.ok("undo")
    assert _state(ron) == "do-not-call"
    entries = ron.ok("dnc", "list", "--json").json["entries"]
    assert {(e["number"], e["covers"], e["because_of"]) for e in entries} == {
        (ONE, "person", None), (TWO, "number", ONE),
    }  # fmt: skip


def test_undo_on_the_same_day_lifts_both(ron: Callq) -> None:
    ron.ok("dnc", "add", ONE)
    ron.ok("undo")
    assert _state(ron) == "fresh"


def test_a_number_known_to_be_wrong_blocks_no_one(ron: Callq) -> None:
    ron.ok("log", "1", "wrong-number", "--number", ONE)
    ron.ok("dnc", "add", ONE, now="2026-03-11T11:15:00-04:00")
    assert _state(ron) == "retry"


def test_a_number_found_to_be_wrong_later_frees_no_one(ron: Callq) -> None:
    ron.ok("dnc", "add", ONE)
    ron.ok("edit", "1", "--add-phone", THREE)
    ron.ok("log", "1", "wrong-number", "--number", ONE, now="2026-03-11T11:15:00-04:00")
    assert _state(ron) == "do-not-call"


def test_a_list_of_our_own_is_about_people(ron: Callq) -> None:
    (ron.home / "ours.txt").write_text("2125550134\n")
    ron.ok("dnc", "import", "ours.txt")
    assert _state(ron) == "do-not-call"
    (ron.home / "new.csv").write_text(f"Name,Phone,Phone 2\nLia Valley,{ONE},{FOUR}\n")
    ron.ok("import", "new.csv")
    assert _state(ron, "2") == "do-not-call"


def test_an_import_brings_a_new_number_for_no_one_who_opted_out(ron: Callq) -> None:
    ron.ok("dnc", "add", ONE)
    (ron.home / "new.csv").write_text(f"Name,Phone,Phone 2\nRon Smith,{ONE},{FOUR}\n")
    ron.ok("import", "new.csv")
    assert _state(ron) == "do-not-call"


@pytest.mark.parametrize("way", ["add", "import"])
def test_a_namesake_at_the_same_company_is_held(run_callq: Callq, way: str) -> None:
    run_callq.ok("add", "Ron Smith", "--company", "Acme", "-p", ONE)
    run_callq.ok("log", "1", "do-not-call")
    if way == "add":
        run_callq.ok("add", "ron smith", "--company", "ACME", "-p", FOUR)
    else:
        text = f"Name,Company,Phone\nRon Smith,Acme,{FOUR}\nLia Smith,Acme,{THREE}\n"
        (run_callq.home / "new.csv").write_text(text)
        run_callq.ok("import", "new.csv")
        assert _state(run_callq, "3") == "fresh"
    assert _state(run_callq, "2") == "opt-out-request"
