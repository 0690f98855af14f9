"""The mechanical changes that make a mutant of a right answer: ``CHANGES``, one function a kind.

Each takes a node of a syntax tree and yields what may take its place. ``mutations`` tries all of
them everywhere, one at a time.
"""

import ast
import copy
import itertools
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

Change = Callable[[ast.AST], Iterator[ast.AST]]

OTHER_OPERATOR = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Div,
}
OTHER_COMPARISONS = {
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.GtE),
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.LtE),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
NAMES = (
    *(("min", "max"), ("minimum", "maximum"), ("reduce_min", "reduce_max")),
    *(("sum", "mean"), ("reduce_sum", "reduce_mean"), ("argmin", "argmax")),
    *(("any", "all"), ("reduce_any", "reduce_all")),
    *(("zeros", "ones"), ("zeros_like", "ones_like"), ("floor", "ceil")),
)
OTHER_NAME = {**dict(NAMES), **{two: one for one, two in NAMES}}
BUILT_IN = ("min", "max", "any", "all")  # Python itself has both of the pair
# What answers call functions of. Anything else before a dot is an object with a method.
MODULES = (
    *("np", "tf", "keras", "layers", "ops", "stats", "special", "signal", "optimize"),
    *("math", "random", "statistics", "itertools", "functools", "collections", "dataclasses"),
    *("course_utils", "evaluation", "models", "shapes", "digits", "cifar10_input", "Image", "self"),
)


# ---- kinds ---------------------------------------------------------------------------------------


def operators(node: ast.AST) -> Iterator[ast.AST]:
    """Exchange + and -, and * and /; // becomes /."""
    if isinstance(node, ast.BinOp | ast.AugAssign) and type(node.op) in OTHER_OPERATOR:
        yield changed(node, op=OTHER_OPERATOR[type(node.op)]())


def powers(node: ast.AST) -> Iterator[ast.AST]:
    """Drop what follows % and **."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod | ast.Pow):
        yield node.left


def axes(node: ast.AST) -> Iterator[ast.AST]:
    """Move the value of axis= or axes= by one; of several axes, all of them, and each alone."""
    if not isinstance(node, ast.keyword) or node.arg not in ("axis", "axes"):
        return
    value = constant(node.value)
    if is_whole(value):
        for by in (1, -1):
            yield changed(node, value=written(value + by))
    elif isinstance(value, tuple | list) and all(map(is_whole, value)):
        moves = [[by] * len(value) for by in (1, -1)]
        for place, by in itertools.product(range(len(value)), (1, -1)):
            moves.append([by * (other == place) for other in range(len(value))])
        for move in moves:
            moved = type(value)(one + by for one, by in zip(value, move, strict=True))
            yield changed(node, value=written(moved))


def slices(node: ast.AST) -> Iterator[ast.AST]:
    """Move a bound of a slice by one; one that is not written becomes 1 or -1."""
    if isinstance(node, ast.Slice):
        for bound, written_out in (("lower", ast.Constant(1)), ("upper", written(-1))):
            value = getattr(node, bound)
            if value is None:
                yield changed(node, **{bound: written_out})
            else:
                yield from (changed(node, **{bound: plus(value, by)}) for by in (1, -1))


def constants(node: ast.AST) -> Iterator[ast.AST]:
    """Move a whole number by one, double and halve another one, exchange True and False."""
    if not isinstance(node, ast.Constant):
        return
    if isinstance(node.value, bool):
        yield ast.Constant(not node.value)
    elif isinstance(node.value, int):
        yield from (written(node.value + by) for by in (1, -1))
    elif isinstance(node.value, float):
        others = (2 * node.value, node.value / 2) if node.value else (1.0,)
        yield from map(ast.Constant, others)


def arguments(node: ast.AST) -> Iterator[ast.AST]:
    """Exchange two arguments of a call."""
    if isinstance(node, ast.Call):
        places = [n for n, one in enumerate(node.args) if not isinstance(one, ast.Starred)]
        for one, two in itertools.combinations(places, 2):
            given = list(node.args)
            given[one], given[two] = given[two], given[one]
            yield changed(node, args=given)


def terms(node: ast.AST) -> Iterator[ast.AST]:
    """Drop a term of a sum or a factor of a product; what is divided becomes 1."""
    if not isinstance(node, ast.BinOp):
        return
    if isinstance(node.op, ast.Add | ast.Sub | ast.Mult | ast.Div | ast.FloorDiv):
        yield node.left
    if isinstance(node.op, ast.Add | ast.Mult):
        yield node.right
    if isinstance(node.op, ast.Sub):
        yield ast.UnaryOp(ast.USub(), node.right)
    if isinstance(node.op, ast.Div):
        yield changed(node, left=ast.Constant(1))


def calls(node: ast.AST) -> Iterator[ast.AST]:
    """Drop a call: of f(x, ...) and np.f(x, ...) x remains, of x.f(...) x."""
    if not isinstance(node, ast.Call):
        return
    if isinstance(node.func, ast.Attribute) and not is_module(node.func.value):
        yield node.func.value
    elif node.args and not isinstance(node.args[0], ast.Starred):
        yield node.args[0]


def comparisons(node: ast.AST) -> Iterator[ast.AST]:
    """Turn a comparison: < becomes <= and >, == becomes !=, `in` becomes `not in`, and so on."""
    if isinstance(node, ast.Compare):
        for place, operator in enumerate(node.ops):
            for other in OTHER_COMPARISONS[type(operator)]:
                yield changed(node, ops=[*node.ops[:place], other(), *node.ops[place + 1 :]])


def conjunctions(node: ast.AST) -> Iterator[ast.AST]:
    """Exchange `and` and `or`, and & and |."""
    if isinstance(node, ast.BoolOp):
        yield changed(node, op=ast.Or() if isinstance(node.op, ast.And) else ast.And())
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitAnd | ast.BitOr):
        yield changed(node, op=ast.BitOr() if isinstance(node.op, ast.BitAnd) else ast.BitAnd())


def negations(node: ast.AST) -> Iterator[ast.AST]:
    """Drop `not` and ~."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.Invert):
        yield node.operand


