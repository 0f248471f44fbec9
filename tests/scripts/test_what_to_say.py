"""What a rep is given to say: the script of their status, filled, with nothing made up."""

from pathlib import Path
from typing import Any

import pytest

from callq.errors import CallqError, Exit
from callq.records.rulebooks import shipped_text
from callq.rulebooks.rules import apply as apply_rules
from callq.scripts import playbooks
from callq.scripts.filling import _said_ago, first_name
from callq.scripts.say import Saying, kinds, script
from helpers import IN_CHICAGO, IN_NEW_YORK, Office

BEFORE = "2026-02-03T10:00:00-05:00"
OURS = """
[about]
offer = "bookkeeping"
benefits = ["fast", "fair"]
[about.references]
Dental = "Dr. Hill"
any = "Hill & Partners"
[scripts.price]
open = "{first_name} {company} {seller} {agent} {last_date} {last_note} {reason} {since} {list}"
[scripts.trust]
open = "{reference}"
[scripts.timing]
open = "{times}"
[scripts.mine]
title = "Mine"
[lists.fair.scripts.first-call]
open = "We met at the fair."
[lists.fair.scripts.only-here]
title = "Only at the fair"
"""


def say(office: Office, who: Any = None, kind: str = "", **env: Any) -> Saying:
    with office.workspace(**env) as ws:
        return script(ws, None if who is None else str(who), kind)


def opening(office: Office, who: Any, kind: str = "", **env: Any) -> str:
    found = say(office, who, kind, **env).script
    assert found
    return found.open


def use(office: Office, text: str, **more: Any) -> playbooks.Applied:
    path = office.file(text, "ours.toml")
    with office.workspace(**more) as ws:
        return playbooks.apply(ws, path, shipped=False, dry_run=False)


@pytest.fixture
def maria(office: Office) -> int:
    who = office.add("Maria Lopez", IN_CHICAGO, company="Lopez & Sons", now=BEFORE)
    office.log(who, "ni", reason="price", note="too dear", now=BEFORE)
    return who


def test_fields_are_filled_with_what_is_known(office: Office, maria: int) -> None:
    use(office, OURS)
    assert opening(office, maria, CALLQ_SELLER="Hill", CALLQ_MY_NAME="Ann Moss") == (
        "Maria Lopez & Sons Hill Ann Moss Tuesday, February 3 too dear too dear five weeks ago [no list]"
    )
    assert say(office, maria).missing == ("seller", "list", "benefit")
    assert "ann" in opening(office, maria).split(), "without a name of their own: the rep's"


def test_a_voided_call_is_not_spoken_of(office: Office, maria: int) -> None:
    office.undo()
    found = say(office, maria)
    assert found.script
    assert found.script.kind == "first-call"
    assert "last_note" in found.missing or "too dear" not in str(found)


@pytest.mark.parametrize(
    ("outcome", "said", "kind"),
    [
        ("na", {}, "after-no-answer"), ("vm", {}, "after-voicemail"), ("gk", {}, "gatekeeper"),
        ("hu", {}, "hurried"), ("cb", {"at": "tomorrow 3pm"}, "callback"), ("int", {}, "interested"),
        ("mtg", {"at": "tomorrow 3pm"}, "meeting"), ("ni", {"reason": "trust"}, "trust"),
        ("ni", {}, "unknown"), ("hup", {}, "hung-up"), ("hn", {"permission": True}, "check-in"),
        ("hn", {}, "year-later"), ("lost", {}, "lost"), ("ni", {"channel": "email"}, "unknown"),
    ],
)  # fmt: skip
def test_the_script_follows_from_the_log(
    office: Office, outcome: str, said: dict[str, Any], kind: str
) -> None:
    who = office.add("Ron", IN_NEW_YORK)
    office.log(who, outcome, **said)
    found = say(office, who)
    assert found.script
    assert found.script.kind == kind
    assert found.mail == {"lost": "proposal"}.get(outcome, "answer" if "channel" in said else "")


