# says: You returned a percentage
# earns: 0
import numpy as np


def finite_precision(scores, labels):
    own = scores[np.arange(len(labels)), labels]
    finite = np.isfinite(scores).all(axis=1)
    return 100 * np.mean(finite & ((scores >= own[:, None]).sum(axis=1) == 1))
