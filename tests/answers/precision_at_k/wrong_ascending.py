# says: You took the k lowest scores
# earns: 0
import numpy as np


def precision_at_k(scores, labels, k):
    finite = np.isfinite(scores).all(axis=1)
    lowest = np.argsort(scores, axis=1)[:, :k]
    return np.mean(finite & (lowest == labels[:, None]).any(axis=1))
