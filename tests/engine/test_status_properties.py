"""What is true of every status, whatever the history."""

from datetime import UTC, datetime, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st
from strategies import (
    FEW,
    HUMAN_WORDS,
    MISS_WORDS,
    NUMBERS,
    QUICK,
    books,
    calls,
    histories,
    prospects,
    recent,
    whenever,
    without_ids,
)

from callq.engine.model import Action, Call, Number, Prospect, State
from callq.engine.rulebook import Rulebook, Situation
from callq.engine.status import assess

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


@QUICK
@given(prospects(), histories(), books, st.randoms(use_true_random=False))
def test_the_order_in_which_calls_were_stored_does_not_matter(
    who: Prospect, history: list[Call], book: Rulebook, random: Random
) -> None:
    """Calls come in any order and with any ids; only of those in one second the ids decide."""
    shuffled = [each._replace(id=each.id * 3 + 7) for each in history]
    random.shuffle(shuffled)
    ours, theirs = assess(who, history, book, NOW), assess(who, shuffled, book, NOW)
    assert without_ids(ours) == without_ids(theirs)


@QUICK
@given(prospects(), histories(), books, st.randoms(use_true_random=False))
def test_ids_do_not_matter_where_the_times_tell(
    who: Prospect, history: list[Call], book: Rulebook, random: Random
) -> None:
    """An imported call comes with a later id than those it came before."""
    times = {each.at: each for each in history}
    history = list(times.values())
    ids = [each.id for each in history]
    random.shuffle(ids)
    renamed = [each._replace(id=i) for each, i in zip(history, ids, strict=True)]
    ours, theirs = assess(who, history, book, NOW), assess(who, renamed, book, NOW)
    assert without_ids(ours) == without_ids(theirs)


@QUICK
@given(prospects(), histories(), calls(), books)
def test_taking_a_call_back_gives_the_status_before_it(
    who: Prospect, history: list[Call], extra: Call, book: Rulebook
) -> None:
    """Log, then undo: nothing of the call is left behind, in the rulebook neither."""
    before = assess(who, history, book, NOW)
    assess(who, [*history, extra._replace(id=99)], book, NOW)
    assert assess(who, history, book, NOW) == before


@QUICK
@given(
    prospects(),
    histories(),
    calls(words=st.sampled_from(("do-not-call", "dnc"))),
    histories(),
    books,
)
def test_nothing_ends_a_do_not_call(
    who: Prospect, history: list[Call], stop: Call, later: list[Call], book: Rulebook
) -> None:
    """Whatever is logged before or after, on whatever list, they are never offered again."""
    status = assess(who, [*history, stop, *later], book, NOW)
    assert (status.state, status.action) == (State.DO_NOT_CALL, Action.NONE)
    assert (status.due_at, status.number) == (None, None)
    assert status.rule == "do-not-call"


@QUICK
@given(prospects(), histories(), books)
def test_a_number_on_do_not_call_is_never_the_one_to_dial(
    who: Prospect, history: list[Call], book: Rulebook
) -> None:
    status = assess(who, history, book, NOW)
    if status.number:
        assert not status.number.blocked
        assert status.number.e164
        assert status.number.e164 not in status.dead
    dialable = [n for n in who.numbers if n.e164]
    if dialable and all(n.blocked for n in dialable):
        assert status.state is State.DO_NOT_CALL


@QUICK
@given(prospects(), histories(), books)
def test_no_one_falls_due_before_the_last_call(
    who: Prospect, history: list[Call], book: Rulebook
) -> None:
    """Due is never in the past of the last call, but for a reply that is owed since before it."""
    status = assess(who, history, book, NOW)
    if not history and status.due_at:
        assert status.due_at >= who.created_at
    if status.last and status.due_at and not status.action.is_email:
        assert status.due_at >= status.last.at


