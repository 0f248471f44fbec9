"""What a command loads, seen from inside its process."""

from helpers import Callq

HEAVY = (
    "sqlalchemy", "sqlmodel", "phonenumbers", "pydantic", "platformdirs", "charset_normalizer",
    "tzlocal", "psycopg", "alembic",
)  # fmt: skip
SPY = """
import atexit, os, sys

def tell():
    with open(os.environ["MODULES"], "w") as file:
        file.write("\\n".join(sorted(sys.modules)))

atexit.register(tell)
"""


def loaded(run: Callq, *arguments: str, **env: str) -> set[str]:
    """The modules in a fresh interpreter at the end of a command."""
    spy = run.home / "spy"
    spy.mkdir(exist_ok=True)
    (spy / "sitecustomize.py").write_text(SPY)
    listing = run.home / "modules"
    listing.unlink(missing_ok=True)
    ended = run(*arguments, env={"PYTHONPATH": str(spy), "MODULES": str(listing), **env})
    assert ended.code == 0, ended
    return set(listing.read_text().splitlines())


def heavy(modules: set[str], *more: str) -> set[str]:
    return {module for module in modules if module.partition(".")[0] in (*HEAVY, *more)}


DAILY = [
    ("today",),
    ("today", "--json"),
    ("today", "--plain"),
    ("today", "--mine", "--limit", "5"),
    ("next",),
    ("next", "--json"),
    ("next", "--release"),
    ("log", "ron", "no-answer"),
    ("log", "ron", "ni", "--reason", "price", "--note", "too dear"),
    ("log", "ron", "callback", "--at", "tomorrow 3pm"),
    ("log", "ron", "callback", "--in", "2 weeks"),
    ("log", "ron", "dnc"),
    ("log", "(212) 555-0100", "hurried"),
    ("log", "+1 (212) 555-0100", "na", "--duration", "90s"),
    ("log", "0100", "na", "--number", "0100"),
    ("log", "ron@example.com", "ni", "--channel", "email"),
    ("undo",),
    ("show", "ron"),
    ("show", "ron", "--json"),
    ("why", "ron"),
    ("list", "ron"),
    ("--version",),
]
