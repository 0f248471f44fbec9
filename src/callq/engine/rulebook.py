"""The rulebook in force: outcomes, rules, caps, hours and weights, built from checked data."""

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

from callq.engine.exploring import open_parts
from callq.engine.hours import Day, Week
from callq.engine.model import Action, Cap, Tier
from callq.engine.outcomes import BY_WORD, CANONICAL, UNKNOWN, Outcome
from callq.engine.parts import Part
from callq.engine.registries import UNANSWERED
from callq.engine.spans import Span, read_span
from callq.engine.stages import Stages
from callq.errors import CallqError
from callq.named_tuple import NamedTuple

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
TERMS = ("callback", "overdue", "value", "part-of-day", "likelihood", "age")
TRIES = (1, 2, 3, 5, 10)
"""Misses in a row that count alike up to the next of these."""
ZERO = Span(0, "min")


class Rule(NamedTuple):
    """Maps an outcome and what else was said to a cooldown and a next action."""

    id: str
    outcomes: frozenset[str]
    reasons: frozenset[str] = frozenset()
    channels: frozenset[str] = frozenset()
    permission: bool | None = None
    inquiry: bool | None = None
    """Whether it's only for people who asked to be called, or only for others."""
    lists: frozenset[str] = frozenset()
    stages: frozenset[str] = frozenset()
    after: frozenset[str] = frozenset()
    from_attempt: int = 1
    wait: Span = ZERO
    by_reason: bool = False
    ladder: tuple[Span, ...] = ()
    rest: Span = ZERO
    climb: tuple[int, ...] = ()
    top: Span | None = None
    then_as: str = ""
    from_given_time: bool = False
    other_part: bool = False
    action: Action = Action.CALL
    after_email: Span | None = None


class Situation(NamedTuple):
    """What a rule looks at."""

    outcome: str
    reason: str
    channel: str
    permission: bool | None
    list_name: str
    after: str
    attempt: int
    stage: str = ""
    """The stage of their list in which the call was made."""
    inquiry: bool = False
    """Whether they had asked to be called and no one had reached them since."""


class Policy(NamedTuple):
    """How a team says that it keeps to do-not-call, and who was trained in it."""

    text: str = ""
    training: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """ISO dates in order, each with the reps who were there."""


class Chance(NamedTuple):
    """What counts as a win, and the chance of one before anything is learned."""

    wins: frozenset[str] = frozenset()
    """Outcomes; every yes where the team names none."""
    after: Mapping[str, float] = MappingProxyType({})
    """Times the average chance, by how the last conversation ended."""
    tries: Mapping[int, float] = MappingProxyType({})
    """The same by misses in a row; the keys are of `TRIES`."""


class Rulebook(NamedTuple):
    """The rules, caps and weights that decide everything."""

    version: str
    outcomes: Mapping[str, Outcome]
    """By word and by alias."""
    rules: tuple[Rule, ...]
    reasons: Mapping[str, Span]
    caps: tuple[Cap, ...]
    gap: Span
    """Between two calls to a person or on a number."""
    company_gap: Span
    """Between two calls to a company; 0 where the team wants none."""
    hours: Week
    """When the team calls; see `callq.engine.hours`."""
    parts: tuple[Part, ...]
    holidays: frozenset[date]
    weights: Mapping[str, float]
    callback_grace: Span
    callback_owner: Span
    """How long after its time a callback is kept for the rep who agreed to it."""
    half_value: float
    shares: Mapping[Tier, float]
    """The least share of the day's calls of each class in `engine.shares.POOL`."""
    explore: float
    """The share of retries with a part of the day drawn at random, from 0 to 1."""
    explored_parts: tuple[int, ...]
    """The parts of the day to draw from: those in which the team calls."""
    chance: Chance
    stages: Mapping[str, Stages]
    """By list; most lists have none."""
    list_weights: Mapping[str, float]
    """Points that everyone on a list has more, or fewer."""
    inquiry_lists: frozenset[str]
    """The lists of people who asked to be called."""
    registries: str
    """Whether numbers must be checked against registries; see `engine.registries`."""
    registries_reason: str
    unknown_places: str
    """`hold`, `warn` or `allow`: what happens to people in a place without rules."""
    policy: Policy
    found: dict[Situation, Rule]
    """The rules found so far."""

    def outcome(self, word: str) -> Outcome:
        """The outcome for a word or alias; `UNKNOWN` when the rulebook has no such word."""
        return self.outcomes.get(word, UNKNOWN)

    def named(self, text: str) -> Outcome | None:
        """The outcome for a word or alias as a person types it; None if it's neither."""
        return self.outcomes.get(text.strip().lower().replace("_", "-").replace(" ", "-"))

    def refuse_unknown_reason(self, word: str) -> None:
        """Refuses a reason for a no that the rulebook doesn't have.

        Raises:
            CallqError: `unknown-reason`.
        """
        if word not in self.reasons:
            from difflib import get_close_matches

            near = get_close_matches(word, self.reasons, n=2, cutoff=0.5)
            known = f"Reasons: {', '.join(self.reasons)}."
            hint = f"Did you mean {' or '.join(near)}?" if near else known
            raise CallqError(f'Unknown reason "{word}".', hint=hint, name="unknown-reason")

    def is_win(self, word: str) -> bool:
        """Whether a call with this outcome led somewhere: the chance is one of that."""
        outcome, wins = self.outcome(word), self.chance.wins
        return not wins.isdisjoint((outcome.word, outcome.canonical)) if wins else outcome.yes

    def rule_for(self, situation: Situation) -> Rule:
        """The first rule that fits; if none does, a rule without a wait."""
        found = self.found.get(situation)
        if found is None:
            found = self._search(situation)
            self.found[situation] = found
        return found

    def _search(self, situation: Situation) -> Rule:
        outcome = self.outcome(situation.outcome)
        names = {outcome.word, outcome.canonical}
        for rule in self.rules:
            if names & rule.outcomes and _fits(rule, situation, self):
                return rule
        return Rule(outcome.word, frozenset(names))


