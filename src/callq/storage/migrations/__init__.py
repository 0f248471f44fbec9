"""One module for each version of the schema, as Alembic revisions: what that version added.

`schema.py` declares a new store; these bring an older one up to it. A released one is never
edited. Each runs on SQLite and PostgreSQL, inside one transaction that `upgrading` opens: `upgrade`
only changes the schema, because on a server Alembic writes its statements without a connection;
`change_rows`, if there is one, then changes rows.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

ROW_ID: Any = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
BYTEWISE: Any = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def add_column(table: str, column: "sa.Column[Any]", default: str | None = None) -> None:
    """Add a column to a table that has rows.

    Args:
        table: Its name.
        column: As the schema declares it: name, type, `nullable`, foreign key.
        default: The value for existing rows, as SQL (`"''"`, `"0"`); needed unless nullable.
    """
    if default is None:
        op.add_column(table, column)
        return
    column.server_default = sa.DefaultClause(sa.text(default))
    op.add_column(table, column)
    if op.get_context().dialect.name != "sqlite":
        # SQLite can't remove a column's default, and it does no harm.
        op.alter_column(table, column.name, server_default=None)
