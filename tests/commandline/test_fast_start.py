"""What a rep waits for many times a day loads nothing that it does not need."""

from pathlib import Path

import pytest

from helpers import IN_NEW_YORK, Callq, Office
from loading import DAILY, heavy, loaded


@pytest.fixture
def run(run_callq: Callq, office: Office) -> Callq:
    before = "2026-03-10T10:00:00-04:00"
    office.add("Ron Smith", IN_NEW_YORK, now=before, emails=("ron@example.com",))
    office.add("Ann Lee", "+1 212 555 0199", now=before)
    return run_callq


@pytest.mark.parametrize("arguments", DAILY, ids=" ".join)
def test_a_command_of_the_day_loads_nothing_heavy(
    run: Callq, office: Office, arguments: tuple[str, ...]
) -> None:
    if arguments == ("undo",):
        office.log("ron", "na")
    assert heavy(loaded(run, *arguments)) == set()


@pytest.mark.parametrize(
    "arguments", [("today",), ("today", "--json"), ("log", "ron", "na"), ("next",)], ids=" ".join
)
def test_the_most_frequent_ones_load_no_calendar_either(
    run: Callq, arguments: tuple[str, ...]
) -> None:
    assert heavy(loaded(run, *arguments), "dateutil", "tomllib") == set()


@pytest.mark.parametrize(
    "arguments",
    [("today", "--json"), ("today", "--plain"), ("log", "ron", "na"), ("next",), ("show", "ron"),
     ("why", "ron"), ("script", "ron")],
    ids=" ".join,
)  # fmt: skip
def test_lines_cards_and_json_need_no_rich(run: Callq, arguments: tuple[str, ...]) -> None:
    assert heavy(loaded(run, *arguments), "rich") == set()


def test_completion_loads_nothing_heavy(run: Callq) -> None:
    for words in ("callq\nlog\nvo", "callq\nshow\nRo", "callq\nlog\nron\nni\n-r\npr"):
        cword = str(words.count("\n"))
        modules = loaded(
            run, _CALLQ_COMPLETE="complete_bash", COMP_WORDS=words, COMP_CWORD=cword
        )  # fmt: skip
        assert heavy(modules, "dateutil", "rich") == set(), words


def test_today_does_not_judge(run: Callq) -> None:
    """It reads what was judged when a call was logged: neither rules nor audit nor phrases."""
    ours = {module for module in loaded(run, "today") if module.startswith("callq.")}
    assert "callq.queue.today" in ours
    assert ours & {"callq.engine.status", "callq.engine.audit", "callq.engine.typed_times",
                   "callq.engine.rulebook_check", "callq.storage.schema"} == set()  # fmt: skip


@pytest.mark.parametrize("first", [("add", "Ann", "--phone", "+44 20 7946 0001"),
                                   ("import", "people.csv"), ("demo",)], ids=" ".join)  # fmt: skip
def test_a_new_store_is_made_without_the_schema(home: Path, first: tuple[str, ...]) -> None:
    run = Callq(home)
    (home / "people.csv").write_text("Name,Phone\nAnn,+44 20 7946 0001\n")
    modules = loaded(run, *first)
    assert modules & {"sqlalchemy", "sqlmodel", "callq.storage.schema"} == set()


def test_a_command_loads_no_other_command(run: Callq) -> None:
    ours = {module for module in loaded(run, "today") if ".commands." in module}
    assert ours == {"callq.queue.commands.today"}


def test_the_listing_sees_what_is_loaded(run: Callq) -> None:
    """The guard itself: an import of numbers does load what the others must not."""
    (run.home / "people.csv").write_text("Name,Phone\nAnn,+44 20 7946 0001\n")
    assert "phonenumbers" in heavy(loaded(run, "import", "people.csv"))


@pytest.mark.parametrize(("most", "arguments"), [(86, ("log", "ron", "na")), (84, ("next",))])
def test_the_most_frequent_ones_load_few_modules(
    run: Callq, most: int, arguments: tuple[str, ...]
) -> None:
    """Each costs 0.2 ms. Import what few calls need where they need it, not at the top."""
    ours = {module for module in loaded(run, *arguments) if module.partition(".")[0] == "callq"}
    assert len(ours) <= most, sorted(ours)
