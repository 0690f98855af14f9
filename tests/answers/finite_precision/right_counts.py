import numpy as np


def finite_precision(scores, labels):
    own = np.take_along_axis(scores, labels[:, None], axis=1)
    right = (scores >= own).sum(axis=1) == 1
    return np.float32((right & np.isfinite(scores).all(axis=1)).mean(dtype=np.float32))