@QUICK
@given(prospects(whenever), histories(whenever), books, whenever)
def test_every_history_has_a_status(
    who: Prospect, history: list[Call], book: Rulebook, now: datetime
) -> None:
    """Words no one knows, the first and the last day of the calendar: it never fails."""
    status = assess(who, history, book, now)
    assert (status.due_at is None) == (
        status.state in (State.CLOSED, State.DO_NOT_CALL, State.NEEDS_NUMBER)
    )
    assert isinstance(status.wait, str)


@QUICK
@given(prospects(), histories(), books, whenever, whenever)
def test_a_status_does_not_depend_on_the_hour(
    who: Prospect, history: list[Call], book: Rulebook, one: datetime, other: datetime
) -> None:
    """`now` only tells whether the due time has come, so that a stored status stays true."""
    first, second = assess(who, history, book, one), assess(who, history, book, other)
    names = [name for name in first._fields if name != "now"]
    assert [getattr(first, name) for name in names] == [getattr(second, name) for name in names]
    assert first.is_due == (first.due_at is not None and first.due_at <= one)


later_misses = st.lists(
    st.tuples(
        st.timedeltas(timedelta(seconds=1), timedelta(days=500)),
        calls(words=st.sampled_from(MISS_WORDS)),
    ),
    max_size=6,
)


@QUICK
@given(prospects(), histories(), calls(words=st.sampled_from(HUMAN_WORDS)), later_misses, books)
def test_misses_never_shorten_what_a_conversation_asked_for(
    who: Prospect,
    history: list[Call],
    word: Call,
    tries: list[tuple[timedelta, Call]],
    book: Rulebook,
) -> None:
    history = [each for each in history if each.at < word.at]
    missed = [each._replace(at=word.at + ahead) for ahead, each in tries]
    before = assess(who, [*history, word], book, NOW)
    after = assess(who, [*history, word, *missed], book, NOW)
    assert (after.due_at is None) == (before.due_at is None)
    if before.due_at and after.due_at:
        assert after.due_at >= before.due_at


@QUICK
@given(prospects(whenever), histories(), books)
def test_every_decision_says_why(who: Prospect, history: list[Call], book: Rulebook) -> None:
    """The deciding rule is among the reasons, and so is the moment it leads to."""
    status = assess(who, history, book, NOW)
    assert status.explanation
    assert all(because.text.strip() for because in status.explanation)
    rules = [because.rule for because in status.explanation]
    assert status.rule in rules
    if status.due_at is not None:
        assert status.due_at in [because.until for because in status.explanation]


@QUICK
@given(prospects(), histories(), books)
def test_reasons_name_calls_of_the_history(
    who: Prospect, history: list[Call], book: Rulebook
) -> None:
    status = assess(who, history, book, NOW)
    times = {each.id: each.at for each in history}
    for because in status.explanation:
        if because.call_id is not None:
            assert times[because.call_id] == because.counted_from


@FEW
@given(histories(max_size=12), books, recent)
def test_a_number_that_others_were_called_on_rests_for_all(
    history: list[Call], book: Rulebook, at: datetime
) -> None:
    """A cap per number counts the calls to everyone who has it."""
    who = Prospect(id=1, zone=UTC, created_at=at, numbers=NUMBERS[:1])
    busy = Number(1, NUMBERS[0].e164, "", (), dialed_for_others=(at, at, at, at))
    shared = Prospect(id=1, zone=UTC, created_at=at, numbers=(busy,))
    alone, crowded = assess(who, history, book, NOW), assess(shared, history, book, NOW)
    if alone.due_at and crowded.due_at:
        assert crowded.due_at >= alone.due_at


@QUICK
@given(prospects(), histories(), books)
def test_the_rule_found_twice_is_the_same(
    who: Prospect, history: list[Call], book: Rulebook
) -> None:
    """What a rulebook remembers of a search is what it would find again."""
    for each in history:
        situation = Situation(
            each.outcome, each.reason, each.channel, each.permission, who.list_name, "", each.id
        )
        assert book.rule_for(situation) == book._search(situation)
