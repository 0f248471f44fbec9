"""The rules engine's core: a prospect's status, as a pure fold over their calls.

The due time doesn't depend on `now`. It follows from the history and the rulebook alone, so a
stored projection stays right until the next call; `now` only decides whether it has come.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from callq.engine.checks import CLOSED, COOLDOWN, DO_NOT_CALL, Violation
from callq.engine.explanation import (
    Course,
    Decision,
    Explanation,
    Inquiry,
    rule_id,
    sentences,
    wait_words,
)
from callq.engine.exploring import drawn_part, first_in_part
from callq.engine.frequency import Frequency, Release
from callq.engine.model import Action, Call, Channel, Hold, Number, Prospect, State
from callq.engine.outcomes import Outcome
from callq.engine.parts import other_part, part_of
from callq.engine.rulebook import Rule, Rulebook, Situation
from callq.engine.spans import Span, add_span
from callq.engine.stages import after, first
from callq.engine.words import day_and_time
from callq.named_tuple import NamedTuple

_WORTH_SAYING = timedelta(hours=1)
_EVER = datetime.max.replace(tzinfo=UTC)
_HOT = frozenset({"interested", "meeting"})
_FIRST = _HOT | {"callback"}
"""Conversations after which nothing is tried out."""


class Status(NamedTuple):
    """A prospect's status: state, next action, due time, explanation."""

    state: State
    action: Action
    due_at: datetime | None
    """None if they'll never be due."""
    now: datetime
    number: Number | None
    """The number to dial; None if there's none that may be called."""
    hold: Hold
    rule: str
    """The id of the rule that decided."""
    explanation: tuple[Explanation, ...]
    wait: str
    """What their cooldown comes from, in a few words; empty if none decides."""
    callback_at: datetime | None = None
    misses: int = 0
    """Attempts in a row without a conversation."""
    tried_parts: frozenset[int] = frozenset()
    """Parts of the day in which they were missed since the last conversation."""
    drawn_part: int = 0
    """The part of the day drawn at random for this retry, from 1; 0 for none."""
    dead: frozenset[str] = frozenset()
    last: Call | None = None
    last_conversation: Call | None = None
    """The last conversation, or the call that closed the matter."""
    last_was_refusal: bool = False
    violations: tuple[Violation, ...] = ()
    stage: str = ""
    """The stage of their list they have reached; empty if it has none."""
    cooldown_until: datetime | None = None
    """When the cooldown after the last conversation ends; None before the first one."""
    asked_on: Number | None = None
    """The number whose entry keeps you from calling them on any of their numbers."""
    asked_at: datetime | None = None
    """When they asked to be called, where that makes them hot."""
    release: Release = Release()
    """When caps, pauses and gaps allow the next call on `number`, whether or not it's due then."""

    @property
    def is_given_up(self) -> bool:
        """Whether the last outcome was a refusal, or their last number stopped working."""
        died = self.state is State.NEEDS_NUMBER and bool(self.dead)
        return self.state is State.DO_NOT_CALL or died or self.last_was_refusal

    @property
    def is_audited(self) -> bool:
        """Whether the audit covers them: given up, or on hold because a cell says not to call."""
        return self.is_given_up or self.hold is Hold.OPT_OUT_REQUEST

    @property
    def is_due(self) -> bool:
        """Whether the moment has come, apart from hours and holds."""
        return self.due_at is not None and self.due_at <= self.now


def assess(
    prospect: Prospect,
    calls: Iterable[Call],
    rulebook: Rulebook,
    now: datetime,
    *,
    in_words: bool = True,
) -> Status:
    """Fold a call history into a status.

    Works for every history: calls may be in any order, in the future, in the same second, or have
    outcomes the rulebook no longer has. Don't pass voided calls.

    Args:
        prospect: The prospect.
        calls: Their calls, in any order.
        rulebook: The rules in force.
        now: Aware; only decides whether the due time has come.
        in_words: False leaves `explanation` and the texts of violations empty, which is faster.
    """
    fold = _Fold(prospect, rulebook, in_words)
    for call in sorted(calls, key=_order):
        fold.take(call)
    return fold.status(now)


