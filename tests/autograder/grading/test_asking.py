import json

import numpy as np
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from autograder.grading.asking import Asking, QuestionSet, verdicts
from autograder.grading.judge import about_run
from autograder.grading.questions import Question
from autograder.sandbox.hidden import Answer
from autograder.sandbox.run import Outcome
from course_utils import exchange, runs
from course_utils.exercises.start_here import channel_means
from course_utils.exercises.your_variant import accuracy

pytestmark = pytest.mark.fast

ASSIGNMENT = "08_your_variant"


@pytest.fixture
def folder(tmp_path):
    """A submission whose run was made here, on the graded data set."""
    run = runs.Run(tmp_path / f"{ASSIGNMENT}.run", data="shapes", versions=runs.versions())
    run.steps, run.losses = 10, [[0, 2.3]]
    run.save()
    (run.directory / runs.WEIGHTS).write_bytes(runs.HDF5)
    return tmp_path


def change(folder, **changes):
    path = folder / f"{ASSIGNMENT}.run" / runs.RECORD
    record = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**record, **changes}), encoding="utf-8")


def test_nothing_is_said_about_a_run_that_fits(folder):
    assert about_run(folder, ASSIGNMENT, "shapes").notes == []


def test_a_kernel_does_not_see_when_its_submission_was_handed_in(folder):
    # The time changes no question, and its seconds can hold what feedback told of the answers.
    (folder / "timestamp.txt").write_text("2025-02-02 15:58:23 UTC")
    job = Asking().job(QuestionSet([], {}, "shapes", ""), new_notebook(), folder, {})
    assert set(job.files) == {f"{ASSIGNMENT}.run/{name}" for name in (runs.RECORD, runs.WEIGHTS)}


def test_an_assignment_without_a_predictor_needs_no_run(tmp_path):
    assert about_run(tmp_path, "00_start_here", "shapes").notes == []


def test_a_missing_run_says_what_to_hand_in(tmp_path):
    (note,) = about_run(tmp_path, ASSIGNMENT, "shapes").notes
    assert "No run came with this notebook" in note
    assert f"python -m course_utils.submit {ASSIGNMENT}" in note


def test_another_data_set_than_the_graded_one_is_named(folder):
    (note,) = about_run(folder, ASSIGNMENT, "cifar10").notes
    assert "trained on 'shapes'" in note
    assert "graded on 'cifar10'" in note


def test_other_package_versions_are_named(folder):
    change(folder, versions={**runs.versions(), "tensorflow": "2.99.0"})
    (note,) = about_run(folder, ASSIGNMENT, "shapes").notes
    assert "tensorflow 2.99.0" in note


def test_a_run_that_diverged_is_named(folder):
    change(folder, diverged=True)
    (note,) = about_run(folder, ASSIGNMENT, "shapes").notes
    assert "NaN" in note


@pytest.mark.parametrize(
    "content", ["", "{", "[]", "null", '{"data": 1, "versions": 3}', "[" * 100_000]
)
def test_a_damaged_record_is_a_sentence_whatever_it_holds(folder, content):
    (folder / f"{ASSIGNMENT}.run" / runs.RECORD).write_text(content, encoding="utf-8")
    assert any("damaged" in note for note in about_run(folder, ASSIGNMENT, "shapes").notes)


def test_a_run_without_weights_shows_nothing(folder):
    (folder / f"{ASSIGNMENT}.run" / runs.WEIGHTS).unlink()
    about = about_run(folder, ASSIGNMENT, "shapes")
    assert about.missing
    assert "came without its weights" in about.notes[0]
    assert str(folder) not in about.notes[0]


@pytest.mark.parametrize(
    "changes", [{"steps": 0}, {"losses": []}, {"settings": 3}, {"machine": None}, {"format": 2}]
)
def test_a_record_that_says_nothing_of_a_training_counts_as_missing(folder, changes):
    change(folder, **changes)
    about = about_run(folder, ASSIGNMENT, "shapes")
    assert about.missing
    assert "damaged, or says nothing of a training" in about.notes[0]


@pytest.mark.parametrize("content", [b"", b"least squares", b"PK\3\4"])
def test_weights_of_another_kind_count_as_missing(folder, content):
    (folder / f"{ASSIGNMENT}.run" / runs.WEIGHTS).write_bytes(content)
    assert about_run(folder, ASSIGNMENT, "shapes").missing


def test_adopted_weights_need_no_step(folder):
    change(folder, steps=0, losses=[], settings={"adopted": "model.fit"})
    about = about_run(folder, ASSIGNMENT, "shapes")
    assert not about.missing
    assert about.runs[f"{ASSIGNMENT}.run"]["adopted"]


