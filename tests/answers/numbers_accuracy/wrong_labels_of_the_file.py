# expects: network, the notebook's own, trained
# says: not above the first cut-off yet
import numpy as np

from course_utils import evaluation


def numbers_accuracy(images):
    """The file's labels, 1 to 10, moved down by one: every figure is taken for the one before."""
    return np.roll(evaluation.scores(network, images), -1, axis=1)
