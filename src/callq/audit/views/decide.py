"""Shows who waits for a decision, and what was decided."""

from collections.abc import Sequence

from callq.audit.decide import Decisions, Waiting
from callq.engine.words import plural
from callq.terminal.safe import safe
from callq.terminal.terminal import note

_SHOWN = 5


def show_kind(kind: Sequence[Waiting]) -> None:
    """Prints people with the same words, and the keys that answer for all of them."""
    count = f" ({plural(len(kind), 'person', 'people')})" if len(kind) > 1 else ""
    note(f'\n"{safe(kind[0].words)}"{count}')
    for one in kind[:_SHOWN]:
        note(f"  {', '.join(filter(None, map(safe, (one.name, one.company, one.shown))))}")
    if len(kind) > _SHOWN:
        note(f"  and {len(kind) - _SHOWN:,} more")
    each = "  [e]ach one" if len(kind) > 1 else ""
    note(f"[d]o-not-call  [m]ay be called{each}  [s]kip  [q]uit")


def summary(sofar: Decisions, *, left: int) -> str:
    """What was decided, and how many are left."""
    done = []
    if sofar.do_not_call:
        done.append(f"{sofar.do_not_call:,} on do-not-call")
    if sofar.may_be_called:
        done.append(f"{sofar.may_be_called:,} may be called")
    rest = f" {left:,} left to decide." if left else ""
    if not done:
        return f"Nothing decided.{rest}" if left else "No one to decide on."
    return f"{', '.join(done)}.{rest}\n  Wrong? callq undo"
