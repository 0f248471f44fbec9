"""Commands with options and values drawn at random: done or refused, and the store stays sound."""

import random
import unicodedata
from collections.abc import Iterator
from typing import Any

import pytest
from typer.core import TyperGroup

from callq.cli import app
from callq.commandline.group import built
from helpers import NOW, Callq, Office, new_york

WORDS = (
    "1", "2", "9", "person 1", "na", "ni", "cb", "dnc", "won", "", "  ", "-", "x" * 200, "\x1b[31m",
    "0", "-1", "1e9", "tomorrow 3pm", "friday", "2 weeks", "90s", "1:99", "price", "fair", "ann",
    "list.csv", "+1 212 555 0100", "a@b.c", "A=b", "=", "US", "de", "America/New_York", "email",
    "a", "b", "🦊", "\u202e", "%", "*", "nan", "inf", "2026-02-30", "3/4/26", "yesterday", "now",
    "limit", "zone", "(", "'", '"', "\\", "\udcff", "\u0663", "\u00b2", "\u2028",
)  # fmt: skip
MOMENTS = (NOW, NOW, "2026-06-01T23:00:00+00:00", "2025-01-01T00:00:00+00:00")
LEFT_OUT = ("demo",)
"""It makes a store of its own and takes its time."""


def commands() -> Iterator[tuple[tuple[str, ...], Any]]:
    for words, command in built(app):
        if words and words[0] not in LEFT_OUT and not isinstance(command, TyperGroup):
            yield words, command


def line(chance: random.Random, words: tuple[str, ...], command: Any) -> list[str]:
    drawn = list(words)
    for option in command.params:
        if option.param_type_name == "argument":
            drawn += [chance.choice(WORDS) for _ in range(chance.choice((0, 1, 1, 2)))]
        elif chance.random() < 0.25:
            drawn.append(chance.choice(option.opts))
            drawn += [] if option.is_flag else [chance.choice(WORDS)]
    return drawn


@pytest.mark.parametrize("seed", range(3))
def test_random_words_are_understood_or_refused(
    run_callq: Callq, office: Office, seed: int
) -> None:
    chance, known = random.Random(seed), list(commands())  # noqa: S311
    for i in range(6):
        office.add(f"Person {i}", new_york(i), now="2026-03-09T10:00:00-04:00", list_name="fair")
    for _ in range(300):
        words = line(chance, *chance.choice(known))
        (run_callq.home / "config.toml").unlink(missing_ok=True)
        office.file(f"Name,Phone,Last Outcome\nAnn,{new_york(1)},Not interested\n,,x\n", "list.csv")
        ended = run_callq.here(*words, stdin="Name\nZed\n", now=chance.choice(MOMENTS))
        assert "Traceback" not in ended.err, (words, ended)
        assert ended.code in range(9), (words, ended)
        if "--json" in words and ended.code == 0 and not {"-h", "--help"} & set(words):
            assert ended.json["schema"].startswith("callq."), words
        for sign in ended.out.replace("\n", "").replace("\t", "") + ended.err.replace("\n", ""):
            assert unicodedata.category(sign) not in ("Cc", "Cs"), (words, ascii(sign))
    with office.workspace() as ws:
        ws.turn()
        with ws.db.write():
            assert ws.projector().rebuild() == 0
