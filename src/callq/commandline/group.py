"""A group of commands that imports a command when it is called, and help that fits one screen."""

import re
import sys
from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any, ClassVar, cast

import typer
from typer.core import TyperGroup

from callq.errors import CallqError, Exit
from callq.named_tuple import NamedTuple

_STUMBLES = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError)
"""What damaged values make of a command: a damaged store, or a bug of ours."""
_WRONG_USE: Any = typer.BadParameter.__base__
"""What Typer raises when it doesn't know a word on the line."""
_TYPERS_WORDS = (
    (r"^Got unexpected extra arguments?(?:\(s\))? \((.*)\)$", r"Too many words: \1"),
    (r"^No such command '(.*)'$", r'Unknown command "\1"'),
    (r"^No such option: (\S+)", r"Unknown option \1"),
    (r"is not a valid (?:int|integer)(?: range)?$", "isn't a whole number"),
    (r"is not in the range (\S+)<=x<=(\S+)$", r"isn't between \1 and \2"),
    (r"is not in the range x>=(\S+)$", r"is less than \1"),
)
"""Sentences of Typer, and how we say them."""
_TYPES = {
    "str": "TEXT",
    "text": "TEXT",
    "int": "N",
    "integer": "N",
    "integer range": "N",
    "float": "NUMBER",
    "float range": "NUMBER",
    "path": "FILE",
}
"""What help calls a value that has no name of its own."""
_VALUES = {
    "note": "TEXT", "offer": "TEXT", "source": "TEXT", "at": "TIME", "when": "TIME",
    "duration": "TIME", "as-of": "DATE", "owner": "NAME", "to": "PERSON",
}  # fmt: skip
"""The same by the option, where its last word says less."""
_LABEL, _NAME = 11, 13
"""How wide the labels and the names of commands are in help, in columns."""


class Entry(NamedTuple):
    """A command of the tree."""

    module: str
    """Where its Typer app is, inside callq; empty for a group of commands."""
    help: str
    """One line, beginning with a verb; the first line of the command's own help."""
    commands: "Tree | None" = None
    """The commands of a group."""
    default: str = ""
    """The command of a group that runs when none is named."""


Tree = Mapping[str, Entry]


def commands_of(tree: Tree, group: str = "") -> dict[str, Entry]:
    """Every command by its words, such as `people merge`; groups are left out."""
    found: dict[str, Entry] = {}
    for name, entry in tree.items():
        words = f"{group} {name}".strip()
        found |= commands_of(entry.commands, words) if entry.commands else {words: entry}
    return found


def built(app: typer.Typer) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every command of an app with its words, built: groups before their commands, the app first.

    For tests and generated docs; a command line builds only what it runs.
    """

    def inside(words: tuple[str, ...], command: Any) -> Iterator[tuple[tuple[str, ...], Any]]:
        if hasattr(command, "complete"):
            command.complete()
        yield words, command
        if isinstance(command, TyperGroup):
            for name in command.list_commands(cast(Any, None)):
                yield from inside((*words, name), command.get_command(cast(Any, None), name))

    yield from inside((), typer.main.get_command(app))


class LazyGroup(TyperGroup):
    """Imports a command's module only when that command is called: a rep waits for one of them."""

    tree: ClassVar[Tree]
    labels: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    seldom: ClassVar[tuple[str, ...]] = ()
    """Commands that help names in one line at the end, to fit a screen."""
    """In help, which commands stand beside which label; all without one when empty."""
    guesses: ClassVar[Mapping[str, str]] = {}
    """What people type for a command: its words on the command line."""
    harmless: frozenset[str] = frozenset()
    """The guesses that run at once, as they only look."""
    destructive: frozenset[str] = frozenset()
    """What is never suggested for a typo."""
    default = ""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002
        """Every command, in the order of help."""
        return list(self.tree)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002
        """The command of that name, built now."""
        entry = self.tree.get(cmd_name)
        if entry is None:
            return None
        if entry.commands:
            return _group(cmd_name, entry)
        command = typer.main.get_command(import_module(f"callq.{entry.module}").app)
        command.name = cmd_name
        return _without_boxes(command)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """As Typer does; a group with a default runs it when no command is named."""
        if self.default and (not args or (args[0][:1] == "-" and args[0] not in ("-h", "--help"))):
            args = [self.default, *args]
        return super().parse_args(ctx, args)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """As Typer does, with our own words for a command that doesn't exist.

        Raises:
            CallqError: There is none of that name; the hint has the nearest one, or the right one
                where the word is what other programs call it.
        """
        name = args[0] if args else ""
        if name and not name.startswith("-") and name not in self.tree:
            meant = self.guesses.get(name.lower(), "")
            if name.lower() not in self.harmless:
                raise self._unknown(ctx, name, meant)
            args = [*meant.split(), *args[1:]]
        return super().resolve_command(ctx, args)

    def _unknown(self, ctx: Any, name: str, meant: str) -> CallqError:
        if meant:
            hint = f"Did you mean callq {meant}?"
        else:
            from difflib import get_close_matches

            offered = [word for word in self.tree if word not in self.destructive]
            near = get_close_matches(name.lower(), offered, n=2, cutoff=0.6)
            path = ctx.command_path
            said = " or ".join(f"{path} {word}" for word in near)
            hint = f"Did you mean {said}?" if near else f"{path} --help lists the commands."
        return CallqError(f'Unknown command "{name}".', hint=hint, name="unknown-command")

    def shell_complete(self, ctx: Any, incomplete: str) -> Any:
        """The commands that begin as typed, without importing any of them."""
        from typer._click.shell_completion import CompletionItem

        found = [
            CompletionItem(name, help=entry.help)
            for name, entry in self.tree.items()
            if name.startswith(incomplete)
        ]
        # Typer's own would build every command to ask it for its help.
        return found + super(TyperGroup, self).shell_complete(ctx, incomplete)

    def format_help_text(self, ctx: Any, formatter: Any) -> None:
        """The group's own lines, then its commands, labeled by when one needs them."""
        if self.labels:
            formatter.write(f"{self.help}\n")
        else:
            super().format_help_text(ctx, formatter)
        labels = self.labels or {"": tuple(self.tree)}
        for label, names in labels.items():
            formatter.write("\n")
            shown = [name for name in names if name not in self.seldom]
            for i, name in enumerate(shown):
                head = f"{label if not i else '':<{_LABEL}}" if self.labels else "  "
                formatter.write(f"{head}{name:<{_NAME}}{self.tree[name].help}\n")
        if self.seldom:
            formatter.write(f"\n{'Also':<{_LABEL}}{', '.join(self.seldom)}\n")

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Leaves out what Typer adds: the tree lists the commands, the epilog the options."""

    def make_context(self, *arguments: Any, **more: Any) -> Any:
        """As Typer does; a mistake before the command reads as everywhere else."""
        try:
            return super().make_context(*arguments, **more)
        except _WRONG_USE as error:
            raise typer.Exit(_wrong_use(error)) from error

    def invoke(self, ctx: Any) -> Any:
        """Runs the command; a refusal becomes one message on stderr and its exit code."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except CallqError as error:
            from callq.terminal.terminal import refuse

            refuse(error)
            raise typer.Exit(int(error.code)) from error
        except _WRONG_USE as error:
            raise typer.Exit(_wrong_use(error)) from error
        except typer.Abort as error:
            # The cursor is still on the line of the prompt.
            typer.echo(err=True)
            raise typer.Exit(int(Exit.INTERRUPTED)) from error
        except OSError as error:
            from callq.commandline.damage import output_ended

            raise typer.Exit(int(output_ended(error))) from error
        except Exception as error:
            if not (isinstance(error, _STUMBLES) or type(error).__module__ == "sqlite3"):
                raise
            from callq.commandline.damage import as_damage
            from callq.terminal.terminal import refuse

            damage = as_damage(error)
            refuse(damage)
            raise typer.Exit(int(damage.code)) from error
        return result


