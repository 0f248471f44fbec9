"""Schema 2: says itself which callq it needs."""

revision = "2"
down_revision = "1"


def upgrade() -> None:
    """Adds what schema 2 has and schema 1 has not."""
