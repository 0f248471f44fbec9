"""Sets the call log of a phone system against our own: what was called, and what was logged."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO, Literal

from callq.calls.log import log_rung
from callq.engine.model import Channel
from callq.engine.outcomes import UNKNOWN
from callq.engine.words import plural
from callq.errors import CallqError, Exit
from callq.importing.date_orders import in_words, orders_of_calls
from callq.importing.dates import Order, has_bare_time, read_date
from callq.importing.dispositions import read_outcome
from callq.importing.readers.call_log import IN, OUT, Entry, recognized
from callq.importing.readers.open import open_table
from callq.importing.readers.table import Rows
from callq.importing.records import as_of
from callq.named_tuple import NamedTuple
from callq.places.phones import read_between
from callq.records import calls, dnc
from callq.records.calls import NewCall, Rung
from callq.records.likelihood import OF_A_FILE
from callq.storage import journal
from callq.storage.dry_run import written
from callq.workspace import Workspace

_EARLY, _LATE = timedelta(minutes=10), timedelta(minutes=30)
"""A call is logged after it ended, or within this time before or after; clocks differ too."""


class Kind(StrEnum):
    """What a finding is."""

    NOT_LOGGED = "not-logged"
    NEVER_RUNG = "never-rung"
    MISSED = "missed"
    ON_DO_NOT_CALL = "on-do-not-call"


class Finding(NamedTuple):
    """One difference between the two logs."""

    kind: Kind
    number: str
    at: datetime
    line: int = 0
    """Of the file; 0 for a call that only our log has."""
    prospect_id: int = 0
    """0 for a number on do-not-call of a person who isn't in the store."""
    name: str = ""
    seconds: int | None = None
    outcome: str = ""
    answered: bool = False
    channel: str = Channel.CALL
    call_id: int = 0
    """Of our log, once it's there."""
    violations: tuple[str, ...] = ()


class Reconciled(NamedTuple):
    """What came of it."""

    source: str
    calls: int
    """Rows of the file that are calls with another number."""
    matched: int
    strangers: int
    """Calls of numbers that aren't in the store; nothing of them is kept."""
    unread: int
    """Rows without a number or a date."""
    findings: tuple[Finding, ...]
    lengths: int
    """Lengths of logged calls that the file knows and our log doesn't."""
    logged: int = 0
    remarks: tuple[str, ...] = ()
    """How its dates and times were read, one sentence each."""


class _Log(NamedTuple):
    """The file, as read."""

    source: str
    entries: list[Entry]
    order: Order
    """Which number of its dates is the day."""
    near: date
    """The day by which dates without a year get theirs."""
    remarks: tuple[str, ...]


class _Call(NamedTuple):
    """A call of the file with a number that can be dialed."""

    entry: Entry
    number: str
    at: datetime


Choose = Callable[[Finding], str | None]
"""The outcome to log a call with; None leaves it out."""


def reconcile(
    ws: Workspace,
    path: Path | Literal["-"],
    choose: Choose | None = None,
    stdin: BinaryIO | None = None,
    dates: str = "",
) -> Reconciled:
    """Compares a phone system's log with ours, and logs what is missing if asked to.

    Args:
        ws: An open workspace.
        path: The log, or "-" for standard input.
        choose: Says how to log a call that isn't logged yet; None only compares.
        stdin: The stream that "-" means.
        dates: How its dates are written, if a person said so: mdy, dmy or ymd.

    Raises:
        CallqError: The file can't be read, isn't a call log, or has dates with two readings.
    """
    log = _read(ws, path, stdin, dates)
    rung, unread = _dialed(ws, log)
    people = calls.people_on(ws.db, (call.number for call in rung))
    ours = [call for call in rung if call.number in people]
    pairs, alone = _matched(ws, ours, people)
    findings = [
        *_not_logged(ours, people, pairs),
        *_never_rung(alone),
        *_missed(ws, ours, people),
        *_blocked(ws, [call for call in rung if call.number not in people]),
    ]
    lengths = {
        log.id: call.entry.seconds
        for call, log in pairs.values()
        if log.duration is None and call.entry.seconds
    }
    chosen = _chosen(findings, choose)
    with written(ws.db, dry_run=choose is None):
        done = _write(ws, findings, chosen, lengths)
    strangers = len(rung) - len(ours)
    return Reconciled(
        log.source, len(rung), len(pairs), strangers, unread, tuple(done), len(lengths),
        len(chosen) if choose else 0, log.remarks,
    )  # fmt: skip


