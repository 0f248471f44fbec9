"""No cell that is written is run, and each is itself again when it is read."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from callq.engine.csv_injection import defused, fused


@given(st.text() | st.text("'=+-@\t\rx\uff1d", max_size=6))
@example("'=1")
@example("''=1")
def test_a_defused_cell_is_not_run_and_is_itself_again(cell: str) -> None:
    assert not defused(cell).startswith(tuple("=+-@\t\r\uff1d\uff0b\uff20"))
    assert fused(defused(cell)) == cell


@pytest.mark.parametrize("cell", ["", "plain", "a=b", "'t Hooft", "'", "1-2"])
def test_a_cell_that_is_harmless_stays_as_it_is(cell: str) -> None:
    assert defused(cell) == cell
    assert fused(cell) == cell
