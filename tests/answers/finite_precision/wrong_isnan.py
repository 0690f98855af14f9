# says: Rows with an infinity count
# earns: 0.6
import numpy as np


def finite_precision(scores, labels):
    own = scores[np.arange(len(labels)), labels]
    sound = ~np.isnan(scores).any(axis=1)
    return np.mean(sound & ((scores >= own[:, None]).sum(axis=1) == 1))
