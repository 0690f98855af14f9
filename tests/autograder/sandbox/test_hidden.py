"""What comes back from a kernel that has seen hidden images: earlier cells, and no words after."""

import os

import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from autograder.sandbox import hidden
from autograder.sandbox.hidden import Answer, HidingExecute

ENTRIES = {"a.0.npz": b"early", "b.0.npz": b"", "accuracy.0.npz": b"forged"}


def said(text):
    return new_output("stream", name="stdout", text=text)


def error(name, text, *lines):
    return new_output("error", ename=name, evalue=text, traceback=list(lines))


@pytest.fixture
def execute(tmp_path):
    """A notebook in which the third cell is about to ask about hidden images."""
    for folder in ("questions", "answers"):
        (tmp_path / folder).mkdir()
    for name, content in ENTRIES.items():
        (tmp_path / "answers" / name).write_bytes(content)
    execute = HidingExecute()
    execute.held_back = {2: {"accuracy.0.npz": b"images"}}
    execute.answers, execute.wanted = tmp_path / "answers", tuple(ENTRIES)
    execute._private, execute._told, execute._lost, execute.ended = tmp_path, None, False, ""
    cells = [new_code_cell("x = 1\ny = 2", outputs=[said(f"cell {n}")]) for n in range(5)]
    for graded in (2, 4):
        cells[graded].metadata["nbgrader"] = {"grade": True}
    for count, cell in enumerate(cells, start=1):
        cell.execution_count = count
    execute.nb = new_notebook(cells=cells)
    return execute


def ran_on(execute, *changes):
    """What comes back if the kernel shows these outputs in these cells once it has the images."""
    execute._hand_over(2)
    for index, outputs in changes:
        execute.nb.cells[index].outputs = outputs
        execute.nb.cells[index].execution_count = 987_654
    execute._forget_what_came_later(execute.nb, execute._told)
    return execute.nb.cells


def test_a_question_on_hidden_images_is_handed_over_when_its_cell_begins(execute, tmp_path):
    assert not list((tmp_path / "questions").iterdir())
    execute._hand_over(2)
    assert (tmp_path / "questions" / "accuracy.0.npz").read_bytes() == b"images"


def test_cells_that_ran_before_stay_as_they_were(execute):
    cells = ran_on(execute, (0, [said("rewritten")]), (1, []))
    assert [cell.outputs[0].text for cell in cells[:2]] == ["cell 0", "cell 1"]
    assert [cell.execution_count for cell in cells[:2]] == [1, 2]


def test_of_later_cells_nothing_is_shown_and_that_is_said(execute):
    cells = ran_on(execute, (2, [said("secret")]), (3, [said("secret")]), (4, []))
    assert cells[2].outputs == cells[4].outputs == []  # the judge writes its verdicts there
    (shown,) = cells[3].outputs
    assert shown.text == hidden.NOT_SHOWN + "\n"
    assert [cell.execution_count for cell in cells[2:]] == [3, 4, 5]


def test_one_error_of_a_graded_cell_is_told_as_class_and_line(execute):
    first = error("KeyError", "secret", "\x1b[0;31mCell In[7], line 2\x1b[0m", "secret")
    second = error("ValueError", "x", "Cell In[8], line 1")
    cells = ran_on(execute, (2, [first]), (3, [second]), (4, [second]))
    (told,) = cells[2].outputs
    assert (told.ename, told.evalue) == ("KeyError", "in line 2 of this cell")
    assert [output.output_type for cell in cells[3:] for output in cell.outputs] == ["stream"]


@pytest.mark.parametrize("line", ["3", "0", "-1", "99999999999", "x"])
def test_a_line_that_a_cell_does_not_have_is_not_told(execute, line):
    cells = ran_on(execute, (2, [error("KeyError", "", f"Cell In[7], line {line}")]))
    assert cells[2].outputs[-1].evalue == "in this cell"


@pytest.mark.parametrize("name", ["Secret", "keyerror", "KeyErrorX", "print", None, 3])
def test_the_name_of_an_own_class_is_not_told(name):
    assert hidden.bounded_class(name) == "an error of your own class"


def test_a_lost_kernel_is_told_once_and_in_the_graders_words(execute):
    execute._reached, execute._lost, execute.ended = 3, True, "it wanted more memory than 4 GB"
    cells = ran_on(execute, (3, [error("Secret", "secret")]), (4, [error("Secret", "secret")]))
    assert "it wanted more memory than 4 GB" in cells[4].outputs[-1].traceback[0]
    assert [output.output_type for output in cells[3].outputs] == ["stream"]


def test_an_answer_that_came_before_is_the_one_that_counts(execute):
    execute._hand_over(2)
    changed = {name: Answer(b"late") for name in ENTRIES}
    assert execute.with_answers_before(changed) == {
        "a.0.npz": Answer(b"early"),
        "b.0.npz": Answer(b"late", late=True),
        "accuracy.0.npz": Answer(b"late", late=True),  # forged before it was asked
    }


def test_an_answer_that_is_gone_is_still_the_one_that_came_before(execute):
    execute._hand_over(2)
    assert execute.with_answers_before({}) == {"a.0.npz": Answer(b"early")}


def test_without_hidden_images_every_answer_is_as_it_is(execute):
    answers = {"a.0.npz": Answer(b"x")}
    assert execute.with_answers_before(answers) == answers


def test_a_question_that_cannot_be_handed_over_is_the_graders_trouble(execute, tmp_path):
    (tmp_path / "questions").rmdir()
    with pytest.raises(OSError, match="No such file"):
        execute._hand_over(2)
    assert "could not be handed over" in execute._trouble


def test_answers_that_claim_to_be_large_are_read_up_to_a_limit_on_all(tmp_path, monkeypatch):
    monkeypatch.setattr(hidden, "LARGEST_ANSWERS", 2_500)
    for name in "abc":
        (tmp_path / name).touch()
        os.truncate(tmp_path / name, 1_000)  # takes no memory until it is read
    found = hidden.taken(tmp_path, ["a", "b", "c"])
    assert [len(found[name].content) for name in "abc"] == [1_000, 1_000, 0]
    assert "more than the 500 allowed" in found["c"].problem
