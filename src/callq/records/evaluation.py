"""Reads what the rules engine needs: prospects, their numbers and their calls."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cache, partial
from operator import itemgetter
from types import MappingProxyType
from zoneinfo import ZoneInfo

from callq.engine.calling import Calling, GroupKey, Standpoint, Verdict, Whereabouts
from callq.engine.model import Call, Exemption, Hold, Number, Prospect
from callq.engine.outcomes import BY_WORD
from callq.engine.registries import REASSIGNED, narrowed
from callq.named_tuple import NamedTuple
from callq.records import consents, place_decisions
from callq.records.calls import NewCall
from callq.records.consents import Consent
from callq.records.contacts import Contact
from callq.records.coverage import Coverer
from callq.records.dnc import CONSENTED
from callq.records.number_lists import (
    BLOCKS,
    LISTED,
    LITIGATOR,
    NUMBER_ONLY,
    StoredList,
    hit,
    listing,
)
from callq.records.registries import known
from callq.storage import meta
from callq.storage.db import Db, Row, among, batched
from callq.storage.moments import maybe_moment, moment
from callq.storage.rows import Columns, Grouped, by_first


class _ProspectRow(NamedTuple):
    """The columns of a prospect that matter, as stored."""

    id: int
    zone: str
    created_at: int
    list_name: str
    value: float | None
    opt_out_text: str
    owner: str
    note: str
    place_zones: str
    places: str
    confirmed_location: str
    postponed_until: int | None
    postponed_at: int | None
    snoozed_until: int | None
    snoozed_at: int | None
    snoozed_callback_at: int | None
    reach: str
    list_hold: str
    asked_at: int | None


class _PhoneRow(NamedTuple):
    """A number's columns, and what blocks it."""

    prospect_id: int
    id: int
    e164: str
    shown: str
    zones: str
    places: str
    line: str
    opted_out_since: int | None
    """None without a do-not-call entry; 0 where it's only against the number."""
    listed: int | None
    """See `number_lists.hit`."""


_PROSPECT_COLUMNS = Columns(
    _ProspectRow,
    list_hold="COALESCE((SELECT l.hold FROM list_hold l "
    "WHERE l.list_name = prospect.list_name), '')",
    asked_at="(SELECT MAX(c.since) FROM consent c WHERE c.prospect_id = prospect.id "
    f"AND c.kind = '{consents.INQUIRY}' AND c.seller = '' AND c.withdrawn_at IS NULL)",
)
_PROSPECT = f"SELECT {_PROSPECT_COLUMNS.sql} FROM prospect WHERE removed_at IS NULL"
_PHONE_COLUMNS = Columns(
    _PhoneRow,
    "p",
    opted_out_since="(SELECT MAX(CASE d.covers WHEN 'person' THEN d.since ELSE 0 END) FROM dnc d "
    "WHERE d.number = p.e164 AND d.number <> '' AND d.lifted_at IS NULL)",
    listed=hit("p.e164"),
)
_PHONES = f"SELECT {_PHONE_COLUMNS.sql} FROM phone p"
_CALL = Columns(Call, consented=CONSENTED, told_after="logged_at - at")
_CALLS = f"SELECT prospect_id, {_CALL.sql} FROM call WHERE voided_at IS NULL"
_OTHERS = (
    "SELECT p.prospect_id, c.number, c.at FROM phone p JOIN call c ON c.number = p.e164 "
    "AND c.prospect_id <> p.prospect_id WHERE p.e164 <> '' AND c.voided_at IS NULL "
    "AND c.channel = 'call' AND c.imported = 0"
)

_LONG_AGO = datetime.min.replace(tzinfo=UTC)
_ANY_TIME = datetime.max.replace(tzinfo=UTC)
_ONE_OF = "prospect_id IN (:these)"


class EvaluationContext(NamedTuple):
    """The zone, calling rules and moment that people are evaluated in."""

    home: tzinfo
    """The zone of people whose own is unknown."""
    calling: Calling
    now: datetime
    """The moment at which a consent must count."""
    exemptions: bool = False
    """Whether to say what would override a registry entry even where there's none now."""


class EvaluationInput(NamedTuple):
    """Everything a status follows from."""

    prospect: Prospect
    calls: tuple[Call, ...]
    owner: str
    note: str
    kind: str = ""
    """The kind of call they get; see `callq.engine.calling`."""
    turns: tuple[datetime, ...] = ()
    """When a consent that matters begins or ends."""


