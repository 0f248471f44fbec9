"""Writes files of leads such as a rep buys: 14 columns, two numbers in a dozen styles, addresses.

python tools/bench/leads.py ROWS FILE
"""

import csv
import sys
from pathlib import Path
from random import Random

from synthetic import folder

_HEADERS = (
    "Index", "Account Id", "Lead Owner", "First Name", "Last Name", "Company", "Phone 1", "Phone 2",
    "Email 1", "Email 2", "Website", "Source", "Deal Stage", "Notes",
)  # fmt: skip
_STYLES = (
    "{a}{b}{c}", "{a}-{b}-{c}", "({a}){b}-{c}", "{a}.{b}.{c}", "+1-{a}-{b}-{c}", "001-{a}-{b}-{c}",
    "{a}-{b}-{c}x{x}", "({a}){b}-{c}x{x}", "+1-{a}-{b}-{c}x{x}", "001-{a}-{b}-{c}x{x}",
    "{a}.{b}.{c}x{x}",
)  # fmt: skip
_SOURCES = ("Cold Call", "LinkedIn Outreach", "Referral", "Website Form", "Trade Show")
_STAGES = ("On Hold", "Proposal Sent", "Negotiation", "Demo", "Qualification")
_NOTES = (
    "Asked for a quote for next year and will talk to the partner about it.",
    "Try again after the summer, budget is closed.", "", "Second line works better.",
    "Happy with what they have, but curious about the new model.",
)  # fmt: skip
_FIRST_NUMBER, _SECOND_NUMBER = 2_000_000, 6_000_000


def write(path: Path, rows: int) -> None:
    """Writes a file of so many leads, all of them different people."""
    rng = Random(rows)
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines)
        writer.writerow(_HEADERS)
        for index, person in enumerate(folder(rows)):
            who = person.prospect
            first, _, last = who.name.partition(" ")
            area = who.phones[0].e164[2:5]
            site = f"{last.lower()}{index}.example"
            writer.writerow((
                index + 1, f"{rng.getrandbits(60):015X}", who.owner, first, last,
                who.company or f"{last} Inc", _styled(area, _FIRST_NUMBER + index % 4_000_000, rng),
                _styled(area, _SECOND_NUMBER + index % 3_900_000, rng), f"{first.lower()}@{site}",
                f"office@{site}", f"https://{site}/", rng.choice(_SOURCES), rng.choice(_STAGES),
                rng.choice(_NOTES),
            ))  # fmt: skip


def _styled(area: str, number: int, rng: Random) -> str:
    digits = f"{number:07}"
    style = rng.choice(_STYLES)
    return style.format(a=area, b=digits[:3], c=digits[3:], x=rng.randrange(10, 99_999))


if __name__ == "__main__":
    write(Path(sys.argv[2]), int(sys.argv[1]))
