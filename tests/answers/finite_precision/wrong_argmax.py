# says: since argmax answers the place of the first NaN
# earns: 0.3
import numpy as np


def finite_precision(scores, labels):
    return np.mean(scores.argmax(axis=1) == labels)
