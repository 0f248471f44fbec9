"""A rep's session on an open store: who is on the screen, and what each key does to them.

Knows no screen: the full screen and the plain prompts drive it the same way. Every method moves
the clock first, works at one moment, and leaves the store right if the program ends after it.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from callq.calls.log import LogResult, log
from callq.calls.next import Taken, put_back, release, renew, take, take_this
from callq.calls.note import note
from callq.calls.request import LogRequest
from callq.calls.snooze import Snoozed, snooze
from callq.calls.undo import Undone, last_command, undo
from callq.dialing.dial import Dialed, dial, dial_by_hand
from callq.engine.model import Channel
from callq.errors import CallqError
from callq.planning.goals import keep
from callq.planning.progress import blocks_of, progress
from callq.prospects.add import add, person_from
from callq.prospects.who import find_all, similarly_named
from callq.queue.today import Item, Reader
from callq.records import calls, leases, queue
from callq.records.people import Found
from callq.records.queue import Scope
from callq.session.keys import Phase
from callq.session.tally import Tally, tally
from callq.session.waiting import Waiting, waiting
from callq.storage.journal import Command
from callq.workspace import Workspace

if TYPE_CHECKING:
    from callq.engine.blocks import Progress

SOON = timedelta(minutes=5)
"""How long before its time a callback is announced."""
_FOUND = 9


class Head(NamedTuple):
    """What the first line of the screen says."""

    agent: str
    now: datetime
    done_today: int
    progress: "Progress | None"
    callbacks: int
    """Scheduled for later today."""
    callback: Item | None
    """The next callback that isn't on the screen, overdue ones first."""


class View(NamedTuple):
    """What's on the screen."""

    head: Head
    taken: Taken | None
    waiting: Waiting | None
    """Why there's no one; None while there is someone, and on a break."""
    phase: Phase
    started: datetime | None
    """When the call was dialed, in UTC."""


class Summary(NamedTuple):
    """What a session came to."""

    done: Tally
    head: Head
    """The rep's progress and next callback."""
    streak: int
    """Days in a row with the goal reached; 0 without goals."""


class Meanwhile(NamedTuple):
    """What happened to the person on the screen without this rep."""

    code: str
    """`gone`, `opted-out`, `leased` or `logged`."""
    name: str
    agent: str
    outcome: str


