"""The settings: environment before config file before default, in one table."""

import os
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from callq.engine.words import ClockStyle
from callq.errors import CallqError
from callq.named_tuple import NamedTuple

_FIRST_YEAR, _LAST_YEAR = 1971, 2999


DIALERS = (
    "tel", "kdeconnect", "linphone", "baresip", "adb", "termux", "asterisk", "qr",
)  # fmt: skip
"""The ways of dialing that `dial` names; `dialing.presets` says what each does."""


class Option(NamedTuple):
    """A setting: its name, default value and meaning."""

    name: str
    default: str | int | bool
    meaning: str
    secret: bool = False
    """Whether it's never shown, and never given on a command line, which others can read."""

    @property
    def variable(self) -> str:
        """The environment variable, e.g. `CALLQ_AGENT`."""
        return f"CALLQ_{self.name.upper()}"


OPTIONS: tuple[Option, ...] = (
    Option("db", "", "your data: a file or a PostgreSQL URL"),
    Option("agent", "", "your name as a rep; your login when empty"),
    Option("zone", "", "your time zone, e.g. America/Chicago; the computer's when empty"),
    Option("region", "US", "the country of phone numbers without a country code"),
    Option("clock", "", "12h or 24h; your locale's when empty"),
    Option("day_first", default=False, meaning="read 3/4/2026 as April 3"),
    Option("limit", 25, "how many calls today shows; callbacks always show"),
    Option("lease", 15, "how many minutes next reserves a person for you"),
    Option("dial", "", "how callq dials: tel, qr, asterisk, …, or a command; docs/dialing.md"),
    Option("asterisk_host", "localhost:5038", "dial asterisk: host and port of its manager"),
    Option("asterisk_user", "", "dial asterisk: the manager's user"),
    Option("asterisk_secret", "", "dial asterisk: its password; config file only", secret=True),
    Option("asterisk_channel", "", "dial asterisk: your own phone, e.g. PJSIP/ann"),
    Option("asterisk_context", "", "dial asterisk: the dialplan context that calls out"),
    Option("skip", 240, "how many minutes next --skip hides a person from you"),
    Option("keys", "", "your own keys in the session, e.g. skip=k undo=f2"),
    Option("rulebook", "", "your rulebook file; rulebook.toml beside the config when empty"),
    Option("playbook", "", "your playbook file; playbook.toml beside the config when empty"),
    Option("seller", "", "your company's name, as you say it on calls"),
    Option("my_name", "", "your name on calls and in emails; agent when empty"),
    Option("my_phone", "", "your callback number"),
    Option("calling_number", "", "the number you call from, for call records"),
    Option("product", "", "what you sell, for call records"),
    Option("caller_id", "", "the caller ID you show, for call records"),
    Option("email_from", "", "the address you send email from"),
    Option("goals_morning", "", "your morning goal, e.g. 20 calls 08:00-12:00"),
    Option("goals_afternoon", "", "your afternoon goal, e.g. 20 calls 13:00-17:00"),
)
HIDDEN = "(hidden)"
_BY_NAME = {option.name: option for option in OPTIONS}


class Setting(NamedTuple):
    """A setting's value and where it comes from."""

    name: str
    value: Any
    source: str

    @property
    def shown(self) -> str | int | bool:
        """The value as it's shown: a secret isn't, a command is a list as one types it."""
        if self.value and _BY_NAME[self.name].secret:
            return HIDDEN
        if self.name == "db":
            from callq.storage.naming import masked

            return masked(str(self.value))
        if isinstance(self.value, tuple):
            return _as_toml(self.value)
        shown: str | int | bool = self.value
        return shown


