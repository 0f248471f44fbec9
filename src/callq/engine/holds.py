"""Why a prospect is on hold, in a sentence, and the command that lifts the hold."""

from datetime import tzinfo

from callq.engine.model import Exemption, Hold
from callq.engine.words import day

_LIFTED = {
    Hold.NO_ZONE: "Their time zone is unknown. Record where they are: "
    "callq hours {who} --location PLACE, e.g. TX or America/New_York",
    Hold.NO_HOURS: "The calling hours of the places they may be in never overlap. "
    "Record where they are: callq hours {who} --location PLACE",
    Hold.NO_CONSENT: "You need their consent to call them where they are. Record it: "
    "callq consent {who} --source SOURCE",
    Hold.LISTED: "Their number is on a do-not-call registry. See what you can do: callq why {who}",
    Hold.OLD_CALENDAR: "The holiday calendar ran out. Renew it: callq rules apply",
}


def lifted_by(hold: str, who: str | int = "WHO") -> str:
    """Why they're on hold and the command that lifts it; empty if one command isn't enough."""
    return _LIFTED[Hold(hold)].format(who=who) if hold in _LIFTED else ""


def exempted_by(exemption: Exemption, home: tzinfo) -> str:
    """Why a registry entry doesn't count for them: `a purchase overrides that until …`."""
    what = f"{'an' if exemption.kind == 'inquiry' else 'a'} {exemption.kind}"
    until = day(exemption.ends_at, home) if exemption.ends_at else "it is withdrawn"
    return f"{what} overrides that until {until}"
