"""Finds every mistake in the rules of a rulebook: in each one, then in their order.

The order is checked by plain functions, because it's about several rules at once.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Annotated, Any, Self

from pydantic import AfterValidator, Field, ValidationInfo, model_validator

from callq.engine.model import Action, Channel
from callq.engine.outcomes import CANONICAL, REASONS, UNKNOWN, Outcome
from callq.engine.spans import read_span
from callq.engine.toml_check import (
    ONE_OR_MORE,
    Count,
    File,
    Found,
    Slug,
    SomeSpan,
    SpanText,
    Table,
    Text,
    fault,
    given,
    one_of,
    refuse,
    sound,
    span_text,
)
from callq.engine.toml_lines import nearest

_AN_HOUR = read_span("1h").rough_days
_ALIASES = {alias: outcome.word for outcome in CANONICAL for alias in outcome.aliases}
_ACTIONS = tuple(a.value for a in Action if a not in (Action.NONE, Action.FIND_NUMBER))


def known_outcome(word: str, outcomes: Collection[str]) -> str:
    """An outcome by its own word; not by an alias, so a file reads one way."""
    if word in outcomes:
        return word
    if word in _ALIASES:
        raise fault("outcome-alias", f'"{word}" is an alias. Write "{_ALIASES[word]}"')
    raise fault("unknown-outcome", f'unknown outcome "{word}"{nearest(word, outcomes)}')


def _outcome(word: str, context: Mapping[str, Any]) -> str:
    return known_outcome(word, context["outcomes"])


def _again(word: str, context: Mapping[str, Any]) -> str:
    outcome: Outcome = context["outcomes"][word]
    if outcome.opts_out or outcome.closes:
        message = f'can\'t have "{word}". No rule can bring them back after that'
        raise fault("outcome-ends", message)
    if outcome.kills_number:
        message = f'can\'t have "{word}". callq stops calling that number right away'
        raise fault("outcome-ends", message)
    return word


def _conversation(word: str, context: Mapping[str, Any]) -> str:
    outcome: Outcome = context["outcomes"][word]
    if outcome.miss or outcome.kills_number or outcome.clears_email:
        message = f'must be how a conversation ended, and "{word}" isn\'t a conversation'
        raise fault("not-a-conversation", message)
    return word


def _reason(word: str, context: Mapping[str, Any]) -> str:
    reasons = {*REASONS, *context["reasons"]}
    if word not in reasons:
        raise fault("unknown-reason", f'unknown reason "{word}"{nearest(word, reasons)}')
    return word


def _stage(word: str, context: Mapping[str, Any]) -> str:
    stages: Collection[str] = context["stages"]
    if word not in stages:
        raise fault("unknown-stage", f'unknown stage "{word}"{nearest(word, stages)}')
    return word


def _wait(text: str) -> str:
    return text if text == "by reason" else span_text(text)


_Outcome = Annotated[Text, given(_outcome)]
_Conversation = Annotated[_Outcome, given(_conversation)]
_Reason = Annotated[Text, given(_reason)]
_Stage = Annotated[Text, given(_stage)]
_Channel = Annotated[str, one_of(tuple(Channel))]
_Factor = Annotated[Count, Field(le=1000)]


class Rule(Table):
    """A rule as the file has it; a key it doesn't have is None."""

    id: Slug
    outcome: Annotated[list[Annotated[_Outcome, given(_again)]], *ONE_OR_MORE]
    reason: Annotated[list[_Reason], *ONE_OR_MORE] | None = None
    channel: Annotated[list[_Channel], *ONE_OR_MORE] | None = None
    permission: Annotated[str, one_of(("yes", "no"))] | None = None
    inquiry: Annotated[str, one_of(("yes", "no"))] | None = None
    list_name: Annotated[list[Text], *ONE_OR_MORE] | None = Field(None, alias="list")
    stage: Annotated[list[_Stage], *ONE_OR_MORE] | None = None
    after: Annotated[list[_Conversation], *ONE_OR_MORE] | None = None
    from_attempt: Count = 1
    wait: Annotated[Text, AfterValidator(_wait)] | None = None
    ladder: Annotated[list[SpanText], Field(min_length=1)] | None = None
    rest: SpanText | None = None
    climb: Annotated[list[_Factor], Field(min_length=1)] | None = None
    top: SomeSpan | None = None
    then_as: _Outcome | None = None
    counted_from: Annotated[str, one_of(("call", "given time"))] | None = None
    part: Annotated[str, one_of(("other",))] | None = None
    action: Annotated[str, one_of(_ACTIONS)] = Action.CALL.value
    after_email: SpanText | None = None

    @property
    def conditions(self) -> dict[str, list[str]]:
        """The words it asks for, by key."""
        found = {
            "reason": self.reason, "channel": self.channel, "list": self.list_name,
            "stage": self.stage, "after": self.after,
        }  # fmt: skip
        return {key: words for key, words in found.items() if words is not None}

    @model_validator(mode="after")
    def _agrees_with_itself(self, info: ValidationInfo) -> Self:
        context: Any = info.context
        outcomes = {word: context["outcomes"][word] for word in self.outcome}
        found = (*_waits(self, outcomes), *_ends(self), *_action(self, outcomes))
        refuse((*found, *(() if context["stored"] else _at_once(self, outcomes))))
        return self


