"""What a node of a source may become: one small change at a time. No Django."""

import ast
import copy
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final, TypeVar

_COMPARED: Final[dict[type[ast.cmpop], type[ast.cmpop]]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
_COMPUTED: Final[dict[type[ast.operator], type[ast.operator]]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.LShift: ast.RShift,
}
# Links of a chain that leave something out. Others order, fetch or lock: see `subjects`.
_NARROWING: Final = frozenset(
    {
        "all_of", "casefold", "current", "exclude", "filter", "in_force", "in_play", "lower",
        "lstrip", "of_assessment", "of_chain", "of_organisation", "open", "published", "rstrip",
        "standing", "strip", "valid", "visible_to", "with_auditors",
    }
)  # fmt: skip
_SQL: Final = (
    (" <> ", " = "),
    (" = ", " <> "),
    (" < ", " <= "),
    (" > ", " >= "),
    (" OR ", " AND "),
    (" AND ", " OR "),
    ("IS NOT NULL", "IS NULL"),
    ("IS NULL", "IS NOT NULL"),
    ("IS DISTINCT FROM", "="),
    ("NOT EXISTS", "EXISTS"),
    (" NOT IN ", " IN "),
    ("OLD.", "NEW."),
    ("NEW.", "OLD."),
)
_LIMIT: Final = 100
_ROLES: Final = ("ADMINISTRATOR", "MANAGER", "CONTRIBUTOR", "VIEWER", "AUDITOR")
_DECLARING: Final = frozenset({"wraps", "cache", "contextmanager"})

Change = Callable[[Any], Iterator[ast.AST]]
_Node = TypeVar("_Node", bound=ast.AST)


def replacements(node: ast.AST, *, is_sql: bool) -> Iterator[ast.AST]:
    """Give what may stand in place of a node, SQL texts being changed as SQL if there are any."""
    if isinstance(node, ast.Constant):
        if is_sql and isinstance(node.value, str):
            yield from _as_sql(node.value)
        else:
            yield from _constant(node)
        return
    for kind, change in _CHANGES:
        if isinstance(node, kind):
            yield from change(node)


def _constant(node: ast.Constant) -> Iterator[ast.AST]:
    value = node.value
    if isinstance(value, bool):
        yield ast.Constant(not value)
    elif isinstance(value, int | float):
        # A large number is a limit, which is not broken by one more: let it be none.
        yield ast.Constant(value + 1 if abs(value) < _LIMIT else value * 1000)
    elif isinstance(value, str):
        yield ast.Constant(f"XX{value}XX" if value else "XX")
    elif isinstance(value, bytes):
        yield ast.Constant(b"XX" + value + b"XX")


def _as_sql(text: str) -> Iterator[ast.AST]:
    for old, new in _SQL:
        parts = text.split(old)
        for place in range(1, len(parts)):
            yield ast.Constant(old.join(parts[:place]) + new + old.join(parts[place:]))


def _compare(node: ast.Compare) -> Iterator[ast.AST]:
    for place, operator in enumerate(node.ops):
        ops = [*node.ops]
        ops[place] = _COMPARED[type(operator)]()
        yield _with(node, ops=ops)


def _either(node: ast.BoolOp) -> Iterator[ast.AST]:
    yield _with(node, op=ast.Or() if isinstance(node.op, ast.And) else ast.And())
    for left in _each_left_out(node.values):
        yield left[0] if len(left) == 1 else _with(node, values=left)


def _unary(node: ast.UnaryOp) -> Iterator[ast.AST]:
    yield node.operand


def _binary(node: ast.BinOp) -> Iterator[ast.AST]:
    if other := _COMPUTED.get(type(node.op)):
        yield _with(node, op=other())


def _augmented(node: ast.AugAssign) -> Iterator[ast.AST]:
    if other := _COMPUTED.get(type(node.op)):
        yield _with(node, op=other())


def _call(node: ast.Call) -> Iterator[ast.AST]:
    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
    for place, keyword in enumerate(node.keywords):
        if keyword.arg:
            yield _with(node, keywords=[*node.keywords[:place], *node.keywords[place + 1 :]])
    if name in {"filter", "exclude", "Q"} and len(node.args) > 1:
        for left in _each_left_out(node.args):
            yield _with(node, args=left)
    if isinstance(node.func, ast.Attribute) and name in _NARROWING:
        yield node.func.value


def _many(node: ast.Set | ast.List | ast.Tuple) -> Iterator[ast.AST]:
    if isinstance(getattr(node, "ctx", None), ast.Store | ast.Del):
        return
    for left in _each_left_out(node.elts):
        if left or not isinstance(node, ast.Set):
            yield _with(node, elts=left)


def _mapping(node: ast.Dict) -> Iterator[ast.AST]:
    for place in range(len(node.keys)):
        keys = [*node.keys[:place], *node.keys[place + 1 :]]
        yield _with(node, keys=keys, values=[*node.values[:place], *node.values[place + 1 :]])
    names = sorted({value.id for value in node.values if isinstance(value, ast.Name)})
    for place, value in enumerate(node.values):
        for other in names if isinstance(value, ast.Name) else ():
            if other != getattr(value, "id", ""):
                values = [*node.values]
                values[place] = ast.Name(other, ast.Load())
                yield _with(node, values=values)


def _return(node: ast.Return) -> Iterator[ast.AST]:
    value = node.value
    if value is not None and not (isinstance(value, ast.Constant) and value.value is None):
        yield ast.Return(ast.Constant(None))


def _call_alone(node: ast.Expr) -> Iterator[ast.AST]:
    if isinstance(node.value, ast.Call):
        yield ast.Pass()


def _nothing(node: ast.Raise) -> Iterator[ast.AST]:
    yield ast.Pass()


def _no_further(node: ast.Continue) -> Iterator[ast.AST]:
    yield ast.Break()


def _condition(node: ast.If | ast.While | ast.IfExp) -> Iterator[ast.AST]:
    if isinstance(node.test, ast.Name | ast.Attribute | ast.Call | ast.NamedExpr):
        yield _with(node, test=ast.UnaryOp(ast.Not(), node.test))


def _narrowed(node: ast.comprehension) -> Iterator[ast.AST]:
    for left in _each_left_out(node.ifs):
        yield _with(node, ifs=left)


def _role(node: ast.Attribute) -> Iterator[ast.AST]:
    if isinstance(node.value, ast.Name) and node.value.id == "Role" and node.attr in _ROLES:
        place = _ROLES.index(node.attr)
        yield _with(node, attr=_ROLES[(place + 1) % len(_ROLES)])


def _undecorated(node: ast.FunctionDef) -> Iterator[ast.AST]:
    for place, decorator in enumerate(node.decorator_list):
        called = decorator.func if isinstance(decorator, ast.Call) else decorator
        if getattr(called, "id", "") not in _DECLARING:
            left = [*node.decorator_list[:place], *node.decorator_list[place + 1 :]]
            yield _with(node, decorator_list=left)


def _with(node: _Node, **changed: object) -> _Node:
    new = copy.copy(node)
    for name, value in changed.items():
        setattr(new, name, value)
    return new


def _each_left_out(nodes: Sequence[ast.expr]) -> Iterator[list[ast.expr]]:
    for place in range(len(nodes)):
        yield [*nodes[:place], *nodes[place + 1 :]]


_CHANGES: Final[tuple[tuple[Any, Change], ...]] = (
    (ast.Attribute, _role),
    (ast.AugAssign, _augmented),
    (ast.BinOp, _binary),
    (ast.BoolOp, _either),
    (ast.Call, _call),
    (ast.Compare, _compare),
    (ast.Continue, _no_further),
    (ast.Dict, _mapping),
    (ast.Expr, _call_alone),
    (ast.FunctionDef, _undecorated),
    (ast.If | ast.While | ast.IfExp, _condition),
    (ast.Raise, _nothing),
    (ast.Return, _return),
    (ast.Set | ast.List | ast.Tuple, _many),
    (ast.UnaryOp, _unary),
    (ast.comprehension, _narrowed),
)
