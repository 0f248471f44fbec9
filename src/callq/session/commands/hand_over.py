"""Hands an email to the rep's own email program."""

import webbrowser

from callq.scripts.eml import Letter, mailto


def open_in_mail_program(letter: Letter) -> str:
    """Opens it; what to tell the rep."""
    if webbrowser.open(mailto(letter)):
        return "Opened in your email program."
    return "Couldn't open your email program. Copy it: callq mail --text"
