# says: argmax takes the first of equal scores
# earns: 0.7
import numpy as np


def finite_precision(scores, labels):
    finite = np.isfinite(scores).all(axis=1)
    return np.mean(finite & (scores.argmax(axis=1) == labels))
