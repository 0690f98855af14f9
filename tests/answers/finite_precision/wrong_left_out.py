# says: You left out the rows that are not finite
# earns: 0.3
import numpy as np


def finite_precision(scores, labels):
    kept = np.isfinite(scores).all(axis=1)
    return np.mean(scores[kept].argmax(axis=1) == labels[kept])
