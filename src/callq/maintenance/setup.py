"""Sets up callq: the rep's name, company, offer, country and goals, in config and playbook."""

from pathlib import Path
from typing import Any

from callq.config import Settings, option_named, read_settings, save_setting
from callq.engine.blocks import read_block
from callq.engine.registries import NOT_NEEDED, REQUIRED
from callq.errors import CallqError
from callq.named_tuple import NamedTuple
from callq.records.own_file import PLAYBOOK, present, read_text, with_values
from callq.records.registries import known
from callq.rulebooks.rules import answer_registries
from callq.scripts import playbooks
from callq.storage.opening import sqlite_path
from callq.workspace import open_workspace

MOST_CALLS = 1000
_BLOCKS = {"goals_morning": "08:00-12:00", "goals_afternoon": "13:00-17:00"}
"""The blocks that a day's calls are split into, and their hours unless the rep chose others."""


class Answers(NamedTuple):
    """The five answers; None where a question is left as it is."""

    name: str | None = None
    company: str | None = None
    offer: str | None = None
    country: str | None = None
    """A name or an ISO code."""
    calls: int | None = None
    """The calls of a day; 0 for no goal."""
    registries: str | None = None
    """`required`, or why numbers needn't be checked against do-not-call registries."""


def current(settings: Settings) -> Answers:
    """What is set now; every answer is given.

    Raises:
        CallqError: The playbook file can't be read.
    """
    return Answers(
        name=str(settings["my_name"]),
        company=str(settings["seller"]),
        offer=str(_data(_text(settings)).get("about", {}).get("offer", "")),
        country=str(settings["region"]),
        calls=sum(read_block(name, text).calls for name, text in _blocks(settings).items()),
        registries=_registries(settings),
    )


def has_registry(country: str) -> bool:
    """Whether callq knows a do-not-call registry of a country, named as typed."""
    return any(one.region == country_code(country) for one in known().values())


def country_code(text: str) -> str:
    """The ISO code of a country named by its code or its English name.

    Raises:
        CallqError: `unknown-country`.
    """
    from callq.places.addresses import country_of

    code = country_of(text.strip())
    if not code:
        raise CallqError(
            f'Unknown country "{text}".', hint="Type US, Germany, …", name="unknown-country"
        )
    return code


def set_up(settings: Settings, answers: Answers) -> Answers:
    """Saves the answers that are given; what is set from now on.

    A store that exists puts the new playbook in force at once; `callq undo` takes that back.

    Raises:
        CallqError: An answer can't be used or a file can't be written.
    """
    values: dict[str, str | None] = {"my_name": answers.name, "seller": answers.company}
    if answers.country is not None:
        values["region"] = country_code(answers.country)
    for name, value in values.items():
        if value is not None:
            save_setting(settings, option_named(name), value.strip() or None)
    if answers.calls is not None and answers.calls != current(settings).calls:
        for name, block in _split(settings, answers.calls).items():
            save_setting(settings, option_named(name), block)
    if answers.offer is not None:
        _save_offer(settings, answers.offer.strip())
    if answers.registries is not None and answers.registries != _registries(settings):
        required = answers.registries.strip().lower() == REQUIRED
        answer_registries(
            open_workspace(settings, create=True),
            REQUIRED if required else NOT_NEEDED,
            "" if required else answers.registries,
        )
    return current(read_settings())


def _registries(settings: Settings) -> str:
    if not _has_store(settings):
        return ""
    rulebook = open_workspace(settings).rulebook
    return rulebook.registries_reason or (REQUIRED if rulebook.registries == REQUIRED else "")


def _blocks(settings: Settings) -> dict[str, str]:
    return {name: str(settings[name]) for name in _BLOCKS if settings[name]}


def _split(settings: Settings, calls: int) -> dict[str, str | None]:
    """A day's calls as the settings of its blocks, in the hours that hold now.

    Raises:
        CallqError: `not-a-goal`: it isn't a number of calls for a day.
    """
    if not 0 <= calls <= MOST_CALLS:
        raise CallqError(
            f"{calls} calls a day isn't a goal.",
            hint=f"Give a number from 0 (no goal) to {MOST_CALLS:,}.",
            name="not-a-goal",
        )
    now = _blocks(settings)
    shares = {"goals_morning": calls - calls // 2, "goals_afternoon": calls // 2}
    split: dict[str, str | None] = {}
    for name, hours in _BLOCKS.items():
        own = now.get(name, hours).split()[-1]
        split[name] = f"{shares[name]} calls {own}" if shares[name] else None
    return split


def _text(settings: Settings) -> str:
    own = present(PLAYBOOK, settings.playbook_file)
    return read_text(PLAYBOOK, own) if own else ""


def _data(text: str) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CallqError(
            f"Your playbook has a mistake: {error}.",
            hint="callq playbook check shows where; fix it first.",
            code=PLAYBOOK.code,
            name="broken-playbook",
        ) from error


def _save_offer(settings: Settings, offer: str) -> None:
    before = _text(settings)
    if _data(before).get("about", {}).get("offer", "") == offer:
        return
    after = with_values(before, "about", {"offer": offer})
    path = settings.playbook_file
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.write_text(after, encoding="utf-8")
    _apply(settings)


def _has_store(settings: Settings) -> bool:
    path = sqlite_path(settings.db)
    return path is None or Path(path).exists()


def _apply(settings: Settings) -> None:
    """Puts the file in force in the store, where there is one."""
    if _has_store(settings):
        playbooks.apply(open_workspace(settings), None, shipped=False, dry_run=False)
