"""Ours does what the one of `typing` does, but for what it costs to declare."""

import copy
import inspect
import pickle
from typing import NamedTuple as Theirs

import pytest

from callq.named_tuple import NamedTuple


class Ours(NamedTuple):
    """Two fields, one with a default."""

    name: str
    size: int = 0
    """How many."""

    @property
    def loud(self) -> str:
        return self.name.upper()


class Typings(Theirs):
    name: str
    size: int = 0


class Empty(NamedTuple):
    pass


def test_it_is_a_tuple_with_names() -> None:
    one = Ours("a", size=2)
    assert one == ("a", 2)
    assert (one.name, one.size, one.loud) == ("a", 2, "A")
    assert Ours("b") == Ours(name="b") == ("b", 0)
    assert repr(one) == "Ours(name='a', size=2)"
    assert Empty() == ()
    assert Ours.__doc__ == "Two fields, one with a default."
    assert not hasattr(one, "__dict__")


def test_it_has_what_the_one_of_typing_has() -> None:
    ours, theirs = Ours("a", 1), Typings("a", 1)
    assert Ours._fields == Typings._fields
    assert Ours._field_defaults == Typings._field_defaults
    assert Ours.__match_args__ == Typings.__match_args__
    assert Ours.__annotations__ == Typings.__annotations__
    assert ours._asdict() == theirs._asdict()
    assert ours._replace(size=5) == ("a", 5)
    assert theirs._replace(size=5) == ("a", 5)
    assert tuple(Ours._make(["x", 3])) == tuple(Typings._make(["x", 3]))
    assert list(inspect.signature(Ours).parameters) == ["name", "size"]


def test_it_refuses_what_the_one_of_typing_refuses() -> None:
    for wrong in ((), ("a", 1, 2)):
        with pytest.raises(TypeError):
            Ours(*wrong)
        with pytest.raises(TypeError):
            Ours._make(wrong)
    with pytest.raises(TypeError):
        Ours("a", other=1)  # type: ignore[call-arg]
    with pytest.raises(ValueError, match="other"):
        Ours("a")._replace(other=1)  # type: ignore[call-arg]
    with pytest.raises(AttributeError):
        Ours("a").name = "b"  # type: ignore[misc]


def test_it_can_be_pickled_copied_matched_and_extended() -> None:
    one = Ours("a", 1)
    again = pickle.loads(pickle.dumps(one))  # noqa: S301
    assert (type(again), again, copy.deepcopy(one)) == (Ours, one, one)
    match one:
        case Ours(name, size):
            assert (name, size) == ("a", 1)

    class Longer(Ours):
        @property
        def twice(self) -> int:
            return self.size * 2

    assert Longer("a", 2).twice == 4
    assert type(Longer("a")._replace(size=1)) is Longer
