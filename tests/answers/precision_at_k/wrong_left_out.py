# says: You left out the rows that are not finite
# earns: 0.7
import numpy as np


def precision_at_k(scores, labels, k):
    kept = np.isfinite(scores).all(axis=1)
    scores, labels = scores[kept], labels[kept]
    own = scores[np.arange(len(labels)), labels]
    return np.mean((scores >= own[:, None]).sum(axis=1) - 1 < k)