class Session:
    """One rep's session."""

    def __init__(
        self, ws: Workspace, scope: Scope, clock: Callable[[], datetime] | None = None
    ) -> None:
        """See `Session`.

        Args:
            ws: An open workspace.
            scope: Whose queue.
            clock: The moment, in UTC; the computer's clock by default.
        """
        self.ws = ws
        self.scope = scope
        self._clock = clock or (lambda: datetime.now(UTC).replace(microsecond=0))
        self.taken: Taken | None = None
        self.started: datetime | None = None
        self.number = ""
        """Which of their numbers was dialed; empty for the one offered."""
        self.incoming = False
        """Whether the person on the screen called us."""
        self._waiting: Waiting | None = None
        self._logged: list[tuple[int, LogResult, LogRequest]] = []
        """Command, result and request of each call of this session."""
        self._undone: list[tuple[int, LogRequest]] = []
        """Person and request of each call taken back, for redo."""

    def next(self) -> View:
        """Puts the best person on the screen, or says why there's no one."""
        self._tick()
        return self._next()

    def view(self) -> View:
        """The screen as it is now."""
        self._tick()
        return self._view()

    def moment(self) -> datetime:
        """The time now, in UTC; reads no store."""
        return self._clock()

    def again(self) -> View:
        """The person on the screen, read again."""
        self._tick()
        self.taken = take_this(self.ws, self._held().item.entry.id)
        return self._view()

    def dial(self, number: str = "") -> tuple[Dialed, View]:
        """Dials by the setting `dial`, or marks that the rep dials by hand.

        Args:
            number: Another of their numbers, E.164; the one offered when empty.

        Raises:
            CallqError: They mustn't be called, or the call couldn't be placed.
        """
        self._tick()
        who = f"#{self._held().item.entry.id}"
        by = dial if self.ws.settings["dial"] else dial_by_hand
        dialed = by(self.ws, who, number)
        self.started, self.number = dialed.at, dialed.number
        return dialed, self._view()

    def log(self, request: LogRequest) -> tuple[LogResult, View]:
        """Logs how the call ended, and puts the next person on the screen.

        Args:
            request: What the rep said; without a person it's about the one on the screen.

        Raises:
            CallqError: Something can't be read; nothing is logged and no one changes.
        """
        self._tick()
        if request.who is None:
            request = request._replace(who=f"#{self._held().item.entry.id}")
        if self.incoming:
            request = request._replace(channel=Channel.INCOMING)
        request = request._replace(number=request.number or self.number)
        result = log(self.ws, request)
        self._logged.append((result.command_id, result, request))
        self._undone.clear()
        if self.taken is None or self.taken.item.entry.id == result.who.id:
            self.taken = None
        return result, self._next() if self.taken is None else self._view()

    def skip(self, why: str) -> View:
        """Puts the person on the screen back for a while, and takes the next."""
        self._tick()
        self._held()
        put_back(self.ws, why)
        self.taken = None
        return self._next()

    def snooze(self, text: str, *, callback: bool = False) -> tuple[Snoozed, View]:
        """Sets when the person on the screen is due next, and takes the next person.

        Args:
            text: A time as a rep types it, on the person's clock.
            callback: Whether their scheduled callback may be moved.

        Raises:
            CallqError: The time can't be used, or they have a callback; they stay on the screen.
        """
        self._tick()
        who = f"#{self._held().item.entry.id}"
        snoozed = snooze(self.ws, who, text, callback=callback)
        self.taken = None
        return snoozed, self._next()

    def take(self, prospect_id: int) -> View:
        """Puts a person on the screen, due or not.

        Raises:
            CallqError: Another rep has them, or they were removed.
        """
        self._tick()
        self.taken, self._waiting = take_this(self.ws, prospect_id), None
        self._hang_up()
        return self._view()

    def receive(self, prospect_id: int) -> View:
        """Puts a person on the screen who is calling; what is logged next is an incoming call."""
        view = self.take(prospect_id)
        self.incoming = True
        self.started = self.ws.now
        return view._replace(phase=self.phase, started=self.started)

    def receive_new(self, number: str, name: str) -> View:
        """Adds an unknown caller, and puts them on the screen as `receive` does.

        Raises:
            CallqError: The number can't be read, or must not be kept.
        """
        self._tick()
        phones = (number,) if any(sign.isdecimal() for sign in number) else ()
        person = person_from(self.ws, name=name or number, phones=phones)
        return self.receive(add(self.ws, person).who.id)

    def find(self, text: str, *, typos: bool = True) -> list[Found]:
        """People who may be meant by what was typed so far.

        Args:
            text: As typed.
            typos: Whether similar names are found where nothing matches.
        """
        if not text.strip():
            return []
        found = find_all(self.ws, text, _FOUND)
        return similarly_named(self.ws, text) if typos and not found else found

    def note(self, text: str) -> View:
        """Notes something on the person on the screen, as research."""
        self._tick()
        note(self.ws, [f"#{self._held().item.entry.id}", text])
        return self.again()

    def last(self) -> Command:
        """What undo would take back.

        Raises:
            CallqError: There's nothing.
        """
        return last_command(self.ws)

    def undo(self) -> tuple[Undone, LogRequest | None, View]:
        """Takes back the rep's last command.

        If it was a call of this session, that person comes back to the screen.

        Returns:
            What was undone, what was typed for it, and the screen.
        """
        self._tick()
        undone = undo(self.ws)
        mine = next((one for one in self._logged if one[0] == undone.command.id), None)
        if mine is None:
            return undone, None, self._next() if self.taken is None else self._view()
        self._logged.remove(mine)
        _, result, request = mine
        self._undone.append((result.who.id, request))
        self.taken = take_this(self.ws, result.who.id)
        self._hang_up()
        return undone, request, self._view()

    def redo(self) -> tuple[LogResult, View]:
        """Logs again the call that was taken back last in this session.

        Raises:
            CallqError: There's none.
        """
        if not self._undone:
            raise CallqError("There's nothing to redo.", name="nothing-to-redo")
        person, request = self._undone[-1]
        left = self._undone[:-1]
        result, view = self.log(request._replace(who=f"#{person}"))
        self._undone = left
        return result, view

    def pause(self) -> View:
        """Takes a break: the person on the screen goes back to the queue."""
        self._tick()
        release(self.ws)
        self.taken = self._waiting = None
        self._hang_up()
        return self._view()

    def meanwhile(self) -> Meanwhile | None:
        """What others did to the person on the screen; keeps them reserved if nothing.

        Someone who is gone, opted out or is with another rep leaves the screen.
        """
        self._tick()
        if self.taken is None:
            return None
        was = self.taken.item.entry
        entry = queue.entry_of(self.ws.db, was.id, self.ws.now)
        found = None
        if entry is None or not leases.lease_holder(self.ws.db, was.id, self.ws.now)[0]:
            found = Meanwhile("gone", was.name, "", "")
        elif entry.state == "do-not-call" and was.state != "do-not-call":
            found = Meanwhile("opted-out", was.name, "", entry.last_outcome)
        elif entry.last_at != was.last_at or entry.last_outcome != was.last_outcome:
            last = next(iter(calls.history(self.ws.db, was.id)), None)
            found = Meanwhile("logged", was.name, last.agent if last else "", entry.last_outcome)
        elif entry.leased_to not in ("", self.ws.agent):
            found = Meanwhile("leased", was.name, entry.leased_to, "")
        if found:
            self.taken = None
            self._hang_up()
        else:
            self._keep(was.id)
        return found

    def _keep(self, prospect_id: int) -> None:
        """Keeps the person on the screen reserved, with a write only when it's due."""
        lease = leases.of_prospect(self.ws.db, prospect_id, self.ws.now)
        half = timedelta(minutes=int(self.ws.settings["lease"])) / 2
        if lease and lease.until - self.ws.now > half:
            return
        if not renew(self.ws, prospect_id):
            # The lease ran out, say in a closed laptop, and no one else has taken them.
            take_this(self.ws, prospect_id)

    def tally(self) -> Tally:
        """What this session came to so far."""
        return tally([result for _, result, _ in self._logged])

    def summary(self) -> Summary:
        """What to say at the end."""
        self._tick()
        kept = keep(self.ws) if blocks_of(self.ws.settings) else None
        return Summary(self.tally(), self._head(), kept.streak if kept else 0)

    def close(self) -> None:
        """Ends the session: no one stays reserved."""
        release(self.ws)

    @property
    def phase(self) -> Phase:
        """Where in a call the rep is."""
        if self.taken is None:
            return Phase.WAITING
        return Phase.CALL if self.started else Phase.READY

    def _tick(self) -> None:
        self.ws.now = self._clock()

    def _hang_up(self) -> None:
        self.started, self.number, self.incoming = None, "", False

    def _held(self) -> Taken:
        if self.taken is None:
            raise CallqError("There's no one on the screen.", name="no-one-on-screen")
        return self.taken

    def _next(self) -> View:
        self._hang_up()
        try:
            self.taken, self._waiting = take(self.ws, self.scope), None
            self._resume()
        except CallqError as error:
            if error.name != "no-one-to-call":
                raise
            self.taken, self._waiting = None, waiting(self.ws, self.scope)
        return self._view()

    def _resume(self) -> None:
        """Goes on with a call that was dialed before the last session ended."""
        lease = leases.of_agent(self.ws.db, self.ws.agent, self.ws.now)
        if lease and lease.dialed_at:
            self.started, self.number = lease.dialed_at, lease.dialed_number

    def _view(self) -> View:
        return View(self._head(), self.taken, self._waiting, self.phase, self.started)

    def _head(self) -> Head:
        ws, reader = self.ws, Reader(self.ws, self.scope)
        local = ws.now.astimezone(ws.home)
        midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
        later = [item for item in reader.later_today() if self._elsewhere(item)]
        due = (item for item in reader.offers(0) if self._elsewhere(item))
        first = next(due, None) or next(iter(later), None)
        return Head(
            ws.agent, ws.now, queue.done_since(ws.db, midnight, ws.agent), progress(ws),
            len(later), first,
        )  # fmt: skip

    def _elsewhere(self, item: Item) -> bool:
        mine = self.taken is not None and item.entry.id == self.taken.item.entry.id
        return not mine and item.entry.leased_to in ("", self.ws.agent)
