"""What to say to a prospect: the script that fits, filled with what callq knows."""

from collections.abc import Sequence

from callq.engine.playbook import (
    ABOUT,
    ABSENT,
    ANY,
    KINDS,
    MAIL,
    Script,
    ScriptContext,
    best,
    is_long_ago,
    pick,
    script_context,
    script_from,
)  # fmt: skip
from callq.errors import CallqError, Exit
from callq.named_tuple import NamedTuple
from callq.records import calls, people, queue, scripts
from callq.records.calls import LoggedCall
from callq.records.contacts import StoredProspect
from callq.records.queue import Entry
from callq.records.status_reason import StatusReason, stored_reason
from callq.scripts import playbooks
from callq.scripts.filling import ours, values, with_times
from callq.scripts.template import fields_of, fill
from callq.workspace import Workspace


class Saying(NamedTuple):
    """A script, filled."""

    who: StoredProspect | None
    """None without a person: then the fields keep their names."""
    stage: str
    script: Script | None
    """None if you can't call them."""
    explanation: StatusReason | None
    """Why it's this one: the reason for their status."""
    mail: str
    """The kind of email that is due instead of a call; empty if none is."""
    missing: tuple[str, ...]
    """Fields without a value."""


class Kind(NamedTuple):
    """A script in the playbook."""

    kind: str
    title: str
    list_name: str
    stage: str


def opening(
    ws: Workspace, entry: Entry, details: StoredProspect, history: Sequence[LoggedCall]
) -> Saying:
    """The script for the card of `callq next`.

    Args:
        ws: An open workspace.
        entry: The prospect, as the queue shows them.
        details: The same, as stored.
        history: Their calls that aren't undone, newest first.
    """
    playbooks.ensure(ws)
    return _said(ws, entry, details, history, pick(_spot(ws, entry, history)))


def _spot(ws: Workspace, entry: Entry, history: Sequence[LoggedCall]) -> ScriptContext:
    spot = script_context(entry.state, entry.action, history, ws.rulebook.outcomes, ws.now)
    if not is_long_ago(spot):
        return spot
    # Only now does the length of their cooldown matter, and it takes all their data.
    from callq.engine.status import assess
    from callq.records import evaluation

    known = evaluation.of_one(ws.db, entry.id, ws.context)
    if known:
        status = assess(known.prospect, known.calls, ws.rulebook, ws.now, in_words=False)
        if status.last_conversation and status.cooldown_until:
            return spot._replace(sent=status.cooldown_until - status.last_conversation.at)
    return spot


def script(ws: Workspace, who: str | None, kind: str) -> Saying:
    """What to say to a prospect, or a script of a given kind.

    Args:
        ws: An open workspace.
        who: WHO; None for the one this rep is calling.
        kind: A kind of script; empty for the one that fits their status.

    Raises:
        CallqError: There is no one to call, or there's no such kind.
    """
    from callq.prospects.who import leased_or_named

    playbooks.ensure(ws)
    if kind:
        _refuse_unknown(ws, kind)
    try:
        found = leased_or_named(ws, who)
    except CallqError:
        if who is not None or not kind:
            raise
        return _unfilled(ws, kind)
    details = people.details(ws.db, found.id)
    entry = queue.entry_of(ws.db, found.id, ws.now)
    if details is None or entry is None:
        raise CallqError(f"{found.name} was just removed.", code=Exit.NOT_FOUND, name="removed")
    history = [c for c in calls.history(ws.db, found.id) if c.voided_at is None]
    if kind:
        return _said(ws, entry, details, history, (kind,))
    return opening(ws, entry, details, history)


def kinds(ws: Workspace) -> tuple[Kind, ...]:
    """All scripts: in the order of a call, then the team's own, then by list."""
    playbooks.ensure(ws)
    order = {kind: place for place, kind in enumerate(KINDS)}
    found = [
        Kind(kind, str(body.get("title", kind)), list_name, stage)
        for (list_name, stage, kind), body in scripts.everything(ws.db).items()
        if kind != ABOUT and not kind.startswith(MAIL)
    ]
    last = len(order)
    return tuple(sorted(found, key=lambda k: (k.list_name, k.stage, order.get(k.kind, last), k)))


def stage_at(ws: Workspace, details: StoredProspect, history: Sequence[LoggedCall]) -> str:
    """The stage a prospect has reached in their list; empty if it has none."""
    stages = ws.rulebook.stages.get(details.list_name)
    if not stages:
        return ""
    from callq.engine.stages import stage_of

    words = (call.outcome for call in reversed(history))
    return stage_of(stages, words, ws.rulebook.outcomes)


def _said(
    ws: Workspace,
    entry: Entry,
    details: StoredProspect,
    history: Sequence[LoggedCall],
    wanted: Sequence[str],
) -> Saying:
    stage = stage_at(ws, details, history)
    found = scripts.some(ws.db, details.list_name, stage, (*wanted, ANY, ABOUT))
    place = best(found, (details.list_name, stage), wanted)
    mail = {"reply": "answer", "propose": "proposal"}.get(entry.action, "")
    if place is None:
        return Saying(details, stage, None, stored_reason(entry), mail, ())
    about = found.get(("", "", ABOUT), {})
    known = values(ws, details, history, entry.zone or ws.home, about, stage=stage)
    filled, missing = _filled(ws, script_from(*place), known, details.id)
    return Saying(details, stage, filled, stored_reason(entry), mail, missing)


def _filled(
    ws: Workspace, script: Script, known: dict[str, str], who: int | None
) -> tuple[Script, tuple[str, ...]]:
    texts = (script.title, script.open, script.answer, *script.then, script.ask, script.tip)
    if who is not None and any("times" in fields_of(text) for text in texts):
        known = with_times(ws, known, who)
    missing: dict[str, None] = {}

    def one(text: str) -> str:
        done = fill(text, known, ABSENT)
        missing.update(dict.fromkeys(done.missing))
        return done.text.strip()

    filled = Script(
        script.kind, one(script.title), one(script.open), one(script.answer),
        tuple(one(line) for line in script.then), one(script.ask), one(script.tip),
    )  # fmt: skip
    return filled, tuple(missing)


def _unfilled(ws: Workspace, kind: str) -> Saying:
    """A script without a person: their fields keep their names."""
    found = scripts.some(ws.db, "", "", (kind, ABOUT))
    if ("", "", kind) not in found:
        raise CallqError(
            f'Only one list has the script "{kind}". Say who it\'s for.',
            hint=f"callq script WHO --kind {kind}",
            code=Exit.NOT_FOUND,
            name="script-of-one-list",
        )
    known = {field: f"({field.replace('_', ' ')})" for field in ABSENT}
    known |= {field: value for field, value in ours(ws, found["", "", ABOUT]).items() if value}
    filled, _ = _filled(ws, script_from(kind, found["", "", kind]), known, None)
    return Saying(None, "", filled, None, "", ())


def _refuse_unknown(ws: Workspace, kind: str) -> None:
    known = {one.kind for one in kinds(ws)}
    if kind not in known:
        from difflib import get_close_matches

        near = get_close_matches(kind, sorted(known), n=2, cutoff=0.6)
        hint = (
            f"Did you mean {' or '.join(near)}?"
            if near
            else "To see all: callq script --list-kinds"
        )
        raise CallqError(
            f'Unknown script "{kind}".', hint=hint, code=Exit.NOT_FOUND, name="unknown-script"
        )
