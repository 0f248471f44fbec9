"""The entry point: finds the command, runs it, and turns refusals into a message and a code."""

import atexit
import errno
import gc
import io
import os
import re
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

# Loading a program makes many objects that live as long as it; looking for garbage among them
# every 700 objects costs a short command a twentieth of its time.
gc.set_threshold(50_000, 20, 20)
# Python looks through all of them twice more as it ends, a sixth of a short command's time; the
# process is over, so there is nothing to gain. Frozen objects are passed over.
atexit.register(gc.freeze)

import typer  # noqa: E402
from typer.core import TyperGroup  # noqa: E402

from callq import __version__  # noqa: E402
from callq.errors import CallqError, Exit  # noqa: E402

_STUMBLES = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError)
"""What values that can't be make of a command: a damaged store, or a bug of ours."""
_WRONG_USE: Any = typer.BadParameter.__base__
"""What Typer raises when the words on the line are none it knows."""
_TYPERS_WORDS = (
    (r"^Got unexpected extra arguments?(?:\(s\))? \((.*)\)$", r"Too many words: \1"),
    (r"is not a valid (?:int|integer)(?: range)?$", "is no whole number"),
    (r"is not in the range (\S+)<=x<=(\S+)$", r"is not from \1 to \2"),
    (r"is not in the range x>=(\S+)$", r"is less than \1"),
)
"""Sentences of Typer, and how we say them."""
_WRITTEN_OR_NOT = "What the command did is done all the same; callq undo takes it back."


class Entry(NamedTuple):
    """A command: the module that holds its Typer app, and where help lists it."""

    module: str
    panel: str


_DAY, _FOLDER, _LOOK, _SETUP = "Every day", "People", "Look closer", "Set up"
_SAFE = "Keep safe"
COMMANDS: dict[str, Entry] = {
    "today": Entry("queue.commands.today", _DAY),
    "next": Entry("calls.commands.next", _DAY),
    "log": Entry("calls.commands.log", _DAY),
    "script": Entry("scripts.commands.script", _DAY),
    "mail": Entry("scripts.commands.mail", _DAY),
    "note": Entry("calls.commands.note", _DAY),
    "undo": Entry("calls.commands.undo", _DAY),
    "away": Entry("planning.commands.time_off", _DAY),
    "routine": Entry("planning.commands.goals", _LOOK),
    "show": Entry("calls.commands.show", _LOOK),
    "why": Entry("calls.commands.why", _LOOK),
    "hours": Entry("compliance.commands.hours", _LOOK),
    "list": Entry("prospects.commands.list_people", _LOOK),
    "evidence": Entry("privacy.commands.record", _LOOK),
    "dossier": Entry("privacy.commands.disclose", _LOOK),
    "purge-check": Entry("audit.commands.purge_check", _LOOK),
    "stats": Entry("metrics.commands.stats", _LOOK),
    "forecast": Entry("metrics.commands.forecast", _LOOK),
    "report": Entry("metrics.commands.report", _LOOK),
    "import": Entry("importing.commands.import_file", _FOLDER),
    "add": Entry("prospects.commands.add", _FOLDER),
    "edit": Entry("prospects.commands.edit", _FOLDER),
    "export": Entry("exporting.commands.export", _FOLDER),
    "consent": Entry("compliance.commands.consent", _FOLDER),
    "merge": Entry("prospects.commands.merge", _FOLDER),
    "dedupe": Entry("prospects.commands.dedupe", _FOLDER),
    "forget": Entry("privacy.commands.erase", _FOLDER),
    "playbook": Entry("scripts.commands.playbook", _SETUP),
    "dnc": Entry("compliance.commands.dnc", _FOLDER),
    "rules": Entry("rulebooks.commands.rules", _SETUP),
    "config": Entry("maintenance.commands.config", _SETUP),
    "schema": Entry("commandline.schema_command", _SETUP),
    "demo": Entry("demo.command", _SETUP),
    "backup": Entry("maintenance.commands.backup", _SAFE),
    "restore": Entry("maintenance.commands.restore", _SAFE),
    "doctor": Entry("maintenance.commands.check", _SAFE),
}


class LazyGroup(TyperGroup):
    """Imports a command's module only when that command is called: a rep waits for one of them."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002
        """Every command, in the order of help."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002
        """The command of that name, built now."""
        entry = COMMANDS.get(cmd_name)
        if entry is None:
            return None
        module = import_module(f"callq.{entry.module}")
        command = typer.main.get_command(module.app)
        command.name = cmd_name
        command.rich_help_panel = entry.panel  # type: ignore[attr-defined]
        return command

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """As Typer does, with our own words for a command that does not exist."""
        name = args[0] if args else ""
        if name and not name.startswith("-") and name not in COMMANDS:
            from difflib import get_close_matches

            near = get_close_matches(name, COMMANDS, n=2, cutoff=0.5)
            hint = f"Did you mean {' or '.join(near)}?" if near else "callq --help lists them."
            raise CallqError(f'There is no command "{name}".', hint=hint)
        return super().resolve_command(ctx, args)

    def make_context(self, *arguments: Any, **more: Any) -> Any:
        """As Typer does; a mistake before the command is told as everywhere else."""
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
            # The prompt that was left stands on the line.
            typer.echo(err=True)
            raise typer.Exit(int(Exit.INTERRUPTED)) from error
        except OSError as error:
            raise typer.Exit(int(_output_ended(error))) from error
        except Exception as error:
            if not (isinstance(error, _STUMBLES) or type(error).__module__ == "sqlite3"):
                raise
            from callq.commandline.damage import as_damage
            from callq.terminal.terminal import refuse

            damage = as_damage(error)
            refuse(damage)
            raise typer.Exit(int(damage.code)) from error
        return result


