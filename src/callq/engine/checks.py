"""The compliance checks: what keeps a person from being offered, and what marks a call.

One row for each check. The queue, `why`, `log`, the audit and the compliance record all read it.
"""

from collections.abc import Sequence
from datetime import tzinfo

from callq.engine.model import Exemption, Hold
from callq.engine.words import day
from callq.named_tuple import NamedTuple

DO_NOT_CALL, HOURS, CAP, REST, CLOSED = "do-not-call", "hours", "cap", "rest", "closed"
COOLDOWN, LITIGATOR = "cooldown", "litigator"


class Check(NamedTuple):
    """A check of people before they're offered, of calls when they're logged, or of both."""

    code: str
    """Names the hold, and the violation."""
    blocks: bool = False
    """People it applies to are on hold: they aren't offered."""
    marks: bool = False
    """A call against it is a violation on the compliance record."""
    short: str = ""
    """Of a hold, for the queue's table."""
    reason: str = ""
    """Why they're on hold, in a sentence."""
    fix: str = ""
    """What lifts the hold, with the command; `{who}` is the person's id."""
    meaning: str = ""
    """What a call against it was."""
    warning: str = ""
    """What `log` says of such a call, where the moment of the call is enough to know."""
    flag: str = ""
    """The audit's flag for a history with such a call."""

    @property
    def is_fixed_for_all(self) -> bool:
        """Whether one command lifts the hold for everyone, so the queue can name it."""
        return self.blocks and "{who}" not in self.fix


CHECKS = (
    Check(
        DO_NOT_CALL, marks=True,
        meaning="the number was on do-not-call, or they had asked never to be called",
        warning="{number} is on do-not-call", flag="called-in-violation",
    ),
    Check(
        LITIGATOR, marks=True, meaning="the number was on a list of people who sue callers",
        warning="{number} is on {series}, a list of people who sue callers",
        flag="called-in-violation",
    ),
    Check(
        Hold.NO_ZONE, blocks=True, short="no known time zone",
        reason="Their time zone is unknown.",
        fix="Record where they are: callq hours {who} --location PLACE, "
            "e.g. TX or America/New_York",
    ),
    Check(
        Hold.OPT_OUT_REQUEST, blocks=True, short="possible opt-out request",
        reason="A note or a list says not to call them.",
        fix="You decide: callq log {who} do-not-call, or callq edit {who} --may-be-called",
    ),
    Check(
        Hold.LISTED, blocks=True, marks=True, short="on a do-not-call registry",
        reason="Their number is on a do-not-call registry.",
        fix="You can call once a newer copy no longer lists it (callq dnc import FILE), you have "
            "another number, or they agree to calls (callq people consent {who} --source SOURCE).",
        meaning="the number was on a registry of do-not-call numbers",
        warning="{number} is on {series}, a registry of do-not-call numbers",
    ),
    Check(
        Hold.REASSIGNED, blocks=True, marks=True, short="number may be someone else's",
        reason="Their number may be someone else's by now.",
        fix="You can call once a newer copy no longer lists it (callq dnc import FILE), you have "
            "another number, or they agree to calls on it again "
            "(callq people consent {who} --source SOURCE).",
        meaning="the number was on a list of numbers that changed hands",
        warning="{number} is on {series}, a list of numbers that changed hands",
    ),
    Check(
        Hold.STALE_LIST, blocks=True, marks=True, short="do-not-call list too old",
        reason="Your copy of a do-not-call registry is too old.",
        fix="Import a newer one: callq dnc import FILE",
        meaning="the copy of the registry that covers the number was too old",
        warning="The copy of {series} that covers {number} is too old",
    ),
    Check(
        Hold.NO_LIST, blocks=True, marks=True, short="no copy of the do-not-call registry",
        reason="There's no copy of the do-not-call registry that covers their number.",
        fix="Import one: callq dnc import FILE",
        meaning="there was no copy of the registry that should have covered the number",
        warning="There's no copy of {series} that covers {number}",
    ),
    Check(
        HOURS, marks=True, meaning="it was outside their calling hours",
        warning="Outside their calling hours ({window})",
    ),
    Check(
        Hold.NO_HOURS, blocks=True, short="no shared calling hours",
        reason="The calling hours of the places they may be in never overlap.",
        fix="Record where they are: callq hours {who} --location PLACE",
    ),
    Check(CAP, marks=True, meaning="it was one call more than a cap allows", flag="cap-exceeded"),
    Check(
        Hold.NO_CONSENT, blocks=True, marks=True, short="no consent on record",
        reason="You need their consent to call them where they are.",
        fix="Record it: callq people consent {who} --source SOURCE",
        meaning="their location requires consent before any call, and none was recorded",
        warning="Their location requires consent before any call, and none is recorded",
    ),
    Check(
        REST, marks=True, flag="called-while-cooling",
        meaning="it was within the pause their location requires after a conversation or a refusal",
    ),
    Check(CLOSED, marks=True, meaning="the matter was closed", flag="called-in-violation"),
    # Your own rule, not the law's: worth a warning, but no violation.
    Check(COOLDOWN, flag="called-while-cooling"),
    Check(
        Hold.UNKNOWN_PLACE, blocks=True, short="country without rules",
        reason="callq has no calling rules for their country.",
        fix='Once you know them: callq hours --accept COUNTRY --source "WHO, WHEN"',
    ),
    Check(
        Hold.OLD_CALENDAR, blocks=True, short="holiday calendar ran out",
        reason="The holiday calendar ran out.", fix="Renew it: callq rules apply",
    ),
    Check(
        Hold.LIST_PAUSED, blocks=True, short="list paused",
        reason="Their list is paused.", fix="Go on with it: callq list resume LIST",
    ),
    Check(
        Hold.LIST_CLOSED, blocks=True, short="list closed",
        reason="Their list is closed.", fix="Reopen it: callq list resume LIST",
    ),
)  # fmt: skip
BY_CODE = {check.code: check for check in CHECKS}


