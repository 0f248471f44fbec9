"""A correction as a rep types it in one line: `company Acme`, `phone 212 555 0100`."""

from callq.errors import CallqError
from callq.prospects.edit import Changes

FIELDS = ("name", "company", "title", "note", "zone", "phone", "email")
"""What a line may begin with; a number or an address is added."""


def read_correction(text: str) -> Changes:
    """What a line changes.

    Raises:
        CallqError: It begins with no field, or has no value.
    """
    field, _, value = text.strip().partition(" ")
    field, value = field.lower(), value.strip()
    if field not in FIELDS or not value:
        raise CallqError(
            f'Can\'t read "{text.strip()[:40]}".',
            hint=f"Begin with {', '.join(FIELDS)}, then the new value: company Acme",
            name="unknown-correction",
        )
    if field == "phone":
        return Changes(add_phone=(value,))
    if field == "email":
        return Changes(add_email=(value,))
    return Changes(**{field: value})  # type: ignore[arg-type]
