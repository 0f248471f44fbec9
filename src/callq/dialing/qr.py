"""A number as a QR code for the phone in your hand."""

from io import StringIO


def code(uri: str) -> str:
    """A QR code of a `tel:` link, drawn with half blocks on a dark or a light terminal."""
    import segno

    drawn = StringIO()
    segno.make(uri, error="m", micro=False).terminal(drawn, border=2, compact=True)
    return drawn.getvalue()