def _read(ws: Workspace, path: Path | Literal["-"], stdin: BinaryIO | None, dates: str) -> _Log:
    near, region = as_of(path, ws.now).date(), str(ws.settings["region"])
    with open_table(path, stdin=stdin, mapped=None) as table:
        log = recognized(table)
        if log is None or "time" not in log.at:
            raise CallqError(
                f"{table.name} isn't the call log of a phone system.",
                hint="It needs a number or two ends, a time, and a direction, length or result. "
                "A list of people: callq import",
                code=Exit.BAD_FILE,
                name="not-a-call-log",
            )
        first = replace(table, rows=Rows(iter(table.sample())))
        orders, unclear = orders_of_calls(first, region=region, near=near, said=dates)
        if unclear:
            raise CallqError(
                f"{table.name}: dates such as {unclear.text} can be read in two ways.",
                hint="Say which number comes first: --dates mdy or --dates dmy",
                code=Exit.BAD_FILE,
                name="unclear-dates",
            )
        entries = list(log.entries())
    order = next(iter(orders.by_column.values()), Order.UNDECIDED)
    bare = any(at and has_bare_time(at) for at in (read_date(e.at, order, near) for e in entries))
    clock = f"times without a zone: read as {ws.home}" if bare else ""
    remarks = tuple(filter(None, (in_words(orders), clock)))
    return _Log(table.name, entries, order, near, remarks)


def _dialed(ws: Workspace, log: _Log) -> tuple[list[_Call], int]:
    """Returns the calls in their order, and how many rows have no number or time."""
    region = str(ws.settings["region"])
    found = []
    for entry in log.entries:
        at = read_date(entry.at, log.order, log.near)
        number = read_between(entry.number, "", region).e164 if entry.number else ""
        if at and number:
            moment = at if at.tzinfo else at.replace(tzinfo=ws.home)
            found.append(_Call(entry, number, moment.astimezone(UTC)))
    found.sort(key=lambda call: call.at)
    return found, len(log.entries) - len(found)


def _matched(
    ws: Workspace, ours: Sequence[_Call], people: Mapping[str, Sequence[tuple[int, str]]]
) -> tuple[dict[int, tuple[_Call, Rung]], list[Rung]]:
    """Returns each call of the file with ours, by its line, and ours that the file lacks.

    Only calls of the reps whose calls the file has can be missing there.
    """
    if not ours:
        return {}, []
    first, last = ours[0].at - _EARLY, ours[-1].at + _LATE
    logged = calls.rung_between(ws.db, first, last + timedelta(days=1))
    free = {log.id: log for log in logged}
    pairs: dict[int, tuple[_Call, Rung]] = {}
    for place, call in enumerate(ours):
        near = [log for log in free.values() if _is_same(call, log, people[call.number])]
        if near:
            best = min(near, key=lambda log: (abs(log.at - call.at), log.id))
            pairs[place] = call, free.pop(best.id)
    agents = {ws.agent, *(log.agent for _, log in pairs.values())}
    alone = [
        log
        for log in free.values()
        if log.agent in agents and log.channel == Channel.CALL and first <= log.at <= last
    ]
    return pairs, alone


def _is_same(call: _Call, log: Rung, people: Sequence[tuple[int, str]]) -> bool:
    """Tells whether two calls are one: the same person, way and time."""
    if all(log.prospect_id != id_ for id_, _ in people):
        return False
    if (call.entry.direction == IN) != (log.channel == Channel.INCOMING):
        return False
    over = timedelta(seconds=call.entry.seconds or 0)
    return call.at - _EARLY <= log.at <= call.at + over + _LATE


