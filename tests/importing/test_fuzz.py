"""No damaged file breaks a reader: a short run of what `make fuzz` does at length."""

import pytest

import fuzz


@pytest.mark.parametrize("kind", fuzz.KINDS)
def test_a_damaged_file_is_read_or_refused(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    figures = fuzz.fuzz(250, 7, kind, said.append)
    assert figures["mistakes"] == 0, said[0]
    assert figures["inputs"] == sum(figures["ended"].values()) == 250
    assert fuzz.written(figures)[-1].startswith("Tracebacks, hangs, refusals without words: **0**")
