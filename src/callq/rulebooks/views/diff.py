"""Shows how a rulebook differs: who you can call, who waits, why, and the calls due."""

from datetime import tzinfo
from typing import Any

from callq.engine.words import iso, plural, when
from callq.metrics.ordering import Compared
from callq.metrics.views.figures import TOO_LITTLE, percent
from callq.metrics.views.forecast import lines_of
from callq.records.status_reason import reason_json
from callq.rulebooks.diff import Case, Change, Decides, Difference, Look, Reason
from callq.rulebooks.weighing import DAYS
from callq.terminal.safe import safe
from callq.terminal.tables import Column, Table, print_table
from callq.terminal.terminal import console, say

SCHEMA = "callq.rules-diff/1"
_LOOK = ("state", "due_at", "rule", "explanation", "hold", "callable")
FIELDS = (
    "id", "name", "company", "change",
    *(f"{side}_{field}" for side in ("before", "after") for field in _LOOK),
)  # fmt: skip
"""The fields of a person in CSV, in their order."""
_MOST_REASONS = 12
_MEANS = {
    Change.CALLABLE: "can be called now",
    Change.COOLING_DOWN: "can't be called now anymore",
    Change.SOONER: "come up sooner",
    Change.LATER: "come up later, or never",
    Change.SAME: "stay the same",
}


def show(found: Difference, home: tzinfo) -> None:
    """Prints the difference for a person."""
    from rich.text import Text

    out = console()
    out.print(Text(f"Rulebook {safe(found.before)} to {safe(found.after)}", style="bold"))
    sections = ", ".join(found.sections)
    out.print(f"  Changed sections: {sections or 'none'}.")
    people = plural(found.people, "person", "people")
    out.print(f"  Of {people}, you can call {found.callable_before:,} now, or "
              f"{found.callable_after:,} with the new rulebook (hours aside).")  # fmt: skip
    out.print()
    for change in Change:
        out.print(f"{found.changes[change]:>8,}  {_MEANS[change]}")
    if found.ranking:
        out.print(f"  {_ranking_words(found.ranking)}")
    if found.changes[Change.SAME] < found.people:
        _print_reasons(found)
        _print_cases(found, home)
        _print_load(found)
    out.print("\nNothing has changed yet. To use it: callq rules apply FILE", style="dim")


def _ranking_words(found: Compared) -> str:
    """What the edited weights would have done to the calls that were offered."""
    calls = plural(found.calls, "call")
    if not found.orders or found.gain is None:
        return f"The order, by the {calls} offered in {DAYS} days: {TOO_LITTLE}."
    new, old, gain = *(one.in_top_half for one in found.orders), found.gain.won_first
    verdict = "better" if gain.low > 0 else "worse" if gain.high < 0 else "no clear difference"
    return (
        f"The order, by the {calls} offered in {DAYS} days: {percent(new.value)} of those who said "
        f"yes in the first half of their day, {percent(old.value)} with the weights in force: "
        f"{verdict}."
    )


def _ranking_json(found: Compared | None) -> dict[str, Any] | None:
    if found is None:
        return None
    new, old = (one.in_top_half.value for one in found.orders) if found.orders else (None, None)
    gain = found.gain.won_first if found.gain else None
    return {
        "calls": found.calls, "said_yes": found.wins, "days": found.days,
        "first_half_before": _rounded(old), "first_half_after": _rounded(new),
        "won_first_gain": _rounded(gain.value if gain else None),
        "won_first_gain_low": _rounded(gain.low if gain else None),
        "won_first_gain_high": _rounded(gain.high if gain else None),
    }  # fmt: skip


def _rounded(figure: float | None) -> float | None:
    return None if figure is None else round(figure, 4)


def _print_reasons(found: Difference) -> None:
    reasons = found.reasons.most_common()
    rows = [
        (f"{n:,}", reason.change.value, reason.before.words, _after(reason))
        for reason, n in sorted(reasons, key=lambda item: (-item[1], item[0]))[:_MOST_REASONS]
    ]
    say("")
    columns = (
        Column("People", 6, 0, right=True),
        Column("Change", 8, 0, style="bold"),
        Column("Reason before", 20, 0, most=50),
        Column("Reason after", 20, 0, most=50),
    )
    print_table(Table(columns, rows))
    if len(reasons) > _MOST_REASONS:
        console().print(
            f"See {len(reasons) - _MOST_REASONS} more reasons with --json.", style="dim"
        )


