"""What is set comes from the environment, then the file, then the default, and says from where."""

import os
import stat
import sys
from collections.abc import Mapping
from datetime import UTC
from pathlib import Path
from typing import Any

import platformdirs
import pytest

from callq.config import OPTIONS, Settings, option_named, read_settings, save_setting
from callq.errors import CallqError, Exit
from helpers import Callq, moment

VALUES: dict[str, tuple[str, Any]] = {
    "db": ("/tmp/other.db", "/tmp/other.db"),  # noqa: S108
    "agent": ("Zoë", "Zoë"),
    "zone": ("Europe/Berlin", "Europe/Berlin"),
    "region": ("de", "DE"),
    "day_first": ("yes", True),
    "clock": ("24h", "24h"),
    "limit": ("40", 40),
    "lease": ("5", 5),
    "skip": ("60", 60),
    "keys": ("skip=k", "skip=k"),
    "dial": ("kdeconnect Pixel 8", "kdeconnect Pixel 8"),
    "asterisk_host": ("pbx.example:5039", "pbx.example:5039"),
    "asterisk_user": ("callq", "callq"),
    "asterisk_secret": ("s3cret", "s3cret"),
    "asterisk_channel": ("PJSIP/ann", "PJSIP/ann"),
    "asterisk_context": ("from-internal", "from-internal"),
    "playbook": ("/tmp/play.toml", "/tmp/play.toml"),  # noqa: S108
    "seller": ("Hill & Partners", "Hill & Partners"),
    "my_name": ("Ann Moss", "Ann Moss"),
    "my_phone": ("+1 518 555 0100", "+1 518 555 0100"),
    "goals_morning": ("20 calls 08:00-12:00", "20 calls 08:00-12:00"),
    "goals_afternoon": ("5 13:00-17:00", "5 13:00-17:00"),
    "email_from": ("ann@hill.example", "ann@hill.example"),
    "product": ("paper", "paper"),
    "calling_number": ("+1 212 555 0000", "+1 212 555 0000"),
    "caller_id": ("ACME", "ACME"),
    "rulebook": ("/tmp/book.toml", "/tmp/book.toml"),  # noqa: S108
}
BAD = {
    "region": "USA", "day_first": "maybe", "clock": "13h", "limit": "0", "goals_morning": "many",
    "lease": "1.5", "skip": "-5", "dial": "shout",
}  # fmt: skip


def given(tmp_path: Path, **variables: str) -> Mapping[str, str]:
    return {"CALLQ_HOME": str(tmp_path), "CALLQ_ZONE": "UTC", **variables}


def refusal(environ: Mapping[str, str]) -> CallqError:
    with pytest.raises(CallqError) as caught:
        read_settings(environ)
    assert caught.value.code is Exit.USAGE
    return caught.value


def test_every_setting_is_tried_here() -> None:
    assert set(VALUES) == {option.name for option in OPTIONS}


@pytest.mark.parametrize("name", VALUES)
def test_the_environment_comes_before_the_file_and_the_file_before_the_default(
    tmp_path: Path, name: str
) -> None:
    option, (text, value) = option_named(name), VALUES[name]
    environ = {"CALLQ_HOME": str(tmp_path)}
    setting = read_settings(environ).values[name]
    assert (setting.value, setting.source) == (option.default, "default")
    file = tmp_path / "config.toml"
    written = {"True": "true"}.get(str(value), repr(value).replace("'", '"'))
    file.write_text(f"{name} = {written}\n", encoding="utf-8")
    setting = read_settings(environ).values[name]
    assert (setting.value, setting.source) == (value, str(file))
    other = {"clock": "12h", "limit": "7", "lease": "7", "skip": "7", "day_first": "no", "region": "fr",
             "goals_morning": "7 9:00-10:00", "goals_afternoon": "7 9:00-10:00", "dial": "tel"}  # fmt: skip
    environ[option.variable] = other.get(name, "UTC")
    setting = read_settings(environ).values[name]
    assert setting.source == option.variable == f"CALLQ_{name.upper()}"
    assert str(setting.value) == {"day_first": "False", "region": "FR"}.get(
        name, environ[option.variable]
    )
    assert text


