"""The queue read from its indexes is the queue anyone would get by judging and sorting everyone."""

import random
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

from callq.calls.explain import portray
from callq.calls.log import log
from callq.calls.request import LogRequest
from callq.compliance.hours_now import group_of
from callq.engine.hours import Schedule, is_open
from callq.engine.model import Hold, State, Tier
from callq.engine.parts import part_of
from callq.engine.ranking import terms, tier_now
from callq.engine.shares import POOL
from callq.engine.status import assess
from callq.prospects.add import add_in_transaction, person_from
from callq.queue.today import Reader, look
from callq.records import evaluation, leases, queue
from callq.records.contacts import Contact
from callq.records.likelihood import Likelihood
from callq.records.queue import Scope
from callq.storage import journal, meta
from callq.workspace import Workspace
from helpers import Office, copy_store, moment, new_york

START = moment("2026-01-05 09:00")
ZONES = (
    "", "America/New_York", "America/Chicago", "America/Los_Angeles", "Europe/London", "Asia/Tokyo",
    "Asia/Kolkata",
)  # fmt: skip
OUTCOMES = ("na", "na", "na", "vm", "busy", "gk", "ni", "ni", "hu", "int", "hn", "hup", "dnc")
PEOPLE = 120


@pytest.fixture(scope="module")
def store(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of people all over the world, called at all hours of ten weeks."""
    chance = random.Random(7)  # noqa: S311
    office = Office(tmp_path_factory.mktemp("order"))
    copy_store(template, office.home)
    with office.workspace() as ws:
        ws.now = START
        for i in range(PEOPLE):
            ws.now += timedelta(minutes=chance.randrange(1, 400))
            person = Contact(
                f"Person {i}",
                zone=chance.choice(ZONES),
                list_name=chance.choice(("", "fair", "web")),
                owner=chance.choice(("ann", "bob")),
                value=chance.choice((None, None, 200.0, 1000.0, 50_000.0)),
                phones=person_from(ws, name="", phones=(new_york(i),)).phones,
            )
            with ws.db.write():
                add_in_transaction(ws, [person], journal.begin(ws.db, "add", "ann", ws.now))
        for _ in range(PEOPLE * 2):
            ws.now += timedelta(minutes=chance.randrange(1, 300))
            who = str(1 + chance.randrange(PEOPLE))
            if chance.random() < 0.1:
                log(
                    ws,
                    LogRequest(who=who, outcome="cb", within=f"{chance.randrange(1, 900)} hours"),
                )
            else:
                log(ws, LogRequest(who=who, outcome=chance.choice(OUTCOMES)))
        ws.now = moment("2026-03-10 09:45")
        for number in range(1, PEOPLE, 9):
            log(
                ws,
                LogRequest(
                    who=str(number), outcome="cb", within=f"{chance.randrange(23, 25)} hours"
                ),
            )
    return office.home


MOMENTS = [
    "2026-03-11 10:15", "2026-03-11 07:30", "2026-03-11 15:59", "2026-03-11 20:00",
    "2026-03-14 12:00", "2026-03-15 12:00", "2026-01-20 13:00", "2026-04-08 17:45",
    "2027-02-01 11:00",
]  # fmt: skip
SCOPES = [Scope(), Scope("fair"), Scope("", "bob"), Scope("web", "ann")]


class Naive(NamedTuple):
    """Someone as judged from the log alone."""

    tier: Tier
    score: float
    id: int
    open: bool

    @property
    def place(self) -> tuple[int, float, int]:
        """Best first; what differs by less is the noise of a sum."""
        return self.tier, -round(self.score, 9), self.id


def judged(ws: Workspace, scope: Scope) -> list[Naive]:
    """Everyone who is due and not held, best first, without reading one stored rank."""
    found = []
    likelihood = Likelihood(ws.db, ws.rulebook, ws.facts.get(meta.CHANCE, ""))
    for known in evaluation.of_everyone(ws.db, ws.context):
        prospect = known.prospect
        if scope.list_name not in ("", prospect.list_name) or scope.owner not in ("", known.owner):
            continue
        status = assess(prospect, known.calls, ws.rulebook, ws.now)
        if not status.is_due or status.hold is not Hold.NONE:
            continue
        if status.state in (State.DO_NOT_CALL, State.CLOSED, State.NEEDS_NUMBER):
            continue
        group = (
            None
            if status.action.is_email
            else group_of(ws.db, ws.context, prospect.list_name, status.number)
        )
        schedule = group.schedule() if group else Schedule()
        zones = [clock.zone for clock in schedule.clocks]
        part = part_of(ws.now, zones[0], ws.rulebook.parts) if zones else 0
        chance = likelihood.of_all({prospect.id: status})[prospect.id]
        score = sum(t.points for t in terms(prospect, status, ws.rulebook, part, chance))
        is_open_now = status.action.is_email or is_open(ws.now, schedule)
        tier = tier_now(status, ws.rulebook)
        found.append(Naive(tier, score, prospect.id, is_open_now))
    return sorted(found, key=lambda one: one.place)


def in_turn(ws: Workspace, scope: Scope, judged: list[Naive]) -> list[Naive]:
    """The same with recalls, fresh ones and retries as one line, each with its share."""
    pool = [one for one in judged if one.tier in POOL]
    since = ws.now.astimezone(ws.home).replace(hour=0, minute=0)
    counts = Counter(queue.done_by_tier(ws.db, scope, since))
    found = [one for one in judged if one.tier not in POOL]
    while pool:
        total = counts.total() + 1
        behind = {t: ws.rulebook.shares[t] * total - counts[t] for t in {o.tier for o in pool}}
        late = [tier for tier in behind if behind[tier] > 1 - 1e-9]
        tiers = [max(late, key=lambda t: (behind[t], -t))] if late else list(behind)
        those = (one for one in pool if one.tier in tiers)
        first = min(those, key=lambda one: (-round(one.score, 6), one.id))
        pool.remove(first)
        found.append(first)
        counts[first.tier] += 1
    return found


@pytest.mark.parametrize("now", MOMENTS)
@pytest.mark.parametrize("scope", SCOPES, ids=lambda scope: scope.key)
def test_the_queue_is_everyone_judged_and_sorted(store: Path, now: str, scope: Scope) -> None:
    """By tier, share and score with the part of the day, ties by id; only those in their hours."""
    with Office(store).workspace() as ws:
        ws.now = moment(now)
        expected = judged(ws, scope)
        seen = look(ws, scope, limit=10_000)
        lines = {o: in_turn(ws, scope, [e for e in expected if e.open is o]) for o in (True, False)}
    for open_, items in ((True, seen.items), (False, seen.waiting)):
        those = lines[open_]
        assert [(i.tier, i.entry.id) for i in items] == [(one.tier, one.id) for one in those]
        assert [i.score for i in items] == pytest.approx([one.score for one in those], abs=2e-6)


def test_the_moments_have_something_to_sort(store: Path) -> None:
    """Several tiers, zones both open and closed, and parts of the day that make a difference."""
    found: list[Naive] = []
    masks: set[int] = set()
    for now in MOMENTS:
        with Office(store).workspace() as ws:
            ws.now = moment(now)
            found += judged(ws, Scope())
            ws.turn()
            masks |= {bucket.part_mask for bucket in queue.buckets(ws.db, Scope())}
    assert {one.tier for one in found} == set(Tier) - {Tier.NONE}
    assert {one.open for one in found} == {True, False}
    assert len(masks) > 3


@pytest.mark.parametrize("limit", [1, 2, 7, 8, 9, 40])
@pytest.mark.parametrize("now", MOMENTS[::3])
def test_a_limit_cuts_the_queue_and_changes_nothing_else(store: Path, now: str, limit: int) -> None:
    with Office(store).workspace() as ws:
        ws.now = moment(now)
        whole = look(ws, Scope(), limit=10_000).items
        cut = look(ws, Scope(), limit=limit)
    promises = sum(item.tier in (Tier.CALLBACK, Tier.OVERDUE_CALLBACK) for item in whole)
    assert cut.items == whole[: max(limit, promises)]
    assert cut.rest == len(whole) - len(cut.items)


def test_pages_join_without_a_gap_or_an_overlap(store: Path) -> None:
    """A walk reads 8, 32, 128 …: the person who stands at the seam is seen once."""
    with Office(store).workspace() as ws:
        ws.now = moment("2027-02-01 11:00")
        ws.turn()
        for bucket in queue.buckets(ws.db, Scope()):
            walked = [entry.id for entry in queue.walk(ws.db, Scope(), bucket, ws.now)]
            rows = ws.db.rows(
                "SELECT id FROM prospect WHERE ready = 1 AND hold = '' AND tier = :tier "
                "AND hours_id = :hours AND part_mask = :mask ORDER BY rank DESC, id",
                {"tier": bucket.tier, "hours": bucket.hours_id, "mask": bucket.part_mask},
            )
            assert walked == [row[0] for row in rows]
            assert len(walked) == bucket.n


def test_equal_ranks_come_by_id_over_many_pages(office: Office) -> None:
    """A list imported in one second has one rank for all; pages are cut by id then."""
    with office.workspace() as ws, ws.db.write():
        phones = person_from(ws, name="", phones=(new_york(0),)).phones
        same = [Contact(f"P{i}", phones=phones) for i in range(100)]
        add_in_transaction(ws, same, journal.begin(ws.db, "add", "ann", ws.now))
    assert office.queue() == list(range(1, 101))
    assert [item.entry.id for item in office.look(9).items] == list(range(1, 10))


def test_the_header_counts_what_is_there(store: Path) -> None:
    """From the tally, without counting."""
    for now in MOMENTS:
        with Office(store).workspace() as ws:
            ws.now = moment(now)
            for scope in SCOPES[:3]:
                seen, expected = look(ws, scope, limit=5), judged(ws, scope)
                assert seen.counts.due == sum(one.open for one in expected)
                assert seen.counts.waiting == sum(not one.open for one in expected)


def test_the_header_of_a_list_of_one_owner_counts_that_owners(store: Path) -> None:
    with Office(store).workspace() as ws:
        ws.now = moment("2026-04-08 12:00")
        seen = look(ws, Scope("web", "ann"), limit=10_000)
        assert seen.counts.due == len(seen.items)
        assert seen.rest == 0


def test_who_a_rep_has_on_the_line_is_shown_as_taken(store: Path) -> None:
    with Office(store).workspace() as ws:
        ws.now = datetime(2026, 3, 11, 15, tzinfo=START.tzinfo)
        with ws.db.write():
            first = next(Reader(ws, Scope()).offers(1))
            until = ws.now + timedelta(minutes=5)
            leases.take(ws.db, first.entry.id, "bob", ws.now, until)
        (seen,) = (i for i in look(ws, Scope(), 50).items if i.entry.id == first.entry.id)
        assert seen.entry.leased_to == "bob"
        leases.end(ws.db, first.entry.id)


@pytest.mark.parametrize("now", MOMENTS[::2])
def test_why_says_of_everyone_what_the_queue_shows(store: Path, now: str) -> None:
    """The person who may be called now is offered, with that score; no one else is."""
    with Office(store).workspace() as ws:
        ws.now = moment(now)
        offered = {item.entry.id: item for item in look(ws, Scope(), 10_000).items}
        for who in range(1, PEOPLE + 1):
            portrait = portray(ws, str(who))
            first = portrait.first_moment
            assert (first is not None and first <= ws.now) == (who in offered), who
            if who in offered:
                assert portrait.tier is offered[who].tier
                assert portrait.score == pytest.approx(offered[who].score, abs=2e-6)
