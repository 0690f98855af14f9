# expects: network and averaged_network, the notebook's own two
import functools

from course_utils import evaluation

averages_compared = {
    "raw": functools.partial(evaluation.scores, network),
    "averaged": functools.partial(evaluation.scores, averaged_network),
}
