"""`callq why` says how likely someone is to say yes, once there's evidence; a real process."""

import random

import pytest

from helpers import Callq


def _list(run_callq: Callq, *, mattering: bool) -> None:
    draw = random.Random(4)  # noqa: S311
    lines = ["Name,Phone,Branch,Last outcome"]
    for at in range(900):
        branch = draw.choice(("Dentist", "Florist", "Garage"))
        won = draw.random() < (0.4 if branch == "Dentist" and mattering else 0.1)
        name = f"Al {chr(97 + at % 26)}{chr(97 + at // 26 % 26)}{chr(97 + at // 676)}"
        ending = "interested" if won else "not interested"
        lines.append(f"{name},+1212555{at:04d},{branch},{ending}")
    (run_callq.home / "old.csv").write_text("\n".join(lines))
    (run_callq.home / "new.csv").write_text(
        "Name,Phone,Branch\nDana Novak,+12125569001,Dentist\nFlo Novak,+12125569002,Florist\n"
    )
    run_callq.ok("import", "old.csv", "--list", "expo")
    run_callq.ok("import", "new.csv", "--list", "expo")


def test_why_says_how_likely_and_from_what(run_callq: Callq) -> None:
    _list(run_callq, mattering=True)
    dana = run_callq.ok("why", "Dana Novak", "--json").json
    flo = run_callq.ok("why", "Flo Novak", "--json").json
    assert dana["times_average"] > 1.3 > flo["times_average"]
    (branch,) = [part for part in dana["likelihood"] if part["fact"] == "Branch"]
    assert branch["times"] > 1.3
    assert branch["wins"] > branch["expected"]
    said = run_callq.ok("why", "Dana Novak").out
    assert "times today's average" in said
    assert "Branch dentist" in said
    assert "wins where" in run_callq.ok("why", "Dana Novak", "--verbose").out
    order = [item["name"] for item in run_callq.ok("today", "--json").json["items"]]
    assert order.index("Dana Novak") < order.index("Flo Novak")


def test_nothing_is_claimed_without_evidence(run_callq: Callq) -> None:
    _list(run_callq, mattering=False)
    found = run_callq.ok("why", "Dana Novak", "--json").json
    assert (found["times_average"], found["likelihood"]) == (None, [])


@pytest.mark.parametrize("calls", [0, 900])
def test_learning_anew_says_what_came_of_it(run_callq: Callq, calls: int) -> None:
    if calls:
        _list(run_callq, mattering=True)
    else:
        run_callq.ok("add", "Ann Lee", "--phone", "212 555 0134")
    learned = run_callq.ok("rules", "learn", "--json").json
    assert learned["calls"] == calls
    assert learned["state"] == ("sure" if calls else "learning")
    assert run_callq.ok("today", "--json").json["learning_due"] is False
