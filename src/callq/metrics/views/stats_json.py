"""The team's numbers as the documented JSON object."""

from typing import Any

from callq.engine.words import iso
from callq.metrics.counting import Figures
from callq.metrics.intervals import Rate, rate
from callq.metrics.persistence import ToNext
from callq.metrics.recovery import Kind, Recovered
from callq.metrics.stats import Stats
from callq.metrics.survival import Curve

SCHEMA = "callq.stats/1"
_DIGITS = 6


def as_json(stats: Stats) -> dict[str, Any]:
    """All counts, in every grouping."""
    dials = stats.outcomes.total()
    return {
        "schema": SCHEMA,
        "now": iso(stats.now),
        "from": iso(stats.period.start),
        "to": iso(stats.period.end),
        "list": stats.scope.list_name or None,
        "owner": stats.scope.owner or None,
        "filter": stats.scope.words or None,
        "people": stats.people,
        "total": _figures(stats.total),
        "imported": stats.imported,
        "touches": dict(sorted(stats.touches.items())),
        "by_rep": [{"rep": rep, **_figures(one)} for rep, one in sorted(stats.by_rep.items())],
        "by_list": [{"list": name, **_figures(one)} for name, one in sorted(stats.by_list.items())],
        "by_hour_of_week": [
            {"weekday": hour // 24 + 1, "hour": hour % 24, **_figures(one)}
            for hour, one in stats.by_hour_of_week.items()
        ],
        "by_day": [{"day": day.isoformat(), **_counts(one)} for day, one in stats.by_day.items()],
        "by_outcome": [
            {"outcome": word, "dials": n, "share": _rate(rate(n, dials))}
            for word, n in sorted(stats.outcomes.items(), key=lambda item: (-item[1], item[0]))
        ],
        "by_reason": [
            {**_kind(kind), "refusals": n}
            for kind, n in sorted(stats.reasons.items(), key=lambda item: (-item[1], item[0]))
        ],
        "drawn": [
            {
                "kind": one.kind or None,
                "part": one.part,
                "calls": one.calls,
                "answered": one.answered,
                "times": round(one.times, _DIGITS),
                "low": round(one.low, _DIGITS),
                "high": round(one.high, _DIGITS),
                "known": one.is_known,
            }
            for one in stats.drawn
        ],
        "recovery": {
            "since": iso(stats.refusals_since),
            **_recovered(stats.recovered),
            "by_days": _curve(stats.recovered.by_days),
            "by_calls": _curve(stats.recovered.by_calls),
            "by_kind": [
                {**_kind(kind), **_recovered(found), "by_days": _curve(found.by_days)}
                for kind, found in stats.recovered_by_kind
            ],
        },
    }


def _counts(figures: Figures) -> dict[str, int]:
    return {
        "dials": figures.dials,
        "conversations": figures.conversations,
        "refusals": figures.refusals,
        "wins": figures.wins,
        "wins_elsewhere": figures.elsewhere,
    }


def _figures(figures: Figures) -> dict[str, Any]:
    return {
        **_counts(figures),
        "contact": _rate(figures.contact),
        "to_next_win": {
            "calls": _to_next(figures.to_next_win),
            "conversations": _to_next(figures.conversations_to_next_win),
            "refusals": _to_next(figures.answers_to_next_win, 1),
        },
    }


def _rate(found: Rate) -> dict[str, Any]:
    share = found.share
    return {
        "share": None if share is None else round(share, _DIGITS),
        "low": round(found.low, _DIGITS),
        "high": round(found.high, _DIGITS),
        "enough": found.tells,
    }


def _to_next(found: ToNext, less: int = 0) -> dict[str, Any]:
    """Number to the next win, `less` taken off each figure."""
    return {
        "expected": None if found.expected is None else round(found.expected - less, _DIGITS),
        "low": round(found.low - less, _DIGITS),
        "high": None if found.high is None else round(found.high - less, _DIGITS),
        "half_within": None if found.half_within is None else found.half_within - less,
        "nine_in_ten_within": None if found.most_within is None else found.most_within - less,
        "enough": found.tells,
    }


def _kind(kind: Kind) -> dict[str, str | None]:
    return {"outcome": kind[0], "reason": kind[1] or None}


def _recovered(found: Recovered) -> dict[str, int | None]:
    return {
        "people": found.people,
        "said_yes": found.said_yes,
        "won": found.won,
        "median_days": found.days_to_yes,
        "median_calls": found.calls_to_yes,
    }


def _curve(curve: Curve) -> dict[str, Any]:
    """The share who said yes: one minus the curve."""
    return {
        "reliable_until": round(curve.reliable_until),
        "points": [
            {
                "at": round(point.at),
                "watched": point.watched,
                "happened": point.happened,
                "share": round(1 - point.left, _DIGITS),
                "low": round(1 - point.high, _DIGITS),
                "high": round(1 - point.low, _DIGITS),
            }
            for point in curve.points
        ],
    }
