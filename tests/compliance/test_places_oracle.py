"""Numbers of every state and of more than sixty countries, at many moments: two readings agree.

The facts in `places_facts` share no code with callq; they are read with the packaged time zones.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import phonenumbers
import pytest
from places_facts import UNKNOWN, WITHOUT_RULES, Case, all_cases, every

from callq.compliance.hours_now import group_of
from callq.compliance.place_decisions import accept
from callq.engine.hours import is_open
from callq.places.phones import read_phone
from callq.prospects.add import add as add_person
from callq.prospects.add import person_from
from callq.records import evaluation
from callq.records.rulebooks import shipped_text
from callq.rulebooks.rules import apply
from callq.workspace import Workspace
from helpers import Office

NOW = "2026-11-29T12:00:00+00:00"
DAYS = (
    "2026-12-02", "2026-12-05", "2026-12-06", "2026-12-24", "2026-12-25", "2026-07-15",
    "2026-04-03", "2026-05-04", "2026-11-03", "2026-03-08", "2026-11-01",
)  # fmt: skip
"""A Wednesday, a Saturday, a Sunday, Christmas and its eve, summer, Good Friday, 4 May, Election
Day, and the days on which American clocks change."""
MINUTES = (
    "06:40", "07:40", "08:10", "08:40", "09:10", "09:40", "10:10", "11:40", "12:10", "12:40",
    "14:10", "14:40", "15:10", "15:40", "16:10", "16:40", "17:10", "17:40", "18:10", "18:40",
    "19:10", "19:40", "20:10", "20:40", "21:10", "21:40",
)  # fmt: skip
"""On the first clock, on both sides of every hour at which some law opens or closes."""


@pytest.fixture(scope="module")
def wide(tmp_path_factory: pytest.TempPathFactory, template: Path) -> Office:
    """A team that would call around the clock: only the facts close its hours."""
    home = tmp_path_factory.mktemp("wide")
    (home / "callq.db").write_bytes(template.read_bytes())
    office = Office(home, now=NOW)
    text = shipped_text()
    for hours in ("08:00-20:00", "09:00-17:00", "none"):
        for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun"):
            text = text.replace(f'{day} = "{hours}"', f'{day} = "00:00-24:00"')
    (home / "wide.toml").write_text(text)
    with office.workspace() as ws:
        apply(ws, home / "wide.toml")
    return office


def moments(zone: str) -> Iterator[datetime]:
    from places_facts import packaged

    for day in DAYS:
        for minute in MINUTES:
            yield datetime.fromisoformat(f"{day}T{minute}").replace(tzinfo=packaged(zone))


def answers(ws: Workspace, case: Case) -> tuple[str, "list[tuple[datetime, bool]]"]:
    """What callq says: the hold, and at every moment whether they may be called."""
    person = person_from(ws, name="Pat", phones=[case.number])
    country, state = case.address
    added = add_person(ws, person._replace(country=country, region=state))
    (one,) = evaluation.of_prospects(ws.db, [added.who.id], ws.context)
    known = one.prospect
    number = known.numbers[0]
    if not number.zones or number.hold:
        return number.hold.value or "no-zone", []
    group = group_of(ws.db, ws.context, known.list_name, number)
    assert group is not None
    schedule = group.schedule()
    found = [(at, is_open(at.astimezone(UTC), schedule)) for at in moments(case.zones[0])]
    return "", found


def test_callq_offers_what_the_facts_allow_and_nothing_else(wide: Office) -> None:
    cases = all_cases()
    checked = 0
    with wide.workspace() as ws:
        for case in cases:
            hold, said = answers(ws, case)
            assert hold == case.hold, case.number
            for at, open_ in said:
                assert open_ == case.allows(at), (case.number, at.isoformat())
                checked += 1
            checked += not said
    assert len(cases) > 110
    assert checked > 20_000


def test_a_country_without_rules_is_on_hold_until_someone_knows_them(wide: Office) -> None:
    accepted = set()
    with wide.workspace() as ws:
        for text, zones in WITHOUT_RULES.items():
            case = Case(text, zones, (every(0, 24),))
            region = read_phone(text, "US").region
            if region not in accepted:
                assert answers(ws, case)[0] == UNKNOWN, text
                accept(ws, region, "our counsel")
                accepted.add(region)
            hold, said = answers(ws, case._replace(number=another(text)))
            assert hold == "", text
            assert all(open_ for _, open_ in said)
    assert len(accepted) > 60


def another(text: str) -> str:
    """A number next to this one."""
    number = phonenumbers.parse(text, "US")
    number.national_number = (number.national_number or 0) + 1
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def test_a_number_is_on_every_clock_it_may_be_on() -> None:
    from places_facts import packaged

    start = datetime(2026, 12, 1, tzinfo=UTC)
    weeks = [start + timedelta(days=7 * n) for n in range(60)]

    def clocks(zones: tuple[str, ...]) -> set[tuple[timedelta | None, ...]]:
        return {tuple(at.astimezone(packaged(z)).utcoffset() for at in weeks) for z in zones}

    for text, zones in WITHOUT_RULES.items():
        phone = read_phone(text, "US")
        assert phone.e164, text
        assert clocks(phone.zones) == clocks(zones), text
