"""Finds every mistake in a rulebook at once, each with its line.

A rulebook with a mistake never takes effect, because a typo could let someone be called who
shouldn't be. `callq.engine.rulebook.build` takes what `check` accepts.
"""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Self

from pydantic import AfterValidator, Field, model_validator

from callq.engine.calling import DIALING, KINDS, UNKNOWN_PLACES
from callq.engine.calling_check import OwnRow, RowId
from callq.engine.outcomes import BY_WORD, CANONICAL, UNKNOWN, Outcome
from callq.engine.registries import ANSWERS, NOT_NEEDED, UNANSWERED
from callq.engine.rulebook import DAYS, TERMS, TRIES, read_day, read_window
from callq.engine.rules_check import Rule, known_outcome, order_mistakes
from callq.engine.shares import POOL
from callq.engine.spans import read_span
from callq.engine.toml_check import (
    Count,
    DateText,
    DayText,
    File,
    Found,
    SomeSpan,
    SpanText,
    Table,
    Text,
    WindowText,
    Word,
    each,
    fault,
    given,
    key_of,
    one_of,
)
from callq.engine.toml_lines import Mistake, nearest

_LONGEST_EARLY = 60
_NOISE = 1e-9
_FIXED_UNITS = ("min", "h", "d", "w")


def _some_day(hours: dict[str, str]) -> dict[str, str]:
    if not any(read_day(text) for text in hours.values()):
        raise fault("no-hours", "leaves no time to call. Give at least one day its hours")
    return hours


def _early(text: str) -> str:
    span = read_span(text)
    if span.unit != "min" or span.amount > _LONGEST_EARLY:
        raise fault("bad-span", f'must be "0min" to "{_LONGEST_EARLY}min"')
    return text


def _fixed(text: str) -> str:
    if read_span(text).unit not in _FIXED_UNITS:
        raise fault("bad-span", "must be in minutes, hours, days or weeks")
    return text


def _parts(parts: Mapping[str, str], _: object) -> Iterator[Found]:
    last, ended = "", 0
    for name, text in parts.items():
        if (window := read_window(text)) is None:
            yield Found((name,), "not-hours", 'must be hours, like "08:00-12:00"')
            continue
        if window[0] < ended:
            message = f'starts before "{last}" ends. Put the earliest first, without overlaps'
            yield Found((name,), "parts-overlap", message)
        last, ended = name, max(ended, window[1])


def _reasons(reasons: Mapping[str, str], _: object) -> Iterator[Found]:
    if "unknown" not in reasons:
        message = "is missing. It's how long to wait for any other reason"
        yield Found(("unknown",), "missing", message)


def _names(outcomes: Mapping[str, "_Outcome"], _: object) -> Iterator[Found]:
    """Words and aliases of a team's own outcomes that already mean something."""
    taken = {"unknown": "is for outcomes that the rulebook doesn't know"}
    for known in CANONICAL:
        taken |= dict.fromkeys((known.word, *known.aliases), f"already means {known.label}")
    for word, outcome in outcomes.items():
        for name in (word, *outcome.aliases):
            if name in taken:
                path = (word,) if name == word else (word, "aliases")
                yield Found(path, "name-taken", f'"{name}" {taken[name]}')
            own = f'is already an alias of "{word}"'
            taken.setdefault(name, "is already one of your outcomes" if name == word else own)


def _next_outcome(word: str, context: Mapping[str, Any]) -> str:
    outcomes: Mapping[str, Outcome] = context["outcomes"]
    outcome = outcomes[known_outcome(word, outcomes)]
    if outcome.closes or outcome.opts_out:
        raise fault("outcome-ends", f'can\'t lead to a stage. There are no calls after "{word}"')
    return word


def _stages(stages: Mapping[str, Mapping[str, str]], _: object) -> Iterator[Found]:
    """Ways to a stage that doesn't exist, and stages without a way in."""
    for stage, ways in stages.items():
        for word, target in ways.items():
            if target not in stages:
                message = f'unknown stage "{target}"{nearest(target, stages)}'
                yield Found((stage, word), "unknown-stage", message)
    for stage in list(stages)[1:]:
        if not any(stage in ways.values() for other, ways in stages.items() if other != stage):
            message = "can't be reached. Let an outcome of another stage lead to it"
            yield Found((stage,), "unreachable", message)


class _Business(Table):
    holidays: list[DateText] = []


class _Calling(Table):
    preset: Annotated[str, one_of(KINDS)] | None = None
    lists: dict[str, Annotated[str, one_of(KINDS)]] = {}
    stop_early: Annotated[SpanText, AfterValidator(_early)] | None = None
    closed: list[DateText] = []
    open: list[DateText] = []
    unknown_places: Annotated[str, one_of(UNKNOWN_PLACES)] | None = None
    dialing: Annotated[str, one_of(DIALING)] | None = None
    registries: Annotated[str, one_of(ANSWERS)] = UNANSWERED
    registries_reason: str = ""

    @model_validator(mode="after")
    def _has_reason(self) -> Self:
        if self.registries == NOT_NEEDED and not self.registries_reason.strip():
            message = (
                'needs registries_reason: say why, like "we only call people who gave consent"'
            )
            raise fault("reason-missing", message)
        return self