@pytest.mark.parametrize(
    "written",
    ['dial = ["linphonecsh", "dial", "{e164}"]', 'dial = \'["linphonecsh", "dial", "{e164}"]\''],
)
def test_a_command_to_dial_is_a_list(tmp_path: Path, written: str) -> None:
    (tmp_path / "config.toml").write_text(written)
    assert read_settings(given(tmp_path))["dial"] == ("linphonecsh", "dial", "{e164}")


@pytest.mark.parametrize(
    "written", ["[]", "[1]", '[""]', "5", '"tel +1"', "\"['x']\"", '"kdeconnectx"', '["a", ["b"]]']
)
def test_what_is_neither_a_preset_nor_a_command_is_refused(tmp_path: Path, written: str) -> None:
    (tmp_path / "config.toml").write_text(f"dial = {written}\n")
    assert refusal(given(tmp_path)).name == "bad-setting"


def test_a_command_to_dial_is_written_as_a_list_and_read_again(tmp_path: Path) -> None:
    settings = read_settings(given(tmp_path))
    text = '["say", "it\'s {name}"]'
    save_setting(settings, option_named("dial"), text)
    again = read_settings(given(tmp_path))
    assert again["dial"] == ("say", "it's {name}")
    assert again.values["dial"].shown == text


def test_a_secret_is_never_shown_nor_typed(run_callq: Callq) -> None:
    (run_callq.home / "config.toml").write_text("[asterisk]\nsecret = 's3cret'\nuser = 'callq'\n")
    for words in (
        ("config",),
        ("config", "--json"),
        ("config", "--csv"),
        ("config", "asterisk_secret"),
    ):
        said = run_callq.ok(*words)
        assert "s3cret" not in said.out + said.err
        assert "(hidden)" in said.out
    typed = run_callq("config", "asterisk_secret", "pa55word", "--json")
    assert typed.code == Exit.USAGE
    assert "pa55word" not in typed.out + typed.err
    run_callq.ok("config", "limit", "9")
    assert 'asterisk_secret = "s3cret"' in (run_callq.home / "config.toml").read_text()


def test_an_empty_variable_is_none(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("limit = 9\n")
    assert read_settings(given(tmp_path, CALLQ_LIMIT=""))["limit"] == 9


@pytest.mark.parametrize("name", BAD)
def test_a_bad_value_is_named_with_its_source(tmp_path: Path, name: str) -> None:
    text = BAD[name]
    variable = option_named(name).variable
    error = refusal(given(tmp_path, **{variable: text}))
    assert error.name == "bad-setting"
    assert error.message.startswith(f'{name} = "{text}" ({variable}) ')
    file = tmp_path / "config.toml"
    file.write_text(f'{name} = "{text}"\n')
    assert refusal(given(tmp_path)).message.startswith(f'{name} = "{text}" ({file}) ')


@pytest.mark.parametrize(
    "content", ["limit = ", "limit 5", "[limit", "= 5", 'agent = "', "limit = 5\nlimit = 6\n"]
)
def test_a_file_that_isnt_toml_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "config.toml").write_text(content)
    error = refusal(given(tmp_path))
    assert error.name == "bad-config"
    assert str(tmp_path / "config.toml") in error.message


def test_a_file_of_bytes_is_refused(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_bytes(b"\xff\xfe\x00limit")
    assert refusal(given(tmp_path)).name == "bad-config"


@pytest.mark.parametrize("content", ['agent = ["a"]', "db = 5", "zone = {}", "limit = true"])
def test_a_value_of_another_kind_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "config.toml").write_text(content)
    assert refusal({**given(tmp_path), "CALLQ_ZONE": ""}).name == "bad-setting"