def _fits(rule: Rule, situation: Situation, rulebook: Rulebook) -> bool:
    after = rulebook.outcome(situation.after)
    return (
        (not rule.reasons or situation.reason in rule.reasons)
        and (not rule.channels or situation.channel in rule.channels)
        and (rule.inquiry is None or rule.inquiry == situation.inquiry)
        and (rule.permission is None or rule.permission == (situation.permission is True))
        and (not rule.lists or situation.list_name in rule.lists)
        and (not rule.stages or situation.stage in rule.stages)
        and (not rule.after or not rule.after.isdisjoint((after.word, after.canonical)))
        and situation.attempt >= rule.from_attempt
    )


def build(data: Mapping[str, Any]) -> Rulebook:
    """Build a rulebook from data that `rulebook_check.check` has accepted."""
    outcomes = _outcomes(data.get("outcomes", {}))
    queue = data["queue"]
    hours = tuple(read_day(data["hours"].get(day, "none")) for day in DAYS)
    windows = {name: read_window(text) or (0, 0) for name, text in data["parts"].items()}
    parts = tuple(Part(name, *window) for name, window in windows.items())
    return Rulebook(
        version=data["version"],
        outcomes=outcomes,
        rules=tuple(_rule(entry) for entry in data["rules"]),
        reasons={reason: read_span(span) for reason, span in data["reasons"].items()},
        caps=tuple(
            Cap(entry["per"], entry["max"], read_span(entry["within"]))
            for entry in data.get("caps", ())
        ),
        gap=read_span(data.get("gap", {}).get("person", "0min")),
        company_gap=read_span(data.get("gap", {}).get("company", "0min")),
        hours=hours,
        parts=parts,
        holidays=frozenset(
            date.fromisoformat(day)
            for section, key in (("business", "holidays"), ("calling", "closed"))
            for day in data.get(section, {}).get(key, ())
        ),
        weights={term: float(data["weights"].get(term, 0.0)) for term in TERMS},
        callback_grace=read_span(queue["callback_grace"]),
        callback_owner=read_span(queue.get("callback_owner", "0min")),
        half_value=float(queue["half_value"]),
        shares={
            Tier[name.upper()]: float(share) for name, share in queue.get("shares", {}).items()
        },
        explore=float(queue.get("explore", 0.0)),
        explored_parts=open_parts(parts, hours),
        chance=_chance(data.get("chance", {})),
        stages={n: e["stages"] for n, e in data.get("lists", {}).items() if "stages" in e},
        list_weights={
            n: float(e["weight"]) for n, e in data.get("lists", {}).items() if e.get("weight")
        },
        inquiry_lists=frozenset(n for n, e in data.get("lists", {}).items() if e.get("inquiry")),
        registries=data.get("calling", {}).get("registries", UNANSWERED),
        registries_reason=data.get("calling", {}).get("registries_reason", ""),
        unknown_places=data.get("calling", {}).get("unknown_places", "hold"),
        policy=_policy(data.get("policy", {})),
        found={},
    )


