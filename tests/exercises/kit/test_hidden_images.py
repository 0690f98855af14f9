import numpy as np
import pytest

from course_utils.exchange import ExchangeError
from course_utils.exercises.kit import hidden_images

LABELS = np.random.default_rng(0).integers(0, 10, 3_000)
RAMP = {"labels": LABELS, "low": np.array(0.3), "high": np.array(0.8)}


def images():
    """Images whose first pixel is their label, and whose second says whether a model knows it."""
    made = np.zeros((len(LABELS), 32, 32, 3), np.uint8)
    made[:, 0, 0, 0] = LABELS
    made[:, 0, 1, 0] = np.random.default_rng(1).integers(0, 100, len(LABELS))
    return made


def knows(percent):
    """A predictor that is right on so many percent of the images."""

    def predict(batch):
        label = batch[:, 0, 0, 0].astype(int)
        guess = np.where(batch[:, 0, 1, 0] < percent, label, (label + 1) % 10)
        return np.eye(10)[guess]

    return predict


def judge(predict):
    question = hidden_images.arrange(images(), np.random.default_rng(2))
    answer = hidden_images.ask_predict(predict, question)
    (finding,) = hidden_images.compare_predict(question, RAMP, answer)
    return finding


def test_points_grow_linearly_between_the_cut_offs():
    accuracy = (images()[:, 0, 1, 0] < 55).mean()
    assert judge(knows(55)).passed == pytest.approx((accuracy - 0.3) / 0.5)


def test_points_are_full_above_the_upper_cut_off():
    assert judge(knows(90)).passed == 1


@pytest.mark.parametrize("label", [0, 3])
def test_a_constant_predictor_earns_nothing(label):
    assert judge(lambda batch: np.tile(np.eye(10)[label], (len(batch), 1))).passed == 0


def test_shuffled_labels_earn_nothing():
    order = np.random.default_rng(3).permutation(10)
    derangement = np.roll(order, 1)[np.argsort(order)]
    assert judge(lambda batch: knows(100)(batch)[:, derangement]).passed == 0


def test_a_predictor_that_depends_on_its_batch_earns_nothing():
    def by_neighbours(batch):
        return np.roll(knows(100)(batch), len(batch) // 2, axis=0)

    finding = judge(by_neighbours)
    assert finding.passed == 0
    assert "training=False" in finding.sentence


def test_a_random_predictor_is_told_to_draw_nothing():
    rng = np.random.default_rng(4)
    finding = judge(lambda batch: knows(100)(batch) + rng.normal(0, 1, (len(batch), 10)))
    assert finding.passed == 0
    assert "at random" in finding.sentence


def test_rows_that_are_not_finite_count_as_wrong():
    def half_nan(batch):
        scores = knows(100)(batch)
        scores[batch[:, 0, 1, 0] < 50] = np.nan
        return scores

    share = (images()[:, 0, 1, 0] >= 50).mean()
    finding = judge(half_nan)
    assert finding.passed == pytest.approx((share - 0.3) / 0.5)
    assert "not finite" in finding.sentence


def test_only_nan_earns_nothing_and_names_the_cause():
    finding = judge(lambda batch: np.full((len(batch), 10), np.nan))
    assert finding.passed == 0
    assert "diverge" in finding.sentence


def test_classes_instead_of_scores_are_refused_with_the_shape_that_was_asked_for():
    with pytest.raises(ExchangeError, match=r"\(250, 10\)"):
        judge(lambda batch: knows(100)(batch).argmax(axis=1))


def test_the_sentence_gives_accuracy_interval_and_cut_offs():
    sentence = judge(knows(60)).sentence
    for part in ("Accuracy", "95 % interval", "begin at 30.0 %", "full from 80.0 %"):
        assert part in sentence


def test_every_image_is_asked_once_in_the_first_round():
    seen = []

    def remembers(batch):
        seen.extend(batch[:, 0, 0, 0].tolist())
        return knows(100)(batch)

    hidden_images.ask_predict(remembers, hidden_images.arrange(images(), np.random.default_rng(2)))
    assert seen[: len(LABELS)] == LABELS.tolist()
    assert len(seen) == len(LABELS) + hidden_images.AGAIN


def test_only_hidden_images_earn_points_and_both_accuracies_are_measured():
    question = hidden_images.arrange(images(), np.random.default_rng(2))
    visible = np.arange(len(LABELS)) < 1_000
    labels = images()[:, 0, 0, 0].astype(int)

    def knows_the_visible(batch):
        return knows(100)(batch)

    answer = hidden_images.ask_predict(knows_the_visible, question)
    wrong = np.where(visible, labels, (labels + 1) % 10)
    expected = {**RAMP, "labels": wrong, "visible": visible}
    (finding,) = hidden_images.compare_predict(question, expected, answer)
    assert finding.passed == 0
    assert "2,000 images" in finding.sentence
    assert hidden_images.accuracies(expected, answer) == {
        "hidden_accuracy": 0.0,
        "hidden_count": 2_000,
        "visible_accuracy": 1.0,
        "visible_count": 1_000,
    }


@pytest.mark.parametrize("answer", [{}, {"scores": np.zeros((3, 10))}, {"scores": np.array("a")}])
def test_an_answer_that_is_no_table_of_scores_measures_nothing(answer):
    assert hidden_images.accuracies(RAMP, answer) == {}
