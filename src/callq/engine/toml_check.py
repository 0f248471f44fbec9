"""Checks a TOML file against pydantic models: every mistake at once, each with its line.

Only commands for files that people edit import this.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Annotated, Any, TypeVar, get_args, get_origin

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
)
from pydantic_core import ErrorDetails

from callq.engine.rulebook import read_day, read_window
from callq.engine.spans import read_span
from callq.engine.toml_lines import Lines, Mistake, Path, nearest, plain, read_toml
from callq.named_tuple import NamedTuple

Model = TypeVar("Model", bound="Table")
_LONGEST_DAYS = 36_525


class Table(BaseModel):
    """A table of a TOML file: no unknown keys, no silent conversions."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Found(NamedTuple):
    """A mistake in a value."""

    path: Path
    """Where it is, inside the value."""
    name: str
    """The kind of mistake, like `unknown-key`."""
    message: str
    is_on: Callable[[str], bool] | None = None
    """Whether a line of the file has it; the first such line is shown instead of the key's."""


class _FaultsError(ValueError):
    def __init__(self, found: Iterable[Found]) -> None:
        super().__init__()
        self.found = tuple(found)


def fault(name: str, message: str) -> ValueError:
    """What a validator raises for one mistake in its value."""
    return _FaultsError([Found((), name, message)])


def refuse(found: Iterable[Found]) -> None:
    """What a validator calls with any number of mistakes; raises if there's one."""
    if every := tuple(found):
        raise _FaultsError(every)


def each(find: Callable[[Any, Any], Iterator[Found]]) -> AfterValidator:
    """A validator that can find several mistakes, given a value and the context of the check."""

    def check(value: Any, info: ValidationInfo) -> Any:
        refuse(find(value, info.context))
        return value

    return AfterValidator(check)


def given(check: Callable[[Any, Any], Any]) -> AfterValidator:
    """A validator that needs the context of the check."""

    def validate(value: Any, info: ValidationInfo) -> Any:
        return check(value, info.context)

    return AfterValidator(validate)


# Kinds of values ----------------------------------------------------------------------------------


def _filled(value: str) -> str:
    if not value.strip():
        raise fault("not-text", "must be text in quotes")
    return value


def matching(pattern: str, rule: str) -> AfterValidator:
    """A validator for names; `rule` says how they're written."""

    def check(value: str) -> str:
        if not re.fullmatch(pattern, value):
            raise fault("bad-name", f'"{value}" {rule}')
        return value

    return AfterValidator(check)


def one_of(words: Collection[str]) -> AfterValidator:
    """A validator for one of a few words."""
    *most, last = (f'"{word}"' for word in words)
    use = f". Use {', '.join(most)} or {last}" if most else f". Use {last}"

    def check(value: str) -> str:
        if value not in words:
            message = f'unknown value "{value}"{nearest(value, words) or use}'
            raise fault("unknown-value", message)
        return value

    return AfterValidator(check)


def key_of(words: Collection[str], what: str = "key") -> AfterValidator:
    """A validator for the keys of a table."""

    def check(value: str) -> str:
        if value not in words:
            raise fault("unknown-key", f"unknown {what}{nearest(value, words)}")
        return value

    return AfterValidator(check)


def reads(read: Callable[[Any], object], name: str) -> AfterValidator:
    """A validator for what a function reads without a ValueError."""

    def check(value: Any) -> Any:
        try:
            read(value)
        except ValueError as error:
            raise fault(name, str(error)) from error
        return value

    return AfterValidator(check)


def span_text(value: str) -> str:
    """A time span of up to a hundred years, like `4h`."""
    try:
        span = read_span(value)
    except ValueError as error:
        raise fault("not-a-span", str(error)) from error
    if span.rough_days > _LONGEST_DAYS:
        raise fault("span-too-long", f'"{value}" is longer than 100 years')
    return value


def _some(value: str) -> str:
    if not read_span(value).amount:
        raise fault("span-empty", f'"{value}" must be longer than zero')
    return value


def _date(value: object) -> object:
    try:
        if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
            date.fromisoformat(value)
            return value
    except ValueError:
        pass
    shown = f'"{value}"' if isinstance(value, str) else str(value)
    raise fault("not-a-date", f'{shown} isn\'t a date. Write it like "2026-12-25", in quotes')


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


Text = Annotated[str, AfterValidator(_filled)]
SpanText = Annotated[Text, AfterValidator(span_text)]
SomeSpan = Annotated[SpanText, AfterValidator(_some)]
WindowText = Annotated[Text, reads(read_window, "not-hours")]
DayText = Annotated[Text, reads(read_day, "not-hours")]
DateText = Annotated[str, BeforeValidator(_date)]
Count = Annotated[int, Field(ge=1)]
Word = Annotated[
    str,
    matching(
        r"[a-z][a-z0-9-]*",
        'can only have lowercase letters, digits and "-", starting with a letter',
    ),
]
Slug = Annotated[
    str, matching(r"[a-z0-9][a-z0-9-]*", 'can only have lowercase letters, digits and "-"')
]
ONE_OR_MORE = (BeforeValidator(_listed), Field(min_length=1))
"""For a list that may also be written as a single text."""


# The file -----------------------------------------------------------------------------------------

