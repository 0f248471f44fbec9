"""Reads a rulebook and finds every mistake in it at once, each with its line.

A rulebook with a mistake is never put in force: nobody would be offered whom a slip of the pen
lets through. What `check` accepts, `callq.engine.rulebook.build` takes.
"""

import re
from collections.abc import Mapping
from typing import Any

from callq.engine.calling import KINDS
from callq.engine.calling_check import check_rows
from callq.engine.outcomes import BY_WORD, CANONICAL, UNKNOWN, Outcome
from callq.engine.rulebook import DAYS, TERMS
from callq.engine.rules_check import RulesChecker, outcome_word
from callq.engine.stages_check import stage_mistakes
from callq.engine.toml_check import Checker
from callq.engine.toml_lines import Lines, Mistake, Path, read_toml

_SECTIONS = {
    "version": True, "hours": True, "parts": True, "weights": True, "queue": True, "reasons": True,
    "rules": True, "business": False, "caps": False, "gap": False, "outcomes": False,
    "calling": False, "jurisdictions": False, "lists": False,
}  # fmt: skip
"""What a rulebook holds, and whether it must."""

_WORD = re.compile(r"[a-z][a-z0-9-]*")
_LONGEST_EARLY = 60
_LARGEST_WEIGHT = 1e6
_LARGEST_FACTOR = 1000
_FIXED_UNITS = ("min", "h", "d", "w")


def check(text: str) -> tuple[dict[str, Any] | None, tuple[Mistake, ...]]:
    """Reads a rulebook and finds all its mistakes.

    Args:
        text: A TOML file.

    Returns:
        The data for `callq.engine.rulebook.build`, None when there is any mistake; and the mistakes
        by line.
    """
    found = read_toml(text)
    if isinstance(found, Mistake):
        return None, (found,)
    data, lines = found
    checker = _Checker(data, lines)
    checker.run()
    mistakes = tuple(sorted(set(checker.mistakes)))
    return (None if mistakes else data), mistakes


# What is wrong ------------------------------------------------------------------------------------