class Settings:
    """All settings, resolved."""

    def __init__(
        self,
        values: Mapping[str, Setting],
        config_file: Path,
        data_folder: Path,
        now: datetime | None,
        hooks: Mapping[str, tuple[str, ...]] | None = None,
    ) -> None:
        """See `read_settings`.

        Args:
            values: The settings by name.
            config_file: The config file's path, whether it exists or not.
            data_folder: The folder of the default store.
            now: The time set by CALLQ_NOW, time zone aware; None for the real clock.
            hooks: The rep's own programs by event, see `callq.hooks`.
        """
        self.hooks = hooks or {}
        self.values = values
        self.config_file = config_file
        self.data_folder = data_folder
        self.now = now

    def __getitem__(self, name: str) -> Any:
        """The value of a setting."""
        return self.values[name].value

    @property
    def db(self) -> str:
        """The store: a path or a URL."""
        return str(self["db"] or self.data_folder / "callq.db")

    @property
    def agent(self) -> str:
        """The rep's name."""
        return str(self["agent"]) or _login()

    @property
    def clock(self) -> ClockStyle:
        """How to write times and dates: the setting, or the computer's locale."""
        chosen = str(self["clock"])
        if not chosen:
            named = next(filter(None, map(os.environ.get, ("LC_ALL", "LC_TIME", "LANG"))), "C")
            at_home = named.partition(".")[0] in ("C", "POSIX") or "_US" in named
            return ClockStyle.US if at_home else ClockStyle.DAY_FIRST
        return ClockStyle(chosen.lower())

    def with_db(self, target: str) -> "Settings":
        """These settings with another store."""
        values = {**self.values, "db": Setting("db", target, "callq")}
        return Settings(values, self.config_file, self.data_folder, self.now)

    @property
    def rulebook_file(self) -> Path:
        """The path of a team's own rulebook."""
        own = str(self["rulebook"])
        return Path(own).expanduser() if own else self.config_file.with_name("rulebook.toml")

    @property
    def playbook_file(self) -> Path:
        """The path of a team's own playbook."""
        own = str(self["playbook"])
        return Path(own).expanduser() if own else self.config_file.with_name("playbook.toml")

    @property
    def home(self) -> tzinfo:
        """The rep's time zone.

        Raises:
            CallqError: The zone is unknown.
        """
        name = str(self["zone"]) or _zone_of_computer()
        return zone_named(name, f"the setting zone ({self.values['zone'].source})")


