"""An empty store made once, and copies of it: making one imports SQLModel, copying one does not."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import Phase, settings

from helpers import Callq, Office, copy_store

# A landing is judged by what it changes, not by luck: chance has a command of its own (make random).
settings.register_profile("same", derandomize=True)
settings.register_profile("random", derandomize=False)
# Mutants are tried by the thousand (make mutants): a gap must be seen in few values.
settings.register_profile(
    "few", derandomize=True, max_examples=15, deadline=None, phases=(Phase.explicit, Phase.generate)
)
settings.load_profile("same")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A changed engine is tried on single examples first: most changes fail one at once."""
    if "MUTANT_UNDER_TEST" in os.environ:
        items.sort(key=lambda item: hasattr(getattr(item, "obj", None), "hypothesis"))


@pytest.fixture(scope="session", autouse=True)
def _nothing_inherited() -> Iterator[None]:
    """No test depends on how the computer it runs on is set up."""
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name.startswith("CALLQ_") or name in ("NO_COLOR", "COLUMNS", "TZ", "FORCE_COLOR"):
                patch.delenv(name)
        yield


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty store with the shipped rulebook in force."""
    office = Office(tmp_path_factory.mktemp("template"))
    with office.workspace(create=True):
        pass
    return office.path


@pytest.fixture
def home(tmp_path: Path, template: Path) -> Path:
    """A folder with an empty store."""
    folder = tmp_path / "home"
    copy_store(template, folder)
    return folder


@pytest.fixture
def office(home: Path) -> Office:
    """What reps do, in this process."""
    return Office(home)


@pytest.fixture
def run_callq(home: Path) -> Callq:
    """What reps type, in a process of its own, on the same store as `office`."""
    return Callq(home)


@pytest.fixture
def bare_callq(tmp_path: Path) -> Callq:
    """What reps type where there is no store yet."""
    folder = tmp_path / "bare"
    folder.mkdir(mode=0o700)
    return Callq(folder)
