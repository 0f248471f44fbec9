"""The least important columns go before any line wraps; the rest share the room."""

from hypothesis import given
from hypothesis import strategies as st

from callq.terminal.tables import Column, fitting, widths

COLUMNS = st.lists(
    st.builds(
        Column, name=st.text("abcdef", min_size=1, max_size=8), least=st.integers(1, 20),
        matters=st.integers(0, 4), most=st.integers(20, 60),
    ),
    min_size=1, max_size=8, unique_by=lambda column: column.name,
)  # fmt: skip
WIDTH = st.integers(20, 200)
LONGEST = st.lists(st.integers(0, 100), min_size=8, max_size=8)


def needed(columns: list[Column], longest: dict[int, int]) -> int:
    least = [min(c.least, max(longest[id(c)], len(c.name))) for c in columns]
    return sum(least) + 2 * (len(columns) - 1)


def by_column(columns: list[Column], longest: list[int]) -> dict[int, int]:
    return {id(column): n for column, n in zip(columns, longest, strict=False)}


@given(COLUMNS, LONGEST, WIDTH)
def test_columns_go_only_when_they_must_and_the_least_first(
    columns: list[Column], longest: list[int], width: int
) -> None:
    cells = by_column(columns, longest)
    kept = fitting(columns, longest[: len(columns)], width)
    gone = [column for column in columns if all(column is not one for one in kept)]
    assert [column for column in columns if any(column is one for one in kept)] == kept
    assert all(column.matters for column in gone)
    if gone:
        assert needed(columns, cells) > width
        most = max(column.matters for column in gone)
        assert all(column.matters >= most for column in kept if column.matters)
    if needed(kept, cells) > width:
        assert all(column.matters == 0 for column in kept)


@given(COLUMNS, LONGEST, WIDTH)
def test_widths_share_the_room_and_waste_none(
    columns: list[Column], longest: list[int], width: int
) -> None:
    cells = by_column(columns, longest)
    kept = fitting(columns, longest[: len(columns)], width)
    of_kept = [cells[id(column)] for column in kept]
    given_ = widths(kept, of_kept, width)
    room = width - 2 * (len(kept) - 1)
    whole = [max(n, len(c.name)) for c, n in zip(kept, of_kept, strict=True)]
    wanted = [min(c.most, n) for c, n in zip(kept, whole, strict=True)]
    assert all(0 < got <= most for got, most in zip(given_, whole, strict=True))
    # No column goes past its most before every other has its own.
    if any(got < want for got, want in zip(given_, wanted, strict=True)):
        least = [min(c.least, n) for c, n in zip(kept, whole, strict=True)]
        bound = map(max, wanted, least)
        assert all(got <= most for got, most in zip(given_, bound, strict=True))
    if needed(kept, cells) <= width:
        assert sum(given_) == min(room, sum(whole))
