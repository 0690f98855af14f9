# says: You look at the highest score only
# earns: 0
import numpy as np


def precision_at_k(scores, labels, k):
    own = scores[np.arange(len(labels)), labels]
    alone = (scores >= own[:, None]).sum(axis=1) == 1
    return np.mean(np.isfinite(scores).all(axis=1) & alone)
