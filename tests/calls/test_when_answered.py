"""What drawn retries have shown goes into the score, `why` and the heat map; else nothing does."""

from callq.records import answering
from callq.rulebooks import rules
from callq.storage import meta
from helpers import Callq, Office

NUMBER = "+12125550134"
EVENING, MORNING = "2026-03-11T17:30-04:00", "2026-03-11T10:15-04:00"


def draw(office: Office, calls: int = 400) -> None:
    """Retries for which a part was drawn, written past our own code: half answer in the evening."""
    for part, answered in (("morning", 5), ("afternoon", 5), ("evening", 2)):
        for n in range(calls):
            office.rows(
                "INSERT INTO call (prospect_id, at, logged_at, agent, channel, number, outcome, "
                "written, reason, note, imported, voided_by, violations, checked, number_mac, tier, "
                "explored) VALUES (1, 1600000000, 0, 'ann', 'call', '', :outcome, '', '', '', 0, '', "
                "'', '', '', 'retry', :part)",
                outcome="no-answer" if n % answered else "hurried", part=part,
            )  # fmt: skip


def apply_rules(office: Office, old: str = "", new: str = "") -> None:
    with office.workspace() as ws:
        text = rules.text_in_force(ws)
        assert old in text
        rules.apply(ws, office.file(text.replace(old, new) if old else text, "rules.toml"))


def known(office: Office) -> dict[str, float]:
    with office.workspace() as ws:
        return dict(ws.answers.logs) if ws.answers else {}


def test_people_come_first_in_the_part_in_which_they_answer(office: Office) -> None:
    office.add("Ron Smith", NUMBER, now="2026-03-01T10:00-05:00")
    office.add("Ann Lee", "+12125550135", now="2026-03-01T10:00-05:00")
    before = office.look(now=EVENING).items[0].score
    draw(office)
    assert office.look(now=EVENING).items[0].score == before
    apply_rules(office)
    assert set(known(office)) == {"morning", "afternoon", "evening"}
    item = office.look(now=EVENING).items[0]
    assert item.score > before
    portrait = office.portray(item.entry.id, now=EVENING)
    assert portrait.score == item.score
    (said,) = [each.text for each in portrait.reasons if each.rule == "time-of-day"]
    assert "evening" in said
    assert "1,200" in said
    assert office.portray(2, now=MORNING).terms[-1].points < 0


def test_it_is_learned_with_every_hundredth_call(office: Office) -> None:
    office.add("Ron Smith", NUMBER, now="2026-03-01T10:00-05:00")
    draw(office)
    office.rows("DELETE FROM call WHERE id > 1198")
    office.log(1, "no-answer")
    assert known(office) == {}
    office.log(1, "no-answer", now="2026-03-12T10:15-04:00")
    first = known(office)
    assert first
    apply_rules(office)
    assert known(office) == first


def test_stats_says_what_drawn_retries_have_shown(office: Office, run_callq: Callq) -> None:
    office.add("Ron Smith", NUMBER, now="2026-03-01T10:00-05:00")
    assert run_callq.ok("stats", "year", "--json").json["drawn"] == []
    draw(office)
    office.rows("UPDATE call SET at = 1773200000 + id")
    drawn = run_callq.ok("stats", "year", "--json").json["drawn"]
    assert [(one["part"], one["calls"], one["answered"], one["known"]) for one in drawn] == [
        ("morning", 400, 80, True), ("afternoon", 400, 80, True), ("evening", 400, 200, True),
    ]  # fmt: skip
    assert "1,200 retries" in run_callq.ok("stats", "year").out


def test_other_parts_of_the_day_begin_anew(office: Office) -> None:
    office.add("Ron Smith", NUMBER, now="2026-03-01T10:00-05:00")
    draw(office)
    apply_rules(office)
    assert known(office)
    apply_rules(office, 'evening = "16:00-20:00"', 'evening = "16:00-19:00"')
    assert known(office) == {}
    with office.workspace() as ws:
        assert meta.read(ws.db, meta.EXPLORED_SINCE)
        assert answering.tried(ws.db, ws.rulebook, 10_000) == []


def test_without_drawn_retries_nothing_is_kept(office: Office) -> None:
    office.add("Ron Smith", NUMBER)
    apply_rules(office)
    with office.workspace() as ws:
        assert not meta.read(ws.db, meta.ANSWERING)
        assert ws.answers is None


def test_a_kind_of_number_is_that_of_the_one_called(office: Office) -> None:
    office.add("Ron Smith", NUMBER)
    office.rows("UPDATE phone SET line = 'mobile'")
    draw(office, calls=10)
    office.rows("UPDATE call SET number = :number", number=NUMBER)
    with office.workspace() as ws:
        assert {one.kind for one in answering.tried(ws.db, ws.rulebook, 10_000)} == {"mobile"}