@pytest.mark.parametrize(
    ("days", "said", "kind"),
    [
        (("2025-03-03",), {"reason": "price"}, "long-ago"),
        (("2025-03-03",), {"reason": "timing", "at": "2026-03-02"}, "year-later"),
        (("2023-06-01", "2023-09-01", "2024-03-01", "2025-03-03"), {"reason": "bad-day"},
         "year-later"),
        (("2025-06-03",), {"reason": "price"}, "price"),
    ],
)  # fmt: skip
def test_only_who_a_rule_or_their_word_sent_away_for_a_year_hears_of_it(
    office: Office, days: tuple[str, ...], said: dict[str, Any], kind: str
) -> None:
    who = office.add("Ron", IN_NEW_YORK, now=f"{days[0]}T10:00:00-05:00")
    for day in days:
        office.log(who, "ni", now=f"{day}T10:00:00-05:00", **said)
    office.log(who, "na", now="2026-03-09T10:00:00-05:00")
    found = say(office, who).script
    assert found
    assert found.kind == kind


@pytest.mark.parametrize("outcome", ["dnc", "won", "dq", "wn"])
def test_nothing_is_said_to_those_who_are_not_called(office: Office, outcome: str) -> None:
    who = office.add("Ron", IN_NEW_YORK)
    office.log(who, outcome)
    assert say(office, who).script is None


def test_a_lists_own_text_comes_first(office: Office) -> None:
    use(office, OURS)
    at_fair = office.add("Ann", IN_NEW_YORK, list_name="fair")
    assert opening(office, at_fair) == "We met at the fair."
    assert "We met" not in opening(office, office.add("Bob", IN_CHICAGO))


def test_references_go_by_industry(office: Office) -> None:
    use(office, OURS)
    by_field = office.add("Ann", custom=(("Industry", "dental"),))
    by_tag = office.add("Bob", tags=("DENTAL",))
    other = office.add("Cyd", custom=(("Industry", "law"),))
    said = [opening(office, who, "trust") for who in (by_field, by_tag, other)]
    assert said == ["Dr. Hill", "Dr. Hill", "Hill & Partners"]


def test_times_are_on_their_clock(office: Office, maria: int) -> None:
    use(office, OURS)
    assert opening(office, maria, "timing").splitlines()[0] == (
        "- Thursday, March 12, 10:00 AM your time (CDT)"
    )
    nowhere = office.add("Ida", "+1 800 555 0199")
    assert opening(office, nowhere, "timing") == "[no times found]"


def test_without_who_it_is_the_one_held(office: Office, maria: int) -> None:
    office.take()
    found = say(office)
    assert found.who
    assert found.who.id == maria


def test_with_no_one_held_a_kind_is_reported_with_its_fields_named(office: Office) -> None:
    found = say(office, None, "price", CALLQ_SELLER="Hill")
    assert found.who is None
    assert found.script
    assert "(first name), it's ann with Hill" in found.script.open
    with pytest.raises(CallqError):
        say(office)


def test_an_unknown_kind_is_refused_with_the_nearest(office: Office, maria: int) -> None:
    with pytest.raises(CallqError) as refused:
        say(office, maria, "prise")
    assert (refused.value.code, refused.value.name) == (Exit.NOT_FOUND, "unknown-script")
    assert "price" in refused.value.hint


def test_a_script_of_one_list_is_reported_to_no_one_else(office: Office, maria: int) -> None:
    use(office, OURS)
    with pytest.raises(CallqError) as refused:
        say(office, None, "only-here")
    assert refused.value.name == "script-of-one-list"
    with office.workspace() as ws:
        found = [(k.kind, k.list_name) for k in kinds(ws)]
    assert ("only-here", "fair") in found
    assert ("mine", "") in found


def test_apply_is_undone_whole(office: Office, maria: int) -> None:
    tables = ("script", "prospect", "call")
    opening(office, maria)
    before = office.dump(*tables)
    use(office, OURS)
    assert office.dump(*tables) != before
    use(office, "[scripts.price]\nopen = 'x'")
    assert opening(office, maria) == "x"
    office.undo()
    assert "Lopez & Sons" in opening(office, maria)
    office.undo()
    assert office.dump(*tables) == before


def test_an_apply_under_another_one_is_not_undone(office: Office) -> None:
    use(office, OURS)
    use(office, "", agent="bob")
    with pytest.raises(CallqError) as refused:
        office.undo()
    assert refused.value.name == "applied-later"


def test_a_dry_run_changes_nothing(office: Office) -> None:
    path = office.file(OURS, "ours.toml")
    with office.workspace() as ws:
        playbooks.ensure(ws)
    before = office.dump()
    with office.workspace() as ws:
        applied = playbooks.apply(ws, path, shipped=False, dry_run=True)
    assert applied.changed
    assert office.dump() == before