_KINDS = {
    "missing": ("missing", "is missing"),
    "string_type": ("not-text", "must be text in quotes"),
    "int_type": ("not-a-number", "must be a whole number"),
    "float_type": ("not-a-number", "must be a number"),
    "finite_number": ("not-a-number", "must be a number"),
    "model_type": ("not-a-table", "must be a table"),
    "dict_type": ("not-a-table", "must be a table"),
    "list_type": ("not-a-list", "must be a list"),
    "too_short": ("empty", "needs at least one value"),
    "greater_than_equal": ("too-small", "must be {ge:g} or more"),
    "greater_than": ("too-small", "must be more than {gt:g}"),
    "less_than_equal": ("too-large", "must be {le:g} or less"),
    "string_too_long": ("text-too-long", "must be {max_length:,} characters or fewer"),
}
"""Mistakes that pydantic finds: our names for them, and what to say."""
_EXAMPLES = {
    "holidays": '["2026-12-25"]', "closed": '["2026-12-25"]', "open": '["2026-12-25"]',
    "climb": "[1, 3, 6]", "ladder": '["4h", "1 day"]', "aliases": '["smp"]',
    "caps": '[{ max = 3, within = "24h" }]', "calendars": '["US-AL"] or ["own"]',
    "benefits": '["one", "two"]', "then": '["one", "two"]',
}  # fmt: skip


class File:
    """A TOML file under check: its data, and the mistakes found so far."""

    def __init__(self, text: str) -> None:
        """Reads the text; if it isn't TOML, that's the only mistake."""
        found = read_toml(text)
        self.is_broken = isinstance(found, Mistake)
        self.mistakes = [found] if isinstance(found, Mistake) else []
        self.data, self.lines = ({}, Lines("")) if isinstance(found, Mistake) else found
        self._source = plain(text).splitlines()

    def check(self, model: type[Table], context: Mapping[str, Any] | None = None) -> None:
        """Notes everything in the file that doesn't fit a model."""
        try:
            model.model_validate(self.data, context=context)
        except ValidationError as error:
            for details in error.errors(include_url=False):
                for found in _said(details, model, self.data):
                    self.say(found)

    def say(self, found: Found) -> None:
        """Notes a mistake; its path starts at the top of the file."""
        line = self.lines.of(found.path)
        if found.is_on:
            rest = enumerate(self._source[line - 1 :], line)
            line = next((number for number, text in rest if found.is_on(text)), line)
        self.mistakes.append(Mistake(line, self._key(found.path), found.name, found.message))

    def result(self) -> tuple[dict[str, Any] | None, tuple[Mistake, ...]]:
        """The data, None if there's any mistake; and the mistakes by line."""
        mistakes = tuple(sorted(set(self.mistakes)))
        return (None if mistakes else self.data), mistakes

    def table(self, key: str) -> dict[str, Any]:
        """The table at a top-level key; an empty one if there's none."""
        value = self.data.get(key)
        return value if isinstance(value, dict) else {}

    def _key(self, path: Path) -> str:
        """A path for people: rules by their ids, other lists counted from 1."""
        if path[:1] == ("rules",) and len(path) > 1 and isinstance(path[1], int):
            entry = self.data["rules"][path[1]]
            name = entry.get("id") if isinstance(entry, dict) else None
            path = ("rules", name, *path[2:]) if isinstance(name, str) and name else path
        name = "".join(f"[{p + 1}]" if isinstance(p, int) else f".{p}" for p in path)
        return name.removeprefix(".")


def sound(model: type[Model], value: object, context: Mapping[str, Any]) -> Model | None:
    """The value as a model; None if it doesn't fit."""
    try:
        return model.model_validate(value, context=context)
    except ValidationError:
        return None


def _said(error: ErrorDetails, model: Any, data: Mapping[str, Any]) -> Iterator[Found]:
    """The mistakes in what pydantic found."""
    path, kind, context = _path(error["loc"], data), error["type"], error.get("ctx", {})
    if isinstance(faults := context.get("error"), _FaultsError):
        for found in faults.found:
            yield found._replace(path=(*path, *found.path))
    elif kind == "extra_forbidden":
        what = "key" if len(path) > 1 else "section"
        near = nearest(str(path[-1]), _keys(model, path[:-1]))
        yield Found(path, "unknown-key", f"unknown {what}{near}")
    else:
        name, message = _KINDS.get(kind, (kind, error["msg"]))
        example = _EXAMPLES.get(str(path[-1])) if name in ("not-a-list", "empty") else None
        like = f", like {example}" if example else ""
        yield Found(path, name, message.format(**context) + like)


def _path(loc: tuple[str | int, ...], data: Any) -> Path:
    """Where a value is: without the index of a single text used as a list."""
    path: list[str | int] = []
    for part in loc[:-1] if loc[-1:] == ("[key]",) else loc:
        if isinstance(part, int) and not isinstance(data, list):
            continue
        path.append(part)
        is_inside = (isinstance(data, dict) and part in data) or isinstance(part, int)
        data = data[part] if is_inside else None
    return tuple(path)


def _keys(model: Any, path: Path) -> list[str]:
    """The keys that a model knows at a path."""
    for part in path:
        fields = getattr(model, "model_fields", {})
        known = {field.alias or name: field.annotation for name, field in fields.items()}
        model = known.get(str(part)) or get_args(model)[-1]
        while not isinstance(model, type) and get_origin(model) not in (dict, list):
            model = get_args(model)[0]
    return [field.alias or name for name, field in model.model_fields.items()]
