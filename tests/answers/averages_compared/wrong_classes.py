# expects: network and averaged_network, the notebook's own two
# says: predict turned 250 images into an array of shape (250,)
# earns: 0
from course_utils import evaluation

averages_compared = {
    "raw": lambda images: evaluation.scores(network, images).argmax(axis=1),
    "averaged": lambda images: evaluation.scores(averaged_network, images).argmax(axis=1),
}
