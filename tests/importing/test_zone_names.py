"""Time zones as other systems write them."""

import pytest

from callq.importing.zones import zone_of


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("America/Chicago", "America/Chicago"),
        ("america/new york", "America/New_York"),
        ("us_slash_central", "US/Central"),
        ("UTC", "UTC"),
        ("Eastern Time (US & Canada)", "America/New_York"),
        ("(GMT-06:00) Central Time", "America/Chicago"),
        ("PST", "America/Los_Angeles"),
        ("Mars/Olympus", ""),
        ("../etc/passwd", ""),
        ("soon", ""),
    ],
)
def test_names(text: str, zone: str) -> None:
    assert zone_of(text, "US") == zone


def test_short_names_mean_nothing_abroad() -> None:
    assert zone_of("CST", "CN") == ""
    assert zone_of("Europe/Berlin", "DE") == "Europe/Berlin"
