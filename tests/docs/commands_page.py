"""The parts of the docs that are written from the program: commands, fields, settings, keys."""

import re
from collections.abc import Iterator
from typing import Any

import typer

from callq.cli import GROUPS, app
from callq.commandline import options, people
from callq.commandline.group import built
from callq.commandline.options import PeopleCommand
from callq.config import OPTIONS
from callq.engine.outcomes import CANONICAL
from callq.importing.headers import FIELDS
from callq.session.keys import KEYS

_PART = re.compile(r"(<!-- written by make docs: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
_MORE = {
    "session": "session.md",
    "log": "rulebook.md#outcomes",
    "import": "files.md",
    "export": "export.md",
    "people dedupe": "dedupe.md",
    "people merge": "dedupe.md#merging",
    "people consent": "hours.md#consent",
    "people disclose": "privacy.md#what-we-keep",
    "people record": "privacy.md#the-compliance-record",
    "people erase": "privacy.md",
    "dial": "dialing.md",
    "caller": "dialing.md#incoming-calls",
    "purge-check": "concepts.md#the-audit",
    "stats": "numbers.md",
    "forecast": "numbers.md#calls-to-come",
    "rules diff": "rulebook.md",
    "rules registries": "do-not-call.md#do-you-need-a-registry",
    "hours": "hours.md",
    "dnc import": "do-not-call.md",
    "dnc remove": "do-not-call.md",
    "playbook apply": "playbook.md",
    "script": "playbook.md",
    "mail": "playbook.md#emails",
    "goals show": "goals.md",
    "goals time-off": "goals.md#time-off",
    "store backup": "reliability.md",
    "store move": "sharing.md#move-to-a-server-and-back",
}
"""Where more is said of a command."""
_WORDS = typer.main.get_params_convertors_ctx_param_name_from_function(people.options)[0]
_SHARED = ("Json", "Csv", "Plain", "Agent", "OneList", "Mine", "DryRun", "Force")


def with_parts(text: str) -> str:
    """The page with its written parts as the program has them now."""
    parts = {
        "commands": _commands, "shared": _shared, "fields": _fields, "settings": _settings,
        "outcome_keys": _outcome_keys, "keys": _keys,
    }  # fmt: skip
    return _PART.sub(lambda match: f"{match[1]}\n{parts[match[2]]()}\n{match[3]}", text)


def _shared() -> str:
    rows = []
    for name in _SHARED:
        info = getattr(options, name).__metadata__[0]
        spellings = [*(("--rep",) if name == "Agent" else ()), info.default, *info.param_decls]
        value = f" {info.metavar}" if info.metavar else ""
        rows.append((f"{', '.join(spellings)}{value}", info.help))
    return _table("option", "meaning", rows)


def _fields() -> str:
    return _table("field", "what it holds", list(FIELDS.items()))


def _outcome_keys() -> str:
    return ", ".join(f"`{one.key}` {one.label}" for one in CANONICAL) + ".\n"


def _keys() -> str:
    rows = []
    for key in KEYS:
        early = "".join(f", before the call also `{sign}`" for sign in key.early)
        rows.append((f"`{'`, `'.join(key.keys)}`{early}", key.help))
    lines = [
        "| key | what it does |",
        "|---|---|",
        *(f"| {key} | {help_} |" for key, help_ in rows),
    ]
    return "\n".join(lines) + "\n"


def _settings() -> str:
    lines = ["| setting | variable | default | meaning |", "|---|---|---|---|"]
    shown = {False: "no", True: "yes", "": ""}
    for option in OPTIONS:
        default = shown.get(option.default, option.default)
        code = f"`{default}`" if default != "" else ""
        lines.append(f"| `{option.name}` | `{option.variable}` | {code} | {option.meaning} |")
    return "\n".join(lines) + "\n"


def _commands() -> str:
    by_words = {words: command for words, command in built(app) if words}
    return "\n".join(
        f"## {label}\n\n" + "\n".join(
            section
            for first in names
            for words, command in by_words.items() if words[0] == first
            for section in _section(words, command)
        )
        for label, names in GROUPS.items()
    )  # fmt: skip


def _is_of_list(name: str, param: Any) -> bool:
    """Whether it's explained with `list`, or with every command."""
    words = {p.name for p in _WORDS}
    return param.hidden or param.name == "help" or (name != "list" and param.name in words)


def _section(words: tuple[str, ...], command: Any) -> Iterator[str]:
    if getattr(command, "commands", None) or not command.epilog:
        return
    name = " ".join(words)
    text = [" ".join(part.split()) for part in command.help.split("\n\n")]
    more = f" More: [{_MORE[name].partition('#')[0]}]({_MORE[name]})." if name in _MORE else ""
    example = command.epilog.removeprefix("Example: ")
    if isinstance(command, PeopleCommand) and name != "list":
        more = f" Takes all words of [list](#list) that say which people.{more}"
    shown = [p for p in command.params if not _is_of_list(name, p)]
    own = [(_spelled(p), _meaning(p)) for p in shown if not _is_shared(p)]
    also = [f"`{_spelled(p).partition(' ')[0].rstrip(',')}`" for p in shown if _is_shared(p)]
    with_ = f" Also {', '.join(also)}." if also else ""
    lines = [f"### {name}", "", "\n\n".join(text) + more, "", f"Example: `{example}`.{with_}", ""]
    yield "\n".join([*lines, *([_table("option", "meaning", own)] if own else [])])


def _is_shared(param: Any) -> bool:
    helps = {getattr(options, name).__metadata__[0].help for name in _SHARED}
    return getattr(param, "help", None) in helps


def _spelled(param: Any) -> str:
    """`--list, -l LIST`."""
    if param.param_type_name == "argument":
        return str(param.metavar or param.name.upper())
    spellings = ", ".join((*param.opts, *param.secondary_opts))
    return spellings if param.is_flag else f"{spellings} {param.metavar}"


def _meaning(param: Any) -> str:
    text = str(getattr(param, "help", "") or "")
    default = param.default
    if isinstance(default, str | int) and not isinstance(default, bool) and default:
        text += f" Default: {default}."
    return text


def _table(first: str, second: str, rows: list[tuple[str, str]]) -> str:
    lines = [f"| {first} | {second} |", "|---|---|"]
    lines += [f"| `{_cell(code)}` | {_cell(meaning)} |" for code, meaning in rows]
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", r"\|")
