# says: Ties count for the label
# earns: 0.7
import numpy as np


def precision_at_k(scores, labels, k):
    own = scores[np.arange(len(labels)), labels]
    above = (scores > own[:, None]).sum(axis=1)
    return np.mean(np.isfinite(scores).all(axis=1) & (above < k))
