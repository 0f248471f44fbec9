"""What a rep can set: flags, then environment, then the config file, in one documented table."""

import os
import sys
from collections.abc import Mapping
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from callq.engine.words import ClockStyle
from callq.errors import CallqError, Exit

_FIRST_YEAR, _LAST_YEAR = 1971, 2999


class Option(NamedTuple):
    """A setting: its place in the config file, its environment variable and its default."""

    name: str
    default: str | int | bool
    meaning: str

    @property
    def variable(self) -> str:
        """The environment variable, e.g. `CALLQ_AGENT`."""
        return f"CALLQ_{self.name.upper()}"


OPTIONS: tuple[Option, ...] = (
    Option("db", "", "the store: a file's path or a SQLAlchemy URL"),
    Option("agent", "", "the rep's name; your login when empty"),
    Option("zone", "", "your own time zone, e.g. Europe/Berlin; the computer's when empty"),
    Option("region", "US", "the country of numbers written without a country code"),
    Option("clock", "", "how times are written, 12h or 24h; as your locale has it when empty"),
    Option("day_first", default=False, meaning="read 3/4/2026 as 3 April"),
    Option("limit", 25, "how many calls a day's queue shows; promises always show"),
    Option("lease", 15, "for how many minutes `next` reserves somebody for you"),
    Option("skip", 240, "for how many minutes `next --skip` keeps somebody from you"),
    Option("rulebook", "", "your team's rulebook file; rulebook.toml beside the config when empty"),
    Option("playbook", "", "your team's playbook file; playbook.toml beside the config when empty"),
    Option("seller", "", "your company's name, as you say it on the phone"),
    Option("my_name", "", "your own name, as you say and sign it; the rep's when empty"),
    Option("my_phone", "", "the number at which you are called back"),
    Option("calling_number", "", "the number you call from, as the record of every call has it"),
    Option("product", "", "what you sell, as the record of every call says it"),
    Option("caller_id", "", "the number or name you show, as the record of every call says it"),
    Option("mail_from", "", "the address your mails come from"),
    Option("routine_morning", "", "your morning's calls and hours, e.g. 20 calls 08:00-12:00"),
    Option("routine_afternoon", "", "your afternoon's, e.g. 20 calls 13:00-17:00"),
)
_BY_NAME = {option.name: option for option in OPTIONS}


class Setting(NamedTuple):
    """A value in force and where it comes from."""

    name: str
    value: Any
    source: str


class Settings:
    """Everything that is set, resolved."""

    def __init__(
        self,
        values: Mapping[str, Setting],
        config_file: Path,
        data_folder: Path,
        now: datetime | None,
    ) -> None:
        """See `read_settings`.

        Args:
            values: By name.
            config_file: Where it is looked for.
            data_folder: Where the store is kept.
            now: The clock fixed by CALLQ_NOW, aware; None when the real one runs.
        """
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
        """The rep."""
        return str(self["agent"]) or _login()

    @property
    def clock(self) -> ClockStyle:
        """How times and dates are written: as set, else as the locale of the computer has it."""
        chosen = str(self["clock"])
        if not chosen:
            named = next(filter(None, map(os.environ.get, ("LC_ALL", "LC_TIME", "LANG"))), "C")
            at_home = named.partition(".")[0] in ("C", "POSIX") or "_US" in named
            return ClockStyle.US if at_home else ClockStyle.DAY_FIRST
        return ClockStyle(chosen.lower())

    def with_db(self, target: str) -> "Settings":
        """The same settings for another store."""
        values = {**self.values, "db": Setting("db", target, "callq")}
        return Settings(values, self.config_file, self.data_folder, self.now)

    @property
    def rulebook_file(self) -> Path:
        """Where a team's own rulebook is looked for."""
        own = str(self["rulebook"])
        return Path(own).expanduser() if own else self.config_file.with_name("rulebook.toml")

    @property
    def playbook_file(self) -> Path:
        """Where a team's own playbook is looked for."""
        own = str(self["playbook"])
        return Path(own).expanduser() if own else self.config_file.with_name("playbook.toml")

    @property
    def home(self) -> tzinfo:
        """The rep's own zone.

        Raises:
            CallqError: There is no such zone.
        """
        name = str(self["zone"]) or _zone_of_computer()
        return zone_named(name, f"the setting zone ({self.values['zone'].source})")


