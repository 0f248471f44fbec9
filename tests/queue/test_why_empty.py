"""An empty queue says in counts why it's empty."""

from callq.prospects.lists import set_list
from callq.queue.waiting import Waiting, waiting
from callq.records.queue import Scope
from helpers import IN_LOS_ANGELES, Office, moment, new_york

BEFORE = "2026-03-10T10:00:00-04:00"
MORNING = "2026-03-11T09:00:00-04:00"


def test_everyone_is_counted_where_they_wait(office: Office) -> None:
    phones = {"West": IN_LOS_ANGELES, "Nowhere": "+1 800 555 0199"}
    for number, name in enumerate(("West", "Paused", "Later", "Nowhere", "Taken", "Promised")):
        phone = phones.get(name, new_york(number))
        office.add(name, phone, now=BEFORE, list_name="web" if name == "Paused" else "")
    office.log("later", "ni", now=BEFORE)
    office.log("promised", "cb", at="wednesday 8:30", agent="bob", now=BEFORE)
    with office.workspace(now=BEFORE) as ws:
        set_list(ws, "pause", "web")
    office.take(agent="cyd", now=MORNING)
    with office.workspace(now=MORNING, agent="ann") as ws:
        ws.turn()
        found = waiting(ws, Scope())
    assert found == Waiting(
        cooling_down=1, outside_hours=1, held={"list-paused": 1, "no-zone": 1}, with_others=1,
        agreed_by_others=1, skipped=0, on_other_lists=0, next_at=moment("2026-03-11 11:00"),
    )  # fmt: skip
    with office.workspace(now=MORNING, agent="cyd") as ws:
        assert waiting(ws, Scope()).with_others == 0, "the one taken is cyd's own"