def _order(call: Call) -> tuple[datetime, int]:
    # In the same second, the call logged later counts as later: a rep may correct a mistake.
    return call.at, call.id


def is_dialed(call: Call, outcome: Outcome) -> bool:
    """Whether a phone rang: caps, gaps and the audit count only those calls."""
    return call.channel == Channel.CALL and not call.imported and not outcome.clears_email


def hold_of(prospect: Prospect, number: Number) -> Hold:
    """What keeps a person from being called on one of their numbers, opt-outs apart."""
    if number.listed:
        return number.listed
    if number.hold or number.zones or prospect.zones:
        return number.hold
    return Hold.NO_ZONE


def list_hold(hold: Hold, state: State) -> Hold:
    """What the hold of a list does to a person on it: a pause keeps what was promised to them."""
    promised = state in (State.CALLBACK, State.REPLY)
    return Hold.NONE if hold is Hold.LIST_PAUSED and promised else hold


class _Fold:
    """The running state of one history; used only within `assess`."""

    def __init__(self, prospect: Prospect, rulebook: Rulebook, in_words: bool) -> None:
        self.prospect = prospect
        self.rulebook = rulebook
        self.in_words = in_words
        self.stages = rulebook.stages.get(prospect.list_name)
        self.stage = self.called_in = first(self.stages) if self.stages else ""
        """The stage of their list, and the one in which the last call was made."""
        self.word: Decision | None = None
        self.floor: Decision | None = None
        self.latest: Decision | None = None
        self.away = False
        """Whether they aren't there until after everything that was due."""
        self.missed: tuple[Call, Outcome] | None = None
        """The last attempt, if it failed; what follows from it is worked out at the end."""
        self.drawn = 0
        """The part of the day drawn for the retry after the last attempt."""
        self.mail: Decision | None = None
        self.optout: Call | None = None
        self.asked_on: Number | None = None
        self.asked_at = min(filter(None, (n.opted_out_at for n in prospect.numbers)), default=None)
        self.last: Call | None = None
        self.misses = 0
        self.miss_counts: dict[str, int] = {}
        self.word_counts: dict[str, int] = {}
        self.tries: list[Call] = []
        """The attempts since the last conversation, for the parts of day that were tried."""
        self.dead: dict[str, Call] = {}
        self.inquiry: Inquiry | None = None
        """They asked to be called, and no one has talked with them since."""
        self.asked = False
        """Whether the inquiry on record has been noted."""
        self.frequency = Frequency(prospect, rulebook)
        self.violations: list[Violation] = []

    def take(self, call: Call) -> None:
        outcome = self.rulebook.outcome(call.outcome)
        self._ask(until=call.at)
        if is_dialed(call, outcome):
            self._note_violations(call)
        if outcome.miss and call.channel == Channel.INCOMING:
            self.inquiry = Inquiry(call.at, call, late=self._is_late(call, outcome))
            return
        self.last = call
        self.missed = None
        if self.stages:
            self.called_in = self.stage
            self.stage = after(self.stages, self.stage, outcome)
        if outcome.opts_out and not call.consented:
            self.optout = self.optout or call
        if outcome.kills_number:
            self._bury_number(call, outcome)
        elif outcome.clears_email:
            self._email_sent(call, outcome)
        elif outcome.miss:
            self._missed(call, outcome)
            if outcome.needs_time and call.given_at:
                self._away(call, outcome)
        else:
            self._spoke(call, outcome)

    def _ask(self, until: datetime) -> None:
        """Note the inquiry on record, if it came before a moment."""
        who = self.prospect
        at = who.created_at if who.list_name in self.rulebook.inquiry_lists else None
        at = max(filter(None, (at, who.asked_at)), default=None)
        if at and not self.asked and at <= until:
            self.asked = True
            self.inquiry = Inquiry(at)

    def _is_late(self, call: Call, outcome: Outcome) -> bool:
        """Whether their call was logged only after the whole ladder of an inquiry."""
        ours = call._replace(channel=Channel.CALL)
        rule = self.rulebook.rule_for(self._situation(ours, outcome, 1, inquiry=True))
        if not (rule.inquiry and rule.ladder) or rule.rest.amount:
            return False
        over = call.at
        for wait in rule.ladder:
            over = self._later(over, wait)
        return (over - call.at).total_seconds() < call.told_after

    def _situation(
        self, call: Call, outcome: Outcome, attempt: int, *, inquiry: bool = False
    ) -> Situation:
        last_conversation = self.word.outcome.word if self.word else ""
        return Situation(
            outcome.word,
            call.reason,
            call.channel,
            call.permission,
            self.prospect.list_name,
            last_conversation,
            attempt,
            self.called_in,
            inquiry,
        )

    def _spoke(self, call: Call, outcome: Outcome) -> None:
        if outcome.yes:
            self.word_counts.clear()
        row = self.word_counts.get(outcome.canonical, 0) + 1
        self.word_counts[outcome.canonical] = row
        if call.number:
            self.dead.pop(call.number, None)
        rule = self.rulebook.rule_for(self._situation(call, outcome, row))
        if rule.action.is_email:
            due, words = call.at, f"{rule.action} at once"
        else:
            due, words = self._count(call, rule, row)
        self.word = self.floor = self.latest = Decision(call, outcome, rule, due, words)
        self.mail = self.word if rule.action.is_email else None
        wrote = call.channel == Channel.EMAIL and outcome.yes and not outcome.closes
        self.inquiry = Inquiry(call.at, call) if wrote and not call.given_at else None
        self.misses = 0
        self.away = False
        self.miss_counts.clear()
        self.tries = [call] if rule.other_part else []

    def _missed(self, call: Call, outcome: Outcome) -> None:
        self.misses += 1
        self.miss_counts[outcome.canonical] = self.miss_counts.get(outcome.canonical, 0) + 1
        if call.channel == Channel.CALL:
            self.tries.append(call)
            if self.inquiry:
                self.inquiry = self.inquiry._replace(tries=self.inquiry.tries + 1)
        self.missed = call, outcome

    def _away(self, call: Call, outcome: Outcome) -> None:
        """They aren't there until a day: what was due before it is due then, a callback too."""
        due, words = self._count(call, self.rulebook.rule_for(self._situation(call, outcome, 1)), 1)
        if self.floor is None or due > self.floor.due:
            rule = Rule(outcome.word, frozenset())
            self.floor = Decision(call, outcome, rule, due, words)
            self.away = True

    def _settle(self) -> None:
        """Work out what follows from the last attempt, if it failed."""
        if self.missed is None:
            return
        call, outcome = self.missed
        if self.inquiry and self.inquiry.tries and self._asked_still(call, outcome):
            return
        row = self.miss_counts[outcome.canonical]
        rule = self.rulebook.rule_for(self._situation(call, outcome, row))
        if rule.then_as and row > len(rule.ladder):
            outcome = self.rulebook.outcome(rule.then_as)
            row += self.miss_counts.get(outcome.canonical, 0) - len(rule.ladder)
            rule = self.rulebook.rule_for(self._situation(call, outcome, row))
        self.drawn = self._draw(call, rule, row)
        due, words = self._count(call, rule, row)
        self.latest = Decision(call, outcome, rule, due, words)

    def _draw(self, call: Call, rule: Rule, row: int) -> int:
        """The part of the day drawn for a retry; 0 where the rule or the person decides.

        Whether there's a draw never depends on what's drawn, or the parts couldn't be compared.
        """
        if not rule.other_part or call.given_at or self.mail:
            return 0
        first = self.word is not None and self.word.outcome.canonical in _FIRST
        if first or any(number.reach for number in self.prospect.numbers):
            return 0
        rules = self.rulebook
        part = drawn_part(self.prospect.id, call.at, rules.explore, rules.explored_parts)
        if part and self.floor:
            from_then = self._later(call.at, self._wait(call, rule, row))
            return 0 if self.floor.due > from_then else part
        return part

    def _asked_still(self, call: Call, outcome: Outcome) -> bool:
        """Whether someone who asked to be called stays hot after a miss; if so, until when."""
        row = self.inquiry.tries if self.inquiry else 0
        rule = self.rulebook.rule_for(self._situation(call, outcome, row, inquiry=True))
        late = self.inquiry is not None and self.inquiry.late
        if late or not rule.inquiry or (row > len(rule.ladder) and not rule.rest.amount):
            self.inquiry = None
            return False
        due, words = self._count(call, rule, row)
        self.latest = Decision(call, outcome, rule, due, words)
        return True

    def _bury_number(self, call: Call, outcome: Outcome) -> None:
        number = call.number or next(
            (n.e164 for n in self.prospect.numbers if n.e164 and n.e164 not in self.dead), ""
        )
        if number:
            self.dead[number] = call
        self.latest = Decision(
            call, outcome, Rule(outcome.word, frozenset()), call.at, "the next number at once"
        )

    def _email_sent(self, call: Call, outcome: Outcome) -> None:
        answered, self.mail = self.mail, None
        after = self._after_email(call, answered) if answered else None
        if answered and after:
            due, words = after
            self.floor = self.latest = Decision(call, outcome, answered.rule, due, words)
        else:
            rule = self.rulebook.rule_for(self._situation(call, outcome, 1))
            due, words = self._count(call, rule, 1)
            self.latest = Decision(call, outcome, rule, due, words)

    def _after_email(self, call: Call, answered: Decision) -> tuple[datetime, str] | None:
        """When to call once the email is sent: the time they named, else by its rule."""
        named, wait = answered.call.given_at, answered.rule.after_email
        if named and named >= call.at:
            return named, "the time they named"
        return (self._later(call.at, wait), f"wait {wait}") if wait else None

    def _count(self, call: Call, rule: Rule, row: int) -> tuple[datetime, str]:
        """The moment a rule sends them back to, in UTC, and the wait in words."""
        if call.given_at is not None and call.given_at >= call.at:
            wait = rule.wait if rule.from_given_time else Span(0, "min")
            return self._later(call.given_at, wait), "the time they named"
        wait = self._wait(call, rule, row)
        due = self._later(call.at, wait)
        if rule.other_part and wait.amount:
            due = self._in_part(call, due)
        return due, f"wait {wait}" if wait.amount else "at once"

    def _in_part(self, call: Call, due: datetime) -> datetime:
        """The first moment from `due` on in the part drawn, or one that hasn't been tried."""
        zone, rules = self.prospect.zone, self.rulebook
        if self.drawn:
            return first_in_part(due, zone, rules.parts[self.drawn - 1], rules.hours)
        avoid = self._tried() | {self._part(call)}
        if len(avoid - {0}) >= len(rules.parts):
            avoid = {self._part(call)}
        return other_part(due, zone, rules.parts, avoid)

    def _later(self, at: datetime, span: Span) -> datetime:
        return add_span(at, span, self.prospect.zone, self.rulebook.holidays)

    def _wait(self, call: Call, rule: Rule, row: int) -> Span:
        if rule.ladder:
            return rule.ladder[row - 1] if row <= len(rule.ladder) else rule.rest
        wait = rule.wait
        if rule.by_reason:
            reasons = self.rulebook.reasons
            wait = reasons.get(call.reason) or reasons["unknown"]
        if rule.top:
            if row > len(rule.climb):
                return rule.top
            wait = min(wait.times(rule.climb[row - 1]), rule.top, key=lambda span: span.rough_days)
        return wait

    def _tried(self) -> set[int]:
        return {self._part(call) for call in self.tries}

    def _part(self, call: Call) -> int:
        return part_of(call.at, self.prospect.zone, self.rulebook.parts)

    # What the queue makes of it -------------------------------------------------------------------

    def _callback(self) -> Decision | None:
        """The scheduled callback that hasn't been made yet."""
        word = self.word
        if word is None or word.outcome.canonical != "callback" or self.latest is None:
            return None
        if self.away:
            return None
        if word.call.given_at is None or word.call.given_at < word.call.at:
            return None
        return word if self.latest is word or self.latest.call.at < word.due else None

    def _due(self) -> datetime:
        """When they're due, apart from caps, in UTC."""
        if self.latest is None:
            return self.inquiry.at if self.inquiry else self.prospect.created_at
        callback = self._callback()
        if callback:
            return callback.due
        if self.mail:
            # Calling in the meantime doesn't postpone an email that's due.
            return self.mail.due
        if self.inquiry:
            return self.latest.due if self.inquiry.tries else self.inquiry.at
        return max(self.latest.due, self.floor.due) if self.floor else self.latest.due

    def _note_violations(self, call: Call) -> None:
        word, floor = self.word, self.floor
        if self.optout:
            why = "they asked on {} never to be called"
            self._note(call, DO_NOT_CALL, why, self.optout.at)
        elif self.asked_at and call.at > self.asked_at:
            self._note(call, DO_NOT_CALL, "they opted out on {}", self.asked_at)
        elif word and word.outcome.no and floor and call.at < floor.due and not self.inquiry:
            self._note(call, COOLDOWN, "cooling down until {}", floor.due)
        elif word and word.outcome.closes:
            self.violations.append(
                Violation(call.id, CLOSED, "called though the matter was closed")
            )
        callback = self._callback() if self.prospect.limited else None
        callback_for = callback.due if callback else None
        self.violations += self.frequency.dial(call, callback_for, self._refused_at())

    def _refused_at(self) -> datetime | None:
        """When they refused, if that was the last outcome."""
        return self.word.call.at if self.word and self.word.outcome.no else None

    def _note(self, call: Call, code: str, why: str, at: datetime) -> None:
        """A call that shouldn't have been made; `{}` in the words is replaced by the moment."""
        text = ""
        if self.in_words:
            zone = self.prospect.zone
            reason = why.format(day_and_time(at, zone))
            text = f"called on {day_and_time(call.at, zone)} though {reason}"
        self.violations.append(Violation(call.id, code, text))

    def status(self, now: datetime) -> Status:
        self._ask(until=_EVER)
        self._settle()
        self.asked_on = self._asked_on()
        state, action = self._state()
        number, release = self._number()
        due: datetime | None = self._due()
        capped = ""
        callback = self._callback()
        if callback and number:
            # They named that time themselves.
            number = number._replace(reach="")
        course = Course(
            self.prospect.zone, self.rulebook, self.word, self.floor, self.latest, self.mail,
            callback, self.optout, self.asked_on, self.dead, self.misses,
            self.inquiry if state in (State.HOT, State.RECALL) else None,
        )  # fmt: skip
        explanation = (
            list(sentences(course, state, self.prospect.created_at)) if self.in_words else []
        )
        if state in (State.CLOSED, State.DO_NOT_CALL, State.NEEDS_NUMBER):
            due = None
        elif not action.is_email and not callback and due and release.at > due:
            # Minutes between two calls are not worth the words in the queue.
            capped = release.words if release.at - due >= _WORTH_SAYING else ""
            due = release.at
            if self.in_words:
                explanation.append(Explanation(release.words, "caps", until=due))
        if self.drawn and self.in_words:
            name = self.rulebook.parts[self.drawn - 1].name
            text = f"Chance chose the {name} for this retry, to learn when people answer."
            explanation.append(Explanation(text, "explore"))
        for later in self._delays(action, callback):
            if later.until and due and due < later.until:
                due = later.until
                if self.in_words:
                    explanation.append(later)
        return Status(
            state=state, action=action, due_at=due, now=now,
            number=None if state is State.DO_NOT_CALL else number,
            hold=self._hold(state, action, number), rule=rule_id(course, state),
            explanation=tuple(explanation), wait=wait_words(course, state, capped),
            callback_at=max(callback.due, due or callback.due) if callback else None,
            misses=self.misses, tried_parts=frozenset(self._tried() - {0}), drawn_part=self.drawn,
            dead=frozenset(self.dead), last=self.last,
            last_conversation=self.word.call if self.word else None,
            last_was_refusal=bool(self.word and self.word.outcome.no),
            violations=tuple(self.violations),
            stage=self.stage, cooldown_until=self.floor.due if self.floor else None,
            asked_on=self.asked_on, asked_at=course.inquiry.at if course.inquiry else None,
            release=release,
        )  # fmt: skip

    def _delays(self, action: Action, callback: Decision | None) -> Iterator[Explanation]:
        """What reps decided about when they're due, until they're called again.

        Time off never moves a callback or an email; a snooze moves the callback it names.
        """
        who = self.prospect
        off = who.postponed_until if self._counts(who.postponed_at) else None
        if off and not (action.is_email or callback):
            text = f"Their rep has time off: postponed until {day_and_time(off, who.zone)}."
            yield Explanation(text, "time-off", until=off)
        snoozed = who.snoozed_until if self._counts(who.snoozed_at) else None
        if snoozed and (callback is None or callback.due == who.snoozed_callback_at):
            text = f"You snoozed them until {day_and_time(snoozed, who.zone)}."
            yield Explanation(text, "snooze", counted_from=who.snoozed_at, until=snoozed)

    def _counts(self, decided: datetime | None) -> bool:
        """Whether there was no call since a rep decided something."""
        return decided is not None and (self.last is None or self.last.at <= decided)

    def _state(self) -> tuple[State, Action]:
        dialable = [n for n in self.prospect.numbers if n.e164]
        if self.optout or (dialable and all(n.blocked for n in dialable)) or self.asked_on:
            return State.DO_NOT_CALL, Action.NONE
        if self.word and self.word.outcome.closes:
            return State.CLOSED, Action.NONE
        if self.mail:
            return State.REPLY, self.mail.rule.action
        if not any(self._callable(n) for n in dialable):
            return State.NEEDS_NUMBER, Action.FIND_NUMBER
        return self._calling_state()

    def _asked_on(self) -> Number | None:
        """The number by which they opted out, unless it was known before to be someone else's."""
        for number in self.prospect.numbers:
            if number.opted_out_at:
                wrong = self.dead.get(number.e164)
                kills = wrong and self.rulebook.outcome(wrong.outcome).canonical == "wrong-number"
                if not (wrong and kills and wrong.at <= number.opted_out_at):
                    return number
        return None

    def _calling_state(self) -> tuple[State, Action]:
        if self._callback():
            return State.CALLBACK, Action.CALL
        hot = self.word is not None and self.word.outcome.canonical in _HOT
        if hot or (self.inquiry and not self.inquiry.late):
            return State.HOT, Action.CALL
        if self.inquiry:
            return State.RECALL, Action.CALL
        if self.word is None:
            return (State.RETRY if self.last else State.FRESH), Action.CALL
        if self.word.rule.action is Action.CHECK_IN:
            return State.CHECK_IN, Action.CHECK_IN
        return State.RECALL, Action.CALL

    def _callable(self, number: Number) -> bool:
        return bool(number.e164) and not number.blocked and number.e164 not in self.dead

    def _number(self) -> tuple[Number | None, Release]:
        """The number that may be dialed first, when caps release it, and why not before."""
        # One that is on a registry comes last, and those first that nothing holds.
        best: tuple[tuple[bool, bool, datetime], Number, Release] | None = None
        person, refused_at = self.frequency.of_person(), self._refused_at()
        for number in filter(self._callable, self.prospect.numbers):
            release, *limits = self.frequency.of_number(number, refused_at)
            for other in (person, *limits):
                release = other if other.at > release.at else release
            order = bool(number.listed), hold_of(self.prospect, number) is not Hold.NONE, release.at
            if best is None or order < best[0]:
                best = order, number, release
        if best is None:
            return None, Release()
        return best[1:]

    def _hold(self, state: State, action: Action, number: Number | None) -> Hold:
        if state in (State.CLOSED, State.DO_NOT_CALL):
            return Hold.NONE
        if self.prospect.opt_out_text:
            return Hold.OPT_OUT_REQUEST
        if state is State.NEEDS_NUMBER:
            return Hold.NONE
        callable_on = None if action.is_email else number
        own = hold_of(self.prospect, callable_on) if callable_on else Hold.NONE
        return own or list_hold(self.prospect.list_hold, state)
