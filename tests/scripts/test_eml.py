"""A mail is a message that any mail program reads back as it was meant."""

import email
import email.policy
import re
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from callq.errors import CallqError, Exit
from callq.scripts.eml import Letter, mailto, message

LETTER = Letter(
    "Ann Moss", "ann@hill.example", "Mária Lőpez", "maria@lopez.example", "Grüße, für Sie",
    "Hello Mária,\n\na line that is longer than seventy-eight characters because it goes on and on and on 王小明.\n.\nFrom here\n",
    datetime(2026, 3, 11, 14, 15, tzinfo=UTC),
)  # fmt: skip
BREAKS = ["\n", "\r", "\r\n", "\x00", "\x1b", "\x7f", "\x85", "\u2028", "\u2029", "\t", "\x0b"]
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")))


def read(letter: Letter) -> EmailMessage:
    parsed = email.message_from_bytes(message(letter), policy=email.policy.default)
    assert isinstance(parsed, EmailMessage)
    assert parsed.defects == []
    return parsed


def test_it_reads_back_as_it_was_meant() -> None:
    mail = read(LETTER)
    (to,) = mail["To"].addresses
    (sender,) = mail["From"].addresses
    assert (to.display_name, to.addr_spec) == ("Mária Lőpez", "maria@lopez.example")
    assert (sender.display_name, sender.addr_spec) == ("Ann Moss", "ann@hill.example")
    assert mail["Subject"] == "Grüße, für Sie"
    assert mail["Date"].datetime == LETTER.at
    assert mail.get_content().replace("\r\n", "\n") == LETTER.body
    assert mail["X-Unsent"] == "1"
    assert re.fullmatch(r"<[0-9a-f]{32}@hill\.example>", mail["Message-ID"])


def test_its_lines_are_those_of_the_standard() -> None:
    """RFC 5322: CR and LF together, no line over 998 bytes; here seven bits and under 79."""
    raw = message(LETTER)
    assert raw.isascii()
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert max(map(len, raw.split(b"\r\n"))) <= 78


def test_the_same_letter_is_the_same_message() -> None:
    assert message(LETTER) == message(LETTER)
    other = LETTER._replace(body="Hello")
    assert read(other)["Message-ID"] != read(LETTER)["Message-ID"]


@pytest.mark.parametrize("field", ["from_name", "to_name", "subject", "to_address", "from_address"])
@pytest.mark.parametrize("sign", BREAKS, ids=ascii)
def test_no_text_writes_a_header_of_its_own(field: str, sign: str) -> None:
    broken: Any = {field: f"Ann{sign}Bcc: all@world.example"}
    letter = LETTER._replace(**broken)
    with pytest.raises(CallqError) as refused:
        message(letter)
    assert refused.value.code is Exit.REFUSED
    assert refused.value.message.isprintable()


@pytest.mark.parametrize(
    "address",
    ["", "ann", "@hill.example", "ann@", "ann@hill", "a b@hill.example", "ann@hill.example, eve@x.example",
     "<ann@hill.example>", "Ann <ann@hill.example>", "ann@@hill.example", "änn@hill.example", "ann@hill..example",
     "a" * 300 + "@hill.example", "ann@hill.example>", "\udcff@x.example", "ann@-.example\x00"],
)  # fmt: skip
def test_what_isnt_an_address_is_refused(address: str) -> None:
    for write in (message, mailto):
        with pytest.raises(CallqError) as refused:
            write(LETTER._replace(to_address=address))
        assert refused.value.code is Exit.REFUSED


def test_a_domain_is_spelled_as_servers_spell_it() -> None:
    (to,) = read(LETTER._replace(to_address="ann@münchen.example"))["To"].addresses
    assert to.addr_spec == "ann@xn--mnchen-3ya.example"


@pytest.mark.parametrize(
    "name", ['Ann "Bo" Moss', "Moss, Ann", "Ann <x@y.example>", "=?utf-8?q?x?=", "王" * 60, ""]
)
def test_odd_names_stay_names(name: str) -> None:
    (to,) = read(LETTER._replace(to_name=name))["To"].addresses
    assert to.addr_spec == LETTER.to_address


def test_a_link_holds_the_same() -> None:
    parts = urlsplit(mailto(LETTER._replace(subject="a&b=c?d#e+f", body="x&y\nz+ü")))
    told = parse_qs(parts.query)
    assert (parts.scheme, unquote(parts.path)) == ("mailto", LETTER.to_address)
    assert told == {"subject": ["a&b=c?d#e+f"], "body": ["x&y\r\nz+ü"]}
    assert not parts.fragment


@settings(max_examples=60, deadline=None)
@given(TEXT, TEXT, TEXT)
def test_any_text_is_written_whole_or_refused(name: str, subject: str, body: str) -> None:
    letter = LETTER._replace(to_name=name, subject=subject, body=f"{body}\n")
    try:
        raw = message(letter)
    except CallqError:
        assume(False)
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(mail, EmailMessage)
    assert mail.keys().count("To") == mail.keys().count("Subject") == 1
    assert mail["Bcc"] is None
    assert [a.addr_spec for a in mail["To"].addresses] == [LETTER.to_address]
    assert mail.get_content().replace("\r\n", "\n") == letter.body


@given(TEXT, TEXT)
def test_any_link_is_read_back(subject: str, body: str) -> None:
    link = mailto(LETTER._replace(subject=subject, body=body))
    told = parse_qs(urlsplit(link).query, keep_blank_values=True)
    assert told["subject"] == [subject]
    assert told["body"] == [body.replace("\n", "\r\n")]
