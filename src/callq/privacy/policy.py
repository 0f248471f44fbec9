"""What a team can show of how it keeps its rules: the safe harbor of 16 CFR 310.4(b)(3)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from statistics import median

from callq.engine.period import Period
from callq.engine.registries import NOT_NEEDED
from callq.engine.rulebook import Policy
from callq.metrics.stats import period_asked_for
from callq.privacy import policy_statements as store
from callq.privacy import record_statements
from callq.privacy.policy_statements import Access, OptOut
from callq.privacy.record_statements import Record
from callq.records.registries import known
from callq.storage import meta
from callq.workspace import Workspace


@dataclass(frozen=True, slots=True)
class PolicyReport:
    """What 16 CFR 310.4(b)(3) asks a seller to show, for a period."""

    period: Period
    policy: Policy
    rules: str
    """The rulebook in force: its version and the start of its hash."""
    untrained: tuple[str, ...]
    """Reps who called in the period without a training on record by its end."""
    registries: str
    """Whether numbers must be checked, as the rulebook says."""
    registries_reason: str
    accesses: tuple[Access, ...]
    opt_outs: tuple[OptOut, ...]
    undated: int
    """Do-not-call entries that don't say when the person asked."""
    violations: tuple[Record, ...]

    @property
    def median(self) -> timedelta | None:
        """The usual time from a request to the block; None without a dated request."""
        return timedelta(seconds=median(self._seconds)) if self.opt_outs else None

    @property
    def slowest(self) -> timedelta | None:
        """The longest time from a request to the block."""
        return timedelta(seconds=max(self._seconds)) if self.opt_outs else None

    @property
    def _seconds(self) -> Sequence[float]:
        return [max(0.0, (one.blocked_at - one.requested_at).total_seconds())
                for one in self.opt_outs]  # fmt: skip

    @property
    def gaps(self) -> Iterator[str]:
        """What's missing, by name."""
        if not self.policy.text:
            yield "no-policy"
        if not self.policy.training:
            yield "no-training"
        elif self.untrained:
            yield "untrained"
        if self.registries != NOT_NEEDED and not any(
            known()[one.series].is_needed for one in self.accesses if one.series in known()
        ):
            yield "no-registry"


def gather(ws: Workspace, start: str, end: str) -> PolicyReport:
    """Builds the report.

    Args:
        ws: An open workspace.
        start: The first day, as typed; if empty, the first call's.
        end: The last day; if empty, today.

    Raises:
        CallqError: The days are wrong.
    """
    period = period_asked_for(ws, "" if start or end else "all", start, end)
    rulebook, policy = ws.rulebook, ws.rulebook.policy
    last = (period.end - timedelta(seconds=1)).astimezone(ws.home).date().isoformat()
    trained = {rep for day, reps in policy.training if day <= last for rep in reps}
    asked = record_statements.Asked(period.start, period.end, violations=True)
    return PolicyReport(
        period,
        policy,
        f"{rulebook.version} {ws.facts.get(meta.RULEBOOK_HASH, '')[:12]}".strip(),
        tuple(rep for rep in store.reps(ws.db, period) if rep not in trained),
        rulebook.registries,
        rulebook.registries_reason,
        tuple(store.accesses(ws.db, period)),
        tuple(store.opt_outs(ws.db, period)),
        store.undated(ws.db, period),
        tuple(c for c in record_statements.calls(ws.db, asked) if c.voided_at is None),
    )
