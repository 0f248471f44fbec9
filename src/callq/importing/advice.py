"""What to do about a cell or row that could not be used as it stands."""

_KEPT = "it is kept as a field of theirs"
_AS_DATE = f"write it as 2026-03-04 and import again; {_KEPT}"
_LOOK = "look whether its cells are cut where they should be"

_ADVICE = (
    ("no name, company, phone or e-mail (not a JSON", "mend the line and import it again"),
    ("no name, company, phone or e-mail", "give it one of these and import it again"),
    ("the header again", "nothing: it is left out"),
    ("asked to be forgotten", "nothing: they are never taken in again"),
    ("can't be dialed: no area code", "write it with its area code; it is kept, never dialed"),
    ("can't be dialed", "count its digits; is --region right? It is kept, never dialed"),
    ("not a phone number", "kept as written, never dialed"),
    ("the right length, but", "look for a wrong digit; it is offered all the same"),
    ("a fax or pager", f"nothing: {_KEPT}"),
    ("not a dialling code", f"write digits, such as 49; {_KEPT}"),
    ("not an e-mail address", f"write somebody@example.com; {_KEPT}"),
    ("not a time zone", f"their number and address tell it meanwhile; {_KEPT}"),
    ("not an amount", f"write 1250.00; {_KEPT}"),
    ("more calls than", "nothing: so many are counted"),
    ("not a number of calls", f"write digits; {_KEPT}"),
    ("no date:", _AS_DATE),
    ("not a date", _AS_DATE),
    ("a last call in the future", "mend the date; it is logged without one until then"),
    ("not understood as calls", f'write "3/14/2026 no answer; 3/16/2026 busy"; {_KEPT}'),
    ("not the length of a call", f"write 90 or 1:30; {_KEPT}"),
    ("not a known outcome", f"write one that callq log knows; {_KEPT}"),
    ("neither yes nor no", "write yes or no; if they may be called: callq undo, import again"),
    ("zero bytes", "nothing: they are left out"),
    ("the card is not ended", "look whether the file is cut short"),
    ("a line that is no property", "look at that card; the rest of it is read"),
    ("a line without a name", "look at that card; the rest of it is read"),
)


def what_to_do(what: str) -> str:
    """What to do about something odd, in a clause that tells what becomes of it meanwhile.

    Args:
        what: What was odd, as an `Oddity` says it.
    """
    return next((advice for start, advice in _ADVICE if what.startswith(start)), _LOOK)
