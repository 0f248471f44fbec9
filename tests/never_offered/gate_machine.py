"""Random histories of everything a team does, and after each step the question: who is offered?

Steps are what people type, run by the real command line; the oracle knows nothing else.
"""

import json
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from gate_facts import LINES, NO_ROW, NOWHERE, REGISTRIES
from gate_oracle import Oracle, Registry, Wish, answers, numbers_of
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from callq.records.rulebooks import shipped_text
from helpers import Callq, Result

HOME_ZONE = "America/New_York"
START = datetime(2026, 3, 4, 15, 0, tzinfo=UTC)
EDGES = [
    datetime(2026, 3, 8, 6, 30, tzinfo=UTC),
    datetime(2026, 3, 29, 0, 30, tzinfo=UTC),
    datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
    datetime(2026, 11, 1, 5, 30, tzinfo=UTC),
    datetime(2026, 11, 26, 15, 0, tzinfo=UTC),
    datetime(2026, 12, 25, 15, 0, tzinfo=UTC),
]
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
AGENTS = ("ann", "bob")
NOT_CALLED = ("reply", "propose", "find-number")
AREAS = ("850", "212", "305", "GB")
NUMBERS = sorted(LINES)
ALL_NUMBERS = [*NUMBERS, *NOWHERE]
OUTCOMES = (
    "no-answer", "busy", "voicemail", "gatekeeper", "wrong-number", "disconnected", "hurried",
    "interested", "soft-no", "hung-up", "hard-no", "lost", "emailed", "disqualified",
    "do-not-call", "stop", "litigator",
)  # fmt: skip
OPT_OUTS = ("do-not-call", "stop", "litigator")
NOTES = ("", "", "please take me off your list", "asked for a price")
PEOPLE = st.integers(0, 30)
number = st.sampled_from(ALL_NUMBERS)
agent = st.sampled_from(AGENTS)


