"""Exercises are found by name: no list of them is kept by hand."""

import pytest

from autograder.authoring import build
from autograder.course import ROOT, assignments
from course_utils import exercises
from course_utils.exercises import CheckFailed, check
from course_utils.exercises.kit.task import Task

NAMES = [(assignment, name) for assignment in assignments() for name in exercises.tasks(assignment)]


@pytest.mark.parametrize(("assignment", "name"), NAMES, ids=[name for _, name in NAMES])
def test_an_exercise_is_called_like_its_module_wherever_it_is_looked_for(assignment, name):
    task = exercises.find(name)
    assert isinstance(task, Task)
    assert task.name == name
    assert exercises.tasks(assignment)[name] is task


@pytest.mark.parametrize(("assignment", "name"), NAMES, ids=[name for _, name in NAMES])
def test_nothing_is_left_to_fill_in(assignment, name):
    room = exercises.room_of(assignment)
    folders = ("course_utils/exercises", "autograder/references", "tests/answers")
    files = [f"{folder}/{room}/{own}.py" for own in (name, "__init__") for folder in folders]
    left = [
        f"{file}:{number}: {line[line.index('FILL IN:') :]}"
        for file in [*files, f"notebooks/src/{assignment}.py"]
        if (ROOT / file).exists()
        for number, line in enumerate((ROOT / file).read_text("utf-8").splitlines(), start=1)
        if "FILL IN:" in line
    ]
    if left:
        pytest.fail("\n".join(left), pytrace=False)


@pytest.mark.parametrize(("assignment", "name"), NAMES, ids=[name for _, name in NAMES])
def test_the_public_check_compares_with_what_the_reference_gives_now(assignment, name):
    assert build.is_current(assignment, exercises.find(name)), (
        f"course_utils/exercises/expectations/{name}.npz is older than the exercise's draw or its "
        f"reference. Run: python -m autograder build {assignment}"
    )


def test_each_name_leads_to_one_exercise():
    names = [name for _, name in NAMES]
    assert len(names) == len(set(names)) > 50


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("letterbocks", "letterbox"),
        ("Letterbox", "letterbox"),
        ("shufflequeue", "ShuffleQueue"),
        ("convolution", "convolve"),
    ],
)
def test_a_name_that_does_not_exist_gets_the_nearest_ones(written, meant):
    with pytest.raises(CheckFailed) as error:
        check(written, None)
    said = str(error.value)
    assert f"no exercise '{written}'" in said
    assert "as the notebook has it" in said
    assert said.count("'") == 8  # three names besides it
    assert f"are '{meant}'" in said


@pytest.mark.parametrize(
    "name", ["", "kit", "_logits", "__init__", "your_data/letterbox", "../runs"]
)
def test_what_is_no_exercise_is_not_found(name):
    with pytest.raises(CheckFailed, match="There is no exercise"):
        exercises.find(name)


def test_what_comes_first_has_to_be_a_name():
    def letterbox(image, size):
        return image

    with pytest.raises(CheckFailed, match=r"in quotes.*of type function"):
        check(letterbox, letterbox)


def test_a_notebook_without_a_room_has_no_tasks_and_the_usual_choices():
    assert exercises.tasks("10_brightness") == {}
    assert exercises.choices("10_brightness") == ("shapes", "cifar10")


def test_cut_offs_are_those_of_the_exercise_and_of_no_other():
    assert exercises.cut_offs("letterbox", "shapes") == {}
    ends = exercises.cut_offs("accuracy", "shapes")
    assert 0 < ends["low"] < ends["high"] <= 1
