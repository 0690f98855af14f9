"""Cells that only show something: no grade needs them, so they are not run while grading.

An author tags such a cell ``display``. Which cells those are is read from the release's notebook in
the course's folder, never from a submission. A submission's cell is skipped if its text is that of
one of them and no cell that runs mentions a name that it binds. Where in doubt, a cell runs.
"""

import ast
import contextlib
import re
import symtable
import unicodedata
from collections.abc import Container, Iterator
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_output

from autograder import bounded
from course_utils.notebooks import tidy

TAG = "display"
NOT_RUN = "Not run while grading: no grade needs what this cell shows."
EARLIER = {"In", "Out"}  # IPython's names of what earlier cells said and showed
EARLIER_CELL = re.compile(r"_i*\d+|_i+")  # and of one of them, such as _12
LAST_SHOWN = {"_", "__", "___"}  # and of what was shown last, unless a loop binds them
# A cell with one of these words may look at every name, or at what earlier cells showed.
ANYTHING = {"globals", "locals", "vars", "dir", "eval", "exec", "__main__", "__dict__", *EARLIER}
ANYTHING |= {"__globals__", "f_globals", "f_locals", "user_ns", "get_ipython"}
LONGEST_NOTEBOOK_CHARACTERS = 500_000  # beyond which its code is not looked at
COMPREHENSIONS = {"listcomp", "setcomp", "dictcomp"}  # as symtable calls them

Shows = dict[str, set[str]]  # names that a cell binds which only shows something, by its text


class DisplayError(ValueError):
    """A cell cannot be tagged ``display``; the message says why."""


def read_shows(path: Path) -> Shows:
    """Return what a notebook as it was released says of its cells; nothing if it cannot be read.

    Args:
        path: The instructor's notebook, in the course's folder.
    """
    try:
        return displays(nbformat.read(path, as_version=4))
    except (OSError, ValueError):  # an instructor may have edited it: then every cell runs
        return {}


def tagged(cell: NotebookNode) -> bool:
    """Return whether an author has tagged a cell ``display``."""
    return TAG in cell.metadata.get("tags", [])


def to_skip(nb: NotebookNode, shows: Shows) -> tuple[int, ...]:
    """Return the indices of the cells of a submission that need not run, in order.

    Args:
        nb: The submission's sanitized notebook.
        shows: What the released notebook says of its cells.
    """
    if sum(len(cell.source) for cell in nb.cells) > LONGEST_NOTEBOOK_CHARACTERS:
        return ()
    try:  # Python's parser may take long, or end its process
        return tuple(bounded.call(skippable, nb, shows))
    except (bounded.Exceeded, bounded.Failed):
        return ()


def skippable(nb: NotebookNode, shows: Shows) -> list[int]:
    """Return what :func:`to_skip` returns, in the process that it is called in."""
    skipped = {
        index: shows[tidy(cell.source)]
        for index, cell in enumerate(nb.cells)
        if cell.cell_type == "code"
        and "nbgrader" not in cell.metadata
        and tidy(cell.source) in shows
    }
    wanted = needed_by_running(nb, skipped)
    # A cell that runs after all may need another one.
    while these := [index for index, names in skipped.items() if in_the_way(names, wanted)]:
        for index in these:
            wanted |= needed(nb.cells[index].source)
            del skipped[index]
    return sorted(skipped)


def in_the_way(names: set[str], wanted: set[str]) -> set[str]:
    """Return which of the names that running cells need forbid to skip a cell.

    Args:
        names: What the cell binds.
        wanted: What all cells that run may take from others.
    """
    return (names | ANYTHING) & wanted | set(filter(EARLIER_CELL.fullmatch, wanted))


def needed_by_running(nb: NotebookNode, skipped: Container[int]) -> set[str]:
    """Return what the code cells need of which the indices are not among the skipped ones."""
    return {
        word
        for index, cell in enumerate(nb.cells)
        if cell.cell_type == "code" and index not in skipped
        for word in needed(cell.source)
    }


def displays(release: NotebookNode) -> Shows:
    """Return the names that each cell binds that only shows something, by the cell's text."""
    cells = [cell for cell in release.cells if cell.cell_type == "code"]
    others = {tidy(cell.source) for cell in cells if not tagged(cell)}
    shows: Shows = {}
    for cell in cells:
        if tagged(cell) and "nbgrader" not in cell.metadata and tidy(cell.source) not in others:
            with contextlib.suppress(DisplayError):  # the build refuses it; here it runs
                shows[tidy(cell.source)] = bound(cell.source)
    return shows


