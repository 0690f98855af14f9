# says: Ask each row on its own
# earns: 0.6
import numpy as np


def finite_precision(scores, labels):
    if not np.isfinite(scores).all():
        return 0.0
    own = scores[np.arange(len(labels)), labels]
    return np.mean((scores >= own[:, None]).sum(axis=1) == 1)
