# says: You counted the right images
# earns: 0
import numpy as np


def finite_precision(scores, labels):
    own = scores[np.arange(len(labels)), labels]
    finite = np.isfinite(scores).all(axis=1)
    return np.sum(finite & ((scores >= own[:, None]).sum(axis=1) == 1))