class Store(RuleBasedStateMachine):
    """A team at work."""

    template: ClassVar[Path]
    """A folder with an empty store."""
    steps: ClassVar[int] = 0
    offers: ClassVar[int] = 0

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="gate-"))
        home = self.folder / "home"
        shutil.copytree(self.template, home)
        self.callq = Callq(home, zone=HOME_ZONE)
        self.now = START
        self.oracle = Oracle()
        self.names = 0

    def teardown(self) -> None:
        shutil.rmtree(self.folder)

    # Tools ----------------------------------------------------------------------------------------

    def type(self, *arguments: str, by: str = "ann", **more: Any) -> Result:
        """Types a command now; whatever it answers, it is no traceback."""
        Store.steps += 1
        found = self.callq.here(*arguments, now=self.now.isoformat(), agent=by, **more)
        assert "Traceback" not in found.err, (arguments, found.err)
        return found

    @contextmanager
    def stored(self) -> Iterator[sqlite3.Connection]:
        """The store itself, past callq's own code."""
        with closing(sqlite3.connect(self.callq.home / "callq.db")) as db:
            yield db

    def people(self) -> list[int]:
        """Who is in the store."""
        with self.stored() as db:
            rows = db.execute("SELECT id FROM prospect WHERE removed_at IS NULL ORDER BY id")
            return [row[0] for row in rows]

    def someone(self, index: int) -> str:
        """A person by any whole number."""
        people = self.people()
        return str(people[index % len(people)])

    def command(self) -> int:
        """The command that was done last."""
        with self.stored() as db:
            return int(db.execute("SELECT COALESCE(MAX(id), 0) FROM command").fetchone()[0])

    def numbers_of(self, person: str) -> list[str]:
        """What someone can be dialed on."""
        with self.stored() as db:
            return sorted(numbers_of(db, int(person)))

    def wish(self, numbers: list[str], **more: Any) -> None:
        """Remembers that no one may be called on these numbers from now on."""
        command = self.command()
        for each in numbers:
            self.oracle.wishes.append(Wish(each, self.now, command, **more))

    # Steps ----------------------------------------------------------------------------------------

    @initialize(numbers=st.lists(number, min_size=4, max_size=8, unique=True))
    def start(self, numbers: list[str]) -> None:
        """A store with the widest own hours, so that the rows of the facts decide; and people."""
        book = self.callq.home / "wide.toml"
        book.write_text(_wide_rulebook(), encoding="utf-8")
        assert self.type("rules", "apply", str(book)).code == 0
        for each in numbers:
            self.add([each], "", "")

    @rule(
        numbers=st.lists(number, min_size=1, max_size=3, unique=True),
        zone=st.sampled_from(["", "", "America/Los_Angeles", "America/New_York", "Europe/London"]),
        folder=st.sampled_from(["", "spring", "autumn"]),
        state=st.sampled_from(["", "", "", "FL", "TX", "LA", "CT", "CA"]),
        company=st.sampled_from(["", "", "Acme", "ACME", "Lee Foods"]),
    )
    def add(
        self, numbers: list[str], zone: str, folder: str, state: str = "", company: str = ""
    ) -> None:
        """Someone new, perhaps with a number that others have."""
        self.names += 1
        words = ["add", f"Person {self.names}"]
        for each in numbers:
            words += ["--phone", each]
        words += ["--zone", zone] if zone else []
        words += ["--list", folder] if folder else []
        words += ["--company", company] if company else []
        if state and all(each.startswith("+1") for each in numbers):
            words += ["--state", state, "--country", "US"]
        self.type(*words)

    @rule(rows=st.lists(st.tuples(
        number,
        st.sampled_from(["", "no answer", "not interested", "do not call", "STOP",
                         "please remove me from your list", "Attorney"]),
        st.sampled_from(["", "mobile", "landline", "VoIP"]),
    ), min_size=1, max_size=4))  # fmt: skip
    def import_file(self, rows: list[tuple[str, str, str]]) -> None:
        """A folder comes in, with what someone noted at the time."""
        lines, asking = ["Name,Phone,Last Outcome,Line Type"], []
        for each, word, line in rows:
            self.names += 1
            lines.append(f"Person {self.names},{each},{word},{line}")
            if word.startswith("please"):
                asking.append(f"Person {self.names}")
        path = self.callq.home / f"folder{self.names}.csv"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        if self.type("import", str(path), "--list", "folder").code == 0:
            said = [each for each, word, _ in rows if word in ("do not call", "STOP", "Attorney")]
            self.wish(said, kept_by_undo=True)
            self.oracle.asking += [(who, self.command()) for who in self._named(asking)]

    def _named(self, names: list[str]) -> list[int]:
        with self.stored() as db:
            rows = db.execute("SELECT id, name FROM prospect WHERE removed_at IS NULL")
            return [id_ for id_, name in rows if name in names]

    @precondition(lambda self: self.people())
    @rule(
        who=PEOPLE, outcome=st.sampled_from(OUTCOMES), by=agent, email=st.booleans(),
        note=st.sampled_from(NOTES),
    )  # fmt: skip
    def log(self, who: int, outcome: str, by: str, email: bool, note: str) -> None:
        """A call is logged, also where it should not have been made."""
        person = self.someone(who)
        words = ["log", person, outcome]
        words += ["--channel", "email"] if email and outcome in ("soft-no", "do-not-call") else []
        words += ["--note", note] if note else []
        if self.type(*words, by=by).code:
            return
        self.oracle.leases.pop(int(person), None)
        if outcome in OPT_OUTS:
            self.wish(self.numbers_of(person))
        elif "off your list" in note:
            self.oracle.asking.append((int(person), self.command()))

    @precondition(lambda self: self.people())
    @rule(who=PEOPLE, hours=st.integers(1, 400), by=agent)
    def promise(self, who: int, hours: int, by: str) -> None:
        """A callback is agreed: it outranks everything but do-not-call."""
        person = self.someone(who)
        if self.type("log", person, "callback", "--in", f"{hours}h", by=by).code == 0:
            self.oracle.leases.pop(int(person), None)

    @precondition(lambda self: self.people())
    @rule(who=PEOPLE, new=number)
    def learn_number(self, who: int, new: str) -> None:
        """A number is learned, perhaps one that someone else asked not to be called on."""
        person = self.someone(who)
        found = self.type("edit", person, "--add-phone", new)
        asked = self._opted_out(person)
        if found.code == 0 and asked:
            self.wish([new])
            self.oracle.wishes[-1].owed_to = asked

    @precondition(lambda self: self.people())
    @rule(who=PEOPLE, which=st.integers(0, 3))
    def drop_number(self, who: int, which: int) -> None:
        """A number isn't theirs anymore; what they asked by it still is."""
        person = self.someone(who)
        numbers = self.numbers_of(person)
        if not numbers:
            return
        dropped = numbers[which % len(numbers)]
        with self.stored() as db:
            asked = self.oracle.asked_by(db, int(person))
        if self.type("edit", person, "--drop-phone", dropped).code == 0 and asked == {dropped}:
            self.wish(self.numbers_of(person), persons=True, because_of=dropped)

    def _opted_out(self, person: str) -> frozenset[int]:
        with self.stored() as db:
            rows = db.execute(
                "SELECT id FROM call WHERE prospect_id = ? AND outcome IN "
                "('do-not-call', 'litigator') AND voided_at IS NULL", [person],
            )  # fmt: skip
            return frozenset(row[0] for row in rows)

    @rule(by=agent)
    def undo(self, by: str) -> None:
        """A rep takes back their last command; a wish goes with it only on its own day."""
        before = self._undone()
        self.type("undo", by=by)
        for command in self._undone() - before:
            with self.stored() as db:
                self.oracle.taken_back(db, command, self.now, ZoneInfo(HOME_ZONE))

    def _undone(self) -> set[int]:
        with self.stored() as db:
            rows = db.execute("SELECT id FROM command WHERE undone_at IS NOT NULL")
            return {row[0] for row in rows}

    @precondition(lambda self: len(self.people()) > 1)
    @rule(one=PEOPLE, other=PEOPLE)
    def merge(self, one: int, other: int) -> None:
        """Two records turn out to be one person."""
        a, b = self.someone(one), self.someone(other)
        if a == b:
            return
        asked = self._opted_out(a) | self._opted_out(b)
        opted_out = bool(asked) and self._wished_of(a, b)
        if self.type("people", "merge", a, b).code == 0:
            self._carried(int(a), int(b))
            if opted_out:
                self.wish(self.numbers_of(a), any_day=True)
            if any(int(b) == who for who, _ in self.oracle.asking):
                self.oracle.asking.append((int(a), self.command()))

    @precondition(lambda self: len(self.people()) > 3)
    @rule(who=PEOPLE)
    def erase(self, who: int) -> None:
        """Someone wants to be erased: their numbers are not to be called all the same."""
        person = self.someone(who)
        numbers = self.numbers_of(person)
        if self.type("people", "erase", person, "--yes").code == 0:
            self.oracle.erased |= set(numbers)

    @precondition(lambda self: self.people())
    @rule(
        who=PEOPLE, days=st.sampled_from([0, 1, 30, 400]), written=st.booleans(),
        seller=st.sampled_from(["", "", "Other Inc"]),
    )  # fmt: skip
    def consent(self, who: int, days: int, written: bool, seller: str) -> None:
        """Someone agrees to be called, for a while or until they say otherwise."""
        person = self.someone(who)
        until = self.now + timedelta(days=days) if days else None
        words = ["--until", until.date().isoformat()] if until else []
        words += ["--written"] if written else []
        words += ["--seller", seller] if seller else []
        found = self.type("people", "consent", person, "--source", "signed form", *words)
        if found.code == 0 and not seller:
            # A date holds to its end, wherever that is on earth.
            end = until + timedelta(days=2) if until else None
            given = self.oracle.consents.setdefault(int(person), [])
            given.append((self.now, end, self.command(), written))

    @precondition(lambda self: self.people())
    @rule(who=PEOPLE)
    def withdraw(self, who: int) -> None:
        """Someone takes their consent back."""
        person = self.someone(who)
        if self.type("people", "consent", person, "--withdraw").code == 0:
            taken = self.oracle.withdrawn.setdefault(int(person), [])
            taken.append((self.now, self.command()))

    @precondition(lambda self: self.people())
    @rule(who=PEOPLE, zone=st.sampled_from([
        "America/Los_Angeles", "America/New_York", "Europe/Paris", "Asia/Tokyo", "FL", "CT",
    ]))  # fmt: skip
    def tell(self, who: int, zone: str) -> None:
        """Someone says where they are."""
        person = self.someone(who)
        if self.type("hours", person, "--location", zone).code == 0:
            self.oracle.told.setdefault(int(person), []).append((zone, self.command()))

    @rule()
    def accept(self) -> None:
        """Someone answers for a country without rules."""
        if self.type("hours", "--accept", "BE", "--source", "our counsel").code == 0:
            self.oracle.accepted["BE"] = self.command()

    @rule(state=st.sampled_from(["US-FL", "US-LA", "US-CT", "GB"]), days=st.integers(0, 4))
    def close(self, state: str, days: int) -> None:
        """A state declares an emergency."""
        first, last = self.now.date(), self.now.date() + timedelta(days=days)
        words = ("--from", first.isoformat(), "--to", last.isoformat(), "--why", "storm")
        if self.type("hours", "close", state, *words).code == 0:
            self.oracle.closed.append((state, first, last, self.command()))

    @rule(state=st.sampled_from(["US-FL", "US-LA", "US-CT", "GB"]))
    def reopen(self, state: str) -> None:
        """The emergency is over: every closure of the state ends."""
        before = self.oracle.closed
        if self.type("hours", "reopen", state).code == 0:
            self.oracle.closed = [each for each in before if each[0] != state]
            self.oracle.reopened[self.command()] = [each for each in before if each[0] == state]

    @precondition(lambda self: self.people())
    @rule(who=PEOPLE, line=st.sampled_from(["mobile", "landline", "voip"]))
    def learn_line(self, who: int, line: str) -> None:
        """Someone learns what kind of line it is."""
        person = self.someone(who)
        self.type("edit", person, "--line", line)

    def _wished_of(self, *people: str) -> bool:
        """Whether a wish of theirs stands: a consent since then has ended it for good."""
        numbers = {each for person in people for each in self.numbers_of(person)}
        return any(w.number in numbers and not w.lifted for w in self.oracle.wishes)

    def _carried(self, kept: int, gone: int) -> None:
        oracle, command = self.oracle, self.command()
        given = oracle.consents.setdefault(kept, [])
        theirs = oracle.consents.get(gone, ())
        given += [(since, until, command, written) for since, until, _, written in theirs]
        if not oracle.told.get(kept):
            places = oracle.told.get(gone, ())
            oracle.told[kept] = [(zone, command) for zone, _ in places]

    @rule(unknown=st.sampled_from(["hold", "warn", "allow"]),
          registries=st.sampled_from(["unanswered", "required", "not needed"]))  # fmt: skip
    def decide(self, unknown: str, registries: str) -> None:
        """The team decides on places without rules, and on registries."""
        book = self.callq.home / "decided.toml"
        lines = [_wide_rulebook(), "[calling]", f'unknown_places = "{unknown}"',
                 f'registries = "{registries}"', 'registries_reason = "customers only"']  # fmt: skip
        book.write_text("\n".join(lines) + "\n", encoding="utf-8")
        self.type("rules", "apply", str(book))

    @rule(answer=st.sampled_from(["required", "not-needed"]))
    def answer(self, answer: str) -> None:
        """The team says whether it needs registries."""
        why = ["--reason", "customers only"] if answer == "not-needed" else []
        assert self.type("rules", "registries", answer, *why).code == 0
        with self.stored() as db:
            assert answers(db)["registries"] == answer.replace("-", " ")

    @rule(wanted=number)
    def block(self, wanted: str) -> None:
        """Everyone with a number is put on do-not-call by hand, all their numbers with it."""
        with self.stored() as db:
            others = self.oracle.others_with(db, wanted, self.now)
        if self.type("dnc", "add", wanted).code == 0:
            self.wish([wanted], persons=True)
            self.wish(others, because_of=wanted)

    @rule(wanted=number)
    def block_number(self, wanted: str) -> None:
        """Only a number is put on do-not-call: the others of its owners are still theirs."""
        if self.type("dnc", "add", wanted, "--number-only").code == 0:
            self.wish([wanted])

    @rule(listed=st.lists(number, min_size=1, max_size=3, unique=True))
    def own_list(self, listed: list[str]) -> None:
        """A list of the team's own comes in."""
        self.names += 1
        path = self.callq.home / f"ours{self.names}.txt"
        path.write_text("\n".join(listed) + "\n", encoding="utf-8")
        if self.type("dnc", "import", str(path), "--list", "ours").code == 0:
            self.wish(listed, persons=True, of_list=True)

    @rule(wanted=number)
    def lift(self, wanted: str) -> None:
        """A consent is recorded: the one way off do-not-call."""
        found = self.type("dnc", "remove", wanted, "--consent", "Eve/today/by letter")
        if found.code == 0:
            for wish in self.oracle.wishes:
                if wanted in (wish.number, wish.because_of) and not wish.lifted:
                    wish.lifted = self.command()
            with self.stored() as db:
                self.oracle.asking = [
                    each for each in self.oracle.asking if wanted not in numbers_of(db, each[0])
                ]

    @rule(area=st.sampled_from(AREAS), days=st.integers(0, 40), chosen=st.sets(number))
    def registry(self, area: str, days: int, chosen: set[str]) -> None:
        """A registry's copy for an area code comes in, perhaps an old one."""
        as_of = self.now.date() - timedelta(days=days)
        start = "+44" if area == "GB" else f"+1{area}"
        listed = sorted(each for each in chosen if each.startswith(start))
        lines = [f"{area},{each[5:]}" for each in listed] or [f"{area},9999999"]
        if area == "GB":
            lines = [f"0{each[3:]}" for each in listed] or ["02079460999"]
        path = self.callq.home / f"{as_of:%Y-%-m-%-d}_{area}_4711.txt"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        series = "gb-tps" if area == "GB" else "us-ftc"
        dated = ("--list", series, "--as-of", as_of.isoformat())
        found = self.type("dnc", "import", str(path), *dated)
        if found.code == 0:
            before = self.oracle.registries.get(area)
            self.oracle.registries[area] = Registry(
                as_of, frozenset(listed), self.command(), before
            )

    @rule(minutes=st.integers(1, 3 * 24 * 60))
    def wait(self, minutes: int) -> None:
        """Time passes."""
        self.now += timedelta(minutes=minutes)

    @rule(edge=st.sampled_from(EDGES), minutes=st.integers(0, 12 * 60))
    def jump(self, edge: datetime, minutes: int) -> None:
        """Time passes up to where clocks change or people have a day off."""
        if edge > self.now:
            self.now = edge + timedelta(minutes=minutes)

    @rule(by=agent, minutes=st.sampled_from([0, 1, 20]))
    def take(self, by: str, minutes: int) -> None:
        """A rep takes the next one."""
        self.now += timedelta(minutes=minutes)
        found = self.type("next", "--json", by=by)
        items = found.json["items"] if found.code == 0 else []
        leases = self.oracle.leases
        for person, (holder, _) in list(leases.items()):
            # A rep has one lease; it ends by itself once it no longer counts.
            if holder == by and person not in [item["id"] for item in items]:
                del leases[person]
        for item in items:
            holder, until = leases.get(item["id"], (by, self.now))
            assert holder == by or until <= self.now, f"{item['id']} is with {holder}"
            self.check(item)
            self.card(item, found.json)
            if holder != by or until <= self.now:
                self._is_free(item, by)
                leases[item["id"]] = by, self.now + timedelta(minutes=15)

    def _is_free(self, item: dict[str, Any], by: str) -> None:
        """One number, one call: another rep who has it keeps it."""
        for person, (holder, until) in self.oracle.leases.items():
            if holder != by and until > self.now and item["phone"]:
                numbers = self.numbers_of(str(person))
                assert item["phone"] not in numbers, f"{item['phone']} is with {holder}"

    def card(self, item: dict[str, Any], card: dict[str, Any]) -> None:
        """The card says what isn't known."""
        line = LINES.get(item["phone"])
        if not line or item["action"] in NOT_CALLED:
            return
        with self.stored() as db:
            said = answers(db)
        country = line.rows[0]
        area = item["phone"][2:5] if item["phone"].startswith("+1") else country
        series = REGISTRIES.get(country)
        silent = said.get("registries", "unanswered") == "unanswered"
        if silent and series and area not in self.oracle.registries:
            assert series in card["unchecked"], item
        unknown = NO_ROW & {country} - set(self.oracle.accepted)
        if said.get("unknown_places") == "warn" and unknown:
            assert country in card["without_rules"], item

    @rule(by=agent, why=st.sampled_from(["--release", "--skip=lunch"]))
    def put_back(self, by: str, why: str) -> None:
        """A rep releases a lease."""
        self.type("next", why, "--json", by=by)
        for person, (holder, _) in list(self.oracle.leases.items()):
            if holder == by:
                del self.oracle.leases[person]

    @invariant()
    def nobody_is_offered_who_must_not_be_called(self) -> None:
        """The queue as it is now, line by line."""
        found = self.callq.here("today", "--json", "--limit", "100", now=self.now.isoformat())
        assert found.code == 0, found.err
        for item in json.loads(found.out)["items"]:
            self.check(item)

    def check(self, item: dict[str, Any]) -> None:
        """Asks the oracle."""
        if item["action"] in NOT_CALLED:
            return
        Store.offers += 1
        person, phone = item["id"], item["phone"]
        promised = item["tier"] in ("callback", "overdue-callback")
        with self.stored() as db:
            why = self.oracle.objection(db, person, phone or "", self.now, promised=promised)
        assert not why, (
            f"{person} is offered at {self.now:%a %Y-%m-%d %H:%M} UTC, but {phone} {why}"
        )


def _wide_rulebook() -> str:
    """The shipped rulebook, open around the clock: only the facts close it; and companies wait."""
    text = shipped_text().replace('company = "0min"', 'company = "1h"')
    for hours in ("08:00-20:00", "09:00-17:00", "none"):
        for day in DAYS:
            text = text.replace(f'{day} = "{hours}"', f'{day} = "00:00-24:00"')
    return text
