"""The format of the files in tests/answers: what a good one gives, and what a bad one is told."""

import linecache

import pytest

from tests.answers import all_answers, answers, read, thing

pytestmark = pytest.mark.fast

DOCSTRING = '"""Answers to ``double``."""\n'
RIGHT = """
# %% right product
def double(x):
    x = 1 * x

    return 2 * x


# %% right sum
def double(x):
    return x + x
"""
STUB = """

# %% wrong stub
# says: Nothing came back
# earns: 0
def double(x):
    pass
"""
EDITED = """

# %% wrong thrice, edited from product
# says: You return it thrice: 3 * x
# earns: 0.25
# - return 2 * x
# + return 3 * x
"""
HEAD = "\n\n# %% wrong other, edited from product\n# says: Other\n# earns: 0\n"


@pytest.fixture
def written(tmp_path):
    """Reads a text as the file of the task ``double``."""

    def read_text(text):
        path = tmp_path / "double.py"
        path.write_text(text, encoding="utf-8")
        return read(path, "double")

    return read_text


def edited(written, edit):
    """The source of an answer that is edited from ``right_product``."""
    return written(DOCSTRING + RIGHT + HEAD + edit)[-1].source


def test_a_fresh_wrong_answer_says_what_it_is_about_instead_of_what_it_earns(written):
    fresh = HEAD.replace("# says: Other\n# earns: 0\n", "# about: thrice|three\n")
    found = written(DOCSTRING + RIGHT + fresh + "# - return 2 * x\n# + return 3 * x\n")[-1]
    assert (found.right, found.about, found.says) == (False, "thrice|three", "")


def test_a_file_gives_its_answers_in_their_order(written):
    found = written(DOCSTRING + RIGHT + STUB + EDITED)
    assert [one.key for one in found] == [
        "right_product",
        "right_sum",
        "wrong_stub",
        "wrong_thrice",
    ]
    assert [one.right for one in found] == [True, True, False, False]
    assert [one.earns for one in found] == [1, 1, 0, 0.25]
    assert [one.says for one in found[:3]] == ["", "", "Nothing came back"]
    assert found[3].says == "You return it thrice: 3 * x"
    assert {one.task for one in found} == {"double"}


def test_an_answer_is_the_text_of_its_cell_without_what_it_deserves(written):
    found = written(DOCSTRING + RIGHT + STUB)
    assert found[1].source == "def double(x):\n    return x + x\n"
    assert found[2].source == "def double(x):\n    pass\n"


def test_an_edited_answer_is_the_right_one_with_other_lines(written):
    assert written(DOCSTRING + RIGHT + EDITED)[-1].source == (
        "def double(x):\n    x = 1 * x\n\n    return 3 * x\n"
    )


@pytest.mark.parametrize(
    ("edit", "source"),
    [
        ("# -     x = 1 * x\n# -\n", "def double(x):\n\n    return 2 * x\n"),
        ("# - 1 * x\n# + 1\n# - 2 *\n# + 2 +\n", "def double(x):\n    x = 1\n\n    return 2 + x\n"),
        ("# - 1 *\n\n# - 2 *\n", "def double(x):\n    x =  x\n\n    return  x\n"),
        ("# - x = 1 * x\n# + y = 1\n# +\n# +     x = y\n# - 2\n# + 3\n", None),
    ],
    ids=["a removed line", "two replacements", "two removed pieces", "more lines"],
)
def test_an_edit_may_remove_replace_and_add_lines(written, edit, source):
    source = source or "def double(x):\n    y = 1\n\n    x = y\n\n    return 3 * x\n"
    assert edited(written, edit) == source


def test_an_answer_is_executed_among_the_variables_that_it_finds(written):
    text = DOCSTRING + "\n# %% right given\ndouble = 2 * number\n"
    assert thing(written(text)[0], {"number": 4}) == 8