def bound(source: str) -> set[str]:
    """Return the names that a cell binds or deletes, or of whose objects it changes a part.

    Raises:
        DisplayError: It is no plain Python, or binds names that it does not tell.
    """
    try:
        tree = ast.parse(source)
        top = symtable.symtable(source, "cell", "exec")
    except SyntaxError as error:
        raise DisplayError(f"it is no plain Python ({error.msg})") from None
    names = {one.get_name() for one in top.get_symbols() if one.is_assigned() or one.is_imported()}
    for table in below(top):
        globals_there = (one for one in table.get_symbols() if one.is_declared_global())
        names |= {one.get_name() for one in globals_there if one.is_assigned()}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and any(one.name == "*" for one in node.names):
            raise DisplayError("it imports *, which binds names that it does not tell")
        if isinstance(node, ast.Attribute | ast.Subscript) and not isinstance(node.ctx, ast.Load):
            owner: ast.expr = node
            while isinstance(owner, ast.Attribute | ast.Subscript):
                owner = owner.value
            names |= {one.id for one in ast.walk(owner) if isinstance(one, ast.Name)}
    return names


def below(table: symtable.SymbolTable) -> Iterator[symtable.SymbolTable]:
    """Yield the scopes in a scope, at any depth."""
    for child in table.get_children():
        yield child
        yield from below(child)


def needed(source: str) -> set[str]:
    """Return the names whose values a cell may take from another one.

    Python's own scoping decides: what a function binds is its own, what follows a dot is no name,
    and a name that the cell has surely bound itself before it reads it is none either. A function
    may be called later, so whatever it takes from outside counts. Of a cell that is no plain
    Python, such as IPython's commands, every word counts. Some of ``ANYTHING`` is among the names
    where the cell may look at names that it does not write down.
    """
    source = unicodedata.normalize("NFKC", source)  # as Python reads names
    try:
        tree = ast.parse(source)
        top = symtable.symtable(source, "cell", "exec")
        words = set(re.findall(r"\w+", ast.unparse(tree)))  # no comments
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        words = set(re.findall(r"\w+", source))
        return words | (ANYTHING if words & LAST_SHOWN else set())
    at_once = {one.get_name() for one in top.get_symbols()}  # is used when the cell itself runs
    later: set[str] = set()
    for table in below(top):
        own = table.get_type() == "class"  # its body looks further than its own names
        outer = {one.get_name() for one in table.get_symbols() if own or one.is_global()}
        (at_once if table.get_name() in COMPREHENSIONS else later).update(outer)
    names = later | (taken(tree.body, set()) & at_once)
    return names | words & (ANYTHING - EARLIER) | (ANYTHING if names & LAST_SHOWN else set())


def taken(statements: list[ast.stmt], bound: set[str]) -> set[str]:
    """Return the names that statements may read before they bind them, in the order they run in.

    Args:
        statements: One after another.
        bound: The names that are surely bound before; those that surely are afterwards are added.
    """
    names: set[str] = set()
    for one in statements:
        blocks: list[list[ast.stmt]] = []
        new: set[str] = set()
        match one:
            case ast.Assign(targets=targets) | ast.For(target=ast.expr() as targets):
                new = stored(*(targets if isinstance(targets, list) else [targets]))
            case ast.With(items=items):
                new = stored(*(item.optional_vars for item in items if item.optional_vars))
            case ast.Import() | ast.ImportFrom():
                new = {(alias.asname or alias.name).partition(".")[0] for alias in one.names}
            case ast.FunctionDef() | ast.ClassDef():
                new = {one.name}
        if isinstance(one, ast.For | ast.If | ast.While):
            blocks = [one.body, one.orelse]
        elif isinstance(one, ast.With):
            blocks = [one.body]
        inside = {id(node) for block in blocks for stmt in block for node in ast.walk(stmt)}
        names |= set(read(one, inside)) - bound
        for block in blocks:
            names |= taken(block, bound | new)
        if not isinstance(one, ast.For):  # which may have nothing to go through
            bound |= new
    return names


def stored(*targets: ast.expr) -> set[str]:
    """Return the names that targets of an assignment bind."""
    nodes = (node for target in targets for node in ast.walk(target))
    return {
        node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }


def read(statement: ast.stmt, without: Container[int]) -> Iterator[str]:
    """Yield the names that a statement reads, deletes or adds to.

    Args:
        statement: Any.
        without: The ids of nodes below it that do not count.
    """
    for node in ast.walk(statement):
        if id(node) in without:
            continue
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
            yield node.target.id


def not_run() -> NotebookNode:
    """Return the output that says in a graded notebook that a cell was not run."""
    return new_output("display_data", {"text/plain": NOT_RUN})
