"""What is said of a hold and of a check that doesn't count."""

from datetime import MAXYEAR, UTC, datetime

import pytest
from strategies import NEW_YORK

from callq.engine.checks import CHECKS, Check, exempted_by, lifted_by
from callq.engine.model import Exemption, Hold


@pytest.mark.parametrize("check", [check for check in CHECKS if check.blocks])
def test_a_hold_says_why_and_what_lifts_it_for_them(check: Check) -> None:
    said = lifted_by(check.code, 7)
    assert said == f"{check.reason} {check.fix}".replace("{who}", "7")
    assert lifted_by(check.code, 7, "Because.") == said.replace(check.reason, "Because.")
    assert lifted_by("", 7) == ""


def test_a_country_without_rules_is_named_in_the_reason_and_in_the_command() -> None:
    said = lifted_by(Hold.UNKNOWN_PLACE, 7, unknown=("Peru", "Chile"))
    bare = lifted_by(Hold.UNKNOWN_PLACE, 7)
    assert said == bare.replace("their country", "Peru").replace("COUNTRY", "Peru")
    assert (said.count("Peru"), said.count("Chile")) == (2, 0)
    assert lifted_by(Hold.NO_ZONE, 7, unknown=("Peru",)) == lifted_by(Hold.NO_ZONE, 7)


@pytest.mark.parametrize(
    ("kind", "ends_at", "said"),
    [
        ("purchase", datetime(2026, 4, 1, 2, tzinfo=UTC), "a purchase overrides that until Tue, Mar 31, 2026"),
        ("inquiry", datetime(2026, 4, 1, 2, tzinfo=UTC), "an inquiry overrides that until Tue, Mar 31, 2026"),
        ("consent", datetime(MAXYEAR, 12, 31, tzinfo=UTC), "a consent overrides that until it is withdrawn"),
    ],
)  # fmt: skip
def test_an_exemption_says_until_when_it_counts(kind: str, ends_at: datetime, said: str) -> None:
    assert exempted_by(Exemption(kind, ends_at), NEW_YORK) == said