class _Checker(Checker):
    """Gathers the mistakes of one rulebook; lives no longer than `check`."""

    def __init__(self, data: Mapping[str, Any], lines: Lines) -> None:
        super().__init__(data, lines)
        self.own: dict[str, Outcome] = {}
        """The team's outcomes; those with a mistake are like the unknown one."""

    def run(self) -> None:
        """Looks at every section."""
        self.keys((), self.data, _SECTIONS, "section")
        for section, needed in _SECTIONS.items():
            if needed and section not in self.data:
                self.say((section,), "is missing")
        self._version()
        self._hours()
        self._parts()
        self._business()
        self._calling()
        check_rows(self, ("jurisdictions",), self.table(("jurisdictions",)), own=True)
        self._caps()
        self._gap()
        self._weights()
        self._queue()
        self._reasons()
        self._outcomes()
        for path, message in stage_mistakes(self.data.get("lists", {}), self.own):
            self.say(path, message)
        RulesChecker(self, self.own).run()

    # Sections -------------------------------------------------------------------------------------

    def _version(self) -> None:
        if "version" in self.data:
            self.text(("version",), self.data["version"])

    def _hours(self) -> None:
        hours = self.table(("hours",))
        self.keys(("hours",), hours, DAYS, "day")
        windows = [self.day(("hours", d), hours[d]) for d in DAYS if d in hours]
        before = any(mistake.key.startswith("hours") for mistake in self.mistakes)
        if "hours" in self.data and not any(windows) and not before:
            self.say(("hours",), "nobody could ever be called: give a day its hours")

    def _parts(self) -> None:
        parts, last, ended = self.table(("parts",)), "", 0
        if self.data.get("parts") == {}:
            self.say(("parts",), "name at least one part of the day")
        for name, value in parts.items():
            path = ("parts", name)
            self._word(path, name)
            if value == "none":
                self.say(path, 'a part of the day needs its hours, e.g. "08:00-12:00"')
                continue
            if (window := self.window(path, value)) is None:
                continue
            if window[0] < ended:
                self.say(path, f'starts before "{last}" ends: the earliest first, none overlapping')
            last, ended = name, max(ended, window[1])

    def _business(self) -> None:
        business = self.table(("business",))
        self.keys(("business",), business, ("holidays",))
        path = ("business", "holidays")
        self.dates(path, business.get("holidays", []))

    def _calling(self) -> None:
        calling = self.table(("calling",))
        self.keys(("calling",), calling, ("preset", "lists", "stop_early", "closed", "open"))
        if "preset" in calling:
            self.one_of(("calling", "preset"), calling["preset"], KINDS)
        lists = calling.get("lists", {})
        if not isinstance(lists, dict):
            self.say(("calling", "lists"), "must be a table: [calling.lists]")
            lists = {}
        for name, kind in lists.items():
            self.one_of(("calling", "lists", name), kind, KINDS)
        if "stop_early" in calling:
            path = ("calling", "stop_early")
            span = self.span(path, calling["stop_early"])
            if span and (span.unit != "min" or span.amount > _LONGEST_EARLY):
                self.say(path, f'must be "0min" to "{_LONGEST_EARLY}min"')
        for key in ("closed", "open"):
            self.dates(("calling", key), calling.get(key, []))

    def _caps(self) -> None:
        for path, cap in self.tables(("caps",)):
            self.keys(path, cap, ("per", "max", "within"))
            self.need(path, cap, "per", "max", "within")
            if "per" in cap:
                self.one_of((*path, "per"), cap["per"], ("person", "number"))
            if "max" in cap:
                self.count((*path, "max"), cap["max"])
            if "within" in cap:
                self.span((*path, "within"), cap["within"], some=True)

    def _gap(self) -> None:
        gap = self.table(("gap",))
        self.keys(("gap",), gap, ("person",))
        if "person" in gap:
            self.span(("gap", "person"), gap["person"])

    def _weights(self) -> None:
        weights = self.table(("weights",))
        self.keys(("weights",), weights, TERMS, "term")
        for term in TERMS:
            if term in weights:
                self.number(("weights", term), weights[term], _LARGEST_WEIGHT)

    def _queue(self) -> None:
        if "queue" not in self.data:
            return
        queue, path = self.table(("queue",)), ("queue",)
        self.keys(path, queue, ("promise_grace", "half_value"))
        self.need(path, queue, "promise_grace", "half_value")
        if "promise_grace" in queue:
            grace = self.span((*path, "promise_grace"), queue["promise_grace"])
            if grace and grace.unit not in _FIXED_UNITS:
                self.say((*path, "promise_grace"), "write it in minutes, hours, days or weeks")
        if "half_value" in queue:
            half = self.number((*path, "half_value"), queue["half_value"], 1e15)
            if half == 0:
                self.say((*path, "half_value"), "must be more than 0")

    def _reasons(self) -> None:
        reasons = self.table(("reasons",))
        if "reasons" in self.data and "unknown" not in reasons:
            self.say(("reasons", "unknown"), "is missing: it stands for reasons without a span")
        for reason, span in reasons.items():
            self._word(("reasons", reason), reason)
            self.span(("reasons", reason), span)

    def _outcomes(self) -> None:
        taken: dict[str, str] = {"unknown": "stands for words that no rulebook explains"}
        for canonical in CANONICAL:
            taken |= dict.fromkeys(
                (canonical.word, *canonical.aliases), f"already means {canonical.label}"
            )
        for word, entry in self.table(("outcomes",)).items():
            path = ("outcomes", word)
            self._taken(path, word, taken)
            taken.setdefault(word, "is already an outcome of yours")
            self.own[word] = UNKNOWN._replace(word=word)
            if isinstance(entry, dict):
                self._outcome(path, word, entry, taken)
            else:
                self.say(path, f"must be a table: [outcomes.{word}]")

    def _outcome(
        self, path: Path, word: str, entry: Mapping[str, Any], taken: dict[str, str]
    ) -> None:
        self.keys(path, entry, ("like", "aliases", "label", "meaning"))
        self.need(path, entry, "like")
        if "like" in entry:
            like = outcome_word(self, (*path, "like"), entry["like"], BY_WORD)
            if like:
                self.own[word] = BY_WORD[like]._replace(word=word, like=like)
        for key in ("label", "meaning"):
            if key in entry:
                self.text((*path, key), entry[key])
        aliases = entry.get("aliases", [])
        if not isinstance(aliases, list) or not all(isinstance(a, str) for a in aliases):
            self.say((*path, "aliases"), 'must be a list of words, e.g. ["smp"]')
            return
        for alias in aliases:
            self._taken((*path, "aliases"), alias, taken)
            taken.setdefault(alias, f'is already an alias of "{word}"')

    def _taken(self, path: Path, word: str, taken: Mapping[str, str]) -> None:
        self._word(path, word)
        if word in taken:
            self.say(path, f'"{word}" {taken[word]}')

    def _word(self, path: Path, word: str) -> None:
        if not _WORD.fullmatch(word):
            self.say(path, f'"{word}" must be a word of a-z, 0-9 and "-", a letter first')