def _chance(entry: Mapping[str, Any]) -> Chance:
    after = {word: float(times) for word, times in entry.get("after", {}).items()}
    tries = {int(tries): float(times) for tries, times in entry.get("tries", {}).items()}
    return Chance(frozenset(entry.get("wins", ())), after, tries)


def _policy(entry: Mapping[str, Any]) -> Policy:
    training = sorted(entry.get("training", {}).items())
    return Policy(entry.get("text", ""), tuple((day, tuple(reps)) for day, reps in training))


def read_window(text: str) -> tuple[int, int] | None:
    """Reads `08:00-20:00` as minutes after midnight; `none` as None.

    Raises:
        ValueError: The text is neither, or the window ends before it begins.
    """
    if text == "none":
        return None
    start, _, end = text.partition("-")
    window = _minutes(start), _minutes(end)
    if window[0] >= window[1]:
        raise ValueError(f'"{text}" ends before it starts')
    return window


def read_day(text: str) -> Day:
    """Reads `08:00-20:00`, `10:00-13:00, 14:00-20:00` or `none`.

    Raises:
        ValueError: The text is none of these, or a window begins before the one before it ends.
    """
    found: list[tuple[int, int]] = []
    for part in text.split(","):
        window = read_window(part.strip())
        if window is None:
            if text.strip() != "none":
                raise ValueError('"none" must be by itself')
            return ()
        if found and window[0] < found[-1][1]:
            raise ValueError(f'"{text}" has hours that overlap or are out of order')
        found.append(window)
    return tuple(found)


def _minutes(text: str) -> int:
    hours, colon, minutes = text.strip().partition(":")
    if not (colon and hours.isdecimal() and minutes.isdecimal() and len(minutes) == 2):
        raise ValueError(f'"{text}" isn\'t a time of day. Write it like "08:00"')
    total = int(hours) * 60 + int(minutes)
    if int(minutes) > 59 or total > 24 * 60:
        raise ValueError(f'"{text}" isn\'t a time of day. Write it like "08:00"')
    return total


def _outcomes(own: Mapping[str, Mapping[str, Any]]) -> dict[str, Outcome]:
    known = {word: outcome for outcome in CANONICAL for word in (outcome.word, *outcome.aliases)}
    for word, entry in own.items():
        parent = BY_WORD[entry["like"]]
        outcome = parent._replace(
            word=word,
            aliases=tuple(entry.get("aliases", ())),
            key="",
            label=entry.get("label", word.replace("-", " ")),
            meaning=entry.get("meaning", f"like {parent.label}"),
            like=parent.word,
        )
        known |= dict.fromkeys((word, *outcome.aliases), outcome)
    return known


def _rule(entry: Mapping[str, Any]) -> Rule:
    wait = entry.get("wait", "0min")
    after_email, top = entry.get("after_email"), entry.get("top")
    permission, inquiry = entry.get("permission"), entry.get("inquiry")
    return Rule(
        id=entry["id"],
        outcomes=as_set(entry["outcome"]),
        reasons=as_set(entry.get("reason", ())),
        channels=as_set(entry.get("channel", ())),
        permission=None if permission is None else permission == "yes",
        inquiry=None if inquiry is None else inquiry == "yes",
        lists=as_set(entry.get("list", ())),
        stages=as_set(entry.get("stage", ())),
        after=as_set(entry.get("after", ())),
        from_attempt=entry.get("from_attempt", 1),
        wait=ZERO if wait == "by reason" else read_span(wait),
        by_reason=wait == "by reason",
        ladder=tuple(read_span(span) for span in entry.get("ladder", ())),
        rest=read_span(entry.get("rest", "0min")),
        climb=tuple(entry.get("climb", ())),
        top=read_span(top) if top else None,
        then_as=entry.get("then_as", ""),
        from_given_time=entry.get("counted_from") == "given time",
        other_part=entry.get("part") == "other",
        action=Action(entry.get("action", "call")),
        after_email=read_span(after_email) if after_email else None,
    )


def as_set(value: str | Sequence[str]) -> frozenset[str]:
    """One word or several, as a set."""
    return frozenset((value,)) if isinstance(value, str) else frozenset(value)