class Record(NamedTuple):
    """Everything stored about a person that matters for their status, read once."""

    person: _ProspectRow
    phones: tuple[_PhoneRow, ...]
    calls: tuple[Call, ...]
    dialed: Mapping[str, Sequence[datetime]]
    """When other people were called on the same numbers."""
    agreed: Callable[[], Sequence[Consent]]
    covers: Callable[[str], str]
    lists: Callable[[str], Sequence[StoredList]]
    """The lists in force that a number is on."""

    def after(self, call: Call, blocked: Collection[str]) -> "Record":
        """The record after logging a call that puts some numbers on do-not-call."""
        phones = (
            phone._replace(opted_out_since=phone.opted_out_since or 0)
            if phone.e164 in blocked
            else phone
            for phone in self.phones
        )
        return self._replace(calls=(*self.calls, call), phones=tuple(phones))

    def in_context(self, context: EvaluationContext) -> EvaluationInput:
        """What follows from it in a context."""
        one, kind = self.person, context.calling.kind_of(self.person.list_name)
        rules = _Rules(self.agreed, context, self.lists)
        numbers = tuple(self._number(phone, kind, rules) for phone in self.phones)
        zones = (one.zone,) if one.zone else candidate_zones(numbers, _dead(self.calls))
        prospect = Prospect(
            id=one.id,
            zone=ZoneInfo(zones[0]) if zones else context.home,
            created_at=moment(one.created_at),
            list_name=one.list_name,
            numbers=numbers,
            value=one.value,
            zones=(one.zone,) if one.zone else (),
            opt_out_text=one.opt_out_text,
            limited=rules.limited,
            postponed_until=maybe_moment(one.postponed_until),
            postponed_at=maybe_moment(one.postponed_at),
            snoozed_until=maybe_moment(one.snoozed_until),
            snoozed_at=maybe_moment(one.snoozed_at),
            snoozed_callback_at=maybe_moment(one.snoozed_callback_at),
            list_hold=Hold(one.list_hold),
            asked_at=maybe_moment(one.asked_at),
        )
        turns = tuple(sorted(rules.turns))
        return EvaluationInput(prospect, self.calls, one.owner, one.note, kind, turns)

    def _number(self, phone: _PhoneRow, kind: str, rules: "_Rules") -> Number:
        one = self.person
        where = Whereabouts(
            one.zone, one.place_zones, one.places, one.confirmed_location,
            phone.zones, phone.places, kind, phone.line,
        )  # fmt: skip
        number = Number(
            phone.id, phone.e164, phone.shown, (),
            phone.opted_out_since is not None or phone.listed in BLOCKS,
            tuple(self.dialed.get(phone.e164, ())), LISTED.get(phone.listed or 0, Hold.NONE),
            coverage=self.covers(phone.e164), opted_out_at=_opted_out_at(phone), reach=one.reach,
            litigator=phone.listed == LITIGATOR and phone.opted_out_since is None,
        )  # fmt: skip
        return rules.number(number, rules.context.calling.standpoint(where), phone.places)


def _opted_out_at(phone: _PhoneRow) -> datetime | None:
    # A list of our own doesn't say when they asked: a number known to be wrong isn't theirs.
    if phone.listed in BLOCKS:
        return _ANY_TIME
    return moment(phone.opted_out_since) if phone.opted_out_since else None


def records_of(db: Db, ids: Iterable[int]) -> Iterator[Record]:
    """What's stored about some prospects, in order of id; unknown ids are left out.

    A few queries read some hundred prospects.
    """
    covers, lists = Coverer(db).of, _lists_of(db)
    for some in batched(sorted(set(ids))):
        phones = by_first(among(db, f"{_PHONES} WHERE p.{_ONE_OF} ORDER BY p.position", some))
        others = by_first(among(db, f"{_OTHERS} AND p.{_ONE_OF}", some))
        calls = by_first(among(db, f"{_CALLS} AND {_ONE_OF} ORDER BY at, id", some))
        rows = among(db, f"{_PROSPECT} AND id IN (:these) ORDER BY id", some)
        for row in map(_ProspectRow._make, rows):
            one = row.id
            agreed = cache(partial(consents.of_prospect, db, one))
            yield _record(row, phones[one], calls[one], others[one], agreed, covers, lists)


def expected(prospect_id: int, number: str) -> tuple[Callable[[Db], object], ...]:
    """What reads everything a status follows from, for `Db.expect`."""
    return (
        lambda db: list(records_of(db, [prospect_id])),
        lambda db: Coverer(db).of(number),
        lambda db: consents.of_prospect(db, prospect_id),
        lambda db: meta.read(db, meta.JURISDICTIONS),
        place_decisions.in_force,
    )


