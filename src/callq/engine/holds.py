"""What holds somebody, in a sentence, and the command that lifts it."""

from datetime import tzinfo

from callq.engine.model import Excuse, Hold
from callq.engine.words import day

_LIFTED = {
    Hold.NO_ZONE: "Nobody knows where they are, so nobody knows their hours: "
    "callq hours {who} --told PLACE, e.g. TX or America/New_York",
    Hold.NO_HOURS: "The hours of the places they may be in have no moment in common: "
    "callq hours {who} --told PLACE, once they said where they are",
    Hold.NO_CONSENT: "Where they are, they are called only with their recorded consent: "
    "callq consent {who} --source SOURCE",
    Hold.LISTED: "Their number is on a registry of do-not-call numbers, so they are held: "
    "callq why {who}",
    Hold.OLD_CALENDAR: "The holidays of their places are not known this far ahead: "
    "callq rules apply",
}


def lifted_by(hold: str, who: str | int = "WHO") -> str:
    """Why somebody is held and what lifts it; empty where that takes more than one command."""
    return _LIFTED[Hold(hold)].format(who=who) if hold in _LIFTED else ""


def excused_by(excuse: Excuse, home: tzinfo) -> str:
    """What lifts a registry's entry for somebody: `a purchase of theirs lifts that until …`."""
    what = f"{'an' if excuse.kind == 'inquiry' else 'a'} {excuse.kind} of theirs"
    until = day(excuse.ends_at, home) if excuse.ends_at else "it is withdrawn"
    return f"{what} lifts that until {until}"
