"""Generate the sample data: made-up people and a year of calls.

Every call is put where the shipped rulebook allows it, by asking `assess` after each one, so that
the histories are such as a careful team leaves behind; the few that break a rule do so on purpose.
The same moment gives the same story.
"""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any

from callq.demo.plans import CREATED_DAYS_AGO, PLANS, Plan
from callq.engine.audit import flags_of_history, verdict
from callq.engine.calling import GroupKey
from callq.engine.hours import Schedule, everywhere, is_open, opens_at, schedule_of
from callq.engine.model import Channel, Number, State
from callq.engine.new_call import marks
from callq.engine.rulebook import Rulebook
from callq.engine.status import Status, assess
from callq.named_tuple import NamedTuple
from callq.places.phones import read_phone
from callq.prospects.add import to_stored
from callq.records.calls import NewCall
from callq.records.contacts import Contact, ContactPhone
from callq.records.evaluation import EvaluationContext, as_call, in_memory

_SEED = 2026
_ATTEMPTS = 80
_DAY = timedelta(days=1)
_ANY_PART = (1, 2, 3)
_MINUTES = {1: (515, 710), 2: (730, 950), 3: (965, 1125)}
"""When reps call in each part of the day, in minutes after the prospect's midnight."""
_SECONDS = {
    "no-answer": (20, 45), "busy": (4, 10), "voicemail": (22, 50), "gatekeeper": (30, 140),
    "hurried": (12, 45), "callback": (40, 200), "interested": (240, 900), "meeting": (200, 800),
    "soft-no": (24, 240), "hung-up": (3, 14), "hard-no": (22, 150), "lost": (60, 300),
    "won": (300, 1500), "referred": (40, 150), "disqualified": (60, 240), "do-not-call": (21, 90),
    "wrong-number": (10, 30), "disconnected": (5, 9),
}  # fmt: skip
_TRIES = {"no-answer": 41, "voicemail": 26, "gatekeeper": 13, "busy": 7, "hurried": 9,
          "callback": 4}  # fmt: skip
_REASONS = {
    "price": 17, "sales-call": 13, "trust": 13, "unclear-offer": 12, "bad-day": 11, "no-need": 9,
    "unknown": 8, "mishandled": 6, "authority": 6, "competitor": 5,
}  # fmt: skip
_OPEN_ENDED = ("timing", "no-project")
_STYLES = (
    "({}) 555-0{}", "{}-555-0{}", "{}.555.0{}", "+1 {} 555 0{}", "1-{}-555-0{}", "+1{}5550{}",
)  # fmt: skip


class Story(NamedTuple):
    """One person in the sample with their calls."""

    person: Contact
    created_at: datetime
    calls: tuple[NewCall, ...]


@dataclass(slots=True)
class World:
    """What all stories share: the clock, the built-in rulebook, the reps and the used numbers."""

    context: EvaluationContext
    reps: Sequence[str]
    """One for each list, in the order of `CREATED_DAYS_AGO`."""
    rulebook: Rulebook
    words: dict[str, Any]
    # Reproducible, not secret.
    rng: random.Random = field(default_factory=lambda: random.Random(_SEED))  # noqa: S311
    lines: Counter[str] = field(default_factory=Counter)
    names: set[str] = field(default_factory=set)
    opted_out: list[Contact] = field(default_factory=list)
    """People of another list whose number is in the spring list too."""

    @property
    def now(self) -> datetime:
        """The time of the demo."""
        return self.context.now

    @property
    def home(self) -> tzinfo:
        """The rep's time zone."""
        return self.context.home

    def schedule(self, number: Number) -> Schedule:
        """The calling hours of a number, ignoring holidays."""
        calling = self.context.calling
        key = GroupKey(number.zones, number.places, calling.choices.preset)
        return schedule_of(number.zones, calling.resolve(key).windows)

    @property
    def end(self) -> datetime:
        """The rep's last midnight: the year of calls ends yesterday."""
        local = self.now.astimezone(self.home)
        return local.replace(hour=0, minute=0, second=0, microsecond=0).astimezone(UTC)

    def note(self, pool: str, reason: str = "") -> str:
        """A note the way a rep writes one."""
        found = self.words["notes-by-reason"].get(reason) or self.words["notes"][pool]
        fill = {slot: self.rng.choice(words) for slot, words in self.words["fill"].items()}
        text = str(self.rng.choice(found)).format(**fill)
        return text[:1].upper() + text[1:]


