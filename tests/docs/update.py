"""Writes what the docs take from the program: output under `$ callq …`, commands, schemas.

Writes `data/schema_*.sql` from the declaration of the schema as well.

python tests/docs/update.py            all of them
python tests/docs/update.py json       only docs/json.md
python tests/docs/update.py --check    change nothing; exit 1 when something is out of date
"""

import json
import sys

from commands_page import with_parts
from docs_page import DOCS, LIVING, Page, read_page

from callq.storage.schema import as_sql
from callq.terminal.schemas import names as schema_names
from callq.terminal.schemas import schema_of


def main(arguments: list[str]) -> int:
    """Updates the pages that are named, or all."""
    is_check = "--check" in arguments
    names = [name for name in arguments if not name.startswith("--")]
    pages = [read_page(path) for path in LIVING if not names or path.stem in names]
    late = [page for page in pages if _is_late(page, page.updated(), change=not is_check)]
    for name in ("commands", "session"):
        if not names or name in names:
            page = read_page(DOCS / f"{name}.md")
            late += [page] if _is_late(page, with_parts(page.text), change=not is_check) else []
    if not is_check and not names:
        write_schemas()
        write_sql()
    return int(is_check and bool(late))


def _is_late(page: Page, updated: str, *, change: bool) -> bool:
    if updated == page.text:
        return False
    if change:
        page.path.write_text(updated, encoding="utf-8")
    sys.stdout.write(f"{page.name}: {'updated' if change else 'out of date'}\n")
    return True


def write_schemas() -> None:
    """Writes docs/schemas/ from what `callq schema` prints."""
    folder = DOCS / "schemas"
    folder.mkdir(exist_ok=True)
    for name in schema_names():
        path = folder / f"{name.replace(' --', '-').replace(' ', '-')}.json"
        path.write_text(json.dumps(schema_of(name), indent=1, ensure_ascii=False) + "\n", "utf-8")


def write_sql() -> None:
    """Writes what makes a new store from its one declaration, `storage/schema.py`."""
    for dialect in ("sqlite", "postgresql"):
        path = DOCS.parent / f"src/callq/data/schema_{dialect}.sql"
        path.write_text(as_sql(dialect), "utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
