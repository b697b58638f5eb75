"""The mutants of one source: each is one small change that a test should notice. No Django.

Left alone: docstrings, annotations, sentences (what is said to a person is no guard), and what
stands in the body of a class besides its methods: columns, constraints, fields of dataclasses.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from types import CodeType
from typing import Final

from tests.mutation.changes import replacements

# Of a trigger: no sentence.
_CONDITION: Final = re.compile(r"\b(?:NEW|OLD|SELECT)\b")
_SENTENCE: Final = re.compile(r"[A-Za-z’']{2,}[,;:]? [A-Za-z’']+")


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change, in the body of a function, or in what the module itself sets.

    In a body `sets` is empty and `code` the whole module's. Else `code` is the changed statement
    with all that compute with what it sets, and `sets` names what they set. `line` to `last_line`
    is the statement around the change: whoever runs it may notice.
    """

    path: str
    scope: str
    line: int
    last_line: int
    change: str
    sets: tuple[str, ...]
    code: CodeType

    @property
    def name(self) -> str:
        """Return what names it in the list of the reviewed, whatever its line."""
        return f"{self.path}::{self.scope}: {self.change}"


class _Never(ast.If):
    """A statement that never runs, and is not changed."""


@dataclass(frozen=True, slots=True)
class _Site:
    """A node with the list or field that holds it."""

    node: ast.AST
    owner: ast.AST
    field: str
    place: int | None

    def put(self, node: ast.AST) -> None:
        """Let another node stand here."""
        if self.place is None:
            setattr(self.owner, self.field, node)
        else:
            getattr(self.owner, self.field)[self.place] = node


@dataclass(frozen=True, slots=True)
class _Where:
    """What is around a node: names of classes and functions, and its statement."""

    scope: tuple[str, ...] = ()
    is_in_function: bool = False
    is_in_class: bool = False
    first: int = 0
    last: int = 0
    top: int = 0


def mutants_of(path: str, source: str, scopes: tuple[str, ...] = ()) -> list[Mutant]:
    """Return the mutants of a source, of what `scopes` name only: "may", "*QuerySet.*".

    Conditions of triggers are SQL, and are changed as SQL, in modules called `triggers`.
    """
    tree = ast.parse(source)
    _keep_free_variables(tree)
    is_sql = path.endswith("triggers.py")
    return [
        mutant
        for site, where in _sites(tree)
        if not scopes or any(fnmatch(".".join(where.scope), each) for each in scopes)
        for mutant in _mutants_at(path, tree, site, where, is_sql)
    ]


def _mutants_at(
    path: str, tree: ast.Module, site: _Site, where: _Where, is_sql: bool
) -> Iterator[Mutant]:
    for new in replacements(site.node, is_sql=is_sql):
        # A number alone says little: the call or comparison it stands in is shown with it.
        is_told_by_owner = isinstance(site.node, ast.Constant) and isinstance(
            site.owner, ast.expr | ast.keyword
        )
        shown = site.owner if is_told_by_owner else None
        before = _text(shown or site.node)
        ast.fix_missing_locations(ast.copy_location(new, site.node))
        site.put(new)
        after = _text(shown or new)
        sets, statements = ((), tree.body) if where.is_in_function else _again(tree, where.top)
        code = compile(ast.Module(statements, []), path, "exec", dont_inherit=True)
        site.put(site.node)
        yield Mutant(
            path=path,
            scope=".".join(where.scope) or "module",
            line=where.first,
            last_line=where.last,
            change=_difference(before, after),
            sets=sets,
            code=code,
        )


def _again(tree: ast.Module, top: int) -> tuple[tuple[str, ...], list[ast.stmt]]:
    """Return a statement of the module with those that compute with it, and what they set."""
    again = [tree.body[top]]
    sets = _set_by(again[0])
    for later in tree.body[top + 1 :]:
        is_assigned = isinstance(later, ast.Assign | ast.AnnAssign) and later.value is not None
        if is_assigned and sets & {n.id for n in ast.walk(later) if isinstance(n, ast.Name)}:
            again.append(later)
            sets |= _set_by(later)
    return tuple(sorted(sets)), again


def _set_by(statement: ast.stmt) -> set[str]:
    return {statement.name} if isinstance(statement, ast.FunctionDef) else _stored(statement)


def _stored(tree: ast.AST) -> set[str]:
    return {
        each.id
        for each in ast.walk(tree)
        if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)
    }


def _sites(tree: ast.Module) -> Iterator[tuple[_Site, _Where]]:
    for top, statement in enumerate(tree.body):
        yield from _visit(_Site(statement, tree, "body", top), _Where(top=top))


