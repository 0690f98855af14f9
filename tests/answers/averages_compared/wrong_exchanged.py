# expects: network and averaged_network, the notebook's own two
# says: Did you exchange the two?
# earns: 0.6
from course_utils import evaluation

averages_compared = {
    "raw": lambda images: evaluation.scores(averaged_network, images),
    "averaged": lambda images: evaluation.scores(network, images),
}
