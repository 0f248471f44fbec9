"""`callq rules show | check | diff | apply`."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from callq.commandline.options import (
    Agent,
    Csv,
    DryRun,
    Json,
    Mine,
    OneList,
    begin,
    figure,
    pass_on,
    refuse_unknown_list,
    settings,
)
from callq.engine.registries import NOT_NEEDED, REQUIRED
from callq.engine.words import plural
from callq.errors import CallqError, Exit
from callq.records.calls import calls_in_log
from callq.records.own_file import RULEBOOK, present
from callq.records.rulebooks import look_over, read_rulebook, shipped_text
from callq.rulebooks.rules import answer_registries, apply, registries_of, text_in_force
from callq.terminal.progress import progress
from callq.terminal.terminal import say, write_json

_MOST_DAYS = 3660
app = typer.Typer(
    add_completion=False, no_args_is_help=True, help="Show, check and change the rulebook."
)


@app.command(epilog="Example: callq rules show > rulebook.toml")
def show(
    shipped: Annotated[bool, typer.Option("--shipped", help="Print the built-in one.")] = False,
) -> None:
    """Print the current rulebook, to edit it."""
    if shipped:
        typer.echo(shipped_text(), nl=False)
        return
    try:
        ws = begin()
    except CallqError as error:
        if error.code is not Exit.STORE:
            raise
        typer.echo(read_rulebook(present(RULEBOOK, settings().rulebook_file))[0], nl=False)
        return
    typer.echo(text_in_force(ws), nl=False)


@app.command(epilog="Example: callq rules check rulebook.toml")
def check(
    path: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="Your own rulebook by default.")
    ] = None,
    json: Json = False,
) -> None:
    """Check a rulebook and show every mistake with its line."""
    source = path or present(RULEBOOK, settings().rulebook_file)
    if json:
        _check_as_json(source)
        return
    _, data = read_rulebook(source)
    name = str(source) if source else "The built-in rulebook"
    rules = plural(len(data["rules"]), "rule")
    say(f"{name} has no mistakes: version {data['version']}, {rules}.")


def _check_as_json(source: Path | None) -> None:
    _, data, mistakes = look_over(source)
    write_json(
        {
            "schema": "callq.rules-check/1",
            "file": str(source or ""),
            "version": data["version"] if data else None,
            "rules": len(data["rules"]) if data else None,
            "mistakes": [m._asdict() for m in mistakes],
        }
    )
    if data is None:
        raise typer.Exit(int(Exit.BAD_RULEBOOK))


@app.command(epilog="Example: callq rules diff rulebook.toml --days 14")
def diff(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="The edited rulebook.")],
    list_name: OneList = "",
    mine: Mine = False,
    days: Annotated[
        int,
        typer.Option(
            "--days",
            metavar="N",
            parser=figure(1, _MOST_DAYS),
            help="Show the calls due for this many days.",
        ),
    ] = 30,
    examples: Annotated[
        int,
        typer.Option(
            "--examples",
            "-n",
            metavar="N",
            parser=figure(0),
            help="Name this many people for each change.",
        ),
    ] = 3,
    json: Json = False,
    csv: Csv = False,
    agent: Agent = "",
) -> None:
    """Show who an edited rulebook would let you call, and who would wait."""
    from callq.metrics.statements import Scope
    from callq.rulebooks.diff import compare
    from callq.rulebooks.views import diff as render

    ws = begin(agent=agent)
    refuse_unknown_list(ws, list_name)
    scope = Scope(list_name, ws.agent if mine else "")
    with _replaying(calls_in_log(ws.db)) as count:
        found = compare(ws, path, scope, days, examples, count)
    if json:
        write_json(render.as_json(found))
    elif csv:
        render.write_csv(found)
    else:
        render.show(found, ws.home)


@app.command(name="apply", epilog="Example: callq rules apply rulebook.toml")
def apply_rules(
    path: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="Your own rulebook by default.")
    ] = None,
    dry_run: DryRun = False,
    json: Json = False,
    agent: Agent = "",
) -> None:
    """Switch to a rulebook and update everyone's status."""
    ws = begin(agent=agent)
    ws.turn()
    calls = calls_in_log(ws.db)
    with _replaying(calls) as count:
        applied = apply(ws, path, count, dry_run=dry_run)
    pass_on(ws)
    if json:
        write_json(
            {
                "schema": "callq.rules-apply/1",
                "version": applied.version,
                "source": applied.source,
                "dry_run": dry_run,
                "people": applied.people,
                "changed": applied.changed,
                "calls": calls,
            }
        )
    else:
        named = f"rulebook {applied.version} ({applied.source})"
        changed = f"{applied.changed:,} of {plural(applied.people, 'person', 'people')}"
        if dry_run:
            say(f"The {named} would change {changed}. Nothing has changed yet.")
        else:
            say(f"Now using {named}. It changed {changed}. To go back: callq undo")


@app.command(epilog="Example: callq rules learn")
def learn(json: Json = False) -> None:
    """Learn from all calls who is likely to say yes, and rank everyone by it."""
    from callq.rulebooks.rules import learn as learn_all
    from callq.rulebooks.views import learned as render

    ws = begin()
    ws.turn()
    with _replaying(calls_in_log(ws.db)) as count:
        lesson = learn_all(ws, count)
    if json:
        write_json(render.as_json(lesson))
    else:
        render.show(lesson)


@app.command(epilog='Example: callq rules registries not-needed --reason "we only call customers"')
def registries(
    answer: Annotated[
        str, typer.Argument(metavar="[ANSWER]", help="required, or not-needed with --reason.")
    ] = "",
    reason: Annotated[
        str, typer.Option("--reason", help='Why not: "we only call customers".')
    ] = "",
    json: Json = False,
    agent: Agent = "",
) -> None:
    """Say if numbers must be checked against do-not-call registries. Without ANSWER: show it."""
    from callq.rulebooks.views import registries as view

    ws = begin(agent=agent)
    if answer:
        answer_registries(ws, _answer(answer), reason)
        ws.turn()
    found = registries_of(ws)
    if json:
        write_json(view.as_json(found))
    else:
        view.show(found)


def _answer(text: str) -> str:
    """An answer as typed."""
    answer = text.strip().lower().replace("-", " ")
    if answer not in (REQUIRED, NOT_NEEDED):
        raise CallqError(
            f'"{text}" isn\'t an answer.',
            hint='Type required, or not-needed --reason "…".',
            name="unknown-answer",
        )
    return answer


@contextmanager
def _replaying(total: int) -> Iterator[Callable[[int], None]]:
    """A progress bar that counts calls as they are replayed."""
    done = 0
    with progress("Replaying calls") as advance:

        def count(calls: int) -> None:
            nonlocal done
            done += calls
            advance(done, total)

        yield count