def of_prospects(
    db: Db, ids: Iterable[int], context: EvaluationContext
) -> Iterator[EvaluationInput]:
    """What the status of some prospects follows from, in order of id; unknown ids are left out."""
    return (record.in_context(context) for record in records_of(db, ids))


def of_one(db: Db, prospect_id: int, context: EvaluationContext) -> EvaluationInput | None:
    """What the status of a prospect follows from; None if there's no such prospect."""
    return next(of_prospects(db, [prospect_id], context), None)


def of_everyone(db: Db, context: EvaluationContext) -> Iterator[EvaluationInput]:
    """What every status follows from, in order of id and constant memory."""
    phones = Grouped(db.stream(f"{_PHONES} ORDER BY p.prospect_id, p.position"))
    calls = Grouped(db.stream(f"{_CALLS} ORDER BY prospect_id, at"))
    agreed = Grouped(consents.stream(db))
    covers, lists = Coverer(db).of, _lists_of(db)
    others = by_first(db.stream(_OTHERS))
    for row in map(_ProspectRow._make, db.stream(f"{_PROSPECT} ORDER BY id")):
        mine, calls_of = phones.take(row.id), calls.take(row.id)
        all_agreed = partial(_consents, agreed, row.id)
        record = _record(row, mine, calls_of, others.get(row.id, ()), all_agreed, covers, lists)
        yield record.in_context(context)


def _lists_of(db: Db) -> Callable[[str], Sequence[StoredList]]:
    return lambda number: listing(db, int(number[1:]))


def _consents(agreed: Grouped, prospect_id: int) -> list[Consent]:
    return [consents.from_row(row[1:]) for row in agreed.take(prospect_id)]


def _record(
    row: _ProspectRow, phones: Iterable[Row], calls: Iterable[Row], others: Iterable[Row],
    agreed: Callable[[], Sequence[Consent]], covers: Callable[[str], str],
    lists: Callable[[str], Sequence[StoredList]],
) -> Record:  # fmt: skip
    dialed: dict[str, list[datetime]] = {}
    for _, number, at in sorted(others, key=itemgetter(2)):
        dialed.setdefault(number, []).append(moment(at))
    return Record(
        row, tuple(map(_PhoneRow._make, phones)), tuple(_CALL.read(call[1:]) for call in calls),
        dialed, agreed, covers, lists,
    )  # fmt: skip


class _Rules:
    """Adds to numbers what the calling rules say about them; reads consents only if a rule does."""

    def __init__(
        self, agreed: Callable[[], Sequence[Consent]], context: EvaluationContext,
        lists: Callable[[str], Sequence[StoredList]],
    ) -> None:  # fmt: skip
        self.agreed = agreed
        self.lists = lists
        self.context = context
        self.now = context.now
        self.limited = False
        self.turns: set[datetime] = set()
        self._consents: Sequence[Consent] | None = None

    def number(self, number: Number, standpoint: Standpoint, own_places: str) -> Number:
        key, hold, verdict = standpoint
        if verdict.limits:
            self.limited = True
        lists = self.lists(number.e164) if number.listed else ()
        newer = self._reassigned_by(lists)
        # Where the zone is unknown, it comes first: it may show that no consent is needed.
        if verdict.consent and key.zones and not self._stands(verdict, number, newer):
            hold = hold or Hold.NO_CONSENT
        hold = hold or self._own_hours(key, number.reach)
        exemption = None
        if number.listed or self.context.exemptions:
            places = (*key.places, *filter(None, own_places.split(",")))
            exemption = self._exemption(number, places, lists, newer)
        return number._replace(
            zones=key.zones, hold=hold, places=key.places, area=key.area, limits=verdict.limits,
            unknown=verdict.unknown, in_writing=bool(verdict.in_writing),
            listed=Hold.NONE if exemption else number.listed, exemption=exemption,
        )  # fmt: skip

    def _own_hours(self, key: GroupKey, reach: str) -> Hold:
        """Whether the hours they ask for never meet those of the law and the team."""
        if not (reach and key.zones):
            return Hold.NONE
        never = self.context.calling.never_meets(key._replace(reach=reach))
        return Hold.NO_HOURS if never else Hold.NONE

    def _stands(self, verdict: Verdict, number: Number, newer: datetime) -> bool:
        def until(consent: Consent) -> datetime | None:
            return consent.allows_until(verdict.customer, in_writing=bool(verdict.in_writing))

        return bool(self._status(until, number, newer))

    def _exemption(
        self, number: Number, places: Sequence[str], lists: Sequence[StoredList], newer: datetime
    ) -> Exemption | None:
        """What overrides the entries on some lists longest for a number in some places."""
        country = self.context.calling.relationship(places)
        registries = [known()[one.series] for one in lists if one.series in known()]
        spans = narrowed([country, *(one.exempts(country) for one in registries)])
        home = self.context.home
        found = self._status(lambda consent: consent.exempts_until(spans, home), number, newer)
        return max(found, key=lambda exemption: exemption.until, default=None)

    def _reassigned_by(self, lists: Sequence[StoredList]) -> datetime:
        """From when on a consent is about the number's owner of today."""
        found = [
            min(one.imported_at, _day_after(one.dated, self.context.home))
            for one in lists
            if one.series in known() and known()[one.series].hit == REASSIGNED
        ]
        return max(found, default=_LONG_AGO)

    def _status(
        self, until_of: Callable[[Consent], datetime | None], number: Number, newer: datetime
    ) -> list[Exemption]:
        """The consents for a number since a moment that count, each with its end.

        Remembers when any begins or ends.
        """
        if self._consents is None:
            self._consents = self.agreed()
        found = []
        for consent in self._consents:
            until = until_of(consent)
            if until is None or consent.since < newer or not consent.is_for(number.e164):
                continue
            self.turns |= {consent.since, until} - {consents.FOREVER}
            if consent.since <= self.now < until:
                found.append(Exemption(consent.kind, until))
        return found


