# says: You replaced NaN by a number
# earns: 0.3
import numpy as np


def finite_precision(scores, labels):
    scores = np.nan_to_num(scores)
    return np.mean(scores.argmax(axis=1) == labels)