class _Policy(Table):
    text: str = ""
    training: dict[DateText, Annotated[list[Text], Field(min_length=1)]] = {}


class _Cap(Table):
    per: Annotated[str, one_of(("person", "number"))]
    max: Count
    within: SomeSpan


class _Gap(Table):
    person: SpanText | None = None
    company: SpanText | None = None


def _sum(shares: Mapping[str, float], _: object) -> Iterator[Found]:
    if sum(shares.values()) > 1 + _NOISE:
        yield Found((), "too-large", "can't be more than 1 together")


_Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
_Class = Annotated[str, key_of([tier.word for tier in POOL], "class")]


class _Queue(Table):
    callback_grace: Annotated[SpanText, AfterValidator(_fixed)]
    callback_owner: Annotated[SpanText, AfterValidator(_fixed)] | None = None
    half_value: Annotated[float, Field(gt=0, le=1e15, allow_inf_nan=False)]
    shares: Annotated[dict[_Class, _Share], each(_sum)] = {}
    explore: Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)] = 0.0


def _win(word: str, context: Mapping[str, Any]) -> str:
    return known_outcome(word, context["outcomes"])


_Times = Annotated[float, Field(ge=0.01, le=100, allow_inf_nan=False)]


class _Chance(Table):
    wins: list[Annotated[str, given(_win)]] = []
    after: dict[Annotated[str, given(_win)], _Times] = {}
    tries: dict[Annotated[str, key_of([str(n) for n in TRIES], "number of tries")], _Times] = {}


class _Outcome(Table):
    like: Annotated[Text, AfterValidator(lambda word: known_outcome(word, BY_WORD))]
    aliases: list[Word] = []
    label: Text | None = None
    meaning: Text | None = None


_Ways = dict[Annotated[str, given(_next_outcome)], Text]


class _List(Table):
    stages: Annotated[dict[Word, _Ways], Field(min_length=1), each(_stages)] | None = None
    weight: Annotated[float, Field(ge=-1000, le=1000, allow_inf_nan=False)] | None = None
    inquiry: bool = False

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.model_fields_set:
            raise fault("empty", 'says nothing. Give it "stages", "weight" or "inquiry"')
        return self


_Weight = Annotated[float, Field(ge=0, le=1e6, allow_inf_nan=False)]


class _Rulebook(Table):
    version: Text
    hours: Annotated[dict[Annotated[str, key_of(DAYS, "day")], DayText], AfterValidator(_some_day)]
    parts: Annotated[dict[Word, WindowText], Field(min_length=1), each(_parts)]
    weights: dict[Annotated[str, key_of(TERMS, "term")], _Weight]
    queue: _Queue
    reasons: Annotated[dict[Word, SpanText], each(_reasons)]
    rules: list[Rule]
    chance: _Chance = _Chance()
    business: _Business = _Business()
    caps: list[_Cap] = []
    gap: _Gap = _Gap()
    outcomes: Annotated[dict[Word, _Outcome], each(_names)] = {}
    calling: _Calling = _Calling()
    jurisdictions: dict[RowId, OwnRow] = {}
    lists: dict[str, _List] = {}
    policy: _Policy = _Policy()


def check(text: str, *, stored: bool = False) -> tuple[dict[str, Any] | None, tuple[Mistake, ...]]:
    """Reads a rulebook and finds all its mistakes.

    Args:
        text: A TOML file.
        stored: Whether a store works by it already: what callq has come to refuse since is obeyed.

    Returns:
        The data for `callq.engine.rulebook.build`, None if there's any mistake; and the mistakes by
        line.
    """
    file = File(text)
    if not file.is_broken:
        context = _context(file) | {"stored": stored}
        file.check(_Rulebook, context)
        for found in order_mistakes(file, context):
            file.say(found)
    return file.result()


def _context(file: File) -> dict[str, Any]:
    """What rules and stages can name."""
    own = {}
    for word, entry in file.table("outcomes").items():
        like = entry.get("like") if isinstance(entry, dict) else None
        known = BY_WORD.get(like) if isinstance(like, str) else None
        own[word] = known._replace(word=word, like=known.word) if known else UNKNOWN
    lists = file.table("lists").values()
    stages = [entry.get("stages") for entry in lists if isinstance(entry, dict)]
    return {
        "outcomes": {**own, **BY_WORD, UNKNOWN.word: UNKNOWN},
        "reasons": set(file.table("reasons")),
        "stages": {name for each in stages if isinstance(each, dict) for name in each},
    }
