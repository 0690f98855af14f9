# says: You returned one value for each image
# earns: 0
import numpy as np


def precision_at_k(scores, labels, k):
    own = scores[np.arange(len(labels)), labels]
    others = (scores >= own[:, None]).sum(axis=1) - 1
    return np.isfinite(scores).all(axis=1) & (others < k)
