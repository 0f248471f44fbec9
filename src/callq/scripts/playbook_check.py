"""Finds every mistake in a playbook at once, each with its line.

`callq.engine.playbook.compiled` takes what `check` accepts, and every text in it can be filled.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, Field

from callq.engine.playbook import ABSENT, KINDS, MAILS, PRIVATE
from callq.engine.toml_check import File, Found, Slug, Table, Text, each, fault
from callq.engine.toml_lines import Mistake, nearest
from callq.scripts.template import Fault, faults_of, fields_of


def _fields(text: str, _: object) -> Iterator[Found]:
    for found in faults_of(text, ABSENT):
        if found.field:
            message = f"unknown field {{{found.field}}}{nearest(found.field, ABSENT)}"
            yield Found((), "unknown-field", message, _has_field(found.field))
        else:
            message = "has a single brace. For a literal brace, write {{ or }}"
            yield Found((), "single-brace", message, lambda line: Fault("") in faults_of(line, ()))


def _mail_fields(text: str, _: object) -> Iterator[Found]:
    yield from _fields(text, _)
    for field in PRIVATE.intersection(fields_of(text)):
        message = f"can't have {{{field}}}, your private note, in an email"
        yield Found((), "private-field", message, _has_field(field))


def _has_field(field: str) -> Callable[[str], bool]:
    return lambda line: field in fields_of(line)


def _one_line(text: str) -> str:
    if "\n" in text.strip("\n"):
        raise fault("several-lines", "must be one line")
    return text


def _own_scripts(scripts: "Mapping[str, _Script]", _: object) -> Iterator[Found]:
    """Own kinds of script without a title: probably a typo in one that callq knows."""
    for kind, script in scripts.items():
        if kind not in KINDS and script.title is None:
            yield _unknown_kind(kind, KINDS, "a title")


def _own_emails(emails: "Mapping[str, _Mail]", _: object) -> Iterator[Found]:
    for kind, mail in emails.items():
        if kind not in MAILS and None in (mail.title, mail.subject, mail.body):
            yield _unknown_kind(kind, MAILS, "a title, a subject and a body")


def _unknown_kind(kind: str, known: Collection[str], needs: str) -> Found:
    message = f"unknown kind{nearest(kind, known) or '.'} To add your own, give it {needs}"
    return Found((kind,), "unknown-kind", message)


_Plain = Annotated[Text, Field(max_length=20_000)]
_Said = Annotated[_Plain, each(_fields)]
_MaybeEmpty = Annotated[str, Field(max_length=20_000), each(_fields)]
_Mailed = Annotated[_Plain, each(_mail_fields)]


class _Script(Table):
    title: _Said | None = None
    open: _MaybeEmpty = ""
    answer: _MaybeEmpty = ""
    then: list[_Said] = []
    ask: _MaybeEmpty = ""
    tip: _MaybeEmpty = ""


class _Mail(Table):
    title: _Mailed | None = None
    subject: Annotated[_Mailed, AfterValidator(_one_line)] | None = None
    body: _Mailed | None = None


class _Texts(Table):
    scripts: Annotated[dict[Slug, _Script], each(_own_scripts)] = {}
    emails: Annotated[dict[Slug, _Mail], each(_own_emails)] = {}


class _Stage(_Script, _Texts):
    pass


class _List(_Texts):
    stages: dict[Slug, _Stage] = {}


class _About(Table):
    offer: _Plain | None = None
    benefit: _Plain | None = None
    benefits: list[_Said] = []
    address: _Plain | None = None
    references: dict[str, _Plain] = {}


class _Playbook(_Texts):
    about: _About = _About()
    lists: dict[str, _List] = {}


def check(text: str, *, whole: bool = False) -> tuple[dict[str, Any] | None, tuple[Mistake, ...]]:
    """Reads a playbook and finds all its mistakes.

    Args:
        text: A TOML file.
        whole: Whether it must have every script and email, like the shipped one.

    Returns:
        The data for `callq.engine.playbook.compiled`, None if there's any mistake; and the mistakes
        by line.
    """
    file = File(text)
    if not file.is_broken:
        file.check(_Playbook)
        for section, kinds in (("scripts", KINDS), ("emails", MAILS)) if whole else ():
            for kind in sorted(set(kinds) - set(file.table(section))):
                file.say(Found((section, kind), "missing", "is missing"))
    return file.result()