def _waits(rule: Rule, outcomes: Mapping[str, Outcome]) -> Iterator[Found]:
    given = [key for key in ("wait", "ladder") if getattr(rule, key) is not None]
    if len(given) > 1:
        yield _clash("ladder", "wait")
    if rule.action in (Action.REPLY, Action.PROPOSE):
        message = 'can\'t be used with an email, which is due right away. Use "after_email"'
        yield from (Found((key,), "contradiction", message) for key in given)
        return
    if rule.after_email is not None:
        yield Found(("after_email",), "incomplete", 'needs the action "reply" or "propose"')
    timed = all(outcome.needs_time for outcome in outcomes.values())
    if not given and not (timed and rule.counted_from == "given time"):
        message = 'doesn\'t say how long to wait. Add "wait", or "ladder" and "rest"'
        yield Found((), "incomplete", message)


def _at_once(rule: Rule, outcomes: Mapping[str, Outcome]) -> Iterator[Found]:
    """Waits of less than an hour after a miss: who doesn't answer now won't in some minutes."""
    if not any(outcome.miss for outcome in outcomes.values()):
        return
    waits = [("wait", rule.wait), ("rest", rule.rest)]
    for key, text in (*waits, *(("ladder", step) for step in rule.ladder or ())):
        if text and text != "by reason" and read_span(text).rough_days < _AN_HOUR:
            message = f'must be "1h" or more after a miss, and "{text}" is less'
            yield Found((key,), "retry-too-soon", message)


def _ends(rule: Rule) -> Iterator[Found]:
    """What a ladder or a climb ends with."""
    ends = [key for key in ("rest", "then_as") if getattr(rule, key) is not None]
    if rule.ladder is None:
        yield from (_needs(key, "ladder") for key in ends)
    elif len(ends) > 1:
        yield _clash("rest", "then_as")
    elif not ends and rule.inquiry != "yes":
        yield Found(("ladder",), "incomplete", 'needs a "rest" or a "then_as"')
    if rule.climb is None:
        yield from () if rule.top is None else (_needs("top", "climb"),)
        return
    yield from (_needs("climb", key) for key in ("wait", "top") if getattr(rule, key) is None)
    if rule.ladder is not None:
        yield _clash("climb", "ladder")


def _action(rule: Rule, outcomes: Mapping[str, Outcome]) -> Iterator[Found]:
    for word, outcome in outcomes.items() if rule.action != Action.CALL else ():
        if outcome.miss or outcome.clears_email:
            yield Found(("action",), "contradiction", f'must be "call" after "{word}"')
        elif rule.action != Action.CHECK_IN and outcome.canonical == "callback":
            message = "can't be an email, because they asked for a call"
            yield Found(("action",), "contradiction", message)


