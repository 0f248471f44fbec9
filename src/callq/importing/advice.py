"""What to do about a problem in a cell or row."""

_KEPT = "it's kept as a custom field"
_AS_DATE = f"Write it as 2026-03-04 and import again; {_KEPT}."
_LOOK = "Check that this row's cells line up with the header."

_ADVICE = (
    ("no name, company, phone or email (not a JSON", "Fix the line and import it again."),
    ("no name, company, phone or email", "Add one of these and import it again."),
    ("a total, title or footer", "Nothing to do; if it's a person, add a phone or email."),
    ("the header again", "Nothing to do: skipped."),
    ("erased at their request", "Nothing to do: skipped, as they asked."),
    ("can't dial: no area code", "Add the area code; it's kept but not dialed."),
    ("can't dial", "Count the digits. Is --region right? It's kept but not dialed."),
    ("not a phone number", "It's kept as written but not dialed."),
    ("read as ", "Nothing to do. If it's another country's: callq edit WHO --add-phone."),
    ("not a number range in use", "Check for a typo; it's still offered."),
    ("fax or pager number", f"Nothing to do: {_KEPT}."),
    ("not a country calling code", f"Write digits, like 49; {_KEPT}."),
    ("not an email address", f"Write name@example.com; {_KEPT}."),
    ("not hours for calls", f"Write weekdays after 5pm. {_KEPT[0].upper()}{_KEPT[1:]}."),
    ("not a time zone", f"Write America/Chicago. Until then their number decides; {_KEPT}."),
    ("not a clear amount", f"Write 1250.00; {_KEPT}."),
    ("more calls than", "Nothing to do: that many are counted."),
    ("not a number of calls", f"Write digits; {_KEPT}."),
    ("ambiguous date: day", f"callq undo, then import again with --dates mdy or dmy; {_KEPT}."),
    ("ambiguous date", _AS_DATE),
    ("not a date", _AS_DATE),
    ("the last call is in the future", "Fix the date; for now it's logged without one."),
    ("can't read the calls", f'Write "3/14/2026 no answer; 3/16/2026 busy"; {_KEPT}.'),
    ("not a call length", f"Write 90 or 1:30; {_KEPT}."),
    ("unknown outcome", f"Say what it means: --map 'WORD=no-answer'. Until then {_KEPT}."),
    ("neither yes nor no", "Write yes or no. If you may call them: callq undo, import again."),
    ("zero bytes", "Nothing to do: removed."),
    ("the card has no end", "Check whether the file was cut off."),
    ("unreadable line", "Check that card; the rest of it is read."),
    ("a line without a name", "Check that card; the rest of it is read."),
)


def what_to_do(what: str) -> str:
    """What to do about a problem, and what callq did meanwhile, in one or two sentences.

    Args:
        what: `Problem.what`.
    """
    return next((advice for start, advice in _ADVICE if what.startswith(start)), _LOOK)
