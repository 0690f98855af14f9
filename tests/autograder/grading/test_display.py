"""Cells that only show something are skipped; whatever might need one makes it run."""

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder import bounded
from autograder.grading import display
from autograder.grading.display import DisplayError, bound, needed, to_skip

pytestmark = pytest.mark.fast

SHOWS = "middle = images[0]\nprint(middle)"
DRAWS = "print(middle, top)"
TAGGED = {"tags": [display.TAG]}


def released(*shown):
    """What a release says that has these cells, tagged, below one that loads images."""
    cells = [new_code_cell("images = load()")]
    return display.displays(
        new_notebook(cells=cells + [new_code_cell(one, metadata=TAGGED) for one in shown])
    )


def handed_in(*sources):
    return new_notebook(cells=[new_code_cell(source) for source in sources])


def skipped(*sources, shown=(SHOWS,)):
    return to_skip(handed_in(*sources), released(*shown))


def test_a_cell_whose_text_is_the_courses_is_skipped():
    assert skipped("images = load()", SHOWS, "def f():\n    return images") == (1,)


def test_spaces_that_an_editor_adds_change_no_text():
    assert skipped(SHOWS.replace("\n", "  \n") + "\n\n") == (0,)


def test_a_cell_that_the_student_changed_runs():
    assert skipped(SHOWS.replace("0", "1")) == ()


def test_the_students_own_tag_says_nothing():
    nb = handed_in("answer = 1")
    nb.cells[0].metadata.update(TAGGED)
    assert to_skip(nb, released(SHOWS)) == ()


def test_an_untagged_cell_of_the_course_runs():
    assert to_skip(handed_in("images = load()"), released(SHOWS)) == ()


def test_a_text_that_is_also_an_untagged_cells_runs():
    assert skipped("images = load()", shown=("images = load()",)) == ()


def test_text_cells_are_not_counted_as_skipped():
    nb = new_notebook(cells=[new_markdown_cell(SHOWS), new_code_cell(SHOWS)])
    assert to_skip(nb, released(SHOWS)) == (1,)


def test_a_graded_cell_is_never_skipped():
    nb = handed_in(SHOWS)
    nb.cells[0].metadata["nbgrader"] = {"grade": True}
    assert to_skip(nb, released(SHOWS)) == ()


@pytest.mark.parametrize(
    "own",
    [
        "print(middle)",
        "middle",
        "middle = middle + 1",
        "middle += 1",
        "if x:\n    middle = 3\nprint(middle)",
        "for middle in x:\n    pass\nprint(middle)",
        "try:\n    middle = f()\nexcept E:\n    pass\nprint(middle)",
        "try:\n    middle\nexcept NameError:\n    middle = 3",
        "with suppress(E):\n    middle = f()\nprint(middle)",
        "while middle:\n    middle = f()",
        "a, b = middle, 3\nmiddle = 1",
        "middle = 3\ndef f():\n    return middle",  # may be called when it is another one
        "middle = 3\nf = (middle for _ in x)",
        "[middle for x in (middle := y)]",
        "del middle",
        "def f():\n    return middle",
        "def f():\n    global middle\n    middle = 1",
        "f = lambda: middle",
        "[middle for _ in range(3)]",
        "class A:\n    middle = middle",
        "class A:\n    def f(self):\n        return middle",
        "f'{middle:.2f}'",
        "middle.shape",
        "middle[0] += 1",
        "%timeit middle",
        "!echo {middle}",
        "ｍiddle",  # Python reads this as the same name
        "print(globals()['mid' + 'dle'])",
        "eval('mid' + 'dle')",
        "exec('print(mid' + 'dle)')",
        "import __main__; print(getattr(__main__, 'mid' + 'dle'))",
        "get_ipython().user_ns",
        "Out[3]",
        "In[-1]",
        "_ + 1",
        "_7",
        "_i3",
        "%time _",
    ],
)
def test_a_cell_that_the_students_own_may_need_runs(own):
    assert skipped("images = load()", SHOWS, own) == ()
    assert skipped(own, SHOWS) == ()


