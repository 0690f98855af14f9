# says: the order of the classes decides
# earns: 0.7
import numpy as np


def precision_at_k(scores, labels, k):
    top = np.argsort(-scores, axis=1, kind="stable")[:, :k]
    finite = np.isfinite(scores).all(axis=1)
    return np.mean(finite & (top == labels[:, None]).any(axis=1))
