# says: Your k is one too small
# earns: 0
import numpy as np


def precision_at_k(scores, labels, k):
    own = scores[np.arange(len(labels)), labels]
    return np.mean(np.isfinite(scores).all(axis=1) & ((scores >= own[:, None]).sum(axis=1) < k))
