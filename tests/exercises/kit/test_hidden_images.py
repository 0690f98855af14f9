import json
import math

import numpy as np
import pytest

from course_utils import exercises
from course_utils.exchange import ExchangeError
from course_utils.exercises.kit import hidden_images
from course_utils.exercises.kit.hidden_images import share_of_points

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


def judge(predict, compare=hidden_images.compare_predict):
    question = hidden_images.arrange(images(), np.random.default_rng(2))
    answer = hidden_images.ask_predict(predict, question)
    (finding,) = compare(question, RAMP, answer)
    return finding


def test_points_grow_between_the_cut_offs():
    accuracy = float((images()[:, 0, 1, 0] < 55).mean())
    assert judge(knows(55)).passed == pytest.approx(share_of_points(accuracy, 0.3, 0.8))


def test_each_halving_of_the_error_earns_the_same():
    shares = [share_of_points(1 - error, 0.2, 0.9) for error in (0.8, 0.4, 0.2, 0.1)]
    assert shares == pytest.approx([0, 1 / 3, 2 / 3, 1])


@pytest.mark.parametrize(
    ("accuracy", "earned"), [(0, 0), (0.2, 0), (0.9, 1), (1, 1), (math.nextafter(0.9, 0), 1)]
)
def test_points_stay_between_nothing_and_all(accuracy, earned):
    assert share_of_points(accuracy, 0.2, 0.9) == pytest.approx(earned)


def test_a_ramp_may_end_where_everything_is_right():
    assert share_of_points(1.0, 0.5, 1.0) == 1
    assert 0 < share_of_points(0.99, 0.5, 1.0) < 1


def ramps():
    """The cut-offs of all accuracy tasks, by task and data set."""
    assignments = json.loads(hidden_images.CUT_OFFS.read_text(encoding="utf-8"))
    for assignment, by_data in assignments.items():
        (name,) = (n for n, task in exercises.tasks(assignment).items() if task.cut_offs)
        for data in by_data:
            yield pytest.param(exercises.cut_offs(name, data), id=f"{name}-{data}")


@pytest.mark.parametrize("ends", ramps())
def test_the_cut_off_earns_nothing_the_goal_everything_and_95_percent_of_it_most(ends):
    low, high = ends["low"], ends["high"]
    assert share_of_points(low, low, high) == 0
    assert share_of_points(high, low, high) == 1
    if 0.95 * high > low:  # elsewhere a classifier that sees no shapes is better than that
        assert 0.65 < share_of_points(0.95 * high, low, high) < 0.85
    assert 0.7 < share_of_points(low + 0.95 * (high - low), low, high) < 0.95


@pytest.mark.parametrize("ends", ramps())
def test_the_last_points_of_accuracy_are_worth_more_than_the_first(ends):
    low, high = ends["low"], ends["high"]
    shares = [share_of_points(low + part * (high - low), low, high) for part in (0, 0.1, 0.9, 1)]
    assert shares[1] - shares[0] < shares[3] - shares[2]


def test_a_notebook_says_the_rule_in_one_sentence():
    said = exercises.points_rule("accuracy", "shapes")
    assert said.startswith("Points begin at 32.5 % and are full from 97.0 %.")
    assert said.endswith(hidden_images.RULE)


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
    assert finding.passed == pytest.approx(share_of_points(float(share), 0.3, 0.8))
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


def noise(batch):
    """Scores of both signs, no two alike, which say nothing."""
    places = batch[:, :2, :2].astype(float).reshape(len(batch), -1)
    return np.sin(places @ np.arange(1, 1 + 10 * places.shape[1]).reshape(-1, 10)) - 1


def noisy(batch, percent=60):
    """Scores of a network that knows so many of the images."""
    return 3 * knows(percent)(batch) + noise(batch)


def guess(batch):
    """Scores that have nothing to do with the labels."""
    return 3 * np.eye(10)[batch[:, 0, 1, 0] % 10] + noise(batch)


