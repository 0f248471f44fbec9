"""No one is offered who must not be called, whatever a team does: judged by another's reading."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from gate_machine import Store
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

SHORT = 12
HISTORIES = int(os.environ.get("CALLQ_GATE_HISTORIES", SHORT))
"""How many histories are tried; `make gate` tries thousands."""
STEPS = 40


def test_no_history_makes_an_offer_that_the_facts_forbid(
    template: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The facts are read twice, by callq and by an oracle that shares no code with it."""
    Store.template = template.parent
    Store.steps = Store.offers = 0
    run_state_machine_as_test(
        Store,
        settings=settings(
            max_examples=HISTORIES,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            print_blob=True,
            phases=[Phase.generate, Phase.shrink] if HISTORIES < 50 else [Phase.generate],
        ),
    )
    with capsys.disabled():
        if HISTORIES > SHORT:
            sys.stdout.write(f"{Store.steps:,} steps, {Store.offers:,} offers checked\n")
    assert Store.offers


@pytest.fixture
def team(template: Path) -> Iterator[Store]:
    """A store at ten on a Wednesday morning in New York, with one person there."""
    Store.template = template.parent
    store = Store()
    store.start(numbers=["+12122345678"])
    try:
        yield store
    finally:
        store.teardown()


def test_the_oracle_has_nothing_against_a_call_at_ten(team: Store) -> None:
    before = Store.offers
    team.nobody_is_offered_who_must_not_be_called()
    assert Store.offers > before


def test_the_oracle_sees_an_opt_out_that_was_lost(team: Store) -> None:
    team.block(wanted="+12122345678")
    with team.stored() as db, db:
        db.execute("UPDATE dnc SET lifted_at = 0")
    team.type("rules", "apply")
    with pytest.raises(AssertionError, match="is on do-not-call"):
        team.nobody_is_offered_who_must_not_be_called()


def test_the_oracle_sees_a_registry_that_was_lost(team: Store) -> None:
    team.registry(area="212", days=1, chosen={"+12122345678"})
    with team.stored() as db, db:
        db.execute("DELETE FROM listed_number")
    team.type("rules", "apply")
    with pytest.raises(AssertionError, match="is on the registry"):
        team.nobody_is_offered_who_must_not_be_called()


def test_the_oracle_sees_a_wrong_hour(team: Store) -> None:
    team.now = team.now.replace(day=5, hour=11)
    with team.stored() as db, db:
        db.execute("UPDATE hours SET zones = 'Europe/London'")
    with pytest.raises(AssertionError, match="is outside"):
        team.nobody_is_offered_who_must_not_be_called()


def test_the_oracle_sees_a_missing_consent(team: Store) -> None:
    team.add(numbers=["+493012345678"], zone="", folder="")
    with team.stored() as db, db:
        db.execute("UPDATE prospect SET hold = '', ready = 1")
        db.execute("UPDATE tally SET hold = ''")
    with pytest.raises(AssertionError, match="needs a consent"):
        team.nobody_is_offered_who_must_not_be_called()
