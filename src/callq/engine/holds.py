"""Why a person is on hold, in a sentence, and the command that lifts it."""

from datetime import tzinfo

from callq.engine.model import Excuse, Hold
from callq.engine.words import day

_LIFTED = {
    Hold.NO_ZONE: "Their location is unknown, so their calling hours are too: "
    "callq hours {who} --told PLACE, e.g. TX or America/New_York",
    Hold.NO_HOURS: "Their numbers point to places whose calling hours never overlap. "
    "Set where they are: callq hours {who} --told PLACE",
    Hold.NO_CONSENT: "You need their consent to call them there. Record it: "
    "callq consent {who} --source SOURCE",
    Hold.LISTED: "Their number is on a do-not-call registry: callq why {who}",
    Hold.OLD_CALENDAR: "The holiday calendar for their location doesn't reach this far. Update it: "
    "callq rules apply",
}


def lifted_by(hold: str, who: str | int = "WHO") -> str:
    """Why they are on hold and what lifts it; empty if that takes more than one command."""
    return _LIFTED[Hold(hold)].format(who=who) if hold in _LIFTED else ""


def excused_by(excuse: Excuse, home: tzinfo) -> str:
    """What lifts a registry's entry for a person: `their purchase lifts that until …`."""
    what = f"their {excuse.kind}"
    until = day(excuse.ends_at, home) if excuse.ends_at else "it is withdrawn"
    return f"{what} lifts that until {until}"
