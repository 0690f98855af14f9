# says: rows that are not finite still count
# earns: 0.6
import numpy as np


def finite_precision(scores, labels):
    own = scores[np.arange(len(labels)), labels]
    return np.mean((scores >= own[:, None]).sum(axis=1) == 1)
