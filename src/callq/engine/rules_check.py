"""Finds every mistake in the rules of a rulebook: each by itself, then all in their order."""

import re
from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from callq.engine.model import Action, Channel
from callq.engine.outcomes import BY_WORD, CANONICAL, REASONS, UNKNOWN, Outcome
from callq.engine.toml_check import Checker, words_in
from callq.engine.toml_lines import Path, nearest

_RULE_KEYS = (
    "id", "outcome", "reason", "channel", "permission", "list", "stage", "after",
    "from_attempt", "wait", "ladder", "rest", "climb", "top", "then_as", "counted_from", "part",
    "action", "after_mail",
)  # fmt: skip
_CONDITIONS = ("reason", "channel", "list", "stage", "after")
_ACTIONS = tuple(a.value for a in Action if a not in (Action.NONE, Action.FIND_NUMBER))
_ALIASES = {alias: outcome.word for outcome in CANONICAL for alias in outcome.aliases}
_LARGEST_FACTOR = 1000


def outcome_word(checker: Checker, path: Path, value: object, known: Collection[str]) -> str | None:
    """A known outcome by its own word: an alias is refused, so that a file reads one way."""
    word = checker.text(path, value)
    if word is None or word in known:
        return word
    if word in _ALIASES:
        checker.say(path, f'"{word}" is an alias: write "{_ALIASES[word]}"')
    else:
        checker.say(path, f'"{word}" is no outcome{nearest(word, known)}')
    return None


class _Checked(NamedTuple):
    """What of a rule makes sense, for comparing it with others."""

    path: Path
    id: str
    outcomes: frozenset[str]
    makes_sense: bool
    """Whether all its outcomes are known."""
    conditions: Mapping[str, frozenset[str]]
    permission: object
    from_attempt: int


