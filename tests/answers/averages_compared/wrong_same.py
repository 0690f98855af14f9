# expects: network and averaged_network, the notebook's own two
# says: they are one network. A network holds one set of weights
# earns: 0.3
from course_utils import averages, evaluation

one = build()
averages.restore(one, run)
averages_compared = {
    "raw": lambda images: evaluation.scores(one, images),
    "averaged": lambda images: evaluation.scores(one, images),
}
