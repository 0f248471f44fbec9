"""The command that dials: argument by argument, and nothing of a person can become more than one."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callq.config import DIALERS
from callq.dialing.presets import PRESETS, Callee, arguments, safe_name
from callq.errors import CallqError

RON = Callee(7, "Ron O'Hara", "+12125550134", "2125550134", "12")
NUMBERS = ("{e164}", "{national}", "{extension}", "{tel_uri}", "{id}")
CURLY = "\N{RIGHT SINGLE QUOTATION MARK}"


def test_every_way_of_dialing_that_can_be_set_is_there() -> None:
    assert {*PRESETS, "asterisk", "qr"} == set(DIALERS)


@pytest.mark.parametrize(
    ("dial", "command"),
    [
        ("tel", ["xdg-open", "tel:+12125550134"]),
        ("kdeconnect Pixel 8", ["kdeconnect-cli", "--name", "Pixel 8", "--share", "tel:+12125550134"]),
        ("linphone", ["linphonecsh", "dial", "+12125550134"]),
        ("adb", ["adb", "shell", "am", "start", "-a", "android.intent.action.CALL", "-d", "tel:+12125550134"]),
        ("termux", ["termux-telephony-call", "+12125550134"]),
    ],
)  # fmt: skip
def test_a_preset_is_a_command(dial: str, command: list[str]) -> None:
    assert arguments(dial, RON, "linux") == command


def test_baresip_gets_its_command_as_one_argument() -> None:
    assert arguments("baresip", RON, "linux")[-1] == "dial +12125550134"


def test_a_link_is_opened_as_the_system_does_it() -> None:
    assert arguments("tel", RON, "darwin") == ["open", "tel:+12125550134"]
    assert arguments("tel", RON, "win32")[0] == "rundll32"
    assert arguments("tel", RON, "freebsd14")[0] == "xdg-open"


def test_placeholders_are_filled_in_place() -> None:
    own = (
        "phone",
        "--to={e164}",
        "{national}",
        "x{extension}",
        "{id}",
        "{name}",
        "{}",
        "{E}",
        "a b",
    )
    assert arguments(own, RON) == [
        "phone", "--to=+12125550134", "2125550134", "x12", "7", f"Ron O{CURLY}Hara", "{}", "{E}", "a b",
    ]  # fmt: skip


def test_an_argument_of_nothing_but_empty_placeholders_is_left_out() -> None:
    without = RON._replace(extension="", name="")
    assert arguments(("phone", "{e164}", "{extension}", "{name}", ""), without) == [
        "phone", "+12125550134", "",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "dial",
    ["kdeconnect", "kdeconnect  ", ("phone", "{number}"), ("{name}",), ("./phone",), ("bin/phone",), ("..\\phone",)],
)  # fmt: skip
def test_a_command_that_cant_be_used_is_refused(dial: str | tuple[str, ...]) -> None:
    with pytest.raises(CallqError) as caught:
        arguments(dial, RON)
    assert caught.value.name == "bad-dialer"


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("--help", "help"),
        ("-rf / ; $(reboot) `x` | a && b", "rf reboot x a b"),
        ("Ann\x00\x1b[31m\nLee", "Ann 31m Lee"),
        ("Zoë Müller-Lüdenscheidt Jr.", "Zoë Müller-Lüdenscheidt Jr."),
        ("O'Brien", f"O{CURLY}Brien"),
        ("李明", "李明"),
        ("'; drop", "drop"),
        ("- . -", ""),
    ],
)
def test_a_name_is_words_and_nothing_else(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def callees() -> st.SearchStrategy[Callee]:
    text = st.text(max_size=40)
    return st.builds(Callee, st.integers(1, 10**9), text, text, text, text)


@given(callees(), st.sampled_from(NUMBERS))
def test_a_number_is_digits_and_at_most_one_leading_plus(callee: Callee, placeholder: str) -> None:
    (found,) = arguments(("phone", placeholder), callee)[1:] or [""]
    digits = found.removeprefix("tel:")
    digits = digits.removeprefix("+") if placeholder in ("{e164}", "{tel_uri}") else digits
    assert set(digits) <= set(string.digits)


@given(callees(), st.sampled_from(sorted(PRESETS)))
def test_no_person_adds_an_option_or_an_argument(callee: Callee, preset: str) -> None:
    dial = f"{preset} Pixel" if preset == "kdeconnect" else preset
    usual = arguments(dial, RON, "linux")
    found = arguments(dial, callee, "linux")
    assert len(found) == len(usual)
    assert [a for a in found if a.startswith("-")] == [a for a in usual if a.startswith("-")]


@given(st.text())
def test_no_name_is_an_option_or_a_piece_of_shell(name: str) -> None:
    safe = safe_name(name)
    assert not safe.startswith("-")
    assert not set(safe) & set("\"'`$;|&<>(){}[]*?!#~\\/\n\r\t\0\x1b%^=")
    assert safe.isprintable()