class Violation(NamedTuple):
    """A call made against a check."""

    call_id: int
    code: str
    text: str
    """What happened, in a clause: `4 calls within 24 hours, 3 allowed`."""

    @property
    def check(self) -> Check:
        """The check it was made against."""
        return BY_CODE[self.code]


def lifted_by(
    hold: str, who: int, reason: str = "", unknown: Sequence[str] = (), *,
    in_writing: bool = False, list_name: str = "",
) -> str:  # fmt: skip
    """Why they're on hold and the command that lifts it; empty without a hold.

    Args:
        hold: The hold.
        who: Their id.
        reason: Says why more exactly than the check does.
        unknown: The countries without rules that they may be in.
        in_writing: Whether only a written consent counts.
        list_name: Their list.
    """
    if not hold:
        return ""
    check = BY_CODE[hold]
    said = f"{reason or check.reason} {check.fix.format(who=who)}"
    if hold in (Hold.LIST_PAUSED, Hold.LIST_CLOSED) and list_name:
        said = said.replace("LIST", f'"{list_name}"' if " " in list_name else list_name)
    if hold == Hold.UNKNOWN_PLACE and unknown:
        said = said.replace("their country", unknown[0]).replace("COUNTRY", unknown[0])
    if hold == Hold.NO_CONSENT and in_writing:
        said = said.replace("their consent", "their written consent") + " --written"
    return said


def exempted_by(exemption: Exemption, home: tzinfo) -> str:
    """Why a registry entry doesn't count for them: `a purchase overrides that until …`."""
    what = f"{'an' if exemption.kind == 'inquiry' else 'a'} {exemption.kind}"
    until = day(exemption.ends_at, home) if exemption.ends_at else "it is withdrawn"
    return f"{what} overrides that until {until}"
