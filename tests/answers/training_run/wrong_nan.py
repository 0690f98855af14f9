# expects: networks, the notebook's own three places
# says: All scores are NaN
# earns: 0
import functools

import numpy as np

from course_utils import evaluation

training_run = {
    name: functools.partial(evaluation.scores, network) for name, network in networks.items()
}
training_run["late"] = lambda images: np.full((len(images), 10), np.nan, np.float32)
