"""The pages of the public API: built without a warning, with shapes, and without answers."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
API = ROOT / "docs" / "api.py"
PUBLIC = sorted(  # what notebooks import, but for the graded tasks
    path
    for path in (ROOT / "course_utils").rglob("*.py")
    if "exercises" not in path.relative_to(ROOT).parts
)
ARRAYS = re.compile(r"np\.ndarray|tf\.Tensor|keras\.KerasTensor")
SHAPE = re.compile(r"\([^)]*[,N][^)]*\)|scalar|\bshape|\bimage|for each")


def public_functions(tree):
    """Functions and methods that a reader of the pages sees, with the class's docstring, if any."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield node
        elif isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield from public_functions(node)


@pytest.mark.parametrize("path", PUBLIC, ids=lambda path: str(path.relative_to(ROOT)))
def test_who_takes_or_gives_arrays_tells_their_shape(path):
    for function in public_functions(ast.parse(path.read_text(encoding="utf-8"))):
        arguments = [*function.args.args, *function.args.kwonlyargs]
        notes = [argument.annotation for argument in arguments] + [function.returns]
        if ARRAYS.search(" ".join(ast.unparse(note) for note in notes if note is not None)):
            assert SHAPE.search(ast.get_docstring(function) or ""), function.name


@pytest.mark.ci
def test_the_pages_are_built_without_a_warning_and_without_references(tmp_path):
    done = subprocess.run(
        [sys.executable, API, "--output", tmp_path], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    for path in PUBLIC:
        if not path.stem.startswith("_"):
            assert (tmp_path / path.relative_to(ROOT)).with_suffix(".html").exists()
    page = tmp_path / "course_utils" / "cifar10_input.html"
    assert "float32" in page.read_text(encoding="utf-8")
    assert not list(tmp_path.rglob("*references*"))


def test_a_docstring_that_cannot_be_shown_ends_the_build(tmp_path):
    (tmp_path / "broken.py").write_text("def f(x: 'no.such.Type') -> None:\n    '''Does.'''\n")
    code = (
        f"import sys; sys.path[:0] = [{str(tmp_path)!r}, {str(API.parent)!r}]\n"
        "from course_utils import environment; environment.start_tensorflow = lambda: ''\n"
        "import api; from pathlib import Path; api.build(Path('out'), ('broken',))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "broken" in done.stderr