def test_a_setting_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    """A slip of the pen never passes for a setting."""
    (tmp_path / "config.toml").write_text("limmit = 5\n")
    error = refusal(given(tmp_path))
    assert error.name == "unknown-setting"
    assert "limit" in error.hint


@pytest.mark.parametrize(
    "zone", ["Mars/Base", "../etc/passwd", "/etc/localtime", "America", "x" * 300]
)
def test_a_zone_that_does_not_exist_is_named_with_its_source(tmp_path: Path, zone: str) -> None:
    settings = read_settings(given(tmp_path, CALLQ_ZONE=zone))
    with pytest.raises(CallqError) as caught:
        _ = settings.home
    assert caught.value.name == "unknown-zone"


# The clock ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2026-03-11T10:15:00-04:00", "2026-03-11T10:15:00-04:00"),
        ("2026-03-11T14:15:00Z", "2026-03-11T10:15:00-04:00"),
        ("2026-03-11T10:15", "2026-03-11T10:15:00-04:00"),
        ("2026-03-11 10:15", "2026-03-11T10:15:00-04:00"),
        ("2026-01-11T10:15", "2026-01-11T10:15:00-05:00"),
        ("2026-03-11", "2026-03-11T00:00:00-04:00"),
    ],
)
def test_a_fixed_clock_without_an_offset_is_of_the_reps_zone(
    tmp_path: Path, text: str, at: str
) -> None:
    settings = read_settings(given(tmp_path, CALLQ_ZONE="America/New_York", CALLQ_NOW=text))
    assert settings.now == moment(at)
    assert settings.now is not None
    assert settings.now.tzinfo is UTC


@pytest.mark.parametrize("text", ["now", "10:15", "2026-13-01", "2026-03-11T25:00", "1773238500"])
def test_a_fixed_clock_that_isnt_a_moment_is_refused(tmp_path: Path, text: str) -> None:
    assert refusal(given(tmp_path, CALLQ_NOW=text)).name == "bad-clock"


@pytest.mark.parametrize("text", ["9999-12-31T23:59-10:00", "0001-01-01T00:00+14:00"])
def test_a_fixed_clock_beyond_the_calendar_is_refused(tmp_path: Path, text: str) -> None:
    refusal(given(tmp_path, CALLQ_NOW=text))


def test_without_a_fixed_clock_the_real_one_runs(tmp_path: Path) -> None:
    assert read_settings(given(tmp_path)).now is None


# Folders ------------------------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere platformdirs itself is asked")
@pytest.mark.parametrize(
    "variables",
    [{}, {"XDG_CONFIG_HOME": "/x/c"}, {"XDG_DATA_HOME": "/x/d"},
     {"XDG_CONFIG_HOME": "/x/c", "XDG_DATA_HOME": "/x/d"}, {"XDG_CONFIG_HOME": ""}],
    ids=str,
)  # fmt: skip
def test_the_folders_are_those_of_the_platform(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str]
) -> None:
    """Callq answers by itself on Linux, because asking costs time; the answers are the same."""
    environ = {"HOME": "/home/ann", **variables}
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    settings = read_settings(environ)
    config = platformdirs.user_config_path("callq", appauthor=False)
    assert settings.config_file == config / "config.toml"
    assert settings.data_folder == platformdirs.user_data_path("callq", appauthor=False)
    assert settings.db == str(settings.data_folder / "callq.db")


def test_a_home_of_its_own_holds_all(tmp_path: Path) -> None:
    settings = read_settings(given(tmp_path))
    assert settings.config_file == tmp_path / "config.toml"
    assert settings.db == str(tmp_path / "callq.db")
    assert settings.rulebook_file == tmp_path / "rulebook.toml"


def test_the_login_is_the_rep_where_no_one_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("getpass.getuser", lambda: "ann")
    assert read_settings(given(tmp_path)).agent == "ann"
    monkeypatch.setattr("getpass.getuser", _nobody)
    assert read_settings(given(tmp_path)).agent == "rep"


