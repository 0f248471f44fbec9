"""The sample folder: made in one go, the same at the same moment, and full of every case."""

import re
import shutil
import sqlite3
import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from callq.audit.purge_check import Summary, findings
from callq.compliance.hours_now import group_of
from callq.config import read_settings
from callq.demo import demo
from callq.demo import history as demo_history
from callq.demo.demo import Demo, prepare
from callq.demo.plans import PLANS
from callq.engine.audit import Flag, Verdict
from callq.engine.filters import Filter
from callq.engine.hours import everywhere, is_open
from callq.engine.model import Tier
from callq.engine.opt_out import asks_no_calls
from callq.engine.status import assess
from callq.errors import CallqError, Exit
from callq.prospects.who import find_all
from callq.queue.narrowing import condition_of
from callq.queue.today import look
from callq.records import evaluation
from callq.records.contacts import words_of
from callq.records.queue import Scope
from helpers import NOW, Callq, Office

FICTIONAL = re.compile(
    r"\+1\d{3}55501\d\d|\+4420794 60\d{3}|\+44(1[136]1|117)4960\d{3}|\+447700900\d{3}".replace(
        " ", ""
    )
)


def make(folder: Path, now: str = NOW, zone: str = "America/New_York") -> Demo:
    environ = {"CALLQ_HOME": str(folder), "CALLQ_NOW": now, "CALLQ_ZONE": zone,
               "CALLQ_AGENT": "ann"}  # fmt: skip
    return prepare(read_settings(environ))


def audit(made: Demo, list_name: str = "spring") -> Summary:
    summary = Summary()
    for finding in findings(made.ws, condition_of(made.ws, Filter(list_name=list_name))):
        summary.add(finding, "")
    return summary


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def sample(folder: Path) -> Iterator[Demo]:
    made = make(folder)
    yield made
    made.ws.db.close()


def dump(path: Path) -> list[str]:
    connection = sqlite3.connect(path)
    try:
        return list(connection.iterdump())
    finally:
        connection.close()


def test_the_same_moment_makes_the_same_store(sample: Demo, tmp_path: Path) -> None:
    again = make(tmp_path)
    again.ws.db.close()
    assert dump(again.path) == dump(sample.path)


def test_it_is_a_year_of_calls_of_three_reps_on_three_lists(sample: Demo) -> None:
    assert sample.lists == ("autumn", "expo", "spring")
    assert sample.agents == ("ann", "dana", "marcus")
    assert 640 <= sample.people <= 720
    assert 4_000 <= sample.calls <= 5_200
    first, last = sample.ws.db.rows("SELECT MIN(at), MAX(at) FROM call WHERE imported = 0")[0]
    midnight = datetime(2026, 3, 11, tzinfo=ZoneInfo("America/New_York")).timestamp()
    assert midnight - 2 * 86_400 < last < midnight
    assert timedelta(days=330) < timedelta(seconds=last - first) < timedelta(days=367)


def test_a_colleague_of_the_same_name_makes_room() -> None:
    assert demo._reps("dana") == ("dana", "marcus", "priya")
    assert demo._reps("ann") == ("ann", "dana", "marcus")


@pytest.mark.parametrize(
    ("now", "zone"),
    [
        ("2026-03-15T03:00:00+00:00", "UTC"),
        ("2028-02-29T23:50:00+11:00", "Australia/Sydney"),
        ("2026-12-27T12:00:00+01:00", "Europe/Berlin"),
    ],
)
def test_the_pile_reads_the_same_at_any_moment(now: str, zone: str, tmp_path: Path) -> None:
    """The story of the folder is the same on a Sunday night as on a Wednesday morning."""
    made = make(tmp_path, now, zone)
    pile = audit(made)
    made.ws.db.close()
    judge(pile)


def test_the_pile_tells_the_story(sample: Demo) -> None:
    judge(audit(sample))


