"""Reads a playbook and finds every mistake in it at once, each with its line.

What `check` accepts, `callq.engine.playbook.compiled` takes, and every text in it can be filled.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from callq.engine.playbook import ABSENT, KINDS, MAILS, PARTS, PRIVATE
from callq.engine.toml_check import Gatherer
from callq.engine.toml_lines import Lines, Mistake, Path, nearest, plain, read_toml
from callq.scripts.template import Fault, faults_of, fields_of

_ABOUT = ("offer", "benefit", "benefits", "address", "references")
_MAIL = ("title", "subject", "body")
_WORD = re.compile(r"[a-z0-9][a-z0-9-]*")
_LONGEST = 20_000


def check(text: str, *, whole: bool = False) -> tuple[dict[str, Any] | None, tuple[Mistake, ...]]:
    """Reads a playbook and finds all its mistakes.

    Args:
        text: A TOML file.
        whole: Whether it must have every script and mail, as the shipped one.

    Returns:
        The data for `callq.engine.playbook.compiled`, None when there is any mistake; and the
        mistakes by line.
    """
    found = read_toml(text)
    if isinstance(found, Mistake):
        return None, (found,)
    data, lines = found
    checker = _Checker(lines, plain(text).splitlines())
    checker.file(data)
    if whole:
        checker.whole(data)
    mistakes = tuple(sorted(set(checker.mistakes)))
    return (None if mistakes else data), mistakes


class _Checker(Gatherer):
    """Gathers the mistakes of one playbook; lives no longer than `check`."""

    def __init__(self, lines: Lines, source: Sequence[str]) -> None:
        super().__init__(lines)
        self.source = source

    def file(self, data: Mapping[str, Any]) -> None:
        """Looks at every section."""
        self.keys((), data, ("about", "scripts", "mails", "lists"), "section")
        self.about(self.table(("about",), data.get("about", {})))
        self.texts((), data)
        for name, entry in self.table(("lists",), data.get("lists", {})).items():
            path: Path = ("lists", name)
            inner = self.table(path, entry)
            self.keys(path, inner, ("scripts", "mails", "stages"))
            self.texts(path, inner)
            stages = self.table((*path, "stages"), inner.get("stages", {}))
            for stage, told in stages.items():
                self.stage((*path, "stages", stage), stage, told)

    def whole(self, data: Mapping[str, Any]) -> None:
        """Notes what a playbook for everybody lacks."""
        for section, kinds in (("scripts", KINDS), ("mails", MAILS)):
            for kind in kinds:
                if kind not in data.get(section, {}):
                    self.say((section, kind), "is missing")

    def about(self, about: Mapping[str, Any]) -> None:
        """Who the seller is."""
        self.keys(("about",), about, _ABOUT)
        for key in ("offer", "benefit", "address"):
            if key in about:
                self.text(("about", key), about[key])
        if "benefits" in about:
            self.lines_of(("about", "benefits"), about["benefits"])
        references = self.table(("about", "references"), about.get("references", {}))
        for industry, reference in references.items():
            self.text(("about", "references", industry), reference)

    def texts(self, path: Path, entry: Mapping[str, Any]) -> None:
        """The scripts and mails at one place."""
        scripts = self.table((*path, "scripts"), entry.get("scripts", {}))
        for kind, script in scripts.items():
            self.script((*path, "scripts", kind), kind, script)
        mails = self.table((*path, "mails"), entry.get("mails", {}))
        for kind, mail in mails.items():
            self.mail((*path, "mails", kind), kind, mail)

    def stage(self, path: Path, name: str, told: object) -> None:
        """The texts of one stage of a list."""
        stage = self.table(path, told)
        if not _WORD.fullmatch(name):
            self.say(path, f'"{name}" must be of a-z, 0-9 and "-"')
        self.keys(path, stage, (*PARTS, "scripts", "mails"))
        self.texts(path, stage)
        spoken = {part: stage[part] for part in PARTS if part in stage}
        if spoken:
            self.parts(path, spoken)

    def script(self, path: Path, kind: str, told: object) -> None:
        """One script; a kind of one's own needs a title, so that a slip of the pen is none."""
        script = self.table(path, told)
        self.keys(path, script, PARTS)
        self.kind(path, kind, KINDS, own="title" in script)
        self.parts(path, script)

    def parts(self, path: Path, script: Mapping[str, Any]) -> None:
        """What a script says."""
        for part in PARTS:
            if part in script and part == "then":
                self.lines_of((*path, part), script[part])
            elif part in script:
                self.template((*path, part), script[part], may_be_empty=part != "title")

    def mail(self, path: Path, kind: str, told: object) -> None:
        """One mail."""
        mail = self.table(path, told)
        self.keys(path, mail, _MAIL)
        own = all(key in mail for key in _MAIL)
        self.kind(path, kind, MAILS, own=own)
        for key in _MAIL:
            if key in mail:
                self.template((*path, key), mail[key], forbidden=PRIVATE)
        subject = mail.get("subject", "")
        if isinstance(subject, str) and "\n" in subject.strip("\n"):
            self.say((*path, "subject"), "must be one line")

    def kind(self, path: Path, kind: str, known: Collection[str], *, own: bool) -> None:
        """A kind that exists, or one of the team's own that is complete."""
        if kind in known:
            return
        if not _WORD.fullmatch(kind):
            self.say(path, f'"{kind}" must be of a-z, 0-9 and "-"')
        elif not own:
            needs = "a title" if known is KINDS else "title, subject and body"
            near = nearest(kind, known)
            what = f"is none that callq knows{near}" + (" One" if near else "; one")
            self.say(path, f"{what} of your own needs {needs}")

    # Kinds of values ------------------------------------------------------------------------------

    def table(self, path: Path, value: object) -> Mapping[str, Any]:
        """A table; an empty one when it is none."""
        if isinstance(value, dict):
            return value
        self.say(path, f"must be a table: [{'.'.join(str(part) for part in path)}]")
        return {}

    def text(self, path: Path, value: object, *, may_be_empty: bool = False) -> str | None:
        """A text."""
        if not isinstance(value, str) or not (value.strip() or may_be_empty):
            self.say(path, "must be a text in quotes")
        elif len(value) > _LONGEST:
            self.say(path, f"is longer than {_LONGEST:,} characters")
        else:
            return value
        return None

    def lines_of(self, path: Path, value: object) -> None:
        """A list of texts."""
        if not isinstance(value, list):
            self.say(path, 'must be a list of texts, e.g. ["one", "two"]')
            return
        for index, line in enumerate(value):
            self.template((*path, index), line)

    def template(
        self,
        path: Path,
        value: object,
        *,
        may_be_empty: bool = False,
        forbidden: Collection[str] = (),
    ) -> None:
        """A text whose fields all exist and may be used here."""
        text = self.text(path, value, may_be_empty=may_be_empty)
        if text is None:
            return
        for fault in faults_of(text, ABSENT):
            shown = f"{{{fault.field}}}"
            if not fault.field:
                message = "a brace stands alone; write {{ or }} for a brace that is said"
            else:
                message = f"{shown} is no field{nearest(fault.field, ABSENT)}"
            self.say(path, message, self.line_of(path, fault))
        for field in fields_of(text):
            if field in forbidden:
                message = f"{{{field}}} is what you noted for yourself: never in a mail"
                self.say(path, message, self.line_of(path, Fault(field)))

    def line_of(self, path: Path, fault: Fault) -> int:
        """The line of a fault: the first one, from the key on, that has it."""
        start = self.lines.of(path)
        for number, line in enumerate(self.source[start - 1 :], start):
            if fault.field in fields_of(line) if fault.field else fault in faults_of(line, ABSENT):
                return number
        return start
