"""Put a mutant into the running process: functions get its code, tables its values.

Meant for a fork, which ends with the mutant. Django is set up and tests are collected by then, so
a mutant costs no start: everybody who holds a function holds the mutant, because the function
stays and only its code is another one.
"""

import ast
import gc
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Final

from django.db import DatabaseError, connection

from database.triggers import all_triggers, install, names_in_place
from tests.mutation.operators import Mutant

# Name, line and number of a code, which tell apart all codes of a module.
_Key = tuple[str, int, int]
_OURS: Final = (
    "accounts", "assessments", "audit", "backups", "database", "evidence", "jobs", "matrix",
    "raci_project", "tests",
)  # fmt: skip


@cache
def _nothing() -> None: ...


class NotApplicable(Exception):
    """The change makes nothing that can be loaded, so nobody could ever run it."""


@dataclass(frozen=True, slots=True)
class Living:
    """A module as it runs here, with its functions by the place of their code."""

    module: ModuleType
    functions: dict[_Key, list[FunctionType]]

    def become(self, mutant: Mutant) -> None:
        """Let the module be the mutant. Raises `NotApplicable`."""
        if mutant.sets:
            _set_again(self.module, mutant)
        else:
            self._change_code(mutant)
        forget_answers([self.module])

    def _change_code(self, mutant: Mutant) -> None:
        codes = dict(_codes(mutant.code))
        for key, functions in self.functions.items():
            for function in functions if key in codes else ():
                try:
                    function.__code__ = codes[key]
                except ValueError as error:  # it takes other names from around it
                    raise NotApplicable from error


def living(paths: Sequence[str]) -> dict[str, Living]:
    """Look at modules, by path, and at all functions that there are of them now."""
    gc.unfreeze()  # tests.conftest froze them, and what is frozen is not listed
    by_file: dict[str, list[FunctionType]] = {}
    for each in gc.get_objects():
        if type(each) is FunctionType:  # a lazy object would be asked for its class
            by_file.setdefault(each.__code__.co_filename, []).append(each)
    gc.freeze()
    modules = {path: import_module(dotted(path)) for path in paths}
    return {
        path: Living(module, _placed(path, by_file.get(str(module.__file__), [])))
        for path, module in modules.items()
    }


def dotted(path: str) -> str:
    """Return the name of the module at a path."""
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def forget_answers(modules: Sequence[ModuleType]) -> None:
    """Let functions that answer once and keep it compute it again."""
    for value in (each for module in modules for each in vars(module).values()):
        if isinstance(value, type(_nothing)):
            value.cache_clear()


def create_triggers(*, anew: bool) -> None:
    """Create the triggers in the database as they are now, or as they would be computed `anew`."""
    for name, module in sorted(sys.modules.items()) if anew else ():
        if name.endswith(".triggers") and name.startswith(_OURS) and module.__file__:
            tree = ast.parse(Path(module.__file__).read_text())
            assigned = (ast.Assign, ast.AnnAssign)
            tree.body = [each for each in tree.body if isinstance(each, assigned)]
            _run(compile(tree, name, "exec", dont_inherit=True), module)
    try:
        with connection.cursor() as cursor:
            for name in names_in_place(connection):
                cursor.execute(f"DROP TRIGGER {name}")
        install(connection, all_triggers())
    except DatabaseError as error:
        raise NotApplicable from error


def _set_again(module: ModuleType, mutant: Mutant) -> None:
    before = {name: vars(module).get(name) for name in mutant.sets}
    _run(mutant.code, module)
    for name, other in list(sys.modules.items()):
        if name.partition(".")[0] in _OURS:
            for changed, old in before.items():
                if vars(other).get(changed) is old and old is not None:
                    setattr(other, changed, getattr(module, changed))


def _run(code: CodeType, module: ModuleType) -> None:
    try:
        exec(code, vars(module))  # noqa: S102 - our own source, with one change
    except Exception as error:
        raise NotApplicable from error


def _placed(path: str, functions: Sequence[FunctionType]) -> dict[_Key, list[FunctionType]]:
    keys: dict[CodeType, _Key] = {}
    for key, code in _codes(compile(Path(path).read_text(), path, "exec", dont_inherit=True)):
        keys.setdefault(code, key)
    placed: dict[_Key, list[FunctionType]] = {}
    for function in functions:
        if function.__code__ in keys:
            placed.setdefault(keys[function.__code__], []).append(function)
    return placed


def _codes(code: CodeType) -> Iterator[tuple[_Key, CodeType]]:
    """Give the codes inside of one, however deep, each with what names its place."""
    numbers: dict[tuple[str, int], int] = {}
    waiting = [code]
    while waiting:
        for each in waiting.pop().co_consts:
            if isinstance(each, CodeType):
                place = each.co_qualname, each.co_firstlineno
                numbers[place] = numbers.get(place, -1) + 1
                yield (*place, numbers[place]), each
                waiting.append(each)
