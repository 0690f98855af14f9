"""A reference is found by the names of its assignment and its task, and its errors are heard."""

import numpy as np
import pytest

from autograder import references
from autograder.references import start_here


@pytest.mark.parametrize(
    ("assignment", "task"),
    [("03_inputs", "random_window"), ("10_not_there", "random_window"), ("03_inputs", "softmax")],
)
def test_a_task_without_a_reference_expects_nothing(assignment, task):
    assert references.expected(assignment, task, {}) == {}


def test_a_reference_answers_its_tasks_questions():
    images = np.arange(2 * 4 * 4 * 3).reshape(2, 4, 4, 3)
    question = {"images": images, "one image": images[:1]}
    found = references.expected("00_start_here", "channel_means", question)
    np.testing.assert_array_equal(found["means"], images.mean(axis=(1, 2)))


@pytest.mark.parametrize(
    ("task", "text", "error"),
    [
        ("without_its_import", "import nowhere_to_be_found", ModuleNotFoundError),
        ("without_its_function", "", AttributeError),
    ],
)
def test_a_broken_reference_is_not_taken_for_a_missing_one(
    monkeypatch, tmp_path, task, text, error
):
    (tmp_path / f"{task}.py").write_text(text)
    monkeypatch.setattr(start_here, "__path__", [str(tmp_path)])
    with pytest.raises(error):
        references.expected("00_start_here", task, {})
