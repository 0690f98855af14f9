"""What ``01_softmax`` promises: no TensorFlow, and questions that tell mistakes apart."""

import subprocess
import sys

import numpy as np
import pytest

from autograder import course, references
from autograder.authoring import build
from course_utils import exercises
from course_utils.exercises.kit.properties import PREFIX
from course_utils.exercises.softmax import central_differences, cross_entropy

FUNCTIONS = [task for task in exercises.tasks("01_softmax").values() if not task.on_hidden_images]


def code_cells():
    notebook = build.instructor_notebook(course.SOURCES / "01_softmax.py")
    return [cell.source for cell in notebook.cells if cell.cell_type == "code"]


def test_the_notebook_starts_without_tensorflow():
    imports = code_cells()[0]
    assert "import numpy" in imports
    program = (
        f"{imports}\nimport sys\nprint([name in sys.modules for name in ('tensorflow', 'keras')])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout.splitlines()[-1] == "[False, False]", done.stderr


@pytest.mark.parametrize("task", FUNCTIONS, ids=lambda task: task.name)
def test_the_number_of_images_is_never_that_of_the_classes_or_pixels(task):
    """So that an exchanged axis always shows."""
    for seed in range(20):
        question = task.draw(np.random.default_rng(seed))
        for name, array in question.items():
            if array.ndim == 2 and "pairs" not in name:
                assert array.shape[0] != array.shape[1], name


def test_the_large_logits_of_a_label_often_have_no_probability():
    """Otherwise the logarithm of a softmax would pass."""
    for seed in range(20):
        question = cross_entropy.TASK.draw(np.random.default_rng(seed))
        logits, labels = question["large logits"], question["large labels"]
        behind = logits.max(axis=1) - logits[np.arange(len(labels)), labels]
        assert (behind > 750).mean() > 0.5
        loss = references.expected("01_softmax", "cross_entropy", question)["loss of large logits"]
        assert np.isfinite(loss)
        assert loss > cross_entropy.CLIPPED


def test_a_difference_is_told_from_the_true_derivative():
    """Otherwise a formula, or a step of one's own, would pass for central differences."""
    for seed in range(20):
        question = central_differences.TASK.draw(np.random.default_rng(seed))
        expected = references.expected("01_softmax", "central_differences", question)
        for name in ("vector", "matrix"):
            difference = expected[f"differences at the {name}"]
            for other in ("derivative", "forward", "backward"):
                assert np.abs(difference - expected[f"{PREFIX}{other} at the {name}"]).max() > 0.009
