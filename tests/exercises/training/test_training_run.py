"""Three places of one training earn something only where the last of them has learnt something."""

import zlib

import numpy as np

from course_utils.exercises.kit.hidden_images import arrange
from course_utils.exercises.training.training_run import TASK

COUNT = 1_000
LABELS = np.random.default_rng(0).integers(0, 10, COUNT)


def images():
    """Return images that carry their label and their number."""
    made = np.zeros((COUNT, 2, 2, 3), np.uint8)
    made[:, 0, 0, 0], made[:, 0, 1, 0] = LABELS, np.arange(COUNT) % 256
    made[:, 1, 0, 0] = np.arange(COUNT) // 256
    return made


QUESTION = arrange(images(), np.random.default_rng(1))


def network(seed, scale, known=0.0):
    """Return a network that knows a share of the images, and gives noise to the others."""

    def scores(image):
        rng = np.random.default_rng([seed, zlib.crc32(image.tobytes())])
        knows, noise = rng.uniform() < known, scale * rng.normal(size=10)
        return noise + 20 * np.eye(10)[image[0, 0, 0]] if knows else noise

    return lambda batch: np.stack([scores(image) for image in batch])


def findings(early, middle, late):
    networks = {"early": early, "middle": middle, "late": late}
    answer = TASK.ask(networks, QUESTION)
    return TASK.compare(QUESTION, {"labels": LABELS}, answer)


def test_noise_that_shrinks_earns_nothing():
    found = findings(network(1, 9.0), network(2, 3.0), network(3, 0.3))
    assert not any(finding.passed for finding in found)
    assert all("'late' classifies" in finding.sentence for finding in found[:3])


def test_an_honest_training_may_begin_at_the_level_of_chance():
    found = findings(network(1, 1.0), network(2, 1.0, 0.3), network(3, 1.0, 0.6))
    assert all(finding.passed == 1 for finding in found)


def test_what_a_property_says_itself_is_kept_where_nothing_was_learnt():
    one = network(1, 1.0)
    sentences = " ".join(finding.sentence for finding in findings(one, one, one))
    assert "they are one network" in sentences
    assert "not surely above 25 %" in sentences


def test_exchanged_networks_are_told_so():
    found = findings(network(1, 1.0, 0.6), network(2, 1.0, 0.3), network(3, 1.0))
    assert not any(finding.passed for finding in found)
    assert "Did you exchange the two?" in found[-1].sentence


def test_scores_that_are_no_numbers_are_told_so_whatever_the_others_learnt():
    nothing = network(3, np.nan)
    found = findings(network(1, 1.0, 0.3), network(2, 1.0, 0.6), nothing)
    assert "NaN" in found[0].sentence
    assert "exchange" not in found[0].sentence
