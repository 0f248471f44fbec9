"""Writes the mail that is due, or another one: filled, addressed, and never to who opted out."""

from collections.abc import Sequence
from typing import NamedTuple

from callq.engine.playbook import ABOUT, ABSENT, MAIL, MAILS, best, mail_for, spot_of
from callq.errors import CallqError, Exit
from callq.prospects.who import leased_or_named
from callq.records import calls, people, queue, scripts
from callq.records.calls import LoggedCall
from callq.records.people import Details
from callq.records.queue import Entry
from callq.scripts import playbooks
from callq.scripts.eml import Letter
from callq.scripts.filling import values, with_times
from callq.scripts.say import stage_at
from callq.scripts.template import fields_of, fill
from callq.workspace import Workspace


class Written(NamedTuple):
    """A mail, not sent yet."""

    who: Details
    kind: str
    title: str
    letter: Letter
    missing: tuple[str, ...]
    """Fields that the text says in brackets, because nobody knows them."""
    clears: bool
    """Whether `callq log WHO emailed` clears a mail that is owed."""


class MailKind(NamedTuple):
    """A mail that there is."""

    kind: str
    title: str
    list_name: str
    stage: str


def kinds(ws: Workspace) -> tuple[MailKind, ...]:
    """Every mail that there is."""
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
    """WHO and KIND out of up to two words; one word that is a kind is for the one held.

    Raises:
        CallqError: There are more words.
    """
    if len(words) > 2:
        raise CallqError(
            f"Too many words: {' '.join(words)}.",
            hint='A name of several words goes in quotes: callq mail "Ron Smith" thank-you',
        )
    if len(words) == 1 and words[0] in {one.kind for one in kinds(ws)}:
        return None, words[0]
    return (words[0] if words else None), (words[1] if len(words) > 1 else "")


def write(ws: Workspace, who: str | None, kind: str) -> Written:
    """Writes a mail to somebody.

    Args:
        ws: An open workspace.
        who: WHO; None for the one this rep holds a lease on.
        kind: A kind of mail; empty for the one that fits their standing.

    Raises:
        CallqError: Nobody is meant, they may not be written to, or something that every mail
            needs is not set.
    """
    playbooks.ensure(ws)
    found = leased_or_named(ws, who)
    details = people.details(ws.db, found.id)
    entry = queue.entry_of(ws.db, found.id, ws.now)
    if details is None or entry is None:
        raise CallqError(f"{found.name} was removed a moment ago.", code=Exit.NOT_FOUND)
    _refuse_opted_out(ws, details, entry)
    history = [c for c in calls.history(ws.db, found.id) if c.voided_at is None]
    kind = kind or mail_for(
        spot_of(entry.state, entry.action, history, ws.rulebook.outcomes, ws.now)
    )
    _refuse_unset(ws)
    if not details.emails:
        raise CallqError(
            f"No e-mail address of {details.name} is known.",
            hint=f"callq edit {details.id} --add-email ADDRESS",
            code=Exit.NOT_FOUND,
        )
    return _write(ws, details, entry, history, kind)


def _write(
    ws: Workspace, details: Details, entry: Entry, history: Sequence[LoggedCall], kind: str
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
        name, str(ws.settings["mail_from"]), details.name, details.emails[0],
        head.text, text.text, ws.now.astimezone(ws.home),
    )  # fmt: skip
    missing = tuple(dict.fromkeys((*head.missing, *text.missing)))
    clears = entry.action in ("reply", "propose")
    return Written(details, kind, str(place[1].get("title", kind)), letter, missing, clears)


def _refuse_opted_out(ws: Workspace, details: Details, entry: Entry) -> None:
    if entry.state == "never":
        why = "asked never to be contacted, or all their numbers are on do-not-call"
    elif details.asked:
        why = f'is held: an imported cell asks not to be called ("{details.asked}")'
    elif twin := people.opted_out_with(ws.db, details.emails):
        why = f"has an address of {twin.name} (#{twin.id}), who asked never to be contacted"
    else:
        return
    raise CallqError(
        f"{details.name} {why}: no mail is written.",
        hint=f"callq why {details.id}",
        code=Exit.REFUSED,
    )


def _refuse_unset(ws: Workspace) -> None:
    needed = {"seller": "your company's name", "mail_from": "the address your mails come from"}
    unset = [name for name in needed if not str(ws.settings[name]).strip()]
    if unset:
        told = " and ".join(needed[name] for name in unset)
        raise CallqError(
            f"A mail needs {told}.",
            hint="\n".join(f"callq config {name} …" for name in unset),
        )


def _unknown(ws: Workspace, kind: str) -> CallqError:
    from difflib import get_close_matches

    known = list(dict.fromkeys(one.kind for one in kinds(ws)))
    near = get_close_matches(kind, known, n=2, cutoff=0.5)
    hint = f"Did you mean {' or '.join(near)}?" if near else f"Mails: {', '.join(known)}."
    return CallqError(f'There is no mail "{kind}".', hint=hint, code=Exit.NOT_FOUND)
