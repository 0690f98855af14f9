"""What knowing a public test set by heart is worth on each data set.

On ``shapes`` the hidden images are new: a lookup earns nothing, see ``attacks/lookup``. CIFAR-10's
test labels are public, and no grader can make them secret: a table that undoes the changes earns
everything, and is flagged.
"""

import numpy as np
import pytest

from autograder.grading import flags
from autograder.grading import questions
from course_utils import data
from course_utils.exercises.kit import hidden_images

pytestmark = [pytest.mark.ci, pytest.mark.trust]
COUNT = 2_000  # hidden images that are looked at


@pytest.fixture(scope="module")
def asked(real_data):
    """Changed test images among visible ones, the public test set, and what is expected."""
    public = data.load("cifar10", "test", data_dir=real_data)
    training = data.load("cifar10", "train", data_dir=real_data)
    _, held_out = data.hold_out(training, data.VISIBLE["cifar10"])
    rng = np.random.default_rng(3)
    order = rng.permutation(len(public.images))[:COUNT]
    secret = questions.Hidden(
        questions.moved_and_mirrored(public.images[order], rng), public.labels[order]
    )
    known = questions.Hidden(
        questions.moved_and_mirrored(held_out.images[:500], rng), held_out.labels[:500]
    )
    mixed = questions.mix(secret, known, rng)
    ends = {
        end: np.array(value)
        for end, value in hidden_images.cut_offs("08_your_variant")("cifar10").items()
    }
    return mixed, public, {"labels": mixed.labels, "visible": mixed.visible, **ends}


def judged(predict, asked):
    mixed, _, expected = asked
    question = hidden_images.arrange(mixed.images, np.random.default_rng(0))
    answer = hidden_images.ask_predict(predict, question)
    (finding,) = hidden_images.compare_predict(question, expected, answer)
    return finding, hidden_images.accuracies(expected, answer)


def test_a_table_of_the_exact_test_images_earns_nothing(asked):
    _, public, _ = asked
    table = {
        image.tobytes(): label for image, label in zip(public.images, public.labels, strict=True)
    }

    def predict(images):
        return np.eye(10)[[table.get(image.tobytes(), 0) for image in images]]

    finding, _ = judged(predict, asked)
    assert finding.passed == 0


def test_a_table_of_all_moved_middles_earns_everything_and_is_flagged(asked):
    _, public, _ = asked
    # The middle of an image is somewhere in its original, whichever way it was moved.
    table = {}
    for mirrored in (public.images, public.images[:, :, ::-1]):
        for top in range(5):
            for left in range(5):
                middle = mirrored[:, 6 + top : 22 + top, 6 + left : 22 + left]
                table |= {
                    image.tobytes(): y for image, y in zip(middle, public.labels, strict=True)
                }

    def predict(images):
        middle = images[:, 8:24, 8:24]
        return np.eye(10)[[table.get(image.tobytes(), 0) for image in middle]]

    finding, measured = judged(predict, asked)
    assert finding.passed == 1  # the points stay: a flag is for a person
    found = flags.gap(measured, "08_your_variant", "cifar10")
    assert "Ask how the network was trained" in found.flag
    assert "public" in flags.above_reference(measured, "08_your_variant", "cifar10")