def _clash(key: str, other: str) -> Found:
    return Found((key,), "contradiction", f'can\'t be used with "{other}". Keep one of them')


def _needs(key: str, other: str) -> Found:
    return Found((key,), "incomplete", f'needs a "{other}"')


# All of them --------------------------------------------------------------------------------------


def order_mistakes(file: File, context: Mapping[str, Any]) -> Iterator[Found]:
    """What's wrong between the rules that have no mistake of their own.

    Args:
        file: The rulebook.
        context: The `outcomes` by word, and the names of `reasons` and `stages`.
    """
    entries = file.data.get("rules")
    entries = entries if isinstance(entries, list) else []
    checked = ((index, sound(Rule, entry, context)) for index, entry in enumerate(entries))
    rules = {index: rule for index, rule in checked if rule is not None}
    first: dict[str, int] = {}
    for index, rule in rules.items():
        if rule.id in first:
            line = file.lines.of(("rules", first[rule.id]))
            message = f'"{rule.id}" is already the rule on line {line}'
            yield Found(("rules", index, "id"), "name-taken", message)
        first.setdefault(rule.id, index)
    yield from _chains(rules, context["outcomes"])
    yield from _hidden(rules, context["outcomes"])
    if rules and len(rules) == len(entries):
        yield from _uncovered(rules.values())


def _chains(rules: Mapping[int, Rule], outcomes: Mapping[str, Outcome]) -> Iterator[Found]:
    chained = {word for rule in rules.values() if rule.then_as for word in rule.outcome}
    for index, rule in rules.items():
        if rule.then_as is None:
            continue
        path, word = ("rules", index, "then_as"), rule.then_as
        if not all(outcomes[one].miss for one in (word, *rule.outcome)):
            message = 'only goes from one missed call to another, like from "busy" to "no-answer"'
            yield Found(path, "bad-chain", message)
        elif not chained.isdisjoint((word, outcomes[word].canonical)):
            message = f'needs a rule for "{word}" with a "rest" instead of a "then_as"'
            yield Found(path, "bad-chain", message)


def _hidden(rules: Mapping[int, Rule], outcomes: Mapping[str, Outcome]) -> Iterator[Found]:
    """Rules that never decide, because an earlier one always matches."""
    for index, rule in rules.items():
        before = [other for place, other in rules.items() if place < index]
        hiding = [
            next((other for other in before if _hides(other, rule, word, outcomes)), None)
            for word in sorted(rule.outcome)
        ]
        if hiding[0] is not None and all(hiding):
            message = f"is never used, because rule {hiding[0].id} above it always matches"
            yield Found(("rules", index), "unreachable", message)


def _hides(earlier: Rule, rule: Rule, outcome: str, outcomes: Mapping[str, Outcome]) -> bool:
    """Whether `earlier` matches every call with this outcome that `rule` matches."""

    def names(word: str) -> set[str]:
        return {word, outcomes[word].canonical}

    if names(outcome).isdisjoint(earlier.outcome):
        return False
    for key, allowed in earlier.conditions.items():
        asked = rule.conditions.get(key)
        if not asked:
            return False
        if any((names(w) if key == "after" else {w}).isdisjoint(allowed) for w in asked):
            return False
    return (
        earlier.permission in (None, rule.permission)
        and earlier.inquiry in (None, rule.inquiry)
        and earlier.from_attempt <= rule.from_attempt
    )


def _uncovered(rules: Collection[Rule]) -> Iterator[Found]:
    """Outcomes that no rule may match."""
    covered = {
        word
        for rule in rules
        if not rule.conditions
        and rule.permission is None
        and rule.inquiry is None
        and rule.from_attempt == 1
        for word in rule.outcome
    }
    for outcome in (*CANONICAL, UNKNOWN):
        away = outcome.miss and outcome.needs_time
        decided = outcome.kills_number or outcome.closes or outcome.opts_out or away
        if not decided and outcome.word not in covered:
            message = f'has no rule for every "{outcome.word}". Add one without other conditions'
            yield Found(("rules",), "uncovered", message)
