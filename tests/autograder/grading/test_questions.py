import functools
import shutil

import numpy as np
import pytest

from autograder.course import SECRET_BYTES, SECRET_FILE, SecretError, load_secret, seed_of
from autograder.grading import questions, record
from autograder.grading import questions as hidden
from autograder.grading.questions import Submission
from course_utils import data, exchange
from course_utils.exercises.kit import task

VARIANT = "08_your_variant"
split = functools.cache(data.visible_split)  # drawing the training images takes seconds


@pytest.fixture(autouse=True)
def small_hidden_set(monkeypatch):
    monkeypatch.setitem(hidden.HIDDEN_COUNT, "shapes", 500)
    monkeypatch.setattr(data, "visible_split", split)


def submission(course, student="ada", digest="1", assignment="00_start_here"):
    return Submission(course, assignment, student, digest, "shapes")


def about_accuracy(one):
    """The question to a submission on hidden images."""
    return next(question for question in questions.draw(one) if question.task.name == "accuracy")


def asked(one):
    return [question.asked["images"].tolist() for question in questions.draw(one)]


def test_a_regrade_meets_the_same_questions(tmp_path):
    assert asked(submission(tmp_path)) == asked(submission(tmp_path))


@pytest.mark.parametrize("changes", [{"student": "grace"}, {"digest": "2"}])
def test_another_student_or_a_resubmission_meets_other_questions(tmp_path, changes):
    assert asked(submission(tmp_path)) != asked(submission(tmp_path, **changes))


def test_another_secret_asks_other_questions(tmp_path):
    one, other = tmp_path / "one", tmp_path / "other"
    one.mkdir(), other.mkdir()
    assert asked(submission(one)) != asked(submission(other))


def test_cases_of_one_task_differ(tmp_path):
    first, second, _ = asked(submission(tmp_path))
    assert first != second


def test_everyone_is_asked_about_the_same_hidden_images(tmp_path):
    one, other = (
        about_accuracy(submission(tmp_path, name, name, VARIANT)) for name in ("ada", "grace")
    )
    np.testing.assert_array_equal(one.asked["images"], other.asked["images"])
    np.testing.assert_array_equal(one.asked["again"], other.asked["again"])


def test_hidden_images_are_read_and_packed_once_for_all_students(tmp_path):
    common = {}
    one, other = (
        next(
            question
            for question in questions.draw(submission(tmp_path, name, name, VARIANT), common)
            if question.task.on_hidden_images
        )
        for name in ("ada", "grace")
    )
    assert one.content is other.content


def test_no_verdict_can_change_the_images_that_the_next_student_is_asked_about(tmp_path):
    one = about_accuracy(submission(tmp_path, assignment=VARIANT))
    with pytest.raises(ValueError, match="read-only"):
        one.asked["images"][0] = 0
    with pytest.raises(ValueError, match="read-only"):
        one.expected["labels"][0] = 0


def test_labels_and_expectations_are_not_written_where_the_kernel_reads(tmp_path):
    one = about_accuracy(submission(tmp_path, assignment=VARIANT))
    assert one.file == "accuracy.0.npz"
    written = exchange.unpacked(one.content)
    assert set(written) == {"images", "again", task.SEED}


def test_hidden_shapes_are_new_images(tmp_path):
    one = about_accuracy(submission(tmp_path, assignment=VARIANT))
    seen = {image.tobytes() for part in data.visible_split("shapes") for image in part.images}
    visible = one.expected["visible"]
    assert not any(image.tobytes() in seen for image in one.asked["images"][~visible])
    assert all(image.tobytes() in seen for image in one.asked["images"][visible])
    assert visible.sum() == hidden.VISIBLE_COUNT["shapes"]


def test_a_predictor_is_asked_about_none_of_the_images_it_may_be_trained_on(tmp_path):
    one = about_accuracy(submission(tmp_path, assignment=VARIANT))
    training, _ = data.visible_split("shapes")
    seen = {image.tobytes() for image in training.images}
    assert not any(image.tobytes() in seen for image in one.asked["images"])


