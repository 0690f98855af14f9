# says: wrong sign
# earns: 0
import numpy as np


def softmax_jacobian(logits):
    e = np.exp(logits - logits.max())
    p = e / e.sum()
    return np.outer(p, p) - np.diag(p)
