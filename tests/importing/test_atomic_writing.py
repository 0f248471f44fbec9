"""A file is written whole, for its owner alone, and never over another by accident."""

from pathlib import Path

import pytest

from callq.errors import CallqError, Exit
from callq.storage.atomic import write_whole


def test_it_is_whole_and_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    write_whole(path, "Zoë\n")
    assert path.read_text(encoding="utf-8") == "Zoë\n"
    assert path.stat().st_mode & 0o777 == 0o600
    assert [p.name for p in tmp_path.iterdir()] == ["a.html"]


@pytest.mark.parametrize("links", [True, False], ids=["links", "no links"])
def test_what_is_there_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, links: bool
) -> None:
    if not links:
        monkeypatch.setattr(Path, "hardlink_to", _refuse)
    path = tmp_path / "a.html"
    write_whole(path, "first")
    with pytest.raises(CallqError) as refused:
        write_whole(path, "second")
    assert refused.value.code is Exit.REFUSED
    assert path.read_text() == "first"
    write_whole(path, "third", over=True)
    assert path.read_text() == "third"
    assert path.stat().st_mode & 0o777 == 0o600
    assert [p.name for p in tmp_path.iterdir()] == ["a.html"]


def _refuse(*_: object) -> None:
    raise PermissionError(1, "Operation not permitted")


def test_a_place_that_is_none_is_said(tmp_path: Path) -> None:
    with pytest.raises(CallqError):
        write_whole(tmp_path / "none" / "a.html", "x")
    with pytest.raises(CallqError):
        write_whole(tmp_path, "x")
