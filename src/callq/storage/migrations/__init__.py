"""One module for each version of the schema, as Alembic revisions: what that version added.

`schema.py` declares what a new store is; these take an older one there. A released one is never
edited. Each runs on SQLite and PostgreSQL, inside one transaction that `upgrading` opens.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

ROW_ID: Any = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
BYTEWISE: Any = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def add_column(table: str, column: "sa.Column[Any]", default: str | None = None) -> None:
    """Adds a column to a table that has rows.

    Args:
        table: Its name.
        column: As the schema declares it: name, type, `nullable`, foreign key.
        default: What the rows that are there get, as SQL (`"''"`, `"0"`); needed unless nullable.
    """
    if default is None:
        op.add_column(table, column)
        return
    column.server_default = sa.DefaultClause(sa.text(default))
    op.add_column(table, column)
    if op.get_bind().dialect.name != "sqlite":
        # SQLite can't take a default away from a column; it harms nobody there.
        op.alter_column(table, column.name, server_default=None)
