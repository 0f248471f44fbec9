"""What to run to dial: the presets, and the arguments for one person and number. Pure."""

import re
import sys
import unicodedata
from collections.abc import Mapping

from callq.errors import CallqError
from callq.named_tuple import NamedTuple

_PLACEHOLDER = re.compile(r"\{([a-z0-9_]+)\}")
_IN_NAMES = " .-\N{RIGHT SINGLE QUOTATION MARK}"
_LONGEST_NAME = 80


class Callee(NamedTuple):
    """Who is dialed, and on which number."""

    id: int
    name: str
    e164: str
    national: str
    """The digits without the country code."""
    extension: str = ""

    def values(self) -> dict[str, str]:
        """What each placeholder becomes; a number is digits and at most one leading plus."""
        e164 = f"+{_digits(self.e164)}"
        return {
            "e164": e164,
            "national": _digits(self.national),
            "extension": _digits(self.extension),
            "tel_uri": f"tel:{e164}",
            "id": str(self.id),
            "name": safe_name(self.name),
        }


PRESETS: Mapping[str, tuple[str, ...]] = {
    "tel": ("xdg-open", "{tel_uri}"),
    "kdeconnect": ("kdeconnect-cli", "--name", "{device}", "--share", "{tel_uri}"),
    "linphone": ("linphonecsh", "dial", "{e164}"),
    "baresip": (
        "gdbus", "call", "--session", "--dest", "com.github.Baresip", "--object-path", "/baresip",
        "--method", "com.github.Baresip.invoke", "dial {e164}",
    ),
    "adb": ("adb", "shell", "am", "start", "-a", "android.intent.action.CALL", "-d", "{tel_uri}"),
    "termux": ("termux-telephony-call", "{e164}"),
}  # fmt: skip
"""The presets that run a command. `asterisk` and `qr` have modules of their own."""
_OPENERS: Mapping[str, tuple[str, ...]] = {
    "darwin": ("open", "{tel_uri}"),
    "win32": ("rundll32", "url.dll,FileProtocolHandler", "{tel_uri}"),
}
"""What opens a link where `xdg-open` doesn't."""


def arguments(
    dial: str | tuple[str, ...], callee: Callee, platform: str = sys.platform
) -> list[str]:
    """The command that dials, argument by argument; no shell reads it.

    An argument that is nothing but empty placeholders is left out.

    Args:
        dial: The setting: a preset's name, with the device for `kdeconnect`, or a command.
        callee: Who, and on which number.
        platform: As `sys.platform` has it.

    Raises:
        CallqError: `bad-dialer`: the command can't be used.
    """
    values = callee.values()
    if isinstance(dial, str):
        preset, _, device = dial.partition(" ")
        template = _OPENERS.get(platform, PRESETS[preset]) if preset == "tel" else PRESETS[preset]
        values["device"] = device.strip()
        if "{device}" in template and not values["device"]:
            raise _bad("needs the name of your phone.", 'callq config dial "kdeconnect Pixel 8"')
    else:
        template = dial
        _check_program(template[0])
    filled = ((one, _filled(one, values)) for one in template)
    return [text for one, text in filled if text or not one]


def safe_name(name: str) -> str:
    """A name that no program takes for an option, and no shell for anything but words."""
    curly = name.replace("'", "\N{RIGHT SINGLE QUOTATION MARK}")
    kept = (c if c in _IN_NAMES or unicodedata.category(c)[0] in "LMN" else " " for c in curly)
    return " ".join("".join(kept).split()).lstrip(_IN_NAMES)[:_LONGEST_NAME]


def _check_program(program: str) -> None:
    if _PLACEHOLDER.search(program):
        raise _bad("must begin with a program, not with a placeholder.")
    is_absolute = program.startswith("/") or program[1:3] in (":\\", ":/")
    if ("/" in program or "\\" in program) and not is_absolute:
        raise _bad(f'can\'t run "{program}": that depends on the folder you are in.')


def _filled(argument: str, values: Mapping[str, str]) -> str:
    unknown = next((n for n in _PLACEHOLDER.findall(argument) if n not in values), None)
    if unknown is not None:
        known = ", ".join(f"{{{name}}}" for name in values if name != "device")
        raise _bad(f'has an unknown placeholder "{{{unknown}}}".', f"Known: {known}.")
    return _PLACEHOLDER.sub(lambda found: values[found[1]], argument)


def _digits(text: str) -> str:
    return "".join(c for c in text if c in "0123456789")


def _bad(what: str, hint: str = "") -> CallqError:
    return CallqError(
        f"The setting dial {what}",
        hint=hint or "Name the program, or give its whole path: callq config dial",
        name="bad-dialer",
    )
