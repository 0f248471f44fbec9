"""Claims and what was put back, statement by statement: whose, on who, until which second."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from callq.records import leases
from callq.records.leases import Lease
from helpers import Office, copy_store, moment, new_york

NOW = moment("2026-03-11 10:15")
SECOND, SOON = timedelta(seconds=1), NOW + timedelta(minutes=5)


@pytest.fixture(scope="module")
def folder(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four people, of who the last is removed."""
    office = Office(tmp_path_factory.mktemp("four"))
    copy_store(template, office.home)
    for number in range(4):
        office.add(f"Person {number}", new_york(number))
    office.rows("UPDATE prospect SET removed_at = 0 WHERE id = 4")
    return office.path


@pytest.fixture
def four(folder: Path, tmp_path: Path) -> Office:
    """A copy of that folder."""
    return Office(copy_store(folder, tmp_path / "home").parent)


def test_a_claim_is_its_reps_until_its_last_second(four: Office) -> None:
    with four.workspace() as ws:
        with ws.db.write():
            leases.take(ws.db, 2, "ann", NOW, SOON)
        claim = Lease(2, "ann", SOON, NOW)
        assert leases.of_agent(ws.db, "ann", SOON - SECOND) == claim
        assert leases.of_prospect(ws.db, 2, SOON - SECOND) == claim
        assert leases.lease_holder(ws.db, 2, SOON - SECOND) == (True, "ann")
        assert leases.active(ws.db, SOON - SECOND) == 1
        for at in (SOON, SOON + SECOND):
            assert leases.of_agent(ws.db, "ann", at) is None
            assert leases.of_prospect(ws.db, 2, at) is None
            assert leases.lease_holder(ws.db, 2, at) == (True, "")
            assert leases.active(ws.db, at) == 0
        assert leases.of_agent(ws.db, "bob", NOW) is None
        assert leases.of_prospect(ws.db, 1, NOW) is None
        assert leases.lease_holder(ws.db, 1, NOW) == (True, "")


def test_of_several_claims_the_latest_counts_and_of_equal_ones_the_first_person(
    four: Office,
) -> None:
    with four.workspace() as ws, ws.db.write():
        leases.take(ws.db, 3, "ann", NOW - SECOND, SOON)
        leases.take(ws.db, 1, "ann", NOW - 2 * SECOND, SOON + SECOND)
        assert leases.of_agent(ws.db, "ann", NOW) == Lease(3, "ann", SOON, NOW - SECOND)
        leases.take(ws.db, 2, "ann", NOW - SECOND, SOON)
        assert leases.of_agent(ws.db, "ann", NOW) == Lease(2, "ann", SOON, NOW - SECOND)
        assert leases.active(ws.db, NOW) == 3


def test_of_several_claims_the_one_dialed_last_counts(four: Office) -> None:
    with four.workspace() as ws, ws.db.write():
        dialed = Lease(1, "ann", SOON, NOW - 2 * SECOND, NOW - SECOND, ("+12125550134",))
        leases.put(ws.db, dialed)
        leases.take(ws.db, 2, "ann", NOW, SOON)
        assert leases.of_agent(ws.db, "ann", NOW) == dialed
        assert dialed.dialed_number == "+12125550134"
        leases.put(ws.db, Lease(2, "ann", SOON, NOW, NOW, ("+12125550100", "+12125550101")))
        found = leases.of_agent(ws.db, "ann", NOW)
        assert found is not None
        assert (found.prospect_id, found.dialed_number) == (2, "+12125550101")


def test_another_rep_holds_a_person_or_a_number(four: Office) -> None:
    def holder(who: int, number: str, at: datetime = NOW) -> str:
        return leases.holder_among(ws.db, who, number, "ann", at)

    with four.workspace() as ws, ws.db.write():
        leases.take(ws.db, 1, "bob", NOW, SOON)
        leases.take(ws.db, 2, "ann", NOW, SOON)
        ((number,),) = ws.db.rows("SELECT e164 FROM phone WHERE prospect_id = 1")
        assert holder(1, "") == holder(1, number) == holder(3, number) == "bob"
        assert holder(2, "") == holder(3, "") == holder(1, "", SOON) == ""


def test_who_takes_anew_has_the_claim_from_then(four: Office) -> None:
    with four.workspace() as ws, ws.db.write():
        leases.take(ws.db, 1, "ann", NOW - SECOND, NOW)
        leases.take(ws.db, 1, "bob", NOW, SOON)
    assert four.rows("SELECT prospect_id, agent, until, taken_at FROM lease") == [
        (1, "bob", int(SOON.timestamp()), int(NOW.timestamp()))
    ]


def test_no_one_holds_who_is_removed(four: Office) -> None:
    with four.workspace() as ws, ws.db.write():
        leases.take(ws.db, 4, "ann", NOW, SOON)
        assert leases.of_agent(ws.db, "ann", NOW) is None
        assert leases.lease_holder(ws.db, 4, NOW) == (False, "")
        assert leases.lease_holder(ws.db, 99, NOW) == (False, "")
        assert leases.active(ws.db, NOW) == 0


def test_a_claim_ends_by_its_person_and_by_its_rep(four: Office) -> None:
    with four.workspace() as ws, ws.db.write():
        for who, agent in ((1, "ann"), (2, "ann"), (3, "bob")):
            leases.take(ws.db, who, agent, NOW, SOON)
        leases.end(ws.db, 1)
        leases.end(ws.db, 99)
        assert [leases.of_prospect(ws.db, i, NOW) is None for i in (1, 2, 3)] == [
            True, False, False,
        ]  # fmt: skip
        leases.take(ws.db, 1, "ann", NOW, SOON)
        assert leases.release(ws.db, "ann") == 2
        assert leases.release(ws.db, "ann") == 0
        assert leases.of_agent(ws.db, "bob", NOW) == Lease(3, "bob", SOON, NOW)


def test_who_is_put_back_is_so_for_one_rep_and_a_while(four: Office) -> None:
    with four.workspace() as ws, ws.db.write():
        leases.skip(ws.db, 1, "ann", NOW, SOON, "lunch")
        leases.skip(ws.db, 2, "bob", NOW, SOON, "no card")
        assert leases.skipped(ws.db, "ann", NOW) == {1: "lunch"}
        assert leases.skipped(ws.db, "ann", SOON - SECOND) == {1: "lunch"}
        assert leases.skipped(ws.db, "bob", NOW) == {2: "no card"}
        # A clock that was put back knows nothing of it yet.
        for at in (NOW - SECOND, SOON):
            assert leases.skipped(ws.db, "ann", at) == {}


def test_who_is_put_back_again_is_so_from_then_and_for_that(four: Office) -> None:
    later = SOON + timedelta(minutes=5)
    with four.workspace() as ws, ws.db.write():
        leases.skip(ws.db, 1, "ann", NOW, SOON, "lunch")
        leases.skip(ws.db, 1, "ann", SOON, later, "in a meeting")
        assert leases.skipped(ws.db, "ann", NOW) == {}
        assert leases.skipped(ws.db, "ann", later - SECOND) == {1: "in a meeting"}
