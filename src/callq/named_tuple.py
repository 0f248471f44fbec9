"""Named tuples that cost little to declare: a short command declares about eighty of them.

For a type checker `NamedTuple` is the one of `typing`, and it's used alike. That one writes a
constructor as text for each class, has it compiled, and checks every annotation: 90 µs a class, a
tenth of a short command's time. This one compiles a constructor once for each number of fields,
and gives it the names of a class: 12 µs.
"""

import sys
from typing import TYPE_CHECKING, Any

__all__ = ["NamedTuple"]

if TYPE_CHECKING or sys.version_info >= (3, 14):
    # From 3.14 on a class has no annotations yet while it's made.
    from typing import NamedTuple
else:
    from collections import _tuplegetter
    from functools import cache
    from types import CodeType, FunctionType

    _GLOBALS = {"_new": tuple.__new__}

    @cache
    def _constructor(count: int) -> CodeType:
        names = "".join(f"_{place}, " for place in range(count))
        made: FunctionType = eval(f"lambda _cls, {names}: _new(_cls, ({names}))")  # noqa: S307
        return made.__code__

    @cache
    def _getter(place: int) -> Any:
        return _tuplegetter(place, f"Field number {place}")

    class _Named(tuple):
        """What all of them can do; see `typing.NamedTuple`."""

        __slots__ = ()
        _fields: tuple[str, ...] = ()

        @classmethod
        def _make(cls, values):
            made = tuple.__new__(cls, values)
            if len(made) != len(cls._fields):
                raise TypeError(f"Expected {len(cls._fields)} arguments, got {len(made)}")
            return made

        def _replace(self, /, **changed):
            made = self._make(map(changed.pop, self._fields, self))
            if changed:
                raise ValueError(f"Got unexpected field names: {list(changed)!r}")
            return made

        def _asdict(self):
            return dict(zip(self._fields, self, strict=True))

        def __getnewargs__(self):
            return tuple(self)

        def __repr__(self):
            values = (f"{name}={value!r}" for name, value in self._asdict().items())
            return f"{type(self).__name__}({', '.join(values)})"

    class _Declaring(type):
        """Makes a plain class of a tuple from what a class statement says."""

        def __new__(mcs, name, bases, inside):
            fields = tuple(inside.get("__annotations__", ()))
            defaults = {field: inside[field] for field in fields if field in inside}
            code = _constructor(len(fields)).replace(
                co_varnames=("_cls", *fields), co_name="__new__"
            )
            inside |= {field: _getter(place) for place, field in enumerate(fields)}
            inside |= {
                "__slots__": (),
                "__new__": FunctionType(code, _GLOBALS, "__new__", tuple(defaults.values())),
                "__match_args__": fields,
                "_fields": fields,
                "_field_defaults": defaults,
            }
            others = (base for base in bases if base is not NamedTuple)
            return type.__new__(type, name, (_Named, *others), inside)

    NamedTuple = type.__new__(_Declaring, "NamedTuple", (), {})
