"""Makes the mutants of a module with mutmut's operators: each is one function with one change."""

import ast
import difflib
import sys
import types
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

SRC = Path(__file__).parents[2] / "src"
_OURS = (str(SRC), str(SRC.parent / "tests"))
_CACHED = type(lru_cache(len))


class Mutant(NamedTuple):
    """A function with one change."""

    module: str
    """Dotted, e.g. `callq.engine.hours`."""
    function: str
    """As the module names it, e.g. `Rulebook.find`."""
    change: str
    """The changed lines, `before → after`; the second of the same ends in `(2)`."""
    text: str
    """The whole function, changed, without its decorators."""

    @property
    def name(self) -> str:
        """What it is called in the listings."""
        return f"{self.module.removeprefix('callq.')} {self.function}: {self.change}"


class Place(NamedTuple):
    """Where the body of a function stands."""

    name: str
    """`module:name`."""
    first: int
    last: int


def mutants(module: str) -> list[Mutant]:
    """Every mutant of the functions and methods of a module, in the order of its text.

    Decorators are left out of the text, so that properties and cached functions are changed too:
    what is put in their place is the code behind them.
    """
    import libcst as cst
    from mutmut.mutation.file_mutation import create_mutations, deep_replace

    code = path_of(module).read_text(encoding="utf-8")
    plain = cst.parse_module(code).visit(_undecorating(cst))
    made: Any = create_mutations(module, plain.code)
    tree, changes = made[:2]
    owners = dict(_owners(cst, tree.body))
    before = {function: tree.code_for_node(function) for function in owners}
    seen: Counter[str] = Counter()
    found = []
    for change in changes:
        function = change.contained_by_top_level_function
        if function not in owners:
            continue
        changed: Any = deep_replace(function, change.original_node, change.mutated_node)
        text = tree.code_for_node(changed)
        name = f"{owners[function]}{function.name.value}"
        told = _told(before[function], text)
        seen[f"{name}: {told}"] += 1
        again = seen[f"{name}: {told}"]
        found.append(Mutant(module, name, told + (f" ({again})" if again > 1 else ""), text))
    return found


def functions(module: str) -> Iterator[Place]:
    """The functions and methods that a module has itself."""
    for node in ast.parse(path_of(module).read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef):
            yield _place(f"{module}:{node.name}", node)
        elif isinstance(node, ast.ClassDef):
            for each in node.body:
                if isinstance(each, ast.FunctionDef):
                    yield _place(f"{module}:{node.name}.{each.name}", each)


def path_of(module: str) -> Path:
    """The file of a module."""
    return (SRC / module.replace(".", "/")).with_suffix(".py")


def put(mutant: Mutant) -> None:
    """Puts the changed code in the place of the function's own, for the rest of the process.

    Raises:
        SyntaxError: The change is no Python; it is no mutant.
    """
    function = target(mutant.module, mutant.function)
    whole = compile(mutant.text.strip("\n") + "\n", f"<{mutant.name}>", "exec")
    code = next(const for const in whole.co_consts if isinstance(const, types.CodeType))
    function.__code__ = code.replace(co_qualname=function.__code__.co_qualname)
    _put_defaults(function, mutant.text)


def target(module: str, name: str) -> types.FunctionType:
    """The function that a module names, without what its decorators put around it."""
    where: Any = import_module(module)
    for part in name.split("."):
        where = vars(where)[part]
    if isinstance(where, property):
        where = where.fget
    where = getattr(where, "__func__", where)
    while hasattr(where, "__wrapped__"):
        where = where.__wrapped__
    if not isinstance(where, types.FunctionType):
        raise TypeError(f"{module}.{name} is no function")
    return where


def forget() -> None:
    """Empties what functions of ours and of the tests keep of earlier answers."""
    for module in list(sys.modules.values()):
        if str(getattr(module, "__file__", "")).startswith(_OURS):
            for value in vars(module).values():
                if isinstance(value, _CACHED):
                    value.cache_clear()


def _place(name: str, function: ast.FunctionDef) -> Place:
    return Place(name, function.body[0].lineno, function.end_lineno or function.lineno)


def _put_defaults(function: types.FunctionType, text: str) -> None:
    (new,) = ast.parse(text.strip("\n")).body
    if not isinstance(new, ast.FunctionDef):
        raise TypeError(f"{text} is no function")
    names = function.__globals__
    if function.__defaults__:
        values = [
            _value(each, names, old)
            for each, old in zip(new.args.defaults, function.__defaults__, strict=True)
        ]
        function.__defaults__ = tuple(values)
    for arg, default in zip(new.args.kwonlyargs, new.args.kw_defaults, strict=True):
        if default is not None and function.__kwdefaults__:
            old = function.__kwdefaults__[arg.arg]
            function.__kwdefaults__[arg.arg] = _value(default, names, old)


def _value(expression: Any, names: dict[str, Any], old: object) -> object:
    """A changed default is a plain value or a name; any other was not changed."""
    if isinstance(expression, ast.Constant):
        return old if expression.value == old else expression.value
    return old


def _undecorating(cst: Any) -> Any:
    class Undecorating(cst.CSTTransformer):  # type: ignore[misc]
        def leave_FunctionDef(self, _: Any, updated_node: Any) -> Any:  # noqa: N802
            return updated_node.with_changes(decorators=[])

    return Undecorating()


def _owners(cst: Any, body: Any, owner: str = "") -> Iterator[tuple[Any, str]]:
    for node in body:
        if isinstance(node, cst.FunctionDef):
            yield node, owner
        elif isinstance(node, cst.ClassDef) and not owner:
            yield from _owners(cst, node.body.body, f"{node.name.value}.")


def _told(before: str, after: str) -> str:
    lines = list(difflib.ndiff(before.splitlines(), after.splitlines()))
    gone = " ".join(line[2:].strip() for line in lines if line.startswith("- "))
    come = " ".join(line[2:].strip() for line in lines if line.startswith("+ "))
    return f"{gone} → {come}"
