import numpy as np


def softmax_jacobian(logits):
    e = np.exp(logits - logits.max())
    p = e / e.sum()
    return np.diag(p) - np.outer(p, p)