def read_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Resolves all settings: environment before config file before default.

    Raises:
        CallqError: The config file, a value in it or CALLQ_NOW can't be read.
    """
    environ = os.environ if environ is None else environ
    config_file, data_folder = _folders(environ)
    in_file = _read_file(config_file)
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
    settings = Settings(values, config_file, data_folder, None)
    fixed = environ.get("CALLQ_NOW")
    if fixed:
        settings = Settings(values, config_file, data_folder, _fixed_clock(fixed, settings))
    return settings


def save_setting(settings: Settings, option: Option, value: str | None) -> Any:
    """Writes a setting to the config file, or removes it; what holds by the file from now on.

    Raises:
        CallqError: The value is none for this setting, or the file can't be written.
    """
    path = settings.config_file
    kept = _read_file(path)
    kept.pop(option.name, None)
    if value is not None:
        parsed = parse_value(option, value, "the command line")
        if option.name == "zone" and parsed:
            zone_named(str(parsed), "the command line")
        kept[option.name] = parsed
    lines = [f"{name} = {_as_toml(kept[name])}" for name in _BY_NAME if name in kept]
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
            f"The config file {path} can't be written: {error.strerror}.", hint="Check the folder."
        ) from error
    return kept.get(option.name, option.default)


def _as_toml(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    # JSON's quoting of text is TOML's as well, but for the delete sign.
    import json

    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")


def option_named(name: str) -> Option:
    """The option of that name.

    Raises:
        CallqError: There is none.
    """
    option = _BY_NAME.get(name.replace("-", "_").replace(".", "_"))
    if option is None:
        raise CallqError(f'There is no setting "{name}".', hint=f"Settings: {', '.join(_BY_NAME)}.")
    return option


def parse_value(option: Option, value: Any, source: str) -> Any:
    """A value as the option's type.

    Raises:
        CallqError: It is none of that type.
    """
    if isinstance(option.default, bool):
        words = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
        if str(value).lower() in words:
            return words[str(value).lower()]
        wanted = "yes or no"
    elif option.name == "clock" and str(value).lower() not in ("", "12h", "24h"):
        wanted = "12h or 24h"
    elif isinstance(option.default, int):
        if str(value)[:8].isdecimal() and len(str(value)) <= 7 and int(value) > 0:
            return int(value)
        wanted = "a whole number above 0"
    elif option.name == "region":
        if len(str(value)) == 2 and str(value).isalpha():
            return str(value).upper()
        wanted = "a country's two letters, e.g. US"
    elif option.name.startswith("routine_") and value:
        from callq.engine.blocks import read_block

        try:
            read_block(option.name, str(value))
        except ValueError as error:
            wanted = f"a block of the day: {error}"
        else:
            return str(value)
    elif isinstance(value, str):
        return value
    else:
        wanted = "a text"
    raise CallqError(
        f'{option.name} = "{value}" ({source}) is not {wanted}.', hint="Mend it, or unset it."
    )


def zone_named(name: str, where: str) -> ZoneInfo:
    """The zone of an IANA name.

    Raises:
        CallqError: There is none of that name.
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
        # What platformdirs answers on Linux, by the XDG specification; importing it costs a rep
        # a tenth of a command's time. A test holds both to the same answer.
        user = Path(environ.get("HOME") or Path.home())
        config = Path(environ.get("XDG_CONFIG_HOME") or user / ".config")
        data = Path(environ.get("XDG_DATA_HOME") or user / ".local" / "share")
        return config / "callq" / "config.toml", data / "callq"
    from platformdirs import user_config_path, user_data_path

    return user_config_path("callq", appauthor=False) / "config.toml", user_data_path(
        "callq", appauthor=False
    )


def _read_file(path: Path) -> dict[str, Any]:
    try:
        if not path.is_file():
            return {}
    except OSError as error:
        raise CallqError(
            f"The config file {path} can't be read: {error.strerror}.",
            hint="Name a folder of your own with CALLQ_HOME.",
        ) from error
    import tomllib

    try:
        values = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise CallqError(
            f"The config file {path} can't be read: {error}.", hint="Mend or remove it."
        ) from error
    # Written as `routine.morning`, TOML reads a table.
    routine = values.pop("routine", None)
    if isinstance(routine, dict):
        values |= {f"routine_{name}": value for name, value in routine.items()}
    unknown = [name for name in values if name not in _BY_NAME]
    if unknown:
        raise CallqError(
            f'{path} has no setting "{unknown[0]}".', hint=f"Settings: {', '.join(_BY_NAME)}."
        )
    return values


def _fixed_clock(text: str, settings: Settings) -> datetime:
    try:
        now = datetime.fromisoformat(text)
    except ValueError as error:
        raise CallqError(
            f'CALLQ_NOW="{text}" is no moment.', hint="Write e.g. 2026-03-11T10:15:00+01:00."
        ) from error
    if not _FIRST_YEAR <= now.year <= _LAST_YEAR:
        raise CallqError(
            f'CALLQ_NOW="{text}" is too far from today.', hint="Write e.g. 2026-03-11."
        )
    return (now if now.tzinfo else now.replace(tzinfo=settings.home)).astimezone(UTC)


def _login() -> str:
    # What getpass asks first, without its import.
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
    except Exception as error:  # tzlocal raises whatever the platform does
        raise CallqError(
            f"The computer's time zone can't be found: {error}.",
            hint="Set it: callq config zone Europe/Berlin",
            code=Exit.USAGE,
        ) from error
    return name or "UTC"