def _group(name: str, entry: Entry) -> LazyGroup:
    inner = entry.commands or {}
    members = {
        "tree": inner,
        "default": entry.default,
        "destructive": frozenset({"erase", "restore", "merge"}),
    }
    group = type("Group", (LazyGroup,), members)(
        name=name,
        help=entry.help,
        no_args_is_help=not entry.default,
        options_metavar="",
        subcommand_metavar="COMMAND [WORDS]",
    )
    _without_boxes(group)
    return cast(LazyGroup, group)


def _without_boxes(command: Any) -> Any:
    """The command with plain help, no boxes and no import of rich for them; and with `--rep`."""
    command.rich_markup_mode = None
    pieces = command.collect_usage_pieces
    # Typer puts a word that must be there in braces.
    command.collect_usage_pieces = lambda ctx: [piece.strip("{}") for piece in pieces(ctx)]
    for param in command.params:
        if getattr(param, "metavar", None) is None and param.type.name in _TYPES:
            param.metavar = _value_name(param)
    spellings = {spelling: param for param in command.params for spelling in param.opts}
    rep = spellings.get("--owner") or spellings.get("--agent")
    if rep is not None and "--rep" not in spellings:
        # One flag for a rep on every command; where both are there, the one people belong to.
        rep.opts.insert(0, "--rep")
    for inner in getattr(command, "commands", {}).values():
        _without_boxes(inner)
    if isinstance(command, TyperGroup):
        command.suggest_commands = False
    return command


def _value_name(param: Any) -> str:
    """What help calls the value of a parameter: `ZONE` for `--zone`, `N` for a number."""
    word = next((word[2:] for word in param.opts if word.startswith("--")), "")
    if not word or _TYPES[param.type.name] != "TEXT":
        return _TYPES[param.type.name]
    return _VALUES.get(word, word.rpartition("-")[2].upper())


def _wrong_use(error: Any) -> int:
    """Says what is wrong with the words on the line, and where they are explained."""
    from callq.terminal.terminal import refuse

    if type(error).__name__ == "NoArgsIsHelpError":
        raise error
    command = error.ctx.command_path if error.ctx else "callq"
    near = sorted(getattr(error, "possibilities", None) or ())
    hint = f"Did you mean {' or '.join(near[:3])}? " if near else ""
    # What Typer adds to its sentence in brackets is in the hint.
    message = error.format_message().partition(" (Possible options")[0].rstrip(".")
    for theirs, ours in _TYPERS_WORDS:
        message = re.sub(theirs, ours, message)
    if message.startswith("Too many"):
        hint = "Put a name of several words in quotes. "
    end = "" if message.endswith("?") else "."
    refuse(CallqError(f"{message}{end}", hint=f"{hint}{command} --help explains it."))
    return int(error.exit_code)