def _nobody() -> str:
    raise OSError


# Saved --------------------------------------------------------------------------------------------


def save(tmp_path: Path, name: str, value: str | None) -> Settings:
    save_setting(read_settings(given(tmp_path)), option_named(name), value)
    return read_settings({"CALLQ_HOME": str(tmp_path)})


@pytest.mark.parametrize("name", [name for name in VALUES if not option_named(name).secret])
def test_what_is_saved_is_read_again(tmp_path: Path, name: str) -> None:
    text, value = VALUES[name]
    settings = save(tmp_path, name, text)
    assert settings[name] == value
    assert settings.values[name].source == str(tmp_path / "config.toml")
    assert save(tmp_path, name, None).values[name].source == "default"


@pytest.mark.parametrize(
    "text",
    [
        'say "hi"', "back\\slash", "a\nb\tc", "\x00\x1b\x7f\u2028", "'''", "Zoë",
        pytest.param(
            "🦊"
        ),
    ],
)  # fmt: skip
def test_any_text_is_saved_as_it_is(tmp_path: Path, text: str) -> None:
    assert save(tmp_path, "agent", text)["agent"] == text


@pytest.mark.skipif(os.name == "nt", reason="file modes are a matter of POSIX")
def test_the_file_is_its_owners_alone(tmp_path: Path) -> None:
    """Whatever the mask of the shell; it may hold a server's password."""
    before = os.umask(0)
    try:
        save(tmp_path, "limit", "40")
        mode = stat.S_IMODE((tmp_path / "config.toml").stat().st_mode)
        (tmp_path / "config.toml").chmod(0o644)
        save(tmp_path, "limit", "41")
    finally:
        os.umask(before)
    assert (mode, stat.S_IMODE((tmp_path / "config.toml").stat().st_mode)) == (0o600, 0o600)


def test_saving_one_keeps_the_others(tmp_path: Path) -> None:
    save(tmp_path, "limit", "40")
    save(tmp_path, "region", "de")
    assert (tmp_path / "config.toml").read_text() == 'region = "DE"\nlimit = 40\n'


@pytest.mark.parametrize(("name", "text"), [("limit", "many"), ("zone", "Mars"), ("region", "1")])
def test_a_bad_value_is_not_saved(tmp_path: Path, name: str, text: str) -> None:
    save(tmp_path, "agent", "ann")
    before = (tmp_path / "config.toml").read_bytes()
    with pytest.raises(CallqError):
        save(tmp_path, name, text)
    assert (tmp_path / "config.toml").read_bytes() == before


@pytest.mark.parametrize("name", ["limmit", "", "now"])
def test_only_settings_have_names(name: str) -> None:
    with pytest.raises(CallqError) as caught:
        option_named(name)
    assert caught.value.name == "unknown-setting"
    assert option_named("day-first") is option_named("day_first")


def test_it_is_all_shown_with_its_source(run_callq: Callq) -> None:
    (run_callq.home / "config.toml").write_text("limit = 9\n")
    found = run_callq.ok("config", "--json", env={"CALLQ_LEASE": "3"}).json
    settings = found["settings"]
    assert settings["limit"] == {"value": 9, "source": str(run_callq.home / "config.toml")}
    assert settings["lease"] == {"value": 3, "source": "CALLQ_LEASE"}
    assert settings["skip"] == {"value": 240, "source": "default"}
    assert run_callq.ok("config", "limit").out == "9\n"


def test_a_saved_setting_is_in_force(run_callq: Callq) -> None:
    run_callq.ok("config", "limit", "3")
    assert run_callq.ok("config", "limit").out == "3\n"
    run_callq.ok("config", "limit", "--unset")
    assert run_callq.ok("config", "limit").out == "25\n"


def test_saving_says_what_is_in_the_file(run_callq: Callq) -> None:
    said = run_callq.ok("config", "limit", "40", env={"CALLQ_LIMIT": "9"})
    assert "40" in said.out