def signs(node: ast.AST) -> Iterator[ast.AST]:
    """Drop the minus before a value."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        yield node.operand


def branches(node: ast.AST) -> Iterator[ast.AST]:
    """Exchange the branches of an `if`, written as a statement or inside an expression."""
    if isinstance(node, ast.If):
        yield changed(node, body=node.orelse or [ast.Pass()], orelse=node.body)
    elif isinstance(node, ast.IfExp):
        yield changed(node, body=node.orelse, orelse=node.body)


def statements(node: ast.AST) -> Iterator[ast.AST]:
    """Drop an assignment, or a statement that is an expression."""
    if isinstance(node, ast.Assign | ast.AugAssign | ast.Expr) or (
        isinstance(node, ast.AnnAssign) and node.value
    ):
        yield ast.Pass()


def names(node: ast.AST) -> Iterator[ast.AST]:
    """Exchange min and max, sum and mean, argmin and argmax, any and all, zeros and ones, ..."""
    if isinstance(node, ast.Attribute) and node.attr in OTHER_NAME:
        yield changed(node, attr=OTHER_NAME[node.attr])
    elif isinstance(node, ast.Name) and node.id in BUILT_IN:
        yield changed(node, id=OTHER_NAME[node.id])


# Where two kinds make the same of a place, the mutant is of the first one.
CHANGES: dict[str, Change] = {
    change.__name__: change
    for change in (
        operators,
        powers,
        axes,
        slices,
        constants,
        arguments,
        terms,
        calls,
        comparisons,
        conjunctions,
        negations,
        signs,
        branches,
        statements,
        names,
    )
}


# ---- parts of trees ------------------------------------------------------------------------------


def changed(node: ast.AST, **fields: Any) -> ast.AST:
    """Return a copy of a node in which some fields are others."""
    other = copy.copy(node)
    for name, value in fields.items():
        setattr(other, name, value)
    return other


def constant(node: ast.AST) -> Any:
    """Return the value that is written out in an expression, or ``None`` where it is computed."""
    try:
        return ast.literal_eval(node)
    except (ValueError, TypeError):
        return None


def is_whole(value: Any) -> bool:
    """Return whether a value is a whole number, and no truth value."""
    return isinstance(value, int) and not isinstance(value, bool)


def written(value: Any) -> ast.expr:
    """Return the expression that gives a number, or several."""
    return ast.parse(repr(value), mode="eval").body


def plus(node: ast.expr, by: int) -> ast.expr:
    """Return an expression plus 1 or -1."""
    value = constant(node)
    if is_whole(value):
        return written(value + by)
    return ast.BinOp(node, ast.Add() if by > 0 else ast.Sub(), ast.Constant(1))


def is_module(node: ast.AST) -> bool:
    """Return whether what is before a dot is a module, or ``self``."""
    while isinstance(node, ast.Attribute) and not is_self(node.value):
        node = node.value
    return isinstance(node, ast.Name) and node.id in MODULES


def is_self(node: ast.AST) -> bool:
    """Return whether an expression is ``self``, whose attributes are objects."""
    return isinstance(node, ast.Name) and node.id == "self"


# ---- everywhere ----------------------------------------------------------------------------------

# What no grade hangs on: types, decorators, modules, messages, and whether zip is strict.
SKIPPED_FIELDS = ("annotation", "returns", "decorator_list")
SKIPPED_NODES = (ast.Import, ast.ImportFrom, ast.JoinedStr, ast.Raise)
SKIPPED_ARGUMENTS = ("strict",)


class Place(NamedTuple):
    """Where a node is in a tree."""

    parent: ast.AST
    field: str
    index: int | None  # where the field is a list
    node: ast.AST

    def put(self, node: ast.AST) -> None:
        """Put a node there."""
        if self.index is None:
            setattr(self.parent, self.field, node)
        else:
            getattr(self.parent, self.field)[self.index] = node


def places(parent: ast.AST) -> Iterator[Place]:
    """Yield each place below a node, an outer one before those inside it."""
    for field, value in ast.iter_fields(parent):
        several = isinstance(value, list)
        for index, node in enumerate(value if several else [value]):
            if isinstance(node, ast.AST) and field not in SKIPPED_FIELDS and not skipped(node):
                yield Place(parent, field, index if several else None, node)
                yield from places(node)


def skipped(node: ast.AST) -> bool:
    """Return whether nothing is changed in a node: a docstring, or what no grade hangs on."""
    if isinstance(node, ast.Expr):
        return isinstance(constant(node.value), str)
    if isinstance(node, ast.keyword):
        return node.arg in SKIPPED_ARGUMENTS
    return isinstance(node, SKIPPED_NODES)


def mutations(source: str) -> Iterator[tuple[str, str]]:
    """Yield the kind of each change and the source after it, as ``ast.unparse`` writes it.

    Some do not compile, and some are the same.

    Args:
        source: A program.
    """
    tree = ast.parse(source)
    for place in list(places(tree)):
        for kind, change in CHANGES.items():
            for node in change(place.node):
                place.put(node)
                yield kind, ast.unparse(tree) + "\n"
                place.put(place.node)
