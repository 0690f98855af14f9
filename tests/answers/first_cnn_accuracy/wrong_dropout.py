# expects: network, the notebook's own, trained
# says: got the same class when they were asked again
import numpy as np

from course_utils import evaluation


def first_cnn_accuracy(images):
    """Dropout that was left switched on."""
    scores = evaluation.scores(network, images)
    return scores * (np.random.random(scores.shape) < 0.5)
