# says: You count every tie as wrong
# earns: 0.7
import numpy as np


def precision_at_k(scores, labels, k):
    own = scores[np.arange(len(labels)), labels]
    alone = (scores == own[:, None]).sum(axis=1) == 1
    others = (scores >= own[:, None]).sum(axis=1) - 1
    return np.mean(np.isfinite(scores).all(axis=1) & alone & (others < k))
