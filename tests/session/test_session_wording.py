"""What a rep sees in a session, screen by screen, in three sizes of window."""

import pytest
from piloting import Rep, at_the_screen
from syrupy.assertion import SnapshotAssertion

from helpers import IN_LOS_ANGELES, Office, new_york

SIZES = [(80, 24), (100, 30), (120, 40)]
STEPS: dict[str, tuple[str, ...]] = {
    "the card": (),
    "on the call": ("enter",),
    "the reason": ("s",),
    "a note": ("p", *"too dear"),
    "the next": ("enter",),
    "a time": ("enter", "c", *"thu 4"),
    "a time that can't be read": ("space", *"blue", "enter"),
    "undo": ("escape", "n", "ctrl+z"),
    "find": ("n", "slash", *"le"),
    "help": ("escape", "question_mark"),
    "why": ("escape", "W"),
    "everything": ("escape", "A"),
    "an unknown key": ("escape", "y"),
    "a break": ("P",),
}


@pytest.fixture
def folder(office: Office) -> Office:
    """Three people, one with a past."""
    office.add(
        "Ann Lee", new_york(1), IN_LOS_ANGELES, now="2026-02-02T09:00:00-05:00",
        company="Lee & Sons", title="Owner", owner="ann", list_name="spring", value=4500.0,
    )  # fmt: skip
    office.log(
        "Ann Lee",
        "soft-no",
        reason="timing",
        note="After the move",
        now="2026-02-03T10:00:00-05:00",
    )
    office.log(
        "Ann Lee",
        "callback",
        at="march 11 10am",
        note="Wants the price list",
        now="2026-03-06T10:00:00-05:00",
    )
    for i, name in enumerate(("Bob Ray", "Cyd Fox"), 2):
        office.add(name, new_york(i), now=f"2026-03-{5 + i:02}T09:00:00-05:00")
    return office


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_wording_of_the_session(
    folder: Office, size: tuple[int, int], snapshot: SnapshotAssertion
) -> None:
    shown = []

    async def act(rep: Rep) -> None:
        for name, keys in STEPS.items():
            await rep.press(*keys)
            shown.append(f"== {name}\n{rep.drawn()}")

    at_the_screen(folder, act, size=size)
    assert "\n\n".join(shown) == snapshot