def _day_after(iso_date: str, home: tzinfo) -> datetime:
    return datetime.combine(date.fromisoformat(iso_date) + timedelta(days=1), time(), home)


def candidate_zones(
    numbers: Sequence[Number], dead: AbstractSet[str] = frozenset()
) -> tuple[str, ...]:
    """The zones of the first number that has any; of a working number, if there's one."""
    works = [n for n in numbers if not n.blocked and n.e164 not in dead]
    return next((number.zones for number in (*works, *numbers) if number.zones), ())


def _dead(history: Sequence[Call]) -> set[str]:
    # Only to choose a zone; `engine.status` decides which numbers don't work.
    dead: set[str] = set()
    for call in history:
        outcome = BY_WORD.get(call.outcome)
        if outcome and outcome.kills_number:
            dead.add(call.number)
        elif outcome and outcome.human:
            dead.discard(call.number)
    return dead


def in_memory(
    new: Contact,
    created_at: datetime,
    context: EvaluationContext,
    against: Mapping[str, int] = MappingProxyType({}),
    covers: Callable[[str], str] = lambda _: "",
    list_hold: Hold = Hold.NONE,
) -> Prospect:
    """A prospect that isn't stored yet, as the engine sees it.

    Args:
        new: The prospect.
        created_at: When they came; aware.
        context: The zone, calling rules and moment to evaluate in.
        against: What is against their numbers; see `dnc.against_among`.
        covers: Which registries cover a number; see `records.coverage`.
        list_hold: Whether their list is paused or closed.
    """
    kind = context.calling.kind_of(new.list_name)
    address = new.zone, ",".join(new.place_zones), ",".join(new.places), ""
    rules = _Rules(list, context._replace(now=created_at), lambda _: ())
    numbers = tuple(
        rules.number(
            Number(
                0, phone.e164, phone.shown, (),
                against.get(phone.e164) in (*BLOCKS, NUMBER_ONLY),
                listed=LISTED.get(against.get(phone.e164, 0), Hold.NONE),
                coverage=covers(phone.e164), reach=new.reach,
                opted_out_at=_ANY_TIME if against.get(phone.e164) in BLOCKS else None,
                litigator=against.get(phone.e164) == LITIGATOR,
            ),
            context.calling.standpoint(
                Whereabouts(
                    *address, ",".join(phone.zones), ",".join(phone.places), kind, phone.line
                )
            ),
            ",".join(phone.places),
        )
        for phone in new.phones
    )  # fmt: skip
    zones = (new.zone,) if new.zone else candidate_zones(numbers)
    return Prospect(
        id=0,
        zone=ZoneInfo(zones[0]) if zones else context.home,
        created_at=created_at,
        list_name=new.list_name,
        numbers=numbers,
        value=new.value,
        zones=(new.zone,) if new.zone else (),
        opt_out_text=new.opt_out_text,
        limited=rules.limited,
        list_hold=list_hold,
    )


def as_call(new: NewCall, id_: int = 0, logged_at: datetime | None = None) -> Call:
    """A call that isn't stored yet, as the engine sees it; logged at once without a moment."""
    return Call(
        id_, new.at, new.outcome, new.reason, new.channel, new.number, new.permission, new.given_at,
        new.duration, new.note, new.agent, new.imported,
        told_after=int((logged_at - new.at).total_seconds()) if logged_at else 0,
    )  # fmt: skip
