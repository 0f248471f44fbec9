"""The statements that make a new store, as shipped in `data/schema_*.sql`."""


def statements(dialect: str) -> list[str]:
    """What makes every table and index on `sqlite` or `postgresql`, in the order to run it."""
    from importlib.resources import files

    text = (files("callq") / "data" / f"schema_{dialect}.sql").read_text(encoding="utf-8")
    return [statement for statement in text.split(";\n") if statement.strip()]
