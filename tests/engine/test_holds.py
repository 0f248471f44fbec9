"""What is said of a hold: why it is there, and the command that lifts it."""

from datetime import MAXYEAR, UTC, datetime

import pytest

from callq.engine.holds import exempted_by, lifted_by
from callq.engine.model import Exemption, Hold

COMMANDS = {
    Hold.NO_ZONE: "callq hours 7 --location PLACE",
    Hold.NO_HOURS: "callq hours 7 --location PLACE",
    Hold.NO_CONSENT: "callq consent 7 --source SOURCE",
    Hold.LISTED: "callq why 7",
    Hold.OLD_CALENDAR: "callq rules apply",
}


@pytest.mark.parametrize("hold", Hold)
def test_a_hold_names_the_command_that_lifts_it(hold: Hold) -> None:
    assert COMMANDS.get(hold, "") in lifted_by(hold, 7)
    assert bool(lifted_by(hold.value)) is (hold in COMMANDS)
    assert lifted_by(hold) == lifted_by(hold, 7).replace(" 7", " WHO")


@pytest.mark.parametrize(
    ("kind", "ends_at", "said"),
    [
        ("purchase", datetime(2026, 4, 1, 2, tzinfo=UTC), "a purchase overrides that until Wed, Apr 1, 2026"),
        ("inquiry", datetime(2026, 4, 1, 2, tzinfo=UTC), "an inquiry overrides that until Wed, Apr 1, 2026"),
        ("consent", datetime(MAXYEAR, 12, 31, tzinfo=UTC), "a consent overrides that until it is withdrawn"),
    ],
)  # fmt: skip
def test_an_exemption_says_until_when_it_counts(kind: str, ends_at: datetime, said: str) -> None:
    assert exempted_by(Exemption(kind, ends_at), UTC) == said
