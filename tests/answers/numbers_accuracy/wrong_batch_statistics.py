# expects: network, the notebook's own, trained
# says: Score each image by itself
from course_utils import evaluation


def numbers_accuracy(images):
    """Scores without their mean over the batch."""
    scores = evaluation.scores(network, images)
    return scores - 3 * scores.mean(axis=0)
