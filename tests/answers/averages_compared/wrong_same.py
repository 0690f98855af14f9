# expects: averaged_network, the notebook's own
# says: they are one network. A network holds one set of weights
# earns: 0.3
from course_utils import evaluation

averages_compared = {
    "raw": lambda images: evaluation.scores(averaged_network, images),
    "averaged": lambda images: evaluation.scores(averaged_network, images),
}
