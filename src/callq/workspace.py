"""An open store with its clock, its rulebook and the rep: what every command works with."""

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, tzinfo
from typing import TYPE_CHECKING, Any

from callq import TABLE_VERSION
from callq.config import Settings
from callq.engine.rulebook import Rulebook, build
from callq.errors import CallqError, Exit
from callq.records.own_file import PLAYBOOK, RULEBOOK, digest, present
from callq.records.transitions import turn, turned_consents
from callq.storage import meta
from callq.storage.db import Db
from callq.storage.opening import OlderStoreError, open_store, sqlite_path, upgrade_store

if TYPE_CHECKING:
    from callq.engine.answering import Answers
    from callq.engine.calling import Calling
    from callq.engine.hours import Week
    from callq.records.evaluation import EvaluationContext
    from callq.records.likelihood import Likelihood, Place
    from callq.records.projection import Projector

Pick = Callable[[str, Sequence[str], bool], int | None]
"""Given a question, a line for each choice and whether there are more: the place of the one
picked, None for none."""


class Workspace:
    """What every thing a rep does needs. `now` is read once, so that a command has one moment."""

    def __init__(
        self,
        settings: Settings,
        db: Db,
        now: datetime,
        home: tzinfo,
        agent: str,
        facts: dict[str, str] | None = None,
    ) -> None:
        """See `open_workspace`.

        Args:
            settings: Resolved.
            db: The open store.
            now: Aware.
            home: The rep's own zone.
            agent: The rep.
            facts: The store's own facts, see `storage.meta`.
        """
        self.settings = settings
        self.db = db
        self.now = now
        self.home = home
        self.agent = agent
        self.facts = {} if facts is None else facts
        self.notices: list[str] = []
        """What the rep should know of the store, such as that it was upgraded."""
        self.may_manage = True
        """Whether they may do what only a manager may: anyone may in a file of their own."""
        self.keep: list[object] = []
        """What must live as long as the workspace, such as a temporary folder."""
        self.pick: Pick | None = None
        """Asks the rep to pick a person; None where no one can be asked."""
        self._rulebook: Rulebook | None = None
        self._calling: Calling | None = None

    @property
    def rulebook(self) -> Rulebook:
        """The rulebook in force: the store's, the same for everyone who shares it."""
        if self._rulebook is None:
            try:
                self._rulebook = build(json.loads(self.facts[meta.RULEBOOK]))
            except (ValueError, LookupError, TypeError, AttributeError) as error:
                raise _unreadable_rulebook(error) from error
        return self._rulebook

    @property
    def answers(self) -> "Answers | None":
        """When people answer, once drawn retries have shown it."""
        text = self.facts.get(meta.ANSWERING)
        if not text:
            return None
        from callq.engine.answering import load

        return load(text)

    @property
    def known_as(self) -> str:
        """What the ids of exported calendar entries and cards are made from; a move keeps it."""
        from hashlib import sha256

        own = self.facts.get(meta.KNOWN_AS)
        return own or sha256(self.settings.db.encode()).hexdigest()

    @property
    def calling(self) -> "Calling":
        """The calling rules in force: the table of jurisdictions with the team's own choices."""
        if self._calling is None:
            rulebook = json.loads(self.facts[meta.RULEBOOK])
            self._calling = self.calling_by(rulebook, self.rulebook.hours)
        return self._calling

    def calling_by(self, rulebook: dict[str, Any], hours: "Week") -> "Calling":
        """The calling rules as they would be by a rulebook.

        Args:
            rulebook: Its data.
            hours: When the team calls at all, by it.
        """
        from callq.engine.calling import build as build_calling
        from callq.records import place_decisions

        text = self.facts.get(meta.JURISDICTIONS) or meta.read(self.db, meta.JURISDICTIONS)
        try:
            table = json.loads(text or "")
        except ValueError as error:
            raise _unreadable_rulebook(error) from error
        decided = place_decisions.in_force(self.db)
        return build_calling(
            table,
            rulebook,
            hours,
            place_decisions.accepted(decided),
            place_decisions.closures(decided),
        )

    @property
    def context(self) -> "EvaluationContext":
        """The zone, calling rules and moment that everyone is evaluated in."""
        from callq.records.evaluation import EvaluationContext

        return EvaluationContext(self.home, self.calling, self.now)

    def tell(self, event: str, **said: object) -> None:
        """Tells the rep's own program what happened; call it once all is stored."""
        if self.settings.hooks:
            from callq.hooks import tell

            tell(self.settings.hooks, event, self.agent, self.now, said)

    def use_facts(self, facts: dict[str, str]) -> None:
        """Goes on with changed facts, such as another rulebook."""
        self.facts.update(facts)
        self._rulebook = self._calling = None

    def projector(self) -> "Projector":
        """A writer of projections for one write transaction.

        Where the holidays that groups know end within the year, they are looked up afresh. What
        others' calls have taught since the workspace was opened counts too.
        """
        from callq.places.holidays import dates_of
        from callq.records.grouping import days_known
        from callq.records.projection import Projector

        self._catch_up()
        projector = Projector(self.db, self.rulebook, self.context, dates_of, self.likelihood())
        known = self.facts.get(meta.CALENDAR, "")
        first, last = days_known(self.now)
        if known and not (known[:10] <= first and last <= known[11:]):
            projector.groups.renew()
        elif not known:
            meta.write(self.db, meta.CALENDAR, f"{first} {last}")
        self.facts[meta.CALENDAR] = f"{first} {last}"
        return projector

    def _catch_up(self) -> None:
        place = meta.read(self.db, meta.CHANCE_PLACE) or ""
        if place != self.facts.get(meta.CHANCE_PLACE, ""):
            learned = meta.read(self.db, meta.CHANCE) or ""
            self.facts |= {meta.CHANCE_PLACE: place, meta.CHANCE: learned}

    def likelihood(self) -> "Likelihood":
        """The chances of people, by what was learned when the facts were read."""
        from callq.records.likelihood import Likelihood

        return Likelihood(self.db, self.rulebook, self.facts.get(meta.CHANCE, ""))

    def expect_turn(self, *readers: Callable[[Db], object]) -> None:
        """Says that `turn` comes next and then these; see `Db.expect`."""
        self.db.expect(
            lambda db: turn(db, self.now, self._grace),
            lambda db: turned_consents(db, self.now),
            *readers,
        )

    @property
    def _grace(self) -> int:
        return round(self.rulebook.callback_grace.rough_days * 86_400)

    @property
    def place_learned(self) -> "Place":
        """How far the calls have been learned."""
        from callq.records.likelihood import parse_place

        return parse_place(self.facts.get(meta.CHANCE_PLACE))

    def keep_learning(self, earliest: tuple[datetime, int], *, last: int, most: int) -> None:
        """Learns from calls just added or voided, where they fill a block or are before the last.

        Args:
            earliest: The moment and id of the earliest of them; inside its write transaction.
            last: The highest id of a call; 0 where none was added.
            most: How many calls, and people, are little enough for this command.
        """
        place = self.place_learned
        is_before = place.covers((int(earliest[0].timestamp()), earliest[1]))
        if is_before or place.may_fill_a_block(last):
            from callq.records.learning import keep_up

            keep_up(self.db, self.rulebook, most, earliest)
            self.facts |= meta.read_all(self.db)

    def turn(self) -> None:
        """Marks prospects who became due, and puts those whose consent ended on hold."""
        turn(self.db, self.now, self._grace)
        turned = turned_consents(self.db, self.now)
        if turned:
            with self.db.write():
                self.projector().refresh(turned)