def test_a_hidden_set_from_before_visible_images_were_mixed_in_is_drawn_again(tmp_path):
    questions.draw(submission(tmp_path, assignment=VARIANT))
    (path,) = (tmp_path / "hidden").iterdir()
    np.savez(path, images=np.zeros((3, 32, 32, 3), np.uint8), labels=np.zeros(3, int))
    one = about_accuracy(submission(tmp_path, assignment=VARIANT))
    assert len(one.asked["images"]) == 500 + hidden.VISIBLE_COUNT["shapes"]


def test_the_hidden_set_is_readable_by_its_owner_alone(tmp_path):
    questions.draw(submission(tmp_path, assignment=VARIANT))
    (path,) = (tmp_path / "hidden").iterdir()
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0


def test_changed_images_are_moved_or_mirrored_but_keep_their_order():
    images = np.random.default_rng(0).integers(0, 255, (40, 32, 32, 3)).astype(np.uint8)
    changed_ones = hidden.moved_and_mirrored(images, np.random.default_rng(1))
    assert changed_ones.shape == images.shape
    changed = [not np.array_equal(a, b) for a, b in zip(images, changed_ones, strict=True)]
    assert np.mean(changed) > 0.9
    close = [
        min(
            np.abs(view[4:-4, 4:-4].astype(int) - b[4 + y : 28 + y, 4 + x : 28 + x]).max()
            for view in (a, a[:, ::-1])
            for y in range(-2, 3)
            for x in range(-2, 3)
        )
        for a, b in zip(images, changed_ones, strict=True)
    ]
    assert max(close) == 0


def test_the_secret_is_made_once_and_readable_by_its_owner_alone(tmp_path):
    first = load_secret(tmp_path)
    assert load_secret(tmp_path) == first
    assert len(first) == SECRET_BYTES
    assert (tmp_path / SECRET_FILE).stat().st_mode & 0o777 == 0o600


def test_a_damaged_secret_is_a_sentence(tmp_path):
    load_secret(tmp_path)
    (tmp_path / SECRET_FILE).write_bytes(b"short")
    with pytest.raises(SecretError, match="Restore it from a backup"):
        load_secret(tmp_path)


def test_an_empty_secret_is_a_sentence(tmp_path):
    (tmp_path / SECRET_FILE).touch()
    with pytest.raises(SecretError, match="holds 0"):
        load_secret(tmp_path)


def keep_a_record(course):
    record.write(record.record_file(course, "00_start_here", "ada"), {})


def test_a_lost_secret_is_not_made_anew_where_submissions_were_judged(tmp_path):
    keep_a_record(tmp_path)
    with pytest.raises(SecretError, match=r"Restore it.*judged.*finished.*graded again"):
        load_secret(tmp_path)
    assert not (tmp_path / SECRET_FILE).exists()


def test_a_course_begins_anew_when_its_records_are_deleted(tmp_path):
    before = load_secret(tmp_path)
    keep_a_record(tmp_path)
    (tmp_path / SECRET_FILE).unlink()
    shutil.rmtree(tmp_path / "judged")
    assert load_secret(tmp_path) != before


def test_seeds_of_different_parts_differ_even_where_their_text_joins_alike():
    key = bytes(32)
    assert seed_of(key, "ab", "c") != seed_of(key, "a", "bc")
    assert seed_of(key, "ab", "c") == seed_of(key, "ab", "c")


@pytest.mark.ci
def test_hidden_mnist_is_its_test_set_noised_and_shuffled(tmp_path, monkeypatch, real_data):
    monkeypatch.setenv("COURSE_DATA_DIR", str(real_data))
    mixed = hidden.load_hidden(tmp_path, "01_softmax", "mnist", seed=1)
    public = data.load("mnist", "test")
    assert mixed.visible.sum() == hidden.VISIBLE_COUNT["mnist"]
    np.testing.assert_array_equal(
        np.bincount(mixed.labels[~mixed.visible]), np.bincount(public.labels)
    )
    known = {image.tobytes() for image in public.images}
    assert not any(image.tobytes() in known for image in mixed.images)


def test_noised_digits_keep_their_place_and_meaning():
    images = np.full((3, 28, 28, 1), 250, np.uint8)
    noised = hidden.noised(images, np.random.default_rng(1))
    assert noised.dtype == np.uint8
    assert noised.min() >= 250 - hidden.NOISE
    assert len({image.tobytes() for image in noised}) == 3
