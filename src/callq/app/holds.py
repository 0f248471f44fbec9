"""What holds somebody, in a sentence, and the command that lifts it."""

from callq.core.model import Hold

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
