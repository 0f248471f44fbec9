"""How often a person may be called: caps, pauses and gaps; when they end, and violations."""

from collections import deque
from collections.abc import Iterator
from datetime import UTC, datetime

from callq.engine.checks import CAP, REST, Violation
from callq.engine.model import Call, Cap, Limits, Number, Prospect
from callq.engine.rulebook import Rulebook
from callq.engine.spans import Span, add_span
from callq.engine.words import plural
from callq.named_tuple import NamedTuple

_ALWAYS = datetime.min.replace(tzinfo=UTC)


class Release(NamedTuple):
    """When the next call is allowed, in UTC, and what forbids an earlier one, in words."""

    at: datetime = _ALWAYS
    words: str = ""


class Frequency:
    """The calls that rang a phone, one by one; used only within `assess`."""

    def __init__(self, prospect: Prospect, rulebook: Rulebook) -> None:
        self.prospect = prospect
        self.rulebook = rulebook
        self.dialed: list[Call] = []
        self._windows: dict[tuple[int, str], deque[datetime]] = {}

    def dial(
        self, call: Call, callback_for: datetime | None, refused_at: datetime | None
    ) -> Iterator[Violation]:
        """Add the next call; the caps and pauses it violated.

        Args:
            call: The call; add calls in order of time.
            callback_for: When a callback was scheduled, if there was one.
            refused_at: When they refused, if that was their last outcome.
        """
        for index, cap in enumerate(self.rulebook.caps):
            if (cap.per == "person" or call.number) and self._breaks_cap(call, cap, index):
                text = f"{cap.max + 1} calls within {cap.within}, {cap.max} allowed"
                yield Violation(call.id, CAP, text)
        if self.prospect.limited:
            yield from self._against_limits(call, callback_for, refused_at)
        self.dialed.append(call)

    def _breaks_cap(self, call: Call, cap: Cap, index: int) -> bool:
        key = index, "" if cap.per == "person" else call.number
        window = self._windows.get(key)
        if window is None:
            # The oldest of max + 1 calls decides; older ones never matter again.
            window = self._windows[key] = deque(maxlen=cap.max + 1)
        window.append(call.at)
        if len(window) <= cap.max or (call.at - window[0]).days > cap.within.most_days:
            return False
        return call.at < add_span(window[0], cap.within, self.prospect.zone)

    def _against_limits(
        self, call: Call, callback_for: datetime | None, refused_at: datetime | None
    ) -> Iterator[Violation]:
        """The violations of limits in the places of the number."""
        number = next((n for n in self.prospect.numbers if n.e164 == call.number), None)
        if number is None or number.limits is None:
            return
        limits = number.limits
        rows, zone = ", ".join(limits.rows), self.prospect.zone
        for cap in limits.caps:
            times = [at for at in self._times(number, cap.per) if at <= call.at]
            if len(times) >= cap.max and call.at < add_span(times[-cap.max], cap.within, zone):
                text = f"{cap.max + 1} calls within {cap.within}, {cap.max} allowed ({rows})"
                yield Violation(call.id, CAP, text)
                break
        if callback_for and call.at >= callback_for:
            return
        for rest, since, what in self._rests(limits, refused_at):
            if call.at < add_span(since, rest, zone):
                yield Violation(call.id, REST, f"called within {rest} after {what} ({rows})")

    def of_person(self) -> Release:
        """When the caps per person and the gaps between two calls allow the next."""
        found, gap = self._of_person(), self.rulebook.company_gap
        if self.prospect.company_called_at and gap.amount:
            after_gap = add_span(self.prospect.company_called_at, gap, self.prospect.zone)
            if after_gap > found.at:
                return Release(after_gap, f"At least {gap} between two calls to one company.")
        return found

    def _of_person(self) -> Release:
        found = self._of_caps("person", [call.at for call in self.dialed])
        gap = self.rulebook.gap
        # A wrong number rang someone else: the next number may be dialed at once.
        rung = [c.at for c in self.dialed if not self.rulebook.outcome(c.outcome).kills_number]
        if rung and gap.amount:
            after_gap = add_span(rung[-1], gap, self.prospect.zone)
            if after_gap > found.at:
                return Release(after_gap, f"At least {gap} between two calls.")
        return found

    def of_number(self, number: Number, refused_at: datetime | None) -> Iterator[Release]:
        """When the caps per number, and those of its places, allow the next call on it."""
        own = [call.at for call in self.dialed if call.number == number.e164]
        yield self._of_caps("number", sorted((*own, *number.dialed_for_others)))
        gap = self.rulebook.gap
        if number.dialed_for_others and gap.amount:
            after_gap = add_span(max(number.dialed_for_others), gap, self.prospect.zone)
            yield Release(after_gap, f"At least {gap} between two calls to one number.")
        if number.limits:
            yield self._of_limits(number, number.limits, refused_at)

    def _of_caps(self, per: str, times: list[datetime]) -> Release:
        found = Release()
        for cap in self.rulebook.caps:
            if cap.per != per or len(times) < cap.max:
                continue
            end = add_span(times[-cap.max], cap.within, self.prospect.zone)
            # A call at the end itself is allowed: the window is half open.
            if end > found.at:
                words = f"Called {plural(cap.max, 'time')} within {cap.within}: no more per {per}."
                found = Release(end, words)
        return found

    def _of_limits(self, number: Number, limits: Limits, refused_at: datetime | None) -> Release:
        found, rows = Release(), ", ".join(limits.rows)
        for cap in limits.caps:
            times = self._times(number, cap.per)
            if len(times) >= cap.max:
                end = add_span(times[-cap.max], cap.within, self.prospect.zone)
                if end > found.at:
                    words = (
                        f"Called {plural(cap.max, 'time')} within {cap.within}: no more ({rows})."
                    )
                    found = Release(end, words)
        for rest, since, what in self._rests(limits, refused_at):
            end = add_span(since, rest, self.prospect.zone)
            if end > found.at:
                found = Release(end, f"No calls for {rest} after {what} ({rows}).")
        return found

    def _rests(
        self, limits: Limits, refused_at: datetime | None
    ) -> Iterator[tuple[Span, datetime, str]]:
        spoke = self._spoke_at()
        if limits.after_conversation and spoke:
            yield limits.after_conversation, spoke, "a conversation"
        if limits.after_refusal and refused_at:
            yield limits.after_refusal, refused_at, "a refusal"

    def _spoke_at(self) -> datetime | None:
        """When they last spoke on the phone."""
        outcome = self.rulebook.outcome
        spoken = (c.at for c in reversed(self.dialed) if outcome(c.outcome).human)
        return next(spoken, None)

    def _times(self, number: Number, per: str) -> list[datetime]:
        """When they were called, or, per number, when anyone was called on it."""
        if per == "person":
            return [call.at for call in self.dialed]
        own = (call.at for call in self.dialed if call.number == number.e164)
        return sorted((*own, *number.dialed_for_others))
