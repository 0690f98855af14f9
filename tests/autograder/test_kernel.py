import json

import pytest

from autograder.kernel import about_run
from course_utils import runs

ASSIGNMENT = "08_your_variant"


@pytest.fixture
def folder(tmp_path):
    """A submission whose run was made here, on the graded data set."""
    run = runs.Run(tmp_path / f"{ASSIGNMENT}.run", data="shapes", versions=runs.versions())
    run.save()
    return tmp_path


def change(folder, **changes):
    path = folder / f"{ASSIGNMENT}.run" / runs.RECORD
    record = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**record, **changes}), encoding="utf-8")


def test_nothing_is_said_about_a_run_that_fits(folder):
    assert about_run(folder, ASSIGNMENT, "shapes") == []


def test_an_assignment_without_a_predictor_needs_no_run(tmp_path):
    assert about_run(tmp_path, "00_start_here", "shapes") == []


def test_a_missing_run_says_what_to_hand_in(tmp_path):
    (note,) = about_run(tmp_path, ASSIGNMENT, "shapes")
    assert "No run came with this notebook" in note
    assert f"python -m course_utils.submit {ASSIGNMENT}" in note


def test_another_data_set_than_the_graded_one_is_named(folder):
    (note,) = about_run(folder, ASSIGNMENT, "cifar10")
    assert "trained on 'shapes'" in note
    assert "graded on 'cifar10'" in note


def test_other_package_versions_are_named(folder):
    change(folder, versions={**runs.versions(), "tensorflow": "2.99.0"})
    (note,) = about_run(folder, ASSIGNMENT, "shapes")
    assert "tensorflow 2.99.0" in note


def test_a_run_that_diverged_is_named(folder):
    change(folder, diverged=True)
    (note,) = about_run(folder, ASSIGNMENT, "shapes")
    assert "NaN" in note


@pytest.mark.parametrize(
    "content", ["", "{", "[]", "null", '{"data": 1, "versions": 3}', "[" * 100_000]
)
def test_a_damaged_record_is_a_sentence_whatever_it_holds(folder, content):
    (folder / f"{ASSIGNMENT}.run" / runs.RECORD).write_text(content, encoding="utf-8")
    assert any("damaged" in note for note in about_run(folder, ASSIGNMENT, "shapes"))


def test_a_record_that_is_a_link_is_not_followed(folder, tmp_path):
    path = folder / f"{ASSIGNMENT}.run" / runs.RECORD
    path.rename(tmp_path / "elsewhere.json")
    path.symlink_to(tmp_path / "elsewhere.json")
    (note,) = about_run(folder, ASSIGNMENT, "shapes")
    assert "damaged" in note
