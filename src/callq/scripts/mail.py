"""Drafts the email that is due, or another one; never to anyone who opted out."""

from collections.abc import Sequence

from callq.engine.playbook import ABOUT, ABSENT, MAIL, MAILS, best, mail_for, script_context
from callq.errors import CallqError, Exit
from callq.named_tuple import NamedTuple
from callq.prospects.who import leased_or_named
from callq.records import calls, people, queue, scripts
from callq.records.calls import LoggedCall
from callq.records.contacts import StoredProspect
from callq.records.queue import Entry
from callq.scripts import playbooks
from callq.scripts.eml import Letter
from callq.scripts.filling import values, with_times
from callq.scripts.say import stage_at
from callq.scripts.template import fields_of, fill
from callq.workspace import Workspace


class Written(NamedTuple):
    """A drafted email."""

    who: StoredProspect
    kind: str
    title: str
    letter: Letter
    missing: tuple[str, ...]
    """Fields without a value; the text has them in brackets."""
    clears: bool
    """Whether this email is due, and `callq log WHO emailed` clears it."""


class MailKind(NamedTuple):
    """An email in the playbook."""

    kind: str
    title: str
    list_name: str
    stage: str


def kinds(ws: Workspace) -> tuple[MailKind, ...]:
    """All emails."""
    playbooks.ensure(ws)
    found = [
        MailKind(kind.removeprefix(MAIL), str(body.get("title", kind)), list_name, stage)
        for (list_name, stage, kind), body in scripts.everything(ws.db).items()
        if kind.startswith(MAIL)
    ]
    order = {kind: place for place, kind in enumerate(MAILS)}
    last = len(order)
    return tuple(sorted(found, key=lambda k: (k.list_name, k.stage, order.get(k.kind, last), k)))


def split(ws: Workspace, words: Sequence[str]) -> tuple[str | None, str]:
    """WHO and KIND from up to two words; a single word that is a kind leaves WHO out.

    Raises:
        CallqError: There are more than two words.
    """
    if len(words) > 2:
        raise CallqError(
            f"Too many words: {' '.join(words)}.",
            hint='Put a full name in quotes: callq mail "Ron Smith" thank-you',
            name="too-many-words",
        )
    if len(words) == 1 and words[0] in {one.kind for one in kinds(ws)}:
        return None, words[0]
    return (words[0] if words else None), (words[1] if len(words) > 1 else "")


def write(ws: Workspace, who: str | None, kind: str) -> Written:
    """Drafts an email to a prospect.

    Args:
        ws: An open workspace.
        who: WHO; None for the one this rep is calling.
        kind: A kind of email; empty for the one that fits their status.

    Raises:
        CallqError: There's no one to write to, they opted out, or a setting that every email
            needs isn't set.
    """
    playbooks.ensure(ws)
    found = leased_or_named(ws, who)
    details = people.details(ws.db, found.id)
    entry = queue.entry_of(ws.db, found.id, ws.now)
    if details is None or entry is None:
        raise CallqError(f"{found.name} was just removed.", code=Exit.NOT_FOUND, name="removed")
    _refuse_opted_out(ws, details, entry)
    history = [c for c in calls.history(ws.db, found.id) if c.voided_at is None]
    kind = kind or mail_for(
        script_context(entry.state, entry.action, history, ws.rulebook.outcomes, ws.now)
    )
    _refuse_unset(ws)
    if not details.emails:
        raise CallqError(
            f"{details.name} has no email address.",
            hint=f"To add one: callq edit {details.id} --add-email ADDRESS",
            code=Exit.NOT_FOUND,
            name="no-email-address",
        )
    return _write(ws, details, entry, history, kind)


def _write(
    ws: Workspace, details: StoredProspect, entry: Entry, history: Sequence[LoggedCall], kind: str
) -> Written:
    stage = stage_at(ws, details, history)
    found = scripts.some(ws.db, details.list_name, stage, (f"{MAIL}{kind}", ABOUT))
    place = best(found, (details.list_name, stage), (f"{MAIL}{kind}",))
    if place is None:
        raise _unknown(ws, kind)
    about = found.get(("", "", ABOUT), {})
    known = values(ws, details, history, entry.zone or ws.home, about, stage=stage)
    subject, body = str(place[1]["subject"]), str(place[1]["body"])
    if "times" in fields_of(subject + body):
        known = with_times(ws, known, details.id)
    head, text = fill(subject.strip(), known, ABSENT), fill(body.strip() + "\n", known, ABSENT)
    name = str(ws.settings["my_name"]) or ws.agent
    letter = Letter(
        name, str(ws.settings["email_from"]), details.name, details.emails[0],
        head.text, text.text, ws.now.astimezone(ws.home),
    )  # fmt: skip
    missing = tuple(dict.fromkeys((*head.missing, *text.missing)))
    clears = entry.action in ("reply", "propose")
    return Written(details, kind, str(place[1].get("title", kind)), letter, missing, clears)


def _refuse_opted_out(ws: Workspace, details: StoredProspect, entry: Entry) -> None:
    if entry.state == "do-not-call":
        name, why = "opted-out", "opted out, or all their numbers are on do-not-call"
    elif details.opt_out_text:
        name = "opt-out-request"
        why = f'may have asked not to be called: your list says "{details.opt_out_text}"'
    elif sharer := people.opted_out_with(ws.db, details.emails):
        name, why = (
            "opted-out-duplicate",
            f"shares an email address with {sharer.name} (#{sharer.id}), who opted out",
        )
    else:
        return
    raise CallqError(
        f"You can't email {details.name}. {details.name} {why}.",
        hint=f"To see why: callq why {details.id}",
        code=Exit.REFUSED,
        name=name,
    )


def _refuse_unset(ws: Workspace) -> None:
    needed = {"seller": "your company's name", "email_from": "your email address"}
    unset = [name for name in needed if not str(ws.settings[name]).strip()]
    if unset:
        raise CallqError(
            f"An email needs {' and '.join(needed[name] for name in unset)}.",
            hint="\n".join(f"callq config {name} …" for name in unset),
            name="not-set",
        )


def _unknown(ws: Workspace, kind: str) -> CallqError:
    from difflib import get_close_matches

    known = list(dict.fromkeys(one.kind for one in kinds(ws)))
    near = get_close_matches(kind, known, n=2, cutoff=0.5)
    hint = f"Did you mean {' or '.join(near)}?" if near else f"You have {', '.join(known)}."
    return CallqError(
        f'Unknown email "{kind}".', hint=hint, code=Exit.NOT_FOUND, name="unknown-mail"
    )
