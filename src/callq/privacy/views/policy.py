"""The safe-harbor report as text, CSV and JSON."""

from collections.abc import Iterator
from datetime import date, timedelta, tzinfo
from typing import Any

from callq.engine.checks import BY_CODE
from callq.engine.registries import NOT_NEEDED
from callq.engine.words import date_in_words, day, day_and_time, distance, iso, plural
from callq.privacy.policy import PolicyReport
from callq.privacy.policy_statements import Access
from callq.privacy.record_statements import Record
from callq.terminal.safe import safe
from callq.terminal.terminal import say

SCHEMA = "callq.record-policy/1"
_FIELDS = ("section", "at", "who", "what", "detail")
_GAPS = {
    "no-policy": ("No written policy is recorded.", "Put it in your rulebook: [policy] text"),
    "no-training": (
        "No training dates are recorded.",
        "Put them in your rulebook: [policy] training",
    ),
    "untrained": ("No training is recorded for everyone who called.",),
    "no-registry": (
        "No copy of a do-not-call registry was in use.",
        "Import one: callq dnc import FILE",
        "Or say why you need none: callq rules registries not-needed --reason WHY",
    ),
}


def show(report: PolicyReport, home: tzinfo) -> None:
    """Prints the report, section by section, and what's missing."""
    for line in _lines(report, home):
        say(line)


def _lines(report: PolicyReport, home: tzinfo) -> Iterator[str]:
    all_time = not report.period.start.timestamp()
    yield f"Compliance, {'all time' if all_time else report.period.in_words(home)}."
    policy = report.policy.text.strip()
    sections = (
        (f"Written policy (rulebook {safe(report.rules)})", map(safe, policy.splitlines())),
        ("Training", _training(report)),
        ("Do-not-call registries", _registries(report, home)),
        ("Opt-outs", _opt_outs(report)),
        ("Violations", [_violation(one, home) for one in report.violations] or ["None."]),
        ("Missing", [line for gap in report.gaps for line in _GAPS[gap]] or ["Nothing."]),
    )
    for heading, found in sections:
        lines = [f"  {line}" for line in found]
        if lines:
            yield f"\n{heading}"
            yield from lines


def _training(report: PolicyReport) -> Iterator[str]:
    for iso_date, reps in report.policy.training:
        yield f"{date_in_words(date.fromisoformat(iso_date))}: {safe(', '.join(reps))}"
    if report.untrained:
        yield f"Called without a training on record: {safe(', '.join(report.untrained))}"


def _registries(report: PolicyReport, home: tzinfo) -> Iterator[str]:
    if report.registries == NOT_NEEDED:
        yield f"Not needed: {safe(report.registries_reason)}"
    yield from (_access(one, home) for one in report.accesses)


def _access(one: Access, home: tzinfo) -> str:
    dated = one.first_dated
    if one.last_dated != dated:
        dated = f"{dated} to {one.last_dated}"
    return (
        f"{safe(one.series)} of {dated}: {plural(one.numbers, 'number')}, "
        f"imported {day(one.imported_at, home)} by {safe(one.by_agent)}"
    )


def _opt_outs(report: PolicyReport) -> Iterator[str]:
    yield f"{plural(len(report.opt_outs), 'request')} in calls and messages."
    if report.median is not None and report.slowest is not None:
        yield (
            f"Blocked after {_span(report.median)} (median), {_span(report.slowest)} at most, "
            "counted from the call."
        )
    if report.undated:
        yield (
            f"{plural(report.undated, 'number')} added by hand or import: when they asked isn't "
            "recorded."
        )


def _span(span: timedelta) -> str:
    return "less than a minute" if span < timedelta(minutes=1) else distance(span)


def _violation(call: Record, home: tzinfo) -> str:
    who = call.name or f"person {call.prospect_id}"
    return (
        f"{day_and_time(call.at, home)}, {safe(call.agent)}, {safe(who)} (call {call.id}): "
        f"{'; '.join(_meanings(call))}"
    )


def _meanings(call: Record) -> list[str]:
    return [BY_CODE[code].meaning for code in call.violations.split(",")]


def as_json(report: PolicyReport) -> dict[str, Any]:
    """The documented object."""
    return {
        "schema": SCHEMA,
        "from": iso(report.period.start),
        "to": iso(report.period.end),
        "policy": report.policy.text or None,
        "rules": report.rules,
        "training": [{"date": at, "reps": list(reps)} for at, reps in report.policy.training],
        "untrained": list(report.untrained),
        "registries": report.registries,
        "registries_reason": report.registries_reason or None,
        "copies": [
            {
                "list": one.series,
                "first_date": one.first_dated,
                "last_date": one.last_dated,
                "numbers": one.numbers,
                "imported_at": iso(one.imported_at),
                "by": one.by_agent,
            }
            for one in report.accesses
        ],
        "opt_outs": {
            "requests": len(report.opt_outs),
            "median_seconds": _whole(report.median),
            "slowest_seconds": _whole(report.slowest),
            "undated": report.undated,
        },
        "violations": [
            {
                "call_id": one.id,
                "at": iso(one.at),
                "rep": one.agent,
                "prospect_id": one.prospect_id,
                "codes": one.violations.split(","),
                "meanings": _meanings(one),
            }
            for one in report.violations
        ],
        "missing": list(report.gaps),
    }


def _whole(span: timedelta | None) -> int | None:
    return None if span is None else round(span.total_seconds())


def write_csv(report: PolicyReport) -> None:
    """Writes a line for each fact of the report."""
    from callq.terminal.csv_out import write_items

    write_items(_FIELDS, (dict(zip(_FIELDS, row, strict=True)) for row in _rows(report)))


def _rows(report: PolicyReport) -> Iterator[tuple[object, ...]]:
    if report.policy.text:
        yield "policy", None, None, report.rules, report.policy.text
    for at, reps in report.policy.training:
        yield from (("training", at, rep, None, None) for rep in reps)
    yield from (("untrained", None, rep, None, None) for rep in report.untrained)
    for one in report.accesses:
        yield "registry", iso(one.imported_at), one.by_agent, one.series, one.last_dated
    for asked in report.opt_outs:
        yield "opt-out", iso(asked.requested_at), None, "blocked", iso(asked.blocked_at)
    for call in report.violations:
        yield "violation", iso(call.at), call.agent, call.violations, "; ".join(_meanings(call))
    yield from (("missing", None, None, gap, _GAPS[gap][0]) for gap in report.gaps)