@pytest.mark.parametrize(
    "own",
    [
        "def f(middle):\n    return middle",
        "def f():\n    middle = 1\n    return middle",
        "layer.middle",
        "f(middle=1)",
        "# middle",
        "def f():\n    '''The middle.'''",
        "for _ in range(3):\n    pass",
        "x, _ = pair",
        "# In the middle, globals() and eval",
        "'In the middle'",
        "middle = 3",
        "middle = 3\nprint(middle)",
        "top, (middle, *rest) = x\nprint(middle)",
        "for middle in x:\n    print(middle)",
        "for top, middle in x:\n    if top:\n        print(middle)",
        "with f() as middle:\n    print(middle)",
        "import middle\nmiddle.f()",
        "from x import y as middle\nprint(middle)",
        "def middle():\n    pass\nmiddle()",
        "[middle for middle in x]",
        "{middle: top for top, middle in x}",
        "middle = 3\nprint([middle for _ in x])",
        "if x:\n    middle = 3\n    print(middle)",
    ],
)
def test_a_cell_that_takes_nothing_from_another_one_changes_nothing(own):
    assert skipped("images = load()", SHOWS, own) == (1,)


def test_a_cell_that_runs_after_all_may_need_another_one():
    assert skipped(SHOWS, DRAWS, shown=(SHOWS, DRAWS)) == (0, 1)
    draws = "edge = middle\nprint(edge)"
    assert skipped(SHOWS, draws, shown=(SHOWS, draws)) == (0, 1)
    assert skipped(SHOWS, draws, "edge", shown=(SHOWS, draws)) == ()


def test_a_cell_that_runs_after_all_may_look_at_every_name():
    looks = "edge = vars()"
    assert skipped(SHOWS, looks, "1", shown=(SHOWS, looks)) == (0, 1)
    assert skipped(SHOWS, looks, "edge", shown=(SHOWS, looks)) == ()


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("a, (b, *c) = 1, (2, 3)", {"a", "b", "c"}),
        ("import numpy as np, os.path", {"np", "os"}),
        ("from a import b as c", {"c"}),
        ("for i in x:\n    pass", {"i"}),
        ("with f() as g:\n    pass", {"g"}),
        ("try:\n    pass\nexcept E as e:\n    pass", {"e"}),
        ("if (n := 3):\n    pass", {"n"}),
        ("[(last := x) for x in y]", {"last"}),
        ("def f(x):\n    z = x\n    return z", {"f"}),
        ("def f():\n    global g\n    g = 1", {"f", "g"}),
        ("class A:\n    x = 1", {"A"}),
        ("x += 1", {"x"}),
        ("del x", {"x"}),
        ("x.y = 1", {"x"}),
        ("x.y[0].z = 1", {"x"}),
        ("x[i] = 1", {"x"}),
        ("f(x).y = 1", {"f", "x"}),
        ("del x[0]", {"x"}),
        ("match p:\n    case [q, *r]:\n        pass", {"q", "r"}),
        ("type(x)", set()),
        ("print(x)", set()),
    ],
)
def test_a_cell_binds_what_it_assigns_imports_or_changes(source, names):
    assert bound(source) == names


@pytest.mark.parametrize("source", ["from numpy import *", "%matplotlib inline", "x ="])
def test_what_a_cell_binds_must_be_told(source):
    with pytest.raises(DisplayError):
        bound(source)


@pytest.mark.parametrize("source", ["\0", "(" * 100_000, "x" * 1_000_000, "'''"])
def test_a_cell_that_cannot_be_read_is_no_trouble(source):
    assert isinstance(needed(source), set)


def test_of_an_absurdly_long_notebook_every_cell_runs():
    assert skipped(SHOWS, "x = 1\n" * 100_000) == ()


def test_a_released_notebook_that_cannot_be_read_lets_every_cell_run(tmp_path):
    broken = tmp_path / "broken.ipynb"
    broken.write_text("{")
    assert display.read_shows(broken) == display.read_shows(tmp_path / "missing.ipynb") == {}


def test_of_a_released_cell_that_was_edited_into_no_python_nothing_is_skipped():
    assert released("%matplotlib inline") == {}


def test_where_code_takes_too_long_to_parse_every_cell_runs(monkeypatch):
    assert skipped(SHOWS) == (0,)

    def exceeded(*arguments, **settings):
        raise bounded.Exceeded("takes more than 10 seconds")

    monkeypatch.setattr(bounded, "call", exceeded)
    assert skipped(SHOWS) == ()


def test_code_that_ends_pythons_parser_ends_nothing_else():
    deep = "x = " + "-" * 400_000 + "1"
    assert skipped(SHOWS, deep) in ((0,), ())
    assert skipped(SHOWS) == (0,)