def _not_logged(
    ours: Sequence[_Call],
    people: Mapping[str, Sequence[tuple[int, str]]],
    pairs: Mapping[int, tuple[_Call, Rung]],
) -> Iterable[Finding]:
    """Yields the calls that were made, or answered, and aren't in our log."""
    for place, call in enumerate(ours):
        entry = call.entry
        if place in pairs or (entry.direction == IN and not entry.answered):
            continue
        (id_, name), *_ = people[call.number]
        read = read_outcome(entry.outcome)
        known = read is not None and read.outcome != UNKNOWN.word
        outcome = read.outcome if read and known else entry.outcome.casefold()
        channel = Channel.CALL if entry.direction == OUT else Channel.INCOMING
        yield Finding(
            Kind.NOT_LOGGED, call.number, call.at, entry.line, id_, name, entry.seconds, outcome,
            entry.answered, channel,
        )  # fmt: skip


def _never_rung(alone: Iterable[Rung]) -> Iterable[Finding]:
    """Yields the calls of our log that the phone system doesn't have."""
    for log in alone:
        yield Finding(
            Kind.NEVER_RUNG, log.number, log.at, 0, log.prospect_id, log.name, log.duration,
            log.outcome, call_id=log.id,
        )  # fmt: skip


def _missed(
    ws: Workspace, ours: Sequence[_Call], people: Mapping[str, Sequence[tuple[int, str]]]
) -> Iterable[Finding]:
    """Yields the last missed call of each person who wasn't called since."""
    waiting: dict[int, Finding] = {}
    for call in ours:
        (id_, name), *_ = people[call.number]
        if call.entry.direction == IN and not call.entry.answered:
            waiting[id_] = Finding(
                Kind.MISSED, call.number, call.at, call.entry.line, id_, name,
                channel=Channel.INCOMING,
            )  # fmt: skip
        else:
            waiting.pop(id_, None)
    last = calls.last_touch(ws.db, waiting)
    return [one for id_, one in waiting.items() if id_ not in last or last[id_] < one.at]


def _blocked(ws: Workspace, strangers: Sequence[_Call]) -> Iterable[Finding]:
    """Yields the calls that were made to do-not-call numbers of people not in the store."""
    made = [call for call in strangers if call.entry.direction == OUT]
    against = dnc.against_among(ws.db, (call.number for call in made))
    for call in made:
        if against.get(call.number) in dnc.BLOCKS:
            yield Finding(
                Kind.ON_DO_NOT_CALL, call.number, call.at, call.entry.line,
                seconds=call.entry.seconds,
            )  # fmt: skip


def _chosen(findings: Sequence[Finding], choose: Choose | None) -> dict[int, str]:
    """Returns the outcome of each call to log, by the place of its finding."""
    chosen: dict[int, str] = {}
    for place, one in enumerate(findings):
        if one.kind is Kind.NOT_LOGGED:
            outcome = choose(one) if choose else one.outcome
            if outcome is not None:
                chosen[place] = outcome
    return chosen


def _write(
    ws: Workspace, findings: Sequence[Finding], chosen: Mapping[int, str],
    lengths: Mapping[int, int | None],
) -> list[Finding]:  # fmt: skip
    """Logs the chosen calls and fills in lengths; the findings, with what stands against them."""
    done = list(findings)
    if not (chosen or lengths):
        return done
    summary = f"{plural(len(chosen), 'call')} logged, {plural(len(lengths), 'length')} filled in"
    command = journal.begin(ws.db, "reconcile", ws.agent, ws.now, summary)
    for id_, seconds in lengths.items():
        journal.remember(ws.db, command, "call", id_, ["duration"])
        calls.fill_in_length(ws.db, id_, seconds or 0)
    first: tuple[datetime, int] | None = None
    last = 0
    for place, outcome in chosen.items():
        one = findings[place]
        call = NewCall(
            one.prospect_id, one.at, outcome, written=one.outcome, agent=ws.agent,
            channel=one.channel, number=one.number, duration=one.seconds,
            reason="unknown" if outcome == "soft-no" else "",
        )  # fmt: skip
        id_, call = log_rung(ws, call, command)
        first, last = min(first or (call.at, id_), (call.at, id_)), id_
        done[place] = one._replace(call_id=id_, outcome=outcome, violations=call.violations)
    if first:
        ws.keep_learning(first, last=last, most=OF_A_FILE)
    return done
