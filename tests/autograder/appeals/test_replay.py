"""``python -m autograder replay``: what was asked, what came back, and what was right."""

import re

import numpy as np
import pytest

from autograder.appeals import replay
from autograder.appeals.replay import Replayed
from autograder.authoring.rehearse import notebook
from autograder.course import load_secret, seed_of
from autograder.grading import record
from autograder.grading.questions import Question
from course_utils.exercises.kit.hidden_images import arrange
from course_utils.exercises.kit.task import Finding
from course_utils.exercises.start_here import channel_means
from course_utils.exercises.your_variant import accuracy
from tests.autograder.conftest import RIGHT, START_HERE, WRONG, command

TASK = "channel_means"


def plain(solution):
    return notebook(START_HERE, {"channel_means_solution": solution})


@pytest.fixture(scope="module")
def graded(new_class):
    graded = new_class()
    graded.submit("right", plain(RIGHT))
    graded.submit("wrong", plain(WRONG))
    (graded.course / "submitted/wrong" / START_HERE / "own.txt").write_text("mine")
    (graded.course / "submitted/wrong" / START_HERE / "__pycache__").mkdir()
    (graded.course / "submitted/wrong" / START_HERE / "__pycache__/x.pyc").write_text("")
    graded.submit("loops", plain("def channel_means(images):\n    raise ValueError('no')"))
    assert graded.autograde() == 0, graded.log
    return graded


@pytest.mark.ci
def test_a_replay_asks_the_same_and_finds_the_same(graded, tmp_path):
    process = command(graded.course, "replay", START_HERE, "wrong", TASK, "--save", str(tmp_path))
    assert process.returncode == 0, process.stderr
    for part in (f"Graded {record.read_record(graded.course, START_HERE, 'wrong')['when']}: 0 of 1",
                 "Now: 0 of 1", "Question 2:", "images: uint8", "instead of",
                 "Average over height and width"):  # fmt: skip
        assert part in process.stdout, part
    saved = np.load(tmp_path / f"{TASK}.0.npz")
    np.testing.assert_allclose(saved["right/means"], saved["asked/images"].mean(axis=(1, 2)))
    np.testing.assert_allclose(saved["answer/means"], saved["asked/images"].mean(axis=(0, 1)))
    again = command(graded.course, "replay", START_HERE, "wrong", TASK)
    assert again.stdout == process.stdout


@pytest.mark.ci
def test_a_replay_prints_no_seed(graded):
    key = load_secret(graded.course)
    digest = record.read_record(graded.course, START_HERE, "right")["digest"]
    seed = seed_of(key, START_HERE, "right", digest, TASK)
    kernel_seed = int(np.random.default_rng([seed, 0]).integers(2**31))
    shown = command(graded.course, "replay", START_HERE, "right", TASK, "--case", "0").stdout
    assert "Question 0" in shown
    assert "Question 1" not in shown
    assert str(seed) not in shown
    assert str(kernel_seed) not in shown
    assert "seed" not in shown


@pytest.mark.ci
def test_the_replay_of_a_function_that_raises_repeats_its_error(graded):
    shown = command(graded.course, "replay", START_HERE, "loops", TASK, "--case", "1").stdout
    assert "Answer: none." in shown
    assert "ValueError: no" in shown


@pytest.mark.ci
@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((START_HERE, "nobody", TASK), "'nobody'.*Graded are: loops, right, wrong"),
        ((START_HERE, "right", "other"), "no task 'other'.*It has: channel_means"),
        (("77_other", "right", TASK), "77_other has no task"),
        ((START_HERE, "right", TASK, "--case", "9"), "give --case 0 to 2"),
    ],
)  # fmt: skip
def test_what_is_not_there_is_a_sentence(graded, arguments, says):
    process = command(graded.course, "replay", *arguments)
    assert process.returncode == 1
    assert re.search(says, process.stderr), process.stderr
    assert "Traceback" not in process.stderr


@pytest.mark.ci
def test_what_changed_since_it_was_graded_is_not_replayed(graded):
    path = graded.course / "submitted/right" / START_HERE / "new.txt"
    path.write_text("new")
    process = command(graded.course, "replay", START_HERE, "right", TASK)
    path.unlink()
    assert process.returncode == 1
    assert "is not what was graded" in process.stderr


def asked(task, answer, expected, question=None):
    return Replayed(
        Question(task, 0, question or {}, 123_456, expected),
        answer,
        [Finding("property", 1.0, 0.0, "a sentence")],
    )


def test_arrays_that_differ_are_shown_where_they_differ_most():
    right = np.arange(20.0).reshape(4, 5)
    given = right.copy()
    given[2, 3] = 99
    shown = replay.described(asked(channel_means.TASK, {"means": given}, {"means": right}))
    assert "differs most at (2, 3): 99 instead of 13" in shown
    assert "1 of 20 values differ" in shown
    assert "123456" not in shown


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({}, "means is missing"),
        ({"means": np.zeros(3)}, r"shape \(3,\) instead of \(2,\)"),
        ({"means": np.array("text")}, r"shape \(\) instead of \(2,\)"),
        ({"means": np.array([1.0, np.nan])}, "nan instead of 2"),
        ({"means": np.array([1.0, 2.0])}, "equal"),
    ],
)
def test_odd_answers_are_described_too(given, says):
    expected = {"means": np.array([1.0, 2.0])}
    assert re.search(says, replay.described(asked(channel_means.TASK, given, expected)))


def test_a_predictors_accuracies_and_confusions_are_shown():
    labels = np.arange(200) % 10
    guesses = np.where(labels == 3, 5, labels)
    visible = np.arange(200) < 100
    question = arrange(np.zeros((200, 1, 1, 3), np.uint8), np.random.default_rng(0))
    shown = replay.described(
        asked(
            accuracy.TASK,
            {"scores": np.eye(10)[guesses], "again": np.eye(10)[guesses[question["again"]]]},
            {"labels": labels, "visible": visible},
            question,
        )
    )
    assert "hidden: 90.00 % of 100 images" in shown
    assert "10 times class 5 instead of 3" in shown


def test_summaries_fit_on_a_line_whatever_the_array():
    for array in (np.zeros((0, 3)), np.array("x" * 999), np.full((9, 9), np.nan), np.ones(3, bool)):
        assert len(replay.summary(array)) < 250
        assert "\n" not in replay.summary(array)