class RulesChecker:
    """Looks at the rules, each by itself and then all in their order."""

    def __init__(self, checker: Checker, own: Mapping[str, Outcome]) -> None:
        """See `RulesChecker`.

        Args:
            checker: Of the rulebook; it gathers the mistakes.
            own: The team's own outcomes.
        """
        self.checker = checker
        self.say = checker.say
        self.outcomes = {**own, **BY_WORD, UNKNOWN.word: UNKNOWN}
        reasons = checker.data.get("reasons", {})
        self.reasons = {*REASONS, *(reasons if isinstance(reasons, dict) else ())}
        lists = checker.data.get("lists", {})
        told = lists.values() if isinstance(lists, dict) else ()
        stages = [entry.get("stages") for entry in told if isinstance(entry, dict)]
        self.stages = {name for each in stages if isinstance(each, dict) for name in each}
        self.chained: set[str] = set()
        """Outcomes that go on as another one after their ladder."""

    def run(self) -> None:
        """Looks at every rule."""
        entries = list(self.checker.tables(("rules",)))
        for _, entry in entries:
            if "then_as" in entry:
                self.chained.update(words_in(entry.get("outcome")))
        rules = [self._rule(path, entry) for path, entry in entries]
        seen: dict[str, int] = {}
        for rule in rules:
            if rule.id and rule.id in seen:
                line = self.checker.lines.of(("rules", seen[rule.id]))
                self.say((*rule.path, "id"), f'"{rule.id}" is already the rule of line {line}')
            seen.setdefault(rule.id, int(rule.path[1]))
        self._reach(rules)
        if rules and all(rule.outcomes and rule.makes_sense for rule in rules):
            self._cover(rules)

    def _rule(self, path: Path, entry: Mapping[str, Any]) -> _Checked:
        checker = self.checker
        checker.keys(path, entry, _RULE_KEYS)
        checker.need(path, entry, "id", "outcome")
        name = checker.text((*path, "id"), entry["id"]) if "id" in entry else None
        if name and not re.fullmatch(r"[a-z0-9][a-z0-9-]*", name):
            self.say((*path, "id"), f'"{name}" must be of a-z, 0-9 and "-"')
        outcomes = self._outcomes(path, entry)
        rule = _Checked(
            path, name or "", outcomes, all(w in outcomes for w in words_in(entry.get("outcome"))),
            self._conditions(path, entry), self._permission(path, entry),
            self._from_attempt(path, entry),
        )  # fmt: skip
        self._wait(path, entry, outcomes)
        self._ladder(path, entry)
        self._climb(path, entry)
        self._then_as(path, entry, outcomes)
        self._action(path, entry, outcomes)
        for key, known in (("counted_from", ("call", "given time")), ("part", ("other",))):
            if key in entry:
                checker.one_of((*path, key), entry[key], known)
        return rule

    # What a rule fits -----------------------------------------------------------------------------

    def _outcomes(self, path: Path, entry: Mapping[str, Any]) -> frozenset[str]:
        path = (*path, "outcome")
        words = self._set(path, entry["outcome"], "outcome") if "outcome" in entry else frozenset()
        for word in sorted(words):
            outcome = self.outcomes[word]
            if outcome.opts_out:
                self.say(path, "nothing outranks a do-not-call: no rule brings anybody back")
            elif outcome.closes:
                self.say(path, f'no rule brings anybody back after "{word}": take it out')
            elif outcome.kills_number:
                self.say(path, f'a number is given up at once after "{word}": take it out')
        return words

    def _set(self, path: Path, value: object, key: str) -> frozenset[str]:
        """One word or several; those that are known."""
        words = words_in(value)
        if not words or (isinstance(value, list) and words != value):
            self.say(path, "must be a word in quotes, or a list of them")
            return frozenset()
        known: dict[str, Collection[str]] = {
            "reason": self.reasons, "channel": tuple(Channel), "stage": self.stages
        }  # fmt: skip
        found = set()
        for word in words:
            if key in ("outcome", "after"):
                found.add(outcome_word(self.checker, path, word, self.outcomes))
            elif key == "list":
                found.add(self.checker.text(path, word))
            else:
                found.add(self.checker.one_of(path, word, known[key]))
        return frozenset(word for word in found if word is not None)

    def _conditions(self, path: Path, entry: Mapping[str, Any]) -> dict[str, frozenset[str]]:
        conditions = {
            key: self._set((*path, key), entry[key], key) for key in _CONDITIONS if key in entry
        }
        for word in sorted(conditions.get("after", ())):
            outcome = self.outcomes[word]
            if outcome.miss or outcome.kills_number or outcome.clears_mail:
                message = f'names the last conversation; nobody speaks in "{word}"'
                self.say((*path, "after"), message)
        return conditions

    def _permission(self, path: Path, entry: Mapping[str, Any]) -> object:
        permission = entry.get("permission")
        if permission is not None and permission not in ("yes", "no"):
            self.say((*path, "permission"), 'must be "yes" or "no", in quotes')
        return permission

    def _from_attempt(self, path: Path, entry: Mapping[str, Any]) -> int:
        count = self.checker.count((*path, "from_attempt"), entry.get("from_attempt", 1))
        return count or 1

    # What it says ---------------------------------------------------------------------------------

    def _wait(self, path: Path, entry: Mapping[str, Any], outcomes: Collection[str]) -> None:
        if "wait" in entry and entry["wait"] != "by reason":
            self.checker.span((*path, "wait"), entry["wait"])
        in_writing = entry.get("action") in (Action.REPLY, Action.PROPOSE)
        waits = [key for key in ("wait", "ladder") if key in entry]
        if len(waits) > 1:
            self.say((*path, "ladder"), '"wait" and "ladder" contradict each other: keep one')
        if in_writing:
            for key in waits:
                self.say((*path, key), 'a mail is due at once: write "after_mail" for what follows')
            return
        timed = all(self.outcomes[word].needs_time for word in outcomes)
        if not waits and not (timed and entry.get("counted_from") == "given time"):
            self.say(path, 'does not say how long to rest: add "wait", or "ladder" and "rest"')

    def _ladder(self, path: Path, entry: Mapping[str, Any]) -> None:
        ends = [key for key in ("rest", "then_as") if key in entry]
        if "rest" in entry:
            self.checker.span((*path, "rest"), entry["rest"])
        if "ladder" not in entry:
            for key in ends:
                self.say((*path, key), f'"{key}" comes after a "ladder"; there is none')
            return
        if len(ends) != 1:
            words = "only one of" if ends else "one of"
            self.say((*path, ends[0] if ends else "ladder"), f'needs {words} "rest" and "then_as"')
        ladder = entry["ladder"]
        if not isinstance(ladder, list) or not ladder:
            self.say((*path, "ladder"), 'must be a list of spans, e.g. ["4h", "1 day"]')
            return
        for index, span in enumerate(ladder):
            self.checker.span((*path, "ladder", index), span)

    def _climb(self, path: Path, entry: Mapping[str, Any]) -> None:
        if "top" in entry:
            self.checker.span((*path, "top"), entry["top"], some=True)
            if "climb" not in entry:
                self.say((*path, "top"), '"top" ends a "climb"; there is none')
        if "climb" not in entry:
            return
        for key in ("wait", "top"):
            if key not in entry:
                self.say((*path, "climb"), f'"climb" needs "{key}"')
        if "ladder" in entry:
            self.say((*path, "climb"), '"climb" and "ladder" contradict each other: keep one')
        climb = entry["climb"]
        if not isinstance(climb, list) or not climb:
            self.say((*path, "climb"), "must be a list of whole numbers, e.g. [1, 3, 6]")
            return
        for index, factor in enumerate(climb):
            self.checker.count((*path, "climb", index), factor, _LARGEST_FACTOR)

    def _then_as(self, path: Path, entry: Mapping[str, Any], outcomes: Collection[str]) -> None:
        if "then_as" not in entry:
            return
        path = (*path, "then_as")
        misses = {word for word, outcome in self.outcomes.items() if outcome.miss}
        word = outcome_word(self.checker, path, entry["then_as"], self.outcomes)
        if word is None:
            return
        if word not in misses or not misses.issuperset(outcomes):
            self.say(path, 'goes from one miss to another, e.g. from "busy" to "no-answer"')
        elif {word, self.outcomes[word].canonical} & self.chained:
            self.say(path, f'"{word}" must have a "rest" of its own, not go on as another')

    def _action(self, path: Path, entry: Mapping[str, Any], outcomes: Collection[str]) -> None:
        action = entry.get("action", Action.CALL.value)
        in_writing = action in (Action.REPLY, Action.PROPOSE)
        if "after_mail" in entry:
            self.checker.span((*path, "after_mail"), entry["after_mail"])
            if not in_writing:
                message = '"after_mail" comes after the action "reply" or "propose"'
                self.say((*path, "after_mail"), message)
        if "action" not in entry:
            return
        path = (*path, "action")
        if self.checker.one_of(path, action, _ACTIONS) is None or action == Action.CALL:
            return
        for word in sorted(outcomes):
            if self.outcomes[word].miss or self.outcomes[word].clears_mail:
                self.say(path, f'nobody speaks in "{word}": only "call" can follow it')
            elif in_writing and self.outcomes[word].canonical == "callback":
                self.say(path, "a promised call is a call; it can't be kept in writing")

    # All of them ----------------------------------------------------------------------------------

    def _reach(self, rules: list[_Checked]) -> None:
        """Notes the rules that never decide, as an earlier one always fits."""
        for index, rule in enumerate(rules):
            hiding = [
                next((r for r in rules[:index] if self._hides(r, rule, word)), None)
                for word in sorted(rule.outcomes)
            ]
            first = next(iter(hiding), None)
            if first is not None and all(hiding):
                name = first.id or f"of line {self.checker.lines.of(first.path)}"
                self.say(rule.path, f"never reached: rule {name} before it always fits")

    def _hides(self, earlier: _Checked, rule: _Checked, outcome: str) -> bool:
        """Whether `earlier` fits every call with this outcome that `rule` fits."""
        if not self._names(outcome) & earlier.outcomes:
            return False
        for key, allowed in earlier.conditions.items():
            asked = rule.conditions.get(key)
            if not asked:
                return False
            if any(not (self._names(w) if key == "after" else {w}) & allowed for w in asked):
                return False
        return (
            earlier.permission in (None, rule.permission)
            and earlier.from_attempt <= rule.from_attempt
        )

    def _names(self, word: str) -> set[str]:
        return {word, self.outcomes[word].canonical}

    def _cover(self, rules: list[_Checked]) -> None:
        """Notes the outcomes for which no rule may fit."""
        covered: set[str] = set()
        for rule in rules:
            if not rule.conditions and rule.permission is None and rule.from_attempt == 1:
                covered |= rule.outcomes
        for outcome in (*CANONICAL, UNKNOWN):
            decided = outcome.kills_number or outcome.closes or outcome.opts_out
            if not decided and outcome.word not in covered:
                message = f'no rule fits every "{outcome.word}": add one that names nothing else'
                self.say(("rules",), message)