def write_stories(
    context: EvaluationContext, reps: Sequence[str], rulebook: Rulebook, words: dict[str, Any]
) -> list[Story]:
    """Generate everyone in the sample.

    Args:
        context: The calling rules, the rep's zone, and a moment: the stories end the day before.
        reps: The owner of each list.
        rulebook: The shipped rules.
        words: Names and notes, from `data/demo/words.toml`.
    """
    world = World(context, reps, rulebook, words)
    stories = [_story(world, plan) for plan in PLANS for _ in range(plan.count)]
    world.rng.shuffle(stories)
    return stories


def _story(world: World, plan: Plan) -> Story:
    """A history that ends as planned; the last try when none does."""
    created = world.now - CREATED_DAYS_AGO[plan.list_name] * _DAY
    person = _person(world, plan)
    for _ in range(_ATTEMPTS):
        diary = Diary(world, plan, person, created)
        diary.write()
        if diary.is_as_planned():
            break
    if plan.shares:
        world.opted_out.append(person)
    return Story(person, created, diary.marked())


# People -------------------------------------------------------------------------------------------


def _person(world: World, plan: Plan) -> Contact:
    owner = world.reps[list(CREATED_DAYS_AGO).index(plan.list_name)]
    if plan.person is not None:
        phones = tuple(_stored("Office", phone.written) for phone in plan.person.phones)
        return plan.person._replace(owner=owner, list_name=plan.list_name, phones=phones)
    if plan.duplicate:
        other = world.opted_out.pop()
        first, _, last = other.name.partition(" ")
        return Contact(f"{first[0]}. {last}", other.company, owner=owner,
                           list_name=plan.list_name, phones=other.phones)  # fmt: skip
    rng, words = world.rng, world.words
    name = _name(world)
    phones = tuple(_phone(world, plan, i) for i in range(plan.phones))
    address = ".".join(name.lower().split())
    return Contact(
        name=name,
        company=f"{rng.choice(words['places'])} {rng.choice(words['trades'])}",
        title=rng.choice(words["titles"]) if rng.random() < 0.6 else "",
        owner=owner,
        list_name=plan.list_name,
        tags=(rng.choice(words["tags"]),) if rng.random() < 0.12 else (),
        custom=(("Staff", str(rng.randint(1, 60))),) if rng.random() < 0.3 else (),
        value=rng.randint(6, 90) * 100.0 if rng.random() < 0.28 and not plan.imported else None,
        opt_out_text=plan.opt_out_text,
        phones=phones,
        emails=(f"{address}@example.com",) if address.isascii() and rng.random() < 0.7 else (),
    )


def _name(world: World) -> str:
    while True:
        name = f"{world.rng.choice(world.words['first_names'])} " + str(
            world.rng.choice(world.words["last_names"])
        )
        if name not in world.names:
            world.names.add(name)
            return name


def _phone(world: World, plan: Plan, position: int) -> ContactPhone:
    label = ("Office", "Mobile")[position] if plan.phones > 1 else ""
    start = _start_of_number(world, plan)
    world.lines[start] += 1
    # Up to 99 of each; 100 is kept for Ron Smith.
    line = 101 + (world.lines[start] - 1) % 99
    style = "{}{}" if start.startswith("+") else world.rng.choice(_STYLES)
    return _stored(label, style.format(start, line))


def _start_of_number(world: World, plan: Plan) -> str:
    """An American area code, or a British number without its last three digits."""
    rng, numbers = world.rng, world.words["numbers"]
    if plan.place == "open":
        return _start_open_at(world, plan)
    place = plan.place
    if place == "any":
        place = "american" if rng.random() > 0.07 else "british"
    return str(rng.choice(numbers[place]))


def _start_open_at(world: World, plan: Plan) -> str:
    """A place within calling hours now and at the callback time, if any."""
    callback_in = plan.callback_in or timedelta()
    moments = [world.now, world.now + callback_in] if callback_in > -_DAY else [world.now]
    numbers = world.words["numbers"]
    starts: list[str] = [*numbers["american"], *numbers["british"]]
    world.rng.shuffle(starts)
    for start in starts:
        written = f"{start}100" if start.startswith("+") else f"({start}) 555-0100"
        person = Contact("", phones=(_stored("", written),))
        number = in_memory(person, world.now, world.context).numbers[0]
        schedule = world.schedule(number)
        if not number.hold and all(is_open(at, schedule) for at in moments):
            return start
    return starts[0]


def _stored(label: str, written: str) -> ContactPhone:
    return to_stored(label, read_phone(written, "US"))


# Calls --------------------------------------------------------------------------------------------


