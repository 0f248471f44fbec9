"""A new call is judged once, before it's written: by its moment and by the history."""

from hypothesis import given
from hypothesis import strategies as st
from strategies import BOOK, ONE, QUICK, call, calls, moment, person

from callq.engine.checks import BY_CODE, CHECKS, Check, lifted_by
from callq.engine.model import Call, Hold
from callq.engine.new_call import Circumstances, Consequences, consequences_of
from callq.engine.status import assess

NOON = "2026-03-03 12:00"
NEW = call(NOON, "no-answer", id=9)
NOTHING = Circumstances()
EVERYTHING = Circumstances(
    on_do_not_call=True, litigators=("litigators",), reassigned=("us-rnd",), registries=("us-ftc", "gb-tps"), old_lists=("us-ftc",),
    outside="08:00-20:00 Europe/Berlin", needs_consent=True,
)  # fmt: skip


def judge(*history: Call, new: Call = NEW, around: Circumstances = NOTHING) -> Consequences:
    numbered = [each._replace(id=i) for i, each in enumerate(history, 1)]
    return consequences_of(new, person(), [*numbered, new], around, BOOK, moment(NOON))


def test_a_call_against_nothing_leaves_no_mark() -> None:
    assert judge()[1:] == ((), ())


def test_what_its_moment_is_against_is_marked_once_and_said_each_time() -> None:
    found = judge(around=EVERYTHING)
    assert found.violations == (
        "do-not-call", "litigator", "on-a-registry", "reassigned-number", "list-too-old",
        "hours", "needs-consent",
    )  # fmt: skip
    assert len(found.warnings) == 8
    assert all(warning.endswith(" Logged as a violation.") for warning in found.warnings)
    assert found.warnings[0].startswith(ONE)


def test_what_rings_no_phone_is_against_nothing() -> None:
    for new in (NEW._replace(channel="email"), NEW._replace(outcome="emailed")):
        assert judge(new=new, around=EVERYTHING)[1:] == ((), ())


def test_the_history_marks_too_but_a_cooldown_only_warns() -> None:
    cooling = judge(call("2026-03-02 10:00", "soft-no"))
    assert (cooling.violations, len(cooling.warnings)) == ((), 1)
    assert not cooling.warnings[0].endswith("violation.")
    closed = judge(call("2026-03-02 10:00", "won"))
    assert closed.violations == ("closed",)
    assert closed.warnings[0].endswith("though the matter was closed. Logged as a violation.")


def test_what_the_moment_says_already_isnt_news_from_the_history() -> None:
    found = judge(
        call("2026-03-02 10:00", "do-not-call"), around=Circumstances(on_do_not_call=True)
    )
    assert found.violations == ("do-not-call",)
    assert [warning.endswith("violation.") for warning in found.warnings] == [True, False]


@QUICK
@given(st.lists(calls(), max_size=6), calls(), st.booleans())
def test_the_status_is_that_of_the_whole_history(
    history: list[Call], new: Call, blocked: bool
) -> None:
    around = Circumstances(on_do_not_call=blocked)
    found = consequences_of(new, person(), [*history, new], around, BOOK, moment(NOON))
    assert found.status == assess(person(), [*history, new], BOOK, moment(NOON))
    assert len(set(found.violations)) == len(found.violations)
    assert all(BY_CODE[code].marks for code in found.violations)


# The table ----------------------------------------------------------------------------------------


def test_every_hold_has_a_check_that_says_why_and_what_lifts_it() -> None:
    blocking = [check for check in CHECKS if check.blocks]
    assert {check.code for check in blocking} == set(Hold) - {Hold.NONE}
    for check in blocking:
        assert check.short, check.code
        assert check.reason.endswith("."), check.code
        assert "callq " in check.fix, check.code
        assert "{" not in lifted_by(check.code, 7)
    assert lifted_by("", 7) == ""
    assert lifted_by(Hold.NO_ZONE, 7, "Why.").startswith("Why. ")


def test_each_check_is_one_row_and_does_something() -> None:
    assert len(BY_CODE) == len(CHECKS)
    for check in CHECKS:
        assert bool(check.meaning) is check.marks, check.code
        assert check.blocks or check.marks or check.flag, check.code
        assert Check(check.code) != check


def test_a_hold_that_one_command_lifts_for_all_is_known() -> None:
    assert {check.code for check in CHECKS if check.is_fixed_for_all} == {
        Hold.NO_LIST, Hold.STALE_LIST, Hold.OLD_CALENDAR, Hold.UNKNOWN_PLACE, Hold.LIST_PAUSED,
        Hold.LIST_CLOSED,
    }  # fmt: skip