def judge(pile: Summary) -> None:
    assert pile.people == 538
    later = pile.verdicts[Verdict.COOLING] + pile.verdicts[Verdict.ON_HOLD]
    assert pile.can_be_called + later == 488
    assert pile.can_be_called > 370
    assert pile.verdicts[Verdict.DECIDE] == 2
    assert pile.verdicts[Verdict.DO_NOT_CALL] == 31
    assert pile.verdicts[Verdict.DEAD] == 17
    assert pile.flags[Flag.UNCONFIRMED] == 8
    assert pile.warned == 9
    assert set(pile.verdicts) == set(Verdict)
    # A sample has no copy of a registry, new or old.
    assert set(pile.flags) == set(Flag) - {Flag.ON_A_REGISTRY, Flag.LIST_TOO_OLD}


def test_every_history_ends_as_planned(sample: Demo) -> None:
    """No plan is so tight that the last attempt had to be taken as it was."""
    ws = sample.ws
    statuses = Counter(
        (row[0], row[1])
        for row in ws.db.rows("SELECT list_name, state FROM prospect WHERE audited = 0")
    )
    planned = Counter[tuple[str, str]]()
    for plan in PLANS:
        if plan.state is not None and not plan.opt_out_text:
            planned[plan.list_name, plan.state.value] += plan.count
    for key in (("expo", "fresh"), ("autumn", "retry"), ("spring", "hot"), ("autumn", "callback")):
        assert statuses[key] == planned[key], key


def test_calls_keep_the_rules_but_where_they_must_not(sample: Demo) -> None:
    ws = sample.ws
    broken = Counter[str]()
    for one in evaluation.of_everyone(ws.db, ws.context):
        violations = assess(one.prospect, one.calls, ws.rulebook, ws.now).violations
        broken.update({violation.code for violation in violations})
    assert broken == {"cooldown": 2, "cap": 2}


def test_no_one_was_called_outside_their_hours(sample: Demo) -> None:
    ws = sample.ws
    looked = 0
    for one in evaluation.of_everyone(ws.db, ws.context):
        group = group_of(
            ws.db, ws.context, one.prospect.list_name, next(iter(one.prospect.numbers), None)
        )
        schedule = group.schedule() if group else everywhere([ws.home], ws.rulebook.hours)
        for call in one.calls:
            if call.channel == "call" and not call.imported:
                assert is_open(call.at, schedule._replace(closed="")), (one.prospect.id, call)
                looked += 1
    assert looked > 3_500


def test_all_numbers_and_addresses_are_fictional(sample: Demo) -> None:
    numbers = [row[0] for row in sample.ws.db.rows("SELECT e164 FROM phone")]
    assert [number for number in numbers if not FICTIONAL.fullmatch(number)] == []
    shared = [number for number, n in Counter(numbers).items() if n > 1]
    assert len(shared) == 2, "two stand on two lists, on purpose"
    addresses = [row[0] for row in sample.ws.db.rows("SELECT address FROM email")]
    assert addresses
    assert all(address.endswith("@example.com") for address in addresses)
    assert len(set(addresses)) == len(addresses)


def test_there_is_one_ron(sample: Demo) -> None:
    for who in ("ron", "Ron Smith", "555-0100", "ron@example.com", "+1 212 555 0100"):
        found = find_all(sample.ws, who)
        assert [one.name for one in found] == ["Ron Smith"], who


def test_the_queue_has_someone_of_every_kind(sample: Demo) -> None:
    queue = look(sample.ws, Scope(), 1_000, everything=True)
    assert {item.tier for item in queue.items} == set(Tier) - {Tier.NONE}
    assert {item.entry.action for item in queue.items} == {"call", "check-in", "reply", "propose"}
    assert len(queue.later) == 2
    assert {"Pacific/Honolulu", "America/Los_Angeles"} <= {
        zone for item in queue.waiting for zone in item.entry.zones
    }
    assert set(queue.counts.held) == {"needs-consent", "no-zone", "opt-out-request"}
    recalls = [item for item in queue.items if item.tier is Tier.RECALL]
    assert "Ron Smith" in [item.entry.name for item in recalls], "thrown away the longest"
    mine = look(sample.ws, Scope(owner="ann"), 5)
    assert 0 < mine.counts.due < queue.counts.due


def test_some_who_said_no_said_yes_later(sample: Demo) -> None:
    rows = sample.ws.db.rows(
        "SELECT COUNT(DISTINCT n.prospect_id) FROM call n JOIN call y "
        "ON y.prospect_id = n.prospect_id AND y.at > n.at "
        "WHERE n.outcome = 'soft-no' AND y.outcome = 'won'"
    )
    assert rows[0][0] == 36


