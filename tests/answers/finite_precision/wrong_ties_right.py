# says: label that shares the highest score as right
# earns: 0.7
import numpy as np


def finite_precision(scores, labels):
    own = scores[np.arange(len(labels)), labels]
    finite = np.isfinite(scores).all(axis=1)
    return np.mean(finite & (own == scores.max(axis=1)))