class Diary:
    """One person's calls, each at a time the rules allow."""

    def __init__(self, world: World, plan: Plan, person: Contact, created_at: datetime) -> None:
        """Start without calls."""
        self.world = world
        self.rng = world.rng
        self.plan = plan
        self.owner = person.owner
        self.prospect = in_memory(person, created_at, world.context)
        self.schedule = next(map(world.schedule, self.prospect.numbers), Schedule())
        if not self.schedule.clocks:
            self.schedule = everywhere((world.home,), world.rulebook.hours)
        self.zone = self.schedule.clocks[0].zone
        self.calls: list[NewCall] = []
        self.status = self._assess()

    def write(self) -> None:
        """Generate a history that ends as planned."""
        plan = self.plan
        if plan.imported:
            self.add(plan.last, self.prospect.created_at, imported=True, note="", duration=None,
                     reason=self._reason(plan.last), written=plan.imported)  # fmt: skip
            return
        # The later of two draws: most calls are recent.
        days = min(self.rng.randint(*plan.age), self.rng.randint(*plan.age))
        until = self.day_before(self.world.now - days * _DAY)
        self._lead_up(until)
        if plan.special == "pestered":
            self._pester(until)
        if plan.state is State.CLOSED:
            until = min(until, self._next())
        if plan.last:
            self._last_word(until)
        for word in plan.then:
            self._afterwards(word)

    def is_as_planned(self) -> bool:
        """Whether the audit and the queue conclude what the plan says."""
        plan, status, world = self.plan, self.status, self.world
        calls = [as_call(call) for call in self.calls]
        flags = flags_of_history(self.prospect, calls, status, world.rulebook)
        outcomes = [call.outcome for call in self.calls]
        found = verdict(status.state, status.action, status.due_at, status.hold, world.now)
        return (
            all(call.at < world.end for call in self.calls)
            and any(flag.warns for flag in flags) == plan.warns
            and (plan.verdict is None or found is plan.verdict)
            and (plan.state is None or status.state is plan.state)
            and (plan.due is None or status.is_due == plan.due)
            and (plan.flag is None or plan.flag in flags)
            and not Counter(plan.path) - Counter(outcomes)
        )

    def marked(self) -> tuple[NewCall, ...]:
        """The calls with their violations, as `callq log` would have marked them."""
        numbered = [as_call(call, place) for place, call in enumerate(self.calls)]
        found = assess(self.prospect, numbered, self.world.rulebook, self.world.now).violations
        return tuple(
            call._replace(violations=marks(*(one for one in found if one.call_id == place)))
            for place, call in enumerate(self.calls)
        )

    def add(self, outcome: str, at: datetime, **said: Any) -> None:
        """Add one call, with a rep, a duration and perhaps a note."""
        by_mail = said.get("channel") == Channel.EMAIL or outcome == "emailed"
        number = self.status.number
        reason = said.get("reason", "")
        spoken = outcome not in ("no-answer", "busy", "voicemail", "disconnected")
        noted = self.rng.random() < (0.75 if spoken else 0.16)
        low, high = _SECONDS.get(outcome, (0, 0))
        values: dict[str, Any] = {
            "written": outcome,
            "agent": self.owner if self.rng.random() < 0.85 else self.rng.choice(self.world.reps),
            "channel": Channel.EMAIL if by_mail else Channel.CALL,
            "number": "" if by_mail or number is None else number.e164,
            "duration": None if by_mail else self.rng.randint(low, high),
            "note": self.world.note(outcome, reason) if noted else "",
        }
        self.calls.append(NewCall(0, at.replace(microsecond=0), outcome, **(values | said)))
        self.status = self._assess()

    # When -----------------------------------------------------------------------------------------

    def moment(self, earliest: datetime) -> datetime:
        """A weekday time from `earliest` on, in a part of the day not tried yet."""
        parts = self._parts()
        day = earliest.astimezone(self.zone).date()
        for _ in range(15):
            if day.weekday() > 4:  # not all on Monday: 0 to 3 days later
                day += (7 - day.weekday() + self.rng.randint(0, 3)) * _DAY
            at = self._on(day, parts)
            if at is not None and at >= earliest:
                return at
            day += _DAY
        return earliest

    def day_before(self, latest: datetime) -> datetime:
        """A time on that day or an earlier weekday, before the end."""
        day = latest.astimezone(self.zone).date()
        for _ in range(15):
            if day.weekday() > 4:
                day -= (day.weekday() - 4 + self.rng.randint(0, 3)) * _DAY
            at = self._on(day, self._parts())
            if at is not None and at < self.world.end:
                return at
            day -= _DAY
        return latest

    def _on(self, day: date, parts: Sequence[int]) -> datetime | None:
        minute = self.rng.randint(*_MINUTES[self.rng.choice(parts)])
        local = datetime(day.year, day.month, day.day, minute // 60, minute % 60,
                         self.rng.randrange(60), tzinfo=self.zone)  # fmt: skip
        at = local.astimezone(UTC)
        return at if is_open(at, self.schedule) else None

    def _parts(self) -> Sequence[int]:
        if self.plan.special == "mornings":
            return (1,)
        untried = [part for part in _ANY_PART if part not in self.status.tried_parts]
        return untried if self.status.misses and untried else _ANY_PART

    def _next(self) -> datetime:
        """When the rep calls back: at the scheduled time, else days after the cooldown."""
        if self.status.callback_at:
            return self.status.callback_at + timedelta(minutes=self.rng.randint(0, 6))
        free = self.status.due_at or self.prospect.created_at
        return self.moment(free + timedelta(days=min(self.rng.expovariate(0.4), 12)))

    # What -----------------------------------------------------------------------------------------

    def _lead_up(self, until: datetime) -> None:
        """The calls before the last conversation: tries, and what the plan asks for."""
        words = self._tries()
        days = 6 + len(words) * self.rng.uniform(6, 14) + 40 * len(self.plan.path)
        start = self.moment(max(self.prospect.created_at, until - days * _DAY))
        for word in words:
            at = max(self._next(), start)
            if at >= until:
                return
            before = self.status
            self._touch(word, at)
            due = self.status.due_at
            if due is None or due >= until:
                self.calls.pop()
                self.status = before

    def _tries(self) -> list[str]:
        plan = self.plan
        count = self.rng.randint(*plan.tries)
        weights = {"gatekeeper": 1} if plan.special == "gatekeepers" else _TRIES
        words = self.rng.choices(list(weights), list(weights.values()), k=count)
        places = sorted(self.rng.randint(0, len(words)) for _ in plan.path)
        for offset, (place, word) in enumerate(zip(places, plan.path, strict=True)):
            words.insert(place + offset, word)
        if plan.special == "gave-up":
            words.insert(0, self.rng.choice(("disconnected", "wrong-number")))
        return words

    def _touch(self, word: str, at: datetime) -> None:
        said: dict[str, Any] = {}
        if word in ("callback", "meeting"):
            said["given_at"] = _quarter(self.moment(at + self.rng.randint(1, 6) * _DAY))
        if word == "soft-no":
            said["reason"] = self._reason(word)
        self.add(word, at, **said)

    def _last_word(self, at: datetime) -> None:
        plan = self.plan
        said: dict[str, Any] = {"channel": plan.channel, "permission": plan.permission}
        reason = self._reason(plan.last)
        if reason:
            said["reason"] = reason
        if plan.channel == Channel.EMAIL:
            said["duration"] = None
        if plan.special == "short":
            said["duration"] = self.rng.randint(4, 19)
        if plan.note:
            said["note"] = plan.note
        elif plan.special == "later":
            said["note"] = self.world.note("later")
        elif plan.permission:
            said["note"] = self.world.note("hard-no-permission")
        elif self.rng.random() < 0.9:
            said["note"] = self.world.note(plan.last, reason)
        if plan.callback_in is not None:
            said["given_at"] = self._callback_at(plan.callback_in)
        self.add(plan.last, at, **said)
        while plan.special == "dead" and self.status.number is not None:
            self.add(plan.last, self._next())

    def _afterwards(self, word: str) -> None:
        last = self.calls[-1].at
        if word == "emailed":
            self.add(word, self.moment(last + timedelta(hours=2)))
        elif self.plan.special == "impatient":
            self.add(word, self.moment(last + 5 * _DAY))
        else:
            self.add(word, self._next())

    def _pester(self, until: datetime) -> None:
        """Four calls in a day, one over the cap, on the day before the last."""
        day = self.day_before(until - _DAY).astimezone(self.zone)
        for hour, minute, word in ((9, 2, "no-answer"), (11, 14, "busy"), (13, 41, "no-answer"),
                                   (16, 55, "voicemail")):  # fmt: skip
            self.add(word, day.replace(hour=hour, minute=minute).astimezone(UTC))

    def _callback_at(self, callback_in: timedelta) -> datetime:
        given = self.world.now + callback_in
        shut = not is_open(given, self.schedule)
        if callback_in <= -_DAY or (callback_in < timedelta() and shut):
            given = self.day_before(given)
        elif shut:
            given = (opens_at(given, self.schedule) or given) + timedelta(hours=1)
        return _quarter(given)

    def _reason(self, word: str) -> str:
        if word != "soft-no":
            return ""
        if self.plan.reasons:
            return self.rng.choice(self.plan.reasons)
        return self.rng.choices(list(_REASONS), list(_REASONS.values()))[0]

    def _assess(self) -> Status:
        calls = [as_call(call) for call in self.calls]
        return assess(self.prospect, calls, self.world.rulebook, self.world.now)


def _quarter(at: datetime) -> datetime:
    """The quarter hour before a time: people don't schedule odd minutes."""
    return at.replace(minute=at.minute // 15 * 15, second=0, microsecond=0)