def _after(reason: Reason) -> str:
    words = reason.after.words
    # The wait is as long, but it ends at another time.
    return f"{words}, at a different time" if words == reason.before.words else words


def _print_cases(found: Difference, home: tzinfo) -> None:
    rows = [
        (
            str(case.id), safe(case.name), safe(case.company), case.change.value,
            _due(case.before, found, home), _due(case.after, found, home),
        )
        for change in Change
        for case in found.cases.get(change, ())
    ]  # fmt: skip
    if not rows:
        return
    say("")
    columns = (
        Column("Id", 2, 0, right=True),
        Column("Example", 12, 0, most=26, style="bold"),
        Column("Company", 10, 1, most=24),
        Column("Change", 8, 0),
        Column("Due before", 10, 0, most=20),
        Column("Due after", 10, 0, most=20),
    )
    print_table(Table(columns, rows))


def _due(look: Look, found: Difference, home: tzinfo) -> str:
    if look.due_at is None:
        return look.state
    return "due" if look.due_at <= found.now else when(look.due_at, found.now, home)


def _print_load(found: Difference) -> None:
    before = lines_of(found.load_before, weeks=True)
    after = lines_of(found.load_after, weeks=True)
    rows = [
        (
            one.name, f"{one.due.calls:,}", f"{other.due.calls:,}",
            f"{other.due.calls - one.due.calls:+,}" if other.due.calls != one.due.calls else "",
            *(f"{line.waiting:,}" if line.waiting else "" for line in (one, other)),
        )
        for one, other in zip(before, after, strict=True)
    ]  # fmt: skip
    say("")
    columns = (
        Column("Calls due", 14, 0, most=16, style="bold"),
        Column("Before", 6, 0, right=True),
        Column("After", 6, 0, right=True),
        Column("Change", 6, 1, right=True),
        Column("Wait before", 11, 2, right=True),
        Column("Wait after", 11, 2, right=True),
    )
    print_table(Table(columns, rows))
    console().print(f"{found.capacity.calls:,} calls fit in a business day.", style="dim")


def write_csv(found: Difference) -> None:
    """Print the people it names, one a line, with the fields of the JSON's examples."""
    from callq.terminal.csv_out import flat, write_items

    cases = [case for change in Change for case in found.cases.get(change, ())]
    write_items(FIELDS, (flat(_case_row(case)) for case in cases))


def _case_row(case: Case) -> dict[str, Any]:
    """A person for a table: the explanations in words."""
    row = _case_json(case)
    for side, look in (("before", case.before), ("after", case.after)):
        row[side] |= {"explanation": look.explanation.words}
    return row


def as_json(found: Difference) -> dict[str, Any]:
    """The documented object."""
    return {
        "schema": SCHEMA,
        "now": iso(found.now),
        "before": found.before,
        "after": found.after,
        "sections": list(found.sections),
        "list": found.scope.list_name or None,
        "owner": found.scope.owner or None,
        "people": found.people,
        "callable_now": {"before": found.callable_before, "after": found.callable_after},
        "changes": {change.value.replace("-", "_"): found.changes[change] for change in Change},
        "ranking": _ranking_json(found.ranking),
        "reasons": [
            {"change": reason.change.value, "before": _decides_json(reason.before),
             "after": _decides_json(reason.after), "people": n}
            for reason, n in sorted(found.reasons.items(), key=lambda item: (-item[1], item[0]))
        ],
        "examples": [_case_json(case) for change in Change for case in found.cases.get(change, ())],
        "days": [
            {"day": one.day.isoformat(), "due_before": one.due.calls, "due_after": other.due.calls,
             "waiting_before": one.waiting, "waiting_after": other.waiting}
            for one, other in zip(found.load_before, found.load_after, strict=True)
        ],
    }  # fmt: skip


def _decides_json(decides: Decides) -> dict[str, Any]:
    return {**reason_json(decides.explanation), "wait": decides.wait or None}


def _case_json(case: Case) -> dict[str, Any]:
    return {
        "id": case.id,
        "name": case.name,
        "company": case.company,
        "change": case.change.value,
        "before": _look_json(case.before),
        "after": _look_json(case.after),
    }


def _look_json(look: Look) -> dict[str, Any]:
    return {
        "state": str(look.state),
        "due_at": iso(look.due_at),
        "rule": look.rule,
        "explanation": reason_json(look.explanation),
        "hold": str(look.hold) or None,
        "callable": look.callable,
    }
