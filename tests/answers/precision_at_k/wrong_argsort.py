# says: argsort puts NaN at the end
# earns: 0.4
import numpy as np


def precision_at_k(scores, labels, k):
    top = np.argsort(scores, axis=1)[:, -k:]
    return np.mean((top == labels[:, None]).any(axis=1))
