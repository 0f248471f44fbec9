"""The newer of two sources of time zones is read, whatever the computer has."""

import subprocess
import sys
import zoneinfo
from datetime import date
from pathlib import Path

import pytest
import tzdata

from callq import zone_data

NEWEST = "9999z"


@pytest.fixture
def system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A computer with a folder of time zones of its own."""
    monkeypatch.setattr(zoneinfo, "TZPATH", (str(tmp_path),))
    monkeypatch.setattr(
        zoneinfo, "reset_tzpath", lambda to: monkeypatch.setattr(zoneinfo, "TZPATH", to)
    )
    return tmp_path


@pytest.mark.parametrize(
    ("name", "line", "source"),
    [
        ("tzdata.zi", "# version 2025b\n", "the tzdata package"),
        ("+VERSION", "2020a\n", "the tzdata package"),
        ("tzdata.zi", f"# version {NEWEST}\n", "the computer"),
        ("+VERSION", f"{NEWEST}\n", "the computer"),
        ("other", "", "the tzdata package"),
    ],
)
def test_the_newer_source_is_read(system: Path, name: str, line: str, source: str) -> None:
    (system / name).write_text(line)
    zone_data.use_newest()
    found = zone_data.in_use()
    assert found.source == source
    assert found.release == (tzdata.IANA_VERSION if "package" in source else NEWEST)


def test_a_release_is_of_the_middle_of_its_year() -> None:
    assert zone_data.ZoneData("2026f", "").dated == date(2026, 7, 1)
    assert zone_data.ZoneData("", "").dated is None


def test_every_import_of_callq_reads_current_zones() -> None:
    shown = subprocess.run(
        [sys.executable, "-c", "import callq.engine.hours, zoneinfo, datetime as d; print("
         "d.datetime(2026, 12, 5, 18, tzinfo=zoneinfo.ZoneInfo('America/Edmonton')).utcoffset())"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert shown.stdout.strip() == "-1 day, 18:00:00"