def _unreadable_rulebook(error: Exception) -> CallqError:
    return CallqError(
        f"The rulebook in the store can't be read any more ({error}): the store is damaged.",
        hint="callq store check --fix reads it anew from its text.",
        code=Exit.STORE,
    )


def open_workspace(settings: Settings, *, create: bool = False, agent: str = "") -> Workspace:
    """Opens the store for a command.

    Args:
        settings: Resolved.
        create: Make the store when there is none.
        agent: The rep, when a flag named one.

    Raises:
        CallqError: The store can't be opened.
    """
    now = settings.now or datetime.now(UTC).replace(microsecond=0)

    def workspace_on(db: Db) -> Workspace:
        return Workspace(
            settings, db, now, settings.home, agent or settings.agent, meta.read_all(db)
        )

    notices = []
    try:
        db = open_store(settings.db, create=create, folder=settings.data_folder)
    except OlderStoreError:
        notices = _upgrade(settings.db, now, lambda db: _finish_upgrade(workspace_on(db)))
        db = open_store(settings.db, folder=settings.data_folder)
    try:
        ws = workspace_on(db)
        ws.notices += notices
        if db.far:
            _act_as_user(ws, db, agent)
        _settle(ws)
    except BaseException:
        db.close()
        raise
    return ws


def _act_as_user(ws: Workspace, db: Db, agent: str) -> None:
    """On a server that knows reps and managers the database user acts, whatever name is given.

    Raises:
        CallqError: A rep named someone else.
    """
    acting = meta.acting(db)
    if acting is None:
        return
    user, ws.may_manage, managers = str(acting[0]), bool(acting[1]), str(acting[2] or "")
    db.managers = managers
    named = agent or str(ws.settings["agent"])
    if ws.may_manage:
        ws.agent = named or user
        return
    if named not in ("", user):
        raise CallqError(
            f"You are {user} on this server, so you can't act as {named}.",
            hint="Leave out --agent, and callq config --unset agent.",
            code=Exit.REFUSED,
            name="other-agent",
        )
    ws.agent = user