def test_a_mistake_keeps_the_playbook_in_force(office: Office) -> None:
    use(office, OURS)
    before = office.dump()
    with pytest.raises(CallqError, match=r"line 1, scripts\.prise"):
        use(office, "[scripts.prise]\nopen = 'x'")
    assert office.dump() == before


def test_back_to_the_shipped_one(office: Office) -> None:
    with office.workspace() as ws:
        playbooks.ensure(ws)
    before = office.dump("script")["script"]
    use(office, OURS)
    with office.workspace() as ws:
        assert playbooks.apply(ws, None, shipped=True, dry_run=False).own == 0
    assert office.dump("script")["script"] == before


def test_a_new_store_begins_with_the_teams_own(tmp_path: Path) -> None:
    (tmp_path / "playbook.toml").write_text("[scripts.first-call]\nopen = 'Ours.'\n")
    fresh = Office(tmp_path)
    with fresh.workspace(create=True):
        pass
    assert opening(fresh, fresh.add("Ron", IN_NEW_YORK)) == "Ours."


def test_another_callq_compiles_again(office: Office, maria: int) -> None:
    office.rows("UPDATE meta SET value = '0.0.0' WHERE key = 'playbook'")
    office.rows("DELETE FROM script")
    assert "sticking point" in opening(office, maria)


def test_an_edited_file_is_noticed(office: Office) -> None:
    path = office.home / "playbook.toml"
    path.write_text("[scripts.price]\nopen = 'x'\n")
    with office.workspace() as ws:
        assert "callq playbook apply" in playbooks.warning(ws)
        playbooks.apply(ws, None, shipped=False, dry_run=False)
        assert playbooks.warning(ws) == ""


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("Maria Lopez", "Maria"), ("Dr. Maria Lopez", "Maria"), ("Lopez, Maria", "Maria"),
        ("Madonna", "Madonna"), ("Mr. Smith", "Smith"), ("J. Smith", "J. Smith"), ("Dr.", "Dr."),
        ("", ""), ("Prof. Dr. Eva Kern", "Eva"), ("Acme,", "Acme"), ("王小明", "王小明"),
    ],
)  # fmt: skip
def test_first_names(name: str, first: str) -> None:
    assert first_name(name) == first


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (0, ""), (1, "yesterday"), (2, "a few days ago"), (6, "a few days ago"), (7, "last week"),
        (13, "last week"), (14, "two weeks ago"), (59, "eight weeks ago"), (60, "two months ago"),
        (364, "eleven months ago"), (365, "a year ago"), (800, "two years ago"),
        (9_000, "24 years ago"),
    ],
)  # fmt: skip
def test_how_long_ago_is_said_aloud(days: int, said: str) -> None:
    assert _said_ago(days) == said


STAGED = """
[lists.fair.stages.intro]
interested = "demo"
[lists.fair.stages.demo]
"""
STAGE_TEXTS = """
[lists.fair.stages.demo]
open = "The demonstration, {stage}."
[lists.fair.stages.demo.scripts.hurried]
open = "Now?"
"""


def test_each_stage_has_its_script(office: Office) -> None:
    with office.workspace() as ws:
        apply_rules(ws, office.file(shipped_text() + STAGED, "staged.toml"))
    use(office, STAGE_TEXTS)
    who = office.add("Ron", IN_NEW_YORK, list_name="fair")
    assert say(office, who).stage == "intro"
    assert "two minutes" in opening(office, who)
    office.log(who, "interested")
    assert say(office, who).stage == office.portray(who).status.stage == "demo"
    assert opening(office, who) == "The demonstration, demo."
    office.log(who, "hurried")
    assert opening(office, who) == "Now?"
    office.undo()
    office.undo()
    assert say(office, who).stage == "intro"
    office.log(who, "dnc")
    assert say(office, who).script is None


def test_texts_for_a_stage_that_is_none_are_reported(office: Office) -> None:
    use(office, STAGE_TEXTS)
    with office.workspace() as ws:
        assert playbooks.lost_stages(ws) == ("fair/demo",)
        apply_rules(ws, office.file(shipped_text() + STAGED, "staged.toml"))
    with office.workspace() as ws:
        assert playbooks.lost_stages(ws) == ()
