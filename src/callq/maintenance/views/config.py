"""The settings: values, where they come from, and what they mean."""

from typing import Any

from callq.config import Settings, option_named
from callq.storage.naming import masked
from callq.terminal.safe import safe
from callq.terminal.tables import Column, Shown, Table, print_table
from callq.terminal.terminal import say

SCHEMA = "callq.config/1"
_COLUMNS = (
    Column("Setting", 17, 0, style="bold"),
    Column("Value", 10, 0),
    Column("From", 7, 1, most=20, style="dim"),
    Column("Meaning", 20, 2, most=90, style="dim"),
)


def show(settings: Settings) -> None:
    """Print the settings as a table."""
    print_table(table(settings))
    say(f"\nConfig file: {settings.config_file}. Change a setting: callq config limit 40")


def table(settings: Settings) -> Table:
    """The settings, what each is, where that comes from, and what it means."""
    used = {"db": masked(settings.db), "agent": settings.agent}
    rows = [
        (
            setting.name, _value(used.get(setting.name, setting.shown)),
            safe(setting.source), option_named(setting.name).meaning,
        )
        for setting in settings.values.values()
    ]  # fmt: skip
    return Table(_COLUMNS, rows)


def _value(value: object) -> Shown:
    text = safe(("yes" if value else "no") if isinstance(value, bool) else str(value))
    return Shown(text or "-", text)


def as_json(settings: Settings) -> dict[str, Any]:
    """The settings as a JSON object."""
    found = {
        setting.name: {"value": setting.shown, "source": setting.source}
        for setting in settings.values.values()
    }
    return {
        "schema": SCHEMA,
        "settings": found,
        "db": masked(settings.db),
        "agent": settings.agent,
        "config_file": str(settings.config_file),
    }
