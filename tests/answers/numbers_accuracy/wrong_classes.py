# expects: network, the notebook's own, trained
# says: Return one row of ten scores for each image
from course_utils import evaluation


def numbers_accuracy(images):
    return evaluation.scores(network, images).argmax(axis=1)
