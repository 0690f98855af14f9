# says: wrong sign
# earns: 0.3
import numpy as np


def softmax_jacobian(logits):
    p = np.exp(logits - logits.max())
    p = p / p.sum()
    return p, np.outer(p, p) - np.diag(p)
