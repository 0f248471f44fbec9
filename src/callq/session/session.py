"""A rep's session on an open store: who is on the screen, and what each key does to them.

Knows no screen: the full screen and the plain prompts drive it the same way. Every method moves
the clock first, works at one moment, and leaves the store right if the program ends after it.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from callq.calls.explain import Portrait, portray
from callq.calls.incoming import newcomer
from callq.calls.log import LogResult, log
from callq.calls.next import Taken, put_back, release, renew, take, take_this
from callq.calls.note import note
from callq.calls.redo import redo
from callq.calls.request import LogRequest
from callq.calls.snooze import Snoozed, snooze
from callq.calls.undo import Undone, last_command, undo
from callq.dialing.dial import Dialed, dial, dial_by_hand
from callq.engine.model import Channel
from callq.errors import CallqError
from callq.named_tuple import NamedTuple
from callq.planning.goals import keep
from callq.planning.progress import blocks_of
from callq.prospects.add import add
from callq.prospects.edit import edit
from callq.prospects.who import find_all, similarly_named
from callq.queue.narrowing import narrowed
from callq.queue.waiting import Waiting, waiting
from callq.records import choosing, leases
from callq.records.contacts import StoredPhone
from callq.records.people import Found
from callq.records.queue import Scope
from callq.scripts import mail
from callq.scripts.mail import Written
from callq.scripts.say import Saying, script
from callq.session.corrections import read_correction
from callq.session.head import Head, head
from callq.session.keys import Phase
from callq.session.meanwhile import Meanwhile, meanwhile
from callq.session.tally import Tally, tally
from callq.storage.journal import Command
from callq.workspace import Workspace

if TYPE_CHECKING:
    from callq.engine.filters import Filter

OBJECTIONS = (
    "price", "timing", "no-need", "competitor", "no-project", "authority", "trust", "sales-call",
    "unclear-offer",
)  # fmt: skip
"""The scripts that 1 to 9 show during a call; 0 shows the opening again."""
_FOUND = 9


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


class Session:
    """One rep's session."""

    def __init__(
        self,
        ws: Workspace,
        scope: Scope,
        clock: Callable[[], datetime] | None = None,
        wanted: "Filter | None" = None,
    ) -> None:
        """See `Session`.

        Args:
            ws: An open workspace.
            scope: Whose queue.
            clock: The moment, in UTC; the computer's clock by default.
            wanted: What the scope follows from, asked again for each next person.
        """
        self.wanted = wanted
        self._begun = scope, wanted
        self.ws = ws
        self.scope = scope
        self._clock = clock or (lambda: datetime.now(UTC).replace(microsecond=0))
        self.taken: Taken | None = None
        self.started: datetime | None = None
        self.incoming = False
        """Whether the person on the screen called us."""
        self._waiting: Waiting | None = None
        self._logged: list[tuple[LogResult, LogRequest]] = []
        """What each call of this session came to, and what was typed for it."""
        self._taken_back = LogRequest()
        """What was typed for the call that was taken back last."""

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

    def dial(self, number: str = "") -> tuple[Dialed, View]:
        """Dials by the setting `dial`, or marks that the rep dials by hand.

        Args:
            number: Another of their numbers, E.164; the one offered when empty.

        Raises:
            CallqError: They mustn't be called, or the call couldn't be placed.
        """
        self._tick()
        by = dial if self.ws.settings["dial"] else dial_by_hand
        dialed = by(self.ws, self.who, number)
        self.started = dialed.at
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
            request = request._replace(who=self.who)
            if self.incoming:
                request = request._replace(channel=Channel.INCOMING)
        return self._after(log(self.ws, request), request)

    def _after(self, result: LogResult, request: LogRequest) -> tuple[LogResult, View]:
        """Keeps what was logged, and puts the next person on the screen if it was this one."""
        self._logged.append((result, request))
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
        snoozed = snooze(self.ws, self.who, text, callback=callback)
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

    def receive_new(self, typed: str, name: str) -> View:
        """Adds an unknown caller, and puts them on the screen as `receive` does.

        Raises:
            CallqError: They must not be kept.
        """
        self._tick()
        return self.receive(add(self.ws, newcomer(self.ws, typed, name)).who.id)

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
        note(self.ws, [self.who, text])
        return self._again()

    def correct(self, text: str) -> View:
        """Changes one thing about the person on the screen; see `corrections`."""
        self._tick()
        edit(self.ws, self.who, read_correction(text))
        return self._again()

    def letter(self) -> Written:
        """Drafts the email that fits the person on the screen."""
        self._tick()
        return mail.write(self.ws, self.who, "")

    def portrait(self) -> Portrait:
        """Everything about the person on the screen."""
        self._tick()
        return portray(self.ws, self.who)

    def number_at(self, place: int) -> StoredPhone:
        """One of their numbers, counted from 1 as the card shows them.

        Raises:
            CallqError: There's no such number.
        """
        taken = self._held()
        phones = [p for p in taken.details.phones_from(taken.item.entry.e164) if p.e164]
        if not 0 < place <= len(phones):
            raise CallqError(f"They have no number {place}.", name="unknown-number")
        return phones[place - 1]

    def answer_to(self, place: int) -> Saying:
        """What to answer to an objection, by its place in `OBJECTIONS`; 0 is the opening."""
        if not place:
            return self._held().saying
        self._tick()
        return script(self.ws, self.who, OBJECTIONS[place - 1])

    def last(self) -> Command:
        """What undo would take back.

        Raises:
            CallqError: There's nothing.
        """
        return last_command(self.ws)

    def undo(self) -> tuple[Undone, LogRequest | None, View]:
        """Takes back the rep's last command.

        If it was a call of this session, that person comes back to the screen, on the call.

        Returns:
            What was undone, what was typed for it, and the screen.
        """
        self._tick()
        undone = undo(self.ws)
        mine = next((one for one in self._logged if one[0].command_id == undone.command.id), None)
        if mine is None:
            return undone, None, self._next() if self.taken is None else self._view()
        self._logged.remove(mine)
        result, self._taken_back = mine
        view = self.take(result.who.id)
        self._resume()
        return undone, self._taken_back, view._replace(phase=self.phase, started=self.started)

    def redo(self) -> tuple[LogResult, View]:
        """Logs again the call that was taken back last.

        Raises:
            CallqError: There's none.
        """
        self._tick()
        return self._after(redo(self.ws), self._taken_back)

    def pause(self) -> View:
        """Takes a break: the person on the screen goes back to the queue."""
        self._tick()
        release(self.ws)
        self.taken = self._waiting = None
        self._hang_up()
        return self._view()

    def views(self) -> list[choosing.View]:
        """The first nine saved views by name, as 1 to 9 choose them."""
        self._tick()
        return choosing.all_views(self.ws.db)[:_FOUND]

    def choose_view(self, name: str) -> View:
        """Goes on with the people of a saved view; the person on the screen goes back.

        Args:
            name: Of the view; empty: as the session began.

        Raises:
            CallqError: There's no such view any more, or it can't be read; nothing changes.
        """
        self._tick()
        scope, wanted = self._begun
        if name:
            wanted = choosing.view(self.ws.db, name)
            if wanted.mine:
                wanted = wanted._replace(owner=self.ws.agent, mine=False)
            scope = narrowed(self.ws, wanted)
        release(self.ws)
        self.scope, self.wanted, self.taken = scope, wanted, None
        return self._next()

    def meanwhile(self) -> Meanwhile | None:
        """What others did to the person on the screen, who leaves it then; else keeps them."""
        self._tick()
        if self.taken is None:
            return None
        found = meanwhile(self.ws, self.taken.item.entry)
        if found:
            self.taken = None
            self._hang_up()
        else:
            self._keep(self.taken.item.entry.id)
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
        return tally([result for result, _ in self._logged])

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
        self.started, self.incoming = None, False

    @property
    def who(self) -> str:
        """The person on the screen, as commands name them.

        Raises:
            CallqError: There's no one.
        """
        return f"#{self._held().item.entry.id}"

    def _held(self) -> Taken:
        if self.taken is None:
            raise CallqError("There's no one on the screen.", name="no-one-on-screen")
        return self.taken

    def _next(self) -> View:
        self._hang_up()
        if self.wanted is not None:
            self.scope = narrowed(self.ws, self.wanted)
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
        self.started = lease.dialed_at if lease else None

    def _again(self) -> View:
        """The person on the screen, read again."""
        self.taken = take_this(self.ws, self._held().item.entry.id)
        return self._view()

    def _view(self) -> View:
        return View(self._head(), self.taken, self._waiting, self.phase, self.started)

    def _head(self) -> Head:
        return head(self.ws, self.scope, self.taken.item.entry.id if self.taken else 0)