def test_no_note_asks_for_what_the_history_does_not_say() -> None:
    words = demo._words()
    pools = [*words["notes"].values(), *words["notes-by-reason"].values()]
    notes = [note for pool in pools for note in pool]
    fill = {slot: options[0] for slot, options in words["fill"].items()}
    assert [note for note in notes if asks_no_calls(note.format(**fill))] == []


def test_names_are_no_riddle_to_look_up() -> None:
    """No one else is found by `ron`."""
    words = demo._words()
    pools = ("first_names", "last_names", "places", "trades")
    found = {w for pool in pools for name in words[pool] for w in words_of(name)}
    assert not [word for word in found if word.startswith("ron")]
    assert all(len(set(words[pool])) == len(words[pool]) for pool in pools)


def test_a_second_run_reuses_what_is_there(folder: Path, sample: Demo) -> None:
    before = dump(sample.path)
    again = make(folder, "2026-03-20T10:15:00-04:00")
    again.ws.db.close()
    assert again.reused
    assert not sample.reused
    assert again.made_at == datetime(2026, 3, 11, 14, 15, tzinfo=UTC)
    assert (again.people, again.calls) == (sample.people, sample.calls)
    assert dump(sample.path) == before


def copied(sample: Demo, tmp_path: Path) -> Path:
    """A folder with a sample store of its own."""
    shutil.copy(sample.path, tmp_path / "demo.db")
    return tmp_path


def test_afresh_it_is_made_as_of_now(sample: Demo, tmp_path: Path) -> None:
    home = copied(sample, tmp_path)
    connection = sqlite3.connect(home / "demo.db")
    connection.execute("UPDATE prospect SET note = 'mine'")
    connection.commit()
    connection.close()
    environ = {"CALLQ_HOME": str(home), "CALLQ_NOW": NOW, "CALLQ_ZONE": "America/New_York",
               "CALLQ_AGENT": "ann"}  # fmt: skip
    made = prepare(read_settings(environ), fresh=True)
    made.ws.db.close()
    assert not made.reused
    assert dump(made.path) == dump(sample.path)
    assert [path.name for path in home.iterdir()] == ["demo.db"]


@pytest.mark.parametrize("fresh", [False, True])
def test_a_store_with_people_of_yours_is_left_alone(office: Office, fresh: bool) -> None:
    office.add("Me", "+1 212 555 0177")
    before = office.path.read_bytes()
    settings = read_settings({"CALLQ_HOME": str(office.home), "CALLQ_NOW": NOW})
    with pytest.raises(CallqError) as caught:
        prepare(settings, str(office.path), fresh=fresh)
    assert (caught.value.code, caught.value.name) == (Exit.REFUSED, "not-a-sample")
    assert office.path.read_bytes() == before


@pytest.mark.parametrize("fresh", [False, True])
def test_another_file_is_left_alone(tmp_path: Path, fresh: bool) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear Ron,\n")
    with pytest.raises(CallqError):
        prepare(read_settings({"CALLQ_HOME": str(tmp_path)}), str(path), fresh=fresh)
    assert path.read_text() == "Dear Ron,\n"


def test_a_server_isnt_a_place_for_it(tmp_path: Path) -> None:
    with pytest.raises(CallqError) as caught:
        prepare(read_settings({"CALLQ_HOME": str(tmp_path)}), "postgresql://db/callq")
    assert caught.value.name == "not-a-file"


def test_what_fails_half_way_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(*_: object) -> None:
        raise RuntimeError("out of ink")

    monkeypatch.setattr(demo_history, "write_stories", stumble)
    with pytest.raises(RuntimeError):
        make(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_sample_is_nothing_for_undo_to_take_back(sample: Demo, tmp_path: Path) -> None:
    home = copied(sample, tmp_path)
    callq = Callq(home)
    found = callq("undo", env={"CALLQ_DB": str(home / "demo.db")})
    assert found.code == Exit.NOT_FOUND
    assert "Nothing to undo" in found.err


def test_the_words_are_one_well_formed_file() -> None:
    path = Path(demo.__file__).parents[1] / "data" / "demo" / "words.toml"
    assert tomllib.loads(path.read_text(encoding="utf-8")) == demo._words()