def _settle(ws: Workspace) -> None:
    """Gives a new store its rules, and judges everybody again where the store says so.

    Raises:
        CallqError: Only a part of another store has been moved into it.
    """
    if meta.MOVING in ws.facts:
        raise CallqError(
            f"This store has only a part of {ws.facts[meta.MOVING]} so far.",
            hint="Finish the move: run callq store move once more, from there.",
            code=Exit.STORE,
            name="half-moved",
        )
    if meta.MOVED in ws.facts:
        ws.notices.append(
            f"This data was moved to {ws.facts[meta.MOVED]}. What you do here isn't seen there."
        )
    if meta.RULEBOOK not in ws.facts:
        from callq.records.rulebooks import install, starting_text

        text, data = starting_text(ws.settings.rulebook_file)
        with ws.db.write():
            ws.use_facts(install(ws.db, text, data))
            if present(PLAYBOOK, ws.settings.playbook_file) is None:
                from callq.records.playbooks import install as install_playbook

                ws.facts.update(install_playbook(ws.db, ""))
    elif meta.STALE in ws.facts:
        with ws.db.write():
            judge_again(ws)


def open_or_temporary(settings: Settings, agent: str = "") -> Workspace:
    """A workspace for reading or a dry run: leaves no new store behind.

    Raises:
        CallqError: The store can't be opened.
    """
    path = sqlite_path(settings.db)
    if path is None or path.exists():
        return open_workspace(settings, agent=agent)
    from tempfile import TemporaryDirectory

    folder = TemporaryDirectory(ignore_cleanup_errors=True)
    ws = open_workspace(settings.with_db(f"{folder.name}/callq.db"), create=True, agent=agent)
    ws.keep.append(folder)
    return ws


def _upgrade(target: str, now: datetime, finish: Callable[[Db], None]) -> list[str]:
    from callq.storage.upgrading import Upgrade

    done = upgrade_store(target, Upgrade(now, finish))
    return [done.in_words()] if done else []


def _finish_upgrade(ws: Workspace) -> None:
    judge_again(ws)
    if ws.db.far:
        from callq.records import rights

        rights.renew(ws.db)


def refuse_rep(ws: Workspace, what: str) -> None:
    """Refuses what only a manager may do.

    Args:
        ws: An open workspace.
        what: What it is, as the start of a sentence.

    Raises:
        CallqError: They are a rep.
    """
    if not ws.may_manage:
        raise CallqError(
            f"{what} is for managers.",
            hint=f"Ask {ws.db.managers or 'your manager'}.",
            code=Exit.REFUSED,
            name="manager-only",
        )


def judge_again(ws: Workspace) -> None:
    """Computes every status again where the store says that it must; inside a write transaction.

    The rulebook in force stays, read afresh: a later callq may find more in the same text.
    """
    ws.facts = meta.read_all(ws.db)
    if meta.STALE not in ws.facts:
        return
    text = meta.read(ws.db, meta.RULEBOOK_TEXT)
    if text is not None:
        from callq.engine.rulebook_check import check
        from callq.records.rulebooks import install

        data, _ = check(text, stored=True)
        if data is not None:
            ws.use_facts(install(ws.db, text, data))
        from callq.records.location import place_everybody

        place_everybody(ws.db, str(ws.settings["region"]))
        ws.projector().rebuild()
    meta.remove(ws.db, meta.STALE)
    del ws.facts[meta.STALE]


def stop_on_broken_rulebook(ws: Workspace) -> str:
    """Looks whether the team's own rulebook file is the one in force.

    Returns:
        A warning when the file was edited but not applied; empty when all is well.

    Raises:
        CallqError: The file has mistakes: no queue until they are fixed.
    """
    path = present(RULEBOOK, ws.settings.rulebook_file)
    if ws.facts.get(meta.TABLE_VERSION) != TABLE_VERSION:
        return (
            f"callq's table of calling hours is of {TABLE_VERSION}, the one in force of "
            f"{ws.facts.get(meta.TABLE_VERSION, 'an older callq')}: callq rules apply"
        )
    if path is None:
        return ""
    if digest(path.read_bytes()) == ws.facts.get(meta.RULEBOOK_HASH):
        return ""
    from callq.records.rulebooks import read_rulebook

    read_rulebook(path)
    return f"{path} has changes that aren't in use yet. To use them: callq rules apply"


def stop_without_key(ws: Workspace) -> None:
    """Refuses a queue where people were erased and the key of their hashes is not there.

    Raises:
        CallqError: The key file is missing or holds another key; says how to restore it.
    """
    key_id = ws.facts.get(meta.ERASURE_KEY)
    if key_id:
        from callq.storage import keyfile

        if keyfile.id_in(ws.db.key_file) != key_id:
            raise keyfile.missing(ws.db.key_file, key_id)
