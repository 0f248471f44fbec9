"""Small things a rep types all day mean what they say."""

import pytest

from callq.calls.views.log import sentences
from callq.errors import CallqError
from helpers import IN_NEW_YORK, Office, moment


@pytest.fixture
def ron(office: Office) -> int:
    return office.add("Ron Smith", IN_NEW_YORK)


@pytest.mark.parametrize(
    ("when", "at"),
    [
        ("9:30", "2026-03-11 09:30"), ("9:30am", "2026-03-11 09:30"),
        ("at 10:16", "2026-03-11 10:16"), ("10 min ago", "2026-03-11 10:07"),
        ("yesterday 4pm", "2026-03-10 16:00"),
    ],
)  # fmt: skip
def test_a_clock_of_this_morning_is_this_morning(
    office: Office, ron: int, when: str, at: str
) -> None:
    logged = office.log(ron, "busy", when=when, now="2026-03-11T10:17:00-04:00")
    assert logged.call.at == moment(at)


@pytest.mark.parametrize("when", ["tomorrow 9:30", "3pm", "in 2h", "friday"])
def test_a_call_is_never_in_the_future(office: Office, ron: int, when: str) -> None:
    with pytest.raises(CallqError) as refused:
        office.log(ron, "busy", when=when, now="2026-03-11T10:17:00-04:00")
    assert refused.value.name == "call-in-the-future"


def test_two_nights_are_two_days(office: Office, ron: int) -> None:
    logged = office.log(ron, "callback", at="friday 9am", now="2026-03-11T16:00:00-04:00")
    with office.workspace(now="2026-03-11T16:00:00-04:00") as ws:
        assert "in 2 days" in sentences(logged, ws.now, ws.home)[0]


def test_a_callback_on_a_public_holiday_is_kept_with_a_warning(office: Office, ron: int) -> None:
    logged = office.log(ron, "callback", at="may 25 10am")
    assert logged.status.callback_at == moment("2026-05-25 10:00")
    assert len(logged.warnings) == 1
    assert not office.log(ron, "callback", at="may 26 10am").warnings


def test_four_digits_are_the_end_of_a_number_before_an_id(office: Office) -> None:
    ids = [office.add(f"Person {i}", f"+1 212 555 01{i:02}") for i in range(1, 4)]
    assert office.log("0102", "busy").who.id == ids[1]
    assert office.log("#3", "busy").who.id == ids[2]
    assert office.log("1", "busy").who.id == ids[0]
    with pytest.raises(CallqError) as refused:
        office.log("0001", "busy")
    assert refused.value.name == "unknown-person"