def test_the_source_of_an_answer_can_be_read_like_that_of_a_file(written):
    first, second = (thing(one) for one in written(DOCSTRING + RIGHT)[:2])
    linecache.checkcache()
    assert linecache.getline(first.__code__.co_filename, 2) == "    x = 1 * x\n"
    assert linecache.getline(second.__code__.co_filename, 2) == "    return x + x\n"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (RIGHT, "comes before the first cell"),
        (DOCSTRING + "import numpy\n" + RIGHT, "comes before the first cell"),
        (DOCSTRING + "# Note.\n" + RIGHT, "comes before the first cell"),
        (DOCSTRING + RIGHT + "\n\n# %%\nx = 1\n", "neither a right nor a wrong"),
        (DOCSTRING + RIGHT + "\n\n# %% other\nx = 1\n", "neither a right nor a wrong"),
        (DOCSTRING + RIGHT + "\n\n# %% wrong a b\nx = 1\n", "neither a right nor a wrong"),
        (DOCSTRING + RIGHT + "\n\n# %% right sum\nx = 1\n", "two answers of this name"),
        (DOCSTRING + RIGHT + STUB + STUB, "two answers of this name"),
        (DOCSTRING + RIGHT + "\n\n# %% right empty\n", "it is empty"),
        (DOCSTRING + RIGHT + STUB.replace("# says: Nothing came back\n", ""), "what it deserves"),
        (DOCSTRING + RIGHT + STUB.replace("# earns: 0\n", ""), "what it deserves"),
        (DOCSTRING + RIGHT + STUB.replace("earns: 0", "earns: all"), "cannot earn `all`"),
        (DOCSTRING + RIGHT + STUB.replace("earns: 0", "earns: 1.5"), "cannot earn `1.5`"),
        (DOCSTRING + RIGHT + STUB.replace("earns: 0", "earns: -1"), "cannot earn `-1`"),
        (DOCSTRING + RIGHT + STUB.replace("earns: 0", "earns: nan"), "cannot earn `nan`"),
        (DOCSTRING + RIGHT.replace("def", "# earns: 1\ndef", 1), "`# earns: 1` is out of place"),
        (DOCSTRING + RIGHT + STUB + "# says: More\n", "`# says: More` is out of place"),
        (DOCSTRING + RIGHT + STUB + "# - pass\n", "`# - pass` is out of place"),
        (DOCSTRING + EDITED + RIGHT, "no right answer `product`"),
        (DOCSTRING + RIGHT + EDITED.replace("product", "root"), "no right answer `root`"),
        (DOCSTRING + RIGHT + STUB + EDITED.replace("product", "stub"), "is wrong itself"),
        (DOCSTRING + RIGHT + "\n# %% right third, edited from sum\n# - x + x\n", "Write it whole"),
        (DOCSTRING + RIGHT + HEAD, "is no replacement"),
        (DOCSTRING + RIGHT + HEAD + "# + x = 1\n", "`# + x = 1` is no replacement"),
        (DOCSTRING + RIGHT + HEAD + "# - 2\n# + 3\nx = 1\n", "`x = 1` is no replacement"),
        (DOCSTRING + RIGHT + HEAD + "# - 7 * x\n", "`7 * x` occurs 0 times"),
        (DOCSTRING + RIGHT + HEAD + "# - * x\n", "`* x` occurs 2 times"),
        (DOCSTRING + RIGHT + HEAD + "# - 2 * x\n# + 2 * x\n", "the same as the right answer"),
    ],
)
def test_a_file_that_is_written_otherwise_is_refused_with_a_sentence(written, text, says):
    with pytest.raises(ValueError, match=r"double\.py.*[.]$") as refused:
        written(text)
    assert says in str(refused.value)


def test_a_sentence_names_the_answer(written):
    with pytest.raises(ValueError, match="`# %% wrong thrice, edited from root`: "):
        written(DOCSTRING + RIGHT + EDITED.replace("product", "root"))


@pytest.mark.parametrize("count", [0, 2])
def test_a_task_has_one_file(count, tmp_path):
    for room in ("inputs", "model")[:count]:
        (tmp_path / room).mkdir()
        (tmp_path / room / "nobodys_task.py").write_text(DOCSTRING + RIGHT, encoding="utf-8")
    with pytest.raises(ValueError, match=rf"There are {count} files .*nobodys_task\.py"):
        answers("nobodys_task", tmp_path)


def test_right_answers_come_first_then_the_stub_in_each_file():
    found = [(one.task, one) for one in all_answers()]
    for task in {task for task, _ in found}:
        order = [2 - 2 * one.right - (one.name == "stub") for name, one in found if name == task]
        assert order == sorted(order), task
