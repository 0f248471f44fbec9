"""A morning of 25 calls at the full screen, with every key counted."""

from collections.abc import Awaitable, Callable

from piloting import Rep, at_the_screen

from helpers import Office, new_york

Call = Callable[[Rep], Awaitable[None]]
MOST_KEYS_A_CALL = 7


def pressing(*keys: str) -> Call:
    async def call(rep: Rep) -> None:
        await rep.press(*keys)

    return call


def telling(*keys: str, text: str = "", then: tuple[str, ...] = ("enter",)) -> Call:
    async def call(rep: Rep) -> None:
        await rep.press(*keys)
        await rep.type(text)
        await rep.press(*then)

    return call


MORNING: tuple[Call, ...] = (
    pressing("enter", "n"),
    pressing("enter", "v"),
    telling("enter", "s", "p", text="600 a month is too much"),
    pressing("enter", "n"),
    telling("enter", "c", text="thu 4", then=("enter", "enter")),
    pressing("enter", "b"),
    pressing("enter", "v"),
    pressing("enter", "g", "enter"),
    pressing("enter", "n"),
    pressing("enter", "u", "enter"),
    telling("enter", "i", text="send prices"),
    pressing("enter", "x"),
    pressing("enter", "n"),
    pressing("enter", "o", "n", "enter"),
    pressing("enter", "v"),
    telling("enter", "m", text="fri 10", then=("enter", "enter")),
    pressing("enter", "n"),
    pressing("enter", "s", "t", "enter"),
    pressing("enter", "d"),
    pressing("enter", "h", "enter"),
    pressing("enter", "n"),
    pressing("enter", "v"),
    telling("enter", "s", "c", text="Acme till May"),
    pressing("enter", "n"),
    pressing("enter", "w", "enter"),
)


def test_twenty_five_calls_take_seven_keys_each_at_most(office: Office) -> None:
    """Notes are typed in full; what needs none is two or three keys."""
    for i in range(26):
        office.add(f"Person {i:02}", new_york(i), now=f"2026-02-{1 + i:02}T09:00:00-05:00")
    keys = 0

    async def act(rep: Rep) -> None:
        nonlocal keys
        for call in MORNING:
            before = rep.name
            await call(rep)
            assert rep.name != before
        keys = rep.keystrokes

    done = at_the_screen(office, act)
    assert (done.calls, done.talks) == (25, 10)
    assert len(done.promises) == 2
    assert keys / done.calls <= MOST_KEYS_A_CALL
