"""Who a filter means, as a condition on everyone or as the scope of a queue."""

from typing import TYPE_CHECKING

from callq.records.queue import Condition, Scope
from callq.workspace import Workspace

if TYPE_CHECKING:
    from callq.commandline.options import People
    from callq.engine.filters import Filter

_FEW = 5000
"""So many ids fit into a statement, and are found faster than by reading everyone again."""


def scope_of(ws: Workspace, people: "People") -> Scope:
    """The scope of a queue that the words on the line ask for.

    Raises:
        CallqError: A word can't be read, or there's no such list or view.
    """
    if people.words.keys() <= {"list_name", "mine"}:
        people.refuse_unknown_list(ws)
        return Scope(people.words.get("list_name", ""), ws.agent if "mine" in people.words else "")
    return narrowed(ws, people.filter(ws))


def narrowed(ws: Workspace, wanted: "Filter") -> Scope:
    """The scope of a filter at this moment: it never lets anyone in that the queue leaves out."""
    from callq.records import queue

    scope = Scope(*parted(ws, wanted))
    if scope.only.sql:
        ids = queue.ids_in(ws.db, scope, _FEW + 1)
        if len(ids) <= _FEW:
            some = ", ".join(map(str, ids)) or "-1"
            scope = scope._replace(only=Condition(f" AND p.id IN ({some})"))
    return scope


def parted(ws: Workspace, wanted: "Filter") -> tuple[str, str, Condition]:
    """The list and the owner a filter names, which are counted and indexed, and the rest of it.

    Raises:
        CallqError: A word can't be read, or there's no such state.
    """
    from callq.engine.filters import UNOWNED

    owner = "" if wanted.owner == UNOWNED else wanted.owner
    rest = wanted._replace(list_name="", owner="" if owner else wanted.owner)
    return wanted.list_name, owner, condition_of(ws, rest)


def condition_of(ws: Workspace, wanted: "Filter") -> Condition:
    """Who a filter means at this moment.

    Raises:
        CallqError: A word can't be read, or there's no such state.
    """
    from callq.queue.today import Reader
    from callq.records import choosing

    held = Reader(ws, Scope()).held_groups() if choosing.needs_held(wanted) else ()
    asked = choosing.Asked(ws.now, ws.home, str(ws.settings["region"]), held)
    return choosing.condition(ws.db, wanted, asked)