def test_a_run_from_before_there_were_ids_is_readable_and_lacks_none(folder):
    path = folder / f"{ASSIGNMENT}.run" / runs.RECORD
    record = json.loads(path.read_text(encoding="utf-8"))
    del record["id"]
    record["versions"]["course_utils"] = "0.2.0"
    path.write_text(json.dumps(record), encoding="utf-8")
    about = about_run(folder, ASSIGNMENT, "shapes")
    assert not about.missing
    assert about.runs[f"{ASSIGNMENT}.run"]["id"] == ""
    assert not about.runs[f"{ASSIGNMENT}.run"]["lacks_id"]


@pytest.mark.parametrize(
    ("blank", "lacks"), [("", True), (" \t", True), ("\x07", True), ("4f1c", False)]
)
def test_a_blank_id_is_missing_where_the_course_drew_one(folder, blank, lacks):
    change(folder, id=blank)
    about = about_run(folder, ASSIGNMENT, "shapes")
    assert about.runs[f"{ASSIGNMENT}.run"]["lacks_id"] is lacks


@pytest.mark.parametrize(("version", "lacks"), [("0.2.0", False), ("0.3.0", True), ("", True)])
def test_settings_are_missing_where_the_course_writes_them(folder, version, lacks):
    change(folder, settings={}, versions={"course_utils": version})
    about = about_run(folder, ASSIGNMENT, "shapes").runs[f"{ASSIGNMENT}.run"]
    assert about["lacks_settings"] is lacks


def test_a_run_with_settings_lacks_none(folder):
    change(folder, settings={"optimizer": "SGD"})
    assert not about_run(folder, ASSIGNMENT, "shapes").runs[f"{ASSIGNMENT}.run"]["lacks_settings"]


def test_a_blank_id_is_missing_where_no_version_is_said(folder):
    change(folder, versions={})
    assert about_run(folder, ASSIGNMENT, "shapes").runs[f"{ASSIGNMENT}.run"]["lacks_id"]


def test_a_record_that_is_a_link_is_not_followed(folder, tmp_path):
    path = folder / f"{ASSIGNMENT}.run" / runs.RECORD
    path.rename(tmp_path / "elsewhere.json")
    path.symlink_to(tmp_path / "elsewhere.json")
    (note,) = about_run(folder, ASSIGNMENT, "shapes").notes
    assert "damaged" in note


def perfect_answer():
    """A notebook whose accuracy cell was answered without a mistake, and its question."""
    labels = np.arange(1_000) % 10
    scores = np.eye(10, dtype=np.float32)[labels]
    asked = {"images": np.zeros((1_000, 1, 1, 3), np.uint8), "again": np.arange(512)}
    expected = {"labels": labels, "low": np.array(0.3), "high": np.array(0.9)}
    answer = Answer(exchange.packed({"scores": scores, "again": scores[:512]}))
    cell = new_code_cell("check(accuracy, predict)")
    cell.metadata["nbgrader"] = {"grade": True, "grade_id": "accuracy", "points": 8.0}
    question = Question(accuracy.TASK, 0, asked, 1, expected)
    outcome = Outcome(answers={"accuracy.0.npz": answer}, sandboxed=True)
    return new_notebook(cells=[cell]), [question], outcome


@pytest.mark.parametrize(("handed_in", "points"), [(True, 8.0), (False, 0.0)])
def test_accuracy_is_worth_nothing_without_a_run_that_was_trained_before(folder, handed_in, points):
    if not handed_in:
        (folder / f"{ASSIGNMENT}.run" / runs.RECORD).unlink()
    notebook, questions, outcome = perfect_answer()
    about = {"accuracy": about_run(folder, ASSIGNMENT, "shapes")}
    verdict = verdicts(QuestionSet(questions, about, "shapes", ""), notebook, outcome)["accuracy"]
    assert verdict.points == points
    assert any("No run came" in note for note in verdict.notes) is not handed_in


def test_questions_on_hidden_images_wait_for_their_cell(tmp_path):
    notebook, (hidden,), _ = perfect_answer()
    other = Question(channel_means.TASK, 0, {"images": np.zeros((1, 2, 2, 3))}, 1, {})
    notebook.cells.insert(0, new_code_cell("check('accuracy', predict)"))  # a copy, not graded
    asked = QuestionSet([other, hidden], {}, "shapes", "")
    job = Asking().job(asked, notebook, tmp_path, {})
    assert job.questions == {other.file: other.content}
    assert job.held_back == {1: {hidden.file: hidden.content}}
    assert job.answers == (other.file, hidden.file)


def test_a_question_whose_graded_cell_is_gone_is_handed_to_nobody(tmp_path):
    _, (hidden,), _ = perfect_answer()
    job = Asking().job(QuestionSet([hidden], {}, "shapes", ""), new_notebook(), tmp_path, {})
    assert job.questions == job.held_back == {}