def _wrong_use(error: Any) -> int:
    """Says what was wrong with the words on the line, and where they are explained."""
    from callq.terminal.terminal import refuse

    if type(error).__name__ == "NoArgsIsHelpError":
        raise error
    command = error.ctx.command_path if error.ctx else "callq"
    near = sorted(getattr(error, "possibilities", None) or ())
    hint = f"Did you mean {' or '.join(near[:3])}? " if near else ""
    # What Typer adds to its sentence in brackets stands in the hint.
    message = error.format_message().partition(" (Possible options")[0].rstrip(".")
    for theirs, ours in _TYPERS_WORDS:
        message = re.sub(theirs, ours, message)
    if message.startswith("Too many"):
        hint = "A name of several words goes in quotes. "
    end = "" if message.endswith("?") else "."
    refuse(CallqError(f"{message}{end}", hint=f"{hint}{command} --help explains it."))
    return int(error.exit_code)


app = typer.Typer(
    cls=LazyGroup,
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="A first look: callq demo. Every command explains itself: callq log --help",
)


def _version(value: bool) -> None:
    if value:
        typer.echo(f"callq {__version__}")
        raise typer.Exit


@app.callback()
def callq(
    version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help="Print the version."
    ),
    no_color: bool = typer.Option(False, "--no-color", help="No colours; anywhere on the line."),
    no_input: bool = typer.Option(False, "--no-input", help="Never ask; anywhere on the line."),
) -> None:
    """A call queue for people who sell or serve by phone.

    Record how every call ended; callq says whom to call next, when, and why.
    """


def run(arguments: Sequence[str] | None = None) -> None:
    """Runs callq with the given arguments, or the process's own; always exits."""
    rest = _take_global_flags(list(sys.argv[1:] if arguments is None else arguments))
    _refuse_broken_text(rest)
    # A stream that the caller closed is None: then there is nowhere to write to, which is no error.
    sys.stdout = sys.stdout or Path(os.devnull).open("w")  # noqa: SIM115 - lives as long as we do
    sys.stderr = sys.stderr or Path(os.devnull).open("w")  # noqa: SIM115
    if isinstance(getattr(sys.stdout, "buffer", None), io.FileIO):
        # PYTHONUNBUFFERED: what a pipe takes only a part of would be lost.
        sys.stdout = os.fdopen(
            sys.stdout.fileno(), "w", encoding=sys.stdout.encoding, closefd=False
        )
    for stream in (sys.stdout, sys.stderr):
        # A name that the terminal can't show must not end the command.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    app(args=rest, prog_name="callq")


def _output_ended(error: OSError) -> Exit:
    """What it means that nothing more can be printed; any other error is a bug and goes on."""
    if error.errno not in (errno.EPIPE, errno.ENOSPC, errno.EIO, errno.EBADF):
        raise error
    # Python flushes once more at its end, into nowhere.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    if error.errno == errno.EPIPE:
        # The reader left, e.g. `callq today | head`: that is no failure.
        return Exit.DONE
    from callq.terminal.terminal import refuse

    refuse(CallqError(f"The answer can't be written: {error.strerror}.", hint=_WRITTEN_OR_NOT))
    return Exit.OUTPUT


def _refuse_broken_text(arguments: list[str]) -> None:
    """Ends with a sentence when an argument is no text in the terminal's encoding."""
    for argument in arguments:
        try:
            argument.encode()
        except UnicodeEncodeError:
            from callq.terminal.terminal import refuse

            shown = argument.encode(errors="replace").decode()
            refuse(CallqError(f'"{shown}" is no text: it has bytes that are no UTF-8.'))
            sys.exit(int(Exit.USAGE))


def _take_global_flags(arguments: list[str]) -> list[str]:
    """Takes the flags that hold everywhere out of the line, up to a `--`."""
    end = arguments.index("--") if "--" in arguments else len(arguments)
    head, tail = arguments[:end], arguments[end:]
    for flag, variable in (("--no-color", "NO_COLOR"), ("--no-input", "CALLQ_NO_INPUT")):
        if flag in head:
            os.environ[variable] = "1"
            head = [argument for argument in head if argument != flag]
    return head + tail
