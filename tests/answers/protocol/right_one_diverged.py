# expects: repeated, the notebook's own five runs
import functools

import numpy as np

from course_utils import evaluation

networks = [trial.model for trial in repeated.trials]

protocol = {
    f"seed {seed}": functools.partial(evaluation.scores, network)
    for seed, network in enumerate(networks, start=1)
}
protocol["seed 3"] = lambda images: np.full((len(images), 10), np.nan, np.float32)