def read_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Resolve all settings: environment before config file before default.

    Raises:
        CallqError: The config file, a value in it or CALLQ_NOW can't be read.
    """
    environ = os.environ if environ is None else environ
    config_file, data_folder = _folders(environ)
    in_file = _read_file(config_file)
    hooks = in_file.pop("hooks", {})
    values = {}
    for option in OPTIONS:
        value: Any
        if environ.get(option.variable):
            value, source = environ[option.variable], option.variable
        elif option.name in in_file:
            value, source = in_file[option.name], str(config_file)
        else:
            value, source = option.default, "default"
        values[option.name] = Setting(option.name, parse_value(option, value, source), source)
    settings = Settings(values, config_file, data_folder, None, hooks)
    fixed = environ.get("CALLQ_NOW")
    if fixed:
        clock = _fixed_clock(fixed, settings)
        settings = Settings(values, config_file, data_folder, clock, hooks)
    return settings


def save_setting(settings: Settings, option: Option, value: str | None) -> Any:
    """Write a setting to the config file, or remove it when the value is None.

    Returns:
        The setting's new value, by file or default.

    Raises:
        CallqError: The value is invalid, or the file can't be written.
    """
    path = settings.config_file
    kept = _read_file(path)
    hooks = kept.pop("hooks", {})
    kept.pop(option.name, None)
    if value is not None:
        _refuse_secret(option, value, path)
        parsed = parse_value(option, value, "the command line")
        if option.name == "zone" and parsed:
            zone_named(str(parsed), "the command line")
        kept[option.name] = parsed
    lines = [f"{name} = {_as_toml(kept[name])}" for name in _BY_NAME if name in kept]
    lines += ["[hooks]"] if hooks else []
    lines += [f"{name} = {_as_toml(command)}" for name, command in hooks.items()]
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = path.with_suffix(".new")
        fresh.unlink(missing_ok=True)
        # A store's URL may hold a password.
        fresh.touch(mode=0o600)
        fresh.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        fresh.replace(path)
    except OSError as error:
        raise CallqError(
            f"Can't write the config file {path}: {error.strerror}.",
            hint="Check the folder.",
            name="config-not-writable",
        ) from error
    return kept.get(option.name, option.default)


def _refuse_secret(option: Option, value: str, path: Path) -> None:
    if option.name == "db":
        from callq.storage.naming import has_password

        if has_password(value):
            raise CallqError(
                "Don't type a password on a command line: others could read it there.",
                hint="Leave it out of the URL, and put it into ~/.pgpass: "
                "host:port:database:user:password",
                name="secret-on-command-line",
            )
    if option.secret:
        raise CallqError(
            f"Don't type {option.name} on a command line: others could read it there.",
            hint=f'Write it into {path}: {option.name} = "…"',
            name="secret-on-command-line",
        )


def _as_toml(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, tuple | list):
        return f"[{', '.join(map(_as_toml, value))}]"
    # JSON quotes text the way TOML does, except for DEL.
    import json

    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")


def option_named(name: str) -> Option:
    """The option with a name.

    Raises:
        CallqError: The name is unknown.
    """
    option = _BY_NAME.get(name.replace("-", "_").replace(".", "_"))
    if option is None:
        raise _unknown_setting(f'Unknown setting "{name}".', name)
    return option


def parse_value(option: Option, value: Any, source: str) -> Any:
    """Convert a value to the option's type.

    Raises:
        CallqError: The value is invalid.
    """
    try:
        return _parsed(option, value)
    except ValueError as error:
        given = HIDDEN if option.secret else value
        raise CallqError(
            f'{option.name} = "{given}" ({source}) must be {error}.',
            hint=f"Correct it, or reset it: callq config --unset {option.name}",
            name="bad-setting",
        ) from None


def _parsed(option: Option, value: Any) -> Any:
    """A value converted; a ValueError says what it must be."""
    if isinstance(option.default, bool):
        words = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
        if str(value).lower() in words:
            return words[str(value).lower()]
        raise ValueError("yes or no")
    if isinstance(option.default, int):
        if str(value)[:8].isdecimal() and len(str(value)) <= 7 and int(value) > 0:
            return int(value)
        raise ValueError("a whole number above 0")
    read = _READERS.get(option.name)
    if read and (value or option.default):
        return read(value)
    if not isinstance(value, str):
        raise ValueError("text")  # noqa: TRY004 - a setting's mistake, not the program's
    return value


def _clock(value: Any) -> str:
    if str(value).lower() in ("12h", "24h"):
        return str(value)
    raise ValueError("12h or 24h")


def _region(value: Any) -> str:
    if len(str(value)) == 2 and str(value).isalpha():
        return str(value).upper()
    raise ValueError("a two-letter country code, e.g. US")


def _block(value: Any) -> str:
    from callq.engine.blocks import read_block

    try:
        read_block("goals", str(value))
    except ValueError as error:
        raise ValueError(f"a call block: {error}") from None
    return str(value)


def _dialer(value: Any) -> str | tuple[str, ...]:
    """A way of dialing by name, or the arguments of a command."""
    if isinstance(value, str) and value.lstrip().startswith("["):
        import json

        with suppress(ValueError):
            value = json.loads(value)
    if isinstance(value, str) and (value in DIALERS or value.startswith("kdeconnect ")):
        return value
    is_command = isinstance(value, list | tuple) and all(isinstance(one, str) for one in value)
    if is_command and value and value[0].strip():
        return tuple(value)
    example = '["myphone", "{e164}"]'
    raise ValueError(f"one of {', '.join(DIALERS)}, or a command as a list, like {example}")


_READERS: Mapping[str, Callable[[Any], Any]] = {
    "clock": _clock,
    "region": _region,
    "goals_morning": _block,
    "goals_afternoon": _block,
    "dial": _dialer,
}
"""Settings that take more than any text; each says what it must be in a ValueError."""


def zone_named(name: str, where: str) -> ZoneInfo:
    """The time zone with an IANA name.

    Raises:
        CallqError: The name is unknown.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise CallqError(
            f'Unknown time zone "{name}" in {where}.',
            hint="Write it like America/New_York.",
            name="unknown-zone",
        ) from error


