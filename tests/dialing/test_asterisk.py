"""Dialing through Asterisk's manager, against a small one of our own."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import pytest

from callq.dialing.asterisk import Exchange, RefusedError, originate

Actions = list[dict[str, str]]
FINE = "Response: Success\r\nActionID: {id}\r\n\r\n"
EVENT = "Event: FullyBooted\r\nPrivilege: system,all\r\n\r\n"
OTHER = "Response: Error\r\nActionID: not-ours\r\nMessage: nothing of yours\r\n\r\n"


@contextmanager
def manager(
    *answers: str, greeting: str = "Asterisk Call Manager/9.0.0\r\n"
) -> Iterator[tuple[Exchange, Actions]]:
    """A manager that gives one answer to each action, and what it was asked."""
    asked: Actions = []
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        line, _ = server.accept()
        with line, line.makefile("rb") as incoming:
            line.sendall(greeting.encode())
            for answer in answers:
                action = dict(
                    text.split(": ", 1)
                    for text in iter(lambda: incoming.readline().decode().rstrip("\r\n"), "")
                )
                if not action:
                    return
                asked.append(action)
                for byte in answer.format(id=action["ActionID"]).encode():
                    line.sendall(bytes([byte]))

    thread = Thread(target=serve)
    thread.start()
    port = server.getsockname()[1]
    yield Exchange(f"127.0.0.1:{port}", "callq", "s3cret", "PJSIP/ann", "from-internal"), asked
    server.close()
    thread.join(5)


def refused(to: Exchange) -> str:
    with pytest.raises(RefusedError) as caught:
        originate(to, "12125550134", 2)
    return str(caught.value)


def test_it_logs_in_and_connects_your_phone_to_the_number() -> None:
    with manager(FINE, EVENT + OTHER + FINE) as (to, asked):
        originate(to, "12125550134", 2)
    login, call = asked
    assert (login["Action"], login["Username"], login["Secret"]) == ("Login", "callq", "s3cret")
    assert call["Action"] == "Originate"
    assert (call["Channel"], call["Context"], call["Exten"], call["Priority"]) == (
        "PJSIP/ann", "from-internal", "12125550134", "1",
    )  # fmt: skip


def test_a_refusal_says_why() -> None:
    no = "Response: Error\r\nActionID: {id}\r\nMessage: Authentication failed\r\n\r\n"
    with manager(no) as (to, asked):
        assert "Authentication failed" in refused(to)
    assert [action["Action"] for action in asked] == ["Login"]
    no = "Response: Error\r\nActionID: {id}\r\nMessage: Extension does not exist.\r\n\r\n"
    with manager(FINE, no) as (to, _):
        assert "Extension does not exist." in refused(to)


@pytest.mark.parametrize("greeting", ["SSH-2.0-OpenSSH\r\n", "\r\n", "hello"])
def test_another_server_is_not_taken_for_one(greeting: str) -> None:
    with manager(greeting=greeting) as (to, _):
        assert to.host in refused(to)


def test_a_connection_that_ends_is_no_call() -> None:
    with manager("Response: Success\r\n") as (to, _):
        assert to.host in refused(to)


def test_no_server_is_no_call() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    refused(Exchange(f"127.0.0.1:{port}", "callq", "s3cret", "PJSIP/ann", "from-internal"))
    refused(Exchange("127.0.0.1:port", "callq", "s3cret", "PJSIP/ann", "from-internal"))


@pytest.mark.parametrize("name", Exchange._fields)
def test_whatever_isnt_set_is_named(name: str) -> None:
    full = Exchange("127.0.0.1:1", "callq", "s3cret", "PJSIP/ann", "from-internal")
    assert f"asterisk_{name}" in refused(full._replace(**{name: ""}))


def test_no_setting_adds_a_line() -> None:
    with manager(FINE, FINE) as (to, asked):
        text = refused(to._replace(channel="PJSIP/ann\r\nAction: Command"))
    assert "line break" in text
    assert [action["Action"] for action in asked] == ["Login"]
