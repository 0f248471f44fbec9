"""Writes a mail: as an RFC 5322 message, and as a `mailto:` link."""

from datetime import datetime

from callq.errors import CallqError, Exit
from callq.named_tuple import NamedTuple

_LONGEST_ADDRESS = 254


class Letter(NamedTuple):
    """A mail to be sent by a person."""

    from_name: str
    from_address: str
    to_name: str
    to_address: str
    subject: str
    body: str
    at: datetime
    """When it was written, aware, on the writer's clock."""


def message(letter: Letter) -> bytes:
    """The mail as a message that any mail program opens, its lines ended by CR and LF.

    The same letter is the same message: its id follows from what is in it.

    Raises:
        CallqError: A name, an address or the subject can't be in a header.
    """
    from email.headerregistry import Address
    from email.message import EmailMessage
    from email.policy import SMTP
    from email.utils import format_datetime

    mail = EmailMessage(policy=SMTP)
    addresses = [
        _address(letter.from_address, "your address (the setting email_from)"),
        _address(letter.to_address, "their address"),
    ]
    for header, name, address in (
        ("From", letter.from_name, addresses[0]),
        ("To", letter.to_name, addresses[1]),
    ):
        shown = _line(name, f"the name {name!r}")
        mail[header] = Address(display_name=shown, addr_spec=address)
    mail["Subject"] = _line(letter.subject, "the subject")
    mail["Date"] = format_datetime(letter.at)
    mail["Message-ID"] = f"<{_digest(letter)}@{addresses[0].rpartition('@')[2]}>"
    # Outlook opens what was not sent yet as a draft.
    mail["X-Unsent"] = "1"
    mail.set_content(letter.body, cte="quoted-printable")
    return mail.as_bytes()


def mailto(letter: Letter) -> str:
    """The mail as a link that opens the mail program (RFC 6068).

    Raises:
        CallqError: The address or the subject can't be in a header.
    """
    from urllib.parse import quote

    address = _address(letter.to_address, "their address")
    subject = _line(letter.subject, "the subject")
    body = quote(letter.body.replace("\n", "\r\n"), safe="")
    return f"mailto:{quote(address, safe='@')}?subject={quote(subject, safe='')}&body={body}"


def open_in_program(letter: Letter) -> None:
    """Opens an email in the rep's own email program, which sends it.

    Raises:
        CallqError: There is none.
    """
    import webbrowser

    if not webbrowser.open(mailto(letter)):
        raise CallqError(
            "Couldn't open your email program.",
            hint="Save it with callq mail --out FILE.eml, or copy the text with --text.",
            code=Exit.NOT_FOUND,
            name="no-mail-program",
        )


def _address(address: str, what: str) -> str:
    """An address for a header, with its domain as mail servers spell it."""
    from email.errors import HeaderParseError
    from email.headerregistry import Address

    local, at, domain = _line(address, what).strip().rpartition("@")
    try:
        spelled = f"{local}@{domain.encode('idna').decode()}"
        parsed = Address(addr_spec=spelled)
        fits = bool(local and at and domain) and local.isascii() and "." in domain.strip(".")
        if fits and len(spelled) <= _LONGEST_ADDRESS and parsed.addr_spec == spelled:
            return spelled
    except (HeaderParseError, UnicodeError, ValueError, IndexError):
        pass
    raise CallqError(
        f"You can't send email to {_shown(address)} ({what}).",
        hint="To see their addresses: callq show WHO. To set yours: callq config email_from",
        code=Exit.REFUSED,
        name="bad-email-address",
    )


def _line(words: str, what: str) -> str:
    """Words that fit in a header: one line, no control characters.

    A line break in a name or a subject would let it write headers of its own.
    """
    if any(ord(char) < 32 or char in "\x7f\x85\u2028\u2029" for char in words):
        raise CallqError(
            f"{_shown(what)} can't have a line break or a control character in an email.",
            hint="Fix it with callq edit, or in the playbook.",
            code=Exit.REFUSED,
            name="unsafe-header",
        )
    try:
        words.encode()
    except UnicodeEncodeError as error:
        raise CallqError(
            f"{_shown(what)} isn't valid text.", code=Exit.REFUSED, name="unsafe-header"
        ) from error
    return words


def _shown(text_: str) -> str:
    return f"{text_[:1].upper()}{text_[1:60]}"


def _digest(letter: Letter) -> str:
    from hashlib import sha256

    parts = "\0".join((*letter[:6], letter.at.isoformat()))
    return sha256(parts.encode()).hexdigest()[:32]