def _folders(environ: Mapping[str, str]) -> tuple[Path, Path]:
    home = environ.get("CALLQ_HOME")
    if home:
        folder = Path(home).expanduser()
        return folder / "config.toml", folder
    if sys.platform == "linux":
        # Same as platformdirs on Linux (XDG), without its import time; a test compares the two.
        user = Path(environ.get("HOME") or Path.home())
        config = Path(environ.get("XDG_CONFIG_HOME") or user / ".config")
        data = Path(environ.get("XDG_DATA_HOME") or user / ".local" / "share")
        return config / "callq" / "config.toml", data / "callq"
    from platformdirs import user_config_path, user_data_path

    return user_config_path("callq", appauthor=False) / "config.toml", user_data_path(
        "callq", appauthor=False
    )


def _hooks(table: Any, path: Path) -> dict[str, tuple[str, ...]]:
    """The commands under `[hooks]`, as lists of arguments.

    Raises:
        CallqError: `bad-hook`.
    """
    from callq.hooks import EVENTS

    found: dict[str, tuple[str, ...]] = {}
    for event, command in table.items() if isinstance(table, dict) else [("", table)]:
        good = isinstance(command, list) and command and all(isinstance(w, str) for w in command)
        if event not in (*EVENTS, "all") or not good:
            raise CallqError(
                f'Can\'t read the hook "{event}" in {path}.',
                hint='Write it like log = ["python3", "/home/ann/told.py"]; the names are '
                f"{', '.join(EVENTS)} and all.",
                name="bad-hook",
            )
        found[event] = tuple(command)
    return found


def _read_file(path: Path) -> dict[str, Any]:
    try:
        if not path.is_file():
            return {}
    except OSError as error:
        raise CallqError(
            f"Can't read the config file {path}: {error.strerror}.",
            hint="Set CALLQ_HOME to a folder you can read.",
            name="bad-config",
        ) from error
    import tomllib

    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise CallqError(
            f"Can't read the config file {path}: {error}.",
            hint="Correct or delete it.",
            name="bad-config",
        ) from error
    # Written as `goals.morning` or under `[asterisk]`, TOML reads a table.
    for table in ("goals", "asterisk"):
        named = values.pop(table, None)
        if isinstance(named, dict):
            values |= {f"{table}_{name}": value for name, value in named.items()}
    if "hooks" in values:
        values["hooks"] = _hooks(values["hooks"], path)
    unknown = [name for name in values if name not in (*_BY_NAME, "hooks")]
    if unknown:
        raise _unknown_setting(f'Unknown setting "{unknown[0]}" in {path}.', unknown[0])
    return values


def _unknown_setting(message: str, name: str) -> CallqError:
    from difflib import get_close_matches

    near = get_close_matches(name, _BY_NAME, 1)
    hint = f"Did you mean {near[0]}?" if near else f"Settings: {', '.join(_BY_NAME)}."
    return CallqError(message, hint=hint, name="unknown-setting")


def _fixed_clock(text: str, settings: Settings) -> datetime:
    try:
        now = datetime.fromisoformat(text)
    except ValueError as error:
        raise CallqError(
            f'CALLQ_NOW="{text}" isn\'t a date and time.',
            hint="Write it like 2026-03-11T10:15:00-05:00.",
            name="bad-clock",
        ) from error
    if not _FIRST_YEAR <= now.year <= _LAST_YEAR:
        raise CallqError(
            f'CALLQ_NOW="{text}" is out of range.',
            hint=f"Use a year from {_FIRST_YEAR} to {_LAST_YEAR}.",
            name="bad-clock",
        )
    return (now if now.tzinfo else now.replace(tzinfo=settings.home)).astimezone(UTC)


def _login() -> str:
    # The variables getpass checks, without its import.
    for variable in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        if os.environ.get(variable):
            return os.environ[variable]
    from getpass import getuser

    try:
        return getuser()
    except (OSError, KeyError, ImportError):
        return "rep"


def _zone_of_computer() -> str:
    try:
        link = str(Path("/etc/localtime").readlink())
    except OSError:
        link = ""
    if not os.environ.get("TZ") and "zoneinfo/" in link:
        return link.rpartition("zoneinfo/")[2]
    from tzlocal import get_localzone_name

    try:
        name: str | None = get_localzone_name()
    except Exception as error:  # tzlocal passes on any platform error
        raise CallqError(
            f"Can't find your computer's time zone: {error}.",
            hint="Set it: callq config zone America/Chicago",
            name="unknown-zone",
        ) from error
    return name or "UTC"
