"""The tree of commands, and the entry point of the command line."""

import atexit
import gc
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path

# Loading a program makes many objects that live as long as it; looking for garbage among them
# every 700 objects costs a short command a twentieth of its time.
gc.set_threshold(50_000, 20, 20)
# Python looks through all of them twice more as it ends, a sixth of a short command's time; the
# process is over, so there is nothing to gain. Frozen objects are passed over.
atexit.register(gc.freeze)

import typer  # noqa: E402

from callq import __version__  # noqa: E402
from callq.commandline.group import Entry, LazyGroup, Tree  # noqa: E402
from callq.errors import CallqError, Exit  # noqa: E402

_PEOPLE: Tree = {
    "merge": Entry("prospects.commands.merge", "Merge two records of the same person."),
    "dedupe": Entry("prospects.commands.dedupe", "Find and merge duplicates, one key each."),
    "consent": Entry("compliance.commands.consent", "Record that they agreed to be called."),
    "disclose": Entry("privacy.commands.disclose", "Write a report of all you hold on a person."),
    "record": Entry("privacy.commands.record", "Show what each call's compliance record says."),
    "erase": Entry("privacy.commands.erase", "Erase a person for good, when they ask for it."),
}
_STORE: Tree = {
    "check": Entry("maintenance.commands.check", "Check the data file; --fix repairs it."),
    "backup": Entry(
        "maintenance.commands.backup", "Back up the data file while everyone works on."
    ),
    "restore": Entry("maintenance.commands.restore", "Replace the data file with a backup."),
    "move": Entry("maintenance.commands.move", "Move everything to a server, or back to a file."),
}
_GOALS: Tree = {
    "show": Entry("planning.commands.goals", "Show today's call blocks and your streak."),
    "time-off": Entry(
        "planning.commands.time_off", "Plan time off; spread the calls that fall due."
    ),
}
TREE: Tree = {
    "today": Entry("queue.commands.today", "Show who to call today, in what order, and why."),
    "next": Entry("calls.commands.next", "Take the next call: the number and the history."),
    "session": Entry("session.commands.session", "Call all day on one screen, one key a call."),
    "dial": Entry("dialing.commands.dial", "Dial them with your phone, checked again."),
    "log": Entry("calls.commands.log", "Log how a call ended; callq plans the next one."),
    "undo": Entry("calls.commands.undo", "Undo your last command."),
    "snooze": Entry("calls.commands.snooze", "Put a person off without logging a call."),
    "redo": Entry("calls.commands.redo", "Log again the call you just undid."),
    "note": Entry("calls.commands.note", "Note what you found out before the call."),
    "script": Entry("scripts.commands.script", "Read what to say on this call."),
    "mail": Entry("scripts.commands.mail", "Write the email that is due; you send it."),
    "list": Entry(
        "prospects.commands.list_people",
        "Find people; pause, resume or close a list.",
    ),
    "show": Entry("calls.commands.show", "Show everything about a person."),
    "why": Entry("calls.commands.why", "Explain why a person is or isn't in the queue."),
    "caller": Entry("dialing.commands.caller", "Say in one line who is calling."),
    "add": Entry("prospects.commands.add", "Add a person by hand."),
    "edit": Entry("prospects.commands.edit", "Change the details of a person or a view."),
    "assign": Entry("prospects.commands.assign", "Hand people over to another rep."),
    "import": Entry("importing.commands.import_file", "Import a list: CSV, Excel, vCard or JSON."),
    "export": Entry("exporting.commands.export", "Export people, calls, callbacks or calendars."),
    "people": Entry("", "Merge, dedupe, consent, disclose, record, erase.", _PEOPLE),
    "purge-check": Entry(
        "audit.commands.purge_check", "Check who in the not-interested pile to keep."
    ),
    "reconcile": Entry("calls.commands.reconcile", "Compare your phone's call log with yours."),
    "stats": Entry("metrics.commands.stats", "Show what your calls led to."),
    "forecast": Entry("metrics.commands.forecast", "Forecast the calls of the coming weeks."),
    "report": Entry(
        "metrics.commands.report", "Show the team's numbers, or write them as one web page."
    ),
    "rules": Entry("rulebooks.commands.rules", "Show, check and change the rulebook."),
    "hours": Entry("compliance.commands.hours", "Show when you may call, and where."),
    "dnc": Entry("compliance.commands.dnc", "Manage do-not-call numbers and registry lists."),
    "playbook": Entry("scripts.commands.playbook", "Show, check and change scripts and emails."),
    "setup": Entry("maintenance.commands.setup", "Answer a few questions to set callq up."),
    "config": Entry("maintenance.commands.config", "Show or change a setting."),
    "store": Entry("", "Check, back up, restore or move your data.", _STORE),
    "goals": Entry("", "Show your goals and call blocks; plan time off.", _GOALS, "show"),
    "schema": Entry("commandline.schema_command", "Print the JSON Schema of a command's --json."),
    "demo": Entry("demo.command", "Try callq on a sample folder."),
}
GROUPS = {
    "Every day": (
        "today", "session", "next", "dial", "log", "snooze", "undo", "redo", "note", "script",
        "mail",
    ),
    "People": (
        "list", "show", "why", "caller", "add", "edit", "assign", "import", "export", "people",
    ),
    "Review": ("purge-check", "reconcile", "stats", "forecast", "report"),
    "Rules": ("rules", "hours", "dnc", "playbook"),
    "Set up": ("setup", "config", "store", "goals", "schema", "demo"),
}  # fmt: skip
"""When a person needs which command; the order of help and of docs/commands.md."""
_SELDOM = ("assign", "redo", "caller", "reconcile", "forecast", "report", "schema")
_LOOKS = {
    "find": "list", "search": "list", "ls": "list", "queue": "today", "status": "today",
    "history": "show", "explain": "why",
}  # fmt: skip
"""First guesses that run at once."""
_POINTERS = {
    "call": "next", "take": "next", "done": "log", "outcome": "log",
    "new": "add", "create": "add", "update": "edit", "change": "edit", "load": "import",
    "email": "mail", "pitch": "script", "calendar": "export", "hold": "why",
    "delete": "people erase", "forget": "people erase", "remove": "people erase",
    "rm": "people erase",
    "erase": "people erase", "disclose": "people disclose", "record": "people record",
    "merge": "people merge", "dedupe": "people dedupe", "consent": "people consent",
    "backup": "store backup", "restore": "store restore",
    "audit": "purge-check", "duplicates": "people dedupe", "permission": "people consent",
    "check": "store check", "db": "store", "migrate": "store move", "vacation": "goals time-off",
    "time-off": "goals time-off", "goal": "goals", "plan": "goals", "init": "setup",
    "install": "setup", "settings": "config",
    "set": "config", "rule": "rules", "rulebook": "rules", "block": "dnc add",
    "do-not-call": "dnc add", "revert": "undo", "inbound": "log", "incoming": "log",
    "help": "--help", "version": "--version",
}  # fmt: skip
"""First guesses that point to the command, which is never run for them."""