def softmax(scores):
    powers = np.exp(scores)
    return powers / powers.sum(axis=1, keepdims=True)


MADE = {
    "All images get the same scores": lambda batch: np.tile(np.arange(10.0), (len(batch), 1)),
    "all equal, so no class wins": lambda batch: np.repeat(noisy(batch)[:, :1], 10, axis=1),
    "they were sorted": lambda batch: np.sort(noisy(batch)),
    "the scores are negated": lambda batch: -noisy(batch, 90),
    "in another order than the labels": lambda batch: noisy(batch)[:, ::-1],
    "as after a softmax": lambda batch: softmax(noisy(batch)),
    "as after a ReLU": lambda batch: np.maximum(noisy(batch), 0),
    "as of pixels from 0 to 255": lambda batch: 100 * noisy(batch),
    "put into the same class": lambda batch: noisy(batch) + 50 * np.eye(10)[3],
    "what guessing gets": guess,
}


@pytest.mark.parametrize("says", MADE)
def test_what_keeps_an_accuracy_low_is_recognised(says):
    finding = judge(MADE[says], hidden_images.compare_network)
    assert finding.passed < 1
    assert says in finding.sentence


def test_where_no_network_is_asked_for_probabilities_are_no_mistake():
    assert "softmax" not in judge(MADE["as after a softmax"]).sentence


def test_an_honest_network_below_the_goal_is_told_no_mistake():
    finding = judge(noisy, hidden_images.compare_network)
    assert finding.sentence.endswith("% of the points.")


def test_one_that_reaches_the_goal_is_told_none_either():
    finding = judge(lambda batch: softmax(noisy(batch, 95)), hidden_images.compare_network)
    assert finding.passed == 1
    assert finding.sentence.endswith("full from 80.0 %.")


def pixels_linear(batch):
    """Scores of a linear classifier that knows nothing."""
    few = batch[:, :2, :4, 0].astype(float).reshape(len(batch), -1)
    return few @ np.random.default_rng(6).normal(0, 0.01, (few.shape[1], 10)) + np.arange(10)


@pytest.mark.parametrize(
    ("compare", "said"),
    [(hidden_images.compare_network, True), (hidden_images.compare_predict, False)],
)
def test_a_linear_classifier_is_told_from_a_network_where_a_network_is_asked_for(compare, said):
    question = hidden_images.arrange(images(), np.random.default_rng(2))
    answer = hidden_images.ask_predictor(pixels_linear, question)
    (finding,) = compare(question, RAMP, answer)
    assert (hidden_images.STAND_IN in finding.sentence) is said


def test_a_network_is_not_called_linear():
    question = hidden_images.arrange(images(), np.random.default_rng(2))
    answer = hidden_images.ask_predictor(lambda batch: np.tanh(pixels_linear(batch)), question)
    (finding,) = hidden_images.compare_network(question, RAMP, answer)
    assert hidden_images.STAND_IN not in finding.sentence


def test_a_predictor_that_fails_on_negatives_is_judged_all_the_same():
    def refuses(batch):
        if len(batch) == hidden_images.NEGATIVES:
            raise ValueError
        return noisy(batch)

    question = hidden_images.arrange(images(), np.random.default_rng(2))
    answer = hidden_images.ask_predictor(refuses, question)
    assert set(answer) == {"scores", "again"}


def test_mistakes_are_recognised_by_the_labels_of_visible_images_alone():
    question = hidden_images.arrange(images(), np.random.default_rng(2))
    answer = hidden_images.ask_predict(lambda batch: noisy(batch)[:, ::-1], question)
    visible = np.arange(len(LABELS)) < 1_000

    def said(labels):
        expected = {**RAMP, "labels": labels, "visible": visible}
        (finding,) = hidden_images.compare_predict(question, expected, answer)
        return finding.sentence

    in_order = 9 - LABELS
    assert "another order" in said(np.where(visible, LABELS, in_order))
    assert "another order" not in said(np.where(visible, in_order, LABELS))
