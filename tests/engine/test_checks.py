"""What is said of a check that doesn't count."""

from datetime import MAXYEAR, UTC, datetime

import pytest

from callq.engine.checks import exempted_by
from callq.engine.model import Exemption


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