class Callq(LazyGroup):
    """All of callq's commands."""

    tree = TREE
    labels = GROUPS
    seldom = _SELDOM
    guesses = _LOOKS | _POINTERS
    harmless = frozenset(_LOOKS)
    destructive = frozenset({"undo", "dnc", "people", "store", "import", "edit"})


app = typer.Typer(
    cls=Callq,
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    options_metavar="",
    subcommand_metavar="COMMAND [WORDS]",
    context_settings={
        "help_option_names": ["-h", "--help"],
        "max_content_width": 80,
    },
    epilog="callq COMMAND --help explains one. Anywhere: --no-input, --no-color.",
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
    no_color: bool = typer.Option(False, "--no-color", help="No colors; anywhere on the line."),
    no_input: bool = typer.Option(False, "--no-input", help="Never ask; anywhere on the line."),
) -> None:
    """Know who to call next, when, and why."""


def run(arguments: Sequence[str] | None = None) -> None:
    """Runs callq with the given arguments, or the process's own; always exits."""
    from callq.terminal.terminal import Manners, set_manners

    words = list(sys.argv[1:] if arguments is None else arguments)
    rest, flags = _global_flags(words)
    set_manners(Manners(color="--no-color" not in flags, ask="--no-input" not in flags))
    _refuse_broken_text(rest)
    # A stream that the caller closed is None: then there is nowhere to write to, and that is fine.
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


def _refuse_broken_text(arguments: list[str]) -> None:
    """Ends with a sentence when an argument isn't text in the terminal's encoding."""
    for argument in arguments:
        try:
            argument.encode()
        except UnicodeEncodeError:
            from callq.terminal.terminal import refuse

            shown = argument.encode(errors="replace").decode()
            refuse(CallqError(f"\"{shown}\" isn't text: it has bytes that aren't UTF-8."))
            sys.exit(int(Exit.USAGE))


def _global_flags(arguments: list[str]) -> tuple[list[str], set[str]]:
    """The words without the flags that work anywhere on the line, up to a `--`; and the flags."""
    end = arguments.index("--") if "--" in arguments else len(arguments)
    everywhere = {"--no-color", "--no-input"}
    flags = everywhere & set(arguments[:end])
    return [word for word in arguments[:end] if word not in everywhere] + arguments[end:], flags