def _visit(site: _Site, where: _Where) -> Iterator[tuple[_Site, _Where]]:
    node = site.node
    if _is_left_alone(node, where):
        return
    if isinstance(node, ast.stmt):
        where = _moved(where, first=node.lineno, last=_last_line(node))
    if isinstance(node, ast.ClassDef | ast.FunctionDef):
        yield from _visit_definition(site, node, where)
        return
    if where.is_in_function or not where.is_in_class:
        yield site, where
    yield from _visit_children(node, where)


def _visit_definition(
    site: _Site, node: ast.ClassDef | ast.FunctionDef, where: _Where
) -> Iterator[tuple[_Site, _Where]]:
    named = (*where.scope, node.name)
    if isinstance(node, ast.FunctionDef) and not where.is_in_class and not where.is_in_function:
        outside = _moved(where, scope=named)
        yield site, outside
        for place, default in enumerate(node.args.kw_defaults):
            if default is not None:
                yield _Site(default, node.args, "kw_defaults", place), outside
    is_function = isinstance(node, ast.FunctionDef)
    inside = _moved(where, scope=named, is_in_function=is_function, is_in_class=not is_function)
    for place, statement in enumerate(node.body):
        yield from _visit(_Site(statement, node, "body", place), inside)


def _visit_children(node: ast.AST, where: _Where) -> Iterator[tuple[_Site, _Where]]:
    for field, value in ast.iter_fields(node):
        if field in {"annotation", "returns", "format_spec", "ctx"}:
            continue
        if isinstance(value, ast.AST):
            yield from _visit(_Site(value, node, field, None), where)
        elif isinstance(value, list):
            for place, each in enumerate(value):
                if isinstance(each, ast.AST):
                    yield from _visit(_Site(each, node, field, place), where)


def _is_left_alone(node: ast.AST, where: _Where) -> bool:
    if isinstance(node, ast.Import | ast.ImportFrom | _Never):
        return True
    if _is_of_types(node):
        return True
    if isinstance(node, ast.JoinedStr):
        return any(_is_sentence(part) for part in node.values)
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return True  # a docstring
    return _is_sentence(node)


def _is_of_types(node: ast.AST) -> bool:
    named = node.func if isinstance(node, ast.Call) else getattr(node, "value", None)
    names = {"ParamSpec", "TypeVar", "Callable", "Concatenate"}
    return isinstance(node, ast.Call | ast.Subscript) and getattr(named, "id", "") in names


def _is_sentence(node: ast.AST) -> bool:
    if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
        return False
    return bool(_SENTENCE.search(node.value)) and not _CONDITION.search(node.value)


def _last_line(node: ast.stmt) -> int:
    """Return where a statement ends; for one with others in it, where these begin."""
    if isinstance(node, ast.If | ast.For | ast.While | ast.With | ast.Try | ast.FunctionDef):
        return max(node.lineno, node.body[0].lineno - 1)
    return node.end_lineno or node.lineno


def _moved(where: _Where, **changed: object) -> _Where:
    values = {name: getattr(where, name) for name in where.__slots__}
    return _Where(**(values | changed))


def _text(node: ast.AST) -> str:
    return " ".join(ast.unparse(node).split())


def _difference(before: str, after: str) -> str:
    """Return both, cut down to what differs and the words around it."""
    if len(before) + len(after) < 120:
        return f"{before} → {after}"
    start = next((n for n, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), 0)
    end = 0
    while end < min(len(before), len(after)) - start and before[-1 - end] == after[-1 - end]:
        end += 1
    start, end = max(0, start - 20), max(0, end - 20)
    return f"…{before[start : len(before) - end]}… → …{after[start : len(after) - end]}…"


def _keep_free_variables(tree: ast.Module) -> None:
    """Name in each inner function what it takes from around it, in a line that never runs.

    Else a mutant without such a name has another shape, and cannot stand in for a living one.
    """
    for outer in ast.walk(tree):
        if isinstance(outer, ast.FunctionDef):
            names = {each.arg for each in ast.walk(outer.args) if isinstance(each, ast.arg)}
            names |= _stored(outer)
            for inner in ast.walk(outer):
                if isinstance(inner, ast.FunctionDef) and inner is not outer:
                    _name(inner, names)


def _name(inner: ast.FunctionDef, names: set[str]) -> None:
    own = {each.arg for each in ast.walk(inner.args) if isinstance(each, ast.arg)} | _stored(inner)
    read = {
        each.id
        for statement in inner.body
        for each in ast.walk(statement)
        if isinstance(each, ast.Name)
    }
    if kept := sorted((read & names) - own):
        never = _Never(ast.Constant(False), ast.parse(", ".join(kept)).body, [])
        for each in ast.walk(never):
            ast.copy_location(each, inner.body[-1])
        inner.body.append(never)
